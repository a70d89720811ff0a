import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Theme } from '../../../charts/colour-scale.ts';
import { dataSetNames, taskOf, type DataSetName } from '../../../experiment/names.ts';
import { defaultExperiment, limits, type Experiment } from '../../../experiment/schema.ts';
import type { Hello } from '../../../protocol/messages.ts';
import { help } from '../../controls/help.ts';
import { icon } from '../../controls/icons.ts';
import { dataSetLabels } from '../labels.ts';
import '../../controls/number-field.ts';
import { send } from '../../page-events.ts';
import './point-cloud.ts';
import { baseStyles, buttonStyles, panelStyles } from '../../controls/styles.ts';
import { tileStyles } from '../../controls/tile-styles.ts';

type SliderSetting = 'noise' | 'points' | 'trainShare';

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
  @property({ attribute: false }) thumbnails: Hello['thumbnails'] | null = null;
  @property() theme: Theme = 'light';

  override render() {
    const { dataSet, dataSeed } = this.experiment;
    return html`<section class="panel" aria-labelledby="title">
      <div class="panel-head">
        <h2 id="title">Data <span class="detail">· ${dataSetLabels[dataSet]}, ${taskOf[dataSet]}</span></h2>
      </div>
      <div class="tiles" role="radiogroup" aria-label="Data set">
        ${dataSetNames.map((name) => this.#renderTile(name))}
      </div>
      <div class="sliders">
        ${this.#slider('Noise', 'noise', '%')} ${this.#slider('Points', 'points', '')}
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
          .points=${this.thumbnails?.[name] ?? null}
          task=${taskOf[name]}
          theme=${this.theme}
        ></chainrule-point-cloud>
      </span>
    </label>`;
  }

  #slider(label: string, setting: SliderSetting, unit: string) {
    return html`<chainrule-number-field
      slider
      label=${label}
      help=${setting}
      unit=${unit}
      .value=${this.experiment[setting]}
      .limits=${limits[setting]}
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
