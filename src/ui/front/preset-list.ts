import { css, html, LitElement } from 'lit';
import { customElement, query } from 'lit/decorators.js';
import { presets, type Preset } from '../../experiment/presets.ts';
import { dialogStyles } from '../controls/dialog-styles.ts';
import { icon } from '../controls/icons.ts';
import { baseStyles, buttonStyles } from '../controls/styles.ts';
import { send } from '../page-events.ts';

const outcomes = { works: 'works', fails: 'meant to fail' } as const satisfies Record<
  Preset['outcome'],
  string
>;

/** All presets, each with what to look for; choosing one closes the list. */
@customElement('chainrule-preset-list')
export class PresetList extends LitElement {
  static override readonly styles = [
    baseStyles,
    buttonStyles,
    dialogStyles,
    css`
      dialog {
        width: min(880px, calc(100vw - 24px));
      }
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(260px, 100%), 1fr));
        gap: 8px;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        position: relative;
        padding: 10px 12px;
        border: 1px solid var(--edge-soft);
        border-radius: var(--radius-small);
        font-size: 0.8125rem;
        line-height: 18px;
      }
      li:hover {
        background: var(--well);
        border-color: var(--edge);
      }
      li button {
        display: inline;
        min-height: 24px;
        padding: 0;
        border: 0;
        background: none;
        font-weight: 600;
        text-align: start;
        white-space: normal;
      }
      /* The whole card can be pressed. */
      li button::after {
        content: '';
        position: absolute;
        inset: 0;
      }
      /* Where the bar has no room for it, the list opens all else. */
      .others {
        display: none;
        flex-wrap: wrap;
        gap: 8px;
        margin-top: 12px;
      }
      @media (max-width: 979px) {
        .others {
          display: flex;
        }
      }
      .others button {
        flex: 1;
      }
      .outcome {
        margin-left: 6px;
        font-size: 0.75rem;
        color: var(--muted);
      }
      .look {
        display: block;
        margin-top: 2px;
        font-size: 0.75rem;
        color: var(--muted);
      }
    `,
  ];

  @query('dialog') private readonly dialog!: HTMLDialogElement;

  override render() {
    return html`<dialog aria-labelledby="title" @click=${this.#onClick}>
      <div class="content">
        <div class="head">
          <h2 id="title">Presets</h2>
          <form method="dialog">
            <button class="quiet" aria-label="Close">${icon('close')}</button>
          </form>
        </div>
        <ul>
          ${presets.map((preset) => this.#renderPreset(preset))}
        </ul>
        <div class="others">
          <button @click=${this.#open('present')}>Present</button>
          <button @click=${this.#open('keys')}>Keys</button>
          <button @click=${this.#open('steps')}>Steps</button>
          <button @click=${this.#open('follow')}>Follow</button>
          <button @click=${this.#open('take-away')}>Take away</button>
        </div>
      </div>
    </dialog>`;
  }

  #renderPreset({ id, name, outcome, lookFor }: Preset) {
    return html`<li>
      <button aria-describedby="${id}-outcome ${id}-look" @click=${this.#start(id)}>${name}</button
      ><span class="outcome" id="${id}-outcome">${outcomes[outcome]}</span>
      <span class="look" id="${id}-look">${lookFor}</span>
    </li>`;
  }

  async open(): Promise<void> {
    await this.updateComplete;
    if (!this.dialog.open) this.dialog.showModal();
  }

  readonly #open = (kind: 'present' | 'keys' | 'steps' | 'follow' | 'take-away') => (): void => {
    this.dialog.close();
    send(this, 'front-action', { kind });
  };

  readonly #start = (preset: string) => (): void => {
    this.dialog.close();
    send(this, 'front-action', { kind: 'start', preset });
  };

  /** A click beside the content is a click on the backdrop. */
  readonly #onClick = ({ target }: Event): void => {
    if (target === this.dialog) this.dialog.close();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-preset-list': PresetList;
  }
}
