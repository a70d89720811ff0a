import { html, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { effect } from '@preact/signals-core';
import { evaluate } from '../../../lab/graph.ts';
import { baseStyles, panelStyles } from '../../controls/styles.ts';
import { SignalElement } from '../../controls/signal-element.ts';
import { shortText } from '../../lab/formula/math-number.ts';
import { sayScalar } from '../../lab/graph/cards.ts';
import type { LabModel } from '../../lab/workbench/lab-model.ts';
import { figureStyles } from './figure-styles.ts';

/** In units of the picture, which is stretched to its place. */
const size = { width: 640, height: 168 } as const;
const margin = { left: 44, right: 16, top: 12, bottom: 24 } as const;
/** So many changes are drawn; the curve goes on with the newest. */
const mostShown = 60;
const fewest = 10;

/** How the result goes as the leaves are moved, from the first look on. */
@customElement('chainrule-descent-figure')
export class DescentFigure extends SignalElement {
  static override readonly styles = [baseStyles, panelStyles, figureStyles];

  /** Set once, before the element is connected. */
  @property({ attribute: false }) lab: LabModel | null = null;
  @property({ attribute: false }) results: readonly number[] = [];
  #release: () => void = () => undefined;
  /** The first values of the leaves: who comes back to them begins anew. */
  #start: string | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    const { lab } = this;
    if (lab === null) return;
    this.#release = effect(() => {
      const graph = lab.graph.value;
      if (graph === null) return;
      const result = evaluate(graph)[graph.root];
      const leaves = graph.leafData.join();
      this.#start ??= leaves;
      if (leaves === this.#start) this.results = [result];
      else if (!Object.is(this.results.at(-1), result))
        this.results = [...this.results, result].slice(-mostShown);
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#release();
  }

  override render() {
    const { results } = this;
    const graph = this.lab?.graph.value ?? null;
    if (graph === null || results.length === 0) return nothing;
    const name = graph.names[graph.root];
    const [first, last] = [results[0], results[results.length - 1]];
    const count = results.length - 1;
    const story = `${name} ${count === 0 ? `is ${sayScalar(last)}` : `went from ${sayScalar(first)} to ${sayScalar(last)} in ${count} ${count === 1 ? 'nudge' : 'nudges'}`}`;
    return html`<section class="panel" aria-labelledby="title">
      <h2 id="title">How the ${name} falls</h2>
      <div class="plot still">
        <svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label=${story}>
          ${picture(results)}
        </svg>
      </div>
      <p class="readout"><span data-testid="descent" data-value=${last}>${story}</span></p>
    </section>`;
  }
}

function picture(results: readonly number[]) {
  const finite = results.filter(Number.isFinite);
  const high = Math.max(1e-12, ...finite);
  const across = Math.max(fewest, results.length - 1);
  const x = (i: number): number => margin.left + (i / across) * (size.width - margin.left - margin.right);
  const y = (value: number): number =>
    size.height - margin.bottom - (value / high) * (size.height - margin.top - margin.bottom);
  const points = results.flatMap((value, i) => (Number.isFinite(value) ? [{ x: x(i), y: y(value) }] : []));
  const ticks = Array.from({ length: across + 1 }, (_, i) => i).filter(
    (i) => i % Math.ceil(across / 10) === 0,
  );
  return svg`
    <line class="axis" x1=${margin.left} x2=${size.width - margin.right} y1=${y(0)} y2=${y(0)}></line>
    <text class="tick" x=${margin.left - 8} y=${y(0) + 4} text-anchor="end">0</text>
    <text class="tick" x=${margin.left - 8} y=${y(high) + 4} text-anchor="end">${shortText(high, 3)}</text>
    ${ticks.map((tick) => svg`<text class="tick" x=${x(tick)} y=${size.height - 6} text-anchor="middle">${tick}</text>`)}
    <polyline class="fall" points=${points.map((point) => `${point.x.toFixed(1)},${point.y.toFixed(1)}`).join(' ')}></polyline>
    ${points.map((point) => svg`<circle class="dot" cx=${point.x} cy=${point.y} r="3"></circle>`)}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-descent-figure': DescentFigure;
  }
}
