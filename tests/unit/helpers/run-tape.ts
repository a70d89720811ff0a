import type { Tape } from '../../../src/autograd/tape.ts';
import type { Backend, Samples } from '../../../src/backends/executor.ts';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';

export interface TapeLeaves {
  readonly inputs?: readonly number[];
  readonly targets?: readonly number[];
  readonly parameters?: readonly number[];
}

/** One sample's outputs of a tape. */
export function runTape(tape: Tape, leaves: TapeLeaves, backend: Backend = interpreter): number[] {
  const { inputs = [], targets = [], parameters = [] } = leaves;
  const executor = backend.createForward(tape);
  try {
    executor.setParameters(Float64Array.from(parameters));
    const outputs = Array.from(tape.outputs, () => new Float64Array(1));
    executor.run(oneSample(inputs, targets), 0, 1, outputs);
    return outputs.map(([result]) => result);
  } finally {
    executor.dispose();
  }
}

function oneSample(inputs: readonly number[], targets: readonly number[]): Samples {
  const columns = (row: readonly number[]): Float64Array[] => row.map((x) => Float64Array.of(x));
  return { count: 1, inputs: columns(inputs), targets: columns(targets) };
}
