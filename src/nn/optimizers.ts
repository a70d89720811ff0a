import type { Tape } from '../autograd/tape.ts';
import { trace } from '../autograd/trace.ts';
import { Value } from '../autograd/value.ts';
import type { OptimizerName } from '../experiment/names.ts';

type Scalars = Readonly<Record<string, Value>>;

/** One parameter's step, written in Values. */
interface StepContext {
  readonly parameter: Value;
  /** The mean gradient of the batch, L2 included where the rule couples it. */
  readonly gradient: Value;
  readonly learningRate: Value;
  /** λ for weights, 0 for biases: for rules with decoupled decay. */
  readonly decay: Value;
  readonly hyper: Scalars;
  readonly state: readonly Value[];
  readonly shared: Scalars;
}

interface StepResult {
  readonly parameter: Value;
  readonly state: readonly Value[];
}

interface OptimizerRule {
  /** Hyper-parameters beside the learning rate and L2, with PyTorch's defaults. */
  readonly hyperParameters: Readonly<Record<string, number>>;
  /** Numbers that each parameter carries from step to step; all start at 0. */
  readonly stateNames: readonly string[];
  /** Numbers that all parameters share and that advance once a step. */
  readonly shared: Readonly<Record<string, { initial: number; next: (now: Value, hyper: Scalars) => Value }>>;
  /** True: weights shrink by lr·λ apart from the gradient (AdamW). False: λw joins the gradient, as torch's weight_decay. */
  readonly decoupledDecay: boolean;
  readonly step: (context: StepContext) => StepResult;
}

const stateless = { stateNames: [], shared: {}, decoupledDecay: false } as const;

/** β^t, for Adam's bias correction. */
const adamShared = {
  beta1Power: { initial: 1, next: (now: Value, { beta1 }: Scalars) => now.mul(beta1) },
  beta2Power: { initial: 1, next: (now: Value, { beta2 }: Scalars) => now.mul(beta2) },
};

/** Kingma & Ba 2015, arranged as torch.optim.Adam does it. */
function adamStep({ parameter, gradient, learningRate, hyper, state, shared }: StepContext): StepResult {
  const { beta1, beta2, epsilon } = hyper;
  const one = new Value(1);
  const mean = beta1.mul(state[0]).add(one.sub(beta1).mul(gradient));
  const square = beta2.mul(state[1]).add(one.sub(beta2).mul(gradient.mul(gradient)));
  const stepSize = learningRate.div(one.sub(shared.beta1Power));
  const denominator = square.sqrt().div(one.sub(shared.beta2Power).sqrt()).add(epsilon);
  return { parameter: parameter.sub(stepSize.mul(mean.div(denominator))), state: [mean, square] };
}

const adamHyperParameters = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** Update rules as torch.optim defines them. */
export const optimizers: Readonly<Record<OptimizerName, OptimizerRule>> = {
  sgd: {
    ...stateless,
    hyperParameters: {},
    step: ({ parameter, gradient, learningRate }) => ({
      parameter: parameter.sub(learningRate.mul(gradient)),
      state: [],
    }),
  },
  /** torch.optim.SGD(momentum=0.9): v ← μv + g, p ← p - lr·v. */
  momentum: {
    ...stateless,
    hyperParameters: { momentum: 0.9 },
    stateNames: ['velocity'],
    step: ({ parameter, gradient, learningRate, hyper, state }) => {
      const velocity = hyper.momentum.mul(state[0]).add(gradient);
      return { parameter: parameter.sub(learningRate.mul(velocity)), state: [velocity] };
    },
  },
  /** torch.optim.SGD(momentum=0.9, nesterov=True): p ← p - lr·(g + μv). */
  nesterov: {
    ...stateless,
    hyperParameters: { momentum: 0.9 },
    stateNames: ['velocity'],
    step: ({ parameter, gradient, learningRate, hyper, state }) => {
      const velocity = hyper.momentum.mul(state[0]).add(gradient);
      const ahead = gradient.add(hyper.momentum.mul(velocity));
      return { parameter: parameter.sub(learningRate.mul(ahead)), state: [velocity] };
    },
  },
  /** torch.optim.RMSprop: s ← αs + (1-α)g², p ← p - lr·g / (√s + ε). */
  rmsprop: {
    ...stateless,
    hyperParameters: { alpha: 0.99, epsilon: 1e-8 },
    stateNames: ['meanSquare'],
    step: ({ parameter, gradient, learningRate, hyper, state }) => {
      const { alpha, epsilon } = hyper;
      const square = alpha.mul(state[0]).add(new Value(1).sub(alpha).mul(gradient.mul(gradient)));
      const step = learningRate.mul(gradient.div(square.sqrt().add(epsilon)));
      return { parameter: parameter.sub(step), state: [square] };
    },
  },
  /** torch.optim.Adagrad: s ← s + g², p ← p - lr·g / (√s + ε). */
  adagrad: {
    ...stateless,
    hyperParameters: { epsilon: 1e-10 },
    stateNames: ['sumOfSquares'],
    step: ({ parameter, gradient, learningRate, hyper, state }) => {
      const square = state[0].add(gradient.mul(gradient));
      const step = learningRate.mul(gradient.div(square.sqrt().add(hyper.epsilon)));
      return { parameter: parameter.sub(step), state: [square] };
    },
  },
  adam: {
    hyperParameters: adamHyperParameters,
    stateNames: ['mean', 'meanSquare'],
    shared: adamShared,
    decoupledDecay: false,
    step: adamStep,
  },
  /** Loshchilov & Hutter 2019, as torch.optim.AdamW: p ← p - lr·λp, then Adam's step. */
  adamw: {
    hyperParameters: adamHyperParameters,
    stateNames: ['mean', 'meanSquare'],
    shared: adamShared,
    decoupledDecay: true,
    step: (context) => {
      const { parameter, learningRate, decay } = context;
      return adamStep({ ...context, parameter: parameter.sub(learningRate.mul(decay.mul(parameter))) });
    },
  },
};

/** The rule compiled to tapes, in the form that back ends take (see `UpdateProgram` in the executor port). */
export interface OptimizerProgram {
  readonly update: Tape;
  readonly advance: Tape;
  readonly stateCount: number;
  readonly hyperParameterCount: number;
  readonly initialShared: readonly number[];
}

/** Traces an optimizer's rule. Hyper-parameters are leaves, so that changing one changes no tape. */
export function optimizerProgram(name: OptimizerName): OptimizerProgram {
  const rule = optimizers[name];
  const leaves = (names: readonly string[]): Record<string, Value> =>
    Object.fromEntries(names.map((leaf) => [leaf, new Value(0.5, leaf)]));
  const [parameter, rawGradient, decayed] = ['parameter', 'gradient', 'decayed'].map(
    (leaf) => new Value(0.5, leaf),
  );
  const state = rule.stateNames.map((leaf) => new Value(0.5, leaf));
  const { learningRate, l2 } = leaves(['learningRate', 'l2']);
  const hyper = leaves(Object.keys(rule.hyperParameters));
  const shared = leaves(Object.keys(rule.shared));
  const parameters = [learningRate, l2, ...Object.values(hyper), ...Object.values(shared)];

  const decay = l2.mul(decayed);
  const gradient = rule.decoupledDecay ? rawGradient : rawGradient.add(decay.mul(parameter));
  const result = rule.step({ parameter, gradient, learningRate, decay, hyper, state, shared });
  return {
    update: trace({
      inputs: [parameter, rawGradient, decayed, ...state],
      parameters,
      outputs: [result.parameter, ...result.state],
    }),
    advance: trace({
      parameters,
      outputs: Object.entries(rule.shared).map(([key, { next }]) => next(shared[key], hyper)),
    }),
    stateCount: state.length,
    hyperParameterCount: 2 + Object.keys(hyper).length,
    initialShared: Object.values(rule.shared).map(({ initial }) => initial),
  };
}

/** The values for an executor's `hyperParameters`. */
export function hyperParametersOf(name: OptimizerName, learningRate: number, l2: number): number[] {
  return [learningRate, l2, ...Object.values(optimizers[name].hyperParameters)];
}
