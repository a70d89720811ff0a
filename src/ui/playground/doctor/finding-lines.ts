import type { Finding, FindingKind } from '../../../protocol/doctor-messages.ts';
import { captionOf } from '../labels.ts';
import { formatShare } from '../../controls/format.ts';
import { epochsOf, shortNumber as n, type Line } from './line.ts';

type Of<Kind extends FindingKind> = Extract<Finding, { kind: Kind }>;
type Texts = Pick<Line, 'text' | 'short'>;

/** Layers are counted from 1 where they are read; after the hidden ones comes the output. */
export function layerName(layer: number, hiddenLayers: number): string {
  return layer >= hiddenLayers ? 'the output layer' : `hidden layer ${layer + 1}`;
}

function capital(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}

/** Each is exhaustive, and true to the finding's numbers. */
const texts: { readonly [Kind in FindingKind]: (finding: Of<Kind>, hiddenLayers: number) => Texts } = {
  'dead-relus': ({ dead, neurons, layer }, hidden) => ({
    text: `${dead} of ${neurons} ReLUs in ${layerName(layer, hidden)} are dead: they say 0 for every point.`,
    short: `${dead} of ${neurons} ReLUs in layer ${layer + 1} are dead.`,
  }),
  'saturated-layer': ({ layer, share }, hidden) => ({
    text: `${capital(layerName(layer, hidden))} is saturated: ${formatShare(share)} of its outputs are at the ends of their range.`,
    short:
      layer >= hidden
        ? `Output saturated: ${formatShare(share)}.`
        : `Layer ${layer + 1} saturated: ${formatShare(share)}.`,
  }),
  'vanishing-gradients': ({ first, last }) => ({
    text: `The gradients vanish: of ${n(last)} in the last layer ${n(first)} reaches the first one.`,
    short: `Gradients vanish: ${n(last)} → ${n(first)}.`,
  }),
  'exploding-gradients': ({ before, now }) => ({
    text: `The gradients explode: their norm has grown from ${n(before)} to ${n(now)}.`,
    short: `Gradients explode: ${n(before)} → ${n(now)}.`,
  }),
  'divergence-coming': ({ from, to, rises }) => ({
    text: `It is about to diverge: train loss rose ${rises} times in a row, ${n(from)} → ${n(to)}.`,
    short: `About to diverge: loss ${n(from)} → ${n(to)}.`,
  }),
  overfitting: ({ test, testLowest, train, epochs, limit }) =>
    test > testLowest * limit
      ? {
          text: `Test loss has not fallen for ${epochsOf(epochs)} while train loss still falls: it is learning the noise.`,
          short: `Learns noise: test ${n(test)}, train ${n(train)}.`,
        }
      : {
          text: `Test loss stays at ${n(test)} while train loss is down to ${n(train)}: it has learned the noise.`,
          short: `Learned noise: test ${n(test)}, train ${n(train)}.`,
        },
  underfitting: ({ loss, baseline }) => ({
    text: `Too small: train loss stays at ${n(loss)}, where one answer for every point has ${n(baseline)}.`,
    short: `Too small: the loss stays at ${n(loss)}.`,
  }),
  'rate-too-high': ({ low, high }) => ({
    text: `The rate is too high: train loss leaps up and down between ${n(low)} and ${n(high)}.`,
    short: `Rate too high: leaps ${n(low)} to ${n(high)}.`,
  }),
  'rate-too-low': ({ from, to, epochs }) => ({
    text: `The rate is too low: in ${epochsOf(epochs)} train loss went only from ${n(from)} to ${n(to)}.`,
    short: `Rate too low: loss only ${n(from)} → ${n(to)}.`,
  }),
  'feature-scale': ({ input, deviation, others }) => ({
    text: `The input ${captionOf(input)} is ${n(deviation / others)} times as large as the others and drowns them.`,
    short: `${captionOf(input)} drowns the other inputs.`,
  }),
};

/** The finding in one sentence; `hiddenLayers` are those of the network. */
export function findingLine(finding: Finding, hiddenLayers: number): Line {
  return { kind: finding.kind, ...textsOf(finding, hiddenLayers) };
}

function textsOf<Kind extends FindingKind>(finding: Of<Kind>, hiddenLayers: number): Texts {
  const kind: Kind = finding.kind;
  return texts[kind](finding, hiddenLayers);
}
