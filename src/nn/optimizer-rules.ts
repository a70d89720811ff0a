import { Value } from '../autograd/value.ts';
import type { OptimizerName } from '../experiment/names.ts';

export type Scalars = Readonly<Record<string, Value>>;

/** One parameter's step, written in Values. */
export interface StepContext {
  readonly parameter: Value;
  /** The mean gradient of the batch: clipped if it is, and with L2 where the rule couples it. */
  readonly gradient: Value;
  readonly learningRate: Value;
  /** λ of this parameter, 0 for biases: for rules with decoupled decay. */
  readonly decay: Value;
  /** What is optional is there only if it is used. */
  readonly hyper: Scalars;
  readonly uses: (option: string) => boolean;
  readonly state: Scalars;
  readonly shared: Scalars;
}

export interface StepResult {
  readonly parameter: Value;
  readonly state: Scalars;
  /** By name, what explains the step and is not computed for it. */
  readonly besides?: Scalars;
}

/** A number that all parameters share and that advances once a step. */
export interface SharedScalar {
  readonly initial: number;
  readonly next: (now: Value, hyper: Scalars) => Value;
}

/** What a rule has only where an optional hyper-parameter is not 0. */
export interface Optional {
  readonly stateNames?: readonly string[];
  readonly shared?: Readonly<Record<string, SharedScalar>>;
}

export interface OptimizerRule {
  /** Numbers that each parameter carries from step to step; all start at 0. */
  readonly stateNames: readonly string[];
  readonly shared: Readonly<Record<string, SharedScalar>>;
  /** True: weights shrink by lr·λ apart from the gradient (AdamW). False: λw joins the gradient, as torch's weight_decay. */
  readonly decoupledDecay: boolean;
  readonly options: Readonly<Record<string, Optional>>;
  readonly step: (context: StepContext) => StepResult;
}

const plain = { stateNames: [], shared: {}, decoupledDecay: false, options: {} } as const;

/** Steps taken, this one included. */
const steps: SharedScalar = { initial: 0, next: (now) => now.add(1) };

/** 1 from the second step on, 0 in the first. */
const isLater = ({ steps: taken }: Scalars): Value => taken.sub(1).step();

/** β^t, for Adam's bias correction. */
const adamShared = {
  beta1Power: { initial: 1, next: (now: Value, { beta1 }: Scalars) => now.mul(beta1) },
  beta2Power: { initial: 1, next: (now: Value, { beta2 }: Scalars) => now.mul(beta2) },
};

/** Kingma & Ba 2015, arranged as torch.optim.Adam does it; `squareOf` is what the step is divided by. */
function adamWith(
  context: StepContext,
  squareOf: (square: Value) => { readonly below: Value; readonly state: Scalars },
): StepResult {
  const { parameter, gradient, learningRate, hyper, state, shared } = context;
  const { beta1, beta2, epsilon } = hyper;
  const one = new Value(1);
  const mean = beta1.mul(state.mean).add(one.sub(beta1).mul(gradient)).named('mean');
  const square = beta2
    .mul(state.meanSquare)
    .add(one.sub(beta2).mul(gradient.mul(gradient)))
    .named('meanSquare');
  const [rest1, rest2] = [one.sub(shared.beta1Power), one.sub(shared.beta2Power)];
  const stepSize = learningRate.div(rest1).named('stepSize');
  const { below, state: more } = squareOf(square);
  const denominator = below.sqrt().div(rest2.sqrt()).add(epsilon).named('denominator');
  return {
    parameter: parameter.sub(stepSize.mul(mean.div(denominator)).named('step')),
    state: { mean, meanSquare: square, ...more },
    besides: { correctedMean: mean.div(rest1), correctedSquare: below.div(rest2) },
  };
}

const adamStep = (context: StepContext): StepResult =>
  adamWith(context, (square) => ({ below: square, state: {} }));

/** Reddi et al. 2018, as torch.optim.Adam(amsgrad=True): the step is divided by the largest mean square so far. */
function amsgradStep(context: StepContext): StepResult {
  return adamWith(context, (square) => {
    const largest = largerOf(context.state.largestSquare, square).named('largestSquare');
    return { below: largest, state: { largestSquare: largest } };
  });
}

/** a where a ≥ b, else b, both to the bit. */
function largerOf(a: Value, b: Value): Value {
  const isLess = b.sub(a).step().named('isLess');
  return a.mul(new Value(1).sub(isLess)).add(b.mul(isLess));
}

/** With decay apart from the gradient: p ← p - lr·λp before the step. */
const decayed =
  (step: (context: StepContext) => StepResult) =>
  (context: StepContext): StepResult => {
    const { parameter, learningRate, decay } = context;
    const shrunk = parameter.sub(learningRate.mul(decay.mul(parameter))).named('shrunk');
    return step({ ...context, parameter: shrunk });
  };

const adamStates = ['mean', 'meanSquare'] as const;
const largestSquares = ['largestSquare'] as const;

/** -1, 0 or 1. */
export function signOf(x: Value): Value {
  return x.step().sub(x.neg().step());
}

/** Update rules as torch.optim defines them. */
export const optimizerRules: Readonly<Record<OptimizerName, OptimizerRule>> = {
  sgd: {
    ...plain,
    step: ({ parameter, gradient, learningRate }) => ({
      parameter: parameter.sub(learningRate.mul(gradient).named('step')),
      state: {},
    }),
  },
  /**
   * torch.optim.SGD(momentum): v ← μv + (1-d)·g, p ← p - lr·v. The first step is not dampened: there v is g.
   */
  momentum: {
    ...plain,
    stateNames: ['velocity'],
    options: { dampening: { shared: { steps } } },
    step: ({ parameter, gradient, learningRate, hyper, uses, state, shared }) => {
      const share = (): Value => new Value(1).sub(hyper.dampening.mul(isLater(shared)));
      const push = uses('dampening') ? share().mul(gradient).named('dampened') : gradient;
      const velocity = hyper.momentum.mul(state.velocity).add(push).named('velocity');
      const step = learningRate.mul(velocity).named('step');
      return { parameter: parameter.sub(step), state: { velocity } };
    },
  },
  /** torch.optim.SGD(momentum, nesterov=True): p ← p - lr·(g + μv). */
  nesterov: {
    ...plain,
    stateNames: ['velocity'],
    step: ({ parameter, gradient, learningRate, hyper, state }) => {
      const velocity = hyper.momentum.mul(state.velocity).add(gradient).named('velocity');
      const ahead = gradient.add(hyper.momentum.mul(velocity)).named('ahead');
      return { parameter: parameter.sub(learningRate.mul(ahead).named('step')), state: { velocity } };
    },
  },
  /**
   * torch.optim.RMSprop: s ← αs + (1-α)g², p ← p - lr·g / (√s + ε). Centred, s - m² takes the place of s, with the
   * mean m ← αm + (1-α)g; with momentum the steps gather in a velocity, b ← μb + g / (√s + ε), p ← p - lr·b.
   */
  rmsprop: {
    ...plain,
    stateNames: ['meanSquare'],
    options: { centered: { stateNames: ['mean'] }, momentum: { stateNames: ['velocity'] } },
    step: ({ parameter, gradient, learningRate, hyper, uses, state }) => {
      const { alpha, epsilon } = hyper;
      const one = new Value(1);
      const square = gradient.mul(gradient);
      const meanSquare = alpha.mul(state.meanSquare).add(one.sub(alpha).mul(square)).named('meanSquare');
      const centre = (): Value => alpha.mul(state.mean).add(one.sub(alpha).mul(gradient)).named('mean');
      const mean = uses('centered') ? centre() : null;
      // A variance, which rounding alone can make less than 0.
      const below = mean === null ? meanSquare : meanSquare.sub(mean.mul(mean)).relu().named('variance');
      const scaled = gradient.div(below.sqrt().add(epsilon).named('denominator')).named('scaled');
      const gathered = (): Value => hyper.momentum.mul(state.velocity).add(scaled).named('velocity');
      const velocity = uses('momentum') ? gathered() : null;
      return {
        parameter: parameter.sub(learningRate.mul(velocity ?? scaled).named('step')),
        state: { meanSquare, ...(mean && { mean }), ...(velocity && { velocity }) },
      };
    },
  },
  /**
   * torch.optim.Adagrad: s ← s + g², p ← p - lr·g / (√s + ε), with lr / (1 + (t-1)·decay) in step t. An initial
   * accumulator is added where s is used, so that it can be changed on the way.
   */
  adagrad: {
    ...plain,
    stateNames: ['sumOfSquares'],
    options: { lrDecay: { shared: { steps } }, initialAccumulator: {} },
    step: ({ parameter, gradient, learningRate, hyper, uses, state, shared }) => {
      const square = state.sumOfSquares.add(gradient.mul(gradient)).named('sumOfSquares');
      const slowed = (): Value =>
        learningRate.div(shared.steps.sub(1).mul(hyper.lrDecay).add(1)).named('stepSize');
      const rate = uses('lrDecay') ? slowed() : learningRate;
      const below = uses('initialAccumulator') ? square.add(hyper.initialAccumulator) : square;
      const denominator = below.sqrt().add(hyper.epsilon).named('denominator');
      const step = rate.mul(gradient.div(denominator)).named('step');
      return { parameter: parameter.sub(step), state: { sumOfSquares: square } };
    },
  },
  /** Zeiler 2012, as torch.optim.Adadelta: s ← ρs + (1-ρ)g², Δ = g·√(d + ε) / √(s + ε), d ← ρd + (1-ρ)Δ², p ← p - lr·Δ. */
  adadelta: {
    ...plain,
    stateNames: ['meanSquare', 'meanSquareStep'],
    step: ({ parameter, gradient, learningRate, hyper: { rho, epsilon }, state }) => {
      const rest = new Value(1).sub(rho);
      const square = gradient.mul(gradient);
      const meanSquare = rho.mul(state.meanSquare).add(rest.mul(square)).named('meanSquare');
      const above = state.meanSquareStep.add(epsilon).sqrt();
      const ratio = above.div(meanSquare.add(epsilon).sqrt()).named('ratio');
      const step = ratio.mul(gradient).named('scaled');
      const squareStep = step.mul(step);
      const meanSquareStep = rho.mul(state.meanSquareStep).add(rest.mul(squareStep)).named('meanSquareStep');
      return {
        parameter: parameter.sub(learningRate.mul(step).named('step')),
        state: { meanSquare, meanSquareStep },
      };
    },
  },
  adam: { ...plain, stateNames: adamStates, shared: adamShared, step: adamStep },
  /** Loshchilov & Hutter 2019, as torch.optim.AdamW: p ← p - lr·λp, then Adam's step or AMSGrad's. */
  adamw: {
    ...plain,
    stateNames: adamStates,
    shared: adamShared,
    decoupledDecay: true,
    options: { amsgrad: { stateNames: largestSquares } },
    step: decayed((context) => (context.uses('amsgrad') ? amsgradStep(context) : adamStep(context))),
  },
  amsgrad: {
    ...plain,
    stateNames: [...adamStates, ...largestSquares],
    shared: adamShared,
    step: amsgradStep,
  },
  /**
   * Chen et al. 2023, algorithm 2: p ← p - lr·(sign(β₁m + (1-β₁)g) + λp), then m ← β₂m + (1-β₂)g. The sign of 0 is 0.
   */
  lion: {
    ...plain,
    stateNames: ['mean'],
    decoupledDecay: true,
    step: decayed(({ parameter, gradient, learningRate, hyper: { beta1, beta2 }, state }) => {
      const one = new Value(1);
      const blend = beta1.mul(state.mean).add(one.sub(beta1).mul(gradient)).named('blend');
      const direction = signOf(blend).named('sign');
      const mean = beta2.mul(state.mean).add(one.sub(beta2).mul(gradient)).named('mean');
      const step = learningRate.mul(direction).named('step');
      return { parameter: parameter.sub(step), state: { mean } };
    }),
  },
};
