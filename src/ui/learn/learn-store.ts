import { computed, effect, signal, untracked, type Signal } from '@preact/signals-core';
import type { Place } from '../../experiment/address.ts';
import type { Settings } from '../../experiment/url.ts';
import type { LabStore } from '../lab/workbench/lab-store.ts';
import type { NoticeBoard } from '../playground/notice-board.ts';
import type { PlaceStore } from '../links/place-store.ts';
import type { PlaygroundModel } from '../playground/playground-model.ts';
import { ChallengeAttempt, challengeSettings } from './challenge-attempt.ts';
import type { Challenge, Chapter, GraphChapter } from './chapter.ts';
import { chapters } from './chapters/all.ts';
import { GraphAttempt } from './graph-attempt.ts';
import type { LearnModel } from './learn-model.ts';
import { LearnProgress, type KeptText } from './progress.ts';

/** A playground with a worker of its own. */
export interface PlaygroundSession {
  readonly store: PlaygroundModel;
  /** Ends the worker. */
  dispose(): void;
}

export interface LearnOptions {
  readonly places: PlaceStore;
  readonly board: NoticeBoard;
  /** Called when the first challenge is opened. */
  readonly openPlayground: (settings: Settings) => PlaygroundSession;
  /** May throw where the browser allows no storage. */
  readonly storage: () => KeptText;
  readonly createLab: () => LabStore;
}

type OwnAttempt = GraphAttempt | ChallengeAttempt;

/**
 * The one store of the guided path. Its chapters have labs and a playground of their own: what the user has in
 * theirs stays as it is, and so does a chapter that one comes back to.
 */
export class LearnStore implements LearnModel {
  readonly chapters: readonly Chapter[] = chapters;
  readonly attempt: Signal<OwnAttempt>;
  readonly #options: LearnOptions;
  readonly #progress: LearnProgress;
  readonly done;
  readonly isKept;
  readonly notices;
  readonly canUndo = computed(() => this.attempt.value.undoable.canUndo.value);
  readonly canRedo = computed(() => this.attempt.value.undoable.canRedo.value);
  readonly #graphAttempts = new Map<string, GraphAttempt>();
  #challenge: ChallengeAttempt | null = null;
  #session: PlaygroundSession | null = null;
  /** A chapter is in sight. */
  #isHere = false;
  readonly #releases: (() => void)[] = [];

  constructor(options: LearnOptions) {
    this.#options = options;
    this.#progress = new LearnProgress(
      chapters.map(({ id }) => id),
      options.storage,
    );
    this.done = this.#progress.done;
    this.isKept = this.#progress.isKept;
    this.notices = options.board.shown;
    const { place } = options.places;
    this.attempt = signal(this.#attemptAt(this.#chapterAt(place.peek())));
    this.#releases.push(
      effect(() => {
        const present = place.value;
        untracked(() => this.#follow(present));
      }),
      effect(() => {
        const { chapter, isFinished } = this.attempt.value;
        if (isFinished.value) untracked(() => this.#progress.add(chapter.id));
      }),
    );
  }

  #follow(place: Place): void {
    const present = this.attempt.peek();
    if (place.name !== 'learn') {
      present.rest();
      this.#isHere = false;
      return;
    }
    const chapter = this.#chapterAt(place);
    if (chapter.id !== place.chapter) this.#options.places.correct({ name: 'learn', chapter: chapter.id });
    if (chapter !== present.chapter) present.rest();
    this.attempt.value = this.#attemptAt(chapter);
    this.#progress.open(chapter.id);
    this.#isHere = true;
  }

  /** Without a name, the chapter to go on with. */
  #chapterAt(place: Place): Chapter {
    const id = place.name === 'learn' ? place.chapter : '';
    const named = chapters.find((chapter) => chapter.id === id);
    if (named !== undefined) return named;
    if (id !== '') this.#options.board.linkProblems([`there is no chapter “${id}”`]);
    const next = this.#progress.toGoOnWith({ isLeft: !this.#isHere });
    return chapters.find((chapter) => chapter.id === next) ?? chapters[0];
  }

  #attemptAt(chapter: Chapter): OwnAttempt {
    return chapter.tool === 'graph' ? this.#graphAttempt(chapter) : this.#challengeAttempt(chapter);
  }

  #graphAttempt(chapter: GraphChapter): GraphAttempt {
    const known = this.#graphAttempts.get(chapter.id);
    if (known !== undefined) return known;
    const attempt = new GraphAttempt(chapter, this.#options.createLab());
    this.#graphAttempts.set(chapter.id, attempt);
    return attempt;
  }

  /** All challenges share one playground: another one sets it up anew. */
  #challengeAttempt(chapter: Challenge): ChallengeAttempt {
    if (this.#challenge?.chapter === chapter) return this.#challenge;
    this.#challenge?.dispose();
    const isNew = this.#session === null;
    this.#session ??= this.#options.openPlayground(challengeSettings(chapter));
    const attempt = new ChallengeAttempt(chapter, this.#session.store);
    if (!isNew) attempt.setUp();
    this.#challenge = attempt;
    return attempt;
  }

  setUpAgain(): void {
    this.attempt.peek().setUp();
  }

  predict(answer: number): void {
    this.attempt.peek().predict(answer);
  }

  resetProgress(): void {
    this.#progress.reset();
  }

  declineGraph(): void {
    this.#options.board.post(
      'lab',
      'info',
      'This playground belongs to the chapter; in your own, points and neurons open as graphs.',
    );
  }

  undo(): void {
    void this.attempt.peek().undoable.undo();
  }

  redo(): void {
    void this.attempt.peek().undoable.redo();
  }

  dismiss(noticeId: number): void {
    this.#options.board.dismiss(noticeId);
  }

  dispose(): void {
    for (const release of this.#releases) release();
    for (const attempt of this.#graphAttempts.values()) attempt.dispose();
    this.#challenge?.dispose();
    this.#session?.dispose();
  }
}
