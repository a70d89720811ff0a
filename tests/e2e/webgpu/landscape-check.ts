import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import type { GpuEvaluator } from '../../../src/backends/webgpu/gpu-evaluator.ts';
import { landscapeCheckSteps } from '../../../src/backends/webgpu/landscape-check.ts';
import type { LandscapeEvaluation } from '../../../src/backends/webgpu/requests.ts';
import { traceLoss } from '../../../src/nn/forward-tapes.ts';
import { traceNetwork, type NetworkShape } from '../../../src/nn/network.ts';
import { randomNetwork, randomTargets, seededRandom } from './random-networks.ts';

export interface LandscapeOrder {
  readonly shape: NetworkShape;
  readonly side: number;
  readonly sampleCount: number;
  /** Added to one weight before the GPU gets it; a control. */
  readonly change?: number;
}

/** A landscape on the GPU beside the interpreter's. */
export async function compareLandscape(gpu: GpuEvaluator, order: LandscapeOrder) {
  const { shape, side, sampleCount, change = 0 } = order;
  const random = seededRandom(11);
  const { program, parameters, columns } = randomNetwork(shape, 'usual', sampleCount, random);
  const targets = randomTargets(shape, sampleCount, random);
  const direction = (): Float64Array => parameters.map(() => random() - 0.5);
  const directions = [direction(), direction()] as const;
  const steps = (to: number): Float64Array =>
    Float64Array.from({ length: side }, (_, i) => (2 * i * to) / Math.max(1, side - 1) - to);
  const [alphas, betas] = [steps(1), steps(1.5)];
  const progress: number[] = [];
  const request: LandscapeEvaluation = {
    program,
    loss: traceLoss(shape.loss, targets.length),
    parameters: parameters.with(0, parameters[0] + change),
    directions,
    alphas,
    betas,
    samples: { count: sampleCount, inputs: columns.columns, targets },
    onProgress: (share) => progress.push(share),
  };
  const result = await gpu.evaluateLandscape(request);
  if (!result.ok) throw new Error(result.message);
  const samples = { count: sampleCount, inputs: columns.columns, targets };
  const exact = interpretedLandscape(shape, { ...request, parameters }, samples);
  const differences = exact.map((loss, i) => Math.abs(result.losses[i] - loss) / Math.max(1e-3, loss));
  const { path, elapsedMs, losses } = result;
  const check = landscapeCheckSteps(
    { ...request, parameters },
    shape.loss,
    losses,
    2 * losses.length,
    random,
  );
  let checked = check.next();
  while (!checked.done) checked = check.next();
  return {
    outside: checked.value,
    cells: losses.length,
    largestRelative: Math.max(...differences),
    smallestLoss: Math.min(...exact),
    largestLoss: Math.max(...exact),
    lastProgress: progress.at(-1),
    path,
    elapsedMs,
  };
}

function interpretedLandscape(
  shape: NetworkShape,
  { parameters, directions: [d1, d2], alphas, betas }: LandscapeEvaluation,
  samples: { count: number; inputs: readonly Float64Array[]; targets: readonly Float64Array[] },
): number[] {
  const forward = interpreter.createForward(traceNetwork(shape).metrics);
  const row = new Float64Array(samples.count);
  return Array.from(betas).flatMap((beta) =>
    Array.from(alphas, (alpha) => {
      forward.setParameters(parameters.map((value, i) => value + alpha * d1[i] + beta * d2[i]));
      forward.run(samples, 0, samples.count, [row]);
      return row.reduce((sum, loss) => sum + loss, 0) / samples.count;
    }),
  );
}
