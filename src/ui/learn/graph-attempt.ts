import { batch, effect, untracked } from '@preact/signals-core';
import { LabStore } from '../lab/lab-store.ts';
import type { GraphChapter } from './chapter.ts';
import { lookAtLab } from './lab-sight.ts';
import { StageTrack } from './stage-track.ts';

/** A chapter on a graph lab of its own, so that what the user has in theirs is left alone. */
export class GraphAttempt {
  readonly tool = 'graph';
  readonly chapter: GraphChapter;
  readonly lab: LabStore;
  readonly #track;
  readonly stages;
  readonly isFinished;
  readonly #release: () => void;

  constructor(chapter: GraphChapter, now: () => number) {
    this.chapter = chapter;
    this.#track = new StageTrack(chapter.stages);
    this.stages = this.#track.states;
    this.isFinished = this.#track.isFinished;
    this.lab = new LabStore({
      now,
      wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      playground: null,
      onFailure: () => undefined,
      onProblems: (problems) => {
        throw new RangeError(`chapter ${chapter.id}: ${problems.join('; ')}`);
      },
    });
    this.lab.open(chapter.setup);
    this.lab.setTool(chapter.opens ?? 'step');
    this.#release = effect(() => {
      const sight = lookAtLab(this.lab);
      if (sight !== null) untracked(() => this.#track.look(sight));
    });
  }

  get undoable(): LabStore {
    return this.lab;
  }

  /** Everything as at first, by edits that undo takes back. */
  setUp(): void {
    batch(() => {
      this.lab.open(this.chapter.setup);
      this.lab.setTool(this.chapter.opens ?? 'step');
      this.#track.restart();
    });
  }

  /** Nothing goes on out of sight. */
  rest(): void {
    this.lab.pause();
  }

  dispose(): void {
    this.#release();
    this.lab.dispose();
  }
}
