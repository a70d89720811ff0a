import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Theme } from '../../../charts/colour-scale.ts';
import type { NetworkPicture } from '../../../protocol/picture-messages.ts';
import type { View } from '../../../protocol/snapshot-messages.ts';
import { formatWeight } from '../../controls/format.ts';
import { SignalElement } from '../../controls/signal-element.ts';
import { baseStyles, buttonStyles } from '../../controls/styles.ts';
import { send } from '../../page-events.ts';
import type { LookDesk } from '../look/look-desk.ts';
import { chosenLink } from './chosen-link.ts';
import { Held, type ParameterAddress } from './held.ts';
import { paintHeld } from './held-painter.ts';
import { lockIcon } from './held-icons.ts';
import type { NetworkLayout } from './layout.ts';
import { linkAt } from './link-painter.ts';
import { strongestLinks, type LinkMeasure } from './links.ts';

/** Of a weight, for a pixel upwards; with Shift a tenth of it. */
const perPixel = 0.02;
/** Pixels that a press may move and still be no drag. */
const stillness = 3;
/** A finger means a line from so far away. */
const reachOfFinger = 12;

interface Press {
  readonly pointer: number;
  readonly address: ParameterAddress;
  readonly isTouch: boolean;
  readonly y: number;
  /** The weight when it began. */
  readonly from: number;
  readonly gesture: string;
  isDrag: boolean;
}

const paintedProperties = ['network', 'frozen', 'cut', 'layout', 'theme'] as const;

/** So that each is a step of its own to undo. */
let gestures = 0;

/** From the middle of a layer's controls to beside them, where columns are so far apart; pixels. */
const besideControls = 52;
const roomBeside = 104;

/** Over the network: shows what is frozen and cut, freezes whole layers, and lets a link be dragged to another weight. */
@customElement('chainrule-weight-handles')
export class WeightHandles extends SignalElement {
  static override readonly styles = [
    baseStyles,
    buttonStyles,
    css`
      :host {
        position: absolute;
        inset: 0;
        pointer-events: none;
      }
      canvas {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
      }
      output {
        position: absolute;
        left: var(--x, 0);
        top: var(--y, 0);
        z-index: 3;
        padding: 1px 8px;
        border: 1px solid var(--accent);
        border-radius: 6px;
        background: var(--raised);
        font-size: 0.75rem;
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
        translate: -50% -100%;
      }
      button {
        position: absolute;
        left: var(--x);
        top: -25px;
        width: 24px;
        height: 24px;
        min-height: 24px;
        padding: 0;
        color: var(--muted);
        pointer-events: auto;
        translate: -50% 0;
        opacity: 0.75;
      }
      button[hidden] {
        display: none;
      }
      button:hover,
      button:focus-visible,
      button[aria-pressed='true'] {
        color: var(--ink);
        opacity: 1;
      }
      button:focus-visible {
        outline-offset: -2px;
      }
    `,
  ];

  @property({ attribute: false }) network: NetworkPicture | null = null;
  @property({ attribute: false }) layout: NetworkLayout | null = null;
  @property({ attribute: false }) look: LookDesk | null = null;
  /** As the settings have them. */
  @property() frozen = '';
  @property() cut = '';
  @property() theme: Theme = 'light';
  /** Asked when a link is taken hold of: nothing is drawn of them. */
  view: View | null = null;
  measure: LinkMeasure | null = null;

  @state() private said = '';
  @state() private dragged: { readonly x: number; readonly y: number; readonly value: number } | null = null;
  @query('canvas') private readonly canvas!: HTMLCanvasElement | null;

  #stage: HTMLElement | null = null;
  #held: Held | null = null;
  #press: Press | null = null;
  /** Of a finger: the link that it has chosen, and may then drag. */
  #touched: ParameterAddress | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stage = this.parentElement;
    this.#stage?.addEventListener('pointerdown', this.#onDown);
    this.#stage?.addEventListener('pointermove', this.#onMove);
    this.#stage?.addEventListener('pointerup', this.#onUp);
    this.#stage?.addEventListener('pointercancel', this.#onCancel);
    this.#stage?.addEventListener('touchstart', this.#onTouch, { passive: false });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stage?.removeEventListener('pointerdown', this.#onDown);
    this.#stage?.removeEventListener('pointermove', this.#onMove);
    this.#stage?.removeEventListener('pointerup', this.#onUp);
    this.#stage?.removeEventListener('pointercancel', this.#onCancel);
    this.#stage?.removeEventListener('touchstart', this.#onTouch);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { network, frozen, cut } = this;
    if (changed.has('network') || changed.has('frozen') || changed.has('cut'))
      this.#held = network === null ? null : new Held(network.layers, { frozen, cut });
    if (changed.has('network')) this.#touched = null;
  }

  override render() {
    const { network, layout, dragged } = this;
    const held = this.#held;
    if (network === null || layout === null || held === null) return nothing;
    // A canvas is a layer that the browser goes through for every frame.
    const isAnyHeld = this.frozen !== '' || this.cut !== '';
    return html`${isAnyHeld ? html`<canvas aria-hidden="true"></canvas>` : nothing}
      ${network.layers.map((_, layer) => this.#renderLock(held, layer, network.layers.length))}
      ${dragged === null ? nothing : html`<output data-testid="dragged-weight">${formatWeight(dragged.value)}</output>`}
      <span class="visually-hidden" role="status" data-testid="held-said">${this.said}</span>`;
  }

  #renderLock(held: Held, layer: number, count: number) {
    const isFrozen = held.areAll('frozen', held.ofLayer(layer));
    const name = layer === count - 1 ? 'output layer' : `layer ${layer + 1}`;
    return html`<button
      class="quiet"
      aria-label="Freeze ${name}"
      title="Freeze ${name}: its weights and biases are not trained"
      aria-pressed=${String(isFrozen)}
      @click=${() => {
        send(this, 'weights-change', {
          settings: held.changed('frozen', held.ofLayer(layer), !isFrozen),
          gesture: `freeze ${layer} ${(gestures++).toString()}`,
        });
        this.said = `${name} ${isFrozen ? 'is trained again' : 'is frozen'}`;
      }}
    >
      ${lockIcon(isFrozen)}
    </button>`;
  }

  protected override updated(changed: PropertyValues<WeightHandles>): void {
    const { canvas, layout, network, theme, dragged } = this;
    const held = this.#held;
    if (layout === null || network === null || held === null) return;
    const [first, second] = layout.columns;
    this.renderRoot.querySelectorAll('button').forEach((button, layer) => {
      const isLast = layer === network.layers.length - 1;
      button.hidden = second === undefined || second.x - first.x < roomBeside;
      const x = layout.columns[layer + 1]?.x ?? 0;
      button.style.setProperty('--x', `${x + (isLast ? 0 : besideControls)}px`);
    });
    if (dragged !== null) {
      this.style.setProperty('--x', `${dragged.x}px`);
      this.style.setProperty('--y', `${dragged.y - 8}px`);
    }
    if (canvas === null || !paintedProperties.some((name) => changed.has(name))) return;
    if (layout.columns.length !== network.layers.length + 1) return;
    const hasLinks = (column: number): boolean => column > 0 || network.inputPicture === null;
    paintHeld(canvas, held, layout, { theme, hasLinks });
  }

  /** The link under a point, where there is no neuron. */
  #linkUnder({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }, within?: number) {
    const { network, layout, view, measure } = this;
    const shown = measure === null ? view?.parameters : measure.values;
    if (network === null || layout === null || !shown) return null;
    const { left, top } = this.getBoundingClientRect();
    const link = linkAt(strongestLinks(network, shown), layout, clientX - left, clientY - top, within);
    return link && { layer: link.column, neuron: link.to, input: link.from };
  }

  #weightOf(address: ParameterAddress): number {
    const place = this.#held?.placeOf(address) ?? -1;
    return this.view?.parameters[place] ?? NaN;
  }

  readonly #onTouch = (event: TouchEvent): void => {
    const [touch] = event.touches;
    const link = event.touches.length === 1 ? this.#linkUnder(touch, reachOfFinger) : null;
    // The page does not scroll under a link that a finger has chosen before.
    if (link !== null && isSame(link, this.#touched)) event.preventDefault();
  };

  readonly #onDown = (event: PointerEvent): void => {
    if (event.button !== 0 || this.#isOnButton(event)) return;
    const isTouch = event.pointerType === 'touch';
    const address = this.#linkUnder(event, isTouch ? reachOfFinger : undefined);
    if (address === null) return;
    this.#press = {
      pointer: event.pointerId,
      address,
      isTouch,
      y: event.clientY,
      from: this.#weightOf(address),
      gesture: `drag ${(gestures++).toString()}`,
      isDrag: false,
    };
    // Not the mouse's selection of text.
    if (!isTouch) event.preventDefault();
  };

  #isOnButton(event: Event): boolean {
    return event.composedPath().some((target) => target instanceof HTMLButtonElement);
  }

  readonly #onMove = (event: PointerEvent): void => {
    const press = this.#press;
    if (press === null) {
      if (event.pointerType === 'touch' || this.#stage === null) return;
      const isOver = !this.#isOnButton(event) && this.#linkUnder(event) !== null;
      this.#stage.style.cursor = isOver ? 'ns-resize' : '';
      return;
    }
    if (event.pointerId !== press.pointer) return;
    const up = press.y - event.clientY;
    if (!press.isDrag && Math.abs(up) <= stillness) return;
    if (press.isTouch && !isSame(press.address, this.#touched)) return;
    if (this.#held?.is('cut', press.address) === true) {
      this.said = 'This link is cut: its weight is 0 until it is not.';
      return;
    }
    if (!press.isDrag) this.#stage?.setPointerCapture(event.pointerId);
    press.isDrag = true;
    const value = press.from + up * perPixel * (event.shiftKey ? 0.1 : 1);
    const { left, top } = this.getBoundingClientRect();
    this.dragged = { x: event.clientX - left, y: event.clientY - top, value };
    const place = this.#held?.placeOf(press.address) ?? -1;
    if (Number.isFinite(value))
      send(this, 'weights-change', { values: [[place, value]], gesture: press.gesture });
  };

  readonly #onUp = (event: PointerEvent): void => {
    const press = this.#press;
    if (press?.pointer !== event.pointerId) return;
    const value = this.dragged?.value;
    this.#onCancel();
    if (press.isDrag) {
      if (value !== undefined) this.said = `Weight ${formatWeight(value)}`;
      return;
    }
    if (press.isTouch) this.#touched = press.address;
    chosenLink.value = press.address;
    this.look?.open({ layer: press.address.layer, neuron: press.address.neuron });
  };

  readonly #onCancel = (): void => {
    this.#press = null;
    this.dragged = null;
  };
}

function isSame(a: ParameterAddress, b: ParameterAddress | null): boolean {
  return a.layer === b?.layer && a.neuron === b.neuron && a.input === b.input;
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-weight-handles': WeightHandles;
  }
}
