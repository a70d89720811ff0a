import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Theme } from '../../../charts/colour-scale.ts';
import { classChoice, classCountOf, taskFor } from '../../../experiment/data-sets.ts';
import {
  generatedNames,
  isRealSet,
  realSetNames,
  type GeneratedName,
  type RealSetName,
} from '../../../experiment/names.ts';
import { defaultExperiment, limits, type Experiment } from '../../../experiment/schema.ts';
import type { DataPicture, Thumbnails } from '../../../protocol/messages.ts';
import { exact, formatCount } from '../../controls/format.ts';
import { help } from '../../controls/help.ts';
import { icon } from '../../controls/icons.ts';
import { dataSetLabels } from '../labels.ts';
import '../../controls/number-field.ts';
import type { NumberLimits } from '../../controls/number-field.ts';
import { send } from '../../page-events.ts';
import '../formula/formula-editor.ts';
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
      .real {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        grid-column: 1 / -1;
      }
      .chip {
        position: relative;
        cursor: pointer;
      }
      .chip input {
        position: absolute;
        inset: 0;
        margin: 0;
        opacity: 0;
        cursor: inherit;
      }
      .chip span {
        display: block;
        padding: 3px 9px;
        border: 1px solid var(--hairline);
        border-radius: 999px;
        font-size: 0.75rem;
        line-height: 18px;
        color: var(--muted);
      }
      .chip:hover span {
        border-color: var(--muted);
      }
      .chip input:checked + span {
        border-color: var(--ink);
        box-shadow: inset 0 0 0 1px var(--ink);
        color: var(--ink);
      }
      .chip input:focus-visible + span {
        outline: 2px solid var(--accent);
        outline-offset: 2px;
      }
      /* Forced colours take borders' colours and shadows away. */
      @media (forced-colors: active) {
        .chip input:checked + span {
          forced-color-adjust: none;
          background: Highlight;
          border-color: Highlight;
          color: HighlightText;
        }
      }
      .counts {
        display: flex;
        flex-wrap: wrap;
        gap: 0 10px;
        margin: 10px 0 0;
        font-size: 0.75rem;
        line-height: 16px;
        color: var(--muted);
      }
      .counts b {
        font-weight: 500;
        color: var(--ink);
        font-variant-numeric: tabular-nums;
      }
      .about {
        margin: 6px 0 0;
        font-size: 0.75rem;
        line-height: 16px;
      }
      .about small {
        display: block;
        margin-top: 2px;
        font-size: 0.6875rem;
        color: var(--muted);
      }
      .about a {
        color: inherit;
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
  @property({ attribute: false }) data: DataPicture | null = null;
  /** Inputs of the network; null before there is one. */
  @property({ attribute: false }) inputCount: number | null = null;
  @property({ attribute: false }) thumbnails: Thumbnails | null = null;
  @property() theme: Theme = 'light';

  override render() {
    const { dataSet, dataSeed } = this.experiment;
    // The lesson has its rows, and all of them train.
    const isFixed = dataSet === 'lesson';
    return html`<section class="panel" aria-labelledby="title">
      <div class="panel-head">
        <h2 id="title">Data <span class="detail">· ${dataSetLabels[dataSet]}, ${this.#predicts()}</span></h2>
      </div>
      <div class="tiles" role="radiogroup" aria-label="Data set">
        ${generatedNames.map((name) => this.#renderTile(name))}
        <div class="real">${[...realSetNames, 'formula' as const].map((name) => this.#renderReal(name))}</div>
      </div>
      ${dataSet === 'formula' ? html`<chainrule-formula-editor .experiment=${this.experiment} .data=${this.data}></chainrule-formula-editor>` : nothing}
      ${this.#renderAbout()}
      <div class="sliders">
        ${
          isRealSet(dataSet) || isFixed
            ? nothing
            : [this.#renderShape(), this.#slider('Noise', 'noise', '%'), this.#slider('Points', 'points', '')]
        }
        ${isFixed ? nothing : this.#slider('Train share', 'trainShare', '%')}
      </div>
      <div class="redraw">
        <button
          ?hidden=${isFixed}
          @click=${this.#redraw}
          ${help(isRealSet(dataSet) ? 'newSplit' : 'newData')}
        >
          ${icon('dices')}${isRealSet(dataSet) ? 'New split' : 'New data'}
        </button>
        <span class="note"
          >data seed <span data-testid="data-seed" data-value=${dataSeed}>${dataSeed}</span></span
        >
      </div>
    </section>`;
  }

  #renderTile(name: GeneratedName) {
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

  #renderReal(name: RealSetName | 'formula') {
    return html`<label class="chip">
      <input
        type="radio"
        name="data-set"
        .checked=${live(name === this.experiment.dataSet)}
        @change=${() => this.#change({ dataSet: name })}
      />
      <span>${dataSetLabels[name]}</span>
    </label>`;
  }

  /** What is being looked at: of real data what they are and whose. */
  #renderAbout() {
    const { data } = this;
    const summary = html`<p class="counts">
      <span
        ><b data-testid="row-count" data-value=${exact(data?.summary.rows)}
          >${data === null ? '–' : formatCount(data.summary.rows)}</b
        >
        rows</span
      >
      <span ?hidden=${(data?.summary.leftOut ?? 0) === 0}
        ><b data-testid="rows-left-out" data-value=${exact(data?.summary.leftOut)}
          >${data === null ? '–' : formatCount(data.summary.leftOut)}</b
        >
        left out</span
      >
      <span
        ><b data-testid="input-count" data-value=${exact(this.inputCount)}>${this.inputCount ?? '–'}</b>
        ${this.inputCount === 1 ? 'input' : 'inputs'}</span
      >
      <span ?hidden=${data?.task === 'regression'}
        ><b data-testid="class-count" data-value=${exact(data?.classNames.length)}
          >${data?.classNames.length ?? '–'}</b
        >
        classes</span
      >
    </p>`;
    const origin = data?.origin ?? null;
    if (origin === null) return summary;
    const { about, changes, source, licence } = origin;
    return html`${summary}
      <p class="about">
        ${about} ${changes ?? nothing}
        <small
          ><a href=${source.url} target="_blank" rel="noopener noreferrer">${source.name}</a>,
          <a href=${licence.url} target="_blank" rel="noopener noreferrer">${licence.name}</a></small
        >
      </p>`;
  }

  /** What there is to predict. */
  #predicts(): string {
    const count = classCountOf(this.experiment);
    return count > 2 ? `${count} classes` : taskFor(this.experiment);
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
