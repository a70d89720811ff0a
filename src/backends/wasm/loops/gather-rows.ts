import type { Compilation } from '../compilation.ts';
import type { FunctionReference } from '../encoding/function-body.ts';
import { gatherGroup, groupMask } from '../gather.ts';
import { IntegerMath } from '../integer-math.ts';
import { storeVector } from '../memory-access.ts';
import { vectorBytes, type TrainingLayout } from '../memory-layout.ts';
import type { Row } from '../structure/row-program.ts';
import { repeat } from './counted-loop.ts';
import { groupStride, type RowMemory } from './row-memory.ts';

/** A function (address in the order, count, groups) that lays out the samples' columns as a row, and their masks. */
export function emitGather(
  compilation: Compilation,
  columns: Row,
  rows: RowMemory,
  mask: Row,
  layout: TrainingLayout,
  data: number,
): FunctionReference {
  const m = compilation.function({ parameters: ['i32', 'i32', 'i32'], results: [] });
  const { body, lanes } = m;
  const [position, count, groups] = body.parameters;
  const [left, size, target, maskTarget] = Array.from({ length: 4 }, () => body.local('i32'));
  const samples = Array.from({ length: lanes.count }, () => body.local('i32'));
  const integers = new IntegerMath(body);
  integers.set(left, count);
  const moving = [
    { local: target, bytes: groupStride(columns) },
    { local: maskTarget, bytes: groupStride(mask) },
    { local: position, bytes: lanes.count * 4 },
    { local: left, bytes: -lanes.count },
  ];
  repeat(body, groups, moving, () =>
    m.scope(() => {
      integers.set(size, integers.min(left, lanes.count));
      storeVector(m, rows.addressOf(mask), m.let(groupMask(m, layout, size)), maskTarget);
      const column = gatherGroup(m, layout, data, position, size, samples);
      for (let k = 0; k < columns.length; k++) {
        storeVector(m, rows.addressOf(columns) + k * vectorBytes, m.let(column(k)), target);
      }
    }),
  );
  return compilation.module.add(body);
}
