import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { KeptTable } from '../../../client/table-library.ts';
import type { FileData } from '../../../experiment/file-data.ts';
import { formatCount } from '../../controls/format.ts';
import { help } from '../../controls/help.ts';
import { baseStyles, buttonStyles } from '../../controls/styles.ts';
import { send } from '../../page-events.ts';
import { isTable } from './drop-zone.ts';
import './kept-tables.ts';

/** Where own data come in: a file that is chosen, or a text that is pasted. */
@customElement('chainrule-open-file')
export class OpenFile extends LitElement {
  static override readonly styles = [
    baseStyles,
    buttonStyles,
    css`
      :host {
        display: grid;
        gap: 8px;
        margin-top: 10px;
      }
      .open {
        position: relative;
        display: flex;
        align-items: center;
        justify-content: center;
        min-height: 40px;
        padding: 8px;
        border: 1px dashed var(--edge);
        border-radius: var(--radius-small);
        font-size: 0.8125rem;
        line-height: 16px;
        text-align: center;
        cursor: pointer;
      }
      .open:hover {
        border-color: var(--ink);
      }
      .open:has(:focus-visible) {
        outline: 2px solid var(--accent);
        outline-offset: 2px;
      }
      /* The input covers its label: what is clicked is what opens. */
      .open input {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        margin: 0;
        opacity: 0;
        cursor: inherit;
        font-size: 0;
      }
      .open small {
        display: block;
        color: var(--muted);
        font-size: 0.6875rem;
      }
      textarea {
        font: inherit;
        font-size: 0.75rem;
        line-height: 16px;
        color: var(--ink);
        background: var(--panel);
        border: 1px solid var(--edge);
        border-radius: var(--radius-small);
        padding: 6px 8px;
        width: 100%;
        height: 44px;
        resize: vertical;
      }
      textarea::placeholder {
        color: var(--muted);
      }
      .present {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 8px;
        margin: 0;
        font-size: 0.75rem;
        line-height: 16px;
        overflow-wrap: anywhere;
      }
      .present small {
        display: block;
        color: var(--muted);
        font-size: 0.6875rem;
      }
    `,
  ];

  /** The table that there is; it may be that the present data are others. */
  @property({ attribute: false }) file: FileData | null = null;
  /** All that the browser has, as far as that is known. */
  @property({ attribute: false }) kept: readonly KeptTable[] = [];
  @query('textarea') private readonly area!: HTMLTextAreaElement;

  override render() {
    const { file } = this;
    return html`${
        file === null
          ? nothing
          : html`<p class="present">
              <span
                >${file.name}<small
                  >${formatCount(file.rows)} rows, ${file.target.column} of ${describe(file)}</small
                ></span
              >
              <button
                class="quiet"
                @click=${() => send(this, 'import-action', { kind: 'forget' })}
                ${help('forgetFile')}
              >
                Forget
              </button>
            </p>`
      }
      <label class="open">
        <span>Open a file …<small>CSV, TSV or JSON; or drop it on the page</small></span>
        <input
          type="file"
          aria-label="Open a file"
          accept=".csv,.tsv,.tab,.txt,.json,.jsonl,.ndjson,text/csv,text/tab-separated-values,text/plain,application/json"
          @change=${this.#onFile}
        />
      </label>
      <textarea
        aria-label="Paste data"
        placeholder="… or paste rows here"
        spellcheck="false"
        autocomplete="off"
        @input=${this.#onText}
        @paste=${this.#onPaste}
        @keydown=${this.#onKey}
      ></textarea>
      <chainrule-kept-tables .tables=${this.kept} present=${file?.id ?? ''}></chainrule-kept-tables>`;
  }

  readonly #onFile = ({ target }: Event): void => {
    const input = target as HTMLInputElement;
    const file = input.files?.[0];
    if (file !== undefined) send(this, 'import-action', { kind: 'file', file });
    // The same file can be chosen again: it may have changed.
    input.value = '';
  };

  /** A table takes the place of whatever is there: below other rows its names would be a row. */
  readonly #onPaste = (event: ClipboardEvent): void => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (!isTable(text)) return;
    event.preventDefault();
    this.area.value = text.length > longestShown ? '' : text;
    send(this, 'import-action', { kind: 'text', text });
  };

  readonly #onText = (): void => {
    send(this, 'import-action', { kind: 'text', text: this.area.value, isTyped: true });
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') send(this, 'import-action', { kind: 'cancel' });
  };

  protected override updated(changed: PropertyValues<this>): void {
    // What was pasted is in use, or no longer wanted.
    if (changed.get('file') !== undefined) this.area.value = '';
  }
}

/** What is longer is not put into the box: laying it out would take longer than reading it. */
const longestShown = 100_000;

function describe({ inputs }: FileData): string {
  return inputs.length === 1 ? inputs[0] : `${inputs.length} columns`;
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-open-file': OpenFile;
  }
}
