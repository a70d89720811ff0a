import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Theme } from '../../../charts/colour-scale.ts';
import { classChoice, classCountOf } from '../../../experiment/data-sets.ts';
import { dataSetNames, taskOf, type DataSetName } from '../../../experiment/names.ts';
import { defaultExperiment, limits, type Experiment } from '../../../experiment/schema.ts';
import type { Thumbnails } from '../../../protocol/messages.ts';
import { help } from '../../controls/help.ts';
import { icon } from '../../controls/icons.ts';
import { dataSetLabels } from '../labels.ts';
import '../../controls/number-field.ts';
import type { NumberLimits } from '../../controls/number-field.ts';
import { send } from '../../page-events.ts';
import './point-cloud.ts';
import { baseStyles, buttonStyles, panelStyles } from '../../controls/styles.ts';
import { tileStyles } from '../../controls/tile-styles.ts';

type SliderSetting = 'noise' | 'points' | 'classes' | 'squares' | 'trainShare';

const pointCounts = [20, 50, 100, 200, 300, 500, 700, 1000, 1200, 1500, 2000, 3000, 5000, 7000, 10_000];

/** What there is to learn. */
@customElement('chainrule-data-panel')
export class DataPanel extends LitElement {
  static override readonly styles = [
    baseStyles,
    panelStyles,
    buttonStyles,
    tileStyles,
    css`
      .sliders {
        display: grid;
        gap: 4px;
        margin: 12px 0 8px;
      }
      .redraw {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 8px;
      }
    `,
  ];

  @property({ attribute: false }) experiment: Experiment = defaultExperiment;
  @property({ attribute: false }) thumbnails: Thumbnails | null = null;
  @property() theme: Theme = 'light';

  override render() {
    const { dataSet, dataSeed } = this.experiment;
    return html`<section class="panel" aria-labelledby="title">
      <div class="panel-head">
        <h2 id="title">Data <span class="detail">· ${dataSetLabels[dataSet]}, ${this.#predicts()}</span></h2>
      </div>
      <div class="tiles" role="radiogroup" aria-label="Data set">
        ${dataSetNames.map((name) => this.#renderTile(name))}
      </div>
      <div class="sliders">
        ${this.#renderShape()} ${this.#slider('Noise', 'noise', '%')} ${this.#slider('Points', 'points', '')}
        ${this.#slider('Train share', 'trainShare', '%')}
      </div>
      <div class="redraw">
        <button @click=${this.#redraw} ${help('newData')}>${icon('dices')}New data</button>
        <span class="note"
          >data seed <span data-testid="data-seed" data-value=${dataSeed}>${dataSeed}</span></span
        >
      </div>
    </section>`;
  }

  #renderTile(name: DataSetName) {
    return html`<label class="tile">
      <input
        type="radio"
        name="data-set"
        aria-label=${dataSetLabels[name]}
        .checked=${live(name === this.experiment.dataSet)}
        @change=${() => this.#change({ dataSet: name })}
        title=${dataSetLabels[name]}
      />
      <span class="picture">
        <chainrule-point-cloud
          .thumbnail=${this.thumbnails?.[name] ?? null}
          theme=${this.theme}
        ></chainrule-point-cloud>
      </span>
    </label>`;
  }

  /** What there is to predict. */
  #predicts(): string {
    const count = classCountOf(this.experiment);
    return count > 2 ? `${count} classes` : taskOf[this.experiment.dataSet];
  }

  /** What the data set itself leaves to be chosen. */
  #renderShape() {
    const { dataSet } = this.experiment;
    const choice = classChoice(dataSet);
    if (choice !== null) {
      const range = { ...choice, step: 1 };
      return this.#slider('Classes', 'classes', '', range, classCountOf(this.experiment));
    }
    return dataSet === 'checkerboard' ? this.#slider('Squares', 'squares', '') : nothing;
  }

  #slider(
    label: string,
    setting: SliderSetting,
    unit: string,
    range: NumberLimits = limits[setting],
    value = this.experiment[setting],
  ) {
    return html`<chainrule-number-field
      slider
      label=${label}
      help=${setting}
      unit=${unit}
      .value=${value}
      .limits=${range}
      .choices=${setting === 'points' ? pointCounts : []}
      @number-change=${({ detail }: CustomEvent<number>) => this.#change({ [setting]: detail })}
    ></chainrule-number-field>`;
  }

  #change(patch: Partial<Experiment>): void {
    send(this, 'experiment-change', patch);
  }

  readonly #redraw = (): void => {
    send(this, 'page-command', 'new-data');
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-data-panel': DataPanel;
  }
}
