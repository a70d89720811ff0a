import { css, html, LitElement, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { cellColour, shareOf } from '../../../charts/compare/cells.ts';
import { exact, formatCount, formatLoss } from '../../controls/format.ts';
import { baseStyles } from '../../controls/styles.ts';
import { bestOf, type OutcomeStrip } from './outcome-strip.ts';

/** Along a slider: a place for each stop, deep where the loss came out low, hollow where training diverged. */
@customElement('chainrule-outcome-strip')
export class OutcomeStripView extends LitElement {
  static override readonly styles = [
    baseStyles,
    css`
      /* Its parts stand in the grid of the field that it belongs to. */
      :host {
        display: contents;
      }
      .track {
        /* The thumb's middle goes from half a thumb to half a thumb. */
        padding: 0 8px;
        pointer-events: none;
      }
      svg {
        display: block;
        width: 100%;
        height: 10px;
        overflow: visible;
        forced-color-adjust: none;
      }
      .unknown {
        fill: var(--edge-soft);
      }
      .diverged {
        fill: none;
        stroke: var(--danger);
      }
      .best {
        fill: var(--ink);
      }
      p {
        margin: 0;
        font-size: 0.6875rem;
        line-height: 12px;
        white-space: nowrap;
        color: var(--muted);
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  @property({ attribute: false }) strip: OutcomeStrip | null = null;

  override render() {
    const { strip } = this;
    if (strip === null) return nothing;
    const { stops, losses, setting } = strip;
    const known = losses.filter((loss) => loss !== null).length;
    const best = bestOf(strip);
    const words = wordsOf(strip);
    return html`<div class="track" part="track">
        <svg
          role="img"
          aria-label=${words}
          viewBox="0 0 ${stops.length - 1} 10"
          preserveAspectRatio="none"
          data-testid="outcome-strip"
          data-setting=${setting}
          data-known=${known}
          data-total=${stops.length}
          data-best=${exact(best?.stop)}
          data-loss=${exact(best?.loss)}
        >
          <title>${words}</title>
          ${this.#renderStops(strip)}
        </svg>
      </div>
      <p part="best" aria-hidden="true">
        ${best === null ? (known === 0 ? 'trying …' : 'none arrives') : html`best: ${best.stop}`}
      </p>`;
  }

  #renderStops({ stops, losses }: OutcomeStrip) {
    const share = shareOf(losses, true);
    const end = stops.length - 1;
    const best = bestOf({ stops, losses });
    return losses.map((loss, i) => {
      const [from, to] = [Math.max(0, i - 0.5), Math.min(end, i + 0.5)];
      const place = { x: from, width: to - from };
      if (loss === null)
        return svg`<rect class="unknown" x=${place.x} width=${place.width} y="4" height="1" />`;
      if (!Number.isFinite(loss))
        return svg`<rect class="diverged" vector-effect="non-scaling-stroke" x=${place.x} width=${place.width} y="2" height="4" />`;
      return svg`<rect x=${place.x} width=${place.width} y="1" height="6" fill=${cellColour(share(loss), true)} />${
        stops[i] === best?.stop
          ? svg`<rect class="best" x=${i === 0 ? 0 : i === end ? end - 0.12 : i - 0.06} width="0.12" y="7" height="3" />`
          : nothing
      }`;
    });
  }
}

/** What the strip shows, as it is read out. */
function wordsOf(strip: OutcomeStrip): string {
  const { stops, losses, epochs } = strip;
  const known = losses.filter((loss) => loss !== null);
  const trained = `Trained for ${formatCount(epochs)} epochs at ${known.length} of ${stops.length} places of this slider`;
  const best = bestOf(strip);
  const diverged = known.filter((loss) => loss === Infinity).length;
  const lost = diverged === 0 ? '' : `; ${diverged} diverged`;
  if (best === null) return `${trained}${lost}.`;
  return `${trained}: lowest test loss ${formatLoss(best.loss)} at ${best.stop}${lost}.`;
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-outcome-strip': OutcomeStripView;
  }
}
