import { csvLine, distinctNames } from '../src/data/csv-text.ts';
import { losses } from '../src/nn/losses.ts';
import type { Cell, RowExport } from '../src/protocol/row-messages.ts';
import type { Cooperative } from '../src/training/evaluation.ts';
import { cellOf, readRows, type RowEntry } from '../src/training/rows/read-rows.ts';
import { Job } from './job.ts';
import { certaintyKind } from './row-evaluation.ts';
import type { RankedRows, RowTableParts } from './ranked-rows.ts';

/** Cells that are written between two yields. */
const cellsPerStep = 4000;
/** Text is given to the browser in pieces of about this length: it may keep them on disk. */
const pieceLength = 1 << 20;
const patienceMs = 200;
const sliceMs = { training: 2, idle: 8 };

type Running = Extract<RowExport, { readonly kind: 'running' }>;

/** Writes tables as files, one at a time. */
export class RowExports {
  readonly #parts: RowTableParts;
  #state: RowExport = { kind: 'none' };
  #writing: Promise<void> | null = null;
  /** Grows with every file: what an older one has to say no longer counts. */
  #turn = 0;

  constructor(parts: RowTableParts) {
    this.#parts = parts;
  }

  async start(table: RankedRows, isTraining: () => boolean): Promise<RowExport> {
    const turn = ++this.#turn;
    this.#state = { kind: 'running', done: 0, total: table.places.length };
    this.#writing = this.#write(table, turn, isTraining);
    return this.#look();
  }

  async handle({ kind }: { readonly kind: 'look' | 'cancel' }): Promise<RowExport> {
    if (kind === 'look') return this.#look();
    this.#turn++;
    this.#state = { kind: 'none' };
    return this.#state;
  }

  async #look(): Promise<RowExport> {
    await Promise.race([this.#writing, this.#parts.sleep(patienceMs)]);
    const state = this.#state;
    if (state.kind === 'done') this.#state = { kind: 'none' };
    return state;
  }

  async #write(table: RankedRows, turn: number, isTraining: () => boolean): Promise<void> {
    const { now, nextTask } = this.#parts;
    const isPresent = (): boolean => this.#turn === turn;
    const report = (state: RowExport): void => {
      if (isPresent()) this.#state = state;
    };
    const work = Job.of(csvSteps(table, report), (file) => {
      report({ kind: 'done', file, name: fileName(table), rows: table.places.length });
    });
    while (!work.finished && isPresent()) {
      await nextTask();
      work.advance(now, now() + sliceMs[isTraining() ? 'training' : 'idle']);
    }
  }
}

/** The whole file: the rows' columns, and beside them what the network makes of them. */
export function* csvSteps(table: RankedRows, report: (state: Running) => void): Cooperative<Blob> {
  const { places, evaluation } = table;
  const { source, executor, parameters, rows } = evaluation;
  const { columns } = source.dataSet.table;
  const names = headerOf(table);
  const rowsPerStep = Math.max(1, Math.floor(cellsPerStep / names.length));
  const pieces: Blob[] = [];
  let text = csvLine(names);
  for (let from = 0; from < places.length; from += rowsPerStep) {
    const part = places.subarray(from, from + rowsPerStep);
    const runner = executor.with(parameters);
    for (const entry of readRows(source, rows, runner, part, [])) {
      text += csvLine([...columns.map((column) => cellOf(column, entry.row)), ...addedTo(table, entry)]);
    }
    if (text.length >= pieceLength) {
      pieces.push(new Blob([text]));
      text = '';
    }
    report({ kind: 'running', done: from + part.length, total: places.length });
    yield;
  }
  return new Blob([...pieces, text], { type: 'text/csv' });
}

/** The data's own columns keep their names. */
function headerOf({ evaluation: { source } }: RankedRows): readonly string[] {
  const { table } = source.dataSet;
  const { target } = source;
  const own = table.columns.map(({ name }) => name);
  const outputs = outputNames(source.target.kind === 'class' ? source.target.classes : [], source);
  const judged = target.kind === 'class' ? ['right'] : [];
  return distinctNames([...own, 'row', 'set', 'answer', ...outputs, 'loss', ...judged]);
}

function outputNames(
  classes: readonly string[],
  source: RankedRows['evaluation']['source'],
): readonly string[] {
  const count = source.train.targets.length;
  if (count === 1) return certaintyKind(source) === 'probability' ? classes.map(probabilityOf) : ['output'];
  return classes.map(certaintyKind(source) === 'probability' ? probabilityOf : outputFor);
}

const probabilityOf = (name: string): string => `probability of ${name}`;
const outputFor = (name: string): string => `output for ${name}`;

function addedTo({ evaluation: { source } }: RankedRows, entry: RowEntry): readonly Cell[] {
  const { target } = source;
  const { row, side, answer, loss, right } = entry;
  const said = answer === null || target.kind === 'number' ? answer : target.classes[answer];
  const judged = right === null ? [] : [right ? 'yes' : 'no'];
  return [row + 1, side, said, ...writtenOutputs(source, entry), loss, ...judged];
}

/** Probabilities where the loss gives any, else the outputs as they are displayed. */
function writtenOutputs(
  { loss }: RankedRows['evaluation']['source'],
  { outputs }: RowEntry,
): readonly number[] {
  return losses[loss].probabilities?.(outputs) ?? outputs;
}

function fileName({ evaluation: { dataSet, epoch } }: RankedRows): string {
  return `${dataSet.name}-epoch-${Number(epoch.toFixed(2))}.csv`;
}
