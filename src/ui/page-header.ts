import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Place } from '../experiment/address.ts';
import type { PlaceName } from '../experiment/names.ts';
import { FocusKeeper } from './controls/focus-keeper.ts';
import { help } from './controls/help.ts';
import { icon, type IconName } from './controls/icons.ts';
import { send } from './page-events.ts';
import { currentStyles } from './controls/forced-styles.ts';
import { baseStyles, buttonStyles } from './controls/styles.ts';
import { themePreferences, type ThemePreference } from './controls/theme.ts';

const themeIcons: Readonly<Record<ThemePreference, IconName>> = {
  auto: 'sun-moon',
  light: 'sun',
  dark: 'moon',
};

const destinations: readonly { readonly place: Place; readonly label: string }[] = [
  { place: { name: 'playground' }, label: 'Playground' },
  { place: { name: 'graph' }, label: 'Graph' },
  { place: { name: 'compare', ask: '' }, label: 'Compare' },
  { place: { name: 'learn', chapter: '' }, label: 'Learn' },
];

/** The name of the page, its places, and what concerns the page as a whole. */
@customElement('chainrule-header')
export class PageHeader extends LitElement {
  static override readonly styles = [
    baseStyles,
    buttonStyles,
    css`
      header {
        display: flex;
        align-items: center;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: 4px;
        min-height: 48px;
        padding: 0 calc(var(--gutter) - 4px) 0 var(--gutter);
        background: var(--panel);
        border-bottom: 1px solid var(--hairline);
      }
      h1 {
        margin: 0 20px 0 0;
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
      /* Never narrower than its links: where a reader's letters need more, the buttons go below. */
      nav {
        flex: 1 0 auto;
        display: flex;
        gap: 4px;
      }
      a {
        display: flex;
        align-items: center;
        min-height: 32px;
        padding: 0 12px;
        border-radius: var(--radius-small);
        font-size: 0.8125rem;
        color: var(--muted);
        text-decoration: none;
      }
      a:hover {
        color: var(--ink);
      }
      a[aria-current] {
        background: var(--well);
        color: var(--ink);
        font-weight: 600;
      }
      .copy {
        min-width: 116px;
      }
      /* What opens over the playground stands beside them. */
      @media (max-width: 1180px) {
        nav {
          gap: 0;
        }
        a {
          padding: 0 8px;
        }
      }
      /* From here on there is more to choose in this row than letters have room for. */
      @media (max-width: 1023px) {
        .undo-word,
        .steps,
        .copy span {
          display: none;
        }
        .copy {
          min-width: 0;
        }
      }
      @media (max-width: 700px) {
        h1 {
          margin-right: 4px;
        }
        button,
        a {
          padding: 0 8px;
        }
      }
      @media (max-width: 480px) {
        h1 {
          font-size: 0;
          letter-spacing: 0;
          margin: 0;
        }
        nav {
          gap: 0;
        }
        button,
        a {
          padding: 0 4px;
        }
      }
      @media (max-width: 359px) {
        header {
          gap: 2px;
        }
      }
    `,
    currentStyles,
  ];

  @property() place: PlaceName = 'playground';
  /** The link to a place, settings and all. */
  @property({ attribute: false }) addressOf: (place: Place) => string = () => '#';
  @property({ type: Boolean }) canUndo = false;
  @property({ type: Boolean }) canRedo = false;
  @property() theme: ThemePreference = 'auto';
  /** The link is on the clipboard, just now. */
  @property({ type: Boolean }) copied = false;

  protected readonly focusKeeper = new FocusKeeper(this, 'button:not(:disabled)');

  override render() {
    const copyLabel = this.copied ? 'Copied' : 'Copy link';
    return html`<header>
      <h1><span class="sign" aria-hidden="true">∂</span> Chainrule</h1>
      <nav
        aria-label="Places"
        @pointerover=${this.#renewLinks}
        @focusin=${this.#renewLinks}
        @pointerdown=${this.#renewLinks}
        @click=${this.#renewLinks}
      >
        ${destinations.map(({ place, label }) => this.#renderLink(place, label))}
      </nav>
      <button class="quiet" aria-label="Undo" ?disabled=${!this.canUndo} @click=${this.#undo} ${help('undo')}>
        ${icon('undo')}<span class="undo-word">Undo</span>
      </button>
      <button class="quiet" aria-label="Redo" ?disabled=${!this.canRedo} @click=${this.#redo} ${help('redo')}>
        ${icon('redo')}
      </button>
      ${
        this.place === 'playground'
          ? html`<button
              class="quiet steps"
              aria-label="Steps"
              aria-haspopup="dialog"
              @click=${this.#steps}
              ${help('steps')}
            >
              ${icon('history')}
            </button>`
          : nothing
      }
      <button class="quiet copy" aria-label=${copyLabel} @click=${this.#copy} ${help('copyLink')}>
        ${icon('link')}<span>${copyLabel}</span>
      </button>
      <button class="quiet" aria-label="Theme: ${this.theme}" @click=${this.#nextTheme} ${help('theme')}>
        ${icon(themeIcons[this.theme])}
      </button>
      <span class="visually-hidden" role="status">${this.copied ? 'The link is on the clipboard.' : ''}</span>
    </header>`;
  }

  #renderLink(place: Place, label: string) {
    const isHere = place.name === this.place;
    return html`<a href=${this.addressOf(place)} aria-current=${isHere ? 'page' : nothing}>${label}</a>`;
  }

  /** Before a link is read or followed: the settings that it carries may have changed since it was rendered. */
  readonly #renewLinks = {
    capture: true,
    handleEvent: (): void => {
      this.requestUpdate();
      this.performUpdate();
    },
  };

  readonly #undo = (): void => {
    send(this, 'page-command', 'undo');
  };

  readonly #redo = (): void => {
    send(this, 'page-command', 'redo');
  };

  readonly #steps = (): void => {
    send(this, 'front-action', { kind: 'steps' });
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
