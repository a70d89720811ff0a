import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Theme } from '../../charts/colour-scale.ts';
import { ranking } from '../../compare/swarm.ts';
import { taskFor } from '../../experiment/data-sets.ts';
import { formatCount } from '../controls/format.ts';
import { baseStyles, buttonStyles, panelStyles } from '../controls/styles.ts';
import { tell } from '../page-events.ts';
import './boundary-tile.ts';
import { compareStyles } from './compare-styles.ts';
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
      .chosen {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 16px;
        min-height: 34px;
      }
    `,
  ];

  @property({ attribute: false }) started: Started | null = null;
  /** The run that is looked at, by its place. */
  @property({ attribute: false }) chosen: number | null = null;
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
      ${this.#renderChosen(started)}
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

  #renderChosen({ outcomes, ask }: Started) {
    const chosen = this.chosen === null ? null : outcomes[this.chosen];
    return html`<div class="chosen">
      ${
        chosen === null || chosen.result === null
          ? html`<p class="note">Choose a run to see its curve among the others, and to open it.</p>`
          : html`<span>${seedName(chosen, ask)}: ${outcomeWords(chosen)}</span>
              <button
                ?disabled=${chosen.result.diverged}
                @click=${() => {
                  tell(this, 'run-open', chosen);
                }}
              >
                Open in the playground
              </button>`
      }
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-swarm-runs': SwarmRuns;
  }
}
