import type { Local } from './encoding/function-body.ts';
import type { Expression, LaneMath } from './lane-math.ts';
import { vectorBytes, type TrainingLayout } from './memory-layout.ts';

/** Reads the samples of one lane group: column `k` of the data set (inputs, then targets). */
export type Columns = (k: number) => Expression;

/** The vector whose lanes stand at the addresses in `bases`, all of them `offset` further. */
export function loadLanes(m: LaneMath, bases: readonly Local[], offset: number): Expression {
  const { body, lanes } = m;
  return {
    held: false,
    emit: () => {
      body.get(bases[0]);
      body.memory(lanes.loadZero, offset);
      const filled = m.take();
      for (let lane = 1; lane < lanes.count; lane++) {
        body.set(filled);
        body.get(bases[lane]);
        body.get(filled);
        body.memoryLane(lanes.loadLane, offset, lane);
      }
      m.release(filled);
    },
  };
}

/** Pushes where in the order a lane's sample is named. */
function pushPlace(m: LaneMath, layout: TrainingLayout, position: Local, count: Local, lane: number): void {
  const { body } = m;
  body.get(position);
  if (lane === 0) return;
  body.get(count);
  body.i32(Math.log2(vectorBytes));
  body.op('i32.shl');
  body.memory('i32.load', layout.laneOffsets + lane * 4);
  body.op('i32.add');
}

/**
 * Locates what the samples of a lane group are presented with, as `gatherGroup` does the samples: sets each of `places`
 * to where that begins, less `layout.presented`.
 */
export function locatePresented(
  m: LaneMath,
  layout: TrainingLayout,
  position: Local,
  count: Local,
  places: readonly Local[],
): void {
  const { body } = m;
  places.forEach((place, lane) => {
    pushPlace(m, layout, position, count, lane);
    body.i32(layout.order);
    body.op('i32.sub');
    body.i32(layout.presentedBytes / 4);
    body.op('i32.mul');
    body.set(place);
  });
}

/**
 * Locates in the data set at address `data` the samples that `order` names at address `position` (an i32 local), of which `count` (1 to lanes) are
 * wanted; the lanes beyond repeat the last of them.
 */
export function gatherGroup(
  m: LaneMath,
  layout: TrainingLayout,
  data: number,
  position: Local,
  count: Local,
  rows: readonly Local[],
): Columns {
  const { body, lanes } = m;
  rows.forEach((row, lane) => {
    pushPlace(m, layout, position, count, lane);
    body.memory('i32.load');
    body.i32(layout.rowBytes);
    body.op('i32.mul');
    body.set(row);
  });
  return (k) => loadLanes(m, rows, data + k * lanes.bytes);
}

/** All ones in the lanes of the first `count` samples. */
export function groupMask(m: LaneMath, layout: TrainingLayout, count: Local): Expression {
  const { body } = m;
  return {
    held: false,
    emit: () => {
      body.get(count);
      body.i32(Math.log2(vectorBytes));
      body.op('i32.shl');
      body.memory('v128.load', layout.laneMasks);
    },
  };
}

/** Contents of `laneOffsets`: byte offsets into the order for each count of samples. */
export function laneOffsetTable(lanes: number): Int32Array<ArrayBuffer> {
  const table = new Int32Array((lanes + 1) * 4);
  for (let count = 1; count <= lanes; count++) {
    for (let lane = 0; lane < lanes; lane++) table[count * 4 + lane] = Math.min(lane, count - 1) * 4;
  }
  return table;
}

/** Contents of `laneMasks`. */
export function laneMaskTable(lanes: number): Uint8Array<ArrayBuffer> {
  const table = new Uint8Array((lanes + 1) * vectorBytes);
  for (let count = 1; count <= lanes; count++) {
    table.fill(0xff, count * vectorBytes, count * vectorBytes + (count * vectorBytes) / lanes);
  }
  return table;
}
