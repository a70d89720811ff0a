import type { GpuEvaluator } from '../../../src/backends/webgpu/gpu-evaluator.ts';
import { openGpu, type OpenGpuOptions } from '../../../src/backends/webgpu/open-gpu.ts';
import type { EvaluationResult } from '../../../src/backends/webgpu/results.ts';
import type { NetworkShape } from '../../../src/nn/network.ts';
import { compareWithInterpreter, type Comparison } from './comparison.ts';
import { gpuSpy, holdBackResults, replaceInShaders } from './gpu-spy.ts';
import {
  randomNetwork,
  randomShape,
  seededRandom,
  type TestNetwork,
  type WeightScale,
} from './random-networks.ts';

/** What the test asks of a worker with WebGPU. Each check returns plain data, for the test to judge. */

async function opened(options: OpenGpuOptions = {}): Promise<GpuEvaluator> {
  const result = await openGpu(navigator.gpu, options);
  if (!result.ok) throw new Error(`${result.code}: ${result.message}`);
  return result.gpu;
}

/** Opens, lets `work` run, and always disposes. */
async function withGpu<T>(work: (gpu: GpuEvaluator) => Promise<T>): Promise<T> {
  const gpu = await opened();
  try {
    return await work(gpu);
  } finally {
    gpu.dispose();
  }
}

function tanhShape(hidden: readonly number[]): NetworkShape {
  return { inputCount: 2, hidden, activation: 'tanh', loss: 'squared-error', task: 'classification' };
}

/** A network of 2-4-3-1. */
function small(seed: number, sampleCount: number): TestNetwork {
  return randomNetwork(tanhShape([4, 3]), 'usual', sampleCount, seededRandom(seed));
}

function displayedOf({ plan, parameters, columns, sampleCount }: TestNetwork) {
  return { plan, parameters, columns, sampleCount, outputs: 'displayed' } as const;
}

function outcome(result: EvaluationResult): string {
  return result.ok ? 'ok' : result.code;
}

async function evaluated(gpu: GpuEvaluator, network: TestNetwork): Promise<Float32Array> {
  const result = await gpu.evaluate({ ...displayedOf(network), outputs: network.neurons });
  if (!result.ok) throw new Error(`${JSON.stringify(network.shape)}: ${result.code}: ${result.message}`);
  return result.values;
}

interface ParityOrder {
  readonly scale: WeightScale;
  readonly count: number;
  readonly sampleCount: number;
  readonly seed: number;
}

export const checks = {
  async open() {
    const result = await openGpu(navigator.gpu);
    if (!result.ok) return { outcome: result.code, message: result.message };
    result.gpu.dispose();
    return { outcome: 'ok', message: result.gpu.adapter.name, isSoftware: result.gpu.adapter.isSoftware };
  },

  /** Opens a GPU that is given another shader than was written. */
  async changedShader({ from, to }: { from: string; to: string }) {
    replaceInShaders(from, to);
    const result = await openGpu(navigator.gpu);
    if (result.ok) {
      result.gpu.dispose();
      return { outcome: 'ok', message: '' };
    }
    await Promise.all(gpuSpy.devices.map(({ lost }) => lost));
    return { outcome: result.code, message: result.message };
  },

  parity: ({ scale, count, sampleCount, seed }: ParityOrder) =>
    withGpu(async (gpu) => {
      const random = seededRandom(seed);
      const results: (Comparison & { readonly shape: NetworkShape })[] = [];
      for (let i = 0; i < count; i++) {
        const network = randomNetwork(randomShape(random), scale, sampleCount, random);
        const values = await evaluated(gpu, network);
        results.push({ shape: network.shape, ...compareWithInterpreter(network, values) });
      }
      return results;
    }),

  /** The GPU gets one weight of the first layer 1 % off. */
  changedWeight: ({ seed }: { seed: number }) =>
    withGpu(async (gpu) => {
      const network = small(seed, 256);
      const parameters = network.parameters.slice();
      parameters[0] *= 1.01;
      return compareWithInterpreter(network, await evaluated(gpu, { ...network, parameters }));
    }),

  /** The device dies while one evaluation is under way and one waits behind it. */
  destroyedDevice: () =>
    withGpu(async (gpu) => {
      const request = displayedOf(small(1, 100_000));
      const pending = [gpu.evaluate(request), gpu.evaluate(request)];
      await Promise.resolve();
      gpuSpy.devices[0].destroy();
      const settled = (await Promise.all(pending)).map(outcome);
      const later = outcome(await gpu.evaluate(request));
      const { code } = await gpu.lost;
      await new Promise((resolve) => setTimeout(resolve, 100));
      return { settled, later, lost: code, unhandled: gpuSpy.unhandledRejections };
    }),

  async disposedWhilePending() {
    const gpu = await opened();
    const pending = gpu.evaluate(displayedOf(small(1, 100_000)));
    await Promise.resolve();
    gpu.dispose();
    gpu.dispose();
    const settled = outcome(await pending);
    const { code } = await gpu.lost;
    await new Promise((resolve) => setTimeout(resolve, 100));
    return { settled, lost: code, unhandled: gpuSpy.unhandledRejections };
  },

  /** An answer that comes only after the time limit, while the next evaluation is running. */
  async lateAnswer() {
    const gpu = await opened({ timeLimitMs: 3000 });
    const request = displayedOf(small(1, 1000));
    const release = holdBackResults();
    const late = outcome(await gpu.evaluate(request));
    const next = gpu.evaluate(request);
    release();
    const after = outcome(await next);
    gpu.dispose();
    return { late, after, unhandled: gpuSpy.unhandledRejections };
  },

  /** Growing and shrinking requests with more sets of features than are kept. */
  async everythingReleased() {
    await withGpu(async (gpu) => {
      for (const seed of [1, 5, 2, 6, 3, 4, 7]) await evaluated(gpu, small(seed, 100 * seed));
    });
    await Promise.all(gpuSpy.devices.map(({ lost }) => lost));
    return {
      created: gpuSpy.buffersCreated,
      alive: [...gpuSpy.aliveBuffers].map(({ label }) => label),
      devicesLost: gpuSpy.devices.length,
    };
  },

  /** Uploads of features by each of four calls. */
  featureUploads: () =>
    withGpu(async (gpu) => {
      const [one, other] = [small(1, 64), small(2, 64)];
      const uploads = async (network: TestNetwork): Promise<number> => {
        gpuSpy.writes.length = 0;
        await evaluated(gpu, network);
        return gpuSpy.writes.filter((label) => label === 'features').length;
      };
      const first = await uploads(one);
      const again = await uploads({ ...one, columns: [...one.columns] });
      const otherColumns = await uploads(other);
      return { first, again, otherColumns, firstOnceMore: await uploads(one) };
    }),

  refusals: () =>
    withGpu(async (gpu) => {
      const request = displayedOf(small(1, 64));
      const { parameters, columns } = request;
      const wide = randomNetwork(tanhShape([65]), 'usual', 64, seededRandom(1));
      const manySamples = Array.from({ length: 2 }, () => new Float64Array(2 ** 24));
      return {
        control: outcome(await gpu.evaluate(request)),
        nan: outcome(await gpu.evaluate({ ...request, parameters: parameters.with(3, NaN) })),
        beyondF32: outcome(await gpu.evaluate({ ...request, parameters: parameters.with(3, 1e39) })),
        tooWide: outcome(await gpu.evaluate(displayedOf(wide))),
        missingColumn: outcome(await gpu.evaluate({ ...request, columns: columns.slice(1) })),
        noSuchNeuron: outcome(await gpu.evaluate({ ...request, outputs: [{ layer: 1, neuron: 3 }] })),
        tooMany: outcome(await gpu.evaluate({ ...request, sampleCount: 2 ** 24, columns: manySamples })),
        after: outcome(await gpu.evaluate(request)),
      };
    }),

  /** Values outside their bounds, for calls of different sizes and features that overlap. */
  overlapping: () =>
    withGpu(async (gpu) => {
      const networks = [1, 2, 3, 4, 5, 6, 1].map((seed) => small(seed, 50 * seed));
      const values = await Promise.all(networks.map((network) => evaluated(gpu, network)));
      return networks.map((network, i) => compareWithInterpreter(network, values[i]).outside);
    }),

  speed: ({ hidden, sampleCount, repeats }: { hidden: number[]; sampleCount: number; repeats: number }) =>
    withGpu(async (gpu) => {
      const request = displayedOf(randomNetwork(tanhShape(hidden), 'usual', sampleCount, seededRandom(1)));
      const times: number[] = [];
      for (let i = 0; i < repeats; i++) {
        const result = await gpu.evaluate(request);
        if (!result.ok) throw new Error(result.message);
        times.push(result.elapsedMs);
      }
      times.sort((a, b) => a - b);
      const medianMs = times[times.length >> 1];
      return { fastestMs: times[0], medianMs, pointsPerSecond: (sampleCount / medianMs) * 1e3 };
    }),

  /** From nothing to a GPU that passed its self-test. */
  async openingTime() {
    const startedMs = performance.now();
    const gpu = await opened();
    const elapsedMs = performance.now() - startedMs;
    gpu.dispose();
    return { elapsedMs };
  },
};
