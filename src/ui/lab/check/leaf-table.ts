import { html, nothing, type TemplateResult } from 'lit';
import type { LeafCheck } from '../../../lab/check.ts';
import { indexedName } from '../formula/indexed-name.ts';
import { icon } from '../../controls/icons.ts';
import { exact } from '../../controls/format.ts';
import { verdictWords, type CheckVerdict } from './difference-words.ts';
import { shortText, toneOf } from '../formula/math-number.ts';
import { gapRow, type ShownRows } from '../workbench/row-window.ts';

export interface LeafTable {
  readonly leaves: readonly (readonly [name: string, node: number])[];
  /** Of the first so many leaves; the others are still being worked out. */
  readonly checks: readonly LeafCheck[];
  readonly selected: number | null;
  /** Which of the leaves have a row made for them. */
  readonly rows: ShownRows;
  readonly onSelect: (node: number) => void;
}

const digits = 4;

/** Every leaf's value and gradient, and how far it is from the differences. */
export function leafTable({ leaves, checks, selected, rows, onSelect }: LeafTable): TemplateResult {
  return html`<table aria-rowcount=${leaves.length + 1}>
    <thead>
      <tr aria-rowindex="1">
        <th scope="col">Leaf</th>
        <th scope="col">value</th>
        <th scope="col">backward</th>
        <th scope="col">central</th>
        <th scope="col">rel. error</th>
        <th scope="col"><span class="visually-hidden">verdict</span></th>
      </tr>
    </thead>
    <tbody>
      ${gapRow(rows.before, 6)}
      ${leaves.slice(rows.from, rows.to).map(([name, node], k) => {
        const i = rows.from + k;
        const isSelected = node === selected;
        return html`<tr
          aria-rowindex=${i + 2}
          class="selectable ${isSelected ? 'selected' : ''}"
          @click=${() => {
            onSelect(node);
          }}
        >
          <th scope="row">
            <button class="quiet" title=${name} aria-pressed=${isSelected}>
              <span>${indexedName(name)}</span>
            </button>
          </th>
          ${i < checks.length ? cells(checks[i]) : html`<td colspan="5" class="muted">…</td>`}
        </tr>`;
      })}
      ${gapRow(rows.after, 6)}
    </tbody>
  </table>`;
}

function cells({ data, backward, central, error, verdict }: LeafCheck): TemplateResult {
  return html`<td>${shortText(data, digits)}</td>
    <td class=${toneOf(backward) ?? nothing} data-value=${exact(backward)}>${shortText(backward, digits)}</td>
    <td>${shortText(central, digits)}</td>
    <td>${shortText(error, 1)}</td>
    <td class=${verdict}>${verdictMark(verdict)}</td>`;
}

/** The verdict as a sign; its word is for those who do not see it, and for a hovering pointer. */
function verdictMark(verdict: CheckVerdict): TemplateResult {
  return html`<span title=${verdictWords[verdict]}
    >${verdictIcon(verdict, 14)}<span class="visually-hidden">${verdictWords[verdict]}</span></span
  >`;
}

export function verdictIcon(verdict: CheckVerdict, size = 16): TemplateResult {
  return icon(verdictIcons[verdict], size);
}

const verdictIcons = { agrees: 'check', differs: 'close', kink: 'warning', unknown: 'unknown' } as const;
