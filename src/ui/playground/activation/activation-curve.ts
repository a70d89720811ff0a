import { css, html, LitElement, nothing, svg, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Activation } from '../../../experiment/activation-formula.ts';
import { baseStyles } from '../../controls/styles.ts';
import { curveOf, reach, runsOf, type ActivationCurve as Curve, type Run } from './curve-points.ts';
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
  #curve: Curve | null = null;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('activation')) this.#curve = this.activation === null ? null : curveOf(this.activation);
  }

  override render() {
    const curve = this.#curve;
    if (curve === null || this.activation === null) return nothing;
    const words = sayCurve(this.activation, curve);
    const drawn = [...curve.values, ...curve.slopes].filter(Number.isFinite);
    const bottom = Math.max(-farthest, Math.min(lowest, ...drawn));
    const top = Math.min(farthest, Math.max(highest, ...drawn));
    const x = (z: number): number => ((z + reach) / (2 * reach)) * width;
    const y = (value: number): number => 2 + ((top - value) / (top - bottom)) * (height - 4);
    const line = (ys: readonly number[], kind: string) =>
      ([1, -1] as const).map(
        (sign) =>
          svg`<path class="${kind} ${sign > 0 ? 'positive' : 'negative'}" d=${pathOf(runsOf(curve.zs, ys, sign), x, y)} />`,
      );
    return html`<svg
        viewBox="0 0 ${width} ${height}"
        preserveAspectRatio="none"
        role="img"
        aria-label=${words}
      >
        ${svg`<title>${words}</title>`}
        ${svg`<path class="axis" d="M0 ${y(0)}H${width}M${x(0)} 0V${height}" />
        ${line(curve.slopes, 'slope')}${line(curve.values, 'value')}`}
      </svg>
      ${this.noted && isFlat(curve.slopes) ? html`<p>Nothing flows back through it.</p>` : nothing}`;
  }
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
