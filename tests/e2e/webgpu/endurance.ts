import type { GpuEvaluator } from '../../../src/backends/webgpu/gpu-evaluator.ts';
import type { NetworkShape } from '../../../src/nn/network.ts';
import { randomNetwork, seededRandom, type TestNetwork } from './random-networks.ts';

export interface EnduranceOrder {
  readonly shapes: number;
  readonly evaluations: number;
}

/** More shapes than pipelines are kept, all of them narrow: what counts here is that they differ. */
const shapeCount = 96;

function shapeNumber(n: number): NetworkShape {
  const hidden = [1 + (n % 4), 1 + (Math.floor(n / 4) % 3)];
  const activation = (['tanh', 'relu', 'sigmoid', 'linear'] as const)[Math.floor(n / 12) % 4];
  const inputCount = 1 + (Math.floor(n / 48) % 2);
  return { inputCount, hidden, activation, loss: 'squared-error', task: 'regression' };
}

/** Changes the shape and evaluates many times; tells the most that was alive, and how memory went. */
export async function endure(gpu: GpuEvaluator, { shapes, evaluations }: EnduranceOrder) {
  const random = seededRandom(5);
  const most = { buffers: 0, bufferBytes: 0, pipelines: 0 };
  const settled = { buffers: 0, bufferBytes: 0 };
  let failures = 0;
  const perShape = Math.ceil(evaluations / shapes);
  const topologies = Array.from({ length: shapeCount }, (_, n) =>
    randomNetwork(shapeNumber(n), 'usual', 16, random),
  );
  for (let n = 0; n < shapes; n++) {
    const network = topologies[n % topologies.length];
    for (let i = 0; i < perShape; i++) if (!(await evaluate(gpu, network, i))) failures++;
    const { counts } = gpu;
    for (const key of ['buffers', 'bufferBytes', 'pipelines'] as const)
      most[key] = Math.max(most[key], counts[key]);
    if (n === 2 * topologies.length) Object.assign(settled, counts);
  }
  return { most, settled, last: gpu.counts, failures };
}

/** Two parts, with weights that change from call to call. */
async function evaluate(
  gpu: GpuEvaluator,
  { program, parameters, columns, grid }: TestNetwork,
  i: number,
): Promise<boolean> {
  const result = await gpu.evaluate({
    program,
    parameters: parameters.with(0, i),
    parts: [
      { samples: grid, rows: 1 },
      { samples: columns, rows: 2 },
    ],
  });
  return result.ok;
}
