import { computed, signal, type Signal } from '@preact/signals-core';
import type { Experiment, ViewSettings } from '../../experiment/schema.ts';
import type { Settings } from '../../experiment/url.ts';
import type { DataPicture, NetworkPicture, Thumbnails } from '../../protocol/picture-messages.ts';
import type { Followed, History, View } from '../../protocol/snapshot-messages.ts';
import type { OutcomeStrip } from './follow/outcome-strip.ts';
import type { PageStatus } from './page-status.ts';
import type { Replaying, TrainingProgress } from './playground-model.ts';

/**
 * What several parts of the playground read or write, as signals, and nothing that changes them; `PlaygroundModel` says
 * what each one means. What only one part knows is in that part.
 */
export class PlaygroundState {
  readonly experiment: Signal<Experiment>;
  readonly trained = signal<Experiment | null>(null);
  readonly viewSettings: Signal<ViewSettings>;
  readonly status = signal<PageStatus>('loading');
  readonly thumbnails = signal<Thumbnails | null>(null);
  readonly data = signal<DataPicture | null>(null);
  readonly network = signal<NetworkPicture | null>(null);
  readonly view = signal<View | null>(null);
  readonly history = signal<History | null>(null);
  readonly progress = signal<TrainingProgress>({ trainingMs: 0, samplesPerSecond: null, clockStepMs: 0 });
  readonly followed = signal<Followed | null>(null);
  readonly strip = signal<OutcomeStrip | null>(null);
  readonly replay = signal<Replaying | null>(null);
  /** What the address says of the moment that is trained to; empty where none is. */
  readonly linkedMoment = signal('');
  readonly pointCounts = computed(() => {
    const rows = this.data.value?.rows;
    return rows === undefined ? null : { train: rows.train.length, test: rows.test.length, rows };
  });

  constructor({ experiment, view }: Settings) {
    this.experiment = signal(experiment);
    this.viewSettings = signal(view);
  }
}
