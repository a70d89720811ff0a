import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { classCountOf, lossProblem } from '../../../experiment/data-sets.ts';
import { activationNames, lossNames, optimizerNames } from '../../../experiment/names.ts';
import { defaultExperiment, limits, type Experiment } from '../../../experiment/schema.ts';
import { activationLabels, lossLabels, optimizerLabels } from '../labels.ts';
import '../../controls/number-field.ts';
import { send } from '../../page-events.ts';
import { selectField, selectStyles, type SelectOption } from '../../controls/select-field.ts';
import { baseStyles, fieldStyles, panelStyles } from '../../controls/styles.ts';

const learningRates = [0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];
const penalties = [0, 0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1];
const batchSizes = [1, 2, 5, 10, 20, 30, 50, 100, 200, 500, 1000, 2000];

/** How the network learns. */
@customElement('chainrule-hyperparameters')
export class Hyperparameters extends LitElement {
  static override readonly styles = [
    baseStyles,
    panelStyles,
    fieldStyles,
    selectStyles,
    css`
      .fields {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(104px, 1fr));
        gap: 8px 12px;
      }
    `,
  ];

  @property({ attribute: false }) experiment: Experiment = defaultExperiment;

  override render() {
    const { learningRate, optimizer, activation, l2, batchSize } = this.experiment;
    return html`<section class="panel" aria-labelledby="title">
      <div class="panel-head"><h2 id="title">Learning</h2></div>
      <div class="fields">
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
      </div>
    </section>`;
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
