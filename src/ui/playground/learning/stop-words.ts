import type { StopReason } from '../../../protocol/snapshot-messages.ts';
import { formatCount, formatLoss } from '../../controls/format.ts';

const measures: Readonly<Record<Extract<StopReason, { kind: 'reached' }>['measure'], string>> = {
  'train-loss': 'train loss',
  'test-loss': 'test loss',
  'train-accuracy': 'train accuracy',
  'test-accuracy': 'test accuracy',
};

/** Why the training has ended, in a sentence. */
export function sayStop(stop: StopReason): string {
  const epoch = formatCount(stop.epoch);
  switch (stop.kind) {
    case 'epoch':
      return `Stopped after epoch ${epoch}, as it was set to.`;
    case 'reached': {
      const isLoss = stop.measure === 'train-loss' || stop.measure === 'test-loss';
      const value = isLoss ? formatLoss(stop.value) : `${stop.value.toFixed(1)} %`;
      return `Stopped after epoch ${epoch}: the ${measures[stop.measure]} has reached ${value}.`;
    }
    case 'validation':
      return (
        `Stopped after epoch ${epoch}: the validation loss had not fallen for ${formatCount(stop.patience)} epochs. ` +
        `The weights are those of epoch ${formatCount(stop.best)}, where it was lowest.`
      );
  }
}

/** Says once that a training has ended by itself, and takes it back when it goes on. */
export class StopReport {
  readonly #board: Board;
  #told = '';

  constructor(board: Board) {
    this.#board = board;
  }

  receive(stop: StopReason | undefined): void {
    const text = stop === undefined ? '' : sayStop(stop);
    if (text === this.#told) return;
    this.#told = text;
    if (text === '') this.#board.withdraw('stop');
    else this.#board.post('stop', 'info', text);
  }
}

interface Board {
  post(topic: 'stop', kind: 'info', text: string): void;
  withdraw(topic: 'stop'): void;
}
