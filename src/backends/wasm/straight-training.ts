import type { Tape } from '../../autograd/tape.ts';
import { commonGradientFactor, isZero } from './batch-mask.ts';
import type { Compilation } from './compilation.ts';
import type { FunctionReference, Local } from './encoding/function-body.ts';
import { gatherGroup, groupMask, loadLanes, locatePresented } from './gather.ts';
import type { Expression, LaneMath } from './lane-math.ts';
import { loadSplat, loadVector, storeVector } from './memory-access.ts';
import { vectorBytes, type TrainingLayout } from './memory-layout.ts';
import { emitStraightLine } from './straight-line.ts';

/**
 * A function (address in the order, count of samples ≤ lanes) that adds one lane group's losses and gradients to
 * the sums in memory, lane by lane. The data set is at address `data`. The whole tape is one block of code.
 */
export function emitStraightChunk(
  compilation: Compilation,
  gradient: Tape,
  layout: TrainingLayout,
  data: number,
): FunctionReference {
  const m = compilation.function({ parameters: ['i32', 'i32'], results: [] });
  const [position, count] = m.body.parameters;
  const rows = Array.from({ length: m.lanes.count }, () => m.body.local('i32'));
  const columns = gatherGroup(m, layout, data, position, count, rows);
  const presentedCount = layout.presentedBytes / m.lanes.bytes;
  const ofSample = gradient.inputCount - presentedCount;
  const gathered = Array.from({ length: ofSample + gradient.targetCount }, (_, k) => m.let(columns(k)));
  const presented = presentedCount === 0 ? [] : gatherPresented(m, layout, position, count);
  const mask = m.let(groupMask(m, layout, count));

  const factor = commonGradientFactor(gradient);
  const masked = (value: Expression): Expression => m.and(value, mask);
  emitStraightLine(m, {
    tape: gradient,
    leaf: (role, slot) => {
      if (role === 'parameter') return loadSplat(m, layout.parameters + slot * m.lanes.bytes);
      if (role === 'input' && slot >= ofSample) return presented[slot - ofSample];
      return gathered[role === 'input' ? slot : ofSample + slot];
    },
    anchor: layout.anchor,
    adjust: factor === null ? new Map() : new Map([[factor, masked]]),
    output: (k, value) => {
      if (isZero(gradient, gradient.outputs[k])) return;
      const address = k === 0 ? layout.lossSum : layout.gradientSums + (k - 1) * vectorBytes;
      const contribution = k > 0 && factor !== null ? value : masked(value);
      storeVector(m, address, m.add(loadVector(m, address), contribution));
    },
  });
  return compilation.module.add(m.body);
}

function gatherPresented(m: LaneMath, layout: TrainingLayout, position: Local, count: Local): Expression[] {
  const places = Array.from({ length: m.lanes.count }, () => m.body.local('i32'));
  locatePresented(m, layout, position, count, places);
  return Array.from({ length: layout.presentedBytes / m.lanes.bytes }, (_, k) =>
    m.let(loadLanes(m, places, layout.presented + k * m.lanes.bytes)),
  );
}
