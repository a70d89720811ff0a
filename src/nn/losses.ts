import type { Value } from '../autograd/value.ts';
import type { ActivationName, LossName, Task } from '../experiment/names.ts';

export interface Loss {
  readonly outputActivation: (task: Task) => ActivationName;
  /** From a label (±1 for classes, a number for regression) to the target that `of` compares with. */
  readonly target: (label: number) => number;
  /** The loss of one sample. A batch's loss is the mean of it (PyTorch's reduction="mean"). */
  readonly of: (prediction: Value, target: Value) => Value;
  /** The prediction as the page shows it: in [-1, 1] for classes, the predicted label for regression. */
  readonly displayed: (prediction: Value) => Value;
}

export const losses: Readonly<Record<LossName, Loss>> = {
  /** (ŷ - y)², as torch.nn.MSELoss: without the factor ½ that some put in front. */
  'squared-error': {
    outputActivation: (task) => (task === 'classification' ? 'tanh' : 'linear'),
    target: (label) => label,
    of: (prediction, target) => prediction.sub(target).pow(2),
    displayed: (prediction) => prediction,
  },
  /**
   * -y·log σ(z) - (1-y)·log(1-σ(z)) of the logit z, as torch.nn.BCEWithLogitsLoss, for targets that are 0 or 1.
   * Written as softplus((1-2y)·z): no logarithm of 0 appears, and a confident right answer keeps its digits,
   * which softplus(z) - y·z loses.
   */
  'binary-cross-entropy': {
    outputActivation: () => 'linear',
    target: (label) => (label > 0 ? 1 : 0),
    of: (logit, target) => target.mul(-2).add(1).mul(logit).softplus(),
    displayed: (logit) => logit.sigmoid().mul(2).sub(1),
  },
};
