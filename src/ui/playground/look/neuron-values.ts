import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { colourScales, tableIndex, type Theme } from '../../../charts/colour-scale.ts';
import { extentOf } from '../../../charts/heat-map-painter.ts';
import type { NeuronQuantity } from '../../../experiment/names.ts';
import type { DataPicture, NetworkPicture } from '../../../protocol/picture-messages.ts';
import { SignalElement } from '../../controls/signal-element.ts';
import { baseStyles } from '../../controls/styles.ts';
import type { NetworkLayout } from '../network/layout.ts';
import type { LookDesk } from './look-desk.ts';
import { tileText } from './tile-text.ts';

/** What stands in one tile. */
interface TileValue {
  readonly column: number;
  readonly index: number;
  readonly value: number;
  /** -1 to +1 on the colour scale; null for a size that has no sign, then `share` says how large it is. */
  readonly tone: number | null;
  readonly share: number;
}

/** Over the tiles of the network, each neuron's value at the place that is looked at, or how the loss reacts to it. */
@customElement('chainrule-neuron-values')
export class NeuronValuesView extends SignalElement {
  static override readonly styles = [
    baseStyles,
    css`
      :host {
        position: absolute;
        inset: 0;
        pointer-events: none;
      }
      span {
        position: absolute;
        left: var(--x);
        top: var(--y);
        display: grid;
        place-items: center;
        width: var(--side);
        height: var(--side);
        translate: -50% -50%;
        border-radius: 4px;
        background: var(--fill);
        overflow: hidden;
      }
      b {
        padding: 0 var(--room);
        border-radius: 3px;
        background: var(--panel);
        color: var(--ink);
        font-size: var(--type);
        font-weight: 600;
        line-height: 1.35;
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      @media (forced-colors: active) {
        span {
          forced-color-adjust: none;
        }
        b {
          background: Canvas;
          color: CanvasText;
        }
      }
    `,
  ];

  @property({ attribute: false }) look: LookDesk | null = null;
  @property({ attribute: false }) network: NetworkPicture | null = null;
  @property({ attribute: false }) layout: NetworkLayout | null = null;
  @property({ attribute: false }) featureMaps: DataPicture['featureMaps'] | null = null;
  @property() neurons: NeuronQuantity = 'output';
  @property() theme: Theme = 'light';

  #tiles: readonly TileValue[] = [];

  override render() {
    const { layout } = this;
    if (layout === null) return nothing;
    const all = this.neurons === 'output' ? this.#outputs() : this.#reactions();
    this.#tiles = all.filter(({ column, index }) => index < (layout.columns[column]?.ys.length ?? 0));
    return this.#tiles.map(
      ({ column, index, value }) =>
        html`<span
          aria-hidden="true"
          data-testid="neuron-value"
          data-column=${column}
          data-index=${index}
          data-value=${value}
          ><b>${tileText(value, insideOf(column, layout)).text}</b></span
        >`,
    );
  }

  /** The inputs as the network reads them, and outputs as they are displayed. */
  #outputs(): TileValue[] {
    const { network } = this;
    const values = this.look?.values.value ?? null;
    if (network === null || values === null) return [];
    const last = network.layers.length;
    const inputs = network.inputPicture === null ? [...values.inputs] : [];
    const columns = [
      inputs,
      ...values.layers.slice(0, -1).map(({ outputs }) => [...outputs]),
      values.outputs,
    ];
    return columns.flatMap((column, at) =>
      column.map((value, index) => {
        const extent = at === 0 ? this.#extentOf(network.inputs[index]) : 1;
        return {
          column: at === columns.length - 1 ? last : at,
          index,
          value,
          tone: value / extent,
          share: 1,
        };
      }),
    );
  }

  #extentOf(input: string): number {
    const map = this.featureMaps?.values[input];
    return map === undefined ? 1 : extentOf(map) || 1;
  }

  /** Of the point that is looked at with their signs, else over the train rows as sizes. */
  #reactions(): TileValue[] {
    const ofPoint = this.look?.values.value ?? null;
    const isPoint = this.look?.subject.value?.kind === 'sample' && ofPoint?.subject.kind === 'sample';
    const layers = isPoint
      ? ofPoint.layers.map(({ reactions }) => reactions ?? new Float64Array(0))
      : (this.look?.reaction.value?.layers ?? []);
    const sizes = layers.flatMap((layer) => Array.from(layer, Math.abs).filter(Number.isFinite));
    const largest = Math.max(...sizes, 0);
    return layers.flatMap((layer, at) =>
      Array.from(layer, (value, index) => {
        const share = largest > 0 ? value / largest : 0;
        return { column: at + 1, index, value, tone: isPoint ? share : null, share: Math.abs(share) };
      }),
    );
  }

  /** What the tiles stand on, as they stand. */
  #placed: { readonly layout: NetworkLayout; readonly tiles: string } | null = null;

  /** Through the object model: the page's policy allows no style attributes. */
  protected override updated(): void {
    const { layout } = this;
    if (layout === null) return;
    const elements = this.renderRoot.querySelectorAll<HTMLElement>('span');
    const tiles = this.#tiles.map(({ column, index }) => `${column}.${index}`).join();
    const isPlaced = this.#placed?.layout === layout && this.#placed.tiles === tiles;
    elements.forEach((element, i) => {
      const tile = this.#tiles[i];
      if (!isPlaced) place(element, tile, layout);
      const { type, room } = tileText(tile.value, insideOf(tile.column, layout));
      element.style.setProperty('--type', `${type}px`);
      element.style.setProperty('--room', `${room}px`);
      element.style.setProperty('--fill', this.#fillOf(tile));
    });
    this.#placed = { layout, tiles };
  }

  #fillOf({ tone, share }: TileValue): string {
    if (tone === null) return `color-mix(in oklab, var(--muted) ${Math.round(85 * share)}%, var(--panel))`;
    return colourScales[this.theme].css[Math.max(0, tableIndex(Number.isNaN(tone) ? 0 : tone))];
  }
}

function place({ style }: HTMLElement, { column, index }: TileValue, layout: NetworkLayout): void {
  const { x, ys } = layout.columns[column];
  style.setProperty('--x', `${x}px`);
  style.setProperty('--y', `${ys[index]}px`);
  style.setProperty('--side', `${insideOf(column, layout)}px`);
}

/** The side of a tile within its frame. */
function insideOf(column: number, { columns, inputSize, size, outputSize }: NetworkLayout): number {
  return (column === columns.length - 1 ? outputSize : column === 0 ? inputSize : size) - 4;
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-neuron-values': NeuronValuesView;
  }
}
