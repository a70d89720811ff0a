import type { Value } from '../autograd/value.ts';
import type { ActivationName, LossName } from '../experiment/names.ts';

/** `classCount` classes are told apart; 0 where a number is predicted. Lists are in the order of the output neurons. */
export interface Loss {
  readonly outputCount: (classCount: number) => number;
  readonly outputActivation: (classCount: number) => ActivationName;
  /** What `of` compares an output with: `truth` is the class by its place, from 0, or the number. */
  readonly target: (truth: number, output: number, classCount: number) => number;
  /** The loss of one sample. A batch's loss is the mean of it (PyTorch's reduction="mean"). */
  readonly of: (outputs: readonly Value[], targets: readonly Value[]) => Value;
  /**
   * The outputs as the page shows them. One output: in [-1, 1], its sign being the class, or the predicted number.
   * Several: one for each class, of which the largest is the prediction.
   */
  readonly displayed: (outputs: readonly Value[]) => readonly Value[];
  /** By class, of the displayed outputs; null where the outputs say no probability. */
  readonly probabilities: ((displayed: readonly number[]) => readonly number[]) | null;
}

/** Two classes need one output only: it says which. */
const oneForTwo = (classCount: number): number => (classCount > 2 ? classCount : 1);

export const losses: Readonly<Record<LossName, Loss>> = {
  /**
   * (ŷ - y)², as torch.nn.MSELoss: without the factor ½ that some put in front. Classes are -1 and +1; of more than
   * two each has an output of its own, +1 for itself and -1 for all others, and the loss is the mean over the outputs.
   */
  'squared-error': {
    outputCount: oneForTwo,
    outputActivation: (classCount) => (classCount > 0 ? 'tanh' : 'linear'),
    target: (truth, output, classCount) => {
      if (classCount === 0) return truth;
      return (classCount > 2 ? truth === output : truth > 0) ? 1 : -1;
    },
    of: (outputs, targets) => {
      const sum = outputs
        .map((output, i) => output.sub(targets[i]).pow(2))
        .reduce((total, error) => total.add(error));
      return outputs.length === 1 ? sum : sum.div(outputs.length);
    },
    displayed: (outputs) => outputs,
    probabilities: null,
  },
  /**
   * -y·log σ(z) - (1-y)·log(1-σ(z)) of the logit z, as torch.nn.BCEWithLogitsLoss, for targets that are 0 or 1.
   * Written as softplus((1-2y)·z): no logarithm of 0 appears, and a confident right answer keeps its digits,
   * which softplus(z) - y·z loses.
   */
  'binary-cross-entropy': {
    outputCount: () => 1,
    outputActivation: () => 'linear',
    target: (truth) => (truth > 0 ? 1 : 0),
    of: ([logit], [target]) => target.mul(-2).add(1).mul(logit).softplus(),
    displayed: ([logit]) => [logit.sigmoid().mul(2).sub(1)],
    probabilities: ([output]) => [(1 - output) / 2, (1 + output) / 2],
  },
  /**
   * log Σ exp(zᵢ) - z of the true class, as torch.nn.CrossEntropyLoss: the targets are 1 for it and 0 for the others.
   * Shown are the probabilities, exp(zᵢ) / Σ exp.
   */
  'cross-entropy': {
    outputCount: (classCount) => classCount,
    outputActivation: () => 'linear',
    target: (truth, output) => (truth === output ? 1 : 0),
    of: (logits, targets) => {
      const ofTruth = logits.map((logit, i) => logit.mul(targets[i])).reduce((sum, term) => sum.add(term));
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
