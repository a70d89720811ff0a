/** What reads models of others: a worker of its own, for a file of megabytes takes seconds. Types only. */
import type { BroughtNetwork } from '../export/brought-network.ts';
import type { PackedTable } from './import-messages.ts';
import type { Checkpoint } from './messages.ts';

export type { BroughtNetwork };

export type OpenedModel =
  | {
      readonly ok: true;
      readonly kind: 'run';
      readonly state: Checkpoint;
      /** The user's own, if the run has it with it. */
      readonly table: PackedTable | null;
    }
  | { readonly ok: true; readonly kind: 'network'; readonly network: BroughtNetwork }
  /** A sentence that says what was wrong and what was expected. */
  | { readonly ok: false; readonly message: string };

export interface ModelApi {
  /** A file, or what was pasted. Never an exception for what it holds. */
  read(source: File | string): Promise<OpenedModel>;
}
