import type { ExportClient } from '../../../client/export-client.ts';
import type { TableLibrary } from '../../../client/table-library.ts';
import type { TrainingClient } from '../../../client/training-client.ts';
import type { FormName } from '../../../export/form-names.ts';
import type { MadeFile, TakenAway } from '../../../export/forms.ts';
import type { BroughtNetwork } from '../../../export/brought-network.ts';
import type { EnclosedTable } from '../../../export/run-json.ts';
import { outputCountFor } from '../../../export/part-tapes.ts';
import { activationSettings } from '../../../experiment/layer-activations.ts';
import { parseExperiment, type Experiment } from '../../../experiment/schema.ts';
import type { Checkpoint } from '../../../protocol/messages.ts';
import type { PlaygroundModel } from '../../playground/playground-model.ts';
import { bytesOfBase64, toBase64 } from './base64.ts';

/** What the network is taken from, and brought back to. */
export interface DepartureParts {
  readonly client: Pick<TrainingClient, 'takeAway'>;
  readonly library: Pick<TableLibrary, 'expect'>;
  readonly loadWriter: () => Promise<Pick<ExportClient, 'make' | 'end'>>;
  readonly playground: Pick<PlaygroundModel, 'ownTable' | 'network' | 'experiment'> & {
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

  /** Lets go of what writes files. */
  end(): void {
    this.#writer?.end();
  }

  /** A run that was in a file; the page says what is wrong with it, and then nothing changes. */
  open(checkpoint: Checkpoint, table: EnclosedTable | undefined): void {
    const { library, playground } = this.#parts;
    if (table !== undefined)
      library.expect(table.id, Promise.resolve(new Blob([bytesOfBase64(table.packed)])));
    playground.bringBackKept(checkpoint);
  }

  /** A network for the data that there are, in place of the present one; '' or why it is none for them. */
  bringIn({ inputCount, hidden, outputCount, activations, loss, parameters }: BroughtNetwork): string {
    const { playground } = this.#parts;
    const { network, experiment } = playground;
    const present = network.peek();
    if (present === null) return 'There are no data yet that it could be for.';
    const { inputs } = present;
    if (inputCount !== inputs.length) {
      const names = inputs.slice(0, 12).join(', ');
      return `It reads ${inputCount} inputs, the present data and features give ${inputs.length} (${names}${inputs.length > 12 ? ', …' : ''}): choose those that it was trained on first.`;
    }
    const patch: Partial<Experiment> = {
      hidden: [...hidden],
      // These were about other links.
      ...{ frozen: '', cut: '' },
      ...(activations === null ? {} : activationSettings(activations, experiment.peek())),
      ...(loss === null ? {} : { loss }),
    };
    const next = parseExperiment({ ...experiment.peek(), ...patch });
    if (!next.ok) return `It does not fit the present data: ${next.message}.`;
    const expected = outputCountFor(next.value);
    if (outputCount !== expected)
      return `It puts out ${outputCount} numbers, the present data and loss need ${expected}.`;
    playground.bringIn(patch, parameters);
    return '';
  }
}

async function enclosed(blob: Blob | null, id: string | undefined): Promise<EnclosedTable | null> {
  if (blob === null || id === undefined || blob.size > mostEnclosed) return null;
  return { id, packed: toBase64(new Uint8Array(await blob.arrayBuffer())) };
}
