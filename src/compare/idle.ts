import { mostDrawn } from '../data/sampled-rows.ts';
import { isSampled } from '../experiment/data-sets.ts';
import { readRateFormula } from '../experiment/rate-formula.ts';
import type { Experiment } from '../experiment/schema.ts';
import { sweptAxes, type Ask, type SweepAxis } from './ask.ts';
import { axisValues, sweepableOf, type SweepableName } from './sweepable.ts';

type Idle = (experiment: Experiment) => string | null;

const ofPoints: Idle = ({ dataSet }) => (isSampled(dataSet) ? null : 'the data have their own rows');
const ofLayers: Idle = ({ hidden }) => (hidden.length > 0 ? null : 'there is no hidden layer');

/** Why a setting changes nothing in a set-up, as part of a sentence; null where it does. */
const idle: Partial<Readonly<Record<SweepableName, Idle>>> = {
  noise: ofPoints,
  points: ofPoints,
  trainShare: (experiment) => ofSplit(experiment),
  dataSeed: (experiment) => {
    const isByColumn = experiment.dataSet === 'file' && ofSplit(experiment) !== null;
    // It draws which rows validation is by, and the order of very many.
    const { stopWhen, file } = experiment;
    if (isByColumn && (stopWhen === 'validation' || (file?.rows ?? 0) > mostDrawn)) return null;
    return ofSplit(experiment);
  },
  learningRate: ({ schedule, rateFormula }) => {
    const formula = schedule === 'formula' ? readRateFormula(rateFormula) : null;
    return formula?.ok === true && !formula.graph.leaves.has('lr')
      ? 'the formula of the rate has no lr'
      : null;
  },
  neurons: ofLayers,
  activation: ofLayers,
  dropout: ofLayers,
  initialWidth: ({ initialization }) =>
    initialization === 'normal' ? null : 'the initial weights are not “normal”',
};

function ofSplit({ dataSet, file }: Experiment): string | null {
  if (dataSet === 'draw') return 'each point has its side';
  if (dataSet === 'lesson') return 'all rows train';
  return dataSet === 'file' && file !== null && file.split !== null ? 'a column says which rows train' : null;
}

/** Why it is of no use to sweep a setting, as part of a sentence. What else is swept may give it something to change. */
export function idleReason(
  setting: string,
  experiment: Experiment,
  others: readonly SweepAxis[] = [],
): string | null {
  const reasonIn: Idle = (setUp) =>
    Object.hasOwn(idle, setting) ? (idle[setting as SweepableName]?.(setUp) ?? null) : null;
  const reason = reasonIn(experiment);
  if (reason === null) return null;
  const isGiven = others.some((axis) =>
    axisValues(axis).some((value) => {
      const setUp = sweepableOf(axis.setting)?.set(experiment, value);
      return setUp !== undefined && reasonIn(setUp) === null;
    }),
  );
  return isGiven ? null : reason;
}

/** What differs between the runs of a swarm has to change something. */
export function varyReason(vary: Ask['vary'], experiment: Experiment): string | null {
  return vary === 'data' ? idleReason('dataSeed', experiment) : null;
}

/** Why runs would differ in nothing though they are asked to, as a sentence; null where they do. */
export function idleProblem(experiment: Experiment, ask: Ask): string | null {
  const ofSwarm = ask.kind === 'swarm' ? varyReason(ask.vary, experiment) : null;
  if (ofSwarm !== null)
    return `Another data seed changes nothing here: ${ofSwarm}. Choose new seeds for the weights.`;
  const axes = sweptAxes(ask);
  for (const axis of axes) {
    const reason = idleReason(
      axis.setting,
      experiment,
      axes.filter((other) => other !== axis),
    );
    if (reason !== null)
      return `${sweepableOf(axis.setting)?.label} changes nothing here: ${reason}. Choose another setting.`;
  }
  return null;
}
