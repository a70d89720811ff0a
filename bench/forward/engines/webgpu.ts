import type { GpuEvaluator } from '../../../src/backends/webgpu/gpu-evaluator.ts';
import {
  planActivation,
  rowCountOf,
  type NetworkProgram,
  type PlanActivation,
} from '../../../src/backends/webgpu/network-plan.ts';
import { openGpu } from '../../../src/backends/webgpu/open-gpu.ts';
import type { SampleSource } from '../../../src/backends/webgpu/requests.ts';
import { traceForward, traceLoss } from '../../../src/nn/forward-tapes.ts';
import { moduleOfShape } from '../../../src/nn/network.ts';
import { Unavailable } from '../../engines/engine.ts';
import { ForwardTask, type ForwardEngine, type Results } from '../evaluation.ts';
import { planeSteps, type ForwardWorkload } from '../workloads.ts';
import { hiddenNeurons, shapeOf } from './ours.ts';
import { softwareShare } from './tfjs-webgpu.ts';

/** Our WGSL: batches in one submission, results read back. On a software adapter it runs once, for its results. */
export const webgpuForward: ForwardEngine = {
  name: 'webgpu',
  async create(workload) {
    const opened = await openGpu(navigator.gpu);
    if (!opened.ok) throw new Unavailable(opened.message);
    const { gpu } = opened;
    const { name, isSoftware } = gpu.adapter;
    const share = isSoftware ? softwareShare : 1;
    const evaluate =
      workload.kind === 'landscape' ? landscape(gpu, workload, share) : grid(gpu, workload, share);
    return new ForwardTask(evaluate, {
      note: isSoftware ? `${name}, a software adapter` : name,
      once: isSoftware,
      share,
      dispose: () => gpu.dispose(),
    });
  },
};

function plannedOf(name: string): PlanActivation {
  const activation = planActivation(name);
  if (activation === null) throw new Error(`there is no WGSL for ${name}`);
  return activation;
}

/** Every hidden neuron in its rows for maps, none for grids and landscapes. */
function programOf(workload: ForwardWorkload): NetworkProgram {
  const { widths, kind } = workload;
  const shape = shapeOf(workload);
  const neurons = kind === 'maps' ? hiddenNeurons(workload) : [];
  return {
    plan: {
      inputCount: widths[0],
      layers: moduleOfShape(shape).layers.map(({ weights, biases, activation }) => ({
        width: biases.rows.length,
        weightOffset: weights.offset,
        biasOffset: biases.offset,
        activation: plannedOf(activation),
      })),
      display: 'identity',
    },
    neurons,
    trace: () => traceForward(shape, neurons),
  };
}

function grid(gpu: GpuEvaluator, workload: ForwardWorkload, share: number): () => Promise<Results> {
  const program = programOf(workload);
  const { parameters, inputs } = workload;
  const count = inputs[0].length * share;
  const samples: SampleSource = { kind: 'columns', columns: inputs, count };
  const rows = workload.kind === 'maps' ? rowCountOf(program) : 1;
  return async () => {
    const result = await gpu.evaluate({ program, parameters, parts: [{ samples, rows }] });
    if (!result.ok) throw new Error(result.message);
    const [values] = result.values;
    return [values.subarray((rows - 1) * count)];
  };
}

function landscape(gpu: GpuEvaluator, workload: ForwardWorkload, share: number): () => Promise<Results> {
  const { parameters, directions, inputs, targets, side } = workload;
  const program = programOf(workload);
  const loss = traceLoss('squared-error');
  const steps = planeSteps(workload);
  const samples = { count: targets.length, inputs, targets: [targets] };
  return async () => {
    const result = await gpu.evaluateLandscape({
      program,
      loss,
      parameters,
      directions,
      alphas: steps,
      betas: steps.subarray(0, side * share),
      samples,
    });
    if (!result.ok) throw new Error(result.message);
    return [result.losses];
  };
}
