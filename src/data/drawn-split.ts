import { shuffledOrder, type Random } from './random.ts';
import type { Split } from './split.ts';

/** Numbers the stream of the generator that draws points; see `randomFromSeed`. */
export const dataStream = 0;

/** Shuffles drawn rows and splits them: the first `trainShare` percent train, at least one on each side. */
export function drawnSplit(count: number, trainShare: number, random: Random): Split {
  const order = shuffledOrder(count, random);
  const trainCount = Math.min(count - 1, Math.max(1, Math.floor((count * trainShare) / 100)));
  return { train: order.slice(0, trainCount), test: order.slice(trainCount) };
}
