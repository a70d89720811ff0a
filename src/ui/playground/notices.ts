import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { help } from '../controls/help.ts';
import { icon } from '../controls/icons.ts';
import { keyedList } from '../controls/keyed-list.ts';
import { send } from '../page-events.ts';
import type { Notice } from './playground-model.ts';
import { baseStyles, buttonStyles } from '../controls/styles.ts';

/** Long enough to read two sentences twice. */
const shownMs = { info: 12_000, warning: 30_000 };

/** What the user must be told, with its remedy. The live regions are always there: only then are they read out. */
@customElement('chainrule-notices')
export class Notices extends LitElement {
  static override readonly styles = [
    baseStyles,
    buttonStyles,
    css`
      :host {
        position: fixed;
        z-index: 10;
        left: 50%;
        bottom: 20px;
        translate: -50% 0;
        width: min(600px, calc(100vw - 24px));
        pointer-events: none;
      }
      /* Over the middle of the page, not over the curves at its right, nor over the line that opens the rows. */
      @media (min-width: 980px) {
        :host {
          left: 42%;
          bottom: 72px;
          width: min(540px, 36vw);
        }
      }
      /* On a phone over the picture: what is pressed stands above and below it. */
      @media (max-width: 760px) {
        :host {
          top: min(212px, 30dvh);
          bottom: auto;
        }
      }
      .notice {
        display: flex;
        align-items: center;
        flex-wrap: wrap;
        gap: 8px 12px;
        margin-top: 8px;
        padding: 10px 10px 10px 16px;
        border: 1px solid var(--hairline);
        border-left: 4px solid var(--accent);
        border-radius: var(--radius-small);
        background: var(--raised);
        box-shadow: var(--shadow-high);
        pointer-events: auto;
      }
      .notice[data-kind='warning'] {
        border-left-color: var(--bar-negative);
      }
      .notice[data-kind='error'] {
        border-left-color: var(--danger);
      }
      p {
        flex: 1 1 260px;
        margin: 0;
        overflow-wrap: anywhere;
      }
      .close {
        width: 28px;
        min-height: 28px;
        padding: 0;
      }
    `,
  ];

  @property({ attribute: false }) notices: readonly Notice[] = [];

  /** Of notices that go by themselves. */
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();

  /** What needs no answer goes after a while; an error, or what offers a remedy, stays until it is dismissed. */
  protected override willUpdate(): void {
    for (const { id, kind, action } of this.notices) {
      if (kind === 'error' || action !== null || this.#timers.has(id)) continue;
      const dismiss = (): void => {
        send(this, 'notice-dismiss', id);
      };
      this.#timers.set(id, setTimeout(dismiss, shownMs[kind]));
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  override render() {
    const isAlert = ({ kind }: Notice): boolean => kind === 'error';
    return html`
      <div role="status">${this.#renderList(this.notices.filter((notice) => !isAlert(notice)))}</div>
      <div role="alert">${this.#renderList(this.notices.filter(isAlert))}</div>
    `;
  }

  #renderList(notices: readonly Notice[]) {
    return keyedList(
      notices,
      ({ id }) => id,
      ({ id, kind, text, action }) =>
        html`<div class="notice" data-kind=${kind} data-testid="notice">
          <p>${text}</p>
          ${
            action === null
              ? ''
              : html`<button
                  @click=${() => {
                    send(this, 'notice-action', id);
                  }}
                >
                  ${action.label}
                </button>`
          }
          <button
            class="quiet close"
            aria-label="Dismiss"
            @click=${() => {
              send(this, 'notice-dismiss', id);
            }}
            ${help('dismiss')}
          >
            ${icon('close')}
          </button>
        </div>`,
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-notices': Notices;
  }
}
