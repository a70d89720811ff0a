import type { Compilation } from '../compilation.ts';
import type { FunctionReference, Local } from '../encoding/function-body.ts';
import { gatherGroup, groupMask, loadLanes, locatePresented } from '../gather.ts';
import { IntegerMath } from '../integer-math.ts';
import type { LaneMath } from '../lane-math.ts';
import { storeVector } from '../memory-access.ts';
import { vectorBytes, type TrainingLayout } from '../memory-layout.ts';
import type { Row } from '../structure/row-program.ts';
import { repeat, setTo } from './counted-loop.ts';
import { groupStride, type RowMemory } from './row-memory.ts';

/** The rows that a chunk of samples is laid out in. */
export interface GatheredRows {
  readonly columns: Row;
  readonly presented: readonly Row[];
  readonly mask: Row;
}

/**
 * A function (address in the order, count, groups) that lays out as rows the samples' columns, what they are presented
 * with, and their masks.
 */
export function emitGather(
  compilation: Compilation,
  { columns, presented, mask }: GatheredRows,
  rows: RowMemory,
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
  const targets = presented.map((row) => ({ row, local: body.local('i32') }));
  const gatherPresented = presented.length === 0 ? null : presentedLoops(m, layout, rows);
  const moving = [
    ...targets.map(({ row, local }) => ({ local, bytes: groupStride(row) })),
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
      gatherPresented?.(position, size, targets);
    }),
  );
  return compilation.module.add(body);
}

/** Of one lane group, whose part of each row begins at its local: one loop over the members of each row. */
type PresentedLoops = (
  position: Local,
  count: Local,
  targets: readonly { readonly row: Row; readonly local: Local }[],
) => void;

function presentedLoops(m: LaneMath, layout: TrainingLayout, rows: RowMemory): PresentedLoops {
  const { body, lanes } = m;
  const places = Array.from({ length: lanes.count }, () => body.local('i32'));
  const member = body.local('i32');
  // Rows follow each other in what a place is presented with: the pointers run on from one to the next.
  const moving = [
    { local: member, bytes: vectorBytes },
    ...places.map((local) => ({ local, bytes: lanes.bytes })),
  ];
  return (position, count, targets) => {
    locatePresented(m, layout, position, count, places);
    for (const { row, local } of targets) {
      setTo(body, member, local);
      repeat(body, row.length, moving, () =>
        m.scope(() =>
          storeVector(m, rows.addressOf(row), m.let(loadLanes(m, places, layout.presented)), member),
        ),
      );
    }
  };
}
