import type { Tape } from '../autograd/tape.ts';
import { trace } from '../autograd/trace.ts';
import { Value } from '../autograd/value.ts';
import {
  hyperParameterDefaults,
  hyperParameterNames,
  type HyperParameterName,
  type HyperParameters,
} from '../experiment/hyper-parameters.ts';
import type { OptimizerName } from '../experiment/names.ts';
import {
  optimizerRules,
  signOf,
  type OptimizerRule,
  type Scalars,
  type StepResult,
  type SharedScalar,
} from './optimizer-rules.ts';

/** How parameters are stepped, beside the learning rate and L2. What is 0 or left out takes no part. */
export interface UpdateOptions {
  readonly hyper?: HyperParameters;
  /** λ₁ of λ₁Σ|w| over the weights; the slope of |w| at 0 is 0. */
  readonly l1?: number;
  /** As torch's weight_decay over all parameters, biases too. */
  readonly weightDecay?: number;
  /** Each number of the gradient is brought into [-c, c], as torch.nn.utils.clip_grad_value_ does. */
  readonly clipValue?: number;
  /** The whole gradient is shortened to this length if it is longer, as torch.nn.utils.clip_grad_norm_ does. */
  readonly clipNorm?: number;
}

interface Optimizer extends OptimizerRule {
  /** Hyper-parameters that always take part, beside the learning rate and L2, with their defaults. */
  readonly hyperParameters: HyperParameters;
}

export const optimizers = Object.fromEntries(
  Object.entries(optimizerRules).map(([name, rule]) => {
    const defaults: HyperParameters = hyperParameterDefaults[name as OptimizerName];
    const always = Object.entries(defaults).filter(([key]) => !Object.hasOwn(rule.options, key));
    return [name, { ...rule, hyperParameters: Object.fromEntries(always) }];
  }),
) as Readonly<Record<OptimizerName, Optimizer>>;

/** What of the gradient's way to the step is optional, in the order in which it is done. */
const gradientOptions = ['l1', 'clipValue', 'clipNorm', 'weightDecay'] as const;

/** The scalars of an update by their names, in their order, with their values. */
function scalarsOf(name: OptimizerName, learningRate: number, l2: number, options: UpdateOptions) {
  const { hyper = {} } = options;
  const { hyperParameters, options: optional } = optimizers[name];
  const isOn = (key: HyperParameterName): boolean => Object.hasOwn(optional, key) && (hyper[key] ?? 0) !== 0;
  const always = Object.entries(hyperParameters).map(([key, usual]): [string, number] => [
    key,
    hyper[key as HyperParameterName] ?? usual,
  ]);
  const chosen = hyperParameterNames.filter(isOn).map((key): [string, number] => [key, hyper[key] ?? 0]);
  const onTheWay = gradientOptions.flatMap((key): [string, number][] => {
    const value = options[key] ?? 0;
    return value === 0 ? [] : [[key, value]];
  });
  return [['learningRate', learningRate] as const, ['l2', l2] as const, ...always, ...chosen, ...onTheWay];
}

/** Equal for options whose programs are the same: they differ by numbers only, which an executor is told at any time. */
export function programKey(name: OptimizerName, options: UpdateOptions = {}): string {
  return [name, ...scalarsOf(name, 0, 0, options).map(([key]) => key)].join(' ');
}

/** What an optimizer carries from step to step, by name: for each parameter, and for all of them together. */
export function carriedBy(
  name: OptimizerName,
  options: UpdateOptions = {},
): { readonly state: readonly string[]; readonly shared: Readonly<Record<string, SharedScalar>> } {
  const rule = optimizers[name];
  const used = Object.keys(rule.options).filter((key) => hyperOf(options, key) !== 0);
  return {
    state: [...rule.stateNames, ...used.flatMap((key) => rule.options[key].stateNames ?? [])],
    shared: Object.fromEntries(
      [rule, ...used.map((key) => rule.options[key])].flatMap(({ shared = {} }) => Object.entries(shared)),
    ),
  };
}

function hyperOf({ hyper = {} }: UpdateOptions, key: string): number {
  return Object.entries(hyper).find(([name]) => name === key)?.[1] ?? 0;
}

/** The rule compiled to tapes, in the form that back ends take (see `UpdateProgram` in the executor port). */
export interface OptimizerProgram {
  readonly update: Tape;
  readonly advance: Tape;
  readonly normed: Tape | undefined;
  readonly stateCount: number;
  readonly hyperParameterCount: number;
  readonly initialShared: readonly number[];
}

/** One parameter's update as a graph. Its leaves are labelled by their names, and so is what is worth one on the way. */
export interface UpdateGraph {
  /** Parameter, gradient, and 1 where the parameter is a weight. */
  readonly inputs: readonly Value[];
  readonly state: Scalars;
  readonly hyper: Scalars;
  readonly shared: Scalars;
  /** Σ of the squares of what is brought to a length; null where nothing is. */
  readonly squares: Value | null;
  /** What those are the squares of. */
  readonly bounded: Value;
  readonly carried: ReturnType<typeof carriedBy>;
  readonly result: StepResult;
}

export function updateGraph(name: OptimizerName, options: UpdateOptions = {}): UpdateGraph {
  const rule = optimizers[name];
  const carried = carriedBy(name, options);
  const [parameter, rawGradient, decayed] = ['parameter', 'gradient', 'decayed'].map(leafOf);
  const state = leavesOf(carried.state);
  const hyper = leavesOf(scalarsOf(name, 0, 0, options).map(([key]) => key));
  const shared = leavesOf(Object.keys(carried.shared));
  const uses = (key: string): boolean => Object.hasOwn(hyper, key);

  const bounded = boundedGradient({ parameter, gradient: rawGradient, decayed, hyper, uses });
  const squares = uses('clipNorm') ? leafOf('squares') : null;
  const clipped =
    squares === null
      ? bounded
      : bounded.mul(shortening(hyper.clipNorm, squares).named('shortening')).named('shortened');
  const penalty = hyper.l2.mul(decayed);
  const decay = (uses('weightDecay') ? penalty.add(hyper.weightDecay) : penalty).named('decay');
  const gradient = rule.decoupledDecay ? clipped : clipped.add(decay.mul(parameter)).named('withDecay');
  const { learningRate } = hyper;
  const result = rule.step({ parameter, gradient, learningRate, decay, hyper, uses, state, shared });
  return {
    inputs: [parameter, rawGradient, decayed],
    state,
    hyper,
    shared,
    squares,
    bounded,
    carried,
    result,
  };
}

/**
 * Traces an optimizer's rule, with what the options use and nothing else. Hyper-parameters are leaves, so that changing
 * one changes no tape.
 */
export function optimizerProgram(name: OptimizerName, options: UpdateOptions = {}): OptimizerProgram {
  const key = programKey(name, options);
  const program = programs.get(key) ?? programOf(updateGraph(name, options));
  programs.set(key, program);
  return program;
}

/** By their keys: every run of a comparison begins with one of them. */
const programs = new Map<string, OptimizerProgram>();

/** The program of a graph; `shown` are more of its scalars, which the step leaves as the last of the parameters' states. */
export function programOf(graph: UpdateGraph, shown: readonly Value[] = []): OptimizerProgram {
  const { inputs, state, hyper, shared, squares, bounded, carried, result } = graph;
  const parameters = [...Object.values(hyper), ...Object.values(shared)];
  const places = shown.map((_, k) => leafOf(`shown ${k}`));
  return {
    update: trace({
      inputs: [...inputs, ...Object.values(state), ...places],
      parameters: squares === null ? parameters : [...parameters, squares],
      outputs: [result.parameter, ...carried.state.map((key) => result.state[key]), ...shown],
    }),
    advance: trace({
      parameters,
      outputs: Object.entries(carried.shared).map(([key, { next }]) => next(shared[key], hyper)),
    }),
    normed: squares === null ? undefined : trace({ inputs, parameters, outputs: [bounded] }),
    stateCount: carried.state.length + shown.length,
    hyperParameterCount: Object.keys(hyper).length,
    initialShared: Object.values(carried.shared).map(({ initial }) => initial),
  };
}

const leafOf = (label: string): Value => new Value(0.5, label);

const leavesOf = (names: readonly string[]): Scalars =>
  Object.fromEntries(names.map((name) => [name, leafOf(name)]));

interface OnTheWay {
  readonly parameter: Value;
  readonly gradient: Value;
  readonly decayed: Value;
  readonly hyper: Scalars;
  readonly uses: (option: string) => boolean;
}

/** The gradient with L1, each number of it clipped: what a norm is taken of. */
function boundedGradient({ parameter, gradient, decayed, hyper, uses }: OnTheWay): Value {
  const push = (): Value => hyper.l1.mul(decayed).mul(signOf(parameter).named('signOfWeight'));
  const penalized = uses('l1') ? gradient.add(push()).named('withL1') : gradient;
  return uses('clipValue') ? clamped(penalized, hyper.clipValue) : penalized;
}

/** x in [-c, c]; what is inside stays as it is, to the bit. */
function clamped(x: Value, c: Value): Value {
  const isAbove = x.sub(c).step().named('isAbove');
  const isBelow = x.neg().sub(c).step().named('isBelow');
  const inside = new Value(1).sub(isAbove).sub(isBelow);
  return x
    .mul(inside)
    .add(c.mul(isAbove.sub(isBelow)))
    .named('clipped');
}

/** min(1, c / (norm + 1e-6)), with all its digits however small it is. */
function shortening(c: Value, squares: Value): Value {
  const norm = squares.sqrt().add(1e-6).named('norm');
  return c.div(c.add(norm.sub(c).relu()));
}

/** The values for an executor's `hyperParameters`, in the order of `optimizerProgram` with the same options. */
export function hyperParametersOf(
  name: OptimizerName,
  learningRate: number,
  l2: number,
  options: UpdateOptions = {},
): number[] {
  return scalarsOf(name, learningRate, l2, options).map(([, value]) => value);
}
