import { batchProblem, bytesPerNumber, resultCountOf, sampleCountOf } from './batch.ts';
import { GrowingBuffer, SampleCache, UploadedBuffer } from './buffers.ts';
import { DeviceSession, type Attempt } from './device-session.ts';
import type { ResourceCounts } from './device-resources.ts';
import { loopShader, partWords, straightLineShader, workgroupSize } from './evaluation-shader.ts';
import { Landscapes, type TimeLimits } from './landscape.ts';
import type { NetworkProgram } from './network-plan.ts';
import {
  defaultStraightLineLimit,
  NetworkShaders,
  type ChosenShader,
  type KernelFamily,
} from './network-shaders.ts';
import { PipelineCache } from './pipeline-cache.ts';
import type {
  BatchPart,
  EvaluationBatch,
  EvaluationResult,
  LandscapeEvaluation,
  LandscapeResult,
} from './requests.ts';
import { failure, type EvaluationFailure, type GpuAdapterInfo, type GpuFault } from './results.ts';
import { StagingRing, type StagingSlot } from './staging-ring.ts';
import { PassTimer } from './pass-timer.ts';

export interface GpuEvaluatorParts {
  readonly device: GPUDevice;
  readonly adapter: GpuAdapterInfo;
  /** For each evaluation. */
  readonly timeLimitMs: number;
  /** For compiling a shader. */
  readonly compileLimitMs: number;
  /** Multiplications and additions of a sample up to which a network is written out. */
  readonly straightLineLimit?: number;
}

/** Submissions that may be under way at once. */
const ringSize = 3;
/** Topologies whose pipelines are kept. */
export const keptPipelines = 16;
/** Sources of samples kept on the GPU: boundary grids, the neuron maps, the train and test sets. */
const keptSources = 6;
/** Offsets of uniform bindings are multiples of this on every device. */
const uniformStride = 256;

/**
 * Owns a GPU device and every object made with it, from `openGpu` to its end.
 *
 * No call rejects, and every call settles: with values, with a refusal, after which others may be asked, or with the
 * fault that ended the GPU. The end releases everything at once; `lost` tells of it, whatever brought it about.
 */
export class GpuEvaluator {
  readonly adapter: GpuAdapterInfo;
  /** Settles once, when no later call can succeed: after a fault, or after `dispose()`. */
  readonly lost: Promise<GpuFault>;

  readonly #session: DeviceSession;
  readonly #limits: TimeLimits;
  readonly #pipelines: PipelineCache;
  readonly #shaders: NetworkShaders;
  readonly #landscapes: Landscapes;
  readonly #ring: StagingRing;
  readonly #timer: PassTimer;
  readonly #parts: UploadedBuffer;
  readonly #weights: UploadedBuffer;
  readonly #network: UploadedBuffer;
  readonly #taps: UploadedBuffer;
  readonly #samples: SampleCache;
  readonly #results: GrowingBuffer;

  /** Takes over the device. */
  constructor({ device, adapter, timeLimitMs, compileLimitMs, straightLineLimit }: GpuEvaluatorParts) {
    const session = new DeviceSession(device);
    const { resources } = session;
    const { STORAGE, UNIFORM, COPY_SRC } = GPUBufferUsage;
    this.adapter = adapter;
    this.lost = session.lost;
    this.#session = session;
    this.#limits = { timeLimitMs, compileLimitMs };
    this.#pipelines = new PipelineCache(device, keptPipelines);
    this.#shaders = new NetworkShaders(this.#pipelines, straightLineLimit ?? defaultStraightLineLimit);
    this.#landscapes = new Landscapes(session, this.#pipelines, this.#shaders, this.#limits);
    this.#ring = new StagingRing(resources, ringSize);
    this.#timer = new PassTimer(resources);
    this.#parts = new UploadedBuffer(resources, 'parts', UNIFORM);
    this.#weights = new UploadedBuffer(resources, 'weights', STORAGE);
    this.#network = new UploadedBuffer(resources, 'network', STORAGE);
    this.#taps = new UploadedBuffer(resources, 'taps', STORAGE);
    this.#samples = new SampleCache(resources, keptSources);
    this.#results = new GrowingBuffer(resources, 'results', STORAGE | COPY_SRC);
  }

  /** What is alive on the device. Bounded, whatever was evaluated before; all zero after the end. */
  get counts(): ResourceCounts {
    const { bufferCount, bufferBytes } = this.#session.resources;
    const isOver = this.#session.end !== undefined;
    return {
      buffers: bufferCount,
      bufferBytes,
      pipelines: isOver ? 0 : this.#pipelines.size,
    };
  }

  /**
   * Evaluates all parts of a batch in one submission. Calls may overlap: as many as there are staging buffers are
   * under way at once, and what is asked beyond is refused as `busy`, so that nothing queues up.
   *
   * A network seen for the first time runs by loops over its layers while the shader written out for it compiles.
   */
  async evaluate(batch: EvaluationBatch): Promise<EvaluationResult> {
    const problem = this.#session.end ?? batchProblem(batch, this.#session.resources.device.limits);
    if (problem !== undefined) return problem;
    if (!this.#ring.hasFree) return busy;
    const startedMs = performance.now();
    // The caller may write to his own while a shader is compiled.
    const kept = { ...batch, parameters: batch.parameters.slice() };
    const outcome = await this.#session.attempt(this.#limits.timeLimitMs, () => this.#evaluate(kept));
    if (!outcome.ok) return outcome;
    return { ok: true, ...outcome.value, elapsedMs: performance.now() - startedMs };
  }

  /** Waits until the shader that is right for a network is compiled; what stood in the way, if anything did. */
  async prepare(program: NetworkProgram): Promise<EvaluationFailure | undefined> {
    const outcome = await this.#session.attempt(this.#limits.compileLimitMs, async () => {
      const choice = await this.#shaders.best(program, familyOf(program));
      return choice.ok ? { ok: true, value: null } : choice;
    });
    return outcome.ok ? undefined : outcome;
  }

  /**
   * The loss over a plane of weights. Works in chunks of some 50 ms, between which evaluations get their turn; each
   * chunk has the time limit of an evaluation. One landscape at a time: a second one waits for the first.
   */
  evaluateLandscape(request: LandscapeEvaluation): Promise<LandscapeResult> {
    return this.#landscapes.evaluate(request);
  }

  /** Ends the GPU because of what its caller found, such as a wrong result. */
  fail(reason: GpuFault): void {
    this.#session.finish(reason);
    this.#pipelines.release();
  }

  /** Releases every GPU object and the device; what is pending settles with `disposed`. May be called twice. */
  dispose(): void {
    this.fail(failure('disposed', 'The GPU evaluator was disposed.'));
  }

  async #evaluate(batch: EvaluationBatch): Promise<Attempt<Values>> {
    const choice = await this.#shaders.ready(batch.program, familyOf(batch.program));
    if (!choice.ok) return choice;
    if (batch.signal?.aborted === true) return failure('aborted', 'The picture is no longer wanted.');
    const { chosen } = choice;
    const resultBytes = batch.parts.reduce((sum, part) => sum + resultCountOf(part), 0) * bytesPerNumber;
    let slot: StagingSlot | undefined;
    const problem = await this.#session.submitted(() => {
      slot = this.#ring.take(this.#timer.end(resultBytes));
      return slot === undefined ? Promise.resolve(undefined) : this.#submit(batch, chosen, slot, resultBytes);
    });
    if (problem !== undefined) return problem;
    if (slot === undefined) return busy;
    const values = this.#read(batch.parts, slot, resultBytes);
    slot.free();
    if (!values.values.every(isFinite))
      return failure('wrong-result', 'The GPU returned values that are not finite.');
    return { ok: true, value: { ...values, path: chosen.path } };
  }

  #submit(
    batch: EvaluationBatch,
    { shader, pack, tables }: ChosenShader,
    { buffer: staging }: StagingSlot,
    resultBytes: number,
  ): Promise<undefined> {
    const { device } = this.#session.resources;
    const label = 'evaluate network';
    const parts = this.#parts.holding(packParts(batch.parts));
    const weights = this.#weights.holding(pack(batch.parameters));
    const results = this.#results.atLeast(resultBytes);
    const network =
      tables === null ? [] : [this.#network.holding(tables.network), this.#taps.holding(tables.taps)];
    const encoder = device.createCommandEncoder({ label });
    const pass = encoder.beginComputePass({ label, ...this.#timer.writes });
    pass.setPipeline(shader.pipeline);
    batch.parts.forEach(({ samples }, i) => {
      const buffers = [weights, this.#samples.bufferFor(samples), results, ...network];
      const uniform = { buffer: parts, offset: i * uniformStride, size: partWords * bytesPerNumber };
      const resources: GPUBufferBinding[] = [uniform, ...buffers.map((buffer) => ({ buffer }))];
      const entries = resources.map((resource, binding) => ({ binding, resource }));
      pass.setBindGroup(0, device.createBindGroup({ label, layout: shader.layout, entries }));
      pass.dispatchWorkgroups(Math.ceil(sampleCountOf(samples) / workgroupSize));
    });
    pass.end();
    encoder.copyBufferToBuffer(results, 0, staging, 0, resultBytes);
    this.#timer.resolve(encoder, staging, resultBytes);
    device.queue.submit([encoder.finish()]);
    return staging.mapAsync(GPUMapMode.READ, 0, this.#timer.end(resultBytes));
  }

  #read(parts: readonly BatchPart[], { buffer }: StagingSlot, resultBytes: number): Omit<Values, 'path'> {
    const mapped = buffer.getMappedRange(0, this.#timer.end(resultBytes));
    let end = 0;
    const values = parts.map((part) => {
      const start = end;
      end += resultCountOf(part) * bytesPerNumber;
      return new Float32Array(mapped.slice(start, end));
    });
    const gpuMs = this.#timer.read(mapped, resultBytes);
    buffer.unmap();
    return { values, gpuMs };
  }
}

type Values = Pick<Extract<EvaluationResult, { ok: true }>, 'values' | 'gpuMs' | 'path'>;

const busy = failure('busy', 'The GPU is still at work on earlier frames.');

function familyOf(program: NetworkProgram): KernelFamily {
  return { name: 'evaluate', loops: loopShader, straightLine: () => straightLineShader(program) };
}

/** A `Part` of the shader for each part, in strides that bindings may begin at. */
function packParts(parts: readonly BatchPart[]): Uint32Array<ArrayBuffer> {
  const strideWords = uniformStride / bytesPerNumber;
  const words = new Uint32Array(parts.length * strideWords);
  let firstResult = 0;
  parts.forEach((part, i) => {
    const { samples, rows } = part;
    const gridWidth = samples.kind === 'grid' ? samples.resolution : 0;
    words.set([sampleCountOf(samples), gridWidth, rows, firstResult], i * strideWords);
    firstResult += resultCountOf(part);
  });
  return words;
}

function isFinite(values: Float32Array): boolean {
  let sum = 0;
  // 0 for every number, NaN for everything else.
  for (const value of values) sum += value * 0;
  return sum === 0;
}
