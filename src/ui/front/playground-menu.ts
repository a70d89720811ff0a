import { css, html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { baseStyles, buttonStyles } from '../controls/styles.ts';
import { lettersOff } from '../keys.ts';
import { send } from '../page-events.ts';
import type { FrontAction } from './front-action.ts';

/** At the end of the run bar: what opens over the playground. On a phone, the last entry of the bar below. */
@customElement('chainrule-playground-menu')
export class PlaygroundMenu extends LitElement {
  static override readonly styles = [
    baseStyles,
    buttonStyles,
    css`
      :host {
        display: flex;
        align-items: center;
        justify-content: flex-end;
      }
      button {
        min-height: 36px;
        padding: 0 12px;
      }
      .end {
        display: none;
      }
      @container place (max-width: 1180px) {
        button {
          padding: 0 8px;
        }
      }
      @container place (max-width: 979px) {
        button {
          padding: 0 6px;
        }
        .away {
          display: none;
        }
      }
      @container place (max-width: 760px) {
        :host {
          display: block;
          margin: 0;
        }
        .presets {
          min-height: 40px;
          color: var(--muted);
        }
        .wide {
          display: none;
        }
      }
    `,
  ];

  /** Whether the letters are shown: the sheet may have switched them off. */
  @state() private hasLetters = !lettersOff.value;

  override render() {
    const shortcut = (letter: string) => (this.hasLetters ? letter : nothing);
    return html`<button class="quiet presets" aria-haspopup="dialog" @click=${this.#open('presets')}>
        Presets
      </button>
      <button class="quiet wide" aria-keyshortcuts=${shortcut('P')} @click=${this.#open('present')}>
        Present
      </button>
      <button
        class="quiet wide"
        aria-haspopup="dialog"
        aria-keyshortcuts=${shortcut('?')}
        @focus=${this.#look}
        @click=${this.#open('keys')}
      >
        Keys
      </button>
      <button class="quiet wide away" aria-haspopup="dialog" @click=${this.#open('take-away')}>
        Take away
      </button>
      <button class="end" @click=${this.#open('present')}>End presentation</button>`;
  }

  readonly #look = (): void => {
    this.hasLetters = !lettersOff.value;
  };

  readonly #open = (kind: Exclude<FrontAction['kind'], 'start'>) => (): void => {
    send(this, 'front-action', { kind });
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-playground-menu': PlaygroundMenu;
  }
}
