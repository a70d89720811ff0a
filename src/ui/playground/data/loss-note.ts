import { effect, untracked, type ReadonlySignal } from '@preact/signals-core';
import { classCountOf } from '../../../experiment/data-sets.ts';
import type { Experiment } from '../../../experiment/schema.ts';
import type { NoticeBoard } from '../notice-board.ts';

/** Says of a loss that it was changed for the user, as long as it is that loss of as many classes. */
export function lossNote(
  experiment: ReadonlySignal<Experiment>,
  board: Pick<NoticeBoard, 'post' | 'withdraw'>,
): (message: string, next: Experiment) => void {
  let said: string | null = null;
  const reasonOf = (settings: Experiment): string => `${settings.loss} ${classCountOf(settings)}`;
  effect(() => {
    const reason = reasonOf(experiment.value);
    if (said === null || reason === said) return;
    said = null;
    untracked(() => {
      board.withdraw('loss');
    });
  });
  return (message, next) => {
    said = reasonOf(next);
    board.post('loss', 'info', message);
  };
}
