import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Experiment } from '../../../experiment/schema.ts';
import { defaultExperiment } from '../../../experiment/schema.ts';
import { optimizerLabels } from '../../../experiment/shown-names.ts';
import type { LayerNeuron, NamedNumber, ParameterStep, StepLine } from '../../../protocol/look-messages.ts';
import type { View } from '../../../protocol/snapshot-messages.ts';
import { exact, formatCount } from '../../controls/format.ts';
import { help } from '../../controls/help.ts';
import { selectField, selectStyles } from '../../controls/select-field.ts';
import { SignalElement } from '../../controls/signal-element.ts';
import { baseStyles, buttonStyles, fieldStyles } from '../../controls/styles.ts';
import { send } from '../../page-events.ts';
import type { LookDesk } from '../look/look-desk.ts';
import { StepFeed } from './step-feed.ts';

const engineWords: Readonly<Record<ParameterStep['engine'], string>> = {
  'wasm-f32': 'in single precision',
  'wasm-f64': 'in double precision',
  interpreter: 'in double precision',
};

/** The optimizer opened: from the gradient of the next batch to one weight after it, with the numbers put in. */
@customElement('chainrule-update-step')
export class UpdateStep extends SignalElement {
  static override readonly styles = [
    baseStyles,
    buttonStyles,
    fieldStyles,
    selectStyles,
    css`
      :host {
        display: block;
        margin-bottom: 10px;
      }
      .head {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        align-items: end;
        gap: 8px;
      }
      p {
        margin: 6px 0;
        color: var(--muted);
      }
      ol {
        margin: 0 0 8px;
        padding: 0;
        list-style: none;
      }
      li {
        padding: 3px 0;
        border-top: 1px solid var(--hairline);
        overflow-wrap: anywhere;
      }
      li.result {
        font-weight: 600;
      }
      .words,
      dt {
        color: var(--muted);
        font-weight: 400;
      }
      .numbers {
        display: block;
        padding-left: 12px;
      }
      dl {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 0 8px;
        margin: 0 0 6px;
      }
      dd {
        margin: 0;
        text-align: right;
      }
    `,
  ];

  @property({ attribute: false }) look: LookDesk | null = null;
  @property({ attribute: false }) neuron: LayerNeuron = { layer: 0, neuron: 0 };
  /** Of what the neuron reads. */
  @property({ attribute: false }) names: readonly string[] = [];
  @property({ attribute: false }) experiment: Experiment = defaultExperiment;
  /** The weights may have changed with every one. */
  @property({ attribute: false }) view: View | null = null;
  /** The input whose weight it is; null is the bias. */
  @state() private input: number | null = 0;

  readonly #feed = new StepFeed();

  override render() {
    const step = this.#feed.shown.value;
    // Asked again when the run has taken in other settings.
    const configured = this.look?.configured.value ?? 0;
    const { optimizer } = this.experiment;
    return html`<section
      aria-label="Step the update"
      data-testid="update-step"
      data-epoch=${exact(step?.epoch)}
      data-before=${exact(step?.before)}
      data-configured=${configured}
    >
      <div class="head">
        ${selectField({
          label: 'Step of',
          help: 'updateOf',
          value: String(this.input ?? -1),
          options: [
            ...this.names.map((name, i) => ({ value: String(i), label: `weight of ${name}` })),
            { value: '-1', label: 'bias' },
          ],
          onSelect: (value) => (this.input = value === '-1' ? null : Number(value)),
        })}
        <button @click=${() => send(this, 'page-command', 'step-batch')} ${help('nextStep')}>
          Next step
        </button>
      </div>
      ${step === null ? html`<p role="status">${this.#feed.problem.value || 'One moment …'}</p>` : this.#renderStep(step, optimizerLabels[optimizer])}
    </section>`;
  }

  #renderStep(step: ParameterStep, optimizer: string) {
    const { batch, rests, lines, leaves, engine } = step;
    if (rests)
      return html`<p>
        It is frozen, or its link is cut: no step changes it. Now it is ${short(step.before)}.
      </p>`;
    const samples = batch === 1 ? 'one point' : `${formatCount(batch)} points`;
    return html`<p>What ${optimizer} does with the next batch, of ${samples}, ${engineWords[engine]}:</p>
      <ol>
        ${lines.map(renderLine)}
      </ol>
      <p>Put in:</p>
      <dl>${leaves.map(renderLeaf)}</dl>`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('neuron');
    const isOther = before?.layer !== this.neuron.layer || before.neuron !== this.neuron.neuron;
    // What has fewer inputs has no such weight.
    if (changed.has('neuron') && isOther && (this.input ?? -1) >= this.names.length) this.input = 0;
  }

  protected override updated(): void {
    const { look, neuron, input, view } = this;
    if (look === null) return;
    const asked = JSON.stringify([neuron, input, view?.epoch, look.configured.peek()]);
    if (asked === this.#asked && view === this.#seen) return;
    this.#asked = asked;
    this.#seen = view;
    this.#feed.put({ kind: 'step', ...neuron, input }, look.ask);
  }

  #asked = '';
  #seen: View | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#asked = '';
    if (this.look !== null) this.#feed.put(null, this.look.ask);
  }
}

function renderLine({ symbol, words, value, formula }: StepLine) {
  const isResult = symbol === 'w′' || symbol === 'Δw';
  const [written, numbers] = [
    formula.map((part) => (typeof part === 'string' ? part : part.symbol)).join(''),
    formula.map((part) => (typeof part === 'string' ? part : inFormula(part.value))).join(''),
  ];
  return html`<li
    class=${isResult ? 'result' : nothing}
    data-testid="update-line"
    data-symbol=${symbol}
    data-value=${value}
  >
    <span class="words">${words}</span><br />
    ${symbol} = ${written}
    <span class="numbers">= ${numbers}</span>
    <span class="numbers">= <b>${short(value)}</b></span>
  </li>`;
}

function renderLeaf({ symbol, words, value }: NamedNumber) {
  return html`<dt>${symbol} <span>${words}</span></dt>
    <dd data-testid="update-leaf" data-symbol=${symbol} data-value=${value}>${short(value)}</dd>`;
}

/** With as many digits as tell what happens to it. */
function short(value: number): string {
  const size = Math.abs(value);
  const rounded = Number(value.toPrecision(6));
  const text = size > 0 && size < 1e-4 ? rounded.toExponential() : String(rounded);
  return text.replace('e+', 'e').replaceAll('-', '−');
}

/** Between signs a negative number stands in brackets. */
function inFormula(value: number): string {
  const text = short(value);
  return value < 0 ? `(${text})` : text;
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-update-step': UpdateStep;
  }
}
