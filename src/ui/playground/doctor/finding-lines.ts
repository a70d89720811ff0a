import type { Finding, FindingKind } from '../../../protocol/doctor-messages.ts';
import { captionOf } from '../labels.ts';
import { formatShare } from '../../controls/format.ts';
import { apart, epochsOf, shortNumber as n, type Line } from './line.ts';

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
  'vanishing-gradients': (finding) => {
    const [last, first] = apart(finding.last, finding.first);
    return {
      text: `The gradients vanish: of ${last} in the last layer ${first} reaches the first one.`,
      short: `Gradients vanish: ${last} → ${first}.`,
    };
  },
  'exploding-gradients': (finding) => {
    const [before, now] = apart(finding.before, finding.now);
    return {
      text: `The gradients explode: their norm has grown from ${before} to ${now}.`,
      short: `Gradients explode: ${before} → ${now}.`,
    };
  },
  'divergence-coming': ({ rises, ...finding }) => {
    const [from, to] = apart(finding.from, finding.to);
    return {
      text: `It is about to diverge: train loss rose ${rises} times in a row, ${from} → ${to}.`,
      short: `About to diverge: loss ${from} → ${to}.`,
    };
  },
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
  'rate-too-high': (finding) => {
    const [low, high] = apart(finding.low, finding.high);
    return {
      text: `The rate is too high: train loss leaps up and down between ${low} and ${high}.`,
      short: `Rate too high: leaps ${low} to ${high}.`,
    };
  },
  'rate-too-low': ({ epochs, ...finding }) => {
    const [from, to] = apart(finding.from, finding.to);
    return {
      text: `The rate is too low: in ${epochsOf(epochs)} train loss went only from ${from} to ${to}.`,
      short: `Rate too low: loss only ${from} → ${to}.`,
    };
  },
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
