import { html, type TemplateResult } from 'lit';
import type { DifferenceErrors } from '../../../lab/check.ts';
import { shortText } from '../formula/math-number.ts';

/** The plot's twin: one row a decade. */
export function differenceTable(series: readonly DifferenceErrors[]): TemplateResult {
  const decades = series.filter(({ h }) => Math.abs(Math.log10(h) - Math.round(Math.log10(h))) < 1e-9);
  return html`<table>
    <thead>
      <tr>
        <th scope="col">h</th>
        <th scope="col">forward error</th>
        <th scope="col">central error</th>
        <th scope="col">rounding</th>
      </tr>
    </thead>
    <tbody>
      ${decades.map(
        ({ h, forwardError, centralError, roundingFloor }) =>
          html`<tr>
            <th scope="row">${shortText(h, 2)}</th>
            <td>${shortText(forwardError, 2)}</td>
            <td>${shortText(centralError, 2)}</td>
            <td>${shortText(roundingFloor, 2)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
