import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { classCountOf, lossProblem } from '../../../experiment/data-sets.ts';
import { activationNames, lossNames, optimizerNames, speedNames } from '../../../experiment/names.ts';
import {
  defaultExperiment,
  defaultView,
  limits,
  type Experiment,
  type ViewSettings,
} from '../../../experiment/schema.ts';
import { activationLabels, lossLabels, optimizerLabels, speedLabels } from '../labels.ts';
import '../../controls/number-field.ts';
import { send } from '../../page-events.ts';
import { selectField, selectStyles, type SelectOption } from '../../controls/select-field.ts';
import { baseStyles, fieldStyles } from '../../controls/styles.ts';

const learningRates = [0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];
const penalties = [0, 0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1];
const batchSizes = [1, 2, 5, 10, 20, 30, 50, 100, 200, 500, 1000, 2000];

/** How fast it runs and how the network learns. */
@customElement('chainrule-hyperparameters')
export class Hyperparameters extends LitElement {
  static override readonly styles = [
    baseStyles,
    fieldStyles,
    selectStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: 102px 78px 90px 82px 124px 72px 72px;
        gap: 8px;
      }
      @container (max-width: 700px) {
        :host {
          grid-template-columns: repeat(3, minmax(0, 1fr));
          row-gap: 14px;
        }
      }
      @container (max-width: 350px) {
        :host {
          grid-template-columns: repeat(2, minmax(0, 1fr));
        }
      }
    `,
  ];

  @property({ attribute: false }) experiment: Experiment = defaultExperiment;
  @property({ attribute: false }) viewSettings: ViewSettings = defaultView;

  override render() {
    const { learningRate, optimizer, activation, l2, batchSize } = this.experiment;
    return html`
      ${selectField({
        label: 'Speed',
        help: 'speed',
        value: this.viewSettings.speed,
        options: speedNames.map((value) => ({ value, label: speedLabels[value] })),
        onSelect: (speed) => send(this, 'view-change', { speed }),
      })}
      ${this.#number('Learning rate', 'learningRate', learningRate, learningRates)}
      ${selectField({
        label: 'Optimizer',
        help: 'optimizer',
        value: optimizer,
        options: optimizerNames.map((value) => ({ value, label: optimizerLabels[value] })),
        onSelect: (value) => this.#change({ optimizer: value }),
      })}
      ${selectField({
        label: 'Activation',
        help: 'activation',
        value: activation,
        options: activationNames.map((value) => ({ value, label: activationLabels[value] })),
        onSelect: (value) => this.#change({ activation: value }),
      })}
      ${selectField({
        label: 'Loss',
        help: 'loss',
        value: this.experiment.loss,
        options: this.#lossOptions(),
        onSelect: (value) => this.#change({ loss: value }),
      })}
      ${this.#number('L2', 'l2', l2, penalties)}
      ${this.#number('Batch size', 'batchSize', batchSize, batchSizes)}
    `;
  }

  #number(
    label: string,
    setting: 'learningRate' | 'l2' | 'batchSize',
    value: number,
    choices: readonly number[],
  ) {
    return html`<chainrule-number-field
      label=${label}
      help=${setting}
      .value=${value}
      .limits=${limits[setting]}
      .choices=${choices}
      @number-change=${({ detail }: CustomEvent<number>) => this.#change({ [setting]: detail })}
    ></chainrule-number-field>`;
  }

  #lossOptions(): SelectOption<Experiment['loss']>[] {
    const classCount = classCountOf(this.experiment);
    return lossNames.map((value) => {
      const option = { value, label: lossLabels[value] };
      if (lossProblem(value, classCount) === null) return option;
      return {
        ...option,
        reason: classCount === 0 ? 'cross-entropy needs classes' : 'binary: two classes only',
      };
    });
  }

  #change(patch: Partial<Experiment>): void {
    send(this, 'experiment-change', patch);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-hyperparameters': Hyperparameters;
  }
}
