import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { NetworkPicture } from '../../../protocol/picture-messages.ts';
import type { LayerVitals as Figures, Vitals } from '../../../protocol/snapshot-messages.ts';
import { exact } from '../../controls/format.ts';
import { baseStyles } from '../../controls/styles.ts';
import { formatNorm, measureOf, normScale, sayLayer, shareOn } from './link-measure.ts';
import './link-legend.ts';

/** For whoever loads these elements: what they show needs it, and nothing else does. */
export { measureOf };

/** Under each layer, how strongly it learns: a bar for its gradient's norm, and the rest in words. */
@customElement('chainrule-layer-vitals')
export class LayerVitals extends LitElement {
  static override readonly styles = [
    baseStyles,
    css`
      :host {
        position: relative;
        height: 32px;
        font-size: 0.6875rem;
        line-height: 14px;
        color: var(--muted);
        font-variant-numeric: tabular-nums;
      }
      .name {
        position: absolute;
        left: 0;
        top: 2px;
        width: min-content;
      }
      .layer {
        position: absolute;
        left: var(--x);
        top: 0;
        width: var(--width);
        padding: 6px 0 4px;
        border-radius: 4px;
        translate: -50% 0;
        text-align: center;
        white-space: nowrap;
      }
      .track {
        display: block;
        height: 4px;
        margin-bottom: 4px;
        border-radius: 2px;
        background: var(--hairline);
        overflow: hidden;
      }
      .fill {
        display: block;
        height: 100%;
        width: var(--share);
        border-radius: 2px;
        background: var(--muted);
      }
      .layer:hover .fill,
      .layer:focus-visible .fill {
        background: var(--ink);
      }
      .layer:hover {
        color: var(--ink);
      }
      .tip {
        position: absolute;
        z-index: 2;
        bottom: calc(100% + 2px);
        left: var(--x);
        translate: var(--shift) 0;
        padding: 8px 12px;
        border: 1px solid var(--hairline);
        border-radius: var(--radius-small);
        background: var(--raised);
        box-shadow: var(--shadow-high);
        font-size: 0.75rem;
        line-height: 16px;
        white-space: nowrap;
        pointer-events: none;
      }
      .tip b {
        display: block;
        font-weight: 600;
        color: var(--ink);
      }
      .tip span {
        display: block;
      }
      @media (forced-colors: active) {
        .track {
          border: 1px solid CanvasText;
          height: 6px;
        }
        .fill {
          background: CanvasText;
          forced-color-adjust: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) network: NetworkPicture | null = null;
  @property({ attribute: false }) vitals: Vitals | null = null;
  /** Centres of all columns, the inputs' first. */
  @property({ attribute: false }) xs: readonly number[] = [];

  /** Layers by their place, from 0. */
  @state() private hovered: number | null = null;
  @state() private focused: number | null = null;
  /** The one that Tab reaches. */
  @state() private current = 0;

  override render() {
    const { network, vitals } = this;
    const isThere = network !== null && vitals?.layers.length === network.layers.length;
    if (!isThere) return html`<span class="name" aria-hidden="true">gradient norm</span>`;
    const shown = this.hovered ?? this.focused;
    return html`<span class="name" aria-hidden="true">gradient norm</span>
      <div role="group" aria-label="How each layer learns" @keydown=${this.#onKey}>
        ${vitals.layers.map((figures, layer) => this.#renderLayer(figures, layer, network.layers))}
      </div>
      ${shown === null || shown >= vitals.layers.length ? nothing : this.#renderTip(vitals.layers[shown], shown, network.layers)}`;
  }

  #renderLayer(figures: Figures, layer: number, layers: NetworkPicture['layers']) {
    const { gradientNorm, updateRatio, saturated, dead } = figures;
    const { low, high } = normScale;
    return html`<div
      class="layer"
      role="meter"
      tabindex=${layer === Math.min(this.current, layers.length - 1) ? 0 : -1}
      aria-label=${nameOf(layer, layers.length)}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow=${Math.round(100 * shareOn({ low, high }, gradientNorm))}
      aria-valuetext=${this.#wordsOf(figures, layers[layer].width).join(', ')}
      data-testid="layer-vitals"
      data-value=${exact(gradientNorm)}
      data-update=${exact(updateRatio)}
      data-saturated=${exact(saturated)}
      data-dead=${exact(dead)}
      @pointerenter=${() => {
        this.hovered = layer;
      }}
      @pointerleave=${() => {
        this.hovered = null;
      }}
      @focus=${() => {
        this.current = layer;
        this.focused = layer;
      }}
      @blur=${() => {
        this.focused = null;
      }}
    >
      <i class="track"><i class="fill"></i></i>${formatNorm(gradientNorm)}
    </div>`;
  }

  #wordsOf(figures: Figures, width: number): readonly string[] {
    const { isSample = false, rows = 0 } = this.vitals ?? {};
    return sayLayer(figures, width, isSample ? rows : null);
  }

  /** The same words that the bar tells screen readers. */
  #renderTip(figures: Figures, layer: number, layers: NetworkPicture['layers']) {
    return html`<div class="tip" aria-hidden="true">
      <b>${nameOf(layer, layers.length)}</b>
      ${this.#wordsOf(figures, layers[layer].width).map((line) => html`<span>${line}</span>`)}
    </div>`;
  }

  /** Through the object model: the page's policy allows no style attributes. */
  protected override updated(): void {
    const { xs, vitals } = this;
    const pitch = xs.length > 1 ? xs[1] - xs[0] : 0;
    const beside = this.clientWidth - (xs[xs.length - 1] ?? 0);
    const width = Math.max(34, Math.min(72, pitch - 10, 2 * beside));
    this.renderRoot.querySelectorAll<HTMLElement>('.layer').forEach((bar, layer) => {
      bar.style.setProperty('--x', `${xs[layer + 1] ?? 0}px`);
      bar.style.setProperty('--width', `${width}px`);
      const share = shareOn(normScale, vitals?.layers[layer].gradientNorm ?? 0);
      bar.style.setProperty('--share', `${100 * share}%`);
    });
    const tip = this.renderRoot.querySelector<HTMLElement>('.tip');
    const shown = this.hovered ?? this.focused;
    if (tip === null || shown === null) return;
    const x = xs[shown + 1] ?? 0;
    tip.style.setProperty('--x', `${x}px`);
    // The further right the layer, the further left its words hang.
    tip.style.setProperty('--shift', `${-100 * Math.min(1, Math.max(0, x / this.clientWidth))}%`);
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (event.key === 'Escape') {
      this.hovered = null;
      this.focused = null;
    }
    if (step === 0) return;
    event.preventDefault();
    const bars = this.renderRoot.querySelectorAll<HTMLElement>('.layer');
    bars[Math.min(bars.length - 1, Math.max(0, this.current + step))]?.focus();
  };
}

function nameOf(layer: number, count: number): string {
  return layer === count - 1 ? 'Output layer' : `Layer ${layer + 1}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-layer-vitals': LayerVitals;
  }
}
