import { css, html, LitElement } from 'lit';
import { customElement } from 'lit/decorators.js';
import { baseStyles, buttonStyles } from '../controls/styles.ts';
import { send } from '../page-events.ts';
import { lettersOff } from '../keys.ts';

/** At the end of the run bar: what opens over the playground. */
@customElement('chainrule-playground-menu')
export class PlaygroundMenu extends LitElement {
  static override readonly styles = [
    baseStyles,
    buttonStyles,
    css`
      :host {
        display: flex;
        justify-content: flex-end;
        gap: 2px;
      }
      button {
        min-height: 36px;
        padding: 0 10px;
      }
    `,
  ];

  override render() {
    const isOff = lettersOff.value;
    return html`<button class="quiet" aria-keyshortcuts=${isOff ? '' : '?'} @click=${this.#open}>
      Keys
    </button>`;
  }

  readonly #open = (): void => {
    send(this, 'front-action', { kind: 'keys' });
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-playground-menu': PlaygroundMenu;
  }
}
