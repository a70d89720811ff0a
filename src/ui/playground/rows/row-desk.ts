import { signal } from '@preact/signals-core';
import type { CallResult } from '../../../client/worker-connection.ts';
import type {
  RowAnswer,
  RowExport,
  RowExportRequest,
  RowFilter,
  RowOrder,
  RowRequest,
  RowWindow,
} from '../../../protocol/row-messages.ts';

/** The table as it is shown. */
export interface RowsShown {
  readonly order: RowOrder;
  readonly filter: RowFilter;
  /** What was received last; of another order or place in it while the next is on its way; null before there is any. */
  readonly window: RowWindow | null;
  readonly progress: RowAnswer['progress'];
  /** Why there is no table or no file, as a sentence; '' where nothing is wrong. */
  readonly problem: string;
}

/** How far the file is that is being written; null while none is. */
export type RowsFile = { readonly done: number; readonly total: number } | null;

export interface RowDeskParts {
  readonly rows: (request: RowRequest) => Promise<CallResult<RowAnswer>>;
  readonly exportRows: (request: RowExportRequest) => Promise<CallResult<RowExport>>;
  readonly wait: (ms: number) => Promise<void>;
  /** Hands a file to the browser as a download. */
  readonly save: (file: Blob, name: string) => void;
  /** Where it is remembered whether the table is open, for as long as the tab lives; reading it may throw. */
  readonly storage: () => Pick<Storage, 'getItem' | 'setItem'>;
}

export const tableOrder: RowOrder = { by: 'row', column: '', descending: false };
export const noFilter: RowFilter = { side: 'all', verdict: 'all', classes: null };

const nothing: RowsShown = {
  order: { by: 'loss', column: '', descending: true },
  filter: noFilter,
  window: null,
  progress: null,
  problem: '',
};

const storageKey = 'rows-open';
/** While training goes on, how long after one answer the next is asked for. */
const lookMs = 400;
/** Rows asked for before the table has said how many are in sight. */
const firstRows = 60;

/** Asks for the rows in sight again and again as they, the order and the weights change; only while the table is open. */
export class RowDesk {
  readonly isOpen;
  readonly shown = signal<RowsShown>(nothing);
  readonly file = signal<RowsFile>(null);
  readonly #parts: RowDeskParts;
  #dataKey = '';
  #from = 0;
  #count = firstRows;
  #isRunning = false;
  #isAsking = false;
  #isWanted = false;
  /** Grows with everything that makes the answer on its way an old one. */
  #turn = 0;
  #fileTurn = 0;

  constructor(parts: RowDeskParts) {
    this.#parts = parts;
    this.isOpen = signal(this.#wasOpen());
  }

  #wasOpen(): boolean {
    try {
      return this.#parts.storage().getItem(storageKey) === 'yes';
    } catch {
      return false;
    }
  }

  setOpen(isOpen: boolean): void {
    if (isOpen === this.isOpen.peek()) return;
    this.isOpen.value = isOpen;
    try {
      this.#parts.storage().setItem(storageKey, isOpen ? 'yes' : 'no');
    } catch {
      // It is open all the same, until the page is left.
    }
    if (isOpen) this.look();
    else this.#rest();
  }

  /** What was evaluated is not needed by anyone. */
  #rest(): void {
    this.#turn++;
    this.#isWanted = false;
    this.cancelFile();
    this.shown.value = { ...this.shown.peek(), window: null, progress: null };
    void this.#parts.rows({ ...tableOrderRequest, count: 0 });
  }

  /** Of other data what was sorted and filtered by may not be there any more; a key tells one from another. */
  setData(key: string): void {
    if (key === this.#dataKey) return;
    this.#dataKey = key;
    this.#turn++;
    this.#from = 0;
    this.cancelFile();
    this.shown.value = nothing;
    this.look();
  }

  /** Another run, maybe of another worker, whose tables are counted anew. */
  newRun(): void {
    this.#turn++;
    this.#received = 0;
    this.look();
  }

  list(change: { readonly order?: RowOrder; readonly filter?: RowFilter }): void {
    this.#turn++;
    this.#from = 0;
    this.shown.value = { ...this.shown.peek(), ...change, problem: '' };
    this.look();
  }

  /** So many rows from this one on are in sight, or will soon be. */
  see(from: number, count: number): void {
    if (from === this.#from && count === this.#count) return;
    this.#from = from;
    this.#count = count;
    this.look();
  }

  /** While training goes on, the table is looked at again and again. */
  set isRunning(isRunning: boolean) {
    if (isRunning === this.#isRunning) return;
    this.#isRunning = isRunning;
    this.look();
  }

  /** The weights may have changed. */
  look(): void {
    this.#isWanted = true;
    if (!this.#isAsking && this.isOpen.peek()) void this.#askOn();
  }

  async #askOn(): Promise<void> {
    this.#isAsking = true;
    while (this.isOpen.peek() && (this.#isWanted || this.#isRunning)) {
      const isPending = await this.#ask();
      this.#isWanted ||= isPending;
      if (!this.#isWanted && this.#isRunning) await this.#parts.wait(lookMs);
    }
    this.#isAsking = false;
  }

  /** True while there is more to come. */
  async #ask(): Promise<boolean> {
    this.#isWanted = false;
    const turn = this.#turn;
    const { order, filter, window } = this.shown.peek();
    const [from, count] = [this.#from, this.#count];
    const isHere = window?.order === order && window.filter === filter && window.from === from;
    const version = isHere && this.#received === count ? window.version : 0;
    const reply = await this.#parts.rows({ order, filter, from, count, version });
    if (turn !== this.#turn) return true;
    if (!reply.ok) {
      // A worker that is being replaced is somebody else's news.
      if (reply.code === 'not-found') this.shown.value = { ...this.shown.peek(), problem: reply.message };
      return false;
    }
    const { window: next, progress, pending } = reply.value;
    if (next !== null) this.#received = count;
    this.shown.value = {
      ...this.shown.peek(),
      // Its order and filter are copies: the ones that were asked by stand for them.
      window: next === null ? this.shown.peek().window : { ...next, order, filter },
      progress,
      problem: '',
    };
    return pending;
  }

  /** How many rows the present window was asked for: near the end it has fewer. */
  #received = 0;

  /** Writes all rows that match as a file. */
  async download(): Promise<void> {
    const turn = ++this.#fileTurn;
    const { order, filter } = this.shown.peek();
    let reply = await this.#parts.exportRows({ kind: 'start', order, filter });
    while (turn === this.#fileTurn && reply.ok && reply.value.kind === 'running') {
      const { done, total } = reply.value;
      this.file.value = { done, total };
      reply = await this.#parts.exportRows({ kind: 'look' });
    }
    if (turn !== this.#fileTurn) return;
    this.file.value = null;
    if (!reply.ok) this.shown.value = { ...this.shown.peek(), problem: reply.message };
    else if (reply.value.kind === 'done') this.#parts.save(reply.value.file, reply.value.name);
  }

  cancelFile(): void {
    if (this.file.peek() === null) return;
    this.#fileTurn++;
    this.file.value = null;
    void this.#parts.exportRows({ kind: 'cancel' });
  }
}

const tableOrderRequest: RowRequest = { order: tableOrder, filter: noFilter, from: 0, count: 0, version: 0 };
