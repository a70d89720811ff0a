import { signal, type ReadonlySignal } from '@preact/signals-core';
import type { TrainingClient } from '../../../client/training-client.ts';
import type { GradientCheckResult, GradientCheckState } from '../../../protocol/lab-messages.ts';

/** How the check of every gradient stands. */
export type NetworkCheckState =
  | { readonly kind: 'idle' }
  /** `done` of `total` parameters. */
  | { readonly kind: 'running'; readonly done: number; readonly total: number }
  | { readonly kind: 'finished'; readonly result: GradientCheckResult }
  | { readonly kind: 'failed'; readonly message: string };

export interface NetworkCheckOptions {
  readonly client: Pick<TrainingClient, 'checkGradients'>;
  readonly sleep: (ms: number) => Promise<void>;
}

/** A bar that moves ten times a second looks as if it moved. */
const pollMs = 100;

/** Starts the check of every gradient, follows it and ends it. */
export class NetworkCheckStore {
  readonly #options: NetworkCheckOptions;
  readonly #state = signal<NetworkCheckState>({ kind: 'idle' });
  /** The running check's; null when none runs. */
  #id: number | null = null;
  /** Grows with every start and cancel: what belongs to an earlier one no longer counts. */
  #turn = 0;

  constructor(options: NetworkCheckOptions) {
    this.#options = options;
  }

  get state(): ReadonlySignal<NetworkCheckState> {
    return this.#state;
  }

  /** Checks the network as it is now; a check that runs is given up. Resolves when the check has ended. */
  async start(): Promise<void> {
    const turn = ++this.#turn;
    this.#state.value = { kind: 'running', done: 0, total: 0 };
    let reply = await this.#options.client.checkGradients({ kind: 'start' });
    while (turn === this.#turn) {
      if (!reply.ok) {
        this.#end({ kind: 'failed', message: reply.message });
        return;
      }
      const { id } = reply.value;
      if (!this.#show(reply.value)) return;
      await this.#options.sleep(pollMs);
      if (turn !== this.#turn) return;
      reply = await this.#options.client.checkGradients({ kind: 'progress', id });
    }
    // Cancelled before the worker had answered: it does not know yet.
    if (reply.ok) void this.#options.client.checkGradients({ kind: 'cancel', id: reply.value.id });
  }

  /** True while there is more to come. */
  #show(state: GradientCheckState): boolean {
    switch (state.kind) {
      case 'running': {
        const { id, done, total } = state;
        this.#id = id;
        this.#state.value = { kind: 'running', done, total };
        return true;
      }
      case 'finished':
        this.#end({ kind: 'finished', result: state.result });
        return false;
      case 'ended':
        this.#end({ kind: 'failed', message: 'The check ended early: the worker that ran it is gone.' });
        return false;
    }
  }

  #end(state: NetworkCheckState): void {
    this.#id = null;
    this.#state.value = state;
  }

  /** Ends a check that runs; does nothing when none does. */
  cancel(): void {
    if (this.#state.value.kind !== 'running') return;
    this.#turn++;
    if (this.#id !== null) void this.#options.client.checkGradients({ kind: 'cancel', id: this.#id });
    this.#end({ kind: 'idle' });
  }
}
