import { html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { ExpressionError } from '../../../autograd/expression.ts';
import { functionNames } from '../../../autograd/expression/functions.ts';
import type { Note, TextRange } from '../../../autograd/expression/text-range.ts';
import { formatCount } from '../../controls/format.ts';
import { help } from '../../controls/help.ts';
import { markedText, markedTextStyles } from '../../controls/marked-text.ts';
import { send } from '../../page-events.ts';
import { baseStyles, panelStyles } from '../../controls/styles.ts';

/** A text can have a note on every line; what is said on so many of them is said of all. */
const mostNotes = 10;
/** So many notes are read out as they come; of more only their number is. */
const mostSpoken = 3;

/** The text that the graph is drawn from, with its mistakes marked where they are. */
@customElement('chainrule-expression-panel')
export class ExpressionPanel extends LitElement {
  static override readonly styles = [baseStyles, panelStyles, markedTextStyles];

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
    return markedText(source, error ?? highlight, error !== null);
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
