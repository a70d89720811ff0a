import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import {
  hyperParameterDefaults,
  hyperParameterNames,
  hyperParametersFor,
} from '../../../experiment/hyper-parameters.ts';
import { clipNames, type ClipName } from '../../../experiment/names.ts';
import { layerDropout } from '../../../experiment/layer-dropout.ts';
import { rateFormulaProblem } from '../../../experiment/rate-formula.ts';
import { limits } from '../../../experiment/limits.ts';
import { defaultExperiment, type Experiment } from '../../../experiment/schema.ts';
import {
  epochWithoutRate,
  scheduleDefaults,
  scheduleOf,
  scheduleSettings,
} from '../../../experiment/schedules.ts';
import type { HelpName } from '../../controls/help-text.ts';
import { help } from '../../controls/help.ts';
import '../../controls/number-field.ts';
import { selectField, selectStyles } from '../../controls/select-field.ts';
import { baseStyles, buttonStyles, fieldStyles } from '../../controls/styles.ts';
import { send } from '../../page-events.ts';
import { hyperParameterLabels, scheduleNumberLabels, scheduleNumbers } from './learning-words.ts';
import './schedule-curve.ts';

const clipLabels: Readonly<Record<ClipName, string>> = { value: 'each number', norm: 'length' };

const dropoutShares = [0, 0.1, 0.2, 0.3, 0.5, 0.8];

/** Epochs in which a formula is looked through for what is no rate. */
const lookedThrough = 1000;

type NumberSetting = Exclude<keyof typeof limits & keyof Experiment, 'hidden'>;

/** The fields of what is chosen in the learning panel: the schedule's, the loss's, and those of the optimizer. */
@customElement('chainrule-learning-details')
export class LearningDetails extends LitElement {
  static override readonly styles = [
    baseStyles,
    buttonStyles,
    fieldStyles,
    selectStyles,
    css`
      :host {
        display: grid;
        gap: 10px;
        margin-top: 10px;
      }
      .fields {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(104px, 1fr));
        gap: 8px 12px;
      }
      .check {
        display: flex;
        align-items: end;
        gap: 6px;
        padding-bottom: 7px;
        font-size: 0.8125rem;
        color: var(--ink);
      }
      .step {
        align-self: end;
        padding: 0 4px;
      }
      .formula {
        display: grid;
        gap: 2px;
      }
      textarea {
        font:
          0.8125rem/20px ui-monospace,
          monospace;
        padding: 5px 8px;
        color: var(--ink);
        background: var(--panel);
        border: 1px solid var(--edge);
        border-radius: var(--radius-small);
        resize: vertical;
      }
      p {
        margin: 0;
        font-size: 0.75rem;
        line-height: 16px;
        color: var(--muted);
      }
      p[role='alert'] {
        color: var(--danger);
      }
    `,
  ];

  @property({ attribute: false }) experiment: Experiment = defaultExperiment;
  /** Epochs completed. */
  @property({ type: Number }) epoch = 0;
  /** How often the rate was reduced on a plateau. */
  @property({ type: Number }) reductions = 0;
  /** Whether what is rarely needed is shown too. */
  @property({ type: Boolean }) all = false;

  /** What is typed and cannot be read as a formula. */
  #draft: string | null = null;

  override render() {
    const { schedule, warmUp, loss, clipGradients } = this.experiment;
    const followsSchedule = schedule !== 'constant' || warmUp > 0;
    return html`${followsSchedule ? this.#renderCurve() : nothing}
      <div class="fields">
        ${followsSchedule ? this.#renderSchedule() : nothing}
        ${loss === 'huber' ? this.#number('δ', 'delta') : nothing}
        ${loss === 'cross-entropy' && this.all ? this.#number('Label smoothing', 'labelSmoothing') : nothing}
        ${clipGradients > 0 ? this.#clipBy() : nothing} ${this.all ? this.#renderOptimizer() : nothing}
        ${this.all && !followsSchedule ? this.#number('Warm-up', 'warmUp') : nothing}
        ${this.all ? this.#renderOpening() : nothing}
        ${this.all ? this.#check('replacement', 'With replacement') : nothing} ${this.#renderStop()}
        ${this.experiment.initialization === 'normal' ? this.#number('Initial width', 'initialWidth') : nothing}
        ${this.all || this.experiment.biasSeed !== null ? this.#renderBiasSeed() : nothing}
        ${this.#renderNoise()}
      </div>`;
  }

  /** Of a neuron of the output; others are chosen in the network. */
  #renderOpening() {
    return html`<button class="step" @click=${() => send(this, 'update-step', null)} ${help('updateStep')}>
      Step the update
    </button>`;
  }

  #renderStop() {
    switch (this.experiment.stopWhen) {
      case 'never':
        return nothing;
      case 'train-loss':
      case 'test-loss':
        return this.#number('Stop at loss', 'stopValue');
      case 'train-accuracy':
      case 'test-accuracy':
        return this.#number('Stop at %', 'stopValue');
      case 'validation':
        return html`${this.#number('Patience', 'stopPatience')}${this.#number('Held out, %', 'validationShare')}`;
    }
  }

  /** Empty: the biases come from the same draws as the weights. */
  #renderBiasSeed() {
    const { biasSeed } = this.experiment;
    const { min, max } = limits.seed;
    return html`<div class="formula">
      <label for="bias-seed">Bias seed</label>
      <input
        id="bias-seed"
        type="number"
        inputmode="numeric"
        autocomplete="off"
        placeholder="as weights"
        min=${min}
        max=${max}
        step="1"
        .value=${live(biasSeed === null ? '' : String(biasSeed))}
        @change=${(event: Event) => {
          const { value, valueAsNumber } = event.target as HTMLInputElement;
          this.#change({ biasSeed: value === '' ? null : valueAsNumber });
        }}
        ${help('biasSeed')}
      />
    </div>`;
  }

  /** What is 0 is rarely wanted; of layers, all together. */
  #renderNoise() {
    const { inputNoise, labelNoise } = this.experiment;
    const shares = layerDropout(this.experiment);
    const drops = this.all || shares.some((share) => share > 0);
    return html`${
      drops
        ? shares.map(
            (share, layer) =>
              html`<chainrule-number-field
                label="Dropout in layer ${layer + 1}"
                help="dropout"
                .value=${share}
                .limits=${limits.dropout}
                .choices=${dropoutShares}
                @number-change=${({ detail }: CustomEvent<number>) =>
                  this.#change({ dropout: shares.map((old, i) => (i === layer ? detail : old)) })}
              ></chainrule-number-field>`,
          )
        : nothing
    }${this.all || inputNoise > 0 ? this.#number('Input noise', 'inputNoise') : nothing}
    ${this.all || labelNoise > 0 ? this.#number('Label noise', 'labelNoise') : nothing}`;
  }

  #renderCurve() {
    const { experiment } = this;
    const schedule = scheduleOf(experiment);
    return html`<chainrule-schedule-curve
        .schedule=${schedule}
        .learningRate=${experiment.learningRate}
        .epoch=${this.epoch}
        .reductions=${this.reductions}
      ></chainrule-schedule-curve>
      ${
        schedule.name === 'plateau'
          ? html`<p>
              The rate falls when the train loss has not become lower for more epochs than the patience.
            </p>`
          : nothing
      }
      ${schedule.name === 'formula' ? this.#renderFormula() : nothing}`;
  }

  #renderSchedule() {
    const { name, numbers, warmUp, warmUpFrom } = scheduleOf(this.experiment);
    const values = { ...numbers, warmUp, warmUpFrom };
    return scheduleNumbers
      .filter((setting) => {
        if (setting === 'warmUp') return true;
        if (setting === 'warmUpFrom') return warmUp > 0;
        return Object.hasOwn(scheduleDefaults[name], scheduleSettings[setting]);
      })
      .map((setting) =>
        this.#number(scheduleNumberLabels[setting], setting, values[scheduleSettings[setting]]),
      );
  }

  #renderFormula() {
    const { rateFormula, learningRate } = this.experiment;
    const text = this.#draft ?? rateFormula;
    const problem = rateFormulaProblem(text);
    const without = epochWithoutRate(scheduleOf(this.experiment), learningRate, lookedThrough);
    return html`<div class="formula">
      <label for="formula">Rate in epoch e</label>
      <textarea
        id="formula"
        rows="2"
        spellcheck="false"
        autocomplete="off"
        aria-invalid=${problem !== null}
        .value=${live(text)}
        @input=${this.#onFormula}
        ${help('rateFormula')}
      ></textarea>
      ${
        problem !== null
          ? html`<p role="alert">Expected ${problem}. Until then the rate is the one of before.</p>`
          : without !== null
            ? html`<p>In epoch ${without} the formula gives no rate: the rate is 0 there.</p>`
            : nothing
      }
    </div>`;
  }

  readonly #onFormula = (event: Event): void => {
    const { value } = event.target as HTMLTextAreaElement;
    const isRead = rateFormulaProblem(value) === null;
    this.#draft = isRead ? null : value;
    if (isRead) this.#change({ rateFormula: value });
    this.requestUpdate();
  };

  #renderOptimizer() {
    const { optimizer } = this.experiment;
    const values = hyperParametersFor(this.experiment);
    const own = hyperParameterNames.filter((name) => Object.hasOwn(hyperParameterDefaults[optimizer], name));
    return own.map((name) =>
      name === 'centered' || name === 'amsgrad'
        ? this.#check(name, hyperParameterLabels[name])
        : this.#number(hyperParameterLabels[name], name, values[name] ?? 0),
    );
  }

  #check(name: 'centered' | 'amsgrad' | 'replacement', label: string) {
    return html`<label class="check"
      ><input
        type="checkbox"
        .checked=${live(this.experiment[name])}
        @change=${(event: Event) => {
          this.#change({ [name]: (event.target as HTMLInputElement).checked });
        }}
        ${help(name)}
      />${label}</label
    >`;
  }

  #clipBy() {
    return selectField({
      label: 'Clip by',
      help: 'clipBy',
      value: this.experiment.clipBy,
      options: clipNames.map((value) => ({ value, label: clipLabels[value] })),
      onSelect: (clipBy) => this.#change({ clipBy }),
    });
  }

  #number(
    label: string,
    setting: NumberSetting & HelpName,
    value: number = Number(this.experiment[setting]),
  ) {
    return html`<chainrule-number-field
      label=${label}
      help=${setting}
      .value=${value}
      .limits=${limits[setting]}
      @number-change=${({ detail }: CustomEvent<number>) => this.#change({ [setting]: detail })}
    ></chainrule-number-field>`;
  }

  #change(patch: Partial<Experiment>): void {
    send(this, 'experiment-change', patch);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-learning-details': LearningDetails;
  }
}
