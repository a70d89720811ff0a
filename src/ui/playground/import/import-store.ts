import { signal } from '@preact/signals-core';
import type { ImportClient } from '../../../client/import-client.ts';
import type { KeptTable, TableLibrary } from '../../../client/table-library.ts';
import { parseFileData, type FileData } from '../../../experiment/file-data.ts';
import type { Experiment } from '../../../experiment/schema.ts';
import type {
  Dialect,
  PackedTable,
  Prepared,
  PrepareRequest,
  ReadFile,
  ReadProgress,
} from '../../../protocol/import-messages.ts';

export type Choice = PrepareRequest['choice'];
export type Faulty = PrepareRequest['faulty'];

/** What is known of a file while nobody has decided to use it. */
export type ImportState = { readonly kind: 'none' } | ImportReading | ImportRefused | ImportPreview;

export interface ImportReading {
  readonly kind: 'reading';
  readonly name: string;
  readonly progress: ReadProgress | null;
  /** What the user said of how it is written. */
  readonly dialect: Partial<Dialect>;
  /** What came of it when it was read in another way; null of a file that is new. */
  readonly before: ImportPreview | ImportRefused | null;
  /** The text is still being written: the user is to stay there. */
  readonly isTyped: boolean;
}

/** It cannot be read, or not in this way. */
export interface ImportRefused {
  readonly kind: 'refused';
  readonly name: string;
  readonly message: string;
  readonly dialect: Partial<Dialect>;
}

export interface ImportPreview {
  readonly kind: 'preview';
  readonly name: string;
  readonly read: ReadFile;
  readonly dialect: Partial<Dialect>;
  readonly choice: Choice;
  readonly faulty: Faulty;
  /** null while it is made. */
  readonly prepared: Prepared | null;
  /** How it is not what a link asks for, as a sentence; '' otherwise. */
  readonly note: string;
}

/** What is done about a file. */
export type ImportAction =
  /** `others` came with it, and are not opened. */
  | { readonly kind: 'file'; readonly file: File; readonly others?: number }
  /** `isTyped` while the user writes it. */
  | { readonly kind: 'text'; readonly text: string; readonly isTyped?: boolean }
  | { readonly kind: 'dialect'; readonly patch: Partial<Dialect> }
  | { readonly kind: 'choice'; readonly patch: Partial<Choice> }
  | { readonly kind: 'faulty'; readonly faulty: Faulty }
  | { readonly kind: 'use' }
  | { readonly kind: 'cancel' }
  /** Says which tables are kept. */
  | { readonly kind: 'list' }
  /** Takes a table into use that is kept, as it was last chosen from. */
  | { readonly kind: 'reuse'; readonly file: FileData }
  /** A table that is kept, or the present one. */
  | { readonly kind: 'forget'; readonly file?: Pick<FileData, 'id' | 'name'> };

export interface ImportStoreOptions {
  readonly client: Pick<ImportClient, 'read' | 'prepare' | 'take' | 'end'>;
  readonly library: Pick<TableLibrary, 'keep' | 'forget' | 'list'>;
  readonly experiment: () => Experiment;
  /** Trains on it from now on. */
  readonly onUse: (file: FileData) => Promise<void>;
  /** Has the address of the page carry a table that the browser does not keep; whether it is small enough for that. */
  readonly putInAddress?: (table: PackedTable) => Promise<boolean>;
  readonly onForgotten: (file: Pick<FileData, 'id' | 'name'>) => void;
  readonly onProblem: (message: string) => void;
}

interface Source {
  readonly name: string;
  readonly content: Blob | string;
  readonly isTyped: boolean;
}

/** From a file to data that are trained on: reads, shows what it made of it, and asks before anything is replaced. */
export class ImportStore {
  readonly state = signal<ImportState>({ kind: 'none' });
  /** The tables that are kept, as far as that was asked for. */
  readonly kept = signal<readonly KeptTable[]>([]);
  readonly #options: ImportStoreOptions;
  /** A table that is asked for. */
  #expected: FileData | null = null;
  #source: Source | null = null;
  /** Once the user has decided, nothing but another file takes that back. */
  #isTaken = false;
  /** What the last preview is of. */
  #asked = '';
  /** Grows with everything that makes an answer on its way an old one. */
  #turn = 0;

  constructor(options: ImportStoreOptions) {
    this.#options = options;
  }

  /** Settings that are about a table which is nowhere: a file is checked to be it, whatever it is called by now. */
  expect(file: FileData): void {
    this.#expected = file;
  }

  /** What is known of a file: any may be the one that is asked for, and one of its name the one that is there. */
  #knownAs(name: string): FileData | null {
    const { file } = this.#options.experiment();
    return this.#expected ?? (file?.name === name ? file : null);
  }

  async perform(action: ImportAction): Promise<void> {
    switch (action.kind) {
      case 'file':
        this.#tellOfOthers(action.file.name, action.others ?? 0);
        return this.#open({ name: shortened(action.file.name), content: action.file, isTyped: false });
      case 'text':
        return action.text.trim() === ''
          ? this.#cancel()
          : this.#open({ name: 'pasted data', content: action.text, isTyped: action.isTyped === true });
      case 'dialect':
        return this.#readOtherwise(action.patch);
      case 'choice':
        return this.#choose(action.patch);
      case 'faulty':
        return this.#treat(action.faulty);
      case 'use':
        return this.#use();
      case 'cancel':
        return this.#cancel();
      case 'list':
        return this.#list();
      case 'reuse':
        return this.#reuse(action.file);
      case 'forget':
        return this.#forget(action.file ?? this.#options.experiment().file);
    }
  }

  #tellOfOthers(name: string, others: number): void {
    if (others === 0) return;
    const rest = others === 1 ? 'The other file is' : `The other ${others.toLocaleString('en-GB')} files are`;
    this.#options.onProblem(
      `Only “${shortened(name)}” is opened: the data are one table. ${rest} left alone.`,
    );
  }

  /** Settings have changed: of a file that is looked at other rows may train by now. */
  follow(): Promise<void> {
    const state = this.state.peek();
    if (state.kind !== 'preview' || this.#isTaken) return Promise.resolve();
    return JSON.stringify(this.#requestOf(state)) === this.#asked ? Promise.resolve() : this.#prepare(state);
  }

  /** As the link's file was read, if this may be it. */
  #open(source: Source): Promise<void> {
    this.#isTaken = false;
    this.#source = source;
    const file = this.#knownAs(source.name);
    return this.#read(source, file === null ? {} : dialectOf(file), null);
  }

  /** Also while it is read: then that reading is of no use. */
  #readOtherwise(patch: Partial<Dialect>): Promise<void> {
    const state = this.state.peek();
    if (this.#source === null || state.kind === 'none' || this.#isTaken) return Promise.resolve();
    const before = state.kind === 'reading' ? state.before : state;
    return this.#read(this.#source, { ...state.dialect, ...patch }, before);
  }

  async #read(source: Source, dialect: Partial<Dialect>, before: ImportReading['before']): Promise<void> {
    const { name, content, isTyped } = source;
    const turn = ++this.#turn;
    const state: ImportReading = { kind: 'reading', name, progress: null, dialect, before, isTyped };
    this.state.value = state;
    const reading = await this.#options.client.read({ source: content, name, dialect }, (progress) => {
      if (turn === this.#turn && this.state.peek().kind === 'reading')
        this.state.value = { ...state, progress };
    });
    if (reading === null || turn !== this.#turn) return;
    const known = before?.kind === 'preview' ? before : this.#chosenBefore(name);
    const isKnown = known !== null && reading.ok && suits(known.choice, reading);
    // Another file of the same name: what was said of that one is none of its.
    if (before === null && !isKnown && Object.keys(dialect).length > 0) return this.#read(source, {}, null);
    if (!reading.ok) {
      this.state.value = { kind: 'refused', name, message: reading.message, dialect };
      return;
    }
    await this.#prepare({
      kind: 'preview',
      name,
      read: reading,
      dialect,
      choice: isKnown ? known.choice : reading.suggestion,
      faulty: isKnown ? known.faulty : 'leave-out',
      prepared: null,
      note: '',
    });
  }

  /** What was chosen of a file that this may be. */
  #chosenBefore(name: string): Pick<ImportPreview, 'choice' | 'faulty'> | null {
    const file = this.#knownAs(name);
    if (file === null) return null;
    const { inputs, target, categorical, manyCategories, missing, split, reading } = file;
    return {
      choice: { inputs, target, categorical, manyCategories, missing, split },
      faulty: reading.faulty,
    };
  }

  #choose(patch: Partial<Choice>): Promise<void> {
    const state = this.state.peek();
    if (state.kind !== 'preview' || this.#isTaken) return Promise.resolve();
    const choice = { ...state.choice, ...patch };
    if (patch.target !== undefined) choice.inputs = inputsBeside(patch.target.column, state);
    if (patch.split !== undefined) choice.inputs = inputsBesideSplit(choice, state);
    return this.#prepare({ ...state, choice });
  }

  #treat(faulty: Faulty): Promise<void> {
    const state = this.state.peek();
    if (state.kind !== 'preview' || this.#isTaken) return Promise.resolve();
    return this.#prepare({ ...state, faulty });
  }

  /** Shows at once what was chosen, and what comes of it when that is known. */
  async #prepare(preview: ImportPreview): Promise<void> {
    const turn = ++this.#turn;
    const request = this.#requestOf(preview);
    this.#asked = JSON.stringify(request);
    this.state.value = { ...preview, prepared: null };
    const prepared = await this.#options.client.prepare(request);
    if (turn !== this.#turn || prepared === null) return;
    this.state.value = { ...preview, prepared };
  }

  #requestOf({ choice, faulty }: ImportPreview): PrepareRequest {
    const { trainShare, dataSeed } = this.#options.experiment();
    return { choice, faulty, trainShare, dataSeed };
  }

  async #use(): Promise<void> {
    const state = this.state.peek();
    if (state.kind !== 'preview' || state.prepared?.ok !== true) return;
    if (this.#isTaken) return;
    this.#isTaken = true;
    const turn = ++this.#turn;
    const taken = await this.#options.client.take(this.#requestOf(state));
    if (taken === null || turn !== this.#turn) return;
    this.#isTaken = false;
    if (!taken.ok) {
      this.#refuse(state, taken.message);
      return;
    }
    const { name, dialect, faulty } = state;
    const parsed = parseFileData({ ...taken.file, name, reading: { ...dialect, faulty } });
    if (!parsed.ok) {
      this.#refuse(state, `It cannot be used: ${parsed.message}.`);
      return;
    }
    const { file } = parsed;
    const note = this.#strangeness(file);
    if (note !== '' && state.note === '') {
      this.state.value = { ...state, note };
      return;
    }
    this.#expected = null;
    void this.#keep(taken.table, file);
    this.#close();
    await this.#options.onUse(file);
  }

  /** How a file is not the one that is asked for, as sentences; '' if it is, or none is asked for. */
  #strangeness(file: FileData): string {
    const asked = this.#expected;
    const { id, name, rows } = file;
    if (asked === null || asked.id === id) return '';
    if (asked.name !== name && !isAlike(asked, file)) return '';
    const [has, expected] = [rows, asked.rows].map((count) => count.toLocaleString('en-GB'));
    const differs = rows === asked.rows ? 'other values in them' : `not ${expected} of them`;
    return `This is not the table that is asked for: it has ${has} rows, and ${differs}. “Use this data” takes it all the same.`;
  }

  #refuse(preview: ImportPreview, message: string): void {
    this.state.value = { ...preview, prepared: { ok: false, message, rows: 0, leftOut: 0, reasons: [] } };
  }

  async #keep(table: PackedTable, file: FileData): Promise<void> {
    const problem = await this.#options.library.keep(table, file);
    if (problem !== null) {
      const isInAddress = (await this.#options.putInAddress?.(table)) === true;
      this.#options.onProblem(notKept(file.name, problem, isInAddress));
    }
    await this.#list();
  }

  async #list(): Promise<void> {
    this.kept.value = await this.#options.library.list();
  }

  /** A file that is looked at is cancelled: this one is wanted instead. */
  async #reuse(file: FileData): Promise<void> {
    if (this.#isTaken) return;
    await this.#cancel();
    await this.#options.onUse(file);
  }

  async #forget(file: Pick<FileData, 'id' | 'name'> | null): Promise<void> {
    if (file === null) return;
    try {
      await this.#options.library.forget(file.id);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#options.onProblem(`The browser does not delete “${file.name}” (${reason.replace(/\.$/, '')}).`);
      return;
    }
    this.#options.onForgotten(file);
    await this.#list();
  }

  #cancel(): Promise<void> {
    if (this.#isTaken) return Promise.resolve();
    this.#turn++;
    this.#close();
    return Promise.resolve();
  }

  #close(): void {
    this.state.value = { kind: 'none' };
    this.#source = null;
    this.#options.client.end();
  }
}

function dialectOf({ reading }: FileData): Partial<Dialect> {
  const dialect: Partial<Dialect> & { faulty?: Faulty } = { ...reading };
  delete dialect.faulty;
  return dialect;
}

/** Says that a table does not outlast the page. */
export function notKept(name: string, problem: string, isInAddress = false): string {
  const where = isInAddress
    ? 'It stays in the address of this page.'
    : 'It is there until this page is closed or loaded again.';
  return `“${name}” cannot be kept in this browser (${problem.replace(/\.$/, '')}). ${where}`;
}

/** Whether a choice can be made of a file: it has those columns, and numbers where one is predicted. */
function suits({ inputs, target, split }: Choice, { columns }: ReadFile): boolean {
  const kinds = new Map(columns.map(({ name, kind }) => [name, kind]));
  const named = [...inputs, target.column, ...(split === null ? [] : [split.column])];
  if (!named.every((name) => kinds.has(name))) return false;
  return target.kind === 'class' || kinds.get(target.column) === 'number';
}

/** Whether the same is predicted of the same columns: then one may be taken for the other. */
function isAlike(a: FileData, b: FileData): boolean {
  const of = ({ inputs, target }: FileData): string => JSON.stringify([[...inputs].sort(), target.column]);
  return of(a) === of(b);
}

const longestName = 200;

/** As long as a link takes it, and of whole characters. */
function shortened(name: string): string {
  return name.length <= longestName ? name : name.slice(0, longestName).replace(/[\uD800-\uDBFF]$/, '');
}

/**
 * The inputs, but for a column that is predicted from now on; the one that was predicted before becomes an input, if it
 * does not say who trains.
 */
function inputsBeside(target: string, { choice, read }: ImportPreview): string[] {
  const { column } = choice.target;
  const isInput = new Set([...choice.inputs, ...(column === choice.split?.column ? [] : [column])]);
  isInput.delete(target);
  return inOrder(isInput, read);
}

/** Who trains is no secret to be learned: the inputs without that column, and with the one that said it before. */
function inputsBesideSplit({ split, inputs, target }: Choice, { choice, read }: ImportPreview): string[] {
  const isInput = new Set(inputs);
  const before = choice.split?.column;
  if (before !== undefined && before !== target.column && read.suggestion.inputs.includes(before))
    isInput.add(before);
  if (split !== null) isInput.delete(split.column);
  return inOrder(isInput, read);
}

function inOrder(names: ReadonlySet<string>, { columns }: ReadFile): string[] {
  return columns.filter(({ name }) => names.has(name)).map(({ name }) => name);
}
