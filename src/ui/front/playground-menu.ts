import { css, html, LitElement, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { placePopup } from '../controls/place-popup.ts';
import { baseStyles, buttonStyles } from '../controls/styles.ts';
import { lettersOff } from '../keys.ts';
import { send } from '../page-events.ts';
import type { FrontAction } from './front-action.ts';

/** At the end of the run bar: what opens over the playground. On a phone, the last entries of the bar below. */
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
      .end,
      .more,
      .narrow {
        display: none;
      }
      .more {
        letter-spacing: 1px;
      }
      [popover] {
        position: fixed;
        inset: auto;
        margin: 0;
        padding: 6px;
        color: var(--ink);
        background: var(--panel);
        border: 1px solid var(--edge-soft);
        border-radius: var(--radius);
        box-shadow: var(--shadow-high);
      }
      [popover] button {
        justify-content: flex-start;
        width: 100%;
        min-width: 128px;
      }
      /* In the header: what can be done here, apart from where one can go. */
      @container place (min-width: 761px) and (max-width: 1399px) {
        :host {
          padding-left: 7px;
          border-left: 1px solid;
          border-image: linear-gradient(transparent 22%, var(--edge-soft) 22% 78%, transparent 78%) 1;
        }
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
        .more {
          display: inline-flex;
        }
      }
      @container place (max-width: 760px) {
        :host {
          margin: 0;
        }
        .presets,
        .more {
          min-height: 40px;
          color: var(--muted);
        }
        [popover] button {
          min-height: 40px;
          padding: 0 12px;
        }
        .wide {
          display: none;
        }
        .narrow {
          display: flex;
        }
      }
    `,
  ];

  /** Whether the letters are shown: the sheet may have switched them off. */
  @state() private hasLetters = !lettersOff.value;
  @state() private isOpen = false;
  @query('.more') private readonly more!: HTMLElement;

  override render() {
    const shortcut = (letter: string) => (this.hasLetters ? letter : nothing);
    return html`<button class="quiet presets" aria-haspopup="dialog" @click=${this.#open('presets')}>
        Presets
      </button>
      <button class="quiet wide" aria-keyshortcuts=${shortcut('P')} @click=${this.#open('present')}>
        Present
      </button>
      <button
        class="quiet wide away"
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
      <button class="quiet more" popovertarget="more" aria-label="Menu" aria-expanded=${this.isOpen}>
        <span aria-hidden="true">•••</span>
      </button>
      <div popover id="more" role="group" aria-label="Menu" @toggle=${this.#onToggle}>
        ${this.#entry('present', 'Present', 'narrow')} ${this.#entry('keys', 'Keys')}
        ${this.#entry('take-away', 'Take away')}
      </div>
      <button class="end" @click=${this.#open('present')}>End presentation</button>`;
  }

  /** Where there is no room for it beside the others; it ends what it stands in. */
  #entry(kind: 'present' | 'keys' | 'take-away', label: string, where = '') {
    return html`<button
      class="quiet ${where}"
      popovertarget="more"
      popovertargetaction="hide"
      aria-haspopup=${kind === 'present' ? nothing : 'dialog'}
      @click=${this.#open(kind)}
    >
      ${label}
    </button>`;
  }

  readonly #onToggle = (event: ToggleEvent): void => {
    this.isOpen = event.newState === 'open';
    if (this.isOpen) placePopup(this.more, event.target as HTMLElement);
  };

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
