import { css, html, LitElement, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { colourScales, type Theme } from '../../../charts/colour-scale.ts';
import type { LinkQuantity } from '../../../experiment/names.ts';
import type { Vitals } from '../../../protocol/snapshot-messages.ts';
import { formatCount } from '../../controls/format.ts';
import { baseStyles } from '../../controls/styles.ts';
import { formatDecade, measureOf, strengthOn } from './link-measure.ts';
import { lineColourOf, lineWidthOf } from './link-painter.ts';

/** On a short line, what is least expected. */
function sampleOf({ isSample, rows }: Vitals): string {
  return isSample ? `${formatCount(rows)} rows` : 'log';
}

/** Says what the lines show and by which scale. */
@customElement('chainrule-link-legend')
export class LinkLegend extends LitElement {
  static override readonly styles = [
    baseStyles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 10px;
        font-size: 0.75rem;
        line-height: 16px;
        color: var(--muted);
        font-variant-numeric: tabular-nums;
      }
      .step {
        display: inline-flex;
        align-items: center;
        gap: 4px;
      }
      svg {
        display: block;
      }
      @container (max-width: 1599px) {
        :host([brief]) .what {
          display: none;
        }
      }
    `,
  ];

  @property() links: Exclude<LinkQuantity, 'weight'> = 'gradient';
  @property({ attribute: false }) vitals: Vitals | null = null;
  @property() theme: Theme = 'light';
  /** Where there is little room, only the scale. */
  @property({ type: Boolean, reflect: true }) brief = false;

  override render() {
    const { vitals, links } = this;
    if (vitals === null) return nothing;
    const { scale, values } = measureOf(vitals, links);
    if (values === null) return html`<span>no update seen yet: press Step or Play</span>`;
    const what = links === 'gradient' ? `d loss / d weight, ${sampleOf(vitals)}` : 'last update, log';
    if (scale === null) return html`<span>${what}: 0 everywhere</span>`;
    const steps = [scale.high - 4, scale.high - 2, scale.high];
    return html`<span class="what">${what}</span>${steps.map((exponent) => {
        const strength = strengthOn(scale, 10 ** exponent);
        return html`<span class="step">${this.#renderLine(strength)}${formatDecade(exponent)}</span>`;
      })}`;
  }

  /** Half in the colour of what is below 0, half in that of what is above. */
  #renderLine(strength: number) {
    const { lines } = colourScales[this.theme];
    const width = lineWidthOf(strength);
    return html`<svg width="22" height="8" aria-hidden="true">
      ${[-1, 1].map(
        (sign) =>
          svg`<line x1=${sign < 0 ? 0 : 11} x2=${sign < 0 ? 11 : 22} y1="4" y2="4"
            stroke=${lineColourOf(lines, sign, strength)} stroke-width=${width}></line>`,
      )}
    </svg>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-link-legend': LinkLegend;
  }
}
