import { html, type TemplateResult } from 'lit';
import type { PlotName } from '../../../experiment/names.ts';
import { formatEpoch, formatValue } from '../../controls/format.ts';
import { lossTable, rowsOf } from './loss-table.ts';
import { formatOf } from './plot-say.ts';
import { columnsOf, type Measured } from './plot-columns.ts';

/** A plot's twin in numbers, a row where anything of it was measured. */
export function plotTable(plot: PlotName, measured: Measured): TemplateResult {
  if (plot === 'loss') return lossTable(measured.history);
  const [first, ...columns] = columnsOf(plot, measured);
  const rows = Array.from({ length: first?.values.length ?? 0 }, (_, i) => i).filter((i) =>
    columns.some(({ values }) => !Number.isNaN(values[i])),
  );
  if (first === undefined || rows.length === 0) return html`<p class="note">Nothing measured yet.</p>`;
  const formatFirst = plot === 'weights' ? formatValue : formatEpoch;
  return html`<table>
    <thead>
      <tr>
        ${[first, ...columns].map(({ name }) => html`<th scope="col">${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rowsOf(rows.length).map(
        (i) =>
          html`<tr>
            <th scope="row">${formatFirst(first.values[rows[i]])}</th>
            ${columns.map(({ values }) => html`<td>${formatted(plot, values[rows[i]])}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function formatted(plot: PlotName, value: number): string {
  return Number.isFinite(value) ? formatOf(plot)(value) : '–';
}
