import { html } from 'lit';
import { formatEpoch, formatShare } from '../../controls/format.ts';
import { trainAccuracy } from '../run-sight.ts';
import type { Challenge } from '../chapter.ts';

const epochs = 300;
const nearlyAll = 0.95;
const most = 0.75;

export const xor: Challenge = {
  id: 'xor',
  title: 'Challenge: a line for XOR',
  tool: 'playground',
  text: html`<p>
    This is the playground, with a data set called XOR: two opposite corners are blue, the other two orange.
    The network has no hidden layer. Its output is one neuron, so where it turns from orange to blue is a
    straight line through the picture, wherever training puts it.
  </p>`,
  question: `How many of the train points will it have right after ${epochs} epochs or more?`,
  answers: [
    'Nearly all: more than 95\u00a0%',
    'Most: 75 to 95\u00a0%',
    'About half, or fewer than that: less than 75\u00a0%',
  ],
  run: `Press Play and let it train for at least ${epochs} epochs.`,
  hint: 'A line can give one corner to its class, but then it cuts the two beside it apart, and the fourth is on the wrong side: about two thirds is the best that any line can do. For the last part, “Add layer” is above the network, and x₁x₂ among the features.',
  setup: { dataSet: 'xor', hidden: [] },
  speed: '100x',
  isDecided: ({ view }) => view.epoch >= epochs,
  answerOf: (now) => (trainAccuracy(now) > nearlyAll ? 0 : trainAccuracy(now) >= most ? 1 : 2),
  report: (now) =>
    `After ${formatEpoch(now.view.epoch)} epochs it has ${formatShare(trainAccuracy(now))} of the train points right. No straight line has all four corners on their sides. What bends the boundary are hidden neurons, each with a line of its own, or a feature that is no line, such as x₁x₂.`,
  remedy: {
    goal: 'Bend the boundary, by a hidden layer or by a feature such as x₁x₂, and train until more than 95 % are right.',
    isReached: (now) => now.experiment.dataSet === 'xor' && trainAccuracy(now) > nearlyAll,
  },
};
