import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { cellColour, cellsPainting, shareOf } from '../../charts/compare/cells.ts';
import type { Theme } from '../../charts/colour-scale.ts';
import type { MeasureName } from '../../compare/ask.ts';
import { cellName, higherIsGood, measureLabels, rankedCells, shownMeasure } from '../../compare/measures.ts';
import { cellsOf, finerAxis, type SweepCell, type SweepPlan } from '../../compare/sweep.ts';
import { SignalElement } from '../controls/signal-element.ts';
import { baseStyles, buttonStyles, fieldStyles, panelStyles, summaryStyles } from '../controls/styles.ts';
import type { CompareStore } from './compare-store.ts';
import type { Started } from './started.ts';
import { compareStyles } from './compare-styles.ts';
import { measureSelect } from './measure-select.ts';
import { evenMeasures, written } from './measure-words.ts';
import './painted.ts';
import { setUpCard } from './set-up-card.ts';

/** What came of one or two settings over their values. */
@customElement('chainrule-sweep-view')
export class SweepView extends SignalElement {
  static override readonly styles = [
    baseStyles,
    panelStyles,
    buttonStyles,
    fieldStyles,
    summaryStyles,
    compareStyles,
    css`
      .split {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 360px), 1fr));
        gap: 16px 24px;
        align-items: start;
      }
      .map {
        --chart-height: clamp(180px, calc(60px + var(--rows) * 24px), 440px);
        cursor: pointer;
      }
      .key {
        display: flex;
        align-items: center;
        gap: 8px;
        font-size: 0.75rem;
        color: var(--muted);
      }
      .key canvas {
        width: 120px;
        height: 10px;
        border-radius: 3px;
      }
      .grid button {
        width: 100%;
        border-color: transparent;
        font-variant-numeric: tabular-nums;
      }
      .grid button[aria-pressed='true'] {
        border-color: var(--accent);
      }
      .select {
        max-width: 240px;
      }
    `,
  ];

  @property({ attribute: false }) model: CompareStore | null = null;
  @property({ attribute: false }) started: Started | null = null;
  @property() theme: Theme = 'light';

  /** The cell that is looked at, by its place. */
  @state() private chosen: number | null = null;
  @state() private hasTable = false;

  override render() {
    const { model, started } = this;
    const plan = started?.plan ?? null;
    if (model === null || started === null || plan === null) return nothing;
    const { outcomes } = started;
    const measure = shownMeasure(model.ask.value.measure, started.experiment, started.ask);
    const cells = cellsOf(plan, outcomes, measure);
    const best = rankedCells(cells, measure).at(0) ?? null;
    const verdict = this.#verdict(best, plan, measure, started.phase === 'running');
    return html`<div class="stack">
      <section class="panel stack" aria-label="What came out">
        <p class="verdict" data-testid="verdict">${verdict}</p>
        <div class="split">
          <div class="stack">
            ${measureSelect('Shown', model, measure, started)} ${this.#renderMap(cells, plan, measure)}
          </div>
          ${this.#renderCell(cells, started, best)}
        </div>
        ${this.#renderTable(cells, plan, measure)}
      </section>
    </div>`;
  }

  #verdict(best: SweepCell | null, plan: SweepPlan, measure: MeasureName, isRunning: boolean): string {
    if (best === null) return isRunning ? 'No cell has got there yet.' : 'No cell got there.';
    return `Best: ${measureLabels[measure]} ${written(best.value, measure)} with ${cellName(best, plan)}.`;
  }

  #renderMap(cells: readonly SweepCell[], plan: SweepPlan, measure: MeasureName) {
    const values = cells.map(({ value }) => value);
    const isLog = !evenMeasures.has(measure);
    const lowIsGood = !higherIsGood.has(measure);
    const painting = cellsPainting(
      {
        columns: plan.x.shown,
        rows: plan.y.shown,
        xTitle: plan.x.label,
        yTitle: plan.y.label,
        ...{ values, isLog, lowIsGood },
        chosen: this.chosen,
      },
      this.theme,
    );
    const finite = values.filter((value): value is number => value !== null && Number.isFinite(value));
    const [least, most] = [Math.min(...finite), Math.max(...finite)];
    return html`<chainrule-painted
        class="map"
        .painting=${painting}
        label="${measureLabels[measure]} over ${plan.x.label}${plan.y.label === '' ? '' : ` and ${plan.y.label}`}, ${cells.length} cells"
        @place-pick=${({ detail }: CustomEvent<{ x: number; y: number }>) => {
          const column = Math.round(detail.x);
          const row = Math.round(detail.y);
          const isCell = column in plan.x.values && row in plan.y.values;
          if (isCell) this.chosen = row * plan.x.values.length + column;
        }}
      ></chainrule-painted>
      ${
        finite.length === 0
          ? nothing
          : html`<p class="key">
              <span>${written(least, measure)}</span
              ><canvas width="64" height="1" data-low-is-good=${lowIsGood} aria-hidden="true"></canvas
              ><span>${written(most, measure)}</span><span>hatched: it diverged, or never got there</span>
            </p>`
      }`;
  }

  #renderCell(cells: readonly SweepCell[], started: Started, best: SweepCell | null) {
    const { plan, ask } = started;
    const cell = this.chosen === null ? best : (cells.at(this.chosen) ?? null);
    if (plan === null || cell === null) return nothing;
    const name = cellName(cell, plan);
    return html`<div class="stack">
      ${setUpCard({
        title: `${this.chosen === null ? 'The best cell' : 'The chosen cell'}: ${name}`,
        what: 'cell',
        outcomes: cell.outcomes,
        theme: this.theme,
        onOpen: (outcome) => void this.model?.open(outcome, ask, `The run with ${name}`),
      })}
      <div class="row">
        <button
          @click=${() => {
            this.chosen = null;
            this.model?.change({
              x: finerAxis(ask.x, cell.column),
              y: ask.y === null ? null : finerAxis(ask.y, cell.row),
            });
            void this.model?.start();
          }}
          ?disabled=${this.model?.running.value !== null}
        >
          Sweep more finely around it
        </button>
      </div>
    </div>`;
  }

  #renderTable(cells: readonly SweepCell[], { x, y }: SweepPlan, measure: MeasureName) {
    return html`<details
      @toggle=${({ target }: Event) => {
        this.hasTable = (target as HTMLDetailsElement).open;
      }}
    >
      <summary>As a table, where each cell can be chosen</summary>
      ${
        this.hasTable
          ? html`<div class="scroll" tabindex="0" role="region" aria-label="All cells">
              <table class="grid">
                <thead>
                  <tr>
                    <th scope="col">${y.label === '' ? '' : `${y.label} \\ `}${x.label}</th>
                    ${x.shown.map((value) => html`<th scope="col">${value}</th>`)}
                  </tr>
                </thead>
                <tbody>
                  ${y.shown.map(
                    (value, row) =>
                      html`<tr>
                        <th scope="row">${value}</th>
                        ${x.values.map((_, column) => {
                          const place = row * x.values.length + column;
                          return html`<td>
                            <button
                              class="quiet"
                              aria-pressed=${this.chosen === place}
                              @click=${() => {
                                this.chosen = place;
                              }}
                            >
                              ${written(cells[place].value, measure)}
                            </button>
                          </td>`;
                        })}
                      </tr>`,
                  )}
                </tbody>
              </table>
            </div>`
          : nothing
      }
    </details>`;
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    const before = (changed.get('started') ?? null) as Started | null;
    // A cell of another sweep is none of this one's.
    if (before !== null && before.plan !== this.started?.plan) this.chosen = null;
  }

  protected override updated(): void {
    const rows = this.started?.plan?.y.values.length ?? 1;
    this.style.setProperty('--rows', String(rows));
    const key = this.renderRoot.querySelector<HTMLCanvasElement>('.key canvas');
    const context = key?.getContext('2d') ?? null;
    if (key === null || context === null) return;
    const share = shareOf([0, key.width - 1], false);
    for (let at = 0; at < key.width; at++) {
      context.fillStyle = cellColour(share(at), key.dataset.lowIsGood === 'true');
      context.fillRect(at, 0, 1, 1);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-sweep-view': SweepView;
  }
}
