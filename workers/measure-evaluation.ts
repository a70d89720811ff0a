import type { Backend, ForwardExecutor, Samples } from '../src/backends/executor.ts';
import { interpreter } from '../src/backends/interpreter/interpreter.ts';
import type { GpuEvaluator } from '../src/backends/webgpu/gpu-evaluator.ts';
import type { EvaluationBatch } from '../src/backends/webgpu/requests.ts';
import type { Processor } from '../src/experiment/names.ts';
import type { EvaluationMeasurement, MeasuredEvaluator } from '../src/protocol/evaluation-messages.ts';
import { chunkSize } from '../src/training/evaluation.ts';
import type { Network } from '../src/training/network.ts';
import type { Run } from '../src/training/run.ts';
import { GridSamples } from '../src/training/samples.ts';
import { isTellable, learnStep, stepOf, type Clock } from '../src/timing/clock.ts';
import { Meter } from '../src/timing/meter.ts';
import type { EngineChoice } from './engines.ts';
import type { GpuKeeper } from './gpu-keeper.ts';
import { programOf } from './gpu-views.ts';

export interface MeasuringParts {
  readonly keeper: GpuKeeper;
  readonly now: Clock;
  /** Lets waiting messages in. */
  readonly nextTask: () => Promise<void>;
  /** Ends what nobody waits for any more at its next slice; its figures then mean nothing. */
  readonly signal?: AbortSignal;
}

/** Points a second, or why there is no figure. */
export type Rate =
  | { readonly pointsPerSecond: number; readonly reason: null }
  | { readonly pointsPerSecond: null; readonly reason: string };

/** Browsers run new WebAssembly slowly at first. */
const warmUpMs = 60;
const measuredMs = 100;
const sliceMs = 5;
/** Evaluations of the GPU of which the median counts, and the time after which fewer will do. */
const repeats = 5;
const enoughMs = 600;
/** Steps of a coarse clock in which it should have told how long an evaluation takes. */
const patience = 200;
/** What is expected to take longer is not tried: the page waits, and a driver might take it for a hang. */
const longestMs = 1500;

/** A grid that is quickly done, to know what a larger one will take. */
const probeResolution = 64;

/**
 * Evaluates the displayed outputs of a run's present weights over a grid: interpreted, compiled and on the GPU. The
 * run itself is not touched; training goes on in between, as it does when pictures are made.
 */
export async function measureEvaluation(
  run: Run,
  resolution: number,
  compiled: EngineChoice,
  parts: MeasuringParts,
): Promise<EvaluationMeasurement[]> {
  const subject = subjectOf(run, resolution);
  const rates: Readonly<Record<MeasuredEvaluator, Rate>> = refusal(subject) ?? {
    interpreted: await cpuRate(subject, interpreter, parts),
    compiled:
      compiled.fallbackReason === null
        ? await cpuRate(subject, compiled.backend, parts)
        : none(compiled.fallbackReason),
    gpu: await gpuRate(subject, parts),
  };
  return (['interpreted', 'compiled', 'gpu'] as const).map((evaluator) => ({
    evaluator,
    resolution,
    ...rates[evaluator],
  }));
}

/** Numbers that the cells of a grid may come to: they are held in double precision, 8 bytes each. */
const mostNumbers = 20_000_000;

/** Why a grid is not made, for every evaluator alike; null if it is. */
function refusal({ network, resolution }: Subject): Record<MeasuredEvaluator, Rate> | null {
  const cells = resolution ** 2;
  const inputs = network.inputs.length;
  if (cells * inputs <= mostNumbers) return null;
  const rate = none(
    `${cells.toLocaleString('en-GB')} cells of ${inputs} inputs are too many to hold at once.`,
  );
  return { interpreted: rate, compiled: rate, gpu: rate };
}

/** The same for the two that a picture can be computed by; null where the GPU gave no figure, or after the signal. */
export async function measureProcessors(
  run: Run,
  resolution: number,
  parts: MeasuringParts,
): Promise<Readonly<Record<Processor, number>> | null> {
  const subject = subjectOf(run, resolution);
  const cpu = await cpuRate(subject, run.backend, parts);
  if (parts.signal?.aborted === true) return null;
  const gpu = await gpuRate(subject, parts);
  if (cpu.pointsPerSecond === null || gpu.pointsPerSecond === null) return null;
  return { cpu: cpu.pointsPerSecond, gpu: gpu.pointsPerSecond };
}

/** What is measured: taken once, because the run may be replaced meanwhile. */
interface Subject {
  readonly network: Network;
  readonly parameters: Float64Array;
  readonly grids: GridSamples;
  readonly resolution: number;
}

function subjectOf(run: Run, resolution: number): Subject {
  const { network, encoding, shown } = run;
  const grids = new GridSamples(encoding.features, shown.slice);
  return { network, parameters: run.parameters(), grids, resolution };
}

async function cpuRate(
  { network, parameters, grids, resolution }: Subject,
  backend: Backend,
  parts: MeasuringParts,
): Promise<Rate> {
  const { output } = network.tapes;
  const executor = backend.createForward(output);
  try {
    executor.setParameters(parameters);
    const samples = grids.at(resolution);
    const outputs = Array.from({ length: network.outputCount }, () => new Float32Array(samples.count));
    const pass = { executor, samples, outputs, chunk: chunkSize(output.length, executor.grain) };
    await evaluateFor(warmUpMs, pass, parts);
    return { pointsPerSecond: await evaluateFor(measuredMs, pass, parts), reason: null };
  } finally {
    executor.dispose();
  }
}

/** All samples, a chunk at a time. */
interface Pass {
  readonly executor: ForwardExecutor;
  readonly samples: Samples;
  readonly outputs: readonly Float32Array[];
  readonly chunk: number;
}

/** Goes over the samples, again and again or only in part, until the time is up and can be told; samples a second. */
async function evaluateFor(
  budgetMs: number,
  { executor, samples, outputs, chunk }: Pass,
  { now, nextTask, signal }: MeasuringParts,
): Promise<number> {
  let points = 0;
  let spentMs = 0;
  for (
    let from = 0;
    (spentMs < budgetMs || !isTellable(spentMs, learnStep(now, 0))) && signal?.aborted !== true;
  ) {
    const start = now();
    let elapsed = 0;
    while (elapsed < sliceMs) {
      const to = Math.min(samples.count, from + chunk);
      executor.run(samples, from, to, outputs);
      points += to - from;
      from = to === samples.count ? 0 : to;
      elapsed = now() - start;
      learnStep(now, elapsed);
    }
    spentMs += elapsed;
    await nextTask();
  }
  return (points / spentMs) * 1000;
}

async function gpuRate(subject: Subject, parts: MeasuringParts): Promise<Rate> {
  const { evaluator } = parts.keeper;
  if (evaluator === null) return none('There is no GPU to measure.');
  const problem = await evaluator.prepare(programOf(subject.network));
  if (problem !== undefined) return none(problem.message);
  if (subject.resolution <= probeResolution) return gpuRateNow(evaluator, subject, parts);
  const probe = await gpuRateNow(evaluator, { ...subject, resolution: probeResolution }, parts);
  if (probe.pointsPerSecond === null) return probe;
  const expectedMs = (subject.resolution ** 2 / probe.pointsPerSecond) * 1000;
  return expectedMs <= longestMs
    ? gpuRateNow(evaluator, subject, parts)
    : none(`one picture would take about ${(expectedMs / 1000).toFixed(1)} s.`);
}

async function gpuRateNow(
  evaluator: GpuEvaluator,
  { network, parameters, grids, resolution }: Subject,
  { now, nextTask, signal }: MeasuringParts,
): Promise<Rate> {
  const points = resolution ** 2;
  const batch: EvaluationBatch = {
    program: programOf(network),
    parameters,
    parts: [{ samples: grids.axesAt(resolution), rows: network.outputCount }],
  };
  // Each of as many evaluations as the clock needs to tell.
  const rates: number[] = [];
  let meter = new Meter(now);
  const startedAt = now();
  const isOver = (): boolean => {
    const spentMs = now() - startedAt;
    return rates.length > 0 ? spentMs >= enoughMs : spentMs >= Math.max(longestMs, patience * stepOf(now));
  };
  // The first one uploads, and is not counted.
  for (let i = 0; rates.length < repeats && (i < 2 || !isOver());) {
    if (signal?.aborted === true) return none('The measurement is no longer wanted.');
    const result = await evaluator.evaluate(batch);
    if (result.ok) {
      if (i > 0) meter.add(points, result.elapsedMs);
      i++;
    } else if (result.code !== 'busy') return none(result.message);
    if (meter.perSecond !== null) {
      rates.push(meter.perSecond);
      meter = new Meter(now);
    }
    await nextTask();
  }
  if (rates.length === 0) return none('the clock of this browser is too coarse to time it.');
  rates.sort((a, b) => a - b);
  return { pointsPerSecond: rates[rates.length >> 1], reason: null };
}

function none(reason: string): Rate {
  return { pointsPerSecond: null, reason };
}
