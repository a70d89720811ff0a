import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { defaultView, type ViewSettings } from '../../../experiment/schema.ts';
import { help } from '../../controls/help.ts';
import { Lazy } from '../../controls/lazy.ts';
import '../../controls/loaded-part.ts';
import { placePopup } from '../../controls/place-popup.ts';
import { baseStyles, buttonStyles } from '../../controls/styles.ts';
import type { PlotSources } from './plot-of.ts';
import type { PlotStore } from './plot-store.ts';

const menu = new Lazy(() => import('./plot-menu.ts'));

/** A button that opens what else can be done with plots. */
@customElement('chainrule-plot-more')
export class PlotMore extends LitElement {
  static override readonly styles = [
    baseStyles,
    buttonStyles,
    css`
      button {
        min-height: 24px;
        height: 24px;
        width: 28px;
        padding: 0;
        letter-spacing: 1px;
      }
      [popover] {
        position: fixed;
        margin: 0;
        inset: auto;
        width: 288px;
        max-width: calc(100vw - 16px);
        max-height: calc(100dvh - 16px);
        padding: 12px 14px 14px;
        overflow: auto;
        color: var(--ink);
        background: var(--panel);
        border: 1px solid var(--edge-soft);
        border-radius: var(--radius);
        box-shadow: var(--shadow);
      }
    `,
  ];

  @property({ attribute: false }) desk: PlotStore | null = null;
  @property({ attribute: false }) sources: PlotSources | null = null;
  @property({ attribute: false }) viewSettings: ViewSettings = defaultView;
  /** Whether there is room for a second plot. */
  @property({ type: Boolean }) two = false;
  @property({ attribute: false }) picture: () => Promise<Blob | null> = () => Promise.resolve(null);

  @state() private isOpen = false;
  @query('button') private readonly button!: HTMLElement;
  @query('[popover]') private readonly popup!: HTMLElement;

  override render() {
    return html`<button
        class="quiet"
        popovertarget="menu"
        aria-label="More of this plot"
        aria-expanded=${this.isOpen}
        ${help('plotMore')}
      >
        <span aria-hidden="true">•••</span>
      </button>
      <div popover id="menu" role="dialog" aria-label="More of this plot" @toggle=${this.#onToggle}>
        ${
          this.isOpen
            ? html`<chainrule-part label="What else plots can do" .source=${menu}
                ><chainrule-plot-menu
                  .desk=${this.desk}
                  .sources=${this.sources}
                  .viewSettings=${this.viewSettings}
                  ?two=${this.two}
                  .picture=${this.picture}
                ></chainrule-plot-menu
              ></chainrule-part>`
            : nothing
        }
      </div>`;
  }

  protected override updated(): void {
    if (this.isOpen) placePopup(this.button, this.popup);
  }

  readonly #onToggle = (event: Event): void => {
    this.isOpen = (event as ToggleEvent).newState === 'open';
    if (!this.isOpen) return;
    const resizes = new ResizeObserver(() => {
      if (this.isOpen) placePopup(this.button, this.popup);
      else resizes.disconnect();
    });
    resizes.observe(this.popup);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-plot-more': PlotMore;
  }
}
