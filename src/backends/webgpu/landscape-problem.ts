import { largestMagnitude, overflowProblem } from './magnitude.ts';
import { outputCount, planProblem } from './network-plan.ts';
import type { LandscapeEvaluation } from './requests.ts';
import { failure, type EvaluationFailure } from './results.ts';

/** Cells along each side of a plane. */
const largestSide = 1024;

/** Why a landscape is declined, or undefined if it can be computed. */
export function landscapeProblem(request: LandscapeEvaluation): EvaluationFailure | undefined {
  const { program, parameters, directions, alphas, betas, samples } = request;
  const unsupported =
    planProblem(program.plan, parameters.length) ?? shapeProblem(request) ?? sampleProblem(request);
  if (unsupported !== undefined)
    return failure('unsupported', `The GPU cannot compute this landscape: ${unsupported}.`);
  const [alpha, beta] = [largestMagnitude(alphas), largestMagnitude(betas)];
  // The largest that each weight becomes anywhere on the plane.
  const reach = parameters.map(
    (value, i) => Math.abs(value) + alpha * Math.abs(directions[0][i]) + beta * Math.abs(directions[1][i]),
  );
  const overflow = overflowProblem(program.plan, reach, samples.inputs.map(largestMagnitude));
  if (overflow === undefined) return undefined;
  return failure('not-finite', `The plane reaches beyond what the GPU can compute: ${overflow}.`);
}

function shapeProblem({
  program,
  parameters,
  directions,
  alphas,
  betas,
  loss,
}: LandscapeEvaluation): string | undefined {
  const short = directions.find(({ length }) => length !== parameters.length);
  if (short !== undefined)
    return `a direction has ${short.length} numbers for ${parameters.length} parameters`;
  for (const { length } of [alphas, betas]) {
    if (length < 1 || length > largestSide) return `expected 1 to ${largestSide} cells a side, got ${length}`;
  }
  const { inputCount, targetCount, parameterCount, outputs } = loss;
  const count = outputCount(program.plan);
  return inputCount === count && targetCount === count && parameterCount === 0 && outputs.length === 1
    ? undefined
    : `the loss of ${count} predictions has as many inputs, as many targets, no parameters and one output`;
}

function sampleProblem({ program, samples }: LandscapeEvaluation): string | undefined {
  const { count, inputs, targets } = samples;
  const { inputCount } = program.plan;
  if (!Number.isInteger(count) || count < 1) return `expected at least 1 sample, got ${count}`;
  if (inputs.length !== inputCount) return `expected ${inputCount} columns, got ${inputs.length}`;
  const outputs = outputCount(program.plan);
  if (targets.length !== outputs)
    return `expected a column of targets for each of ${outputs} outputs, got ${targets.length}`;
  const short = [...inputs, ...targets].find(({ length }) => length < count);
  return short === undefined ? undefined : `a column has ${short.length} values for ${count} samples`;
}
