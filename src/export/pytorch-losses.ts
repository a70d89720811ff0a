import type { LossName } from '../experiment/names.ts';

/** What each row costs, by the names `outputs` and `targets`, [row, output], and the settings `s`. */
const costs: Readonly<Record<LossName, string>> = {
  'squared-error': 'F.mse_loss(outputs, targets, reduction="none").mean(dim=1)',
  'half-squared-error': '0.5 * F.mse_loss(outputs, targets, reduction="none").mean(dim=1)',
  absolute: 'F.l1_loss(outputs, targets, reduction="none").mean(dim=1)',
  huber: 'F.huber_loss(outputs, targets, reduction="none", delta=s["delta"]).mean(dim=1)',
  hinge: 'torch.relu(1 - targets * outputs).mean(dim=1)',
  'squared-hinge': 'torch.relu(1 - targets * outputs).square().mean(dim=1)',
  'binary-cross-entropy':
    'F.binary_cross_entropy_with_logits(outputs, targets, reduction="none").mean(dim=1)',
  'cross-entropy':
    'F.cross_entropy(outputs, targets, reduction="none", label_smoothing=s["label_smoothing"])',
};

export function printLoss(loss: LossName): string {
  return `def losses(outputs, targets, s):
    """The loss of each row."""
    return ${costs[loss]}`;
}
