import { Value } from '../autograd/value.ts';
import type { ActivationName, LossName } from '../experiment/names.ts';

/** Numbers that a loss may be set by; what is not said is PyTorch's default. */
export interface LossSettings {
  /** Of Huber's loss: how large an error is from which on it counts linearly; 1 if not said. */
  readonly delta?: number | undefined;
  /** Of cross-entropy: the share, in [0, 1), that every target gives to all classes alike; 0 if not said. */
  readonly labelSmoothing?: number | undefined;
}

/** `classCount` classes are told apart; 0 where a number is predicted. Lists are in the order of the output neurons. */
export interface Loss {
  readonly outputCount: (classCount: number) => number;
  readonly outputActivation: (classCount: number) => ActivationName;
  /** What `of` compares an output with: `truth` is the class by its place, from 0, or the number. */
  readonly target: (truth: number, output: number, classCount: number) => number;
  /** The loss of one sample. A batch's loss is the mean of it (PyTorch's reduction="mean"). */
  readonly of: (outputs: readonly Value[], targets: readonly Value[], settings?: LossSettings) => Value;
  /**
   * The outputs as the page shows them. One output: its sign is the class, which is sure from -1 and from 1 on, or it is
   * the predicted number. Several: one for each class, of which the largest is the prediction.
   */
  readonly displayed: (outputs: readonly Value[]) => readonly Value[];
  /** By class, of the displayed outputs; null where the outputs say no probability. */
  readonly probabilities: ((displayed: readonly number[]) => readonly number[]) | null;
}

/** Two classes need one output only: it says which. */
const oneForTwo = (classCount: number): number => (classCount > 2 ? classCount : 1);

/** The mean over the outputs of what each of them costs. */
function meanOver(
  outputs: readonly Value[],
  targets: readonly Value[],
  cost: (output: Value, target: Value) => Value,
): Value {
  const sum = outputs.map((output, i) => cost(output, targets[i])).reduce((total, error) => total.add(error));
  return outputs.length === 1 ? sum : sum.div(outputs.length);
}

/**
 * Of a number, or of classes that are -1 and +1; of more than two each has an output of its own, +1 for itself and -1
 * for all others. The loss is the mean over the outputs.
 */
const signed = {
  outputCount: oneForTwo,
  target: (truth: number, output: number, classCount: number): number => {
    if (classCount === 0) return truth;
    return (classCount > 2 ? truth === output : truth > 0) ? 1 : -1;
  },
  displayed: (outputs: readonly Value[]): readonly Value[] => outputs,
  probabilities: null,
};

/** By how far an output is off: classes are told by outputs that stay between -1 and +1. */
const ofError = (cost: (error: Value, settings: LossSettings) => Value): Loss => ({
  ...signed,
  outputActivation: (classCount) => (classCount > 0 ? 'tanh' : 'linear'),
  of: (outputs, targets, settings = {}) =>
    meanOver(outputs, targets, (output, target) => cost(output.sub(target), settings)),
});

/** By the margin y·z, which is to be 1 or more: outputs go as far as they like. */
const ofMargin = (cost: (lack: Value) => Value): Loss => ({
  ...signed,
  outputActivation: () => 'linear',
  of: (outputs, targets) =>
    meanOver(outputs, targets, (output, target) => cost(new Value(1).sub(target.mul(output)).relu())),
});

/** ½r² where |r| ≤ δ, else δ·(|r| - ½δ), as torch.nn.HuberLoss: ½c² of the error cut off at ±δ, and δ times the rest. */
function huber(error: Value, { delta = 1 }: LossSettings): Value {
  const above = error.sub(delta).relu();
  const below = error.neg().sub(delta).relu();
  const inside = error.sub(above).add(below);
  return inside.pow(2).mul(0.5).add(above.add(below).mul(delta));
}

export const losses: Readonly<Record<LossName, Loss>> = {
  /** (ŷ - y)², as torch.nn.MSELoss: without the factor ½ that some put in front. */
  'squared-error': ofError((error) => error.pow(2)),
  /** ½(ŷ - y)², whose slope is the error itself. */
  'half-squared-error': ofError((error) => error.pow(2).mul(0.5)),
  /** |ŷ - y|, as torch.nn.L1Loss; its slope at 0 is 0. */
  absolute: ofError((error) => error.relu().add(error.neg().relu())),
  huber: ofError(huber),
  /** max(0, 1 - y·z), as in a support vector machine; flat where the margin is exactly 1. */
  hinge: ofMargin((lack) => lack),
  'squared-hinge': ofMargin((lack) => lack.pow(2)),
  /**
   * -y·log σ(z) - (1-y)·log(1-σ(z)) of the logit z, as torch.nn.BCEWithLogitsLoss, for targets that are 0 or 1.
   * Written as softplus((1-2y)·z): no logarithm of 0 appears, and a confident right answer keeps its digits,
   * which softplus(z) - y·z loses.
   */
  'binary-cross-entropy': {
    outputCount: () => 1,
    outputActivation: () => 'linear',
    target: (truth) => (truth > 0 ? 1 : 0),
    of: (logits, targets) =>
      meanOver(logits, targets, (logit, target) => target.mul(-2).add(1).mul(logit).softplus()),
    displayed: (logits) => logits.map((logit) => logit.sigmoid().mul(2).sub(1)),
    probabilities: ([output]) => [(1 - output) / 2, (1 + output) / 2],
  },
  /**
   * log Σ exp(zᵢ) - z of the true class, as torch.nn.CrossEntropyLoss: the targets are 1 for it and 0 for the others.
   * Smoothed by s, every target t is (1 - s)·t + s / K. Shown are the probabilities, exp(zᵢ) / Σ exp.
   */
  'cross-entropy': {
    outputCount: (classCount) => classCount,
    outputActivation: () => 'linear',
    target: (truth, output) => (truth === output ? 1 : 0),
    of: (logits, targets, { labelSmoothing = 0 } = {}) => {
      const smoothed = (target: Value): Value =>
        labelSmoothing === 0 ? target : target.mul(1 - labelSmoothing).add(labelSmoothing / logits.length);
      const ofTruth = logits
        .map((logit, i) => logit.mul(smoothed(targets[i])))
        .reduce((sum, term) => sum.add(term));
      return logSumExp(logits).sub(ofTruth);
    },
    displayed: (logits) => {
      const total = logSumExp(logits);
      return logits.map((logit) => logit.sub(total).exp());
    },
    probabilities: (displayed) => displayed,
  },
};

/** log Σ exp(zᵢ), two by two as b + log(1 + exp(a - b)): nothing overflows, however far apart they are. */
function logSumExp(logits: readonly Value[]): Value {
  return logits.reduce((sum, logit) => logit.add(sum.sub(logit).softplus()));
}
