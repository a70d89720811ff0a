import { html, nothing, type TemplateResult } from 'lit';
import { counted } from '../../compare/counted.ts';
import type { Outcome } from '../../compare/swarm.ts';
import { formatCount, formatLoss, formatShare } from '../controls/format.ts';

/** What became of a run, in a few words. */
export function outcomeWords({ result, failure }: Outcome): string {
  if (failure !== null) return failure;
  if (result === null) return 'not known yet';
  const { final, reachedAt, diverged, epochs } = result;
  const loss = Number.isNaN(final.testLoss)
    ? `train loss ${formatLoss(final.trainLoss)}`
    : `test loss ${formatLoss(final.testLoss)}`;
  if (diverged) return `diverged in epoch ${formatCount(epochs)}, ${loss} before`;
  return `${loss}${reachedAt === null ? '' : `, target reached after ${counted(reachedAt, 'epoch')}`}`;
}

/** Why nothing has come of any run, as sentences, each said once; null where something has, or still may. */
export function whyNone(outcomes: readonly Outcome[]): string | null {
  const reasons = new Set(outcomes.map(({ failure }) => failure));
  if (reasons.size === 0 || reasons.has(null)) return null;
  return `No run has come to a result. ${[...reasons].slice(0, 3).join(' ')}`;
}

export function shareText(share: number | null | undefined): string {
  return share === null || share === undefined || Number.isNaN(share) ? '–' : formatShare(share);
}

/** The figures of one run, as a table has them. */
export function figureCells({ result, failure }: Outcome): TemplateResult {
  if (result === null) return html`<td colspan="6">${failure ?? nothing}</td>`;
  const { final, reachedAt, diverged, epochs } = result;
  return html`<td>${formatLoss(final.trainLoss)}</td>
    <td>${formatLoss(final.testLoss)}</td>
    <td>${shareText(final.trainAccuracy)}</td>
    <td>${shareText(final.testAccuracy)}</td>
    <td>${reachedAt === null ? '–' : formatCount(reachedAt)}</td>
    <td>${diverged ? `diverged in ${formatCount(epochs)}` : formatCount(epochs)}</td>`;
}

export const figureHeads = html`<th scope="col">Train loss</th>
  <th scope="col">Test loss</th>
  <th scope="col">Train accuracy</th>
  <th scope="col">Test accuracy</th>
  <th scope="col">Target after</th>
  <th scope="col">Epochs</th>`;
