import type { ClientEvent } from '../../client/training-client.ts';
import { asSentence } from './engine/gpu-words.ts';
import type { NoticeBoard } from './notice-board.ts';

/** Tells the user what became of the worker that trains; `retry` starts another one. */
export function tellOfWorker(board: NoticeBoard, event: ClientEvent, retry: () => void): void {
  switch (event.kind) {
    case 'connected':
      board.withdraw('worker start');
      return;
    case 'recovered':
      board.post(
        'worker',
        'warning',
        `${asSentence(event.reason)} A new one took over at epoch ${event.fromEpoch}; nothing up to there is lost.`,
      );
      return;
    case 'silent':
      board.post(
        'worker start',
        'warning',
        `${asSentence(event.reason)} Another one is being started; without it nothing can be trained.`,
      );
      return;
    default:
      board.withdraw('worker start');
      board.post(
        'worker',
        'error',
        `${asSentence(event.reason)} Training has stopped; your settings are kept.`,
        {
          label: 'Try again',
          run: retry,
        },
      );
  }
}
