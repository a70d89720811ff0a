import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Theme } from '../../charts/colour-scale.ts';
import { chosenLook, fanPainting, type FanCurve, type FanLines } from '../../charts/compare/fan.ts';
import { ranking } from '../../compare/swarm.ts';
import { taskFor } from '../../experiment/data-sets.ts';
import { exact, formatCount, formatLoss } from '../controls/format.ts';
import { baseStyles, buttonStyles, panelStyles } from '../controls/styles.ts';
import { tell } from '../page-events.ts';
import './boundary-tile.ts';
import { compareStyles } from './compare-styles.ts';
import { lineStroke } from './line-stroke.ts';
import './painted.ts';
import { outcomeWords } from './outcome-words.ts';
import { seedName } from './seed-name.ts';
import type { Started } from './started.ts';

/** Thumbnails that are shown at once, and that one more click adds. */
const tilesAtOnce = 48;

/** The runs of a swarm as thumbnails, best first. Fires `run-choose` with a place or null, and `run-open`. */
@customElement('chainrule-swarm-runs')
export class SwarmRuns extends LitElement {
  static override readonly styles = [
    baseStyles,
    panelStyles,
    buttonStyles,
    compareStyles,
    css`
      .tiles {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(72px, 1fr));
        align-content: start;
        gap: 8px;
      }
      .tiles button {
        display: block;
        padding: 3px;
        min-height: 0;
        border-color: var(--edge-soft);
      }
      .tiles button[aria-pressed='true'] {
        border-color: var(--accent);
        box-shadow: 0 0 0 1px var(--accent);
      }
      .tiles .name {
        display: block;
        font-size: 0.6875rem;
        line-height: 16px;
        color: var(--muted);
        text-align: center;
      }
      .runs {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 12px 20px;
      }
      /* What a click does to it is in sight of what was clicked, however many runs there are. */
      .chosen {
        position: sticky;
        top: 0;
        z-index: 1;
        display: grid;
        grid-template-columns: 104px minmax(0, 1fr);
        align-items: center;
        gap: 4px 12px;
        padding: 8px 0;
        border-bottom: 1px solid var(--hairline);
        background: var(--panel);
        --chart-height: 116px;
      }
      .chosen .words {
        grid-column: 1 / -1;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 4px 12px;
        min-height: 34px;
        font-size: 0.8125rem;
        line-height: 1.35;
      }
      @media (min-width: 900px) {
        .runs {
          grid-template-columns: 300px minmax(0, 1fr);
        }
        .chosen {
          top: 12px;
          grid-template-columns: 120px minmax(0, 1fr);
          align-self: start;
          gap: 12px;
          padding: 0;
          border: 0;
          --chart-height: 200px;
        }
        .chosen chainrule-painted {
          grid-area: 2 / 1 / auto / -1;
        }
        .chosen .words {
          grid-area: 1 / 2;
          display: grid;
          justify-items: start;
          align-content: center;
        }
      }
      /* A low window is for the runs themselves. */
      @media (max-height: 480px) {
        .chosen {
          position: static;
        }
      }
    `,
  ];

  @property({ attribute: false }) started: Started | null = null;
  /** The run that is looked at, by its place. */
  @property({ attribute: false }) chosen: number | null = null;
  /** The loss of all runs, and that of the chosen one. */
  @property({ attribute: false }) fan: FanLines | null = null;
  @property({ attribute: false }) curve: FanCurve | null = null;
  /** Which loss these are of. */
  @property() measure = 'test loss';
  @property() theme: Theme = 'light';

  @state() private shown = tilesAtOnce;

  override render() {
    const { started } = this;
    if (started === null) return nothing;
    const { outcomes, ask, experiment } = started;
    const ranked = ranking(outcomes).filter((place) => outcomes[place].result !== null);
    const low = experiment.loss === 'cross-entropy' ? 0 : -1;
    const extent = taskFor(experiment) === 'classification' ? 1 : 0;
    return html`<section class="panel stack" aria-label="Every run">
      <div class="panel-head"><h2>Every run, best first</h2></div>
      <div class="runs">
        ${this.#renderChosen(started, { low, extent })}
        <div class="tiles">
          ${ranked.slice(0, this.shown).map((place) => {
            const outcome = outcomes[place];
            return html`<button
              aria-pressed=${this.chosen === place}
              aria-label="${seedName(outcome, ask)}: ${outcomeWords(outcome)}"
              data-run=${place}
              @click=${() => {
                tell(this, 'run-choose', place);
              }}
            >
              <chainrule-boundary-tile
                .values=${outcome.result?.picture ?? null}
                .outputs=${outcome.result?.outputCount ?? 1}
                .low=${low}
                .extent=${extent}
                theme=${this.theme}
              ></chainrule-boundary-tile>
              <span class="name" aria-hidden="true"
                >${ask.vary === 'data' ? outcome.experiment.dataSeed : outcome.experiment.seed}</span
              >
            </button>`;
          })}
        </div>
      </div>
      ${
        ranked.length > this.shown
          ? html`<div class="row">
              <button
                @click=${() => {
                  this.shown += 4 * tilesAtOnce;
                }}
              >
                Show more (${formatCount(ranked.length - this.shown)} are left)
              </button>
              <button
                @click=${() => {
                  tell(this, 'run-choose', ranked.at(-1) ?? null);
                }}
              >
                Choose the worst
              </button>
            </div>`
          : nothing
      }
    </section>`;
  }

  /** Its picture and its curve among the others; before there is one, the others. */
  #renderChosen({ outcomes, ask }: Started, { low, extent }: { low: number; extent: number }) {
    const chosen = this.chosen === null ? null : outcomes[this.chosen];
    const result = chosen?.result ?? null;
    const name = chosen === null ? '' : seedName(chosen, ask);
    return html`<div class="chosen">
      <chainrule-boundary-tile
        .values=${result?.picture ?? null}
        .outputs=${result?.outputCount ?? 1}
        .low=${low}
        .extent=${extent}
        theme=${this.theme}
        label=${result === null ? '' : `What the network of ${name} puts out over the plane`}
      ></chainrule-boundary-tile>
      ${
        this.fan === null
          ? nothing
          : html`<chainrule-painted
              .painting=${fanPainting(this.fan, this.curve, this.theme, this.measure)}
              label=${
                this.curve === null
                  ? `The ${this.measure} of all runs, over the epochs`
                  : `The ${this.measure} of ${name} among all runs, over the epochs; it ends at ${formatLoss(this.curve.loss.at(-1) ?? NaN)}`
              }
            ></chainrule-painted>`
      }
      <div class="words">
        ${
          chosen === null || result === null
            ? html`<p class="note">Choose a run to see its curve among the others, and to open it.</p>`
            : html`<span data-testid="chosen-run" data-value=${exact(this.chosen)}
                  >${lineStroke(chosenLook, this.theme)} ${name}: ${outcomeWords(chosen)}</span
                >
                <button
                  ?disabled=${result.diverged}
                  @click=${() => {
                    tell(this, 'run-open', chosen);
                  }}
                >
                  Open in the playground
                </button>`
        }
      </div>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-swarm-runs': SwarmRuns;
  }
}
