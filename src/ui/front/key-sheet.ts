import { css, html, LitElement } from 'lit';
import { customElement, query } from 'lit/decorators.js';
import { dialogStyles } from '../controls/dialog-styles.ts';
import { icon } from '../controls/icons.ts';
import { baseStyles, buttonStyles } from '../controls/styles.ts';
import { lettersOff } from '../keys.ts';

interface Line {
  readonly keys: readonly string[];
  readonly does: string;
}

/** The switch is about these: each is a single character. */
const letters: readonly Line[] = [
  { keys: ['S'], does: 'Step' },
  { keys: ['R'], does: 'Reset' },
  { keys: ['+', '−'], does: 'Faster, slower' },
  { keys: ['P'], does: 'Present: large figures, picture, loss and network alone; P or Escape ends it' },
  { keys: ['?'], does: 'This sheet' },
];

/** As it is written on the keys at hand. */
const control = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl';

const groups: readonly { readonly title: string; readonly lines: readonly Line[] }[] = [
  {
    title: 'Wherever nothing is typed',
    lines: [
      { keys: ['Space'], does: 'Play, pause' },
      { keys: [`${control} Z`], does: `Undo; with Shift, or ${control} Y, redo` },
      ...letters,
    ],
  },
  {
    title: 'In the network',
    lines: [
      { keys: ['←', '↑', '→', '↓'], does: 'From neuron to neuron, with its weights and its map' },
      { keys: ['Enter'], does: 'Open it beside the network; Escape closes it' },
    ],
  },
  {
    title: 'In the picture',
    lines: [
      {
        keys: ['←', '↑', '→', '↓'],
        does: 'Look at a place: every neuron shows its value; with Shift further',
      },
      { keys: ['Page ↑', 'Page ↓'], does: 'From point to point; Home goes to the middle' },
      { keys: ['Enter'], does: 'Pin it, or let go of it' },
    ],
  },
  {
    title: 'On the plane that is drawn on',
    lines: [
      { keys: ['←', '↑', '→', '↓'], does: 'Move the cross; with Shift further' },
      { keys: ['Enter'], does: 'Draw there; Delete takes away, M carries' },
      { keys: ['A', 'B', 'E', 'L'], does: 'Add, brush, eraser, look' },
      { keys: ['1', '–', '8'], does: 'The class that is drawn' },
    ],
  },
  {
    title: 'In a graph',
    lines: [
      { keys: ['+', '−', '0'], does: 'Nearer, further, all of it' },
      { keys: ['←', '↑', '→', '↓'], does: 'Move it' },
    ],
  },
];

/** All keys of the page, and the switch that turns single letters off. */
@customElement('chainrule-key-sheet')
export class KeySheet extends LitElement {
  static override readonly styles = [
    baseStyles,
    buttonStyles,
    dialogStyles,
    css`
      dl {
        display: grid;
        grid-template-columns: minmax(120px, auto) 1fr;
        gap: 6px 16px;
        margin: 0;
        font-size: 0.8125rem;
        line-height: 24px;
      }
      dt {
        display: flex;
        flex-wrap: wrap;
        align-content: flex-start;
        align-items: flex-start;
        gap: 4px;
      }
      dd {
        margin: 0;
      }
      kbd {
        min-width: 24px;
        padding: 0 6px;
        border: 1px solid var(--edge-soft);
        border-radius: 6px;
        background: var(--well);
        font: inherit;
        text-align: center;
      }
      .off kbd {
        text-decoration: line-through;
        color: var(--muted);
      }
      label {
        display: flex;
        gap: 8px;
        margin-top: 18px;
        padding-top: 12px;
        border-top: 1px solid var(--hairline);
        font-size: 0.8125rem;
        line-height: 20px;
      }
      input {
        flex: none;
        width: 18px;
        height: 18px;
        margin: 1px 0 0;
        accent-color: var(--ink);
      }
    `,
  ];

  @query('dialog') private readonly dialog!: HTMLDialogElement;

  override render() {
    return html`<dialog aria-labelledby="title" @click=${this.#onClick}>
      <div class="content">
        <div class="head">
          <h2 id="title">Keys</h2>
          <form method="dialog">
            <button class="quiet" aria-label="Close">${icon('close')}</button>
          </form>
        </div>
        ${groups.map(({ title, lines }) => this.#renderGroup(title, lines))}
        <label>
          <input type="checkbox" .checked=${!lettersOff.value} @change=${this.#onSwitch} />
          <span
            >Single letters and signs do something (${letters.flatMap(({ keys }) => keys).join(', ')}). Switch
            them off for speech input, or if you press them by mistake; this browser remembers it.</span
          >
        </label>
      </div>
    </dialog>`;
  }

  #renderGroup(title: string, lines: readonly Line[]) {
    const isOff = (line: Line): boolean => lettersOff.value && letters.includes(line);
    return html`<h3>${title}</h3>
      <dl>
        ${lines.map(
          (line) =>
            html`<dt class=${isOff(line) ? 'off' : ''}>
                ${line.keys.map((key) => (key === '–' ? '–' : html`<kbd>${key}</kbd>`))}
              </dt>
              <dd>${line.does}${isOff(line) ? ' (off)' : ''}</dd>`,
        )}
      </dl>`;
  }

  async open(): Promise<void> {
    await this.updateComplete;
    if (!this.dialog.open) this.dialog.showModal();
  }

  readonly #onSwitch = ({ target }: Event): void => {
    if (!(target instanceof HTMLInputElement)) return;
    lettersOff.value = !target.checked;
    this.requestUpdate();
  };

  /** A click beside the content is a click on the backdrop. */
  readonly #onClick = ({ target }: Event): void => {
    if (target === this.dialog) this.dialog.close();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-key-sheet': KeySheet;
  }
}
