/**
 * What an exact slope of the sigmoid would cost: training steps of sigmoid networks with the slope σ·(1 - σ), as the
 * op table has it, and with σ(a)·σ(-a), which keeps its digits where σ is almost 1 but needs a second exponential.
 * Interleaved rounds in one process; the medians, and the median of the ratios round by round.
 *
 *   npm run bench:sigmoid
 */
import { TapeBuilder } from '../src/autograd/tape-builder.ts';
import { instructionCode, instructionNames, isLeaf, opOf, type Tape } from '../src/autograd/tape.ts';
import type { TrainingExecutor } from '../src/backends/executor.ts';
import { createWasmBackend } from '../src/backends/wasm/wasm-backend.ts';
import type { LaneType } from '../src/backends/wasm/lanes.ts';
import { decayMask } from '../src/nn/initializers.ts';
import { traceNetwork } from '../src/nn/network.ts';
import { hyperParametersOf, optimizerProgram } from '../src/nn/optimizers.ts';
import { median } from './measure.ts';

const rounds = 15;
const roundMs = 60;
const batches = 16;

/** The tape with every 1 - σ(a) computed as σ(-a). */
function withExactSlopes(tape: Tape): Tape {
  const builder = new TapeBuilder(tape, tape.length);
  const { sigmoid, sub, constant } = instructionCode;
  const places: number[] = [];
  for (let i = 0; i < tape.length; i++) {
    const [left, right] = [tape.left[i], tape.right[i]];
    const isComplement =
      tape.codes[i] === sub &&
      tape.codes[left] === constant &&
      tape.immediates[left] === 1 &&
      tape.codes[right] === sigmoid;
    places.push(
      isComplement ? builder.sigmoid(builder.neg(places[tape.left[right]])) : copy(builder, tape, i, places),
    );
  }
  return builder.build(Array.from(tape.outputs, (i) => places[i]));
}

function copy(builder: TapeBuilder, tape: Tape, i: number, places: readonly number[]): number {
  const { codes, left, right, immediates } = tape;
  const name = instructionNames[codes[i]];
  if (name === 'constant') return builder.constant(immediates[i]);
  if (name === 'input' || name === 'target' || name === 'parameter') return builder.leaf(name, left[i]);
  if (isLeaf(codes[i])) throw new Error(`%${i} is a leaf of an unknown role`);
  return builder.apply(opOf(codes[i]), places[left[i]], right[i] < 0 ? -1 : places[right[i]], immediates[i]);
}

function executorsOf(lanes: LaneType, hidden: readonly number[]): readonly TrainingExecutor[] {
  const result = createWasmBackend(lanes);
  if (!result.ok) throw new Error(result.message);
  const { backend } = result;
  const { gradient } = traceNetwork({
    inputCount: 2,
    hidden,
    activation: 'sigmoid',
    loss: 'squared-error',
    task: 'classification',
  });
  return [gradient, withExactSlopes(gradient)].map((tape) => {
    const program = {
      gradient: tape,
      updateProgram: optimizerProgram('sgd'),
      decay: decayMask(2, [...hidden, 1]),
    };
    const executor = backend.createTraining(program);
    executor.hyperParameters.set(hyperParametersOf('sgd', 0.03, 0));
    const parameters = Float64Array.from({ length: tape.parameterCount }, (_, i) => Math.sin(i));
    executor.writeState({ ...executor.readState(), parameters });
    return executor;
  });
}

for (const lanes of ['f32', 'f64'] as const) {
  for (const [hidden, batchSize] of [
    [[8, 8], 10],
    [[16, 16], 100],
    [[64, 64], 64],
  ] as const) {
    const count = batches * batchSize;
    const samples = {
      count,
      inputs: [0, 1].map((k) => Float64Array.from({ length: count }, (_, i) => Math.sin(7 * i + k))),
      targets: [Float64Array.from({ length: count }, (_, i) => Math.sign(Math.sin(3 * i + 1)))],
    };
    const order = Uint32Array.from({ length: count }, (_, i) => i);
    /** Steps a second over a while. */
    const rateOf = (executor: TrainingExecutor): number => {
      const start = performance.now();
      let steps = 0;
      let now = start;
      for (; now - start < roundMs; now = performance.now()) {
        executor.train(samples, order, 0, count, batchSize);
        steps += batches;
      }
      return (1000 * steps) / (now - start);
    };
    const executors = executorsOf(lanes, hidden);
    const rates = Array.from({ length: rounds }, () => executors.map(rateOf));
    const [usual, exact] = [0, 1].map((k) => median(rates.map((round) => round[k])));
    const ratio = median(rates.map(([a, b]) => a / b));
    console.log(
      `${lanes} 2-${hidden.join('-')}-1, batch ${batchSize}: ${Math.round(usual)} steps/s, exact slopes ` +
        `${Math.round(exact)} steps/s: ${ratio.toFixed(2)} times as long`,
    );
    for (const executor of executors) executor.dispose();
  }
}
