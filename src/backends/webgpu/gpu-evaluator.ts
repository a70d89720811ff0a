import { FeatureCache, GrowingBuffer } from './buffers.ts';
import { inErrorScopes } from './error-scopes.ts';
import { prepareJob, type EvaluationRequest, type Job } from './job.ts';
import { packFeatures } from './pack.ts';
import {
  failure,
  messageOf,
  type EvaluationFailure,
  type EvaluationResult,
  type GpuAdapterInfo,
} from './results.ts';
import { workgroupSize } from './shader.ts';

export interface GpuEvaluatorParts {
  readonly device: GPUDevice;
  readonly adapter: GpuAdapterInfo;
  readonly pipeline: GPUComputePipeline;
  readonly bindGroupLayout: GPUBindGroupLayout;
  readonly timeLimitMs: number;
}

/** Sets of features kept on the GPU: a grid, the neuron maps, and what each showed before. */
const keptFeatureSets = 4;

/**
 * Owns a GPU device and every object made with it, from `openGpu` to `dispose()`.
 *
 * Every call of `evaluate` settles, and none rejects: with values, or with the reason why there are none. Calls may
 * overlap; they run one after another, in order.
 */
export class GpuEvaluator {
  readonly adapter: GpuAdapterInfo;
  /** Settles once, when no later call can succeed: the device was lost, or `dispose()` was called. */
  readonly lost: Promise<EvaluationFailure>;

  readonly #parts: GpuEvaluatorParts;
  readonly #network: GrowingBuffer;
  readonly #weights: GrowingBuffer;
  readonly #taps: GrowingBuffer;
  readonly #results: GrowingBuffer;
  readonly #readback: GrowingBuffer;
  readonly #features: FeatureCache;
  readonly #announceLoss: (reason: EvaluationFailure) => void;
  /** Why nothing works any more. */
  #end: EvaluationFailure | undefined;
  /** Settles the evaluation that runs now. */
  #giveUp: ((reason: EvaluationFailure) => void) | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  /** Takes over the device. */
  constructor(parts: GpuEvaluatorParts) {
    const { device, adapter } = parts;
    const { STORAGE, COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage;
    this.#parts = parts;
    this.adapter = adapter;
    this.#network = new GrowingBuffer(device, 'network', STORAGE | COPY_DST);
    this.#weights = new GrowingBuffer(device, 'weights', STORAGE | COPY_DST);
    this.#taps = new GrowingBuffer(device, 'taps', STORAGE | COPY_DST);
    this.#results = new GrowingBuffer(device, 'results', STORAGE | COPY_SRC);
    this.#readback = new GrowingBuffer(device, 'readback', MAP_READ | COPY_DST);
    this.#features = new FeatureCache(device, keptFeatureSets);
    let announceLoss: (reason: EvaluationFailure) => void = () => undefined;
    this.lost = new Promise((resolve) => (announceLoss = resolve));
    this.#announceLoss = announceLoss;
    void device.lost.then(({ message }) => {
      this.#finish(failure('device-lost', `The GPU was lost: ${message || 'no reason given'}`));
    });
  }

  /** Evaluates a network over all samples of a request; see there. */
  evaluate(request: EvaluationRequest): Promise<EvaluationResult> {
    if (this.#end !== undefined) return Promise.resolve(this.#end);
    const prepared = prepareJob(request, this.#parts.device.limits);
    if (!prepared.ok) return Promise.resolve(prepared);
    const result = this.#queue.then(() => this.#run(prepared.job));
    this.#queue = result;
    return result;
  }

  /** Releases every GPU object and the device; a pending evaluation settles with `disposed`. May be called twice. */
  dispose(): void {
    this.#finish(failure('disposed', 'The GPU evaluator was disposed.'));
  }

  #finish(reason: EvaluationFailure): void {
    if (this.#end !== undefined) return;
    this.#end = reason;
    this.#giveUp?.(reason);
    this.#releaseBuffers();
    this.#parts.device.destroy();
    this.#announceLoss(reason);
  }

  #releaseBuffers(): void {
    for (const owner of [
      this.#network,
      this.#weights,
      this.#taps,
      this.#results,
      this.#readback,
      this.#features,
    ]) {
      owner.release();
    }
  }

  async #run(job: Job): Promise<EvaluationResult> {
    if (this.#end !== undefined) return this.#end;
    const startedMs = performance.now();
    // The end may have come after the results did.
    const problem = (await this.#settled(this.#compute(job))) ?? this.#end;
    if (problem !== undefined) {
      // A buffer may be invalid or still being mapped: the next evaluation makes its own.
      this.#releaseBuffers();
      return problem;
    }
    const values = this.#readValues(job);
    return values.every(Number.isFinite)
      ? { ok: true, values, elapsedMs: performance.now() - startedMs }
      : failure('not-finite', 'The GPU returned values that are not finite.');
  }

  /** Waits for `work`, the time limit, the loss of the device or `dispose()`, whichever comes first. */
  #settled(work: Promise<EvaluationFailure | undefined>): Promise<EvaluationFailure | undefined> {
    const { timeLimitMs } = this.#parts;
    return new Promise((resolve) => {
      const settle = (outcome: EvaluationFailure | undefined): void => {
        // Work that was given up may still come back, when another evaluation is running.
        if (this.#giveUp !== settle) return;
        clearTimeout(timer);
        this.#giveUp = undefined;
        resolve(outcome);
      };
      const timer = setTimeout(() => {
        settle(failure('timeout', `The GPU did not answer within ${timeLimitMs / 1000} s.`));
      }, timeLimitMs);
      this.#giveUp = settle;
      void work.then(settle);
    });
  }

  /** Submits the job and waits until its results are mapped. Never rejects. */
  async #compute(job: Job): Promise<EvaluationFailure | undefined> {
    try {
      const { result: mapped, problem } = inErrorScopes(this.#parts.device, () => this.#submit(job));
      // Observed at once, so that a rejection is handled however long the problem takes to arrive.
      const mapProblem = mapped.then(() => undefined, mapFailure);
      return (await problem) ?? (await mapProblem);
    } catch (error) {
      return failure('validation', `The GPU refused the work: ${messageOf(error)}`);
    }
  }

  #submit({ weights, tables, columns, sampleCount, resultBytes }: Job): Promise<undefined> {
    const { device, pipeline, bindGroupLayout } = this.#parts;
    const results = this.#results.atLeast(resultBytes);
    const readback = this.#readback.atLeast(resultBytes);
    const bindings = [
      this.#network.holding(tables.network),
      this.#weights.holding(weights),
      this.#features.bufferFor(columns, sampleCount, packFeatures),
      this.#taps.holding(tables.taps),
      results,
    ];
    const bindGroup = device.createBindGroup({
      label: 'evaluate network',
      layout: bindGroupLayout,
      entries: bindings.map((buffer, binding) => ({ binding, resource: { buffer } })),
    });
    const encoder = device.createCommandEncoder({ label: 'evaluate network' });
    const pass = encoder.beginComputePass({ label: 'evaluate network' });
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindGroup);
    pass.dispatchWorkgroups(Math.ceil(sampleCount / workgroupSize));
    pass.end();
    encoder.copyBufferToBuffer(results, 0, readback, 0, resultBytes);
    device.queue.submit([encoder.finish()]);
    return readback.mapAsync(GPUMapMode.READ, 0, resultBytes);
  }

  #readValues({ resultBytes }: Job): Float32Array<ArrayBuffer> {
    const readback = this.#readback.atLeast(resultBytes);
    const values = new Float32Array(readback.getMappedRange(0, resultBytes).slice(0));
    readback.unmap();
    return values;
  }
}

/** A map is aborted only by the loss of the device: nothing here unmaps or destroys while it waits. */
function mapFailure(error: unknown): EvaluationFailure {
  return error instanceof DOMException && error.name === 'AbortError'
    ? failure('device-lost', 'The GPU was lost during an evaluation.')
    : failure('validation', `The GPU could not hand back its results: ${messageOf(error)}`);
}
