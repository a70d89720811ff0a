import { html, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { Theme } from '../../../charts/colour-scale.ts';
import type { RowEntry, RowWindow } from '../../../protocol/row-messages.ts';
import { help } from '../../controls/help.ts';
import { keyedList } from '../../controls/keyed-list.ts';
import { SignalElement } from '../../controls/signal-element.ts';
import { baseStyles, buttonStyles } from '../../controls/styles.ts';
import { send } from '../../page-events.ts';
import { EarlyKeys, type Key } from './early-keys.ts';
import type { OpenedPoint } from '../picture/opened-point.ts';
import { nextOrder, shownColumns, sortOf, type ShownColumn } from './row-columns.ts';
import type { RowDesk } from './row-desk.ts';
import { rowGridStyles } from './row-grid-styles.ts';
import { headMoves, placeAfter, rowMoves } from './row-moves.ts';
import { rowHeight, scrollTo, spanAt, type RowSpan } from './row-scroll.ts';

/** Of the column of what can be done with a row, in pixels. The last column is empty, and takes what room is left. */
const actionsWidth = 104;
const headHeight = 32;
/** Until it is known how much is in sight. */
const usualRoom = 400;

/** The rows in sight of a table of any length: names sort, arrows move from row to row. */
@customElement('chainrule-row-grid')
export class RowGrid extends SignalElement {
  static override readonly styles = [baseStyles, buttonStyles, rowGridStyles];

  @property({ attribute: false }) desk: RowDesk | null = null;
  @property({ attribute: false }) classNames: readonly string[] = [];
  /** The point that is spoken of. */
  @property({ attribute: false }) chosen: OpenedPoint | null = null;
  /** The class that is told from the rest where there are more than have colours. */
  @property({ attribute: false }) chosenClass = 0;
  @property() theme: Theme = 'light';

  @query('.scroller') private readonly scroller!: HTMLElement | null;
  /** Among the rows that match, from 0. */
  #active = 0;
  /** What was asked of the active row while it was on its way. */
  #pending: ((row: RowEntry) => void) | null = null;
  readonly #early = new EarlyKeys();
  /** The column whose name is in the tab order. */
  #head = 0;
  #span: RowSpan = { from: 0, to: 0, before: 0, after: 0 };
  #listed: RowWindow['order'] | null = null;
  readonly #resized = new ResizeObserver(() => {
    this.requestUpdate();
  });

  override render() {
    const { window = null, order = null } = this.desk?.shown.value ?? {};
    if (window === null || order === null) return nothing;
    const columns = shownColumns(window, {
      classNames: this.classNames,
      chosenClass: this.chosenClass,
      theme: this.theme,
    });
    const { matchingRows: count } = window;
    this.#active = Math.max(0, Math.min(this.#active, count - 1));
    this.#span = spanAt(this.scroller?.scrollTop ?? 0, this.#room, count);
    const { from, to, before, after } = this.#span;
    const indices = Array.from({ length: to - from }, (_, i) => from + i);
    const isMade = this.#active >= from && this.#active < to;
    const width = columns.reduce((sum, column) => sum + column.width, actionsWidth);
    return html`<div class="scroller" @scroll=${this.#onScroll}>
      <table
        role="grid"
        tabindex="0"
        width=${width}
        aria-label="Rows of the data set"
        aria-busy=${String(this.#present === null)}
        aria-rowcount=${count + 1}
        aria-colcount=${columns.length + 1}
        aria-describedby="keys"
        aria-activedescendant=${isMade && count > 0 ? `row-${this.#active}` : nothing}
        @keydown=${this.#onKey}
      >
        <colgroup>
          <col width=${actionsWidth} />
          ${columns.map((column) => html`<col width=${column.width} />`)}
          <col />
        </colgroup>
        <thead>
          <tr aria-rowindex="1" @keydown=${(event: KeyboardEvent) => this.#onHeadKey(event, columns.length)}>
            <td><span class="visually-hidden">Actions</span></td>
            ${columns.map((column, i) => this.#renderHead(column, i))}
            <td aria-hidden="true"></td>
          </tr>
        </thead>
        <tbody>
          ${gap(before, columns.length)}
          ${keyedList(
            indices,
            (index) => index,
            (index) => this.#renderRow(index, window, columns),
          )}
          ${gap(after, columns.length)}
        </tbody>
      </table>
      ${count === 0 ? html`<p class="none">No row passes these filters.</p>` : nothing}
    </div>`;
  }

  #renderHead(column: ShownColumn, i: number) {
    const order = this.desk?.shown.value.order ?? null;
    const sort = order === null ? nothing : sortOf(column, order);
    const onClick = (): void => {
      this.#head = i;
      if (order !== null) this.desk?.list({ order: nextOrder(column, order) });
    };
    return html`<th scope="col" class=${column.isText ? 'text' : nothing} aria-sort=${sort}>
      <button
        class="quiet"
        tabindex=${i === this.#head ? 0 : -1}
        title=${column.isCut ? column.title : nothing}
        @click=${onClick}
        ${help('rowsSort')}
      >
        <span>${column.title}</span>
        <span class="arrow" aria-hidden="true"
          >${sort === 'ascending' ? '▲' : sort === 'descending' ? '▼' : ''}</span
        >
      </button>
    </th>`;
  }

  #renderRow(index: number, window: RowWindow, columns: readonly ShownColumn[]) {
    const row = this.#entry(index, window);
    const isActive = index === this.#active;
    const classes = `${isActive ? 'active' : ''} ${index % 2 === 1 ? 'odd' : ''}`;
    if (row === null)
      return html`<tr id="row-${index}" class=${classes} aria-rowindex=${index + 2}>
        <td colspan=${columns.length + 2} class="muted">…</td>
      </tr>`;
    const isPinned = this.#isPinned(row);
    return html`<tr
      id="row-${index}"
      class=${classes}
      data-testid="row"
      data-row=${row.row + 1}
      aria-rowindex=${index + 2}
      aria-selected=${isPinned}
      @click=${() => this.#activate(index)}
    >
      <td class="actions">${this.#renderActions(row, isPinned)}</td>
      ${columns.map(
        (column) =>
          html`<td class=${column.isText ? 'text' : nothing} data-value=${column.exact(row)}>
            ${column.cell(row)}
          </td>`,
      )}
      <td aria-hidden="true"></td>
    </tr>`;
  }

  /** For pointers: the keyboard has the same with Enter. */
  #renderActions(row: RowEntry, isPinned: boolean) {
    return html`<button
        tabindex="-1"
        aria-label="Pin row ${row.row + 1}"
        aria-pressed=${isPinned}
        @click=${() => this.#pin(row, isPinned)}
        ${help('rowsPin')}
      >
        Pin
      </button>
      <button
        tabindex="-1"
        aria-label="Open row ${row.row + 1} in Graph"
        @click=${() => this.#open(row)}
        ${help('openGraph')}
      >
        Graph
      </button>`;
  }

  /** Null while it is on its way. */
  #entry(index: number, { from, rows }: RowWindow): RowEntry | null {
    return rows[index - from] ?? null;
  }

  get #room(): number {
    const height = this.scroller?.clientHeight ?? 0;
    return height > headHeight ? height - headHeight : usualRoom;
  }

  protected override updated(): void {
    const { scroller, desk } = this;
    if (desk === null || scroller === null) return;
    this.#resized.observe(scroller);
    const { order, filter } = desk.shown.peek();
    if (this.#listed !== order || this.#filtered !== filter) {
      [this.#listed, this.#filtered] = [order, filter];
      this.#active = 0;
      this.#pending = null;
      scroller.scrollTop = 0;
    }
    const { from, to } = this.#span;
    desk.see(from, Math.max(1, to - from));
    this.#catchUp();
    this.#carryOut();
  }

  /** null while another order or filter is asked for than what is there has. */
  get #present(): RowWindow | null {
    const { window = null, order, filter } = this.desk?.shown.peek() ?? {};
    return window?.order === order && window?.filter === filter ? window : null;
  }

  #catchUp(): void {
    const window = this.#present;
    if (window !== null) for (const key of this.#early.take(window)) this.#obey(key, window);
  }

  #carryOut(): void {
    const window = this.#present;
    const row = window === null ? null : this.#entry(this.#active, window);
    if (row === null) return;
    const pending = this.#pending;
    this.#pending = null;
    pending?.(row);
  }

  #filtered: object | null = null;

  readonly #onScroll = (): void => {
    const count = this.desk?.shown.peek().window?.matchingRows ?? 0;
    const { from, to, before } = spanAt(this.scroller?.scrollTop ?? 0, this.#room, count);
    const isSame = from === this.#span.from && to === this.#span.to && before === this.#span.before;
    if (!isSame) this.requestUpdate();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    // Of a name in the head, or a button: these have keys of their own.
    if (event.target !== event.currentTarget || event.altKey || event.ctrlKey || event.metaKey) return;
    const { key, shiftKey } = event;
    // Which of them it is for does not depend on how many rows there are.
    const isForRows = key === 'Enter' || placeAfter(rowMoves(1), key, 0, 1) !== null;
    if (!isForRows) {
      this.#onSideways(event);
      return;
    }
    event.preventDefault();
    const window = this.#present;
    const shown = this.desk?.shown.peek();
    if (window !== null) this.#obey({ key, shiftKey }, window);
    else if (shown !== undefined) this.#early.wait({ key, shiftKey }, shown);
  };

  #obey({ key, shiftKey }: Key, { matchingRows }: RowWindow): void {
    if (key !== 'Enter') {
      const next = placeAfter(rowMoves(this.#room / rowHeight), key, this.#active, matchingRows);
      if (next !== null) this.#activate(Math.max(0, next));
      return;
    }
    if (matchingRows === 0) return;
    this.#pending = shiftKey
      ? (row) => {
          this.#open(row);
        }
      : (row) => {
          this.#pin(row, this.#isPinned(row));
        };
    this.#carryOut();
  }

  /** Columns out of sight come into it. */
  #onSideways(event: KeyboardEvent): void {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    this.scroller?.scrollBy({ left: event.key === 'ArrowRight' ? 80 : -80 });
  }

  #activate(index: number): void {
    const { scroller } = this;
    const count = this.desk?.shown.peek().window?.matchingRows ?? 0;
    this.#active = index;
    this.#pending = null;
    if (scroller !== null) scroller.scrollTop = scrollTo(index, scroller.scrollTop, this.#room, count);
    this.requestUpdate();
  }

  #onHeadKey(event: KeyboardEvent, count: number): void {
    const next = placeAfter(headMoves, event.key, this.#head, count);
    if (next === null) return;
    event.preventDefault();
    this.#head = next;
    this.requestUpdate();
    this.renderRoot.querySelectorAll<HTMLElement>('thead button')[this.#head]?.focus();
  }

  #isPinned({ side, index }: RowEntry): boolean {
    return this.chosen?.split === side && this.chosen.index === index;
  }

  #pin({ side, index }: RowEntry, isPinned: boolean): void {
    send(this, 'point-select', isPinned ? null : { split: side, index });
  }

  #open({ side, index }: RowEntry): void {
    send(this, 'point-select', { split: side, index });
    send(this, 'graph-open', null);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // It begins at the top again.
    this.#listed = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
  }
}

/** The room of rows that are not made. */
function gap(height: number, columns: number) {
  // Not `style`, which a strict content security policy forbids in markup.
  return height === 0
    ? nothing
    : html`<tr class="gap" aria-hidden="true" height=${height}>
        <td colspan=${columns + 2}></td>
      </tr>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-row-grid': RowGrid;
  }
}
