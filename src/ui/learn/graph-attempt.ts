import { batch, effect, untracked } from '@preact/signals-core';
import type { LabStore } from '../lab/workbench/lab-store.ts';
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

  /** The lab is the attempt's own from here on. */
  constructor(chapter: GraphChapter, lab: LabStore) {
    this.chapter = chapter;
    this.#track = new StageTrack(chapter.stages);
    this.stages = this.#track.states;
    this.isFinished = this.#track.isFinished;
    this.lab = lab;
    this.#open();
    this.#release = effect(() => {
      const sight = lookAtLab(this.lab);
      if (sight !== null) untracked(() => this.#track.look(sight));
    });
  }

  get undoable(): LabStore {
    return this.lab;
  }

  /** Everything as at first, by an edit that undo takes back. */
  setUp(): void {
    batch(() => {
      this.#track.restart();
      this.#open();
    });
  }

  #open(): void {
    const { setup, opens = 'step' } = this.chapter;
    void this.lab.open(setup);
    this.lab.setTool(opens);
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
