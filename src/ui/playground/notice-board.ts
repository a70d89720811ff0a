import { signal } from '@preact/signals-core';
import type { Notice } from './playground-model.ts';

/** What a notice is about; a newer one about the same replaces the older. */
export type NoticeTopic =
  | 'setting'
  | 'refusal'
  | 'loss'
  | 'data set'
  | 'own data'
  | 'link'
  | 'worker'
  | 'worker start'
  | 'gpu'
  | 'divergence'
  | 'engines'
  | 'layout'
  | 'lab'
  | 'front'
  | 'compare'
  | 'comparison'
  | 'narrator'
  | 'kept run'
  | 'stop'
  | 'network';

/** The notices that are shown, at most one on a topic. */
export class NoticeBoard {
  readonly shown = signal<readonly Notice[]>([]);
  readonly #ids = new Map<NoticeTopic, number>();
  readonly #nextId: () => number;

  /** Boards that are shown together count their notices together. */
  constructor(nextId: () => number = countUp()) {
    this.#nextId = nextId;
  }

  post(topic: NoticeTopic, kind: Notice['kind'], text: string, action: Notice['action'] = null): void {
    const id = this.#nextId();
    const closing = action && {
      label: action.label,
      run: () => {
        this.dismiss(id);
        action.run();
      },
    };
    const others = this.#without(topic);
    this.#ids.set(topic, id);
    this.shown.value = [...others, { id, kind, text, action: closing }];
  }

  /** Says what a link had that could not be followed; nothing if all was well. */
  linkProblems(problems: readonly string[]): void {
    if (problems.length === 0) return;
    const shown = problems.slice(0, 3).join('; ');
    const more = problems.length > 3 ? `; and ${problems.length - 3} more` : '';
    this.post(
      'link',
      'warning',
      `The link had settings that do not fit, replaced by defaults: ${shown}${more}.`,
    );
  }

  /** Takes down what is said on a topic, because it no longer holds. */
  withdraw(topic: NoticeTopic): void {
    if (this.#ids.has(topic)) this.shown.value = this.#without(topic);
    this.#ids.delete(topic);
  }

  dismiss(id: number): void {
    this.shown.value = this.shown.value.filter((notice) => notice.id !== id);
  }

  #without(topic: NoticeTopic): Notice[] {
    const old = this.#ids.get(topic);
    return this.shown.value.filter(({ id }) => id !== old);
  }
}

/** 1, 2, 3, … */
export function countUp(): () => number {
  let count = 0;
  return () => ++count;
}
