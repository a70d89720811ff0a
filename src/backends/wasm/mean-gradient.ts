import type { Local } from './encoding/function-body.ts';
import type { Expression, LaneMath } from './lane-math.ts';
import { sumAcrossLanes } from './lane-sums.ts';
import { loadVector, storeVector } from './memory-access.ts';
import { vectorBytes, type TrainingLayout } from './memory-layout.ts';

export interface GradientSums {
  readonly m: LaneMath;
  readonly layout: Pick<TrainingLayout, 'gradientSums' | 'sumsPerParameter'>;
  /** 1 / the samples of the batch, in every lane. */
  readonly perSample: Expression;
}

/** The mean gradient of the parameters at byte `offset` of their column; what is taken leaves zeros behind. */
export function meanGradient(
  { m, layout, perSample }: GradientSums,
  offset: Local,
  takes: boolean,
): Expression {
  const { gradientSums, sumsPerParameter } = layout;
  if (sumsPerParameter === 1) {
    const sum = m.let(loadVector(m, gradientSums, offset));
    if (takes) storeVector(m, gradientSums, m.bits(0), offset);
    return m.mul(sum, perSample);
  }
  const { body, lanes } = m;
  const base = body.local('i32');
  body.get(offset);
  body.i32(Math.log2(lanes.count));
  body.op('i32.shl');
  body.set(base);
  const addresses = Array.from({ length: lanes.count }, (_, k) => gradientSums + k * vectorBytes);
  const vectors = addresses.map((address) => m.let(loadVector(m, address, base)));
  if (takes) for (const address of addresses) storeVector(m, address, m.bits(0), base);
  return m.mul(sumAcrossLanes(m, vectors), perSample);
}
