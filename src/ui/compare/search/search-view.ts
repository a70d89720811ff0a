import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { shareOf } from '../../../charts/compare/cells.ts';
import { parallelPainting } from '../../../charts/compare/parallel.ts';
import type { Theme } from '../../../charts/colour-scale.ts';
import type { MeasureName } from '../../../compare/ask.ts';
import { counted } from '../../../compare/counted.ts';
import { higherIsGood, measureLabels, shownMeasure } from '../../../compare/measures.ts';
import { lineNear, parallelOf, type Parallel } from '../../../compare/parallel.ts';
import { rankedCandidates, type Candidate, type SearchPlan } from '../../../compare/search.ts';
import { closerAxis } from '../../../compare/sweep.ts';
import { sweepableOf } from '../../../compare/sweepable.ts';
import { shownName } from '../../../experiment/shown-names.ts';
import { formatCount } from '../../controls/format.ts';
import { SignalElement } from '../../controls/signal-element.ts';
import {
  baseStyles,
  buttonStyles,
  fieldStyles,
  panelStyles,
  sliderStyles,
  summaryStyles,
} from '../../controls/styles.ts';
import type { CompareStore } from '../compare-store.ts';
import { compareStyles } from '../compare-styles.ts';
import { measureSelect } from '../measure-select.ts';
import { evenMeasures, written } from '../measure-words.ts';
import '../painted.ts';
import { setUpCard } from '../set-up-card.ts';
import type { Started } from '../started.ts';

/** Rows that are shown at once, and that one more click adds. */
const rowsAtOnce = 50;

/** What came of set-ups that were drawn, of any number of settings. */
@customElement('chainrule-search-view')
export class SearchView extends SignalElement {
  static override readonly styles = [
    baseStyles,
    panelStyles,
    buttonStyles,
    fieldStyles,
    sliderStyles,
    summaryStyles,
    compareStyles,
    css`
      .lines {
        --chart-height: 300px;
        cursor: pointer;
      }
      .select {
        max-width: 240px;
      }
      .rank {
        display: grid;
        gap: 2px;
        font-size: 0.75rem;
        color: var(--muted);
      }
      td button[aria-pressed='true'] {
        border-color: var(--accent);
      }
    `,
  ];

  @property({ attribute: false }) model: CompareStore | null = null;
  @property({ attribute: false }) started: Started | null = null;
  @property() theme: Theme = 'light';

  /** The set-up that is looked at, by its place among those that were drawn. */
  @state() private chosen: number | null = null;
  @state() private rows = rowsAtOnce;

  override render() {
    const { model, started } = this;
    const plan = started?.search ?? null;
    if (model === null || started === null || plan === null) return nothing;
    const measure = shownMeasure(model.ask.value.measure, started.experiment, started.ask);
    const known = rankedCandidates(plan, started.outcomes, measure).filter(({ value }) => value !== null);
    if (known.length === 0) return nothing;
    const chosen = Math.max(
      0,
      known.findIndex(({ place }) => place === this.chosen),
    );
    const said = verdict(known, plan, measure, started.phase === 'running');
    return html`<section class="panel stack" aria-label="What came out">
      <p class="verdict" data-testid="verdict">${said}</p>
      ${measureSelect('Shown', model, measure, started)} ${this.#renderLines(known, plan, measure, chosen)}
      ${this.#renderChosen(known[chosen], plan, chosen)} ${this.#renderTable(known, plan, measure, chosen)}
    </section>`;
  }

  #renderLines(known: readonly Candidate[], plan: SearchPlan, measure: MeasureName, chosen: number) {
    const isLog = !evenMeasures.has(measure);
    const parallel = parallelOf(plan, known, {
      ...{ title: measureLabels[measure], measure, isLog },
      write: (value) => written(value, measure),
    });
    const words = candidateWords(known[chosen], plan, measure);
    return html`<chainrule-painted
        class="lines"
        .painting=${this.#painting(parallel, known, measure, chosen)}
        label="${known.length} set-ups as lines across their settings and the ${measureLabels[measure]}; marked is number ${chosen + 1}: ${words}"
        @place-pick=${({ detail }: CustomEvent<{ x: number; y: number }>) => {
          const place = lineNear(parallel, detail.x, detail.y);
          if (place !== null) this.chosen = known[place].place;
        }}
      ></chainrule-painted>
      <label class="rank"
        >Marked, from the best
        <input
          type="range"
          min="1"
          max=${known.length}
          step="1"
          .value=${live(String(chosen + 1))}
          aria-valuetext="Number ${chosen + 1} of ${known.length}: ${words}"
          @input=${({ target }: Event) => {
            this.chosen = known[Number((target as HTMLInputElement).value) - 1].place;
          }}
        />
      </label>
      <p class="note">
        Each line is a set-up; its colour is what came out, as on the last
        axis.${plan.rounds.length > 1 ? ' Grey ones did not get into the last round.' : ''}
        ${known.some(({ value }) => !Number.isFinite(value)) ? 'Lines that end before the last axis diverged, or never got there.' : ''}
      </p>`;
  }

  #painting(parallel: Parallel, known: readonly Candidate[], measure: MeasureName, chosen: number) {
    const last = known[0].round;
    const isLast = ({ round }: Candidate): boolean => round === last;
    const colours = shareOf(
      known.filter(isLast).map(({ value }) => value),
      !evenMeasures.has(measure),
    );
    const lines = known.map((candidate, place) => ({
      shares: parallel.lines[place],
      colour: candidate.value === null ? NaN : colours(candidate.value),
      isPale: !isLast(candidate),
    }));
    return parallelPainting(parallel.axes, lines, chosen, !higherIsGood.has(measure), this.theme);
  }

  #renderChosen(candidate: Candidate, plan: SearchPlan, rank: number) {
    const name = valuesOf(candidate, plan);
    const { epochs } = plan.rounds[candidate.round];
    return html`<div class="stack" data-testid="chosen-set-up" data-value=${rank + 1}>
      ${setUpCard({
        title: `${rank === 0 ? 'The best' : `Number ${rank + 1}`}: ${name}`,
        what: 'set-up',
        outcomes: candidate.outcomes,
        theme: this.theme,
        onOpen: (outcome) => void this.model?.open(outcome, { epochs }, `The run with ${name}`),
      })}
      <div class="row">
        <button
          ?disabled=${this.model?.running.value !== null}
          @click=${() => {
            this.chosen = null;
            this.model?.change({ axes: plan.axes.map((axis, at) => closerAxis(axis, candidate.values[at])) });
            void this.model?.start();
          }}
        >
          Sweep closer around it
        </button>
      </div>
    </div>`;
  }

  #renderTable(known: readonly Candidate[], plan: SearchPlan, measure: MeasureName, chosen: number) {
    return html`<div class="scroll" tabindex="0" role="region" aria-label="All set-ups">
        <table>
          <thead>
            <tr>
              <th scope="col">Rank</th>
              ${plan.axes.map(({ setting }) => html`<th scope="col">${sweepableOf(setting)?.label}</th>`)}
              <th scope="col">${measureLabels[measure]}</th>
              <th scope="col">Epochs</th>
              <th scope="col"><span class="visually-hidden">Mark</span></th>
            </tr>
          </thead>
          <tbody>
            ${known.slice(0, this.rows).map(
              (candidate, rank) =>
                html`<tr>
                  <th scope="row">${rank + 1}</th>
                  ${candidate.values.map((value, at) => html`<td>${shownName(plan.axes[at].setting, value)}</td>`)}
                  <td>${written(candidate.value, measure)}</td>
                  <td>${formatCount(plan.rounds[candidate.round].epochs)}</td>
                  <td>
                    <button
                      class="quiet"
                      aria-label="Mark number ${rank + 1}"
                      aria-pressed=${rank === chosen}
                      @click=${() => {
                        this.chosen = candidate.place;
                      }}
                    >
                      Mark
                    </button>
                  </td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${
        known.length > this.rows
          ? html`<div class="row">
              <button
                @click=${() => {
                  this.rows += 4 * rowsAtOnce;
                }}
              >
                Show more (${formatCount(known.length - this.rows)} are left)
              </button>
            </div>`
          : nothing
      }`;
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    const before = (changed.get('started') ?? null) as Started | null;
    // A set-up of another sweep is none of this one's.
    if (before !== null && before.search !== this.started?.search) this.chosen = null;
  }
}

/** 'Learning rate 0.1, L2 0.001'. */
function valuesOf({ values }: Candidate, { axes }: SearchPlan): string {
  return axes
    .map(({ setting }, at) => `${sweepableOf(setting)?.label} ${shownName(setting, values[at])}`)
    .join(', ');
}

function candidateWords(candidate: Candidate, plan: SearchPlan, measure: MeasureName): string {
  return `${valuesOf(candidate, plan)}, ${measureLabels[measure]} ${written(candidate.value, measure)}`;
}

function verdict(
  known: readonly Candidate[],
  plan: SearchPlan,
  measure: MeasureName,
  isRunning: boolean,
): string {
  const [best] = known;
  if (best.value === null || !Number.isFinite(best.value))
    return isRunning ? 'No set-up has got there yet.' : 'No set-up got there.';
  const { epochs } = plan.rounds[best.round];
  return `Best: ${measureLabels[measure]} ${written(best.value, measure)} after ${counted(epochs, 'epoch')}, with ${valuesOf(best, plan)}.`;
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-search-view': SearchView;
  }
}
