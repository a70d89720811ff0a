import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { keyedList } from '../../controls/keyed-list.ts';
import type { LabGraph } from '../../../lab/graph.ts';
import { formatCount } from '../../controls/format.ts';
import { FocusKeeper } from '../../controls/focus-keeper.ts';
import { help } from '../../controls/help.ts';
import { send } from '../../page-events.ts';
import { formatNumber } from '../workbench/numbers.ts';
import { RowWindow } from '../workbench/row-window.ts';
import { baseStyles, buttonStyles, fieldStyles, panelStyles, sliderStyles } from '../../controls/styles.ts';

/** More rows than this are made only when asked for. */
const mostRows = 40;
/** Of a leaf, in pixels. */
const rowHeight = 32;

/** Every movable leaf with a slider for the hand and a field for the exact number. */
@customElement('chainrule-leaves-panel')
export class LeavesPanel extends LitElement {
  static override readonly styles = [
    baseStyles,
    panelStyles,
    buttonStyles,
    fieldStyles,
    sliderStyles,
    css`
      .list.long {
        max-height: 480px;
        overflow: auto;
        margin: 0 -16px;
        padding: 0 16px;
      }
      ul {
        display: grid;
        grid-template-columns: fit-content(92px) minmax(0, 1fr) 92px;
        column-gap: 10px;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        grid-template-columns: subgrid;
        grid-column: 1 / -1;
        align-items: center;
        min-height: 32px;
      }
      .name {
        display: block;
        text-align: left;
        padding: 0;
        min-height: 24px;
        border: 0;
        background: none;
        overflow: hidden;
        text-overflow: ellipsis;
        font-weight: 600;
      }
      li input[type='number'] {
        height: 26px;
        text-align: right;
        border-color: var(--edge-soft);
      }
      .more {
        width: 100%;
        margin-top: 8px;
      }
    `,
  ];

  @property({ attribute: false }) graph: LabGraph | null = null;
  @property({ type: Boolean }) disabled = false;

  @state() private showsAll = false;
  @query('ul') private readonly list!: HTMLElement;
  protected readonly focusKeeper = new FocusKeeper(this, '.list');
  readonly #rows = new RowWindow(this, rowHeight);
  /** A slider that is being dragged keeps its ends. */
  readonly #reaches = new Map<string, number>();

  get #shownCount(): number {
    const count = this.graph?.leaves.size ?? 0;
    return this.showsAll ? count : Math.min(count, mostRows);
  }

  override render() {
    const leaves = [...(this.graph?.leaves ?? [])];
    const shown = leaves.slice(0, this.#shownCount);
    const { from, to } = this.#rows.of(shown.length);
    return html`<section class="panel" aria-labelledby="title">
      <div class="panel-head">
        <h2 id="title">Leaves <span class="detail">· ${formatCount(leaves.length)}</span></h2>
      </div>
      ${leaves.length === 0 ? html`<p class="note">A name in the expression becomes a leaf to move.</p>` : nothing}
      <div
        class="list ${shown.length > mostRows ? 'long' : ''}"
        tabindex=${shown.length > mostRows ? 0 : nothing}
        @scroll=${this.#rows.onScroll}
      >
        <ul>
          ${keyedList(
            shown.slice(from, to),
            ([name]) => name,
            ([name, node]) => this.#renderLeaf(name, this.graph?.leafData[node] ?? 0, node),
          )}
        </ul>
      </div>
      ${
        shown.length < leaves.length
          ? html`<button
              class="more"
              @click=${() => {
                this.showsAll = true;
              }}
            >
              Show all ${formatCount(leaves.length)} leaves
            </button>`
          : nothing
      }
    </section>`;
  }

  #renderLeaf(name: string, value: number, node: number) {
    const reach = this.#reachOf(name, value);
    return html`<li>
      <button
        class="name"
        title=${name}
        aria-label="Select ${name}"
        @click=${() => send(this, 'node-select', node)}
      >
        ${name}
      </button>
      <input
        type="range"
        aria-label="${name} slider"
        min=${-reach}
        max=${reach}
        step=${reach / 1000}
        .value=${live(String(Number.isFinite(value) ? value : 0))}
        ?disabled=${this.disabled}
        @input=${(event: Event) => this.#move(name, event)}
        @change=${() => this.#reaches.delete(name)}
        ${help('leafValue')}
      />
      <input
        type="number"
        aria-label=${name}
        step="any"
        placeholder=${Number.isFinite(value) ? nothing : formatNumber(value)}
        .value=${live(Number.isFinite(value) ? String(value) : '')}
        ?disabled=${this.disabled}
        @change=${(event: Event) => this.#move(name, event)}
        ${help('leafValue')}
      />
    </li>`;
  }

  protected override updated(): void {
    const { before, after } = this.#rows.of(this.#shownCount);
    this.list.style.padding = `${before}px 0 ${after}px`;
    for (const range of this.renderRoot.querySelectorAll<HTMLInputElement>('input[type=range]')) {
      const share = (range.valueAsNumber - Number(range.min)) / (Number(range.max) - Number(range.min));
      range.style.setProperty('--filled', `${100 * share}%`);
    }
  }

  /** The slider's end: 10, or the next power of ten that holds the value. */
  #reachOf(name: string, value: number): number {
    const held = this.#reaches.get(name);
    if (held !== undefined) return held;
    const size = Math.abs(value);
    return size <= 10 || !Number.isFinite(size) ? 10 : 10 ** Math.ceil(Math.log10(size));
  }

  #move(name: string, event: Event): void {
    const input = event.target as HTMLInputElement;
    const value = input.valueAsNumber;
    if (Number.isNaN(value)) {
      // Not a number: what held before stands in the field again.
      this.requestUpdate();
      return;
    }
    if (input.type === 'range') this.#reaches.set(name, Number(input.max));
    send(this, 'lab-action', { kind: 'leaves', values: new Map([[name, value]]), edit: `leaf ${name}` });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-leaves-panel': LeavesPanel;
  }
}
