import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Theme } from '../../../charts/colour-scale.ts';
import { DifferenceChart } from '../../../charts/difference-chart.ts';
import { defaultStep, type DifferenceErrors, type LeafCheck } from '../../../lab/check.ts';
import { printedName } from '../../../lab/printed-name.ts';
import type { LabGraph } from '../../../lab/graph.ts';
import { exact, formatCount } from '../../controls/format.ts';
import { FocusKeeper } from '../../controls/focus-keeper.ts';
import { AfterPaintTask } from '../../controls/frame-task.ts';
import { help } from '../../controls/help.ts';
import { send } from '../../page-events.ts';
import { currentStyles } from '../../controls/forced-styles.ts';
import { baseStyles, buttonStyles, panelStyles, summaryStyles } from '../../controls/styles.ts';
import {
  alignedNumbers,
  plotSentence,
  splitAtError,
  verdictSentence,
  verdictWords,
} from './difference-words.ts';
import { differenceTable } from './difference-table.ts';
import { leafTable, verdictIcon } from './leaf-table.ts';
import { shortText } from '../formula/math-number.ts';
import { nodeCheckStyles } from './node-check-styles.ts';
import { NodeChecks } from './node-checks.ts';
import { RowWindow } from '../workbench/row-window.ts';
import './step-size-field.ts';

/** More rows than this are worked out when they are asked for. */
const firstLeaves = 20;
/** Each takes dozens of evaluations of the graph. */
const mostLeaves = 3000;
/** Of a row of the leaf table, in pixels. */
const leafRowHeight = 29;

/** Compares a node's gradient with differences, and all leaves' in a table. */
@customElement('chainrule-node-check')
export class NodeCheck extends LitElement {
  static override readonly styles = [
    baseStyles,
    panelStyles,
    buttonStyles,
    summaryStyles,
    nodeCheckStyles,
    currentStyles,
  ];

  @property({ attribute: false }) graph: LabGraph | null = null;
  /** The node to check; null for none. */
  @property({ type: Number }) node: number | null = null;
  /** By node, at the end of the mode's backward pass; null before that. */
  @property({ attribute: false }) gradients: ArrayLike<number> | null = null;
  /** The step h of the differences. */
  @property({ type: Number }) step = defaultStep;
  @property() theme: Theme = 'light';

  @state() private showsAllLeaves = false;
  @query('canvas') private readonly canvas!: HTMLCanvasElement | null;
  #chart: DifferenceChart | null = null;
  /** Labels are measured, which would have everything laid out at once. */
  readonly #charting = new AfterPaintTask(() => {
    this.#showChart();
  });
  protected readonly focusKeeper = new FocusKeeper(this, '.scroll');
  readonly #rows = new RowWindow(this, leafRowHeight);
  readonly #checks = new NodeChecks({ onChange: () => this.requestUpdate() });

  protected override willUpdate(): void {
    const { graph, gradients, node, step } = this;
    if (graph === null || gradients === null) void this.#checks.check(null);
    else {
      void this.#checks.check({
        graph,
        gradients,
        h: step,
        // A node of another graph may not be in this one.
        node: node !== null && node < graph.values.length ? node : null,
        mostLeaves: this.showsAllLeaves ? mostLeaves : firstLeaves,
      });
    }
  }

  override render() {
    return html`<section class="panel" aria-labelledby="title">
      <div class="panel-head"><h2 id="title">Check it by a small step</h2></div>
      ${
        this.gradients === null || this.graph === null
          ? html`<p class="note">
              When the backward pass has finished, its gradients are compared here with what a small step does
              to the result.
            </p>`
          : html`${this.#renderNode(this.graph)} ${this.#renderLeaves(this.graph)}`
      }
    </section>`;
  }

  #renderNode(graph: LabGraph): TemplateResult {
    const { found } = this.#checks;
    if (found === null) {
      const isWorking = this.node !== null;
      return html`<p class="note" role=${isWorking ? 'status' : nothing}>
        ${isWorking ? 'Working it out …' : 'Select a node of the graph to check its gradient.'}
      </p>`;
    }
    const { check, series } = found;
    const { verdict } = check;
    return html`<p class="about">
        How <b>${printedName(graph.names[graph.root])}</b> moves when <b>${printedName(check.name)}</b> moves
        by h
      </p>
      <chainrule-step-size-field
        .value=${this.step}
        @number-change=${this.#onStep}
      ></chainrule-step-size-field>
      ${renderNumbers(check)}
      <p class="verdict ${verdict}">
        ${verdictIcon(verdict)}
        <span
          ><b class="word">${verdictWords[verdict]}</b>
          <span class="muted">${verdictSentence(check)}</span></span
        >
      </p>
      <div class="legend" aria-hidden="true">
        <i></i>central<i class="dashed"></i>forward<i class="dotted"></i>theory
      </div>
      <div class="chart"><canvas role="img" aria-label=${summaryOf(check, series)}></canvas></div>
      <p class="note">${plotSentence(series, check)}</p>
      <details>
        <summary ${help('differenceTable')}>Table</summary>
        ${differenceTable(series)}
      </details>`;
  }

  #renderLeaves(graph: LabGraph): TemplateResult {
    const count = graph.leaves.size;
    const leaves = [...graph.leaves].slice(0, this.showsAllLeaves ? mostLeaves : firstLeaves);
    const checks = this.#checks.leafChecks;
    return html`<div class="leaves">
      <h3 id="leaves">
        All leaves${checks.length < leaves.length ? html`: ${checks.length} of ${leaves.length}` : nothing}
      </h3>
      <div class="scroll" tabindex="0" role="region" aria-labelledby="leaves" @scroll=${this.#rows.onScroll}>
        ${leafTable({
          leaves,
          checks,
          selected: this.node,
          rows: this.#rows.of(leaves.length),
          onSelect: (node) => {
            send(this, 'node-select', node);
          },
        })}
      </div>
      ${
        leaves.length < Math.min(count, mostLeaves)
          ? html`<button class="more" ${help('allLeaves')} @click=${this.#onAll}>
              ${count > mostLeaves ? `Show the first ${formatCount(mostLeaves)} of` : 'Show all'}
              ${formatCount(count)}
            </button>`
          : nothing
      }
    </div>`;
  }

  protected override updated(): void {
    // An update may come after the element has gone: a chart that it makes then nobody ends.
    if (!this.isConnected) return;
    this.#charting.request();
  }

  #showChart(): void {
    const { canvas } = this;
    if (this.#chart?.canvas !== canvas) {
      this.#chart?.destroy();
      this.#chart = canvas === null ? null : new DifferenceChart(canvas);
    }
    this.#chart?.show({ points: this.#checks.found?.series ?? [], h: this.step, theme: this.theme });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#charting.cancel();
    this.#chart?.destroy();
    this.#chart = null;
    this.#checks.stop();
  }

  readonly #onStep = (event: CustomEvent<number>): void => {
    send(this, 'check-step-change', event.detail);
  };

  readonly #onAll = (): void => {
    this.showsAllLeaves = true;
  };
}

function summaryOf({ name, backward }: LeafCheck, series: readonly DifferenceErrors[]): string {
  const best = series.reduce((least, point) => (point.centralError < least.centralError ? point : least));
  return `Error of the differences for ${name} against the step, from the backward value ${shortText(backward)}. The central difference is nearest, off by ${shortText(best.centralError, 2)}, at h = ${shortText(best.h, 2)}.`;
}

/** The three numbers one under another; digits that are off are marked. */
function renderNumbers({ backward, forward, central }: LeafCheck): TemplateResult {
  const [exactText, forwardText, centralText] = alignedNumbers([backward, forward, central]);
  return html`<dl class="numbers">
    <dt>backward</dt>
    <dd data-testid="check-backward" data-value=${exact(backward)}>${exactText}</dd>
    <dt>forward difference</dt>
    <dd data-testid="check-forward" data-value=${exact(forward)}>
      ${marked(forwardText, Math.abs(forward - backward))}
    </dd>
    <dt>central difference</dt>
    <dd data-testid="check-central" data-value=${exact(central)}>
      ${marked(centralText, Math.abs(central - backward))}
    </dd>
  </dl>`;
}

function marked(text: string, error: number): TemplateResult {
  const { right, off } = splitAtError(text, error);
  return html`${right}${off === '' ? nothing : html`<span class="off">${off}</span>`}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-node-check': NodeCheck;
  }
}
