import { computed } from '@preact/signals-core';
import { Paced } from '../controls/paced.ts';
import type { PlaygroundModel } from './playground-model.ts';

/** How often anything that moves is redrawn for those who asked for less motion. */
const reducedMotionIntervalMs = 500;
/** Speeds differ from view to view: written faster than this they could not be read. */
const speedsIntervalMs = 250;

/** While a trained result is followed, a plot is drawn with every other frame: that takes a quarter of one. */
const followedPlotIntervalMs = 30;

/** What changes all the time while it is trained, no faster than whoever looks at it wants; at rest, all of it at once. */
export class PacedRun {
  readonly view;
  /** What is plotted. */
  readonly measured;
  readonly hidden;
  readonly speeds;

  constructor({ status, view, history, progress, plots, viewers, viewSettings }: PlaygroundModel) {
    const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)');
    const every = (ms: number) => () => (reducedMotion.matches ? reducedMotionIntervalMs : ms);
    const urgent = () => status.value !== 'running';
    const asPainted = { intervalMs: every(0), urgent };
    this.view = new Paced(view, asPainted);
    this.measured = new Paced(
      computed(() => ({ view: view.value, history: history.value, moments: plots.moments.value })),
      {
        intervalMs: () => every(viewSettings.value.follow ? followedPlotIntervalMs : 0)(),
        urgent: () => (urgent() && !viewSettings.value.follow) || view.value === null,
      },
    );
    this.hidden = new Paced(viewers.hidden.shown, asPainted);
    this.speeds = new Paced(
      computed(() => ({ view: view.value, progress: progress.value })),
      { intervalMs: every(speedsIntervalMs), urgent: () => urgent() || view.value === null },
    );
  }

  get #all() {
    return [this.speeds, this.view, this.measured, this.hidden];
  }

  connect(): void {
    for (const paced of this.#all) paced.connect();
  }

  disconnect(): void {
    for (const paced of this.#all) paced.disconnect();
  }
}
