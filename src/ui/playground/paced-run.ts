import { computed } from '@preact/signals-core';
import { Paced } from '../controls/paced.ts';
import type { PlaygroundModel } from './playground-model.ts';

/** How often anything that moves is redrawn for those who asked for less motion. */
const reducedMotionIntervalMs = 500;
/** Speeds differ from view to view: written faster than this they could not be read. */
const speedsIntervalMs = 250;

/** While a trained result is followed, a plot is drawn with every other frame: that takes a quarter of one. */
const followedPlotIntervalMs = 30;
/** Writing a picture's figures into the page takes as long as painting it: with every other frame while it trains. */
const figuresIntervalMs = 30;
/** Those of what is followed are no faster than an eye. */
const followedFiguresIntervalMs = 100;

/** What changes all the time while it is trained, no faster than whoever looks at it wants; at rest, all of it at once. */
export class PacedRun {
  readonly view;
  /** What is written of it. */
  readonly figures;
  /** What comes out along a slider. */
  readonly strip;
  /** What is plotted. */
  readonly measured;
  readonly hidden;
  readonly speeds;

  constructor(model: PlaygroundModel) {
    const { status, view, history, progress, plots, viewers, viewSettings, time, followed } = model;
    const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)');
    const every = (ms: number) => () => (reducedMotion.matches ? reducedMotionIntervalMs : ms);
    // What is followed rests at each of its ends, and there is another one in the next frame.
    const isFollowed = () => viewSettings.value.follow && time.past.value?.isShown !== true;
    const urgent = () => status.value !== 'running';
    const asPainted = { intervalMs: every(0), urgent };
    const asFollowed = (ms: number, otherwiseMs = 0) => ({
      intervalMs: () => every(isFollowed() ? ms : otherwiseMs)(),
      urgent: () => (urgent() && !isFollowed()) || view.value === null,
    });
    this.view = new Paced(view, asPainted);
    this.figures = new Paced(
      computed(() => ({ view: view.value, history: history.value, followed: followed.value })),
      asFollowed(followedFiguresIntervalMs, figuresIntervalMs),
    );
    this.strip = new Paced(model.strip, asFollowed(followedFiguresIntervalMs));
    this.measured = new Paced(
      computed(() => ({ view: view.value, history: history.value, moments: plots.moments.value })),
      asFollowed(followedPlotIntervalMs),
    );
    this.hidden = new Paced(viewers.hidden.shown, asPainted);
    this.speeds = new Paced(
      computed(() => ({ view: view.value, progress: progress.value })),
      asFollowed(speedsIntervalMs, speedsIntervalMs),
    );
  }

  get #all() {
    return [this.speeds, this.view, this.figures, this.strip, this.measured, this.hidden];
  }

  connect(): void {
    for (const paced of this.#all) paced.connect();
  }

  disconnect(): void {
    for (const paced of this.#all) paced.disconnect();
  }
}
