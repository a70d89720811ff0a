import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { isOneAgainstRest, pairOf } from '../../../charts/class-pairs.ts';
import type { Theme } from '../../../charts/colour-scale.ts';
import type { View } from '../../../protocol/snapshot-messages.ts';
import { exact, formatLoss, formatShare } from '../../controls/format.ts';
import { help } from '../../controls/help.ts';
import { selectField, selectStyles } from '../../controls/select-field.ts';
import { baseStyles, fieldStyles } from '../../controls/styles.ts';
import { classMark } from './class-mark.ts';
import { toggled } from './picture-key.ts';
import { send, tell } from '../../page-events.ts';

export interface FiguresByClass {
  readonly train: View['trainByClass'];
  readonly test: View['testByClass'];
}

/** The classes, how they are drawn and how well each is told: a click hides their points, pointing shows their output. */
@customElement('chainrule-class-legend')
export class ClassLegend extends LitElement {
  static override readonly styles = [
    baseStyles,
    fieldStyles,
    selectStyles,
    css`
      .select {
        margin-top: 8px;
      }
      .many {
        max-height: 260px;
        margin-top: 8px;
        overflow-y: auto;
      }
      .many table {
        margin: 0;
      }
      .many thead {
        position: sticky;
        top: 0;
        background: var(--panel);
      }
      table {
        width: 100%;
        margin: 8px 0 4px;
        border-collapse: collapse;
        font-size: 0.75rem;
        line-height: 16px;
        font-variant-numeric: tabular-nums;
      }
      th {
        padding: 0 0 0 6px;
        font-weight: 400;
        text-align: right;
        color: var(--muted);
      }
      tr:first-child th:first-child,
      tbody th {
        padding-left: 0;
        text-align: left;
      }
      td {
        padding: 0 0 0 6px;
        text-align: right;
      }
      tbody tr:hover {
        background: var(--well);
      }
      button {
        display: flex;
        align-items: center;
        gap: 6px;
        width: 100%;
        min-height: 24px;
        padding: 0 4px 0 0;
        border: 0;
        border-radius: 4px;
        background: none;
        color: inherit;
        font: inherit;
        text-align: left;
        cursor: pointer;
      }
      button[aria-pressed='false'] {
        color: var(--muted);
        text-decoration: line-through;
      }
      button[aria-pressed='false'] svg {
        opacity: 0.35;
      }
      svg {
        flex: none;
        width: 14px;
        height: 14px;
        forced-color-adjust: none;
      }
    `,
  ];

  @property({ attribute: false }) names: readonly string[] = [];
  @property({ attribute: false }) byClass: FiguresByClass | null = null;
  @property({ attribute: false }) hiddenClasses: ReadonlySet<number> = new Set();
  /** The class that is told from the rest where there are more than have colours. */
  @property({ attribute: false }) chosenClass = 0;
  @property() theme: Theme = 'light';

  override render() {
    if (!isOneAgainstRest(this.names.length)) return this.#renderTable();
    return html`${selectField({
        label: 'Class',
        help: 'chosenClass',
        value: String(this.chosenClass),
        options: this.names.map((name, place) => ({ value: String(place), label: name })),
        onSelect: (place) => send(this, 'class-choose', Number(place)),
      })}
      <div class="many">${this.#renderTable()}</div>`;
  }

  #renderTable() {
    return html`<table aria-label="Classes">
      <thead>
        <tr>
          <th scope="col" rowspan="2">class</th>
          <th scope="colgroup" colspan="2">right</th>
          <th scope="colgroup" colspan="2">loss</th>
        </tr>
        <tr>
          <th scope="col">train</th>
          <th scope="col">test</th>
          <th scope="col">train</th>
          <th scope="col">test</th>
        </tr>
      </thead>
      <tbody>
        ${this.names.map((name, place) => this.#renderClass(name, place))}
      </tbody>
    </table>`;
  }

  #renderClass(name: string, place: number) {
    const isShown = !this.hiddenClasses.has(place);
    const look = (): void => send(this, 'class-look', place);
    const lookAway = (): void => send(this, 'class-look', null);
    return html`<tr @pointerenter=${look} @pointerleave=${lookAway}>
      <th scope="row">
        <button
          aria-pressed=${isShown}
          @click=${() => this.#toggle(place)}
          @focus=${look}
          @blur=${lookAway}
          ${help('classLegend')}
        >
          ${classMark(pairOf(place, this.names.length, this.chosenClass), this.theme)}${name}
        </button>
      </th>
      ${this.#renderFigures(place)}
    </tr>`;
  }

  #renderFigures(place: number) {
    const train = this.byClass?.train?.[place];
    const test = this.byClass?.test?.[place];
    return [
      ...([train, test] as const).map((figures) => {
        const share = figures === undefined || figures.count === 0 ? null : figures.right / figures.count;
        return html`<td data-value=${exact(share)}>${share === null ? '–' : formatShare(share)}</td>`;
      }),
      ...([train, test] as const).map((figures) => {
        const loss = figures?.loss ?? null;
        return html`<td data-value=${exact(loss)}>${loss === null ? '–' : formatLoss(loss)}</td>`;
      }),
    ];
  }

  #toggle(place: number): void {
    tell(this, 'classes-hide', toggled(this.hiddenClasses, place, this.names.length));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-class-legend': ClassLegend;
  }
}
