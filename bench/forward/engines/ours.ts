import { selectOutputs } from '../../../src/autograd/tape-builder.ts';
import type { Backend } from '../../../src/backends/executor.ts';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { createWasmBackend } from '../../../src/backends/wasm/wasm-backend.ts';
import type { NeuronAddress } from '../../../src/nn/module.ts';
import { traceNetwork, type NetworkShape, type NetworkTapes } from '../../../src/nn/network.ts';
import { parametersAt } from '../../../src/training/landscape/plane.ts';
import { available } from '../../engines/ours.ts';
import { ForwardTask, type ForwardEngine, type Results } from '../evaluation.ts';
import { planeSteps, type ForwardWorkload } from '../workloads.ts';

/** The workload's network; every hidden neuron is shown. */
export function shapeOf({ widths }: ForwardWorkload): NetworkShape {
  const [inputCount, ...layers] = widths;
  return {
    inputCount,
    hidden: layers.slice(0, -1),
    activation: 'tanh',
    loss: 'squared-error',
    task: 'regression',
  };
}

export function hiddenNeurons(workload: ForwardWorkload): NeuronAddress[] {
  return shapeOf(workload).hidden.flatMap((width, layer) =>
    Array.from({ length: width }, (_, neuron) => ({ layer, neuron })),
  );
}

function tapesOf(workload: ForwardWorkload): NetworkTapes {
  return traceNetwork(shapeOf(workload), hiddenNeurons(workload));
}

export const wasmForward: ForwardEngine = {
  name: 'wasm-f32',
  create: (workload) => createTask(available(createWasmBackend('f32')), workload, 1),
};

/** Some 50 times as slow as compiled code: it takes the first of the points only. */
export const interpretedForward: ForwardEngine = {
  name: 'interpreter',
  create: (workload) => createTask(interpreter, workload, 1 / 64),
};

function createTask(backend: Backend, workload: ForwardWorkload, share: number): ForwardTask {
  return workload.kind === 'landscape'
    ? landscapeTask(backend, workload, share)
    : gridTask(backend, workload, share);
}

function gridTask(backend: Backend, workload: ForwardWorkload, share: number): ForwardTask {
  const count = workload.side ** 2 * share;
  const { output, activations } = tapesOf(workload);
  const tape = workload.kind === 'maps' ? activations : output;
  const executor = backend.createForward(tape);
  executor.setParameters(workload.parameters);
  const samples = { count: workload.side ** 2, inputs: workload.inputs, targets: [] };
  // Kept from one evaluation to the next, as the page does not: new memory costs much the same everywhere.
  const outputs = Array.from(tape.outputs, () => new Float32Array(samples.count));
  const evaluate = (): Results => {
    executor.run(samples, 0, count, outputs);
    return outputs;
  };
  return new ForwardTask(evaluate, { share, dispose: () => executor.dispose() });
}

function landscapeTask(backend: Backend, workload: ForwardWorkload, share: number): ForwardTask {
  const count = workload.side ** 2 * share;
  const { side, inputs, targets, parameters: centre, directions } = workload;
  const samples = { count: targets.length, inputs, targets: [targets] };
  const executor = backend.createSum(selectOutputs(tapesOf(workload).metrics, [0]), samples);
  const [first, second] = directions;
  const parameters = new Float64Array(centre.length);
  const losses = new Float64Array(count);
  const steps = planeSteps(workload);
  const evaluate = (): Results => {
    for (let i = 0; i < count; i++) {
      parametersAt({ centre, first, second }, steps[i % side], steps[Math.floor(i / side)], parameters);
      executor.setParameters(parameters);
      losses[i] = executor.sum(0, samples.count) / samples.count;
    }
    return [losses];
  };
  return new ForwardTask(evaluate, { share, dispose: () => executor.dispose() });
}
