import type { OptimizerName } from '../../experiment/names.ts';

/** Learning rates that problems of the plane usually do well with. */
export const usualRates: Readonly<Record<OptimizerName, number>> = {
  sgd: 0.03,
  momentum: 0.01,
  nesterov: 0.01,
  rmsprop: 0.003,
  adagrad: 0.03,
  adadelta: 1,
  adam: 0.01,
  adamw: 0.01,
  amsgrad: 0.01,
  lion: 0.001,
};

/** Rules whose steps are in units of the gradients that a parameter has had: they are as long for small as for large inputs. */
export const isAdaptive: Readonly<Record<OptimizerName, boolean>> = {
  sgd: false,
  momentum: false,
  nesterov: false,
  rmsprop: true,
  adagrad: true,
  adadelta: true,
  adam: true,
  adamw: true,
  amsgrad: true,
  lion: true,
};

/** The next of …, 0.01, 0.03, 0.1, … that is at most a third of the rate, or another part of it. */
export function lowerRate(rate: number, divisor = 3): number {
  // A third of 0.1 is as good as 0.03.
  const most = (rate / divisor) * 1.02;
  const power = 10 ** Math.floor(Math.log10(most));
  const digit = most >= 3 * power ? 3 : 1;
  return Number((digit * power).toPrecision(1));
}
