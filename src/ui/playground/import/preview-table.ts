import { html, nothing } from 'lit';
import type { LeftOutReason, ReadFile } from '../../../protocol/import-messages.ts';
import { formatCount } from '../../controls/format.ts';

/** The first rows as they were understood; what is missing is said. */
export function previewTable({ columns, preview, rows }: ReadFile, target: string) {
  return html`<div class="preview" tabindex="0" role="region" aria-label="The first rows">
    <table>
      <caption class="visually-hidden">
        The first ${preview.length} of ${formatCount(rows)} rows
      </caption>
      <thead>
        <tr>
          <th scope="col" class="line">line</th>
          ${columns.map(
            ({ name, kind }) =>
              html`<th scope="col" class=${name === target ? `target ${kind}` : kind}>
                ${name}<small
                  >${name === target ? 'target' : kind === 'number' ? 'number' : 'category'}</small
                >
              </th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${preview.map(
          ({ line, cells }) =>
            html`<tr>
              <th scope="row" class="line">${line}</th>
              ${cells.map((cell, i) =>
                cell === null
                  ? html`<td class="missing">missing</td>`
                  : html`<td class=${columns[i].kind}>${cell}</td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Every reason for which rows are not used, with the lines in which they begin. */
export function leftOutList(reasons: readonly LeftOutReason[]) {
  if (reasons.length === 0) return nothing;
  return html`<ul class="reasons" aria-label="Rows that are left out">
    ${reasons.map(
      ({ reason, count, lines }) =>
        html`<li>
          <b>${formatCount(count)}</b> left out: ${reason}
          <span class="lines">${linesOf(lines, count)}</span>
        </li>`,
    )}
  </ul>`;
}

function linesOf(lines: readonly number[], count: number): string {
  if (lines.length === 0) return '';
  const more = count > lines.length ? ' …' : '';
  return `(${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')}${more})`;
}

/** What is wrong with the file, place by place. */
export function problemList({ problems }: ReadFile) {
  if (problems.count === 0) return nothing;
  const { first, count } = problems;
  return html`<details class="problems" open>
    <summary>${formatCount(count)} ${count === 1 ? 'thing is' : 'things are'} wrong in the file</summary>
    <ol tabindex="0" aria-label="What is wrong in the file">
      ${first.map(
        ({ line, column, message }) =>
          html`<li>
            <span class="place">line ${line}${column === null ? '' : `, column ${column}`}</span> ${message}
          </li>`,
      )}
    </ol>
    ${count > first.length ? html`<p class="note">The first ${first.length} of them.</p>` : nothing}
  </details>`;
}
