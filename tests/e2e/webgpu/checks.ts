import type { GpuEvaluator } from '../../../src/backends/webgpu/gpu-evaluator.ts';
import { openGpu, type OpenGpuOptions } from '../../../src/backends/webgpu/open-gpu.ts';
import { operationCount, outputCount, rowCountOf } from '../../../src/backends/webgpu/network-plan.ts';
import { defaultStraightLineLimit } from '../../../src/backends/webgpu/network-shaders.ts';
import type {
  EmitPath,
  EvaluationBatch,
  EvaluationResult,
  LandscapeResult,
  SampleSource,
} from '../../../src/backends/webgpu/requests.ts';
import type { NetworkShape } from '../../../src/nn/network.ts';
import { compareWithInterpreter, type Comparison } from './comparison.ts';
import { endure, type EnduranceOrder } from './endurance.ts';
import { gpuSpy, holdBackResults, refuseMemory, replaceInShaders } from './gpu-spy.ts';
import { compareLandscape, type LandscapeOrder } from './landscape-check.ts';
import { measureOps } from './ops-check.ts';
import {
  randomNetwork,
  randomShape,
  seededRandom,
  type TestNetwork,
  type WeightScale,
} from './random-networks.ts';

/** What is told in tasks of its own, as an unhandled rejection is, has been told after these. */
async function laterNews(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  for (let turn = 0; turn < 20; turn++) {
    const told = new Promise((resolve) => port1.addEventListener('message', resolve, { once: true }));
    port1.start();
    port2.postMessage(turn);
    await told;
  }
  port1.close();
}

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

function displayedOf({ program, parameters, columns }: TestNetwork): EvaluationBatch {
  return { program, parameters, parts: [{ samples: columns, rows: 1 }] };
}

/** Every row, over the columns and over the grid. */
function everythingOf({ program, parameters, columns, grid }: TestNetwork): EvaluationBatch {
  const rows = rowCountOf(program);
  return {
    program,
    parameters,
    parts: [columns, grid].map((samples) => ({ samples, rows })),
  };
}

function outcome(result: EvaluationResult | LandscapeResult): string {
  return result.ok ? 'ok' : result.code;
}

async function evaluated(gpu: GpuEvaluator, network: TestNetwork) {
  const result = await gpu.evaluate(everythingOf(network));
  if (!result.ok) throw new Error(`${JSON.stringify(network.shape)}: ${result.code}: ${result.message}`);
  return result;
}

/** Over the columns and over the grid. */
function comparisons(network: TestNetwork, values: readonly Float32Array[]): Comparison[] {
  return [network.columns, network.grid].map((samples, i) =>
    compareWithInterpreter(network, samples, values[i]),
  );
}

interface SpeedOrder {
  readonly hidden: readonly number[];
  readonly resolution: number;
  readonly repeats: number;
  readonly straightLineLimit: number;
}

interface ParityOrder {
  readonly scale: WeightScale;
  readonly count: number;
  readonly sampleCount: number;
  readonly seed: number;
  readonly path: EmitPath;
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

  /** Random networks by one of the two kinds of shader; the large ones of them are not written out. */
  async parity({ scale, count, sampleCount, seed, path }: ParityOrder) {
    const gpu = await opened(path === 'loops' ? { straightLineLimit: 0 } : {});
    const random = seededRandom(seed);
    const networks = Array.from({ length: count }, () =>
      randomNetwork(randomShape(random), scale, sampleCount, random),
    );
    // Loops are compiled for a number of outputs, and not all of them are kept.
    networks.sort((a, b) => outputCount(a.program.plan) - outputCount(b.program.plan));
    const results: (Comparison & { readonly shape: NetworkShape; readonly path: EmitPath })[] = [];
    for (const network of networks) {
      if (path === 'straight-line' && operationCount(network.program.plan) > defaultStraightLineLimit)
        continue;
      await gpu.prepare(network.program);
      const { values, path: taken } = await evaluated(gpu, network);
      for (const comparison of comparisons(network, values))
        results.push({ shape: network.shape, path: taken, ...comparison });
    }
    gpu.dispose();
    return results;
  },

  /** The GPU gets one weight of the first layer 1 % off. */
  changedWeight: ({ seed }: { seed: number }) =>
    withGpu(async (gpu) => {
      const network = small(seed, 256);
      const parameters = network.parameters.slice();
      parameters[0] *= 1.01;
      const { values } = await evaluated(gpu, { ...network, parameters });
      return comparisons(network, values)[0];
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
      await laterNews();
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
    await laterNews();
    return { settled, lost: code, unhandled: gpuSpy.unhandledRejections };
  },

  /** An answer that comes only after the time limit: that is the end of this GPU. */
  async lateAnswer() {
    const gpu = await opened({ timeLimitMs: 2000 });
    const request = displayedOf(small(1, 1000));
    const release = holdBackResults();
    const late = outcome(await gpu.evaluate(request));
    release();
    const after = outcome(await gpu.evaluate(request));
    const { code } = await gpu.lost;
    await laterNews();
    const { aliveBuffers, unhandledRejections } = gpuSpy;
    return { late, after, lost: code, alive: aliveBuffers.size, unhandled: unhandledRejections };
  },

  /** An error that no scope caught. */
  async uncapturedError() {
    const gpu = await opened();
    const { MAP_READ, MAP_WRITE } = GPUBufferUsage;
    gpuSpy.devices[0].createBuffer({ label: 'impossible', size: 4, usage: MAP_READ | MAP_WRITE });
    // Errors travel with the next work.
    await gpu.evaluate(displayedOf(small(1, 16)));
    const { code, message } = await gpu.lost;
    return { code, message, after: outcome(await gpu.evaluate(displayedOf(small(1, 16)))) };
  },

  /** The GPU has no room for the results. */
  async outOfMemory() {
    const gpu = await opened();
    refuseMemory();
    const code = outcome(await gpu.evaluate(displayedOf(small(1, 16))));
    return { code, lost: (await gpu.lost).code, unhandled: gpuSpy.unhandledRejections };
  },

  /** Growing and shrinking requests with more sources of samples than are kept. */
  async everythingReleased() {
    const counts = await withGpu(async (gpu) => {
      for (const seed of [1, 5, 2, 6, 3, 4, 7]) await evaluated(gpu, small(seed, 100 * seed));
      return gpu.counts;
    });
    await Promise.all(gpuSpy.devices.map(({ lost }) => lost));
    return {
      counts,
      created: gpuSpy.buffersCreated,
      alive: [...gpuSpy.aliveBuffers].map(({ label }) => label),
      devicesLost: gpuSpy.devices.length,
    };
  },

  /** What each of a row of calls uploads. */
  uploads: () =>
    withGpu(async (gpu) => {
      const [one, other] = [small(1, 64), small(2, 64)];
      await gpu.prepare(one.program);
      const uploads = async (network: TestNetwork): Promise<string[]> => {
        gpuSpy.writes.length = 0;
        await evaluated(gpu, network);
        return [...gpuSpy.writes];
      };
      const parameters = one.parameters.with(0, 0.5);
      return {
        first: await uploads(one),
        again: await uploads({ ...one, parameters: one.parameters.slice() }),
        otherWeights: await uploads({ ...one, parameters }),
        otherSamples: await uploads({ ...one, parameters, columns: other.columns }),
        onceMore: await uploads({ ...one, parameters }),
      };
    }),

  /** Pipelines made while weights, samples and sizes change, and when the topology does. */
  compilations: () =>
    withGpu(async (gpu) => {
      const count = async (network: TestNetwork): Promise<number> => {
        gpuSpy.pipelinesCreated = 0;
        await gpu.prepare(network.program);
        await evaluated(gpu, network);
        return gpuSpy.pipelinesCreated;
      };
      const one = small(1, 64);
      const { program } = one;
      const otherShape = randomNetwork(tanhShape([3, 3]), 'usual', 64, seededRandom(1));
      return {
        first: await count(one),
        otherWeights: await count({ ...one, parameters: one.parameters.with(0, 0.5) }),
        otherGrid: await count({ ...one, grid: small(2, 100).grid, columns: small(3, 30).columns }),
        sameTopology: await count({ ...one, program: { ...program } }),
        otherShape: await count(otherShape),
        again: await count(one),
      };
    }),

  refusals: () =>
    withGpu(async (gpu) => {
      const request = displayedOf(small(1, 64));
      const { program, parameters, parts } = request;
      const [{ samples }] = parts;
      const columns = samples.kind === 'columns' ? samples.columns : [];
      const ask = async (change: Partial<EvaluationBatch>): Promise<string> =>
        outcome(await gpu.evaluate({ ...request, ...change }));
      const askFor = (source: SampleSource, rows = 1): Promise<string> =>
        ask({ parts: [{ samples: source, rows }] });
      const many = Array.from({ length: 2 }, () => new Float64Array(2 ** 24));
      return {
        control: await ask({}),
        nan: await ask({ parameters: parameters.with(3, NaN) }),
        beyondF32: await ask({ parameters: parameters.with(3, 1e39) }),
        tooWide: outcome(
          await gpu.evaluate(displayedOf(randomNetwork(tanhShape([129]), 'usual', 64, seededRandom(1)))),
        ),
        nothing: await ask({ parts: [] }),
        missingColumn: await askFor({ kind: 'columns', columns: columns.slice(1), count: 64 }),
        tooManyRows: await askFor(samples, 100),
        tooFine: await askFor({ kind: 'grid', resolution: 1025, columns: many, rows: many }),
        noSuchNeuron: await ask({ program: { ...program, neurons: [{ layer: 1, neuron: 3 }] } }),
        tooMany: await askFor({ kind: 'columns', columns: many, count: 2 ** 24 }),
        after: await ask({}),
      };
    }),

  /** Values outside their bounds, for calls of different sizes that overlap; what is beyond the ring is refused. */
  overlapping: () =>
    withGpu(async (gpu) => {
      const networks = [1, 2, 3, 4, 5].map((seed) => small(seed, 50 * seed));
      for (const { program } of networks) await gpu.prepare(program);
      const results = await Promise.all(networks.map((network) => gpu.evaluate(everythingOf(network))));
      const after = outcome(await gpu.evaluate(everythingOf(networks[4])));
      return {
        outcomes: results.map(outcome),
        outside: results.flatMap((result, i) =>
          result.ok ? comparisons(networks[i], result.values).map(({ outside }) => outside) : [],
        ),
        after,
      };
    }),

  /** Largest error of every op of the table over its operands, as WGSL computes it. */
  ops: () => withGpu(measureOps),

  landscape: (order: LandscapeOrder) => withGpu((gpu) => compareLandscape(gpu, order)),

  /** Many shapes and many evaluations; the most that was alive at any time. */
  endurance: (order: EnduranceOrder) => withGpu((gpu) => endure(gpu, order)),

  /** Wall-clock times of a network's compilation and of its evaluation over a grid. */
  async speed({ hidden, resolution, repeats, straightLineLimit }: SpeedOrder) {
    const gpu = await opened({ straightLineLimit });
    const { program, parameters, grid } = randomNetwork(
      tanhShape(hidden),
      'usual',
      resolution ** 2,
      seededRandom(1),
    );
    const startedMs = performance.now();
    await gpu.prepare(program);
    const compileMs = performance.now() - startedMs;
    const times: number[] = [];
    let gpuMs: number | null = null;
    for (let i = 0; i < repeats; i++) {
      const result = await gpu.evaluate({ program, parameters, parts: [{ samples: grid, rows: 1 }] });
      if (!result.ok) throw new Error(result.message);
      times.push(result.elapsedMs);
      ({ gpuMs } = result);
    }
    gpu.dispose();
    times.sort((a, b) => a - b);
    const medianMs = times[times.length >> 1];
    const operations = operationCount(program.plan);
    return { operations, compileMs, medianMs, gpuMs, pointsPerSecond: (resolution ** 2 / medianMs) * 1e3 };
  },

  /** From nothing to a GPU that passed its self-test. */
  async openingTime() {
    const startedMs = performance.now();
    const gpu = await opened();
    const elapsedMs = performance.now() - startedMs;
    gpu.dispose();
    return { elapsedMs };
  },
};
