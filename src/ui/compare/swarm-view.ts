import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { fanPainting, type FanCurve } from '../../charts/compare/fan.ts';
import { binsPainting } from '../../charts/compare/bins.ts';
import type { Theme } from '../../charts/colour-scale.ts';
import { ensembleOf, type Ensemble } from '../../compare/ensemble.ts';
import { quantile, type Bin } from '../../compare/quantiles.ts';
import { summarize, verdict, type Fan, type Outcome, type SwarmSummary } from '../../compare/swarm.ts';
import { targetInWords } from '../../compare/ask.ts';
import { taskFor } from '../../experiment/data-sets.ts';
import type { Experiment } from '../../experiment/schema.ts';
import type { TrialResult } from '../../protocol/compare-messages.ts';
import { exact, formatCount, formatLoss, formatShare } from '../controls/format.ts';
import { SignalElement } from '../controls/signal-element.ts';
import { baseStyles, buttonStyles, panelStyles, summaryStyles } from '../controls/styles.ts';
import './boundary-tile.ts';
import type { CompareStore } from './compare-store.ts';
import type { Started } from './started.ts';
import { compareStyles } from './compare-styles.ts';
import { meanWords, unitWords } from './ensemble-words.ts';
import { runsTable } from './runs-table.ts';
import './painted.ts';
import { seedName } from './seed-name.ts';
import './swarm-runs.ts';
import { tableTwin } from './table-twin.ts';

/** What came of many seeds of one set-up. */
@customElement('chainrule-swarm-view')
export class SwarmView extends SignalElement {
  static override readonly styles = [
    baseStyles,
    panelStyles,
    buttonStyles,
    summaryStyles,
    compareStyles,
    css`
      .pictures {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 180px), 220px));
        gap: 16px;
      }
    `,
  ];

  @property({ attribute: false }) model: CompareStore | null = null;
  @property({ attribute: false }) started: Started | null = null;
  @property() theme: Theme = 'light';

  /** The run that is looked at, by its place. */
  @state() private chosen: number | null = null;
  @state() private hasTable = false;

  override render() {
    const { started } = this;
    if (started === null) return nothing;
    const { outcomes, ask } = started;
    const summary = summarize(outcomes);
    const results = outcomes.flatMap(({ result }) => (result === null ? [] : [result]));
    if (results.length === 0 && summary.failed === 0) return nothing;
    const isTest = results.some(({ curve }) => curve.testLoss.some(Number.isFinite));
    const side = isTest ? 'test' : 'train';
    const curve = this.#chosenCurve(started, side);
    return html`<div class="stack">
      <section class="panel stack" aria-label="Was it luck?">
        <p class="verdict" data-testid="verdict">${verdict(summary, ask)}</p>
        ${this.#renderFigures(summary, started)}
      </section>
      <section class="panel" aria-label="Curves">
        <div class="charts">
          ${this.#renderFan(summary.fan, curve, side)} ${this.#renderBins(summary, started)}
        </div>
      </section>
      ${this.#renderEnsemble(results, started)}
      <chainrule-swarm-runs
        .started=${started}
        .chosen=${this.chosen}
        .fan=${summary.fan}
        .curve=${curve}
        measure="${side} loss"
        theme=${this.theme}
        @run-choose=${({ detail }: CustomEvent<number | null>) => {
          this.chosen = detail;
        }}
        @run-open=${({ detail }: CustomEvent<Outcome>) => {
          this.#open(detail, started);
        }}
      ></chainrule-swarm-runs>
      ${this.#renderTable(started)}
    </div>`;
  }

  #renderFigures(summary: SwarmSummary, { ask }: Started) {
    const { count, reached, interval, epochsToTarget, diverged, failed } = summary;
    const share = count === 0 ? null : reached / count;
    const at = (q: number): string => formatCount(quantile(epochsToTarget, q));
    return html`<dl class="figures">
      ${
        ask.target === 'none'
          ? nothing
          : html`<div>
              <dt>Share that reached the target</dt>
              <dd data-testid="share-reached" data-value=${exact(share)}>
                ${share === null ? '–' : formatShare(share)}
              </dd>
            </div>`
      }
      ${
        share === null || ask.target === 'none'
          ? nothing
          : html`<div>
              <dt>Of all seeds, with 95 % confidence</dt>
              <dd>${formatShare(interval.low)} to ${formatShare(interval.high)}</dd>
            </div>`
      }
      ${
        epochsToTarget.length === 0
          ? nothing
          : html`<div>
              <dt>Epochs to it: quarter, half, three quarters</dt>
              <dd>${at(0.25)} · ${at(0.5)} · ${at(0.75)}</dd>
            </div>`
      }
      <div>
        <dt>Diverged</dt>
        <dd data-testid="diverged" data-value=${diverged}>${formatCount(diverged)}</dd>
      </div>
      ${
        failed === 0
          ? nothing
          : html`<div>
              <dt>Without a result</dt>
              <dd>${formatCount(failed)}</dd>
            </div>`
      }
    </dl>`;
  }

  /** Of the run that is looked at, by the loss that the fan is of. */
  #chosenCurve({ outcomes }: Started, side: 'test' | 'train'): FanCurve | null {
    const curve = this.chosen === null ? undefined : outcomes[this.chosen]?.result?.curve;
    if (curve === undefined) return null;
    return { epoch: curve.epoch, loss: side === 'test' ? curve.testLoss : curve.trainLoss };
  }

  #renderFan(fan: Fan | null, curve: FanCurve | null, side: 'test' | 'train') {
    if (fan === null) return nothing;
    const last = fan.lines[2].at(-1) ?? NaN;
    return html`<figure>
      <h2>How the ${side} loss fell</h2>
      <chainrule-painted
        .painting=${fanPainting(fan, curve, this.theme, `${side} loss`)}
        label="The ${side} loss of half of the runs and of nine in ten, over the epochs; the median ends at ${formatLoss(last)}"
      ></chainrule-painted>
      <p class="note">
        The line is the median; half of all runs lie in the inner band, nine in ten in the outer one.
      </p>
      ${tableTwin(
        `Quantiles of the ${side} loss`,
        ['Epoch', '5 %', '25 %', '50 %', '75 %', '95 %'],
        Array.from(fan.epoch, (epoch, at) => [
          formatCount(epoch),
          ...fan.lines.map((line) => (line[at] === Infinity ? 'diverged' : formatLoss(line[at]))),
        ]),
      )}
    </figure>`;
  }

  #renderBins({ epochBins, lossBins, epochsToTarget }: SwarmSummary, { ask }: Started) {
    const goal = targetInWords(ask);
    return html`${
      goal === null || epochsToTarget.length === 0
        ? nothing
        : this.#renderHistogram(`Epochs to ${goal}`, epochBins, 'epochs', 'linear', formatCount)
    }
    ${
      lossBins.length === 0
        ? nothing
        : this.#renderHistogram('Loss after the last epoch', lossBins, 'loss', 'log', formatLoss)
    }`;
  }

  #renderHistogram(
    title: string,
    bins: readonly Bin[],
    axis: string,
    scale: 'linear' | 'log',
    format: (value: number) => string,
  ) {
    return html`<figure>
      <h2>${title}</h2>
      <chainrule-painted
        .painting=${binsPainting(bins, axis, scale, this.theme)}
        label="${title}: a histogram of ${bins.reduce((sum, { count }) => sum + count, 0)} runs"
      ></chainrule-painted>
      ${tableTwin(
        title,
        ['From', 'To', 'Runs'],
        bins.map(({ from, to, count }) => [format(from), format(to), formatCount(count)]),
      )}
    </figure>`;
  }

  #renderEnsemble(results: readonly TrialResult[], { experiment, phase }: Started) {
    const isClasses = taskFor(experiment) === 'classification';
    // Summing up a thousand pictures over and over would take time from all else.
    if (phase === 'running' && results.length > 200) return nothing;
    const ensemble = ensembleOf(results, isClasses);
    // One alone disagrees with nobody.
    if (ensemble === null || ensemble.count < 2) return nothing;
    return html`<section class="panel" aria-label="All of them together">
      <div class="panel-head"><h2>All of them together</h2></div>
      ${this.#renderPictures(ensemble, experiment)}
    </section>`;
  }

  #renderPictures({ count, mean, disagreement, outputCount }: Ensemble, experiment: Experiment) {
    const isClasses = taskFor(experiment) === 'classification';
    const low = experiment.loss === 'cross-entropy' ? 0 : -1;
    const most = disagreement.reduce((largest, value) => Math.max(largest, value), 0);
    const share = disagreement.reduce((sum, value) => sum + (value > 0.1 ? 1 : 0), 0) / disagreement.length;
    return html`<div class="pictures">
      <figure>
        <h2>Mean of ${count} networks</h2>
        <chainrule-boundary-tile
          .values=${mean}
          .outputs=${outputCount}
          .low=${low}
          .extent=${isClasses ? 1 : 0}
          theme=${this.theme}
          label="The mean output of all networks over the plane"
        ></chainrule-boundary-tile>
        <p class="note">${meanWords(experiment)}</p>
      </figure>
      <figure>
        <h2>Where they disagree</h2>
        <chainrule-boundary-tile
          .values=${disagreement}
          .extent=${isClasses ? 1 - 1 / Math.max(2, outputCount) : 0}
          theme=${this.theme}
          label=${
            isClasses
              ? `The share of networks whose answer is not the most frequent one; at most ${formatShare(most)}`
              : `The standard deviation of the networks' outputs; at most ${formatLoss(most)}${unitWords(experiment)}`
          }
        ></chainrule-boundary-tile>
        <p class="note">
          ${
            isClasses
              ? html`The bluer, the more networks give another answer than most: at most ${formatShare(most)},
                and more than 10 % over ${formatShare(share)} of the picture.`
              : html`The bluer, the further apart their outputs: a standard deviation of at most
                ${formatLoss(most)}${unitWords(experiment)}.`
          }
        </p>
      </figure>
    </div>`;
  }

  #renderTable(started: Started) {
    const { outcomes } = started;
    return html`<details
      class="panel"
      @toggle=${({ target }: Event) => {
        this.hasTable = (target as HTMLDetailsElement).open;
      }}
    >
      <summary>All runs as a table</summary>
      ${
        this.hasTable
          ? runsTable({
              ...{ label: 'All runs', head: 'Run', outcomes },
              nameOf: (outcome) => seedName(outcome, started.ask),
              openLabel: (name) => `Open ${name}`,
              onOpen: (outcome) => {
                this.#open(outcome, started);
              },
            })
          : nothing
      }
    </details>`;
  }

  #open(outcome: Outcome, started: Started): void {
    void this.model?.open(outcome, started.ask, seedName(outcome, started.ask));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-swarm-view': SwarmView;
  }
}
