import { html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { BoundaryChart } from '../../../charts/boundary-chart.ts';
import type { Theme } from '../../../charts/colour-scale.ts';
import type { Grid } from '../../../protocol/snapshot-messages.ts';
import type { DataPicture, OutputPicture } from '../../../protocol/picture-messages.ts';
import { rounded } from './ask-desk.ts';
import { axesOf, curveScaleOf } from './axes.ts';
import './chosen-point.ts';
import type { OpenedPoint } from './opened-point.ts';
import { linesOfPoint } from './point-words.ts';
import { send } from '../../page-events.ts';
import { SignalElement } from '../../controls/signal-element.ts';
import { baseStyles } from '../../controls/styles.ts';
import type { LookSubject } from '../../../protocol/look-messages.ts';
import { isSameSubject, type LookDesk } from '../look/look-desk.ts';
import { moveCursor, partsOf, placeSubject } from '../look/plot-look.ts';
import { boundaryPlotStyles } from './boundary-plot-styles.ts';

/** The points over what the network answers for the plane around them. */
@customElement('chainrule-boundary-plot')
export class BoundaryPlot extends SignalElement {
  static override readonly styles = [baseStyles, boundaryPlotStyles];

  @property({ attribute: false }) data: DataPicture | null = null;
  @property({ attribute: false }) grid: Grid | null = null;
  @property({ attribute: false }) outputs: OutputPicture | null = null;
  /** The class whose own output is looked at. */
  @property({ attribute: false }) lookedAt: number | null = null;
  /** The class that is told from the rest where there are more than have colours. */
  @property({ attribute: false }) chosenClass = 0;
  /** Classes whose points are not shown. */
  @property({ attribute: false }) hiddenClasses: ReadonlySet<number> = new Set();
  /** The point that is spoken of. */
  @property({ attribute: false }) chosen: OpenedPoint | null = null;
  @property({ type: Boolean }) showTest = true;
  @property({ type: Boolean }) discrete = false;
  @property() theme: Theme = 'light';

  /** Where one looks, and what is looked at; null where nothing can be. */
  @property({ attribute: false }) look: LookDesk | null = null;

  /** Of the keyboard; null while that is elsewhere. */
  @state() private cursor: LookSubject | null = null;
  @query('canvas') private readonly canvas!: HTMLCanvasElement;
  /** A finger points by pressing only. */
  #isTouched = false;
  #chart: BoundaryChart | null = null;

  override render() {
    return html`<div
        class="area"
        data-testid="picture"
        tabindex=${this.look === null ? nothing : 0}
        role=${this.look === null ? nothing : 'application'}
        aria-label=${this.look === null ? nothing : 'Picture'}
        aria-description=${
          this.look === null
            ? nothing
            : 'Arrow keys look at a place, with Shift faster; Page Up and Page Down at one point after the other; Enter pins it.'
        }
        @pointerdown=${this.#onPointer}
        @pointermove=${this.#onPointer}
        @pointerleave=${this.#onLeave}
        @keydown=${this.#onKey}
        @focus=${this.#onFocus}
        @blur=${this.#onBlur}
      >
        <canvas role="img" aria-label=${this.#description()}></canvas>
        <i class="mark pin" hidden></i><i class="mark cursor" hidden></i>
      </div>
      <chainrule-chosen-point
        .data=${this.data}
        .point=${this.chosen}
        ?hidden=${this.chosen === null}
      ></chainrule-chosen-point>`;
  }

  #description(): string {
    if (this.data === null) return 'Output over x1 and x2; no data yet';
    const { train, test, window } = this.data;
    const axes = axesOf(this.data);
    const tests = this.showTest ? ` and ${test.label.length} test` : '';
    const points = `${train.label.length} train${tests} points`;
    if (curveScaleOf(this.data) !== null)
      return `Network output as a curve over ${axes[0]} from ${range(window.x1)}, with ${points} by their ${axes[1]}`;
    return (
      `Network output over ${axes[0]} from ${range(window.x1)} and ${axes[1]} from ${range(window.x2)}, ` +
      `with ${points}`
    );
  }

  protected override updated(): void {
    // An update may come after the element has gone: a chart that it makes then nobody ends.
    if (!this.isConnected) return;
    const { data, grid, theme, showTest, discrete, chosen } = this;
    this.#chart ??= new BoundaryChart(
      this.canvas,
      theme,
      (point, place) => {
        this.#choose(point, place);
      },
      (point, place) => {
        if (!this.#isTouched) this.look?.point(this.#subject(point, place));
      },
    );
    const neuron = this.look?.picture.value ?? null;
    this.#mark('.pin', this.look?.pinned.value ?? null);
    this.#mark('.cursor', this.cursor);
    // The card must not cover the point it speaks of.
    this.toggleAttribute('data-low', isInLowerHalf(data, chosen));
    this.#chart.show({
      data,
      grid: neuron?.grid ?? grid,
      classes: neuron === null ? this.#classes() : null,
      lookedAt: this.lookedAt,
      chosenClass: this.chosenClass,
      axes: axesOf(data),
      curve: curveScaleOf(data),
      hidden: this.hiddenClasses,
      theme,
      showTest,
      discrete: discrete && neuron === null,
      chosen,
      wordsOf: this.#wordsOf,
    });
  }

  #subject(point: OpenedPoint | null, place: readonly [number, number] | null): LookSubject | null {
    if (point !== null) return { kind: 'sample', ...point };
    if (place === null || this.data === null) return null;
    return placeSubject(this.data, { x1: place[0], x2: place[1] });
  }

  /** Chosen and pinned; once more, neither. */
  #choose(point: OpenedPoint | null, place: readonly [number, number] | null): void {
    const { look, chosen } = this;
    const isChosen = point !== null && point.split === chosen?.split && point.index === chosen.index;
    send(this, 'point-select', isChosen && look !== null ? null : point);
    if (place === null) return;
    this.#ask(place);
    const pinned = look?.pinned.peek() ?? null;
    const subject = this.#subject(null, place);
    look?.pin(subject !== null && this.#isNear(subject, pinned) ? pinned : subject);
  }

  /** No farther apart than a finger is wide, or a hand is steady. */
  #isNear(subject: LookSubject, pinned: LookSubject | null): boolean {
    if (this.data === null || pinned?.kind !== 'place') return false;
    const [a, b] = [partsOf(this.data, subject), partsOf(this.data, pinned)];
    const side = this.canvas.clientWidth;
    return a !== null && b !== null && Math.hypot(a.x - b.x, a.y - b.y) * side < (this.#isTouched ? 22 : 7);
  }

  /** The page's policy allows no style attributes. A point has a ring in the picture. */
  #mark(selector: string, subject: LookSubject | null): void {
    const mark = this.renderRoot.querySelector<HTMLElement>(selector);
    const isRinged = subject?.kind === 'sample' && selector === '.pin';
    const at = this.data === null || subject === null || isRinged ? null : partsOf(this.data, subject);
    if (mark === null) return;
    mark.hidden = at === null;
    mark.style.setProperty('--x', String(at?.x ?? 0));
    mark.style.setProperty('--y', String(at?.y ?? 0));
  }

  readonly #onPointer = ({ pointerType }: PointerEvent): void => {
    this.#isTouched = pointerType === 'touch';
  };

  readonly #onLeave = (): void => {
    this.look?.point(this.cursor, this.cursor !== null);
  };

  readonly #onFocus = (event: FocusEvent): void => {
    if (event.target instanceof Element && event.target.matches(':focus-visible'))
      this.#moveTo(this.look?.pinned.peek() ?? this.#moved({ key: 'Home', shiftKey: false }));
  };

  readonly #onBlur = (): void => {
    this.cursor = null;
    this.look?.point(null);
  };

  #moved(key: Pick<KeyboardEvent, 'key' | 'shiftKey'>): LookSubject | null {
    if (this.data === null) return null;
    const splits = this.showTest ? (['train', 'test'] as const) : (['train'] as const);
    return moveCursor(this.data, this.cursor ?? this.look?.pinned.peek() ?? null, key, splits);
  }

  #moveTo(cursor: LookSubject | null): void {
    this.cursor = cursor;
    this.look?.point(cursor, true);
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const { look } = this;
    if (look === null || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === 'Escape' && look.pinned.peek() !== null) {
      send(this, 'point-select', null);
      look.pin(null);
    } else if (event.key === 'Enter') {
      const cursor = this.cursor ?? look.pinned.peek();
      if (cursor !== null) this.#pinCursor(cursor);
    } else {
      const moved = this.#moved(event);
      if (moved === null) return;
      this.#moveTo(moved);
    }
    event.preventDefault();
  };

  #pinCursor(cursor: LookSubject): void {
    if (cursor.kind === 'place') {
      if (this.chosen !== null) send(this, 'point-select', null);
      this.look?.pin(cursor);
      return;
    }
    const isPinned = isSameSubject(cursor, this.look?.pinned.peek() ?? null);
    send(this, 'point-select', isPinned ? null : { split: cursor.split, index: cursor.index });
  }

  readonly #wordsOf = (point: OpenedPoint): readonly string[] =>
    this.data === null ? [] : linesOfPoint(this.data, point);

  /** The network is asked about the place that was clicked; what lies on no axis stays as it was. */
  #ask([x1, x2]: readonly [number, number]): void {
    if (this.data === null) return;
    const { window } = this.data;
    const axes = axesOf(this.data);
    const across = { [axes[0]]: rounded(x1, window.x1) };
    const values =
      curveScaleOf(this.data) === null ? { ...across, [axes[1]]: rounded(x2, window.x2) } : across;
    send(this, 'row-ask', { kind: 'values', values });
  }

  /** The same object as long as it says the same: what is painted is painted anew for another one. */
  #shownClasses: { readonly count: number; readonly low: number } | null = null;

  #classes(): { readonly count: number; readonly low: number } | null {
    const { outputs } = this;
    const count = outputs?.names.length ?? 1;
    if (outputs === null || count === 1) this.#shownClasses = null;
    else if (this.#shownClasses?.count !== count || this.#shownClasses.low !== outputs.low)
      this.#shownClasses = { count, low: outputs.low };
    return this.#shownClasses;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#chart?.destroy();
    this.#chart = null;
  }
}

/** Three digits are enough for an end. */
function range([from, to]: readonly [number, number]): string {
  return `${Number(from.toPrecision(3))} to ${Number(to.toPrecision(3))}`;
}

function isInLowerHalf(data: DataPicture | null, chosen: OpenedPoint | null): boolean {
  if (data === null || chosen === null) return false;
  const [bottom, top] = data.window.x2;
  return data[chosen.split].x2[chosen.index] < (bottom + top) / 2;
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-boundary-plot': BoundaryPlot;
  }
}
