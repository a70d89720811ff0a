import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Backend, BackendResult } from '../../../src/backends/executor.ts';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { DeviceSession } from '../../../src/backends/webgpu/device-session.ts';
import type { GpuEvaluator } from '../../../src/backends/webgpu/gpu-evaluator.ts';
import { Landscapes } from '../../../src/backends/webgpu/landscape.ts';
import { defaultStraightLineLimit, NetworkShaders } from '../../../src/backends/webgpu/network-shaders.ts';
import { PipelineCache } from '../../../src/backends/webgpu/pipeline-cache.ts';
import type {
  EvaluationBatch,
  LandscapeEvaluation,
  LandscapeResult,
} from '../../../src/backends/webgpu/requests.ts';
import { defaultExperiment } from '../../../src/experiment/schema.ts';
import { traceLoss } from '../../../src/nn/forward-tapes.ts';
import type { LandscapeSettings } from '../../../src/protocol/landscape-messages.ts';
import { Run } from '../../../src/training/run.ts';
import { GridSamples } from '../../../src/training/samples.ts';
import { AutoEvaluator } from '../../../workers/auto-evaluator.ts';
import { createEngines, Engines } from '../../../workers/engines.ts';
import { GpuLandscape } from '../../../workers/gpu-landscape.ts';
import { GpuViews, programOf } from '../../../workers/gpu-views.ts';
import { Job } from '../../../workers/job.ts';
import { LandscapeScheduler } from '../../../workers/landscape-scheduler.ts';
import { createService, nextTask, SlowMotion, unwrap } from './harness.ts';

/** As many links, one after the other, as once held a page up for two minutes. */
const supersessions = 108;
const now = (): number => 0;
const settings: LandscapeSettings = { cells: 256, extent: 1, seed: 1, follow: true };

/** Networks of which no two are of the same shape. */
function runOf(k: number): Run {
  const hidden = [1 + (k % 12), 1 + Math.floor(k / 12)];
  return new Run(
    { ...defaultExperiment, points: 20, hidden },
    createEngines(now).choose('wasm-f64').backend,
    now,
  );
}

/** A device that compiles nothing before the test lets it. */
class FakeDevice extends EventTarget {
  readonly lost = new Promise<never>(() => undefined);
  readonly features = new Set<string>();
  /** What was asked for, with a way to let it be done or refused. */
  readonly compilations: { label: string; end: (isDone: boolean) => void }[] = [];

  pushErrorScope(): void {}
  popErrorScope(): Promise<null> {
    return Promise.resolve(null);
  }
  createShaderModule(): object {
    return { getCompilationInfo: () => Promise.resolve({ messages: [] }) };
  }
  createBindGroupLayout(): object {
    return {};
  }
  createPipelineLayout(): object {
    return {};
  }
  createComputePipelineAsync({ label }: { label: string }): Promise<object> {
    return new Promise((resolve, reject) => {
      const end = (isDone: boolean): void => {
        if (isDone) resolve({});
        else reject(new Error('refused'));
      };
      this.compilations.push({ label, end });
    });
  }
  destroy(): void {}
}

function createDevice(): { fake: FakeDevice; device: GPUDevice } {
  const fake = new FakeDevice();
  return { fake, device: fake as unknown as GPUDevice };
}

async function settle(): Promise<void> {
  for (let k = 0; k < 5; k++) await nextTask();
}

function landscapeOf(run: Run, signal: AbortSignal): LandscapeEvaluation {
  const parameters = run.parameters();
  return {
    program: programOf(run.network),
    loss: traceLoss('squared-error'),
    parameters,
    directions: [parameters, parameters],
    alphas: Float64Array.of(0, 1),
    betas: Float64Array.of(0, 1),
    samples: run.train,
    signal,
  };
}

describe('on the GPU, what was superseded', () => {
  beforeEach(() => {
    vi.stubGlobal('GPUShaderStage', { COMPUTE: 4 });
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('while another landscape was computed has no shader compiled for it', async () => {
    const { fake, device } = createDevice();
    const session = new DeviceSession(device);
    const cache = new PipelineCache(device, 16);
    const shaders = new NetworkShaders(cache, defaultStraightLineLimit);
    const limits = { timeLimitMs: 60_000, compileLimitMs: 60_000 };
    const landscapes = new Landscapes(session, cache, shaders, limits);
    const answers: Promise<LandscapeResult>[] = [];
    let controller = new AbortController();
    for (let k = 0; k < supersessions; k++) {
      controller.abort();
      controller = new AbortController();
      answers.push(landscapes.evaluate(landscapeOf(runOf(k), controller.signal)));
      await settle();
    }
    const written = (): FakeDevice['compilations'] =>
      fake.compilations.filter(({ label }) => label !== fake.compilations[0].label);
    expect(written()).toHaveLength(1);
    for (const { end } of fake.compilations) end(true);
    await settle();
    // The last one is refused here: what follows would need a device.
    expect(written()).toHaveLength(2);
    written()[1].end(false);
    const codes = (await Promise.all(answers)).map((answer) => (answer.ok ? 'ok' : answer.code));
    expect(codes).toEqual([...Array<string>(supersessions - 1).fill('aborted'), 'shader-rejected']);
  });

  it('leaves no queue of shaders to be compiled in the background', async () => {
    const { fake, device } = createDevice();
    const shaders = new PipelineCache(device, 16);
    const describeShader = (k: number) => () => ({
      label: `network ${k}`,
      source: '',
      entryPoint: 'main',
      bindings: [],
    });
    const peek = (k: number): unknown => shaders.peek(`network ${k}`, describeShader(k));
    for (let k = 0; k < supersessions; k++) expect(peek(k)).toBeUndefined();
    expect(fake.compilations.map(({ label }) => label)).toEqual(['network 0']);
    fake.compilations[0].end(true);
    await settle();
    // What is shown now is asked for again, with its next picture.
    expect(peek(supersessions - 1)).toBeUndefined();
    expect(fake.compilations.map(({ label }) => label)).toEqual([
      'network 0',
      `network ${supersessions - 1}`,
    ]);
    fake.compilations[1].end(true);
    await settle();
    expect(peek(supersessions - 1)).toMatchObject({ ok: true });
    expect(peek(0)).toMatchObject({ ok: true });
  });

  it('is told so before it is submitted, picture by picture', () => {
    const asked: EvaluationBatch[] = [];
    const evaluator = {
      evaluate: (batch: EvaluationBatch) => {
        asked.push(batch);
        return new Promise<never>(() => undefined);
      },
    } as unknown as GpuEvaluator;
    const views = new GpuViews({ evaluator, distrust: () => undefined });
    for (let k = 0; k < supersessions; k++) {
      const run = runOf(k);
      const grids = new GridSamples(run.encoding.features, run.dataSet.slice);
      const request = {
        run,
        parameters: run.parameters(),
        grids,
        resolution: 16,
        exactly: false,
        reuseMaps: null,
      };
      Job.of(views.evaluate(request), () => expect.unreachable()).advance(now, Infinity);
    }
    expect(asked).toHaveLength(supersessions);
    expect(asked.filter(({ signal }) => signal?.aborted === false)).toEqual([asked[supersessions - 1]]);
  });

  /** A scheduler of landscapes on a GPU that never answers; `isOnGpu` says who is asked next. */
  function schedulerOnGpu() {
    const asked: LandscapeEvaluation[] = [];
    const evaluator = {
      evaluateLandscape: (request: LandscapeEvaluation) => {
        asked.push(request);
        return new Promise<never>(() => undefined);
      },
    } as unknown as GpuEvaluator;
    const keeper = { evaluator, distrust: () => undefined };
    const state = { isOnGpu: true };
    const scheduler = new LandscapeScheduler(now, (run) =>
      state.isOnGpu ? new GpuLandscape(run, keeper) : null,
    );
    const look = (run: Run): void => {
      scheduler.begin(run);
      scheduler.report({ epoch: 0, parameters: run.parameters() });
      scheduler.request({ settings, version: 0 }, 1, false);
      scheduler.advance(Infinity, false);
    };
    const wanted = (): number => asked.filter(({ signal }) => signal?.aborted === false).length;
    return { asked, wanted, look, state };
  }

  it('is told so, landscape by landscape', () => {
    const { asked, wanted, look } = schedulerOnGpu();
    for (let k = 0; k < supersessions; k++) {
      look(runOf(k));
      expect(wanted()).toBe(1);
    }
    expect(asked).toHaveLength(supersessions);
  });

  it('is told so also when the next one is computed elsewhere', () => {
    const { wanted, look, state } = schedulerOnGpu();
    look(runOf(0));
    expect(wanted()).toBe(1);
    state.isOnGpu = false;
    look(runOf(1));
    expect(wanted()).toBe(0);
  });

  it('is measured no further when Auto looks at another network', () => {
    const signals: AbortSignal[] = [];
    const auto = new AutoEvaluator({
      keeper: { state: { kind: 'available', name: 'fast', isSoftware: false } },
      measure: (_, signal) => {
        signals.push(signal);
        return new Promise<never>(() => undefined);
      },
      onMeasured: () => expect.unreachable(),
    });
    for (let k = 0; k < supersessions; k++) auto.processorFor(runOf(k));
    expect(signals.map(({ aborted }) => aborted)).toEqual([
      ...Array<boolean>(supersessions - 1).fill(true),
      false,
    ]);
  });
});

describe('on the CPU, what was superseded', () => {
  /** A service on which each step takes as long as a slice may, and what was made ready to train or to be looked at. */
  function slowService() {
    const made = { training: 0, forward: 0 };
    const motion = new SlowMotion();
    const backend: Backend = {
      ...interpreter,
      trainingSteps: (program) => {
        made.training++;
        return interpreter.trainingSteps(program);
      },
      forwardSteps: (tape) => {
        made.forward++;
        return interpreter.forwardSteps(tape);
      },
    };
    const create = (): BackendResult => ({ ok: true, backend });
    const engines = new Engines({ 'wasm-f32': create, 'wasm-f64': create, interpreter: create });
    const { service, crashes } = createService(undefined, { ...motion.parts, engines });
    return { service, crashes, made, motion };
  }

  const configure = async ({ service }: ReturnType<typeof slowService>, k: number): Promise<void> => {
    const hidden = [1 + (k % 12), 1 + Math.floor(k / 12)];
    unwrap(await service.configure({ experiment: { ...defaultExperiment, points: 20, hidden } }));
    unwrap(await service.snapshot({ viewVersion: 0, historyVersion: 0 }));
    unwrap(await service.landscape({ settings, version: 0 }));
  };

  it('was never begun, however many came before the next slice of time', async () => {
    const bench = slowService();
    for (let k = 0; k < supersessions; k++) await configure(bench, k);
    const one = slowService();
    await configure(one, supersessions - 1);
    for (const { service, motion } of [bench, one]) {
      for (let shown = false; !shown;) {
        await motion.advance();
        shown = unwrap(await service.snapshot({ viewVersion: 0, historyVersion: 0 })).view !== null;
      }
    }
    expect(bench.crashes).toEqual([]);
    // The first run of all was begun with; after it only the last was.
    expect(bench.made.training).toBeLessThanOrEqual(2);
    expect(bench.made.training).toBeGreaterThan(0);
    expect(bench.made.forward).toBeLessThanOrEqual(2 * one.made.forward);
  });
});
