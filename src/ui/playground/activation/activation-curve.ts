import { css, html, LitElement, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Activation } from '../../../experiment/activation-formula.ts';
import { baseStyles } from '../../controls/styles.ts';
import { curveOf, reach, runsOf, type Run } from './curve-points.ts';
import { isFlat, sayCurve } from './curve-words.ts';

const [width, height] = [80, 60];
/** What is always in sight; what goes further is cut off at `farthest`. */
const [lowest, highest, farthest] = [-0.4, 1.2, reach];

/** An activation as a line and its slope as a dashed one, both coloured by their sign; small. */
@customElement('chainrule-activation-curve')
export class ActivationCurve extends LitElement {
  static override readonly styles = [
    baseStyles,
    css`
      :host {
        display: block;
      }
      svg {
        display: block;
        width: 100%;
        height: 100%;
        overflow: hidden;
      }
      path {
        fill: none;
        stroke-width: 1.75;
        stroke-linejoin: round;
        vector-effect: non-scaling-stroke;
      }
      .axis {
        stroke: var(--edge-soft);
        stroke-width: 1;
      }
      .positive {
        stroke: var(--positive);
      }
      .negative {
        stroke: var(--negative);
      }
      .slope {
        stroke-width: 1.25;
        stroke-dasharray: 2 2;
      }
      /* Beside the label; the note takes its place below the choice. */
      :host([noted]) svg {
        position: absolute;
        top: 0;
        right: 0;
        width: 36px;
        height: 17px;
      }
      p {
        margin: 3px 0 0;
        font-size: 0.6875rem;
        line-height: 14px;
        color: var(--muted);
      }
    `,
  ];

  /** null: there is none to draw. */
  @property({ attribute: false }) activation: Activation | null = null;
  /** Whether what is remarkable about it is written below the choice that it stands over. */
  @property({ type: Boolean, reflect: true }) noted = false;

  override render() {
    if (this.activation === null) return nothing;
    const { words, axes, lines, note } = drawingOf(this.activation);
    return html`<svg
        viewBox="0 0 ${width} ${height}"
        preserveAspectRatio="none"
        role="img"
        aria-label=${words}
      >
        ${svg`<title>${words}</title>`}
        ${svg`<path class="axis" d=${axes} />
        ${lines.map(({ kind, path }) => svg`<path class=${kind} d=${path} />`)}`}
      </svg>
      ${this.noted && note !== '' ? html`<p>${note}</p>` : nothing}`;
  }
}

interface Drawing {
  /** As it is read out. */
  readonly words: string;
  readonly axes: string;
  /** Slope and value, each where it is positive and where it is negative. */
  readonly lines: readonly { readonly kind: string; readonly path: string }[];
  /** What is remarkable about it; '' where nothing is. */
  readonly note: string;
}

/** The same one stands beside a setting and over every layer. */
const drawings = new Map<Activation, Drawing>();
const mostDrawings = 32;

function drawingOf(activation: Activation): Drawing {
  const known = drawings.get(activation);
  if (known !== undefined) return known;
  const drawing = draw(activation);
  // The oldest goes.
  for (const oldest of drawings.keys()) if (drawings.size >= mostDrawings) drawings.delete(oldest);
  drawings.set(activation, drawing);
  return drawing;
}

function draw(activation: Activation): Drawing {
  const curve = curveOf(activation);
  const drawn = [...curve.values, ...curve.slopes].filter(Number.isFinite);
  const bottom = Math.max(-farthest, Math.min(lowest, ...drawn));
  const top = Math.min(farthest, Math.max(highest, ...drawn));
  const x = (z: number): number => ((z + reach) / (2 * reach)) * width;
  const y = (value: number): number => 2 + ((top - value) / (top - bottom)) * (height - 4);
  const line = (ys: readonly number[], kind: string) =>
    ([1, -1] as const).map((sign) => ({
      kind: `${kind} ${sign > 0 ? 'positive' : 'negative'}`,
      path: pathOf(runsOf(curve.zs, ys, sign), x, y),
    }));
  return {
    words: sayCurve(activation, curve),
    axes: `M0 ${y(0)}H${width}M${x(0)} 0V${height}`,
    lines: [...line(curve.slopes, 'slope'), ...line(curve.values, 'value')],
    note: isFlat(curve.slopes) ? 'Nothing flows back through it.' : '',
  };
}

/** Far beyond what is seen numbers need not be exact. */
function pathOf(runs: readonly Run[], x: (z: number) => number, y: (value: number) => number): string {
  return runs
    .map((run) =>
      run
        .map(([z, value]) => {
          const seen = Math.max(-3 * farthest, Math.min(3 * farthest, value));
          return `${x(z).toFixed(1)} ${y(seen).toFixed(1)}`;
        })
        .join('L'),
    )
    .map((points) => `M${points}`)
    .join('');
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-activation-curve': ActivationCurve;
  }
}
