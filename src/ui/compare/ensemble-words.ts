import { taskFor } from '../../experiment/data-sets.ts';
import { drawnUnits } from '../../experiment/drawn-units.ts';
import { isPlaneSet } from '../../experiment/names.ts';
import type { Experiment } from '../../experiment/schema.ts';

/** What the colours of the mean output say: nothing is the colour of the paper, which is dark on a dark page. */
export function meanWords(experiment: Experiment): string {
  if (taskFor(experiment) === 'classification')
    return 'The fainter the colour, the less sure they are together.';
  const middle = isScaled(experiment) ? 'the middle of the numbers' : '0';
  return `Blue is above ${middle}, orange below it: the fainter the colour, the closer.`;
}

/** Behind a number of an output's. */
export function unitWords(experiment: Experiment): string {
  return isScaled(experiment) ? ' in the scaled units of the network' : '';
}

/** Whether outputs are not in the units of what is predicted. */
function isScaled(experiment: Experiment): boolean {
  const { dataSet, drawn } = experiment;
  if (taskFor(experiment) === 'classification' || isPlaneSet(dataSet)) return false;
  if (dataSet !== 'draw') return true;
  const { shift = 0, scale = 1 } = drawnUnits(drawn)?.target ?? {};
  return shift !== 0 || scale !== 1;
}
