import { taskFor } from '../../../experiment/data-sets.ts';
import { writeDrawing } from '../../../experiment/drawing.ts';
import type { Experiment } from '../../../experiment/schema.ts';

/** What choosing to draw changes: what was drawn before; else nothing, of numbers where those are predicted now. */
export function beginDrawing(experiment: Experiment): Partial<Experiment> {
  const isAnew = experiment.drawn === '' && taskFor(experiment) === 'regression';
  return { dataSet: 'draw', ...(isAnew ? { drawn: writeDrawing([], 'number') } : {}) };
}
