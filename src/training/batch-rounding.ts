import { RoundingSweep } from '../autograd/rounding-sweep.ts';
import type { Steps } from '../autograd/steps.ts';
import { isLeaf, opOf, type Tape } from '../autograd/tape.ts';
import type { Samples } from '../backends/executor.ts';
import { createValues, evaluate, leafMap, loadRow, loadSlots } from '../backends/interpreter/evaluate.ts';

export interface BatchRounding {
  /** How far off a batch's mean of the tape's first output is by rounding: an absolute standard deviation. */
  readonly mean: number;
  /** How far off it is besides at the parameters themselves, where only rounding decides on the side of a jump. */
  readonly jumps: number;
  /** How far off the mean gradient by each parameter is, at the most. */
  readonly gradients: Float64Array;
  /** The same by slopes that have lost their digits. */
  readonly lost: Float64Array;
}

/** In steps of one sample each. */
export function* batchRounding(tape: Tape, samples: Samples, parameters: Float64Array): Steps<BatchRounding> {
  const values = createValues(tape);
  const [inputs, targets, weights] = (['input', 'target', 'parameter'] as const).map((role) =>
    leafMap(tape, role),
  );
  loadSlots(weights, parameters, values);
  const gradients = new Float64Array(parameters.length);
  const lost = new Float64Array(parameters.length);
  let noise = 0;
  let jumps = 0;
  let size = 0;
  for (let row = 0; row < samples.count; row++) {
    loadRow(inputs, samples.inputs, row, values);
    loadRow(targets, samples.targets, row, values);
    evaluate(tape, values);
    const sweep = sweepOf(tape, values);
    noise = Math.hypot(noise, sweep.ofResult);
    jumps += sweep.ofJumps / samples.count;
    size += Math.abs(values[tape.outputs[0]]);
    for (let k = 0; k < weights.at.length; k++) {
      gradients[weights.slots[k]] += sweep.ofGradient(weights.at[k]) / samples.count;
      lost[weights.slots[k]] += sweep.lostOfGradient(weights.at[k]) / samples.count;
    }
    yield;
  }
  // The sum over the batch is rounded as often as it has terms.
  const ofSum = (Number.EPSILON * Math.sqrt(samples.count) * size) / samples.count;
  return { mean: Math.hypot(noise / samples.count, ofSum), jumps, gradients, lost };
}

function sweepOf(
  { codes, left, right, immediates, length, outputs }: Tape,
  values: Float64Array,
): RoundingSweep {
  const sweep = new RoundingSweep(values, outputs[0]);
  for (let i = 0; i < length; i++) {
    if (!isLeaf(codes[i])) sweep.carry(i, opOf(codes[i]), left[i], right[i], immediates[i]);
  }
  for (let i = length - 1; i >= 0; i--) {
    if (!isLeaf(codes[i])) sweep.visit(i, opOf(codes[i]), left[i], right[i]);
  }
  return sweep;
}
