import { batch, type ReadonlySignal, type Signal } from '@preact/signals-core';
import { drawingOf, redraw } from '../../../experiment/drawing.ts';
import { parseExperiment, type Experiment } from '../../../experiment/schema.ts';
import type { DataPicture } from '../../../protocol/picture-messages.ts';
import { Lazy } from '../../controls/lazy.ts';
import type { FittingSettings } from '../data/fit-settings.ts';
import type { NoticeBoard } from '../notice-board.ts';
import type { DrawingChange } from '../playground-model.ts';
import type { DrawnBefore, UndoHistory } from '../changes/undo-history.ts';
import { withDrawing } from './optimistic.ts';
import { whyNotDrawn } from './why-not-drawn.ts';

/** What makes a drawing of other data, or other sides of a drawing: nobody needs it at first. */
const makers = new Lazy(() =>
  Promise.all([import('./from-data.ts'), import('../../../experiment/drawn-sides.ts')]),
);
type Makers = NonNullable<typeof makers.value.value>;

export interface DrawingStoreOptions {
  readonly board: NoticeBoard;
  readonly undoHistory: Pick<UndoHistory, 'keepDrawing'>;
  readonly fitting: FittingSettings;
  readonly experiment: Signal<Experiment>;
  readonly trained: ReadonlySignal<Experiment | null>;
  readonly data: Signal<DataPicture | null>;
  /** No chosen point is what it was. */
  readonly onShown: () => void;
  readonly configure: (experiment: Experiment) => Promise<void>;
}

/** What is drawn is shown at once, and the worker has it as soon as it can; what it does not get to is never old. */
export class DrawingStore {
  readonly #options: DrawingStoreOptions;

  constructor(options: DrawingStoreOptions) {
    this.#options = options;
  }

  draw({ drawn, stroke }: DrawingChange): Promise<void> {
    return this.#change({ drawn }, stroke);
  }

  /** Each point gets its side anew. */
  async splitAnew(seed: number): Promise<void> {
    const made = await this.#makers();
    if (made === null) return;
    const [, { splitAnew }] = made;
    const { drawn, trainShare } = this.#options.experiment.value;
    const divided = redraw(drawn, splitAnew(drawingOf(drawn), trainShare, seed));
    await this.#change({ dataSeed: seed, drawn: divided }, `split ${seed}`);
  }

  /** The points of the present data, to be drawn on; it is said where they cannot be. */
  async fromPoints(): Promise<void> {
    const { board, data, experiment, trained } = this.#options;
    const made = await this.#makers();
    const points = data.value;
    if (made === null || points === null) return;
    const refusal = whyNotDrawn(points);
    if (refusal !== null) {
      board.post('data set', 'warning', refusal);
      return;
    }
    const [{ textFrom, shareOf }] = made;
    const drawn = textFrom(points, trained.value);
    const share = shareOf(points);
    if (share !== null) board.post('data set', 'info', share);
    await this.#change({ dataSet: 'draw', drawn }, `from ${experiment.value.dataSet}`);
  }

  async #makers(): Promise<Makers | null> {
    await makers.open();
    const made = makers.value.value;
    if (made === null)
      this.#options.board.post(
        'data set',
        'warning',
        'This part of the page could not be loaded: try again.',
      );
    return made;
  }

  async #change(patch: Partial<Experiment>, stroke: string): Promise<void> {
    const { board, undoHistory, fitting, experiment, configure } = this.#options;
    const { dataSet, drawn } = experiment.value;
    const next = fitting.after(experiment.value, patch);
    const parsed = parseExperiment(next);
    if (!parsed.ok) {
      board.post('refusal', 'warning', parsed.message);
      return;
    }
    board.withdraw('refusal');
    undoHistory.keepDrawing({ dataSet, drawn }, stroke);
    this.#show(next);
    await configure(next);
  }

  /** Shows what was drawn before; the settings with it, which the worker is to have. */
  bringBack(drawing: DrawnBefore): Experiment {
    const experiment = this.#options.fitting.after(this.#options.experiment.value, drawing);
    this.#show(experiment);
    return experiment;
  }

  #show(next: Experiment): void {
    const { experiment, trained, data, onShown } = this.#options;
    batch(() => {
      experiment.value = next;
      onShown();
      if (data.value !== null && trained.value?.dataSet === 'draw')
        data.value = withDrawing(data.value, next);
    });
  }

  /** What the worker has, with what may have been drawn since. */
  upToDate(data: DataPicture): DataPicture {
    const { experiment, trained } = this.#options;
    return trained.value?.dataSet === 'draw' ? withDrawing(data, experiment.value) : data;
  }
}
