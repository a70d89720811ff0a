import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { keptLooks } from '../../../charts/plot-colours.ts';
import {
  lossScales,
  plotNames,
  smoothingNames,
  type LossScale,
  type SmoothingName,
} from '../../../experiment/names.ts';
import { defaultView, type ViewSettings } from '../../../experiment/schema.ts';
import { help } from '../../controls/help.ts';
import { icon } from '../../controls/icons.ts';
import { saveFile } from '../../controls/save-file.ts';
import { segmented } from '../../controls/segmented.ts';
import { selectField, selectStyles } from '../../controls/select-field.ts';
import { baseStyles, buttonStyles, fieldStyles, segmentedStyles } from '../../controls/styles.ts';
import { send } from '../../page-events.ts';
import { mostKept, nameOf, type KeptCurve } from './kept-curves.ts';
import { columnsOf, toCsv } from './plot-columns.ts';
import type { PlotSources } from './plot-of.ts';
import type { PlotStore } from './plot-store.ts';
import { plotLabels } from './plot-words.ts';

const scaleLabels: Readonly<Record<LossScale, string>> = { linear: 'Linear', log: 'Log' };
const smoothingLabels: Readonly<Record<SmoothingName, string>> = {
  none: 'None',
  some: 'Some',
  strong: 'Strong',
};

/** What else can be done with plots: their scales, smoothing, curves of earlier runs, files. */
@customElement('chainrule-plot-menu')
export class PlotMenu extends LitElement {
  static override readonly styles = [
    baseStyles,
    buttonStyles,
    fieldStyles,
    segmentedStyles,
    selectStyles,
    css`
      :host {
        display: grid;
        gap: 10px;
      }
      .row {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 12px;
      }
      .segmented label {
        min-width: 40px;
        padding: 0 8px;
      }
      ul {
        display: grid;
        gap: 4px;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        align-items: center;
        gap: 6px;
      }
      li input {
        flex: 1;
        font: inherit;
        font-size: 0.8125rem;
        min-width: 0;
        height: 28px;
        padding: 0 6px;
        color: var(--ink);
        background: var(--panel);
        border: 1px solid var(--edge);
        border-radius: var(--radius-small);
      }
      li button {
        min-height: 28px;
        padding: 0 6px;
      }
      .note {
        margin: 0;
        font-size: 0.75rem;
        line-height: 16px;
        color: var(--muted);
      }
      .files {
        display: flex;
        gap: 8px;
      }
    `,
  ];

  @property({ attribute: false }) desk: PlotStore | null = null;
  @property({ attribute: false }) sources: PlotSources | null = null;
  @property({ attribute: false }) viewSettings: ViewSettings = defaultView;
  @property({ type: Boolean }) two = false;
  @property({ attribute: false }) picture: () => Promise<Blob | null> = () => Promise.resolve(null);

  override render() {
    const { epochScale, smoothing } = this.viewSettings;
    return html`<div class="row">
        <span class="label">Epoch axis</span>
        ${segmented({
          label: 'Epoch scale',
          help: 'epochScale',
          value: epochScale,
          segments: lossScales.map((value) => ({ value, label: scaleLabels[value] })),
          onSelect: (value) => {
            send(this, 'view-change', { epochScale: value });
          },
        })}
      </div>
      <div class="row">
        <span class="label">Smoothing</span>
        ${segmented({
          label: 'Smoothing',
          help: 'smoothing',
          value: smoothing,
          segments: smoothingNames.map((value) => ({ value, label: smoothingLabels[value] })),
          onSelect: (value) => {
            send(this, 'view-change', { smoothing: value });
          },
        })}
      </div>
      ${this.#renderSecond()} ${this.#renderKept()}
      <div class="files">
        <button @click=${this.#onPicture} ${help('savePlot')}>${icon('download', 14)}Save PNG</button>
        <button @click=${this.#onTable} ${help('savePlotTable')}>${icon('download', 14)}Save CSV</button>
      </div>`;
  }

  #renderSecond() {
    if (!this.two) return nothing;
    const { plot, secondPlot } = this.viewSettings;
    return selectField({
      label: 'Second plot',
      help: 'secondPlot',
      value: secondPlot === plot ? 'none' : secondPlot,
      options: [
        { value: 'none', label: 'None' },
        ...plotNames.filter((name) => name !== plot).map((value) => ({ value, label: plotLabels[value] })),
      ],
      onSelect: (value) => {
        send(this, 'view-change', { secondPlot: value });
      },
    });
  }

  #renderKept() {
    const { desk, sources } = this;
    if (desk === null || sources === null) return nothing;
    const { kept, history } = sources;
    const hasCurve = (history?.epoch.length ?? 0) > 0;
    return html`<button
        ?disabled=${kept.length >= mostKept || !hasCurve}
        @click=${() => {
          desk.kept.keep(sources.experiment, sources.history);
        }}
        ${help('keepCurve')}
      >
        Keep this curve
      </button>
      ${
        kept.length === 0
          ? nothing
          : html`<ul aria-label="Shown beside">
              ${kept.map((curve) => this.#renderCurve(curve, desk, sources))}
            </ul>`
      }
      ${kept.length >= mostKept ? html`<p class="note">Six are kept: remove one to keep another.</p>` : nothing}
      ${kept.length > 0 && this.viewSettings.plot !== 'loss' ? html`<p class="note">They stand beside the loss.</p>` : nothing}`;
  }

  #renderCurve(curve: KeptCurve, desk: PlotStore, { experiment, theme }: PlotSources) {
    const { colours, dash } = keptLooks[curve.look];
    const name = nameOf(curve, experiment);
    return html`<li>
      <svg width="18" height="4" viewBox="0 0 18 4" aria-hidden="true">
        <line
          x1="0"
          y1="2"
          x2="18"
          y2="2"
          stroke=${colours[theme]}
          stroke-width="2"
          stroke-dasharray=${dash.join(' ')}
        ></line>
      </svg>
      <input
        aria-label="Name of the kept curve ${name}"
        maxlength="60"
        .value=${name}
        @change=${(event: Event) => {
          desk.kept.rename(curve.id, (event.target as HTMLInputElement).value);
        }}
      />
      <button
        class="quiet"
        aria-label="Remove the kept curve ${name}"
        @click=${() => {
          desk.kept.remove(curve.id);
        }}
      >
        ${icon('close', 14)}
      </button>
    </li>`;
  }

  get #fileName(): string {
    return `chainrule-${plotLabels[this.viewSettings.plot].toLowerCase().replaceAll(' ', '-')}`;
  }

  readonly #onPicture = (): void => {
    void this.picture().then((picture) => {
      if (picture !== null) saveFile(picture, `${this.#fileName}.png`);
    });
  };

  readonly #onTable = (): void => {
    if (this.sources === null) return;
    const text = toCsv(columnsOf(this.viewSettings.plot, this.sources));
    saveFile(new Blob([text], { type: 'text/csv' }), `${this.#fileName}.csv`);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-plot-menu': PlotMenu;
  }
}
