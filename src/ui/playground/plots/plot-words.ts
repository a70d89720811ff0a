import type { PlotName, SmoothingName } from '../../../experiment/names.ts';
import type { Experiment } from '../../../experiment/schema.ts';
import type { SettingChange } from '../../../experiment/setting-changes.ts';
import { shownName } from '../../../experiment/shown-names.ts';
import { formatSetting } from '../../controls/format.ts';

/** What plots are called. */
export const plotLabels: Readonly<Record<PlotName, string>> = {
  loss: 'Loss',
  accuracy: 'Accuracy',
  rate: 'Learning rate',
  gradient: 'Gradient norm',
  update: 'Update ratio',
  weights: 'Weights',
};

/** The weight of what was before, from 0 to below 1. */
export const smoothingWeights: Readonly<Record<SmoothingName, number>> = { none: 0, some: 0.6, strong: 0.95 };

/** Layers count from 1, as elsewhere on the page; the last is the output. */
export function layerName(layer: number, count: number): string {
  return layer === count - 1 ? 'output' : `layer ${layer + 1}`;
}

const settingLabels: Readonly<Record<keyof Experiment, string>> = {
  dataSet: 'data',
  noise: 'noise',
  points: 'points',
  classes: 'classes',
  squares: 'squares',
  file: 'file',
  formula: 'formula',
  sampling: 'sampling',
  drawn: 'drawing',
  trainShare: 'train share',
  dataSeed: 'data seed',
  features: 'features',
  hidden: 'neurons',
  activation: 'activation',
  activations: 'activations',
  dropout: 'dropout',
  inputNoise: 'input noise',
  labelNoise: 'label noise',
  loss: 'loss',
  optimizer: 'optimizer',
  learningRate: 'rate',
  l2: 'L2',
  batchSize: 'batch size',
  replacement: 'replacement',
  l1: 'L1',
  clipGradients: 'clipping',
  clipBy: 'clipping by',
  delta: 'δ',
  labelSmoothing: 'label smoothing',
  momentum: 'momentum',
  dampening: 'dampening',
  alpha: 'α',
  rho: 'ρ',
  beta1: 'β₁',
  beta2: 'β₂',
  epsilon: 'ε',
  lrDecay: 'decay of the rate',
  initialAccumulator: 'first sum',
  centered: 'centring',
  amsgrad: 'AMSGrad',
  schedule: 'schedule',
  scheduleEpochs: 'epochs of the schedule',
  scheduleFactor: 'factor of the schedule',
  scheduleStart: 'start of the schedule',
  scheduleMinimum: 'smallest rate',
  scheduleGrowth: 'growth of the rounds',
  scheduleRise: 'rise of the cycle',
  schedulePatience: 'patience',
  scheduleThreshold: 'threshold',
  scheduleCooldown: 'cooldown',
  warmUp: 'warm-up',
  warmUpFrom: 'start of the warm-up',
  rateFormula: 'formula of the rate',
  stopEpoch: 'stop at epoch',
  stopWhen: 'stop at',
  stopValue: 'stop value',
  stopPatience: 'patience',
  validationShare: 'validation share',
  seed: 'seed',
  initialization: 'initialization',
  initialWidth: 'initial width',
  biasSeed: 'bias seed',
  engine: 'engine',
  fused: 'relaxed multiply-add',
  frozen: 'frozen',
  cut: 'cut',
};

function labelOf(setting: string): string {
  return Object.entries(settingLabels).find(([name]) => name === setting)?.[1] ?? setting;
}

function sayValue(setting: keyof Experiment, value: string | number): string {
  if (typeof value === 'number') return formatSetting(value);
  return value === '' ? 'none' : shownName(setting, value);
}

/** 'rate 0.03 → 0.3'; without where it comes from 'rate 0.3', and without words for it 'drawing'. */
export function sayChange({
  setting,
  from,
  to,
}: Pick<SettingChange, 'setting' | 'to'> & Partial<Pick<SettingChange, 'from'>>): string {
  const label = labelOf(setting);
  if (to === null) return label;
  const values = from === undefined || from === null ? [to] : [from, to];
  return `${label} ${values.map((value) => sayValue(setting, value)).join(' → ')}`;
}
