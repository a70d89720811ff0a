import { css, html, LitElement } from 'lit';
import { customElement, query } from 'lit/decorators.js';
import { presets, type Preset } from '../../experiment/presets.ts';
import { icon } from '../controls/icons.ts';
import { baseStyles, buttonStyles } from '../controls/styles.ts';
import { send } from '../page-events.ts';
import { dialogStyles } from './dialog-styles.ts';

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
      li button {
        display: block;
        width: 100%;
        height: 100%;
        padding: 10px 12px;
        text-align: start;
        white-space: normal;
        line-height: 18px;
      }
      .name {
        font-weight: 600;
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
      </div>
    </dialog>`;
  }

  #renderPreset({ id, name, outcome, lookFor }: Preset) {
    return html`<li>
      <button
        aria-labelledby="${id}-name ${id}-outcome"
        aria-describedby="${id}-look"
        @click=${this.#start(id)}
      >
        <span class="name" id="${id}-name">${name}</span
        ><span class="outcome" id="${id}-outcome">${outcomes[outcome]}</span>
        <span class="look" id="${id}-look">${lookFor}</span>
      </button>
    </li>`;
  }

  async open(): Promise<void> {
    await this.updateComplete;
    if (!this.dialog.open) this.dialog.showModal();
  }

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
