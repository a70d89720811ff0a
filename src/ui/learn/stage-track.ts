import { computed, signal, type ReadonlySignal } from '@preact/signals-core';

/** A part of a chapter's goal. */
export interface Stage<Sight> {
  /** What to do, in words. */
  readonly goal: string;
  /** Whether what is seen now, after what was seen before the latest change, is what the goal asks for. */
  isReached(now: Sight, before: Sight): boolean;
  /** What keeps this goal from being reached, as a sentence; null where nothing but the work itself does. */
  obstacle?(now: Sight): string | null;
  /** How many changes have to do so; by default 1. */
  readonly times?: number;
  /** Whether it may be reached while the ones before it are still to do. */
  readonly isFree?: boolean;
}

export interface StageState {
  readonly goal: string;
  readonly isDone: boolean;
  /** The one to work on. */
  readonly isCurrent: boolean;
  /** Where a stage takes several changes: how many have been made. */
  readonly count: { readonly done: number; readonly of: number } | null;
}

const atFirst = { reached: 0, count: 0, early: new Set<number>() };

/** Follows what is seen through a chapter's stages, one after the other. */
export class StageTrack<Sight> {
  readonly #stages: readonly Stage<Sight>[];
  readonly #state = signal<{
    readonly reached: number;
    readonly count: number;
    /** Free stages that were reached ahead of their turn. */
    readonly early: ReadonlySet<number>;
  }>(atFirst);
  #before: Sight | null = null;
  /** What keeps the present stage from being reached. */
  readonly obstacle = signal<string | null>(null);

  constructor(stages: readonly Stage<Sight>[]) {
    this.#stages = stages;
  }

  readonly states: ReadonlySignal<readonly StageState[]> = computed(() => {
    const { reached, count, early } = this.#state.value;
    return this.#stages.map(({ goal, times = 1 }, i) => ({
      goal,
      isDone: i < reached || early.has(i),
      isCurrent: i === reached,
      count: times === 1 ? null : { done: i < reached ? times : i === reached ? count : 0, of: times },
    }));
  });

  readonly isFinished = computed(() => this.#state.value.reached === this.#stages.length);

  /** The first sight after a restart is where the user starts from, and no doing of theirs. */
  look(now: Sight): void {
    const before = this.#before;
    this.#before = now;
    if (before === null) {
      this.obstacle.value = null;
      return;
    }
    const { value } = this.#state;
    let { reached, count, early } = value;
    const isEarly = (i: number): boolean => {
      const { isFree = false, isReached } = this.#stages[i];
      return i > reached && !early.has(i) && isFree && isReached(now, before);
    };
    const isDone = (i: number): boolean => early.has(i) || this.#stages[i].isReached(now, before);
    while (reached < this.#stages.length && isDone(reached)) {
      count++;
      // One change counts once, however many are asked for.
      if (count < (this.#stages[reached].times ?? 1)) break;
      reached++;
      count = 0;
    }
    const more = [...this.#stages.keys()].filter(isEarly);
    if (more.length > 0) early = new Set([...early, ...more]);
    const stage = this.#stages.at(reached);
    this.obstacle.value = stage?.obstacle?.(now) ?? null;
    if (reached !== value.reached || count !== value.count || early !== value.early)
      this.#state.value = { reached, count, early };
  }

  restart(): void {
    this.#before = null;
    this.obstacle.value = null;
    this.#state.value = atFirst;
  }
}
