import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { linesPainting, type PaintedLine } from '../../charts/compare/lines.ts';
import type { Theme } from '../../charts/colour-scale.ts';
import { raceVerdict } from '../../compare/race.ts';
import { laneWords } from '../../compare/set-up-words.ts';
import type { Outcome } from '../../compare/swarm.ts';
import { taskFor } from '../../experiment/data-sets.ts';
import { live } from 'lit/directives/live.js';
import { formatCount, formatDuration, formatLoss } from '../controls/format.ts';
import { SignalElement } from '../controls/signal-element.ts';
import { baseStyles, buttonStyles, panelStyles, segmentedStyles, summaryStyles } from '../controls/styles.ts';
import './boundary-tile.ts';
import type { CompareStore } from './compare-store.ts';
import type { Started } from './started.ts';
import { compareStyles } from './compare-styles.ts';
import { lineStroke } from './line-stroke.ts';
import { figureCells, figureHeads, outcomeWords } from './outcome-words.ts';
import './painted.ts';
import { tableTwin } from './table-twin.ts';

/** Rows of the table of the curves. */
const mostRows = 40;

/** What came of set-ups that were trained side by side. */
@customElement('chainrule-race-view')
export class RaceView extends SignalElement {
  static override readonly styles = [
    baseStyles,
    panelStyles,
    buttonStyles,
    segmentedStyles,
    summaryStyles,
    compareStyles,
    css`
      .lanes {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 170px), 1fr));
        gap: 6px 16px;
      }
      /* Whatever is said of one, its figures and its button stand beside those of the others. */
      .lane {
        display: grid;
        grid-template-rows: subgrid;
        grid-row: span 5;
        margin-bottom: 10px;
        max-width: 260px;
        overflow-wrap: anywhere;
      }
      /* Few of them leave room for their curves: what each has learned, and how, in one view. */
      @media (min-width: 1000px) {
        .stack[data-lanes='2'],
        .stack[data-lanes='3'] {
          grid-template-columns: minmax(0, 2fr) minmax(0, 3fr);
        }
        .stack[data-lanes='3'] {
          grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
        }
        .stack > [aria-label='Figures'] {
          grid-column: 1 / -1;
        }
      }
      .lane h2 {
        display: flex;
        align-items: center;
        gap: 8px;
      }
      chainrule-painted {
        --chart-height: 280px;
      }
    `,
  ];

  @property({ attribute: false }) model: CompareStore | null = null;
  @property({ attribute: false }) started: Started | null = null;
  @property() theme: Theme = 'light';

  override render() {
    const { model, started } = this;
    if (model === null || started === null) return nothing;
    const { outcomes, ask } = started;
    const names = outcomes.map((_, lane) => `Lane ${lane + 1}`);
    return html`<div class="stack" data-lanes=${outcomes.length}>
      <section class="panel stack" aria-label="Who was first?">
        <p class="verdict" data-testid="verdict">${raceVerdict(names, outcomes, ask)}</p>
        <div class="lanes">${outcomes.map((outcome, lane) => this.#renderLane(outcome, lane, started))}</div>
      </section>
      ${this.#renderCurves(model, started)}
      <section class="panel" aria-label="Figures">
        <div class="scroll" tabindex="0" role="region" aria-label="All lanes">
          <table>
            <thead>
              <tr>
                <th scope="col">Lane</th>
                ${figureHeads}
                <th scope="col">Training took</th>
              </tr>
            </thead>
            <tbody>
              ${outcomes.map(
                (outcome, lane) =>
                  html`<tr>
                    <th scope="row">${names[lane]}</th>
                    ${figureCells(outcome)}
                    <td>${outcome.result === null ? '' : formatDuration(outcome.result.trainingMs)}</td>
                  </tr>`,
              )}
            </tbody>
          </table>
        </div>
      </section>
    </div>`;
  }

  #renderLane(outcome: Outcome, lane: number, { outcomes, ask }: Started) {
    const { result, experiment } = outcome;
    const words = laneWords(
      outcomes.map((one) => one.experiment),
      lane,
    );
    return html`<article class="lane">
      <h2>${lineStroke(lane, this.theme)} Lane ${lane + 1}</h2>
      <chainrule-boundary-tile
        .values=${result?.picture ?? null}
        .outputs=${result?.outputCount ?? 1}
        .low=${experiment.loss === 'cross-entropy' ? 0 : -1}
        .extent=${taskFor(experiment) === 'classification' ? 1 : 0}
        theme=${this.theme}
        label="What lane ${lane + 1} has learned: ${outcomeWords(outcome)}"
      ></chainrule-boundary-tile>
      <p class="note">${words}</p>
      <p class="note">${outcomeWords(outcome)}</p>
      <button
        aria-label="Open in the playground: lane ${lane + 1}"
        ?disabled=${result === null || result.diverged}
        @click=${() => void this.model?.open(outcome, ask, `Lane ${lane + 1}`)}
      >
        Open in the playground
      </button>
    </article>`;
  }

  #renderCurves(model: CompareStore, { outcomes }: Started) {
    const { across } = model.ask.value;
    const isTest = outcomes.some(({ result }) => result?.curve.testLoss.some(Number.isFinite) === true);
    const side = isTest ? 'test' : 'train';
    const none: PaintedLine = { x: new Float64Array(0), y: new Float64Array(0) };
    const lines = outcomes.map(({ result }): PaintedLine => {
      if (result === null) return none;
      const { curve } = result;
      return {
        x: across === 'epoch' ? curve.epoch : curve.trainingMs,
        y: isTest ? curve.testLoss : curve.trainLoss,
      };
    });
    const title = across === 'epoch' ? 'epoch' : 'milliseconds of training';
    return html`<section class="panel stack" aria-label="Curves">
      <div class="panel-head">
        <h2>How the ${side} loss fell</h2>
        <div class="segmented" role="radiogroup" aria-label="Curves over">
          ${(['epoch', 'time'] as const).map(
            (name) =>
              html`<label
                ><input
                  type="radio"
                  name="across"
                  .checked=${live(across === name)}
                  @change=${() => model.change({ across: name })}
                />${name === 'epoch' ? 'Epoch' : 'Training time'}</label
              >`,
          )}
        </div>
      </div>
      <chainrule-painted
        .painting=${linesPainting(lines, { x: title, y: `${side} loss` }, this.theme)}
        label="The ${side} loss of ${outcomes.length} lanes, a line for each"
      ></chainrule-painted>
      ${this.#renderCurveTable(outcomes, isTest)}
    </section>`;
  }

  #renderCurveTable(outcomes: readonly Outcome[], isTest: boolean) {
    const epochs = [...new Set(outcomes.flatMap(({ result }) => [...(result?.curve.epoch ?? [])]))].sort(
      (a, b) => a - b,
    );
    const every = Math.ceil(epochs.length / mostRows);
    const rows = epochs.filter((_, i) => i % every === 0 || i === epochs.length - 1);
    const lossAt = ({ result }: Outcome, epoch: number): string => {
      const place = result?.curve.epoch.indexOf(epoch) ?? -1;
      if (result === null || place < 0) return '–';
      return formatLoss((isTest ? result.curve.testLoss : result.curve.trainLoss)[place]);
    };
    return tableTwin(
      'Losses of all lanes',
      ['Epoch', ...outcomes.map((_, lane) => `Lane ${lane + 1}`)],
      rows.map((epoch) => [formatCount(epoch), ...outcomes.map((outcome) => lossAt(outcome, epoch))]),
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-race-view': RaceView;
  }
}
