import { hyperParameterDefaults, type HyperParameterName } from '../experiment/hyper-parameters.ts';
import type { LossName, OptimizerName } from '../experiment/names.ts';
import type { LossSettings } from '../nn/losses.ts';
import type { UpdateOptions } from '../nn/optimizers.ts';

/** By the names of torch.optim, torch.nn and torch.nn.utils, with `learningRate` for lr; what is left out has their default. */
export interface TorchHyperParameters {
  readonly learningRate: number;
  readonly momentum?: number;
  readonly dampening?: number;
  readonly nesterov?: boolean;
  readonly alpha?: number;
  readonly rho?: number;
  readonly eps?: number;
  readonly centered?: boolean;
  readonly betas?: readonly [number, number];
  /** `betas`, one by one. */
  readonly beta1?: number;
  readonly beta2?: number;
  readonly lr_decay?: number;
  readonly initial_accumulator_value?: number;
  readonly amsgrad?: boolean;
  /** Over all parameters, biases too, as in torch.optim. */
  readonly weight_decay?: number;
  /** Of Huber's loss. */
  readonly delta?: number;
  /** Of cross-entropy. */
  readonly label_smoothing?: number;
  /** clip_grad_value_. */
  readonly clip_value?: number;
  /** clip_grad_norm_, whose own name for it is `max_norm`. */
  readonly clip_norm?: number;
  readonly max_norm?: number;
}

/** What a training is set by, in this engine's words. */
export interface TrainingSettings {
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly update: UpdateOptions;
  readonly loss: LossSettings;
}

const ours: Readonly<Record<string, HyperParameterName>> = {
  momentum: 'momentum',
  dampening: 'dampening',
  alpha: 'alpha',
  rho: 'rho',
  eps: 'epsilon',
  beta1: 'beta1',
  beta2: 'beta2',
  lr_decay: 'lrDecay',
  initial_accumulator_value: 'initialAccumulator',
  centered: 'centered',
  amsgrad: 'amsgrad',
};

const elsewhere = [
  'learningRate',
  'weight_decay',
  'delta',
  'label_smoothing',
  'clip_value',
  'clip_norm',
  'max_norm',
];

/**
 * Reads hyper-parameters as PyTorch names them. `sgd` with momentum, and with `nesterov`, is the optimizer of that name
 * here, and so is `adam` with `amsgrad`. Throws a RangeError for a name that the optimizer or the loss does not have.
 */
export function readTorchNames(
  optimizer: OptimizerName,
  loss: LossName,
  given: TorchHyperParameters,
): TrainingSettings {
  const numbers = flattened(given);
  const chosen = ruleFor(optimizer, numbers);
  const hyper: Partial<Record<HyperParameterName, number>> = {};
  for (const [name, value] of numbers) {
    if (elsewhere.includes(name)) continue;
    if (!Object.hasOwn(ours, name)) throw new RangeError(`there is no hyper-parameter “${name}”`);
    if (Object.hasOwn(hyperParameterDefaults[chosen], ours[name])) hyper[ours[name]] = value;
    // What plays no part does no harm either.
    else if (value !== 0) throw new RangeError(`${optimizer} has no ${name}: it has ${namesOf(chosen)}`);
  }
  return {
    optimizer: chosen,
    learningRate: need(numbers, 'learningRate'),
    update: { hyper, ...gradientSettings(numbers) },
    loss: lossSettings(loss, numbers),
  };
}

type Numbers = ReadonlyMap<string, number>;

/** Booleans as 1 and 0, `betas` one by one. */
function flattened(given: TorchHyperParameters): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const [name, value] of Object.entries<unknown>({ ...given })) {
    if (value === undefined) continue;
    if (name === 'betas') {
      const [beta1, beta2] = Array.isArray(value) && value.length === 2 ? (value as unknown[]) : [null, null];
      numbers.set('beta1', finite('betas', beta1));
      numbers.set('beta2', finite('betas', beta2));
    } else numbers.set(name, typeof value === 'boolean' ? Number(value) : finite(name, value));
  }
  return numbers;
}

function finite(name: string, value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new RangeError(
    `${name} is ${String(value)}, expected ${name === 'betas' ? 'two numbers' : 'a number'}`,
  );
}

function need(numbers: Numbers, name: string): number {
  return finite(name, numbers.get(name));
}

/** The rule of this engine that is meant; takes out what is said by its name. */
function ruleFor(optimizer: OptimizerName, numbers: Map<string, number>): OptimizerName {
  const take = (name: string): boolean => {
    const isSaid = (numbers.get(name) ?? 0) !== 0;
    numbers.delete(name);
    return isSaid;
  };
  if (optimizer === 'adam') return take('amsgrad') ? 'amsgrad' : 'adam';
  if (optimizer === 'amsgrad' && numbers.has('amsgrad')) take('amsgrad');
  if (optimizer === 'sgd' || optimizer === 'momentum') {
    if (take('nesterov')) return 'nesterov';
    return (numbers.get('momentum') ?? 0) === 0 ? optimizer : 'momentum';
  }
  if (optimizer === 'nesterov') take('nesterov');
  return optimizer;
}

function namesOf(optimizer: OptimizerName): string {
  const has = (name: string): boolean => Object.hasOwn(hyperParameterDefaults[optimizer], ours[name]);
  return ['learningRate', ...Object.keys(ours).filter(has), 'weight_decay'].join(', ');
}

function gradientSettings(numbers: Numbers): Omit<UpdateOptions, 'hyper' | 'l1'> {
  const positive = (name: string): number => {
    const value = numbers.get(name) ?? 0;
    if (value < 0) throw new RangeError(`${name} is ${value}, expected a number from 0`);
    return value;
  };
  return {
    weightDecay: positive('weight_decay'),
    clipValue: positive('clip_value'),
    clipNorm: positive(numbers.has('max_norm') ? 'max_norm' : 'clip_norm'),
  };
}

function lossSettings(loss: LossName, numbers: Numbers): LossSettings {
  const delta = numbers.get('delta');
  const labelSmoothing = numbers.get('label_smoothing');
  if (delta !== undefined && loss !== 'huber') throw new RangeError(`${loss} has no delta: huber has`);
  if (delta !== undefined && delta <= 0) throw new RangeError(`delta is ${delta}, expected more than 0`);
  if (labelSmoothing !== undefined && labelSmoothing !== 0 && loss !== 'cross-entropy')
    throw new RangeError(`${loss} has no label_smoothing: cross-entropy has`);
  return { delta, labelSmoothing };
}
