import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { classCountOf, lossProblem } from '../../../experiment/data-sets.ts';
import {
  initializationNames,
  lossNames,
  optimizerNames,
  scheduleNames,
  stopNames,
  type StopName,
} from '../../../experiment/names.ts';
import {
  isFormula,
  usualActivationFormula,
  type Activation,
} from '../../../experiment/activation-formula.ts';
import { commonActivation } from '../../../experiment/layer-activations.ts';
import { limits } from '../../../experiment/limits.ts';
import { defaultExperiment, type Experiment } from '../../../experiment/schema.ts';
import {
  initializationLabels,
  lossLabels,
  optimizerLabels,
  scheduleLabels,
  stopLabels,
} from '../../../experiment/shown-names.ts';
import { activationChoices, type ActivationChoice } from '../labels.ts';
import { help } from '../../controls/help.ts';
import { Lazy } from '../../controls/lazy.ts';
import '../../controls/loaded-part.ts';
import '../../controls/number-field.ts';
import { send } from '../../page-events.ts';
import type { OutcomeStrip } from '../follow/outcome-strip.ts';
import { usualValues } from '../usual-values.ts';
import { activationParts, wantActivationParts } from '../activation/parts.ts';
import { selectField, selectStyles, type SelectOption } from '../../controls/select-field.ts';
import { apartStyles } from '../../controls/apart-styles.ts';
import { baseStyles, buttonStyles, fieldStyles, panelStyles } from '../../controls/styles.ts';

const details = new Lazy(() => import('./learning-details.ts'));

const isAccuracy = (name: StopName): boolean => name === 'train-accuracy' || name === 'test-accuracy';

/** With a goal of its own kind: a percentage is no loss. */
function stopPatch(stopWhen: StopName): Partial<Experiment> {
  if (isAccuracy(stopWhen)) return { stopWhen, stopValue: 95 };
  return stopWhen === 'train-loss' || stopWhen === 'test-loss' ? { stopWhen, stopValue: 0.1 } : { stopWhen };
}

/** How the network learns. */
@customElement('chainrule-hyperparameters')
export class Hyperparameters extends LitElement {
  static override readonly styles = [
    baseStyles,
    apartStyles,
    panelStyles,
    buttonStyles,
    fieldStyles,
    selectStyles,
    css`
      .fields {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(104px, 1fr));
        gap: 8px 12px;
        align-items: start;
      }
      /* What is out of reach is said below it, and not over the next row. */
      .select:has(.reason) {
        margin-bottom: 8px;
      }
      .drawn {
        position: relative;
      }
      .fields chainrule-activation-formula {
        grid-column: 1 / -1;
      }
      .more {
        min-height: 24px;
        margin: 6px 0 -8px -8px;
        padding: 0 8px;
        font-size: 0.75rem;
        color: var(--muted);
      }
    `,
  ];

  @property({ attribute: false }) experiment: Experiment = defaultExperiment;
  /** Epochs completed, where a schedule follows them. */
  @property({ type: Number }) epoch = 0;
  /** How often the rate was reduced on a plateau. */
  @property({ type: Number }) reductions = 0;
  /** Along the slider that was moved last, while training is followed. */
  @property({ attribute: false }) strip: OutcomeStrip | null = null;
  @state() private isOpen = false;

  override render() {
    const { learningRate, optimizer, l2, batchSize } = this.experiment;
    const common = commonActivation(this.experiment);
    return html`<section class="panel" aria-labelledby="title">
      <div class="panel-head"><h2 id="title">Learning</h2></div>
      <div class="fields">
        ${this.#number('Learning rate', 'learningRate', learningRate)}
        ${selectField({
          label: 'Optimizer',
          help: 'optimizer',
          value: optimizer,
          options: optimizerNames.map((value) => ({ value, label: optimizerLabels[value] })),
          onSelect: (value) => this.#change({ optimizer: value }),
        })}
        <div class="drawn">
          ${selectField({
            label: 'Activation',
            help: 'activation',
            value: common === null ? 'mixed' : isFormula(common) ? 'formula' : common,
            options: this.#activationOptions(common === null),
            onSelect: (value) => {
              if (value !== 'mixed')
                this.#change({ activation: value === 'formula' ? `=${usualActivationFormula}` : value });
            },
          })}<chainrule-activation-curve noted .activation=${common}></chainrule-activation-curve>
        </div>
        ${selectField({
          label: 'Loss',
          help: 'loss',
          value: this.experiment.loss,
          options: this.#lossOptions(),
          onSelect: (value) => this.#change({ loss: value }),
        })}
        ${
          common !== null && isFormula(common)
            ? html`<chainrule-part label="The formula" .source=${activationParts}
                ><chainrule-activation-formula
                  .activation=${common}
                  @formula-change=${({ detail }: CustomEvent<Activation>) => this.#change({ activation: detail })}
                ></chainrule-activation-formula
              ></chainrule-part>`
            : nothing
        }
        ${this.#number('L2', 'l2', l2)} ${this.#number('Batch size', 'batchSize', batchSize)}
        ${selectField({
          label: 'Schedule',
          help: 'schedule',
          value: this.experiment.schedule,
          options: scheduleNames.map((value) => ({ value, label: scheduleLabels[value] })),
          onSelect: (value) => this.#change({ schedule: value }),
        })}
        ${this.#number('L1', 'l1', this.experiment.l1)}
        ${this.#number('Clip gradients', 'clipGradients', this.experiment.clipGradients)}
        ${selectField({
          label: 'Initialization',
          help: 'initialization',
          value: this.experiment.initialization,
          options: initializationNames.map((value) => ({ value, label: initializationLabels[value] })),
          onSelect: (value) => this.#change({ initialization: value }),
        })}
        ${this.#number('Stop at epoch', 'stopEpoch', this.experiment.stopEpoch)}
        ${selectField({
          label: 'Stop by',
          help: 'stopWhen',
          value: this.experiment.stopWhen,
          options: this.#stopOptions(),
          onSelect: (value) => this.#change(stopPatch(value)),
        })}
      </div>
      ${
        this.isOpen || this.#hasDetails
          ? html`<chainrule-part label="What learning is set by" .source=${details}
              ><chainrule-learning-details
                .experiment=${this.experiment}
                .epoch=${this.epoch}
                .reductions=${this.reductions}
                ?all=${this.isOpen}
              ></chainrule-learning-details
            ></chainrule-part>`
          : nothing
      }
      <button
        class="quiet more"
        aria-expanded=${this.isOpen}
        @click=${() => {
          this.isOpen = !this.isOpen;
        }}
        ${help('learningMore')}
      >
        ${this.isOpen ? 'Less' : 'More'}
      </button>
    </section>`;
  }

  /** Whether something is chosen that has fields of its own. */
  get #hasDetails(): boolean {
    const { schedule, warmUp, loss, clipGradients, initialization, biasSeed, stopWhen } = this.experiment;
    const { dropout, inputNoise, labelNoise } = this.experiment;
    if (dropout.length > 0 || inputNoise + labelNoise > 0) return true;
    if (initialization === 'normal' || biasSeed !== null || stopWhen !== 'never') return true;
    return schedule !== 'constant' || warmUp > 0 || loss === 'huber' || clipGradients > 0;
  }

  #number(
    label: string,
    setting: 'learningRate' | 'l1' | 'l2' | 'batchSize' | 'clipGradients' | 'stopEpoch',
    value: number,
  ) {
    return html`<chainrule-number-field
      label=${label}
      help=${setting}
      .value=${value}
      .limits=${limits[setting]}
      .choices=${usualValues[setting]}
      ?followed=${this.strip !== null && setting !== 'stopEpoch'}
      .strip=${this.strip?.setting === setting ? this.strip : null}
      @number-change=${({ detail }: CustomEvent<number>) => this.#change({ [setting]: detail })}
    ></chainrule-number-field>`;
  }

  /** What the layers have, where it is not one, can be seen but not chosen. */
  #activationOptions(isMixed: boolean): SelectOption<ActivationChoice | 'mixed'>[] {
    return isMixed ? [{ value: 'mixed', label: 'mixed' }, ...activationChoices] : activationChoices;
  }

  protected override updated(): void {
    wantActivationParts();
  }

  #stopOptions(): SelectOption<StopName>[] {
    const hasClasses = classCountOf(this.experiment) > 0;
    const isSplit = this.experiment.dataSet !== 'draw' && this.experiment.dataSet !== 'lesson';
    return stopNames.map((value) => {
      const option = { value, label: stopLabels[value] };
      if (isAccuracy(value) && !hasClasses) return { ...option, reason: 'an accuracy needs classes' };
      return value === 'validation' && !isSplit ? { ...option, reason: 'each point has its side' } : option;
    });
  }

  #lossOptions(): SelectOption<Experiment['loss']>[] {
    const classCount = classCountOf(this.experiment);
    return lossNames.map((value) => {
      const option = { value, label: lossLabels[value] };
      if (lossProblem(value, classCount) === null) return option;
      return {
        ...option,
        reason:
          classCount === 0
            ? `${isHinge(value) ? 'hinge' : 'cross-entropy'} needs classes`
            : 'binary: two classes only',
      };
    });
  }

  #change(patch: Partial<Experiment>): void {
    send(this, 'experiment-change', patch);
  }
}

const isHinge = (loss: Experiment['loss']): boolean => loss === 'hinge' || loss === 'squared-hinge';

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-hyperparameters': Hyperparameters;
  }
}
