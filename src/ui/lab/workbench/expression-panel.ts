import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { ExpressionError } from '../../../autograd/expression.ts';
import type { Note } from '../../../autograd/expression/build.ts';
import { functionNames } from '../../../autograd/expression/functions.ts';
import type { TextRange } from '../../../autograd/expression/syntax.ts';
import { formatCount } from '../../controls/format.ts';
import { help } from '../../controls/help.ts';
import { send } from '../../page-events.ts';
import { baseStyles, panelStyles } from '../../controls/styles.ts';

/** Marks in longer texts would cost more than they show. */
const longestMarkedText = 20_000;

/** A text can have a note on every line; what is said on so many of them is said of all. */
const mostNotes = 10;
/** So many notes are read out as they come; of more only their number is. */
const mostSpoken = 3;

/** The text that the graph is drawn from, with its mistakes marked where they are. */
@customElement('chainrule-expression-panel')
export class ExpressionPanel extends LitElement {
  static override readonly styles = [
    baseStyles,
    panelStyles,
    css`
      .editor {
        position: relative;
        border: 1px solid var(--edge);
        border-radius: var(--radius-small);
        background: var(--well);
        overflow: hidden;
      }
      .editor:has(textarea[aria-invalid='true']) {
        border-color: var(--danger);
      }
      textarea,
      .marks {
        display: block;
        width: 100%;
        height: var(--editor-height, 148px);
        margin: 0;
        padding: 10px 12px;
        border: 0;
        font:
          400 0.8125rem/20px ui-monospace,
          'SF Mono',
          'Cascadia Mono',
          'DejaVu Sans Mono',
          monospace;
        letter-spacing: 0;
        white-space: pre;
        tab-size: 2;
        overflow: auto;
      }
      textarea {
        position: relative;
        background: transparent;
        color: var(--ink);
        resize: none;
        outline-offset: -2px;
      }
      .marks {
        position: absolute;
        inset: 0;
        color: transparent;
        pointer-events: none;
        overflow: hidden;
      }
      mark {
        border-radius: 3px;
        color: transparent;
        background: color-mix(in oklab, var(--accent) 22%, transparent);
      }
      mark.wrong {
        background: color-mix(in oklab, var(--danger) 16%, transparent);
        text-decoration: underline wavy var(--danger);
        text-underline-offset: 3px;
      }
      /* The text is the editor's: of what lies behind it only the marks are seen. */
      @media (forced-colors: active) {
        .editor:has(textarea[aria-invalid='true']) {
          border-width: 2px;
        }
        .marks {
          forced-color-adjust: none;
        }
        mark {
          background: none;
          text-decoration: underline 2px Highlight;
          text-underline-offset: 3px;
        }
        mark.wrong {
          text-decoration: underline wavy CanvasText;
        }
      }
      .message {
        margin: 8px 0 0;
        font-size: 0.75rem;
        line-height: 16px;
        color: var(--muted);
        overflow-wrap: anywhere;
      }
      .message.wrong {
        color: var(--danger);
      }
      .message button {
        font: inherit;
        color: inherit;
        padding: 0;
        min-height: 24px;
        border: 0;
        background: none;
        text-decoration: underline;
        cursor: pointer;
      }
    `,
  ];

  @property() source = '';
  @property({ attribute: false }) error: ExpressionError | null = null;
  @property({ attribute: false }) notes: readonly Note[] = [];
  /** What the shown or stepped node was written as. */
  @property({ attribute: false }) highlight: TextRange | null = null;
  /** What there is to see in a preset. */
  @property() description = '';

  @query('textarea') private readonly textarea!: HTMLTextAreaElement;
  @query('.marks') private readonly backdrop!: HTMLElement;

  override render() {
    return html`<section class="panel" aria-labelledby="title">
      <div class="panel-head"><h2 id="title">Expression</h2></div>
      <div class="editor">
        <pre class="marks" aria-hidden="true">${this.#renderMarks()}</pre>
        <textarea
          aria-label="Expression"
          aria-describedby="message"
          aria-invalid=${this.error === null ? 'false' : 'true'}
          spellcheck="false"
          autocapitalize="off"
          autocomplete="off"
          .value=${live(this.source)}
          @input=${this.#onInput}
          @scroll=${this.#onScroll}
          ${help('expression')}
        ></textarea>
      </div>
      <div id="message">
        ${this.error === null && this.description !== '' ? html`<p class="message">${this.description}</p>` : nothing}
        <div role="status" data-testid="expression-said">${this.#renderSaid()}</div>
        ${this.#renderManyNotes()}
      </div>
    </section>`;
  }

  /** What is read out as it changes: what is wrong, a few notes, or how many there are. */
  #renderSaid() {
    const { error, notes, description } = this;
    if (error !== null) {
      return html`<p class="message wrong" data-testid="expression-error">
        <button @click=${this.#goToError}>Line ${error.line}, column ${error.column}</button>:
        ${error.message}
      </p>`;
    }
    if (notes.length > mostSpoken) return html`<p class="message">${formatCount(notes.length)} notes:</p>`;
    if (notes.length > 0) return notes.map((note) => this.#renderNote(note));
    return description === ''
      ? html`<p class="message">Functions: ${[...functionNames].join(', ')}.</p>`
      : nothing;
  }

  /** More notes than one wants to hear. */
  #renderManyNotes() {
    const { error, notes } = this;
    if (error !== null || notes.length <= mostSpoken) return nothing;
    const more = notes.length - mostNotes;
    return html`${notes.slice(0, mostNotes).map((note) => this.#renderNote(note))}
    ${more > 0 ? html`<p class="message" data-testid="more-notes">and ${formatCount(more)} more</p>` : nothing}`;
  }

  #renderNote({ message, line }: Note) {
    return html`<p class="message" data-testid="expression-note">
      ${message}${
        line === undefined
          ? nothing
          : html`.
              <button @click=${() => this.#putFirst(line)}>Write “${line.split(' ', 1)[0]}” there</button>`
      }
    </p>`;
  }

  #putFirst(line: string): void {
    this.source = `${line}\n${this.source}`;
    send(this, 'lab-action', { kind: 'write', source: this.source });
    // The button goes with its note.
    this.textarea.focus();
  }

  #renderMarks() {
    const { source, error, highlight } = this;
    const range = error ?? highlight;
    if (range === null || source.length > longestMarkedText) return source;
    const { from, to } = range;
    // Something to see where a character is missing.
    const marked =
      source.slice(from, to).trim() === '' ? `${source.slice(from, to)} ` : source.slice(from, to);
    return html`${source.slice(0, from)}<mark class=${error === null ? '' : 'wrong'}>${marked}</mark
      >${source.slice(to)}${'\n'}`;
  }

  protected override updated(): void {
    const lines = this.source.split('\n', 14).length;
    this.style.setProperty('--editor-height', `${Math.min(14, Math.max(4, lines)) * 20 + 20}px`);
    this.#onScroll();
  }

  readonly #onInput = (): void => {
    this.source = this.textarea.value;
    send(this, 'lab-action', { kind: 'write', source: this.textarea.value });
  };

  readonly #onScroll = (): void => {
    this.backdrop.scrollTop = this.textarea.scrollTop;
    this.backdrop.scrollLeft = this.textarea.scrollLeft;
  };

  readonly #goToError = (): void => {
    if (this.error === null) return;
    this.textarea.focus();
    this.textarea.setSelectionRange(this.error.from, Math.max(this.error.to, this.error.from));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-expression-panel': ExpressionPanel;
  }
}
