import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { KeptTable } from '../../../client/table-library.ts';
import type { Theme } from '../../../charts/colour-scale.ts';
import { classChoice, classCountOf, isSampled, isSharedOut, taskFor } from '../../../experiment/data-sets.ts';
import {
  generatedNames,
  ownSetNames,
  realSetNames,
  type DataSetName,
  type GeneratedName,
  type OwnSetName,
  type RealSetName,
} from '../../../experiment/names.ts';
import { limits } from '../../../experiment/limits.ts';
import { drawingOf, drawnTarget } from '../../../experiment/drawing.ts';
import { defaultExperiment, type Experiment } from '../../../experiment/schema.ts';
import { dataSetLabels } from '../../../experiment/shown-names.ts';
import type { DataPicture, Thumbnails } from '../../../protocol/picture-messages.ts';
import { help } from '../../controls/help.ts';
import { icon } from '../../controls/icons.ts';
import { tileNames } from '../labels.ts';
import type { OutcomeStrip } from '../follow/outcome-strip.ts';
import { usualValues } from '../usual-values.ts';
import '../../controls/number-field.ts';
import type { NumberLimits } from '../../controls/number-field.ts';
import { differsBesidesRate } from '../settings/rate-and-penalties.ts';
import { send } from '../../page-events.ts';
import { Lazy } from '../../controls/lazy.ts';
import '../../controls/loaded-part.ts';
import { beginDrawing } from '../draw/begin-drawing.ts';
import { whyNotDrawn } from '../draw/why-not-drawn.ts';
import './point-cloud.ts';
import { countStyles, dataCounts } from './data-counts.ts';
import { apartStyles } from '../../controls/apart-styles.ts';
import { baseStyles, buttonStyles, panelStyles } from '../../controls/styles.ts';
import { tileStyles } from '../../controls/tile-styles.ts';

const formulaEditor = new Lazy(() => import('../formula/formula-editor.ts'));
const openFile = new Lazy(() => import('../import/open-file.ts'));

type SliderSetting = 'noise' | 'points' | 'classes' | 'squares' | 'trainShare';

/** Whether a strip is along one of the sliders here. */
function isOfData(strip: OutcomeStrip | null | undefined): boolean {
  return strip?.setting === 'points' || strip?.setting === 'noise' || strip?.setting === 'trainShare';
}

/** The same list each time: a field whose properties are others is drawn again. */
const noChoices: readonly number[] = [];

/** What there is to learn. */
@customElement('chainrule-data-panel')
export class DataPanel extends LitElement {
  static override readonly styles = [
    baseStyles,
    apartStyles,
    panelStyles,
    buttonStyles,
    tileStyles,
    countStyles,
    css`
      .tiles {
        row-gap: 4px;
      }
      .caption {
        font-size: 0.6875rem;
        line-height: 14px;
        white-space: nowrap;
      }
      .sliders {
        display: grid;
        gap: 4px;
        margin: 10px 0;
      }
      .chips {
        display: flex;
        flex-wrap: wrap;
        gap: 5px;
        grid-column: 1 / -1;
        margin-top: 2px;
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
        padding: 2px 8px;
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
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
      }
      .redraw p {
        order: 1;
        flex: 0 0 100%;
        margin: 0;
      }
      .redraw button {
        padding: 0 10px;
      }
      @container (min-width: 1376px) {
        .tiles {
          grid-template-columns: repeat(5, 48px);
        }
      }
    `,
  ];

  @property({ attribute: false, hasChanged: differsBesidesRate })
  experiment: Experiment = defaultExperiment;
  @property({ attribute: false }) data: DataPicture | null = null;
  /** Inputs of the network; null before there is one. */
  @property({ attribute: false }) inputCount: number | null = null;
  @property({ attribute: false }) thumbnails: Thumbnails | null = null;
  @property() theme: Theme = 'light';
  /** Whether it says how much data there is: not while a file is looked at that may take their place. */
  @property({ type: Boolean }) counted = false;
  /** Along the slider that was moved last, while training is followed. */
  @property({
    attribute: false,
    hasChanged: (strip: OutcomeStrip | null, before?: OutcomeStrip | null) =>
      isOfData(strip) || isOfData(before),
  })
  strip: OutcomeStrip | null = null;
  /** Tables of the user's own that the browser has. */
  @property({ attribute: false }) kept: readonly KeptTable[] = [];
  /** Own data that are wanted and not there yet. */
  @state() private wanted: OwnSetName | null = null;

  override render() {
    const { dataSet, dataSeed } = this.experiment;
    // Of what is drawn, the next points.
    const isSplit = dataSet === 'draw' || isSharedOut(this.experiment);
    const isDrawn = isSampled(dataSet);
    // What is set here is of the data that train now, not of those that are asked for.
    const isOther = this.wanted !== null;
    return html`<section class="panel" aria-labelledby="title">
      <div class="panel-head">
        <h2 id="title">Data <span class="detail">· ${dataSetLabels[dataSet]}, ${this.#predicts()}</span></h2>
      </div>
      <div class="tiles" role="radiogroup" aria-label="Data set">
        ${generatedNames.map((name) => this.#renderTile(name))}
        <div class="chips">${[...realSetNames, ...ownSetNames].map((name) => this.#renderChip(name))}</div>
      </div>
      ${
        this.#shown === 'file'
          ? html`<chainrule-part label="What opens a file" .source=${openFile}
              ><chainrule-open-file .file=${this.experiment.file} .kept=${this.kept}></chainrule-open-file
            ></chainrule-part>`
          : nothing
      }
      ${
        this.#shown === 'formula'
          ? html`<chainrule-part label="The editor of formulas" .source=${formulaEditor}
              ><chainrule-formula-editor
                .experiment=${this.experiment}
                .data=${this.data}
              ></chainrule-formula-editor
            ></chainrule-part>`
          : nothing
      }
      ${this.#renderAbout()}
      <div class="sliders">
        ${
          isDrawn && !isOther
            ? [this.#renderShape(), this.#slider('Noise', 'noise', '%'), this.#slider('Points', 'points', '')]
            : nothing
        }
        ${isSplit || isOther ? this.#slider('Train share', 'trainShare', '%') : nothing}
      </div>
      <div class="redraw" ?hidden=${isOther}>
        <button ?hidden=${!isSplit} @click=${this.#redraw} ${help(isDrawn ? 'newData' : 'newSplit')}>
          ${icon('dices')}${isDrawn ? 'New data' : 'New split'}
        </button>
        ${this.#renderDrawing()}
        <span class="note"
          >data seed <span data-testid="data-seed" data-value=${dataSeed}>${dataSeed}</span></span
        >
      </div>
    </section>`;
  }

  /** The way from any points to points of one's own. */
  #renderDrawing() {
    const { data } = this;
    if (this.experiment.dataSet === 'draw' || data === null) return nothing;
    const refusal = whyNotDrawn(data);
    if (refusal !== null)
      return html`<button @click=${() => this.#choose('draw')}>
          ${drawingOf(this.experiment.drawn).length === 0 ? 'Start an empty drawing' : 'Go on with your drawing'}
        </button>
        <p class="note" data-testid="not-drawn">${refusal}</p>`;
    return html`<button @click=${() => send(this, 'page-command', 'draw-points')} ${help('drawPoints')}>
      Draw from these points
    </button>`;
  }

  #renderTile(name: GeneratedName) {
    return html`<label class="tile">
      <input
        type="radio"
        name="data-set"
        aria-label=${dataSetLabels[name]}
        .checked=${live(name === this.#shown)}
        @change=${() => this.#choose(name)}
        title=${dataSetLabels[name]}
      />
      <span class="picture">
        <chainrule-point-cloud
          .subject=${this.thumbnails?.[name] ?? null}
          theme=${this.theme}
        ></chainrule-point-cloud>
      </span>
      <span class="caption" aria-hidden="true">${tileNames[name]}</span>
    </label>`;
  }

  #renderChip(name: RealSetName | OwnSetName) {
    return html`<label class="chip">
      <input
        type="radio"
        name="data-set"
        .checked=${live(name === this.#shown)}
        @change=${() => this.#choose(name)}
      />
      <span>${dataSetLabels[name]}</span>
    </label>`;
  }

  /** Of a drawing those that it has points of: the network has two at least. */
  #classesOf({ classNames }: DataPicture): number {
    const { dataSet, drawn } = this.experiment;
    if (dataSet !== 'draw' || drawnTarget(drawn) === 'number') return classNames.length;
    return new Set(drawingOf(drawn).map(({ place }) => place)).size;
  }

  /** What is being looked at: of real data what they are and whose. */
  #renderAbout() {
    const { data } = this;
    const summary = this.counted
      ? dataCounts({
          rows: data?.summary.rows ?? null,
          leftOut: data?.summary.leftOut ?? null,
          validation: data?.summary.validation,
          inputs: this.inputCount,
          classes: data === null ? null : this.#classesOf(data),
        })
      : nothing;
    if (this.wanted !== null)
      return html`${summary}
        <p class="about">“${dataSetLabels[this.experiment.dataSet]}” trains until you use a file.</p>`;
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
      .choices=${setting === 'points' ? usualValues.points : noChoices}
      .strip=${this.strip?.setting === setting ? this.strip : null}
      @number-change=${({ detail }: CustomEvent<number>) => this.#change({ [setting]: detail })}
    ></chainrule-number-field>`;
  }

  get #shown(): DataSetName {
    return this.wanted ?? this.experiment.dataSet;
  }

  /** Data that are not there yet are asked for; training goes on with those that are. */
  #choose(dataSet: DataSetName): void {
    const isThere = dataSet !== 'file' || this.experiment.file !== null;
    this.wanted = isThere ? null : dataSet;
    if (isThere) this.#change(dataSet === 'draw' ? beginDrawing(this.experiment) : { dataSet });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('experiment');
    if (before !== undefined && before.dataSet !== this.experiment.dataSet) this.wanted = null;
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
