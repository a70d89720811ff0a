import { html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { TextRange } from '../../../autograd/expression/text-range.ts';
import type { OpName } from '../../../autograd/ops.ts';
import type { Theme } from '../../../charts/colour-scale.ts';
import { keyedList } from '../../controls/keyed-list.ts';
import type { LabGraph } from '../../../lab/graph.ts';
import { outputWords } from '../../../lab/parameter-names.ts';
import { presets } from '../../../lab/presets.ts';
import { wrongRules } from '../../../lab/rules.ts';
import { modeRules } from '../../../lab/step-modes.ts';
import { help } from '../../controls/help.ts';
import { formatCount } from '../../controls/format.ts';
import type { OpenedPart } from '../../playground/picture/opened-point.ts';
import { rowName } from '../../playground/picture/row-name.ts';
import type { PageEventDetails } from '../../page-events.ts';
import { SignalElement } from '../../controls/signal-element.ts';
import { baseStyles, buttonStyles, panelStyles, summaryStyles } from '../../controls/styles.ts';
import './expression-panel.ts';
import '../graph/graph-view.ts';
import type { GraphView } from '../graph/graph-view.ts';
import type { LayoutFunction } from '../graph/layout-keeper.ts';
import { perform } from './lab-action.ts';
import type { ExpressionSubject, LabModel, NetworkReport, NetworkSubject, Subject } from './lab-model.ts';
import { labPageStyles } from './lab-page-styles.ts';
import './lab-tools.ts';
import '../leaves/leaves-panel.ts';
import '../network/network-source.ts';
import '../leaves/node-table.ts';
import '../leaves/nudge-panel.ts';
import '../step/step-bar.ts';
import type { Origin, ResultReadout } from '../step/step-bar.ts';
import { touch } from './touch.ts';

/** So many rows leave room for what follows. */
const fewLeaves = 8;

/** The graph lab: an expression, its graph, and what can be done with it. */
@customElement('chainrule-lab')
export class LabPage extends SignalElement {
  static override readonly styles = [baseStyles, panelStyles, buttonStyles, summaryStyles, labPageStyles];

  /** Set once, before the element is connected. */
  @property({ attribute: false }) model: LabModel | null = null;
  /** Places the graph's boxes. */
  @property({ attribute: false }) layout: LayoutFunction | null = null;
  @property() theme: Theme = 'light';

  /** Nudging comes first, beside a figure of what comes of it, which is slotted in. */
  @property({ type: Boolean, reflect: true }) nudges = false;
  /** The step of a nudge that stands there at first. */
  @property({ type: Number }) step = 0.01;

  /** The link back to the playground. */
  @property() playgroundAddress = '#';

  @state() private showsTable = false;
  #opsFrom: LabGraph['ops'] = [];
  #ops: readonly OpName[] = [];
  @query('#graph-title') private readonly heading!: HTMLElement | null;
  @query('chainrule-graph-view') private readonly drawing!: GraphView;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.model?.setShown(true);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    void this.model?.setShown(false);
  }

  /** Where whoever has opened a graph elsewhere goes on: what was pressed there is gone. */
  takeFocus(): void {
    if (document.activeElement === document.body) this.heading?.focus({ preventScroll: true });
  }

  override render() {
    const { model } = this;
    if (model === null) return nothing;
    return html`<div
      class="lab"
      @lab-action=${this.#onAction}
      @node-select=${this.#onSelect}
      @groups-open=${this.#onGroupsOpen}
      @leaves-change=${this.#onLeaves}
    >
      ${this.#renderBar(model)}
      <main>
        ${this.nudges ? html`<div class="lead"><slot name="figure"></slot>${this.#renderNudge(model)}</div>` : nothing}
        <div class="side">${this.#renderInputs(model)}</div>
        ${this.#renderGraph(model)}
        <chainrule-lab-tools
          class="tools"
          .model=${model}
          .svg=${this.#svg}
          theme=${this.theme}
        ></chainrule-lab-tools>
      </main>
    </div>`;
  }

  #renderBar(model: LabModel) {
    const { subject, progress, graph, mode, wrongOp, isPlaying, speed } = model;
    return html`<section class="bar" aria-label="Steps">
      <chainrule-step-bar
        .progress=${progress.value}
        .result=${resultOf(model)}
        .playing=${isPlaying.value}
        .speed=${speed.value}
        .origin=${originOf(subject.value)}
        .mode=${mode.value}
        .wrongOp=${wrongOp.value}
        .ops=${this.#opsOf(graph.value)}
      ></chainrule-step-bar>
    </section>`;
  }

  /** The operations of a graph; graphs that differ in numbers alone share them. */
  #opsOf(graph: LabGraph | null): readonly OpName[] {
    const ops = graph?.ops ?? [];
    if (ops !== this.#opsFrom) {
      this.#opsFrom = ops;
      this.#ops = [...new Set(ops)].filter((op) => op !== null);
    }
    return this.#ops;
  }

  #renderInputs(model: LabModel) {
    const subject = model.subject.value;
    return html`${
      subject.kind === 'network'
        ? this.#renderNetwork(model, subject)
        : this.#renderExpression(model, subject)
    }
    ${this.#renderMoves(model)}`;
  }

  /** A long list of leaves would push everything after it out of sight. */
  #renderMoves(model: LabModel) {
    const { graph, numbers, version, mistakes, secrets, locked, error } = model;
    const panels = {
      leaves: () =>
        html`<chainrule-leaves-panel
          .graph=${graph.value}
          .numbers=${numbers.value}
          .version=${version.value}
          .mistakes=${mistakes.value}
          .hiding=${secrets.value.hiding}
          .locked=${locked.value}
          .disabled=${error.value !== null}
        ></chainrule-leaves-panel>`,
      nudge: () => this.#renderNudge(model),
    };
    const isShort = (graph.value?.leaves.size ?? 0) <= fewLeaves;
    const order = this.nudges
      ? (['leaves'] as const)
      : isShort
        ? (['leaves', 'nudge'] as const)
        : (['nudge', 'leaves'] as const);
    return html`<div class="moves">
      ${keyedList<keyof typeof panels>(
        order,
        (name) => name,
        (name) => panels[name](),
      )}
    </div>`;
  }

  #renderNudge({ graph, finishedGradients, error, exercise, locked }: LabModel) {
    const reason =
      error.value !== null
        ? 'First put the text right: this graph is of the last one that could be read.'
        : exercise.isOpen.value
          ? 'This would tell the answers of the exercise that is going on.'
          : '';
    return html`<chainrule-nudge
      .graph=${graph.value}
      .gradients=${reason === '' ? finishedGradients.value : null}
      .reason=${reason}
      .locked=${locked.value}
      ?told=${this.nudges}
      first=${this.step}
    ></chainrule-nudge>`;
  }

  #renderExpression(model: LabModel, { source, preset }: ExpressionSubject) {
    const description = presets.find(({ id }) => id === preset)?.description ?? '';
    return html`<chainrule-expression-panel
      .source=${source}
      .error=${model.error.value}
      .notes=${model.notes.value}
      .description=${description}
      .highlight=${shownRange(model)}
    ></chainrule-expression-panel>`;
  }

  #renderNetwork(model: LabModel, subject: NetworkSubject) {
    return html`<chainrule-network-source
      .subject=${subject}
      .report=${model.network.value}
      .comparison=${model.comparison.value}
      .follows=${model.follows.value}
      .counts=${model.pointCounts.value}
    ></chainrule-network-source>`;
  }

  #renderGraph(model: LabModel) {
    const { graph, progress, shownStep, mode } = model;
    const count = graph.value?.ops.length ?? 0;
    const { hiding, revealed } = model.secrets.value;
    return html`<section class="panel graph" aria-labelledby="graph-title">
      <div class="panel-head">
        <h2 id="graph-title" tabindex="-1">
          ${this.#renderTrail(model)} Graph
          <span class="detail"
            >· ${formatCount(count)} ${count === 1 ? 'node' : 'nodes'} · data | gradient</span
          >
        </h2>
        ${model.error.value === null ? nothing : html`<span class="note">of the last text that could be read</span>`}
        ${model.isBusy.value ? html`<span class="note" role="status">working …</span>` : nothing}
        <details @toggle=${this.#onToggleTable}>
          <summary ${help('labTable')}>Table</summary>
        </details>
      </div>
      ${
        mode.value === 'correct'
          ? nothing
          : html`<p class="mistake" data-testid="lab-mistake">
              <b>${modeRules[mode.value].title}.</b> ${modeRules[mode.value].explanation}
              ${
                mode.value === 'wrong-derivative'
                  ? html`In ${model.wrongOp.value}: ${wrongRules[model.wrongOp.value].mistake}.`
                  : nothing
              }
              ${progress.value?.isCutOff === true ? 'The steps go on for very long and are cut off here.' : ''}
            </p>`
      }
      <div class="area">
        <chainrule-graph-view
          .graph=${graph.value}
          .groups=${model.groups.value}
          .openGroups=${model.openGroups.value}
          .numbers=${model.numbers.value}
          .version=${model.version.value}
          .active=${shownStep.value?.active ?? null}
          .touched=${shownStep.value?.touched ?? []}
          .selected=${model.selected.value}
          .hiding=${hiding}
          .revealed=${revealed}
          .marks=${model.marks.value}
          .layout=${this.layout}
          .theme=${this.theme}
        ></chainrule-graph-view>
        ${this.showsTable ? this.#renderTable(model) : nothing}
      </div>
    </section>`;
  }

  /** The way back to where a network's graph was opened. */
  #renderTrail(model: LabModel) {
    const subject = model.subject.value;
    if (subject.kind !== 'network') return nothing;
    const { point, neuron } = subject;
    const isOwn = 'row' in point;
    const whole = isOwn ? 'the input asked about' : rowName(model.pointCounts.value?.rows, point);
    // The whole of an input of one's own is what the network puts out for it.
    const isWhole = neuron === null || (isOwn && 'output' in neuron);
    return html`<nav class="trail" aria-label="Where this graph is from">
      <a href=${this.playgroundAddress}>Playground</a><span>›</span> ${
        isWhole
          ? html`<span aria-current="true">${whole}</span>`
          : html`<button @click=${() => model.openNetwork(point, isOwn ? { output: 0 } : null)}>
                ${whole}</button
              ><span>›</span> <span aria-current="true">${partWords(neuron, model.network.value)}</span>`
      }<span>›</span>
    </nav>`;
  }

  #renderTable(model: LabModel) {
    return html`<chainrule-node-table
      .graph=${model.graph.value}
      .numbers=${model.numbers.value}
      .version=${model.version.value}
      .active=${model.shownStep.value?.active ?? null}
      .marks=${model.marks.value}
      .mistakes=${model.mistakes.value}
      .secrets=${model.secrets.value}
    ></chainrule-node-table>`;
  }

  readonly #svg = (): string => this.drawing.exportSvg();

  readonly #onAction = ({ detail }: CustomEvent<PageEventDetails['lab-action']>): void => {
    if (this.model !== null) perform(this.model, detail);
  };

  readonly #onSelect = ({ detail }: CustomEvent<number>): void => {
    this.model?.select(detail);
  };

  readonly #onGroupsOpen = ({ detail }: CustomEvent<PageEventDetails['groups-open']>): void => {
    this.model?.setOpenGroups(detail);
  };

  readonly #onToggleTable = (event: Event): void => {
    this.showsTable = (event.target as HTMLDetailsElement).open;
  };

  readonly #onLeaves = ({ detail }: CustomEvent<PageEventDetails['leaves-change']>): void => {
    void this.model?.moveLeaves(detail, 'nudge');
  };
}

/** The choice in the list of what the graph is from. */
function originOf(subject: Subject): Origin {
  if (subject.kind === 'network') return { kind: 'network' };
  return subject.preset === null ? { kind: 'text' } : { kind: 'preset', id: subject.preset };
}

function resultOf({ graph, numbers, version, secrets }: LabModel): ResultReadout | null {
  const shown = graph.value;
  const known = numbers.value;
  touch(version.value);
  if (shown === null || known === null) return null;
  const { root, names } = shown;
  const { hiding, revealed } = secrets.value;
  const isHidden = hiding === 'values' && !revealed.has(root);
  return { name: names[root], value: known.hasData(root) && !isHidden ? known.data[root] : null, isHidden };
}

/** Where the node that is spoken of stands in the text. */
function shownRange({ selected, shownStep, graph, expression }: LabModel): TextRange | null {
  const node = selected.value ?? shownStep.value?.active ?? null;
  const value = node === null ? undefined : graph.value?.values[node];
  return (value === undefined ? undefined : expression.value?.ranges.get(value)) ?? null;
}

function partWords(part: OpenedPart, report: NetworkReport | null): string {
  if (!('output' in part)) return `layer ${part.layer + 1}, neuron ${part.neuron + 1}`;
  const { widths, outputs } = report ?? { widths: [], outputs: [] };
  return outputWords(widths.at(-1) ?? 1, part.output, outputs);
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-lab': LabPage;
  }
}
