import { nextSeed } from '../../../experiment/seeds.ts';
import type { Experiment } from '../../../experiment/schema.ts';
import { optimizerLabels } from '../../../experiment/shown-names.ts';
import type { Finding, FindingKind, Remedy } from '../../../protocol/doctor-messages.ts';
import { formatShare } from '../../controls/format.ts';
import { activationLabel, captionOf } from '../labels.ts';
import { shortNumber as n } from './line.ts';

type Of<Kind extends FindingKind> = Extract<Finding, { kind: Kind }>;

export interface FindingWords {
  readonly title: string;
  /** What it means, and why the remedy helps. */
  readonly meaning: string;
  /** From which number on it is named so. */
  readonly threshold: string;
}

const percent = (share: number): string => formatShare(share).replace('.0 %', ' %');

const words: { readonly [Kind in FindingKind]: (finding: Of<Kind>) => FindingWords } = {
  'dead-relus': ({ limit }) => ({
    title: 'Dead ReLUs',
    meaning:
      'A neuron that says 0 for every point has no gradient, so no step ever changes it again. Steps too long throw neurons there; new weights and shorter steps, or neurons with a slope on both sides, keep them alive.',
    threshold: `Named where a whole layer is dead, or ${percent(limit)} of one while nothing is learned, at three looks in a row.`,
  }),
  'saturated-layer': ({ limit }) => ({
    title: 'A saturated layer',
    meaning:
      'At the ends of its range an activation is flat: the gradient that comes back through it is almost 0. Large weights hold it there, and they come from steps too long.',
    threshold: `An output is at an end when it is within 1 % of it. Named where ${percent(limit)} of a layer’s outputs are, at three looks in a row, while nothing is learned.`,
  }),
  'vanishing-gradients': ({ limit }) => ({
    title: 'Vanishing gradients',
    meaning:
      'On its way back each layer multiplies the gradient by its slopes, and a sigmoid’s slope is a quarter at most. Fewer layers and steeper activations let it through.',
    threshold: `Named where the gradient norm of the first layer is below ${n(limit)} of the last one’s, as the median of three looks, while the loss is level.`,
  }),
  'exploding-gradients': ({ limit }) => ({
    title: 'Exploding gradients',
    meaning:
      'Each step is longer than the one before and lands where the slope is steeper still. Shorter steps from new weights do not get there.',
    threshold: `Named where a layer’s gradient norm is ${n(limit)} times what it was at first, as the median of three looks, and the loss has grown too.`,
  }),
  'divergence-coming': ({ limit }) => ({
    title: 'Divergence ahead',
    meaning:
      'Every step leaps over the valley and lands higher on its other side. It goes on until a number is too large to be written. A lower rate turns it round even now.',
    threshold: `Named where the train loss rose ${limit} times in a row, to twice as much at least, and is above twice what one answer for every point would have.`,
  }),
  overfitting: ({ limit }) => ({
    title: 'Overfitting',
    meaning:
      'The network learns what is particular to its train points, and that is wrong for others. A price on large weights (L2) keeps it simple; more points help too.',
    threshold: `Named where the test loss is ${n(limit)} times its lowest while the train loss falls, or stays at more than twice the train loss.`,
  }),
  underfitting: ({ limit, baseline }) => ({
    title: 'Too small a network',
    meaning:
      'Train and test loss stay high together: the network cannot bend enough for these data. More neurons or another layer usually help; so does a feature that fits, such as x₁x₂.',
    threshold: `Named where the train loss is level above ${percent(limit)} of ${n(baseline)}, the loss of one answer for every point, and there are few hidden neurons.`,
  }),
  'rate-too-high': ({ swing, limit }) => ({
    title: 'A rate too high',
    meaning:
      'Each step leaps over the valley instead of going down into it, so that the loss goes up as often as down. Shorter steps get to its floor.',
    threshold: `The loss changes by ${percent(swing)} of all that there is to learn from one measurement to the next; named from ${percent(limit)} on.`,
  }),
  'rate-too-low': ({ limit }) => ({
    title: 'A rate too low',
    meaning: 'The loss falls, but each step is so short that it would take thousands of epochs.',
    threshold: `Named where the loss has lost less than ${percent(limit)} of its first value in 20 epochs or more, at less than a tenth of the usual rate.`,
  }),
  'feature-scale': ({ input, deviation, others, limit }) => ({
    title: 'One input drowns the others',
    meaning:
      'The gradient by a weight is as large as its input: one rate cannot suit both. Adam takes each step in units of the weight’s own gradients. In a table of your own, that column can be scaled.',
    threshold: `The standard deviation of ${captionOf(input)} is ${n(deviation)}, the median of the others’ ${n(others)}. Named from ${n(limit)} times on, while little is learned.`,
  }),
};

export function findingWords<Kind extends FindingKind>(finding: Of<Kind>): FindingWords {
  const kind: Kind = finding.kind;
  return words[kind](finding);
}

/** What a button says that makes the change. */
export function remedyLabel(
  remedy: Remedy,
  present: Pick<Experiment, 'hidden' | 'l2' | 'optimizer'>,
): string {
  const { learningRate, seed, optimizer, l2, hidden, activation } = remedy;
  if (optimizer !== undefined)
    return `Use ${optimizerLabels[optimizer]}${learningRate === undefined ? '' : ` with rate ${learningRate}`}`;
  if (learningRate !== undefined)
    return seed === undefined ? `Use rate ${learningRate}` : `Start again with rate ${learningRate}`;
  if (l2 !== undefined) return present.l2 === 0 ? `Add ${l2} of L2` : `Use ${l2} of L2`;
  const name = activation === undefined ? '' : activationLabel(activation);
  if (hidden === undefined) return `Use ${name}`;
  return `${layersLabel(hidden, present.hidden)}${name === '' ? '' : `, with ${name}`}`;
}

function layersLabel(hidden: readonly number[], present: readonly number[]): string {
  if (hidden.length > present.length) return `Add a hidden layer of ${hidden[hidden.length - 1]}`;
  if (hidden.length < present.length)
    return `Use ${hidden.length} hidden ${hidden.length === 1 ? 'layer' : 'layers'}`;
  return `Use ${Math.max(...hidden)} neurons${hidden.length > 1 ? ' in each layer' : ''}`;
}

/** What has diverged cannot go on: there the change needs new weights. */
export function remedyFor(
  { remedy }: Finding,
  hasDiverged: boolean,
  { seed }: Pick<Experiment, 'seed'>,
): Remedy {
  return hasDiverged && remedy.seed === undefined ? { ...remedy, seed: nextSeed(seed) } : remedy;
}
