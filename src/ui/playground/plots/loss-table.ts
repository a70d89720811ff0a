import { html, type TemplateResult } from 'lit';
import type { History } from '../../../protocol/snapshot-messages.ts';
import { formatEpoch, formatLoss } from '../../controls/format.ts';

/** Enough to read a curve by. */
const mostRows = 60;

/** The curves' twin: epochs evenly through the run, the last one included, each bucket's last extremes. */
export function lossTable(history: History | null): TemplateResult {
  const count = history?.epoch.length ?? 0;
  if (history === null || count === 0) return html`<p class="note">Nothing trained yet.</p>`;
  return html`<table>
    <thead>
      <tr>
        <th scope="col">Epoch</th>
        <th scope="col">Train loss</th>
        <th scope="col">Test loss</th>
      </tr>
    </thead>
    <tbody>
      ${rowsOf(count).map(
        (i) =>
          html`<tr>
            <th scope="row">${formatEpoch(history.epoch[i])}</th>
            <td>${range(history.trainMin[i], history.trainMax[i])}</td>
            <td>${range(history.testMin[i], history.testMax[i])}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** Rows evenly through so many, the last included. */
export function rowsOf(count: number): number[] {
  const rows = Math.min(count, mostRows);
  return Array.from({ length: rows }, (_, k) =>
    rows === 1 ? 0 : Math.round((k * (count - 1)) / (rows - 1)),
  );
}

function range(min: number, max: number): string {
  return min === max ? formatLoss(min) : `${formatLoss(min)} – ${formatLoss(max)}`;
}
