import { signal } from '@preact/signals-core';
import type { Finding } from '../../../protocol/doctor-messages.ts';
import type { SampleStep, Snapshot } from '../../../protocol/snapshot-messages.ts';
import { Remembered } from '../../controls/remembered.ts';

type Dropped = Snapshot['dropped'] | null;

/** Where the user is told of what this changes. */
interface Board {
  post(
    topic: 'narrator',
    kind: 'info',
    text: string,
    action: { readonly label: string; readonly run: () => void },
  ): void;
  withdraw(topic: 'narrator'): void;
}

/** What the worker found to be wrong with the run, and whether the page speaks of it. */
export class DoctorStore {
  /** The most urgent first. */
  readonly findings = signal<readonly Finding[]>([]);
  /** The sample that was trained on last, where that goes sample by sample. */
  readonly sample = signal<SampleStep | null>(null);
  /** By hidden layer and neuron, how much of the last batch it was dropped in. */
  readonly dropped = signal<Dropped>(null);
  /** How often the rate was reduced on a plateau. */
  readonly reductions = signal(0);
  readonly isHidden;
  readonly #board: Board;
  readonly #hidden: Pick<Remembered, 'value'>;

  constructor(board: Board, hidden: Pick<Remembered, 'value'> = new Remembered('chainrule-narrator-hidden')) {
    this.#board = board;
    this.#hidden = hidden;
    this.isHidden = signal(hidden.value);
  }

  /** Most snapshots say nothing new. */
  receive({
    diagnosis,
    sample,
    dropped = null,
    reductions = 0,
  }: Pick<Snapshot, 'diagnosis' | 'sample' | 'reductions'> & { dropped?: Dropped }): void {
    this.dropped.value = dropped;
    this.reductions.value = reductions;
    const isOther = JSON.stringify(sample ?? null) !== JSON.stringify(this.sample.peek());
    if (isOther) this.sample.value = sample ?? null;
    if (diagnosis !== undefined) this.findings.value = diagnosis.findings;
  }

  /** Of another run nothing is known yet. */
  forget(): void {
    if (this.findings.value.length > 0) this.findings.value = [];
    this.sample.value = null;
    this.dropped.value = null;
    this.reductions.value = 0;
  }

  hide(): void {
    this.#setHidden(true);
    this.#board.post(
      'narrator',
      'info',
      'The narrator is hidden. The settings of “Learning” bring it back.',
      {
        label: 'Show it again',
        run: () => {
          this.show();
        },
      },
    );
  }

  show(): void {
    this.#setHidden(false);
    this.#board.withdraw('narrator');
  }

  #setHidden(isHidden: boolean): void {
    this.#hidden.value = isHidden;
    this.isHidden.value = isHidden;
  }
}
