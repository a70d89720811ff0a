import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { functionNames } from '../../../autograd/expression/functions.ts';
import type { ExpressionError } from '../../../autograd/expression.ts';
import { formulaClasses, readFormula } from '../../../experiment/formula.ts';
import { samplingNames, type Sampling } from '../../../experiment/names.ts';
import { defaultExperiment, type Experiment } from '../../../experiment/schema.ts';
import type { DataPicture } from '../../../protocol/picture-messages.ts';
import { help } from '../../controls/help.ts';
import { markedText, markedTextStyles } from '../../controls/marked-text.ts';
import { segmented } from '../../controls/segmented.ts';
import { baseStyles, segmentedStyles } from '../../controls/styles.ts';
import { send } from '../../page-events.ts';

const samplingLabels: Readonly<Record<Sampling, string>> = { uniform: 'Uniform', grid: 'Grid' };

/**
 * The text that data are drawn by. What can be read is sent at once; what cannot stays here, with its mistake marked,
 * and changes nothing.
 */
@customElement('chainrule-formula-editor')
export class FormulaEditor extends LitElement {
  static override readonly styles = [
    baseStyles,
    segmentedStyles,
    markedTextStyles,
    css`
      :host {
        display: grid;
        gap: 8px;
        margin-top: 12px;
        --editor-height: 80px;
      }
      .message {
        margin: 0;
      }
      .sampling {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 8px;
        font-size: 0.8125rem;
      }
    `,
  ];

  @property({ attribute: false }) experiment: Experiment = defaultExperiment;
  /** What is there; while it stays the same, nothing came of what was sent. */
  @property({ attribute: false }) data: DataPicture | null = null;

  /** What was written here last; null for the formula that holds. */
  @state() private draft: string | null = null;
  @state() private isRefused = false;

  @query('textarea') private readonly textarea!: HTMLTextAreaElement;
  @query('.marks') private readonly backdrop!: HTMLElement;

  /** What was sent last, and what was there then. */
  #sent: string | null = null;
  #dataWhenSent: DataPicture | null = null;

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('experiment')?.formula;
    const { formula } = this.experiment;
    if (before === undefined || before === formula || this.draft === null || this.draft === formula) return;
    // What was sent is taken back without any data that came of it: it is still being written.
    this.isRefused = before === this.#sent && this.data === this.#dataWhenSent;
    if (!this.isRefused) this.draft = null;
  }

  override render() {
    const text = this.draft ?? this.experiment.formula;
    const result = readFormula(text);
    const error = result.ok ? null : result.error;
    return html`<div class="editor">
        <pre class="marks" aria-hidden="true">${markedText(text, error, true)}</pre>
        <textarea
          aria-label="Formula"
          aria-describedby="message"
          aria-invalid=${error === null && !this.isRefused ? 'false' : 'true'}
          spellcheck="false"
          autocapitalize="off"
          autocomplete="off"
          .value=${live(text)}
          @input=${this.#onInput}
          @scroll=${this.#onScroll}
          ${help('formula')}
        ></textarea>
      </div>
      <div id="message" role="status">${this.#renderSaid(text, error)}</div>
      <div class="sampling">
        <span aria-hidden="true">Sampling</span>
        ${segmented({
          label: 'Sampling',
          help: 'sampling',
          value: this.experiment.sampling,
          segments: samplingNames.map((value) => ({ value, label: samplingLabels[value] })),
          onSelect: (sampling) => {
            send(this, 'experiment-change', { sampling });
          },
        })}
      </div>`;
  }

  #renderSaid(text: string, error: ExpressionError | null) {
    if (error !== null)
      return html`<p class="message wrong" data-testid="formula-error">
        <button @click=${() => this.#goTo(error)}>Line ${error.line}, column ${error.column}</button>:
        ${error.message}. The data stay as they are.
      </p>`;
    if (this.isRefused)
      return html`<p class="message wrong" data-testid="formula-error">
        No data can be made of it. The data stay as they are.
      </p>`;
    const count = formulaClasses(text).length;
    return html`<p class="message">${describe(count)}</p>
      ${count === 2 ? html`<p class="message">Functions: ${[...functionNames].join(', ')}.</p>` : nothing}`;
  }

  readonly #onInput = (): void => {
    const text = this.textarea.value;
    // Back at what holds, what was said of the text between is no longer true.
    const isOther = text !== this.experiment.formula || this.isRefused;
    this.isRefused = false;
    this.draft = text;
    if (isOther && readFormula(text).ok) {
      this.#sent = text;
      this.#dataWhenSent = this.data;
      send(this, 'experiment-change', { formula: text });
    }
  };

  readonly #onScroll = (): void => {
    this.backdrop.scrollTop = this.textarea.scrollTop;
    this.backdrop.scrollLeft = this.textarea.scrollLeft;
  };

  protected override updated(): void {
    this.#onScroll();
  }

  #goTo({ from, to }: ExpressionError): void {
    this.textarea.focus();
    this.textarea.setSelectionRange(from, Math.max(to, from));
  }
}

/** What a formula that can be read comes to. */
function describe(classCount: number): string {
  if (classCount === 0) return 'A number to predict.';
  return classCount === 2
    ? 'Two classes: +1 where it holds, −1 elsewhere. Every further line is one class more.'
    : `${classCount} classes: each point is of the first line that holds, or otherwise of the last class.`;
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-formula-editor': FormulaEditor;
  }
}
