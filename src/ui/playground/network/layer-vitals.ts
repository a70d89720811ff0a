import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { NetworkPicture } from '../../../protocol/picture-messages.ts';
import type { LayerVitals as Figures, Vitals } from '../../../protocol/snapshot-messages.ts';
import { exact } from '../../controls/format.ts';
import { baseStyles } from '../../controls/styles.ts';
import { formatNorm, measureOf, normScale, ratioScale, sayFlat, sayLayer, shareOn } from './link-measure.ts';
import type { LinkQuantity } from '../../../experiment/names.ts';
import './link-legend.ts';

/** For whoever loads these elements: what they show needs it, and nothing else does. */
export { measureOf };

/**
 * Under each layer, how strongly it learns: a bar for its gradient's norm, or for what the last update changed of its
 * weights, which neurons hardly can, and the rest in words.
 */
@customElement('chainrule-layer-vitals')
export class LayerVitals extends LitElement {
  static override readonly styles = [
    baseStyles,
    css`
      :host {
        position: relative;
        height: 44px;
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
        height: 44px;
        /* New numbers move nothing around it. */
        contain: size layout;
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
        border-radius: 2px;
        background: var(--muted);
        transform: scaleX(var(--share));
        transform-origin: left;
      }
      .layer:hover .fill,
      .layer:focus-visible .fill {
        background: var(--ink);
      }
      .flat {
        display: block;
        font-size: 0.625rem;
        line-height: 10px;
        color: var(--ink);
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
  /** What the links show: the bars are of the same. */
  @property() links: LinkQuantity = 'gradient';
  /** Centres of all columns, the inputs' first. */
  @property({ attribute: false }) xs: readonly number[] = [];

  /** Layers by their place, from 0. */
  @state() private hovered: number | null = null;
  @state() private focused: number | null = null;
  /** The one that Tab reaches. */
  @state() private current = 0;
  /** Pixels. Asked for with every view, it would have the page laid out once more each time. */
  @state() private room = 0;

  readonly #observer = new ResizeObserver(([entry]) => {
    this.room = entry.contentRect.width;
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
  }

  override render() {
    const { network, vitals } = this;
    const isThere = network !== null && vitals?.layers.length === network.layers.length;
    const name = html`<span class="name" aria-hidden="true"
      >${this.#isOfUpdate ? 'update ratio' : 'gradient norm'}</span
    >`;
    if (!isThere) return name;
    const shown = this.hovered ?? this.focused;
    return html`${name}
      <div role="group" aria-label="How each layer learns" @keydown=${this.#onKey}>
        ${vitals.layers.map((figures, layer) => this.#renderLayer(figures, layer, network.layers))}
      </div>
      ${shown === null || shown >= vitals.layers.length ? nothing : this.#renderTip(vitals.layers[shown], shown, network.layers)}`;
  }

  #renderLayer(figures: Figures, layer: number, layers: NetworkPicture['layers']) {
    const { gradientNorm, updateRatio, saturated, dead } = figures;
    return html`<div
      class="layer"
      role="meter"
      tabindex=${layer === Math.min(this.current, layers.length - 1) ? 0 : -1}
      aria-label=${nameOf(layer, layers.length)}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow=${Math.round(100 * this.#shareOf(figures))}
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
      <i class="track"><i class="fill"></i></i>${this.#textOf(figures)}
      <span class="flat">${sayFlat(figures, layers[layer].width)}</span>
    </div>`;
  }

  get #isOfUpdate(): boolean {
    return this.links === 'update';
  }

  #shareOf({ gradientNorm, updateRatio }: Figures): number {
    return this.#isOfUpdate ? shareOn(ratioScale, updateRatio ?? 0) : shareOn(normScale, gradientNorm);
  }

  #textOf({ gradientNorm, updateRatio }: Figures): string {
    return formatNorm(this.#isOfUpdate ? (updateRatio ?? NaN) : gradientNorm);
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

  protected override updated(): void {
    const { xs, vitals, room } = this;
    const pitch = xs.length > 1 ? xs[1] - xs[0] : 0;
    const beside = room - (xs[xs.length - 1] ?? 0);
    const width = Math.max(34, Math.min(72, pitch - 10, 2 * beside));
    this.renderRoot.querySelectorAll<HTMLElement>('.layer').forEach((bar, layer) => {
      setStyle(bar, '--x', `${xs[layer + 1] ?? 0}px`);
      setStyle(bar, '--width', `${width}px`);
      const figures = vitals?.layers[layer];
      setStyle(bar, '--share', figures === undefined ? '0' : this.#shareOf(figures).toFixed(3));
    });
    const tip = this.renderRoot.querySelector<HTMLElement>('.tip');
    const shown = this.hovered ?? this.focused;
    if (tip === null || shown === null) return;
    const x = xs[shown + 1] ?? 0;
    setStyle(tip, '--x', `${x}px`);
    // The further right the layer, the further left its words hang.
    setStyle(tip, '--shift', `${-100 * Math.min(1, Math.max(0, x / room))}%`);
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

/** Through the object model: the page's policy allows no style attributes. What stays the same is left alone. */
function setStyle({ style }: HTMLElement, name: string, value: string): void {
  if (style.getPropertyValue(name) !== value) style.setProperty(name, value);
}

function nameOf(layer: number, count: number): string {
  return layer === count - 1 ? 'Output layer' : `Layer ${layer + 1}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-layer-vitals': LayerVitals;
  }
}
