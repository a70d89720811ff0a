import type { ExportClient } from '../../../client/export-client.ts';
import type { ModelClient } from '../../../client/model-client.ts';
import type { TableLibrary } from '../../../client/table-library.ts';
import type { TrainingClient } from '../../../client/training-client.ts';
import type { FormName } from '../../../export/form-names.ts';
import type { MadeFile, TakenAway } from '../../../export/forms.ts';
import type { BroughtNetwork } from '../../../export/brought-network.ts';
import type { EnclosedTable } from '../../../export/run-json.ts';
import { fitNetwork } from '../../../export/fit-network.ts';
import type { TrainedModel } from '../../../export/trained-model.ts';
import type { Experiment } from '../../../experiment/schema.ts';
import type { PackedTable } from '../../../protocol/import-messages.ts';
import type { Checkpoint } from '../../../protocol/messages.ts';
import type { OpenedModel } from '../../../protocol/model-messages.ts';
import type { PlaygroundModel } from '../../playground/playground-model.ts';

/** What the network is taken from, and brought back to. */
export interface DepartureParts {
  readonly client: Pick<TrainingClient, 'takeAway'>;
  readonly library: Pick<TableLibrary, 'expect'>;
  readonly loadWriter: () => Promise<Pick<ExportClient, 'make' | 'end'>>;
  readonly loadReader: () => Promise<Pick<ModelClient, 'read' | 'end'>>;
  readonly playground: Pick<PlaygroundModel, 'ownTable' | 'experiment'> & {
    readonly bringBackKept: (checkpoint: Checkpoint) => void;
    readonly bringIn: (patch: Partial<Experiment>, weights: Float64Array) => void;
  };
}

export type Departing =
  | { readonly ok: true; readonly what: TakenAway }
  /** A sentence that says why there is nothing. */
  | { readonly ok: false; readonly message: string };

/** Own data that are larger are told by their hash alone. */
const mostEnclosed = 2 ** 24;

/** The way of a run out of the page, and back in. */
export class Departures {
  readonly #parts: DepartureParts;
  #writer: Pick<ExportClient, 'make' | 'end'> | null = null;
  #reader: Pick<ModelClient, 'read' | 'end'> | null = null;

  constructor(parts: DepartureParts) {
    this.#parts = parts;
  }

  /** The run of this moment. */
  async ask(): Promise<Departing> {
    const { client, playground } = this.#parts;
    const reply = await client.takeAway();
    if (!reply.ok) return reply;
    const { model, state, whole } = reply.value;
    const table = await enclosed(await playground.ownTable(), state.experiment.file?.id);
    return { ok: true, what: { model, state, whole, ...(table === null ? {} : { table }) } };
  }

  /** Rejects with an Error where it cannot be written, or is no longer wanted. */
  async make(form: FormName, what: TakenAway): Promise<MadeFile> {
    this.#writer ??= await this.#parts.loadWriter();
    return this.#writer.make(form, what);
  }

  /** What a file holds, or what was pasted; null where that is no longer wanted. Rejects where its reader is not to be had. */
  async read(source: File | string): Promise<OpenedModel | null> {
    this.#reader ??= await this.#parts.loadReader();
    return this.#reader.read(source);
  }

  /** Whatever is being read is no longer wanted. */
  stopReading(): void {
    this.#reader?.end();
  }

  /** Lets go of what writes files, and of what reads them. */
  end(): void {
    this.#writer?.end();
    this.stopReading();
  }

  /** A run that was in a file; the page says what is wrong with it, and then nothing changes. */
  open(checkpoint: Checkpoint, table: PackedTable | null): void {
    const { library, playground } = this.#parts;
    if (table !== null) library.expect(table.id, Promise.resolve(table.blob));
    playground.bringBackKept(checkpoint);
  }

  /** A network for the data that `model` was trained on, in place of it; '' or why it is none for them. */
  bringIn(network: BroughtNetwork, { features, target }: Pick<TrainedModel, 'features' | 'target'>): string {
    const { playground } = this.#parts;
    const fitted = fitNetwork(network, { features, target, experiment: playground.experiment.peek() });
    if (!fitted.ok) return fitted.message;
    playground.bringIn(fitted.patch, fitted.parameters);
    return '';
  }
}

async function enclosed(blob: Blob | null, id: string | undefined): Promise<EnclosedTable | null> {
  if (blob === null || id === undefined || blob.size > mostEnclosed) return null;
  return { id, packed: await asBase64(blob) };
}

/** By the browser, beside the page's thread: a table has megabytes. */
function asBase64(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      const url = reader.result as string;
      resolve(url.slice(url.indexOf(',') + 1));
    };
    reader.onerror = () => {
      reject(reader.error ?? new Error('the table cannot be read'));
    };
    reader.readAsDataURL(blob);
  });
}
