import { html } from 'lit';
import { formatCount, formatEpoch, formatShare } from '../../controls/format.ts';
import { trainAccuracy, type RunSight } from '../run-sight.ts';
import type { Challenge } from '../chapter.ts';

const epochs = 1000;
const nearlyAll = 0.95;
const most = 0.75;
/** A network with room enough is done long before; one that is not by then hardly ever gets there. */
const patience = 4000;

export const spiral: Challenge = {
  id: 'spiral',
  title: 'Challenge: two neurons for a spiral',
  tool: 'playground',
  text: html`<p>
    This data set is the hardest: two arms of a spiral, wound around each other. The network has one hidden
    layer of two neurons, and ${formatCount(epochs)} epochs of time. Each hidden neuron gives the boundary one
    bend; the output weighs them against each other.
  </p>`,
  question: `How many of the train points will it have right after ${formatCount(epochs)} epochs or more?`,
  answers: [
    'Nearly all: more than 95\u00a0%',
    'Most: 75 to 95\u00a0%',
    'About half, or fewer than that: less than 75\u00a0%',
  ],
  run: `Press Play and let it train for at least ${formatCount(epochs)} epochs.`,
  hint: 'For the last part, two hidden layers of eight neurons each are enough. Set them, then press Reset: added to a network that has long been trained, new neurons find their places taken. From the beginning they need a thousand epochs or two.',
  setup: { dataSet: 'spiral', hidden: [2] },
  speed: '100x',
  isDecided: ({ view }) => view.epoch >= epochs,
  answerOf: (now) => (trainAccuracy(now) > nearlyAll ? 0 : trainAccuracy(now) >= most ? 1 : 2),
  report: (now) =>
    `After ${formatEpoch(now.view.epoch)} epochs it has ${formatShare(trainAccuracy(now))} of the train points right. Two neurons cannot follow the turns of two arms, however long they train: what is missing is not time but room.`,
  remedy: {
    goal: 'Give it more neurons, in two layers, press Reset, and train until more than 95\u00a0% are right.',
    isReached: (now) =>
      now.experiment.dataSet === 'spiral' &&
      neuronCount(now.experiment.hidden) > 2 &&
      trainAccuracy(now) > nearlyAll,
    obstacle: stuck,
  },
};

function neuronCount(hidden: readonly number[]): number {
  return hidden.reduce((sum, width) => sum + width, 0);
}

/** A run with more neurons that has had its time. */
function stuck(now: RunSight): string | null {
  const { hidden } = now.experiment;
  const accuracy = trainAccuracy(now);
  if (neuronCount(hidden) <= 2 || now.view.epoch < patience || !(accuracy <= nearlyAll)) return null;
  const at = `${formatShare(accuracy)} after ${formatEpoch(now.view.epoch)} epochs`;
  return hidden.length < 2
    ? `${at}: more of the same will hardly help. Add a second layer, and press Reset.`
    : `${at}: these neurons began in a network that was trained already. Press Reset, and they begin afresh.`;
}
