import { targetInWords, type Ask } from './ask.ts';
import { counted } from './counted.ts';
import { laneOf } from './race.ts';
import { laneWords, setUpWords } from './set-up-words.ts';
import { sweepableOf } from './sweepable.ts';
import type { Experiment } from '../experiment/schema.ts';

/** What a comparison is called while nobody has called it otherwise: 'Swarm of 100 seeds'. */
export function askName(ask: Ask): string {
  if (ask.kind === 'race') return `Race of ${counted(ask.lanes.length, 'lane')}`;
  if (ask.kind === 'swarm') return `Swarm of ${counted(ask.seeds, 'seed')}`;
  if (ask.search !== 'grid') {
    const settings = counted(ask.axes.length, 'setting');
    return ask.search === 'random' ? `Random sweep of ${settings}` : `Halving sweep of ${settings}`;
  }
  const labels = [ask.x, ...(ask.y === null ? [] : [ask.y])].map(
    ({ setting }) => sweepableOf(setting)?.label ?? setting,
  );
  return `Sweep of ${labels.join(' and ')}`;
}

/** Of what, for how long and towards what: 'Circle, 4-2 tanh, …; 300 epochs, for a test loss of at most 0.1'. */
export function askWords(ask: Ask, experiment: Experiment): string {
  const lanes = ask.lanes.map(laneOf);
  const what =
    ask.kind === 'race'
      ? lanes.map((_, place) => laneWords(lanes, place)).join(' · ')
      : setUpWords(experiment);
  const isSearch = ask.kind === 'sweep' && ask.search !== 'grid';
  const labels = ask.axes.map(({ setting }) => sweepableOf(setting)?.label ?? setting);
  const drawn = isSearch ? `${counted(ask.tries, 'set-up')} of ${labels.join(', ')}, ` : '';
  const goal = targetInWords(ask);
  return `${what}; ${drawn}${counted(ask.epochs, 'epoch')}${goal === null ? '' : `, for ${goal}`}`;
}
