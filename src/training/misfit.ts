import type { ExecutorState } from '../backends/executor.ts';
import { randomFromState } from '../data/random.ts';
import type { Run, RunState } from './run.ts';

/**
 * Why a state that may come from anywhere is none of this run, which was just made of its settings and is not trained; null
 * where it is one. `run` cannot be used after it.
 */
export function misfitOf(run: Run, state: RunState): string | null {
  const begin = run.state();
  const problem = misfitWeights(begin, state);
  if (problem !== null) return problem;
  if (state.generator.length !== begin.generator.length)
    return `its generator has ${state.generator.length} words, expected ${begin.generator.length}`;
  const { best = null } = state.stopping ?? {};
  const ofBest = best === null ? null : misfitWeights(begin, best.weights);
  if (ofBest !== null) return ofBest;
  try {
    randomFromState(state.generator);
    run.restore(state);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const { count } = run.epochSamples;
  return state.position <= count ? null : `it is at sample ${state.position} of an epoch of ${count}`;
}

function misfitWeights(expected: ExecutorState, given: ExecutorState): string | null {
  const [has, needs] = [given.parameters.length, expected.parameters.length];
  if (has !== needs) return `it has ${has} weights and biases, the network of its settings has ${needs}`;
  const carried = (of: ExecutorState): string =>
    `${of.state.length} numbers for each weight and ${of.shared.length} for all`;
  const isSame = carried(given) === carried(expected) && given.state.every(({ length }) => length === needs);
  return isSame ? null : `its optimizer carries ${carried(given)}, expected ${carried(expected)}`;
}
