import { bytesPerNumber } from './batch.ts';
import { GrowingBuffer, UploadedBuffer } from './buffers.ts';
import { ChunkSizer } from './chunk-sizer.ts';
import type { CompiledShader } from './compile.ts';
import type { Attempt, DeviceSession } from './device-session.ts';
import { landscapeProblem } from './landscape-problem.ts';
import { landscapeFamily, landscapeWorkgroupSize, moveShader, planeWords } from './landscape-shader.ts';
import { operationCount } from './network-plan.ts';
import type { ChosenShader, NetworkShaders } from './network-shaders.ts';
import { packColumns, packTables } from './pack.ts';
import type { PipelineCache } from './pipeline-cache.ts';
import type { LandscapeEvaluation, LandscapeResult } from './requests.ts';
import { failure } from './results.ts';

/** Samples whose losses one invocation sums: enough to be worth a thread, few enough for f32. */
export const groupSize = 32;
/** What the moved weights of a chunk may take. */
const weightBytes = 2 ** 24;
const bytesPerBlock = 16;

export interface TimeLimits {
  /** For each chunk. */
  readonly timeLimitMs: number;
  readonly compileLimitMs: number;
}

const aborted = failure('aborted', 'The loss landscape is no longer wanted.');

/** Computes landscapes on a session's device, one at a time and each in chunks. */
export class Landscapes {
  readonly #session: DeviceSession;
  readonly #pipelines: PipelineCache;
  readonly #shaders: NetworkShaders;
  readonly #limits: TimeLimits;
  #last: Promise<unknown> = Promise.resolve();

  constructor(session: DeviceSession, pipelines: PipelineCache, shaders: NetworkShaders, limits: TimeLimits) {
    this.#session = session;
    this.#limits = limits;
    this.#pipelines = pipelines;
    this.#shaders = shaders;
  }

  /** See `GpuEvaluator.evaluateLandscape`. */
  evaluate(request: LandscapeEvaluation): Promise<LandscapeResult> {
    const problem = this.#session.end ?? landscapeProblem(request);
    if (problem !== undefined) return Promise.resolve(problem);
    // The caller may write to his own while this waits.
    const { parameters, directions, alphas, betas } = request;
    const kept: LandscapeEvaluation = {
      ...request,
      parameters: parameters.slice(),
      directions: [directions[0].slice(), directions[1].slice()],
      alphas: alphas.slice(),
      betas: betas.slice(),
    };
    const result = this.#last.then(() => this.#evaluate(kept));
    this.#last = result;
    return result;
  }

  async #evaluate(request: LandscapeEvaluation): Promise<LandscapeResult> {
    const isUnwanted = (): boolean => request.signal?.aborted === true;
    // Whoever gave up while another landscape was computed has nothing compiled any more.
    if (isUnwanted()) return aborted;
    const startedMs = performance.now();
    const compiled = await this.#session.attempt(this.#limits.compileLimitMs, () => this.#compile(request));
    if (!compiled.ok) return compiled;
    if (isUnwanted()) return aborted;
    const { move, sum } = compiled.value;
    const kernel = new LandscapeKernel(this.#session, request, move, sum);
    try {
      const losses = await this.#inChunks(request, kernel);
      if (!losses.ok) return losses;
      return { ok: true, losses: losses.value, elapsedMs: performance.now() - startedMs, path: sum.path };
    } finally {
      kernel.release();
    }
  }

  async #compile({
    program,
    loss,
  }: LandscapeEvaluation): Promise<Attempt<{ move: CompiledShader; sum: ChosenShader }>> {
    const [move, sum] = await Promise.all([
      this.#pipelines.get('move weights', () => moveShader),
      this.#shaders.best(program, landscapeFamily(program, loss)),
    ]);
    if (!move.ok) return move;
    return sum.ok ? { ok: true, value: { move: move.shader, sum: sum.chosen } } : sum;
  }

  async #inChunks(
    { signal, onProgress, alphas, betas }: LandscapeEvaluation,
    kernel: LandscapeKernel,
  ): Promise<Attempt<Float32Array<ArrayBuffer>>> {
    const losses = new Float32Array(alphas.length * betas.length);
    const sizer = new ChunkSizer(kernel.mostCells, kernel.operationsPerCell);
    for (let first = 0; first < losses.length;) {
      if (signal?.aborted === true) return aborted;
      const chunk = losses.subarray(first, first + sizer.next);
      const startedMs = performance.now();
      const done = await this.#session.attempt(this.#limits.timeLimitMs, () => kernel.run(first, chunk));
      if (!done.ok) return done;
      sizer.took(chunk.length, performance.now() - startedMs);
      first += chunk.length;
      onProgress?.(first / losses.length);
    }
    return { ok: true, value: losses };
  }
}

/** One landscape on the GPU: its buffers and how a chunk of its cells is computed. The owner calls `release()`. */
class LandscapeKernel {
  /** Cells that fit into one chunk. */
  readonly mostCells: number;
  readonly operationsPerCell: number;
  readonly #session: DeviceSession;
  readonly #move: CompiledShader;
  readonly #sum: ChosenShader;
  readonly #sampleCount: number;
  readonly #groupCount: number;
  readonly #blockCount: number;
  readonly #alphaCount: number;
  /** What does not change from chunk to chunk. */
  readonly #fixed: Readonly<Record<'directions' | 'steps' | 'features' | 'targets', GPUBuffer>>;
  readonly #tables: readonly GPUBuffer[];
  readonly #owned: { release(): void }[] = [];
  readonly #plane: UploadedBuffer;
  readonly #weights: GrowingBuffer;
  readonly #sums: GrowingBuffer;
  readonly #staging: GrowingBuffer;

  constructor(session: DeviceSession, request: LandscapeEvaluation, move: CompiledShader, sum: ChosenShader) {
    const { program, parameters, directions, alphas, betas, samples } = request;
    const { STORAGE, UNIFORM, COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage;
    this.#session = session;
    this.#move = move;
    this.#sum = sum;
    this.#alphaCount = alphas.length;
    this.#sampleCount = samples.count;
    this.#groupCount = Math.ceil(samples.count / groupSize);
    const blocks = [parameters, ...directions].map(sum.pack);
    this.#blockCount = (blocks[0].length * bytesPerNumber) / bytesPerBlock;
    this.operationsPerCell = operationCount(program.plan) * samples.count;
    const { maxComputeWorkgroupsPerDimension } = session.resources.device.limits;
    const mostInvocations = maxComputeWorkgroupsPerDimension * landscapeWorkgroupSize;
    this.mostCells = Math.min(
      mostInvocations / this.#groupCount,
      mostInvocations / this.#blockCount,
      weightBytes / (this.#blockCount * bytesPerBlock),
    );

    this.#fixed = {
      directions: this.#upload('directions', joined(blocks)),
      steps: this.#upload('steps', joined([alphas, betas])),
      features: this.#upload('features', packColumns(samples.inputs, samples.count)),
      targets: this.#upload('targets', packColumns(samples.targets, samples.count)),
    };
    const tables = sum.tables === null ? null : packTables(program.plan, []);
    this.#tables =
      tables === null ? [] : [this.#upload('network', tables.network), this.#upload('taps', tables.taps)];
    this.#plane = this.#own(new UploadedBuffer(session.resources, 'landscape plane', UNIFORM));
    this.#weights = this.#growing('weights', STORAGE);
    this.#sums = this.#growing('sums', STORAGE | COPY_SRC);
    this.#staging = this.#growing('staging', MAP_READ | COPY_DST);
  }

  #own<T extends { release(): void }>(buffer: T): T {
    this.#owned.push(buffer);
    return buffer;
  }

  #growing(name: string, usage: GPUBufferUsageFlags): GrowingBuffer {
    return this.#own(new GrowingBuffer(this.#session.resources, `landscape ${name}`, usage));
  }

  #upload(name: string, words: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>): GPUBuffer {
    const buffer = new UploadedBuffer(this.#session.resources, `landscape ${name}`, GPUBufferUsage.STORAGE);
    return this.#own(buffer).holding(words);
  }

  /** Computes the mean losses of the cells from `first` on into `losses`. */
  async run(first: number, losses: Float32Array): Promise<Attempt<null>> {
    const byteLength = losses.length * this.#groupCount * bytesPerNumber;
    const staging = this.#staging.atLeast(byteLength);
    const problem = await this.#session.submitted(() =>
      this.#submit(first, losses.length, staging, byteLength),
    );
    if (problem !== undefined) return problem;
    const sums = new Float32Array(staging.getMappedRange(0, byteLength));
    for (let cell = 0; cell < losses.length; cell++) {
      let sum = 0;
      for (let group = 0; group < this.#groupCount; group++) sum += sums[cell * this.#groupCount + group];
      losses[cell] = Number.isFinite(sum) ? sum / this.#sampleCount : Infinity;
    }
    staging.unmap();
    return { ok: true, value: null };
  }

  #submit(first: number, cellCount: number, staging: GPUBuffer, byteLength: number): Promise<undefined> {
    const { device } = this.#session.resources;
    const { directions, steps, features, targets } = this.#fixed;
    const plane = this.#plane.holding(this.#describe(first, cellCount));
    const weights = this.#weights.atLeast(cellCount * this.#blockCount * bytesPerBlock);
    const sums = this.#sums.atLeast(byteLength);
    const encoder = device.createCommandEncoder({ label: 'landscape' });
    const pass = encoder.beginComputePass({ label: 'landscape' });
    this.#dispatch(pass, this.#move, [plane, directions, steps, weights], cellCount * this.#blockCount);
    const bindings = [plane, weights, features, targets, sums, ...this.#tables];
    this.#dispatch(pass, this.#sum.shader, bindings, cellCount * this.#groupCount);
    pass.end();
    encoder.copyBufferToBuffer(sums, 0, staging, 0, byteLength);
    device.queue.submit([encoder.finish()]);
    return staging.mapAsync(GPUMapMode.READ, 0, byteLength);
  }

  /** The shader's Plane. */
  #describe(first: number, cellCount: number): Uint32Array<ArrayBuffer> {
    const words = new Uint32Array(planeWords);
    words.set([
      this.#sampleCount,
      groupSize,
      this.#groupCount,
      this.#blockCount,
      cellCount,
      first,
      this.#alphaCount,
    ]);
    return words;
  }

  #dispatch(
    pass: GPUComputePassEncoder,
    { pipeline, layout }: CompiledShader,
    buffers: readonly GPUBuffer[],
    invocations: number,
  ): void {
    const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
    pass.setPipeline(pipeline);
    pass.setBindGroup(
      0,
      this.#session.resources.device.createBindGroup({ label: 'landscape', layout, entries }),
    );
    pass.dispatchWorkgroups(Math.ceil(invocations / landscapeWorkgroupSize));
  }

  release(): void {
    for (const buffer of this.#owned) buffer.release();
  }
}

function joined(columns: readonly (Float32Array | Float64Array)[]): Float32Array<ArrayBuffer> {
  const all = new Float32Array(columns.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const column of columns) {
    all.set(column, end);
    end += column.length;
  }
  return all;
}
