import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Theme } from '../../../charts/colour-scale.ts';
import { featureNames, type DataSetName, type FeatureName } from '../../../experiment/names.ts';
import { defaultExperiment, type Experiment } from '../../../experiment/schema.ts';
import type { FeatureMaps, InputSummary } from '../../../protocol/picture-messages.ts';
import './feature-map.ts';
import { formatBeside } from '../../controls/format.ts';
import { help } from '../../controls/help.ts';
import { captionOf } from '../labels.ts';
import { differsBesidesRate } from '../settings/rate-and-penalties.ts';
import { send } from '../../page-events.ts';
import { apartStyles } from '../../controls/apart-styles.ts';
import { baseStyles, panelStyles } from '../../controls/styles.ts';
import { tileStyles } from '../../controls/tile-styles.ts';

/** What the network sees of each point. */
@customElement('chainrule-features-panel')
export class FeaturesPanel extends LitElement {
  static override readonly styles = [
    baseStyles,
    apartStyles,
    panelStyles,
    tileStyles,
    css`
      chainrule-feature-map {
        width: 100%;
        max-width: 44px;
        aspect-ratio: 1;
        border-radius: 8px;
        opacity: 0.4;
      }
      .tile:has(:checked) chainrule-feature-map {
        opacity: 1;
      }
      .caption {
        font-size: 0.75rem;
        line-height: 16px;
      }
      .note:not(:empty) {
        margin-top: 8px;
      }
      @container (min-width: 1376px) {
        .tiles {
          grid-template-columns: repeat(7, minmax(0, 48px));
        }
      }
      .inputs {
        max-height: 220px;
        margin: 0;
        padding: 0;
        overflow-y: auto;
        list-style: none;
        font-size: 0.75rem;
        line-height: 16px;
      }
      .inputs li {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 0 8px;
        padding: 3px 0;
      }
      .scaling,
      .input-note {
        color: var(--muted);
        font-variant-numeric: tabular-nums;
      }
      .input-note {
        flex-basis: 100%;
      }
    `,
  ];

  @property({ attribute: false, hasChanged: differsBesidesRate })
  experiment: Experiment = defaultExperiment;
  /** What the network reads of a table; null where features are chosen. */
  @property({ attribute: false }) inputs: readonly InputSummary[] | null = null;
  @property({ attribute: false }) maps: FeatureMaps | null = null;
  @property() theme: Theme = 'light';

  /** One object a feature as long as the maps stay, so that nothing is painted again. */
  #grids: {
    maps: FeatureMaps;
    grids: Map<FeatureName, { resolution: number; values: Float32Array }>;
  } | null = null;

  override render() {
    return this.inputs === null ? this.#renderFeatures() : this.#renderInputs(this.inputs);
  }

  /** What was made of the columns of a table. */
  #renderInputs(inputs: readonly InputSummary[]) {
    const { dataSet } = this.experiment;
    return html`<section class="panel" aria-labelledby="title">
      <div class="panel-head">
        <h2 id="title">
          Inputs
          <span class="detail"
            >· ${inputs.length}${inputs.some(isScaled) ? `, scaled ${howScaled(inputs, dataSet)}` : ''}</span
          >
        </h2>
      </div>
      <ul class="inputs" tabindex="0" aria-label="Inputs of the network">
        ${inputs.map(
          ({ name, scaling, note }) =>
            html`<li>
              <span class="input-name">${name}</span>
              <span class="scaling">${scaling === null ? '0 or 1' : describeScaling(scaling)}</span>
              ${note === null ? nothing : html`<span class="input-note">${note}</span>`}
            </li>`,
        )}
      </ul>
    </section>`;
  }

  #renderFeatures() {
    const isLast = this.experiment.features.length === 1;
    return html`<section class="panel" aria-labelledby="title">
      <div class="panel-head">
        <h2 id="title">
          Features <span class="detail">· ${this.experiment.features.length} of ${featureNames.length}</span>
        </h2>
      </div>
      <div class="tiles" role="group" aria-labelledby="title">
        ${featureNames.map((name) => this.#renderTile(name, isLast))}
      </div>
      <p class="note" id="last">${isLast ? 'The last one stays: a network needs an input.' : ''}</p>
    </section>`;
  }

  #renderTile(name: FeatureName, isLast: boolean) {
    const checked = this.experiment.features.includes(name);
    const stays = isLast && checked;
    return html`<label class="tile">
      <input
        type="checkbox"
        aria-label=${name}
        .checked=${live(checked)}
        aria-disabled=${stays ? 'true' : 'false'}
        @click=${(event: Event) => {
          if (stays) event.preventDefault();
        }}
        @change=${() => this.#toggle(name)}
        ${help('features')}
      />
      <span class="picture"
        ><chainrule-feature-map .subject=${this.#gridOf(name)} theme=${this.theme}></chainrule-feature-map
      ></span>
      <span class="caption" aria-hidden="true">${captionOf(name)}</span>
    </label>`;
  }

  #gridOf(name: FeatureName) {
    const { maps } = this;
    if (maps === null) return null;
    if (this.#grids?.maps !== maps) {
      const grids = featureNames.map(
        (key) => [key, { resolution: maps.resolution, values: maps.values[key] }] as const,
      );
      this.#grids = { maps, grids: new Map(grids) };
    }
    return this.#grids.grids.get(name) ?? null;
  }

  /** Always in the same order, however they were chosen: the same inputs are the same network. */
  #toggle(name: FeatureName): void {
    const chosen = this.experiment.features;
    const features = featureNames.filter((key) =>
      key === name ? !chosen.includes(key) : chosen.includes(key),
    );
    send(this, 'experiment-change', { features });
  }
}

function isScaled({ scaling }: InputSummary): boolean {
  return scaling !== null && (scaling.shift !== 0 || scaling.scale !== 1);
}

function howScaled(inputs: readonly InputSummary[], dataSet: DataSetName): string {
  // What is drawn has the scaling of the data that it was begun from, whatever trains by now.
  if (dataSet === 'draw') return 'as in the file';
  // Pixels have no mean of their own.
  const [first] = inputs;
  const areAlike = inputs.every(
    ({ scaling }) => scaling?.shift === first.scaling?.shift && scaling?.scale === first.scaling?.scale,
  );
  return inputs.length > 1 && areAlike ? 'all alike' : 'by the train rows';
}

function describeScaling({ shift, scale }: { readonly shift: number; readonly scale: number }): string {
  if (shift === 0 && scale === 1) return 'as it is';
  const size = formatBeside(Math.abs(shift), scale);
  const moved = shift === 0 ? 'x' : `(x ${shift < 0 ? '+' : '−'} ${size})`;
  return `${moved} / ${formatBeside(scale, scale)}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-features-panel': FeaturesPanel;
  }
}
