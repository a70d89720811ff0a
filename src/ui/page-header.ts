import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { help } from './help.ts';
import { icon, type IconName } from './icons.ts';
import { send } from './page-events.ts';
import { baseStyles, buttonStyles } from './styles.ts';
import { themePreferences, type ThemePreference } from './theme.ts';

const themeIcons: Readonly<Record<ThemePreference, IconName>> = {
  auto: 'sun-moon',
  light: 'sun',
  dark: 'moon',
};

/** The name of the place, and what concerns the page as a whole. */
@customElement('chainrule-header')
export class PageHeader extends LitElement {
  static override readonly styles = [
    baseStyles,
    buttonStyles,
    css`
      header {
        display: flex;
        align-items: center;
        gap: 4px;
        height: 48px;
        padding: 0 calc(var(--gutter) - 4px) 0 var(--gutter);
        background: var(--panel);
        border-bottom: 1px solid var(--hairline);
      }
      h1 {
        flex: 1;
        margin: 0;
        font-size: 1.0625rem;
        font-weight: 650;
        letter-spacing: -0.01em;
        white-space: nowrap;
      }
      .sign {
        color: var(--accent);
        font-weight: 500;
        font-size: 1.25rem;
        margin-right: 2px;
      }
      .copy {
        min-width: 116px;
      }
      @media (max-width: 420px) {
        button {
          padding: 0 8px;
        }
        .undo-word {
          display: none;
        }
      }
    `,
  ];

  @property({ type: Boolean }) canUndo = false;
  @property({ type: Boolean }) canRedo = false;
  @property() theme: ThemePreference = 'auto';
  /** The link is on the clipboard, just now. */
  @property({ type: Boolean }) copied = false;

  override render() {
    return html`<header>
      <h1><span class="sign" aria-hidden="true">∂</span> Chainrule</h1>
      <button class="quiet" aria-label="Undo" ?disabled=${!this.canUndo} @click=${this.#undo} ${help('undo')}>
        ${icon('undo')}<span class="undo-word">Undo</span>
      </button>
      <button class="quiet" aria-label="Redo" ?disabled=${!this.canRedo} @click=${this.#redo} ${help('redo')}>
        ${icon('redo')}
      </button>
      <button class="quiet copy" @click=${this.#copy} ${help('copyLink')}>
        ${icon('link')}<span>${this.copied ? 'Copied' : 'Copy link'}</span>
      </button>
      <button class="quiet" aria-label="Theme: ${this.theme}" @click=${this.#nextTheme} ${help('theme')}>
        ${icon(themeIcons[this.theme])}
      </button>
      <span class="visually-hidden" role="status">${this.copied ? 'The link is on the clipboard.' : ''}</span>
    </header>`;
  }

  readonly #undo = (): void => {
    send(this, 'page-command', 'undo');
  };

  readonly #redo = (): void => {
    send(this, 'page-command', 'redo');
  };

  readonly #copy = (): void => {
    send(this, 'page-command', 'copy-link');
  };

  readonly #nextTheme = (): void => {
    const next = (themePreferences.indexOf(this.theme) + 1) % themePreferences.length;
    send(this, 'theme-change', themePreferences[next]);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-header': PageHeader;
  }
}
