import type { OptimizerName } from './names.ts';

/** Of all optimizers, in the order in which they are shown. */
export const hyperParameterNames = [
  'momentum',
  'dampening',
  'alpha',
  'rho',
  'beta1',
  'beta2',
  'epsilon',
  'lrDecay',
  'initialAccumulator',
  'centered',
  'amsgrad',
] as const;
export type HyperParameterName = (typeof hyperParameterNames)[number];

/** What is said of them; what is not has its optimizer's default. `centered` and `amsgrad` are 1 or 0. */
export type HyperParameters = Partial<Readonly<Record<HyperParameterName, number>>>;

/**
 * Each optimizer's hyper-parameters beside the learning rate and L2, with PyTorch's defaults (Lion's are its paper's).
 * What is 0 here takes part in a step only where it is set to something else.
 */
export const hyperParameterDefaults = {
  sgd: {},
  momentum: { momentum: 0.9, dampening: 0 },
  nesterov: { momentum: 0.9 },
  rmsprop: { alpha: 0.99, epsilon: 1e-8, momentum: 0, centered: 0 },
  adagrad: { epsilon: 1e-10, lrDecay: 0, initialAccumulator: 0 },
  adadelta: { rho: 0.9, epsilon: 1e-6 },
  adam: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  adamw: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, amsgrad: 0 },
  amsgrad: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  lion: { beta1: 0.9, beta2: 0.99 },
} as const satisfies Readonly<Record<OptimizerName, HyperParameters>>;

type HyperSettings = { readonly [Name in HyperParameterName]: number | boolean | null } & {
  readonly optimizer: OptimizerName;
};

/** Those that the optimizer has, each with its value. */
export function hyperParametersFor(settings: HyperSettings): HyperParameters {
  const named = hyperParameterNames.flatMap((name): [HyperParameterName, number][] => {
    const value = hyperParameterFor(settings, name);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(named);
}

/** One of them; undefined where the optimizer does not have it. */
export function hyperParameterFor(settings: HyperSettings, name: HyperParameterName): number | undefined {
  const defaults: HyperParameters = hyperParameterDefaults[settings.optimizer];
  const usual = defaults[name];
  return usual === undefined ? undefined : Number(settings[name] ?? usual);
}
