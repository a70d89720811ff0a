import type { OpFunctions } from './formula/compile-graph.ts';
import { TapeBuilder } from './tape-builder.ts';
import type { Tape } from './tape.ts';
import { topologicalOrder, type Value } from './value.ts';

/** Which leaves of a graph vary, and in which slots. Every other leaf becomes a constant of the tape. */
export interface TraceRequest {
  readonly inputs?: readonly Value[];
  readonly targets?: readonly Value[];
  readonly parameters?: readonly Value[];
  readonly outputs: readonly Value[];
  /** Fold constants otherwise than the op table does. */
  readonly functions?: OpFunctions;
}

/** Records the graph below `outputs` as a tape. Throws a RangeError if a named leaf is not a leaf. */
export function trace({
  inputs = [],
  targets = [],
  parameters = [],
  outputs,
  functions,
}: TraceRequest): Tape {
  const shape = {
    inputCount: inputs.length,
    targetCount: targets.length,
    parameterCount: parameters.length,
  };
  const builder = new TapeBuilder(shape, undefined, functions);
  const leaves: Value[] = [];
  const places: number[] = [];
  for (const [role, named] of [
    ['input', inputs],
    ['target', targets],
    ['parameter', parameters],
  ] as const) {
    named.forEach((leaf, slot) => {
      if (leaf.op !== null)
        throw new RangeError(`${role} ${slot} is the result of ${leaf.op}, expected a leaf`);
      leaves.push(leaf);
      places.push(builder.leaf(role, slot));
    });
  }
  return builder.build(record(builder, leaves, places, outputs));
}

/**
 * Appends the graph below `outputs` to a tape; where each of them is then. `leaves` stand there already, at
 * `places`; every other leaf becomes a constant.
 */
export function record(
  builder: TapeBuilder,
  leaves: readonly Value[],
  places: readonly number[],
  outputs: readonly Value[],
): number[] {
  const order = topologicalOrder([...leaves, ...outputs]);
  const at = new Int32Array(order.length).fill(-1);
  for (let k = 0; k < leaves.length; k++) at[leaves[k].position] = places[k];
  for (let i = 0; i < order.length; i++) {
    if (at[i] >= 0) continue;
    const { op, operands, exponent, data } = order[i];
    if (op === null) at[i] = builder.constant(data);
    else {
      const b = operands.length > 1 ? at[operands[1].position] : -1;
      at[i] = builder.apply(op, at[operands[0].position], b, exponent);
    }
  }
  return outputs.map((output) => at[output.position]);
}
