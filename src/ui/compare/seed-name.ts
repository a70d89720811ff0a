import type { Outcome } from '../../compare/swarm.ts';
import type { Ask } from '../../compare/ask.ts';

/** What a run of a swarm is called: by what is different about it. */
export function seedName(
  { experiment: { seed, dataSeed } }: Pick<Outcome, 'experiment'>,
  { vary }: Pick<Ask, 'vary'>,
): string {
  if (vary === 'weights') return `Seed ${seed}`;
  return vary === 'data' ? `Data seed ${dataSeed}` : `Seed ${seed}, data seed ${dataSeed}`;
}
