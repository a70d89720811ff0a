import { html, type TemplateResult } from 'lit';

/** What a chart shows, in numbers, folded away below it; the first cell of a row says which one it is. */
export function tableTwin(
  label: string,
  heads: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): TemplateResult {
  return html`<details>
    <summary>As a table</summary>
    <div class="scroll" tabindex="0" role="region" aria-label=${label}>
      <table>
        <thead>
          <tr>
            ${heads.map((head) => html`<th scope="col">${head}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ([first, ...cells]) =>
              html`<tr>
                <th scope="row">${first}</th>
                ${cells.map((cell) => html`<td>${cell}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}
