import { signal } from '@preact/signals-core';
import type { CallResult } from '../../../client/worker-connection.ts';
import type { Answer, AskedColumn, AskRequest, Row } from '../../../protocol/ask-messages.ts';
import type { DataPicture } from '../../../protocol/picture-messages.ts';
import type { OpenedPoint } from './opened-point.ts';

/** What the network is asked about, and what it says. */
export interface AskShown {
  /** null before there is data. */
  readonly row: Row | null;
  /** Of the present run; null until it has answered. */
  readonly answer: Answer | null;
  /** Why there is no answer, as a sentence; '' where nothing is wrong. */
  readonly problem: string;
}

/** What is done to the form. */
export type AskAction =
  /** Other values of some columns. */
  | { readonly kind: 'values'; readonly values: Row }
  | { readonly kind: 'middle' }
  | { readonly kind: 'point'; readonly point: OpenedPoint };

type AskedData = Pick<DataPicture, 'columns' | 'pixels' | 'classNames' | 'targetName'>;

const nothing: AskShown = { row: null, answer: null, problem: '' };

export interface AskDeskParts {
  readonly ask: (request: AskRequest) => Promise<CallResult<Answer>>;
  /** Least time between two questions that only the weights give rise to. */
  readonly intervalMs: () => number;
  readonly now: () => number;
}

/** Asks the network about one row, again and again as row and weights change; one question on its way, the latest wins. */
export class AskDesk {
  readonly shown = signal<AskShown>(nothing);
  readonly #parts: AskDeskParts;
  #data: AskedData = { columns: [], pixels: null, classNames: [], targetName: null };
  #runId = -1;
  /** The point whose row is to be taken over. */
  #point: OpenedPoint | null = null;
  /** Grows with everything that makes the answer on its way an old one. */
  #turn = 0;
  #isAsking = false;
  #isWanted = false;
  #askedAt = -Infinity;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(parts: AskDeskParts) {
    this.#parts = parts;
  }

  /** The row stays where the new data have the same columns, and its answer where it is still one of what can be said. */
  setData(data: AskedData): void {
    const tellsOther = saysOf(data) !== saysOf(this.#data);
    this.#data = data;
    this.#point = null;
    const { row } = this.shown.peek();
    const keeps = row !== null && data.columns.every((column) => fits(column, row[column.name]));
    const isSame = keeps && Object.keys(row).length === data.columns.length;
    if (!isSame) this.shown.value = { ...nothing, row: firstRow(data) };
    else if (tellsOther) this.shown.value = { ...nothing, row };
    this.#turn++;
  }

  /** Another run, or the same with other settings; `isNew` where what was answered is no longer true. */
  setRun(runId: number, isNew: boolean): void {
    this.#runId = runId;
    if (isNew && this.shown.peek().answer !== null) this.shown.value = { ...this.shown.peek(), answer: null };
    if (isNew) this.#askNow();
    else this.look();
  }

  perform(action: AskAction): void {
    const { row } = this.shown.peek();
    if (row === null) return;
    this.#turn++;
    this.#point = action.kind === 'point' ? action.point : null;
    if (action.kind === 'middle') this.#setRow(middleOf(this.#data.columns));
    if (action.kind === 'values') {
      const { columns } = this.#data;
      const known = Object.entries(action.values).filter(([name]) =>
        columns.some((one) => one.name === name),
      );
      this.#setRow({ ...row, ...Object.fromEntries(known) });
    }
    this.#askNow();
  }

  #setRow(row: Row): void {
    this.shown.value = { ...this.shown.peek(), row };
  }

  /** The weights may have changed. */
  look(): void {
    const { intervalMs, now } = this.#parts;
    const waitMs = this.#askedAt + intervalMs() - now();
    if (waitMs <= 0) this.#askNow();
    else this.#timer ??= setTimeout(() => this.#askNow(), waitMs);
  }

  #askNow(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#isWanted = true;
    if (!this.#isAsking) void this.#askOn();
  }

  async #askOn(): Promise<void> {
    this.#isAsking = true;
    while (this.#isWanted) {
      this.#isWanted = false;
      const { row } = this.shown.peek();
      if (row === null) break;
      const [turn, point] = [this.#turn, this.#point];
      this.#askedAt = this.#parts.now();
      const reply = await this.#parts.ask(
        point === null ? { kind: 'row', row } : { kind: 'sample', ...point },
      );
      if (turn === this.#turn) this.#receive(reply);
    }
    this.#isAsking = false;
  }

  #receive(reply: CallResult<Answer>): void {
    const { row, answer } = this.shown.peek();
    if (!reply.ok) {
      // A worker that is being replaced is somebody else's news.
      const isNews = reply.code === 'invalid-row' || reply.code === 'not-found';
      this.shown.value = isNews
        ? { row, answer: null, problem: reply.message }
        : { row, answer, problem: '' };
      this.#point = null;
    } else if (reply.value.runId === this.#runId) {
      this.shown.value = {
        row: this.#point === null ? row : reply.value.row,
        answer: reply.value,
        problem: '',
      };
      this.#point = null;
    }
  }
}

/** What an answer is one of: a class of these, or a number of this name. */
function saysOf({ classNames, targetName }: AskedData): string {
  return JSON.stringify([classNames, targetName]);
}

/** What the form begins with: an empty picture to draw on, or the middle of the data. */
function firstRow({ columns, pixels }: AskedData): Row {
  return pixels === null ? middleOf(columns) : Object.fromEntries(columns.map(({ name }) => [name, 0]));
}

function middleOf(columns: readonly AskedColumn[]): Row {
  return Object.fromEntries(
    columns.map((column): [string, Row[string]] => [
      column.name,
      column.kind === 'number' ? rounded(column.middle, column.range) : column.middle,
    ]),
  );
}

function fits(column: AskedColumn, value: Row[string] | undefined): boolean {
  if (value === undefined) return false;
  if (value === null) return column.mayBeMissing;
  return column.kind === 'number' ? typeof value === 'number' : column.categories.includes(String(value));
}

/** A hundredth to a thousandth of a range, as a power of ten: what one step of a field changes. */
export function stepOf([low, high]: readonly [number, number]): number {
  const width = high - low;
  return width > 0 && Number.isFinite(width) ? 10 ** (Math.floor(Math.log10(width)) - 2) : 1;
}

/** A number of a range without the digits that say nothing about it. */
export function rounded(value: number, range: readonly [number, number]): number {
  const step = stepOf(range);
  const decimals = Math.max(0, -Math.round(Math.log10(step)));
  return decimals > 100 ? value : Number((Math.round(value / step) * step).toFixed(Math.min(decimals, 100)));
}
