import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Theme } from '../../../charts/colour-scale.ts';
import type { DataPicture } from '../../../protocol/picture-messages.ts';
import type { View } from '../../../protocol/snapshot-messages.ts';
import { help } from '../../controls/help.ts';
import { Lazy } from '../../controls/lazy.ts';
import { SignalElement } from '../../controls/signal-element.ts';
import { apartStyles } from '../../controls/apart-styles.ts';
import { baseStyles, buttonStyles, foldStyles, panelStyles, summaryStyles } from '../../controls/styles.ts';
import type { OpenedPoint } from '../picture/opened-point.ts';
import type { PageStatus } from '../page-status.ts';
import { bringIntoSight } from './into-sight.ts';
import type { RowDesk } from './row-desk.ts';

/** Unfolds the table of all rows, which is loaded when it is first wanted. */
@customElement('chainrule-rows-panel')
export class RowsPanel extends SignalElement {
  static override readonly styles = [
    baseStyles,
    apartStyles,
    panelStyles,
    buttonStyles,
    summaryStyles,
    foldStyles,
    css`
      h2 {
        color: var(--ink);
      }
    `,
  ];

  @property({ attribute: false }) desk: RowDesk | null = null;
  @property({ attribute: false }) data: DataPicture | null = null;
  /** Of the present weights. */
  @property({ attribute: false }) view: View | null = null;
  @property() status: PageStatus = 'loading';
  /** The point that is spoken of. */
  @property({ attribute: false }) chosen: OpenedPoint | null = null;
  /** The class that is told from the rest where there are more than have colours. */
  @property({ attribute: false }) chosenClass = 0;
  @property() theme: Theme = 'light';

  /** Ends the way to it once the user has opened it: it stands below the window. */
  #stopComing: (() => void) | null = null;
  readonly #board = new Lazy(() => import('./row-board.ts'));

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { desk } = this;
    if (desk === null) return;
    if (changed.has('data') && this.data !== null) desk.setData(keyOf(this.data));
    desk.isRunning = this.status === 'running';
    if (changed.has('view') && this.view === null) desk.newRun();
    else if (changed.has('view') || changed.has('status')) desk.look();
  }

  override render() {
    const { desk } = this;
    if (desk === null) return nothing;
    const isOpen = desk.isOpen.value;
    return html`<section class="panel" aria-labelledby="title">
      <details ?open=${isOpen} @toggle=${this.#onToggle}>
        <summary ${help('rows')}>
          <h2 id="title">Rows</h2>
          <span>every row with its answer and loss</span>
        </summary>
        ${isOpen ? this.#renderBoard(desk) : nothing}
      </details>
    </section>`;
  }

  #renderBoard(desk: RowDesk) {
    if (this.#board.value.value === null) {
      const failure = this.#board.failure.value;
      if (failure === '') return html`<p class="note" role="status">Loading …</p>`;
      return html`<p class="note" role="alert">The table could not be loaded (${failure}).</p>
        <button @click=${() => void this.#board.open()}>Try again</button>`;
    }
    return html`<chainrule-row-board
      .desk=${desk}
      .data=${this.data}
      .chosen=${this.chosen}
      .chosenClass=${this.chosenClass}
      theme=${this.theme}
    ></chainrule-row-board>`;
  }

  protected override updated(): void {
    if (this.desk?.isOpen.peek() !== true) return;
    if (this.#board.failure.peek() === '') void this.#board.open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopComing?.();
    // Out of sight nothing is computed, and it is still open on the way back.
    if (this.desk !== null) this.desk.isRunning = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.desk !== null) this.desk.isRunning = this.status === 'running';
  }

  readonly #onToggle = (event: Event): void => {
    const { open } = event.target as HTMLDetailsElement;
    this.#stopComing?.();
    this.#stopComing = open && this.desk?.isOpen.peek() === false ? bringIntoSight(this) : null;
    this.desk?.setOpen(open);
  };
}

/** Another slice through the same table has the same rows. */
function keyOf({ summary, columns, classNames, targetScale }: DataPicture): string {
  return JSON.stringify([summary, columns, classNames, targetScale]);
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-rows-panel': RowsPanel;
  }
}
