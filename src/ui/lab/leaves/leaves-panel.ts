import { css, html, LitElement, noChange, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { keyedList } from '../../controls/keyed-list.ts';
import type { LabGraph } from '../../../lab/graph.ts';
import { printedName } from '../../../lab/printed-name.ts';
import { exact, formatCount } from '../../controls/format.ts';
import { FocusKeeper } from '../../controls/focus-keeper.ts';
import { help } from '../../controls/help.ts';
import { icon } from '../../controls/icons.ts';
import { send } from '../../page-events.ts';
import { signedText, toneOf } from '../formula/math-number.ts';
import type { GraphNumbers, HiddenNumbers } from '../graph/cards.ts';
import { formatNumber } from '../workbench/numbers.ts';
import { RowWindow } from '../workbench/row-window.ts';
import { baseStyles, buttonStyles, fieldStyles, panelStyles, sliderStyles } from '../../controls/styles.ts';

/** More rows than this are made only when asked for. */
const mostRows = 40;
/** Of a leaf, in pixels. */
const rowHeight = 54;
/** One press of an arrow key moves a slider by a hundredth of its range; a hand by much less. */
const finest = 1 / 1000;
const gradientDigits = 4;
/** So many digits fit into the field; the exact number stands there while it is worked on. */
const fieldDigits = 6;
/** Longer texts need more than the field. */
const mostDigits = 9;

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
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        /* The longest name of a weight, w₁,₁,₁ in bold letters, is never cut. */
        grid-template-columns: minmax(42px, 1fr) 28px minmax(84px, 104px);
        align-items: center;
        gap: 0 8px;
        height: 54px;
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
      .lock {
        width: 28px;
        height: 26px;
        min-height: 26px;
        padding: 0;
        border: 0;
        background: none;
        color: var(--muted);
      }
      .lock[aria-pressed='true'] {
        color: var(--ink);
      }
      li input[type='range'] {
        grid-column: 1 / 3;
      }
      li input[type='number'] {
        height: 26px;
        padding: 0 8px;
        text-align: right;
        border-color: var(--edge-soft);
        /* Arrows would cover the last digits. */
        appearance: textfield;
      }
      /* All digits of a number that is worked on take the room of its name, too. */
      li input[type='number'].long {
        grid-area: 1 / 1 / 2 / 4;
        justify-self: end;
        z-index: 1;
        width: min(100%, 190px);
      }
      /* What the lock says, in the controls that it locks. */
      li.locked input {
        opacity: 0.5;
      }
      li.locked input[type='number'] {
        border-style: dashed;
        background: none;
      }
      .gradient {
        padding-right: 8px;
        text-align: right;
        font-size: 0.75rem;
        line-height: 18px;
        white-space: nowrap;
        color: var(--muted);
      }
      .gradient .positive {
        color: var(--positive);
      }
      .gradient .wrong {
        color: var(--danger);
        font-weight: 600;
      }
      .gradient .negative {
        color: var(--negative);
      }
      .more {
        width: 100%;
        margin-top: 8px;
      }
    `,
  ];

  @property({ attribute: false }) graph: LabGraph | null = null;
  /** The gradients as far as they have come; any change of `version` writes them anew. */
  @property({ attribute: false }) numbers: GraphNumbers | null = null;
  @property({ attribute: false }) version = 0;
  /** By node, the gradient that is right, where another one is shown. */
  @property({ attribute: false }) mistakes: ReadonlyMap<number, number> = new Map();
  /** What an exercise keeps from sight. */
  @property({ attribute: false }) hiding: HiddenNumbers = 'none';
  /** Names of leaves that stay as they are. */
  @property({ attribute: false }) locked: ReadonlySet<string> = new Set();
  @property({ type: Boolean }) disabled = false;

  /** The leaf whose number is being worked on: all of its digits are shown. */
  @state() private edited: string | null = null;
  /** The leaf whose number is half typed: what stands there is nobody's to write over. */
  #typed: string | null = null;

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
    const isLocked = this.locked.has(name);
    const isDisabled = this.disabled || isLocked;
    const text = !Number.isFinite(value)
      ? ''
      : String(this.edited === name ? value : Number(value.toPrecision(fieldDigits)));
    return html`<li class=${isLocked ? 'locked' : ''}>
      <button
        class="name"
        title=${name}
        aria-label="Select ${name}"
        @click=${() => send(this, 'node-select', node)}
      >
        ${printedName(name)}
      </button>
      <button
        class="lock"
        aria-label="Lock ${name}"
        aria-pressed=${isLocked}
        @click=${() => send(this, 'lab-action', { kind: 'lock', name, isLocked: !isLocked })}
        ${help('leafLock')}
      >
        ${icon(isLocked ? 'lock' : 'unlock', 14)}
      </button>
      <input
        type="number"
        aria-label=${name}
        title=${Number.isFinite(value) ? String(value) : nothing}
        step="any"
        placeholder=${Number.isFinite(value) ? nothing : formatNumber(value)}
        class=${this.edited === name && text.length > mostDigits ? 'long' : ''}
        .value=${this.#typed === name ? noChange : live(text)}
        ?disabled=${isDisabled}
        @focus=${(event: FocusEvent) => {
          void this.#edit(name, event);
        }}
        @input=${() => {
          this.#typed = name;
        }}
        @blur=${() => {
          this.edited = null;
          this.#typed = null;
        }}
        @change=${(event: Event) => {
          this.#typed = null;
          this.#move(name, event);
        }}
        ${help('leafValue')}
      />
      <input
        type="range"
        aria-label="${name} slider"
        min=${-reach}
        max=${reach}
        step="any"
        .value=${live(String(Number.isFinite(value) ? value : 0))}
        ?disabled=${isDisabled}
        @input=${(event: Event) => this.#move(name, event)}
        @change=${() => this.#reaches.delete(name)}
        ${help('leafValue')}
      />
      ${this.#renderGradient(name, node)}
    </li>`;
  }

  #renderGradient(name: string, node: number) {
    const { numbers, hiding } = this;
    if (hiding !== 'none') return html`<span class="gradient">gradient ?</span>`;
    if (numbers?.hasGradient(node) !== true) return html`<span class="gradient">not computed yet</span>`;
    const gradient = numbers.gradients[node];
    const right = this.mistakes.get(node);
    return html`<span
      class="gradient"
      title="How the result moves with ${name}"
      data-testid="leaf-gradient"
      data-name=${name}
      data-value=${exact(gradient)}
      ><span aria-hidden="true">∂</span><span class="visually-hidden">gradient</span>
      <span class=${right === undefined ? (toneOf(gradient) ?? nothing) : 'wrong'}
        >${signedText(gradient, gradientDigits)}</span
      >${right === undefined ? nothing : html`, not ${signedText(right, gradientDigits)}`}</span
    >`;
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

  /** What is chosen in a field is no longer once all of its digits are written into it. */
  async #edit(name: string, { target }: FocusEvent): Promise<void> {
    this.edited = name;
    await this.updateComplete;
    if (this.edited === name && this.#typed !== name) (target as HTMLInputElement).select();
  }

  #move(name: string, event: Event): void {
    const input = event.target as HTMLInputElement;
    const asked = input.valueAsNumber;
    const grain = finest * Number(input.max);
    const value =
      input.type === 'range' ? Number((Math.round(asked / grain) * grain).toPrecision(12)) : asked;
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
