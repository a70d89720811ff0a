import type { HyperParameterName } from '../../../experiment/hyper-parameters.ts';
import type { ScheduleSetting } from '../../../experiment/schedules.ts';

/** Hyper-parameters as they are written in formulas. */
export const hyperParameterLabels: Readonly<Record<HyperParameterName, string>> = {
  momentum: 'Momentum',
  dampening: 'Dampening',
  alpha: 'α',
  rho: 'ρ',
  beta1: 'β₁',
  beta2: 'β₂',
  epsilon: 'ε',
  lrDecay: 'Rate decay',
  initialAccumulator: 'First sum',
  centered: 'Centred',
  amsgrad: 'AMSGrad',
};

/** In the order in which they are shown. */
export const scheduleNumbers = [
  'scheduleEpochs',
  'scheduleFactor',
  'scheduleStart',
  'scheduleMinimum',
  'scheduleGrowth',
  'scheduleRise',
  'schedulePatience',
  'scheduleThreshold',
  'scheduleCooldown',
  'warmUp',
  'warmUpFrom',
] as const satisfies readonly ScheduleSetting[];

export const scheduleNumberLabels: Readonly<Record<(typeof scheduleNumbers)[number], string>> = {
  scheduleEpochs: 'Epochs',
  scheduleFactor: 'Factor',
  scheduleStart: 'Start',
  scheduleMinimum: 'Smallest rate',
  scheduleGrowth: 'Growth',
  scheduleRise: 'Rise',
  schedulePatience: 'Patience',
  scheduleThreshold: 'Threshold',
  scheduleCooldown: 'Cooldown',
  warmUp: 'Warm-up',
  warmUpFrom: 'Warm-up from',
};
