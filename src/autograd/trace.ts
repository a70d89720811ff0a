import { TapeBuilder } from './tape-builder.ts';
import type { Tape } from './tape.ts';
import { topologicalOrder, type Value } from './value.ts';

/** Which leaves of a graph vary, and in which slots. Every other leaf becomes a constant of the tape. */
export interface TraceRequest {
  readonly inputs?: readonly Value[];
  readonly targets?: readonly Value[];
  readonly parameters?: readonly Value[];
  readonly outputs: readonly Value[];
}

/** Records the graph below `outputs` as a tape. Throws a RangeError if a named leaf is not a leaf. */
export function trace({ inputs = [], targets = [], parameters = [], outputs }: TraceRequest): Tape {
  const builder = new TapeBuilder({
    inputCount: inputs.length,
    targetCount: targets.length,
    parameterCount: parameters.length,
  });
  const order = topologicalOrder([...inputs, ...targets, ...parameters, ...outputs]);
  const at = new Int32Array(order.length).fill(-1);
  for (const [role, leaves] of [
    ['input', inputs],
    ['target', targets],
    ['parameter', parameters],
  ] as const) {
    leaves.forEach((leaf, slot) => {
      if (leaf.op !== null)
        throw new RangeError(`${role} ${slot} is the result of ${leaf.op}, expected a leaf`);
      at[leaf.position] = builder.leaf(role, slot);
    });
  }
  for (let i = 0; i < order.length; i++) {
    if (at[i] >= 0) continue;
    const { op, operands, exponent, data } = order[i];
    if (op === null) at[i] = builder.constant(data);
    else {
      const b = operands.length > 1 ? at[operands[1].position] : -1;
      at[i] = builder.apply(op, at[operands[0].position], b, exponent);
    }
  }
  return builder.build(outputs.map((output) => at[output.position]));
}
