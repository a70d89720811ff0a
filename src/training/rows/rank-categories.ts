import type { Steps } from '../../autograd/steps.ts';
import { rowsPerStep } from './sort-places.ts';

/** Texts that are compared between two yields. */
const textsPerStep = 2000;

/** The place of each text among all in their order; the same text twice has the first of its places. */
export function* ranksOf(texts: readonly string[]): Steps<Float64Array> {
  const order = yield* sortedIndices(texts);
  const ranks = new Float64Array(texts.length);
  for (let i = 0; i < order.length; i++) {
    const isSame = i > 0 && texts[order[i]] === texts[order[i - 1]];
    ranks[order[i]] = isSame ? ranks[order[i - 1]] : i;
    if (i % rowsPerStep === rowsPerStep - 1) yield;
  }
  return ranks;
}

/** Short runs sorted by the engine, then merged two by two: a table may have a different text in every row. */
function* sortedIndices(texts: readonly string[]): Steps<Uint32Array> {
  const count = texts.length;
  const compare = (a: number, b: number): number => (texts[a] < texts[b] ? -1 : Number(texts[a] > texts[b]));
  let order = Uint32Array.from(texts.keys());
  for (let from = 0; from < count; from += textsPerStep) {
    order.subarray(from, from + textsPerStep).sort(compare);
    yield;
  }
  for (let length = textsPerStep; length < count; length *= 2) {
    const merged = new Uint32Array(count);
    for (let from = 0; from < count; from += 2 * length) {
      let [a, b] = [from, Math.min(from + length, count)];
      const [aEnd, bEnd] = [b, Math.min(from + 2 * length, count)];
      for (let i = from; i < bEnd; i++) {
        const takesFirst = b >= bEnd || (a < aEnd && compare(order[a], order[b]) <= 0);
        merged[i] = takesFirst ? order[a++] : order[b++];
        if (i % textsPerStep === textsPerStep - 1) yield;
      }
    }
    order = merged;
  }
  return order;
}
