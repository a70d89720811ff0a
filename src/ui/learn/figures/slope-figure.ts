import { html, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { panelStyles, baseStyles } from '../../controls/styles.ts';
import { SignalElement } from '../../controls/signal-element.ts';
import { sayScalar } from '../../lab/graph/cards.ts';
import type { LabModel } from '../../lab/workbench/lab-model.ts';
import { curveOf, type Curve } from './curve.ts';
import { figureStyles } from './figure-styles.ts';

/** In units of the picture, which is stretched to its place. */
const size = { width: 640, height: 250 } as const;
/** On the right the rise has its word. */
const margin = { left: 36, right: 100, top: 14, bottom: 26 } as const;
const range = [-2, 4] as const;
/** In the picture's units: less rise than this leaves its word no place beside it. */
const flatHeight = 28;
/** No word stands higher. */
const topLine = 11;
/** A hand sets the point to hundredths. */
const grain = 0.01;
/** One press of a key moves by a hundredth of the range, a page by a tenth. */
const keySteps: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -10,
  PageUp: 10,
};

/** The curve of an expression by its one leaf: a point to drag, the tangent there, and how far it rises on one unit. */
@customElement('chainrule-slope-figure')
export class SlopeFigure extends SignalElement {
  static override readonly styles = [baseStyles, panelStyles, figureStyles];

  /** Set once, before the element is connected. */
  @property({ attribute: false }) lab: LabModel | null = null;
  #isDragged = false;

  override render() {
    const graph = this.lab?.graph.value ?? null;
    const curve = graph === null ? null : curveOf(graph, range);
    return html`<section class="panel" aria-labelledby="title">
      <h2 id="title">The curve, and its slope at the point</h2>
      ${curve === null ? html`<p class="note">There is a curve to see where the result depends on one leaf.</p>` : this.#renderPlot(curve)}
    </section>`;
  }

  #renderPlot(curve: Curve) {
    const { x, y, slope, leaf, left, right } = curve;
    const resultName = this.lab?.graph.value?.names[this.lab.graph.value.root] ?? '';
    return html`<div
        class="plot"
        @pointerdown=${(event: PointerEvent) => this.#onDown(event, curve)}
        @pointermove=${(event: PointerEvent) => {
          if (this.#isDragged) this.#moveTo(event, curve);
        }}
        @pointerup=${this.#onUp}
        @pointercancel=${this.#onUp}
      >
        <svg viewBox="0 0 ${size.width} ${size.height}" aria-hidden="true">${picture(curve)}</svg>
        <div
          class="handle"
          role="slider"
          tabindex="0"
          aria-label="The point on the curve: ${leaf}"
          aria-valuemin=${left}
          aria-valuemax=${right}
          aria-valuenow=${x}
          aria-valuetext="${leaf} = ${sayScalar(x)}, ${resultName} = ${sayScalar(y)}, slope ${sayScalar(slope)}"
          @keydown=${(event: KeyboardEvent) => this.#onKey(event, curve)}
        ></div>
      </div>
      <p class="readout">
        <span>${leaf} = <b>${sayScalar(x)}</b></span>
        <span>${resultName} = <b>${sayScalar(y)}</b></span>
        <span
          >slope = rise / run = ${sayScalar(runOf(curve) * slope)} / ${sayScalar(runOf(curve))} =
          <b
            data-testid="slope"
            data-value=${slope}
            class=${slope > 0 ? 'positive' : slope < 0 ? 'negative' : nothing}
            >${signed(slope)}</b
          ></span
        >
      </p>`;
  }

  protected override updated(): void {
    const graph = this.lab?.graph.peek() ?? null;
    const curve = graph === null ? null : curveOf(graph, range);
    const handle = this.renderRoot.querySelector<HTMLElement>('.handle');
    if (curve === null || handle === null) return;
    const place = placer(curve);
    handle.style.setProperty('left', `${(100 * place.x(curve.x)) / size.width}%`);
    handle.style.setProperty('top', `${(100 * place.y(curve.y)) / size.height}%`);
  }

  #onDown(event: PointerEvent, curve: Curve): void {
    if (event.button > 0) return;
    const plot = event.currentTarget as HTMLElement;
    plot.setPointerCapture(event.pointerId);
    this.#isDragged = true;
    this.renderRoot.querySelector<HTMLElement>('.handle')?.focus({ preventScroll: true });
    event.preventDefault();
    this.#moveTo(event, curve);
  }

  readonly #onUp = (): void => {
    this.#isDragged = false;
  };

  #moveTo(event: PointerEvent, curve: Curve): void {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const at = ((event.clientX - box.left) / box.width) * size.width;
    const share = (at - margin.left) / (size.width - margin.left - margin.right);
    this.#put(curve, curve.left + share * (curve.right - curve.left));
  }

  #onKey(event: KeyboardEvent, curve: Curve): void {
    const { left, right, x } = curve;
    const step = keySteps[event.key];
    const wanted =
      event.key === 'Home'
        ? left
        : event.key === 'End'
          ? right
          : step === undefined
            ? null
            : x + (step * (right - left)) / 100;
    if (wanted === null || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.#put(curve, wanted);
  }

  #put({ leaf, left, right }: Curve, wanted: number): void {
    const value = Math.round(Math.min(right, Math.max(left, wanted)) / grain) * grain;
    void this.lab?.moveLeaves(new Map([[leaf, Number(value.toFixed(2))]]), `leaf ${leaf}`);
  }
}

function placer({ left, right, low, high }: Curve) {
  const { width, height } = size;
  return {
    x: (x: number): number =>
      margin.left + ((x - left) / (right - left)) * (width - margin.left - margin.right),
    y: (y: number): number =>
      height - margin.bottom - ((y - low) / (high - low || 1)) * (height - margin.top - margin.bottom),
  };
}

/** The curve, the tangent, the triangle of run 1 under it, and both axes. */
function picture(curve: Curve) {
  const { x, y, slope, points, left, right } = curve;
  const place = placer(curve);
  const at = (px: number, py: number): string => `${place.x(px).toFixed(1)},${place.y(py).toFixed(1)}`;
  const line = Array.from({ length: points.length / 2 }, (_, i) => at(points[2 * i], points[2 * i + 1])).join(
    ' ',
  );
  const run = runOf(curve);
  const corner = at(x + run, y);
  const tip = at(x + run, y + run * slope);
  // The word ends where the leg does: at its other end is the point, which is large on a phone.
  // Of a triangle as flat as a word, both words stand on one line, off the tangent.
  const besideRun = place.y(y) + (slope * run < 0 ? -6 : 15);
  const isFlat = Math.abs(place.y(y + run * slope) - place.y(y)) < flatHeight;
  const riseY = isFlat ? besideRun : clampY(place.y(y + (run * slope) / 2));
  const ends = [left - 1, right + 1].map((end) => at(end, y + slope * (end - x)));
  const ticks = Array.from(
    { length: Math.floor(right) - Math.ceil(left) + 1 },
    (_, i) => Math.ceil(left) + i,
  );
  return svg`
    <defs><clipPath id="frame"><rect x=${margin.left} y="0" width=${size.width - margin.left - margin.right} height=${size.height - margin.bottom}></rect></clipPath></defs>
    <line class="axis" x1=${margin.left} x2=${size.width - margin.right} y1=${place.y(0)} y2=${place.y(0)}></line>
    ${ticks.length > 20 ? nothing : ticks.map((tick) => svg`<text class="tick" x=${place.x(tick)} y=${size.height - 8} text-anchor="middle">${String(tick).replace('-', '−')}</text>`)}
    <g clip-path="url(#frame)">
      <polyline class="curve" points=${line}></polyline>
      <polyline class="tangent" points=${ends.join(' ')}></polyline>
      <polyline class="leg" points="${at(x, y)} ${corner} ${tip}"></polyline>
    </g>
    <text class="word of-run ${besideRun < place.y(y) ? 'above' : 'below'} ${run > 0 ? '' : 'back'}" x=${place.x(x + run)} y=${Math.max(topLine, besideRun)} text-anchor=${run > 0 ? 'end' : 'start'}>run ${signed(run)}</text>
    <text class="word" x=${place.x(x + run) + (run > 0 ? 6 : -6)} y=${riseY} text-anchor=${run > 0 ? 'start' : 'end'}>rise ${signed(run * slope)}</text>
    <text class="word of-tangent" x=${(margin.left + size.width - margin.right) / 2} y=${margin.top} text-anchor="middle">tangent: slope ${signed(slope)}</text>`;
}

/** The triangle lies where there is room for it. */
export function runOf({ x, right }: Pick<Curve, 'x' | 'right'>): 1 | -1 {
  return x + 1 <= right ? 1 : -1;
}

function clampY(y: number): number {
  return Math.min(size.height - margin.bottom - 4, Math.max(margin.top + 14, y));
}

/** A direction matters. */
function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${sayScalar(value)}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-slope-figure': SlopeFigure;
  }
}
