import { html } from 'lit';
import { formatEpoch, formatLoss } from '../../controls/format.ts';
import type { RunSight } from '../run-sight.ts';
import type { Challenge } from '../chapter.ts';

/** On one neuron the loss is a parabola in every weight: the steps leave its valley over some tens of batches. */
const tooHigh = 0.12;
const epochs = 50;
const small = 0.01;

export const rate: Challenge = {
  id: 'rate',
  title: 'Challenge: a rate too high',
  tool: 'playground',
  text: html`<p>
    The gradient only says which way is downhill. How far to go is the <em>learning rate</em>: after each
    batch, every weight moves by rate × gradient, against the gradient. The task here is to predict a number
    for each point, one that rises evenly from one side to the other; a single neuron can do it. With the
    usual rate, 0.03, it learns in a few epochs, each of them ten batches. Now the rate is ${tooHigh}.
  </p>`,
  question: `What will happen in ${epochs} epochs?`,
  answers: [
    'It learns the same, about three times as fast',
    'It learns, but the loss stays higher',
    'The loss grows until the numbers overflow',
  ],
  run: 'Press Play and watch the loss batch by batch: the curve has a point for each, ten a second.',
  hint: 'A step can be so long that it ends higher up, on the other side of the valley. There the slope is steeper still, and so is the next step.',
  setup: { dataSet: 'plane', points: 200, hidden: [], learningRate: tooHigh, seed: 8 },
  speed: 'ten-batches-a-second',
  lossScale: 'log',
  isDecided: ({ status, view }) => status === 'diverged' || view.epoch >= epochs,
  answerOf: (now, start) => (hasEscaped(now, start) ? 2 : now.view.trainLoss < small ? 0 : 1),
  report: whatHappened,
  remedy: {
    goal: 'Lower the learning rate, press Reset, and train until the train loss is below 0.01.',
    isReached: ({ experiment, status, view }) =>
      experiment.dataSet === 'plane' &&
      experiment.learningRate < tooHigh &&
      status !== 'diverged' &&
      view.trainLoss < small,
    obstacle: farOut,
  },
};

/** No start is as bad as that: such weights come from the rate before. */
const far = 1000;

function farOut({ experiment, view }: RunSight): string | null {
  if (experiment.learningRate >= tooHigh || view.trainLoss < far) return null;
  return 'These weights were thrown far out by the rate before. Press Reset, and the new rate begins where the old one did.';
}

/** Many times the loss that it began with; double precision has room for far more than these epochs take. */
const escape = 1e6;

function hasEscaped({ status, view }: RunSight, start: RunSight): boolean {
  return status === 'diverged' || view.trainLoss > escape * start.view.trainLoss;
}

function whatHappened(now: RunSight, start: RunSight): string {
  const { status, view } = now;
  const before = formatLoss(start.view.trainLoss);
  const why =
    'A step that is too long goes down the slope, through the valley and up on the other side, to where it is higher and steeper still.';
  if (status === 'diverged') {
    return `The loss was ${before} before the first step. It swung up and down, higher each time, until it was no longer a finite number: the training has diverged. ${why}`;
  }
  const after = `The loss was ${before} before the first step and is ${formatLoss(view.trainLoss)} after ${formatEpoch(view.epoch)} epochs`;
  return hasEscaped(now, start) ? `${after}, and on its way to overflow. ${why}` : `${after}.`;
}
