import { html, LitElement } from 'lit';
import { customElement, query, queryAll, state } from 'lit/decorators.js';
import { baseStyles, buttonStyles } from '../../controls/styles.ts';
import { settingsStyles } from './settings-styles.ts';

const parts = ['data', 'features', 'learning'] as const;
type Part = (typeof parts)[number];

const labels: Readonly<Record<Part, string>> = {
  data: 'Data',
  features: 'Features',
  learning: 'Learning',
};

/**
 * Data, features and learning, one below the other in slots of these names. Where the window has no room for all of
 * them, tabs lead to each; on a phone the tabs stand at its lower edge, and what they lead to comes up from there.
 */
@customElement('chainrule-settings')
export class SettingsColumn extends LitElement {
  static override readonly styles = [baseStyles, buttonStyles, settingsStyles];

  @state() private current: Part = 'data';
  /** The sheet of a phone; elsewhere nothing is folded away. */
  @state() private isOpen = false;
  @query('.column') private readonly column!: HTMLElement;
  @queryAll('[role=tab]') private readonly tabs!: NodeListOf<HTMLElement>;

  override render() {
    return html`<div class="tabs" role="tablist" aria-label="Settings" @keydown=${this.#onTabKey}>
        ${parts.map(
          (part) =>
            html`<button
              role="tab"
              id="tab-${part}"
              aria-controls=${part}
              aria-selected=${part === this.current}
              tabindex=${part === this.current ? 0 : -1}
              @click=${() => this.#choose(part)}
            >
              ${labels[part]}
            </button>`,
        )}
      </div>
      <div class="column" @scroll=${this.#onScroll} @keydown=${this.#onColumnKey}>
        ${parts.map(
          (part) =>
            html`<div class="part" id=${part} ?data-current=${part === this.current}>
              <slot name=${part}></slot>
            </div>`,
        )}
      </div>`;
  }

  protected override updated(): void {
    this.toggleAttribute('data-open', this.isOpen);
  }

  #tree: Node | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('pointerdown', this.#onElsewhere);
    // What goes from one element to another within one tree is not heard outside it.
    this.#tree = this.getRootNode();
    this.#tree.addEventListener('focusin', this.#onElsewhere);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('pointerdown', this.#onElsewhere);
    this.#tree?.removeEventListener('focusin', this.#onElsewhere);
    this.#tree = null;
  }

  /** The styles decide; what they decided is asked of them. */
  get #isSheet(): boolean {
    return getComputedStyle(this).getPropertyValue('--is-sheet') === '1';
  }

  #choose(part: Part): void {
    const isSame = part === this.current;
    this.current = part;
    if (this.#isSheet) this.isOpen = !(isSame && this.isOpen);
    else this.#scrollTo(part);
  }

  #scrollTo(part: Part): void {
    const { scrollTop } = this.column;
    this.column.scrollTo({ top: this.#topOf(part) });
    // Where nothing moves, no scrolling will be heard of.
    this.#goingTo = this.column.scrollTop === scrollTop ? null : part;
  }

  /** Where the column was sent by a tab: that one stays chosen, though another part may be as much in sight. */
  #goingTo: Part | null = null;

  #topOf(part: Part): number {
    const element = this.renderRoot.querySelector<HTMLElement>(`#${part}`);
    return element === null ? 0 : element.offsetTop - this.column.offsetTop;
  }

  /** The part that is at the top is the one that is looked at. */
  readonly #onScroll = (): void => {
    if (this.#isSheet) return;
    if (this.#goingTo !== null) {
      this.#goingTo = null;
      return;
    }
    const { scrollTop, scrollHeight, clientHeight } = this.column;
    const isAtEnd = scrollTop + clientHeight >= scrollHeight - 2;
    const above = parts.filter((part) => this.#topOf(part) <= scrollTop + 40);
    this.current = (isAtEnd ? parts : above).at(-1) ?? parts[0];
  };

  readonly #onTabKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') this.#close();
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = (parts.indexOf(this.current) + step + parts.length) % parts.length;
    this.current = parts[next];
    if (!this.#isSheet) this.#scrollTo(this.current);
    this.tabs[next].focus();
  };

  readonly #onColumnKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented || !this.isOpen) return;
    this.tabs[parts.indexOf(this.current)].focus();
    this.#close();
  };

  /** A tap on what the sheet leaves in sight is meant for that, and what has the focus is not to lie under it. */
  readonly #onElsewhere = (event: Event): void => {
    if (this.isOpen && !event.composedPath().includes(this)) this.#close();
  };

  #close(): void {
    this.isOpen = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-settings': SettingsColumn;
  }
}
