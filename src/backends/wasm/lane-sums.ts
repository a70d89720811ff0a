import type { Expression, LaneMath } from './lane-math.ts';
import { highHalves, lowHalves } from './lanes.ts';

/** From as many vectors as a vector has lanes to one: lane k holds the sum over the lanes of vector k. */
export function sumAcrossLanes(m: LaneMath, vectors: readonly Expression[]): Expression {
  const { lanes } = m;
  const pairs: Expression[] = [];
  for (let k = 0; k < vectors.length; k += 2) {
    const a = m.let(vectors[k]);
    const b = m.let(vectors[k + 1]);
    pairs.push(m.add(shuffled(m, a, b, lanes.interleaveLow), shuffled(m, a, b, lanes.interleaveHigh)));
  }
  if (pairs.length === 1) return pairs[0];
  const low = m.let(pairs[0]);
  const high = m.let(pairs[1]);
  return m.add(shuffled(m, low, high, lowHalves), shuffled(m, low, high, highHalves));
}

function shuffled(m: LaneMath, a: Expression, b: Expression, pattern: readonly number[]): Expression {
  return {
    held: false,
    emit: () => {
      a.emit();
      b.emit();
      m.body.shuffle(pattern);
    },
  };
}
