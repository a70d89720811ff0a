import type { ReadonlySignal } from '@preact/signals-core';
import type { TableLibrary } from '../../../client/table-library.ts';
import type { TrainingClient } from '../../../client/training-client.ts';
import type { CallResult } from '../../../client/worker-connection.ts';
import type { FileData } from '../../../experiment/file-data.ts';
import { defaultExperiment, type Experiment } from '../../../experiment/schema.ts';
import type { Checkpoint, Configured, ConfigureRequest } from '../../../protocol/messages.ts';
import type { NoticeBoard } from '../notice-board.ts';
import type { UndoHistory } from '../changes/undo-history.ts';
import { ImportStore, notKept, type ImportStoreOptions } from './import-store.ts';

/** What reads files, and what keeps tables. */
export interface OwnDataParts {
  readonly client: ImportStoreOptions['client'];
  readonly library: ImportStoreOptions['library'] & Pick<TableLibrary, 'find' | 'has'>;
  /** Whether the address of the page carries the table of that id. */
  readonly isInAddress?: (id: string) => boolean;
  readonly putInAddress?: ImportStoreOptions['putInAddress'];
}

export interface OwnDataOptions {
  readonly parts: OwnDataParts | null;
  readonly board: NoticeBoard;
  readonly undoHistory: Pick<UndoHistory, 'forgetTable'>;
  readonly experiment: ReadonlySignal<Experiment>;
  readonly change: (patch: Partial<Experiment>) => Promise<void>;
}

/** Tables of the user's own: how they come in, go with requests to the worker, and are forgotten. */
export class OwnData {
  readonly imports: ImportStore | null;
  readonly #options: OwnDataOptions;
  /** Ids of tables that the user has had deleted: the worker is told with whatever it is told next. */
  readonly #forgotten = new Set<string>();

  constructor(options: OwnDataOptions) {
    this.#options = options;
    this.imports = options.parts === null ? null : this.#createImports(options.parts);
    options.experiment.subscribe(() => void this.imports?.follow());
  }

  #createImports({ client, library, putInAddress }: OwnDataParts): ImportStore {
    const { board, experiment, change } = this.#options;
    return new ImportStore({
      client,
      library,
      ...(putInAddress === undefined ? {} : { putInAddress }),
      experiment: () => experiment.peek(),
      onUse: (file) => {
        this.#forgotten.delete(file.id);
        // Whoever was asked for it has opened it.
        board.withdraw('setting');
        return change({ dataSet: 'file', file });
      },
      onForgotten: (file) => {
        this.#forget(file);
      },
      onProblem: (message) => {
        board.post('own data', 'warning', message);
      },
    });
  }

  #forget({ id, name }: Pick<FileData, 'id' | 'name'>): void {
    const { board, undoHistory, experiment, change } = this.#options;
    this.#forgotten.add(id);
    undoHistory.forgetTable(id);
    const { dataSet, file } = experiment.peek();
    if (file?.id === id)
      void change({ file: null, ...(dataSet === 'file' ? { dataSet: defaultExperiment.dataSet } : {}) });
    board.post(
      'data set',
      'info',
      `“${name}” is deleted from this browser, and what was trained on it is gone: undo does not bring it back.`,
    );
  }

  /** Of a run on a table that is deleted, nothing is kept. */
  remembered(before: Checkpoint | null): Checkpoint | null {
    const { dataSet, file } = before?.experiment ?? {};
    return dataSet === 'file' && this.#forgotten.has(file?.id ?? '') ? null : before;
  }

  /** A table goes with every request that needs it: the worker may be a new one. */
  configure(
    client: Pick<TrainingClient, 'configure'>,
    asked: ConfigureRequest,
  ): Promise<CallResult<Configured>> {
    const request = this.#forgotten.size === 0 ? asked : { ...asked, forget: [...this.#forgotten] };
    const { dataSet, file } = request.experiment;
    const library = this.#options.parts?.library;
    // At once: what is done next counts on its being on its way.
    if (dataSet !== 'file' || file === null || library === undefined) return client.configure(request);
    return this.#withTable(client, request, file, library);
  }

  async #withTable(
    client: Pick<TrainingClient, 'configure'>,
    request: ConfigureRequest,
    file: FileData,
    library: OwnDataParts['library'],
  ): Promise<CallResult<Configured>> {
    const { id, name } = file;
    const table = await library.find(id);
    const reply = await client.configure(table === null ? request : { ...request, table });
    // What a link has brought is kept once the worker has taken it for what it is said to be.
    if (reply.ok && table !== null && !library.has(id)) {
      const problem = await library.keep(table, file);
      const isInAddress = this.#options.parts?.isInAddress?.(id) === true;
      if (problem !== null)
        this.#options.board.post('own data', 'warning', notKept(name, problem, isInAddress));
    }
    return reply;
  }

  /** Asks for the file of settings that were refused, if it is because its table is nowhere; whether it is. */
  asksFor({ dataSet, file }: Experiment): boolean {
    const library = this.#options.parts?.library;
    if (dataSet !== 'file' || file === null || library?.has(file.id) !== false) return false;
    this.imports?.expect(file);
    return true;
  }

  /** The present table, where the data are one. */
  async table(): Promise<Blob | null> {
    const { dataSet, file } = this.#options.experiment.peek();
    if (dataSet !== 'file' || file === null) return null;
    return (await this.#options.parts?.library.find(file.id))?.blob ?? null;
  }
}
