import type { Column } from '../src/data/table.ts';
import type { Reply } from '../src/protocol/reply.ts';
import type {
  RowAnswer,
  RowColumn,
  RowExport,
  RowExportRequest,
  RowRequest,
  RowWindow,
} from '../src/protocol/row-messages.ts';
import type { Cooperative } from '../src/training/evaluation.ts';
import { RowRanking } from '../src/training/rows/rank-rows.ts';
import { readRows } from '../src/training/rows/read-rows.ts';
import type { Run } from '../src/training/run.ts';
import { Job } from './job.ts';
import type { NamedRun } from './named-runs.ts';
import { isListedBy, type Listing, type RankedRows, type RowTableParts } from './ranked-rows.ts';
import {
  certaintyKind,
  evaluationSteps,
  isOfRun,
  momentOf,
  RowExecutor,
  type RowEvaluation,
} from './row-evaluation.ts';
import { RowExports } from './row-export.ts';

/** Of one message. */
const mostRows = 500;
const mostColumns = 64;
/** How long a question waits for the table that it has begun. */
const patienceMs = 200;
/** How long it works on the table before others have their turn: training loses little, an idle worker nothing. */
const sliceMs = { training: 2, idle: 8 };
/** While training, the losses are taken anew no sooner than this, nor than so many times what it took. */
const refreshMs = 500;
const restFactor = 4;

/** The present run as the table sees it. */
export interface PresentRun extends NamedRun {
  readonly isTraining: () => boolean;
}

/**
 * The rows of the present data set with the losses of one moment of the training. Works only while someone asks, a
 * little at a time, and answers with a window of what is finished.
 */
export class RowTable {
  readonly #parts: RowTableParts;
  readonly #exports: RowExports;
  #executor: RowExecutor | null = null;
  #ranking: { readonly evaluation: RowEvaluation; readonly ranking: RowRanking } | null = null;
  #evaluation: RowEvaluation | null = null;
  #shown: RankedRows | null = null;
  #version = 0;
  /** What is being made: `done` settles when it is finished or dropped. */
  #job: { readonly listing: Listing; readonly of: PresentRun; readonly done: Promise<void> } | null = null;
  #progress: RowAnswer['progress'] = null;
  /** When the losses may be taken anew while training goes on. */
  #dueAt = -Infinity;

  constructor(parts: RowTableParts) {
    this.#parts = parts;
    this.#exports = new RowExports(parts);
  }

  /** Answers within `patienceMs` and a slice of training. */
  async window(present: PresentRun, request: RowRequest): Promise<Reply<RowAnswer>> {
    if (request.count === 0) return this.#rest(present);
    const problem = problemOf(present.run, request);
    if (problem !== null) return { ok: false, code: 'not-found', message: problem };
    this.#forgetOthers(present);
    this.#begin(present, request);
    if (this.#job !== null) await Promise.race([this.#job.done, this.#parts.sleep(patienceMs)]);
    const shown = this.#shown;
    // Another run may have taken its place meanwhile.
    const isAnswer =
      shown !== null && isOfRun(shown.evaluation, present.run, present.runId) && isListedBy(shown, request);
    const isNews = isAnswer && shown.version !== request.version;
    return {
      ok: true,
      value: {
        runId: present.runId,
        window: isNews ? windowOf(shown, request) : null,
        pending: this.#job !== null,
        progress: this.#progress,
      },
    };
  }

  /** Nobody looks: what was kept for the next question is let go of. */
  #rest({ runId }: PresentRun): Reply<RowAnswer> {
    this.#drop();
    this.#evaluation = this.#shown = this.#ranking = this.#executor = null;
    this.#dueAt = -Infinity;
    return { ok: true, value: { runId, window: null, pending: false, progress: null } };
  }

  /** Writes the table as a file, and tells how far that is. */
  async export(present: PresentRun, request: RowExportRequest): Promise<Reply<RowExport>> {
    if (request.kind !== 'start') return { ok: true, value: await this.#exports.handle(request) };
    this.#forgetOthers(present);
    const shown = this.#shown;
    if (shown === null || !isListedBy(shown, request)) {
      const message = 'The table is still being made: download it when its rows are shown.';
      return { ok: false, code: 'not-found', message };
    }
    return { ok: true, value: await this.#exports.start(shown, present.isTraining) };
  }

  /** What belongs to another run, or to other data, is no longer true. */
  #forgetOthers({ run, runId }: PresentRun): void {
    const isOld = ({ evaluation }: { readonly evaluation: RowEvaluation }): boolean =>
      !isOfRun(evaluation, run, runId);
    if (this.#evaluation !== null && !isOfRun(this.#evaluation, run, runId)) {
      this.#evaluation = null;
      this.#dueAt = -Infinity;
    }
    if (this.#shown !== null && isOld(this.#shown)) this.#shown = null;
    if (this.#ranking !== null && isOld(this.#ranking)) this.#ranking = null;
    const job = this.#job;
    if (job !== null && (job.of.runId !== runId || job.of.run.dataSet !== run.dataSet)) this.#drop();
  }

  #drop(): void {
    this.#job = null;
    this.#progress = null;
  }

  /** Sees to it that what is missing is made. */
  #begin(present: PresentRun, { order, filter }: RowRequest): void {
    const listing = { order, filter };
    if (this.#job !== null) {
      if (isListedBy(this.#job.listing, listing)) return;
      this.#drop();
    }
    const evaluation = this.#evaluation;
    const isListed = this.#shown !== null && isListedBy(this.#shown, listing);
    // Another order of what is known comes before newer losses.
    const mayKeep = evaluation !== null && (!isListed || !this.#isDue(present, evaluation));
    if (isListed && mayKeep) return;
    const steps = mayKeep ? this.#rank(evaluation, listing) : this.#renew(present, listing);
    this.#start(present, listing, steps);
  }

  #isDue({ run, isTraining }: PresentRun, { epoch }: RowEvaluation): boolean {
    if (epoch === run.progress) return false;
    return !isTraining() || this.#parts.now() >= this.#dueAt;
  }

  #start(present: PresentRun, listing: Listing, steps: Cooperative<void>): void {
    const work = new Job(steps);
    const isPresent = (): boolean => this.#job === job;
    const drive = async (): Promise<void> => {
      const { now, nextTask } = this.#parts;
      // The job is known before it begins.
      await nextTask();
      try {
        while (isPresent() && !work.finished) {
          work.advance(now, now() + sliceMs[present.isTraining() ? 'training' : 'idle']);
          if (!work.finished) await nextTask();
        }
      } finally {
        if (isPresent()) this.#drop();
      }
    };
    const job = { listing, of: present, done: drive() };
    this.#job = job;
  }

  *#renew(present: PresentRun, listing: Listing): Cooperative<void> {
    const { now } = this.#parts;
    const { run, runId } = present;
    const start = now();
    const executor = yield* this.#executorFor(run);
    const moment = momentOf(run, runId);
    const total = run.train.count + run.test.count;
    const evaluation = yield* evaluationSteps(moment, executor, (done) => {
      this.#progress = { done, total };
    });
    this.#evaluation = evaluation;
    this.#dueAt = now() + Math.max(refreshMs, restFactor * (now() - start));
    yield* this.#rank(evaluation, listing);
  }

  *#executorFor(run: Run): Cooperative<RowExecutor> {
    if (this.#executor?.fits(run) === true) return this.#executor;
    const executor = yield* RowExecutor.compile(run);
    // The one before may still be needed by a file that is being written: it is let go of, not disposed of.
    this.#executor = executor;
    return executor;
  }

  *#rank(evaluation: RowEvaluation, listing: Listing): Cooperative<void> {
    const { ranking } = this.#ranking ?? { ranking: new RowRanking(evaluation.source) };
    this.#ranking ??= { evaluation, ranking };
    const places = yield* ranking.of(evaluation.rows, listing.order, listing.filter);
    this.#shown = { ...listing, evaluation, places, version: ++this.#version };
  }
}

/** All columns but the target. */
function columnsOf({ source }: RowEvaluation): readonly Column[] {
  return source.dataSet.table.columns.filter(({ name }) => name !== source.target.column);
}

/** So many of a column's numbers tell how long they are. */
const mostLooked = 1000;

/** As `RowColumn` has it: a moment in milliseconds, an identity. */
function isLongNumber(value: number): boolean {
  const size = Math.abs(value);
  return size >= 1e7 && size < 1e15;
}

function longOf(column: Column): Pick<RowColumn, 'isLong'> {
  const isLong = column.kind === 'number' && column.values.subarray(0, mostLooked).some(isLongNumber);
  return isLong ? { isLong } : {};
}

function windowOf(shown: RankedRows, { from, count }: RowRequest): RowWindow {
  const { evaluation, places, version, order, filter } = shown;
  const { source, executor, parameters, rows, epoch } = evaluation;
  const columns = columnsOf(evaluation);
  const sent = columns.slice(0, mostColumns);
  const first = Math.min(Math.max(0, Math.floor(from)), places.length);
  const wanted = places.subarray(first, first + Math.min(count, mostRows));
  return {
    version,
    epoch,
    order,
    filter,
    totalRows: source.train.count + source.test.count,
    matchingRows: places.length,
    columns: sent.map((column) => ({ name: column.name, kind: column.kind, ...longOf(column) })),
    columnCount: columns.length,
    certainty: certaintyKind(source),
    targetName: source.target.column,
    from: first,
    rows: readRows(source, rows, executor.with(parameters), wanted, sent),
  };
}

/** What is wrong with a request, as a sentence; null if nothing is. */
function problemOf({ dataSet }: Run, { order }: RowRequest): string | null {
  if (order.by !== 'column' || dataSet.table.columns.some(({ name }) => name === order.column)) return null;
  return `There is no column “${order.column}” to sort the rows by.`;
}
