import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Theme } from '../../../charts/colour-scale.ts';
import {
  drawingOf,
  drawnTarget,
  drawnUnits,
  mostDrawnClasses,
  redraw,
  writeDrawing,
  type DrawnTarget,
} from '../../../experiment/drawing.ts';
import { isByFinger } from './by-finger.ts';
import { drawingShortfall } from '../../../experiment/drawn-sides.ts';
import { drawnValue } from '../../../experiment/drawn-point.ts';
import { formatCount } from '../../controls/format.ts';
import { help } from '../../controls/help.ts';
import '../../controls/number-field.ts';
import { segmented } from '../../controls/segmented.ts';
import { baseStyles, buttonStyles, segmentedStyles } from '../../controls/styles.ts';
import { send, tell } from '../../page-events.ts';
import { classMark } from '../picture/class-mark.ts';
import { ownWords } from './own-words.ts';
import { firstPen, radiusLimits, toolLabels, toolNames, usualValues, valueLimits, type Pen } from './pen.ts';
import { nextStroke } from './next-stroke.ts';
import { withTarget } from './strokes.ts';

/** What to draw with, and what is drawn. */
@customElement('chainrule-draw-tools')
export class DrawTools extends LitElement {
  static override readonly styles = [
    baseStyles,
    buttonStyles,
    segmentedStyles,
    css`
      :host {
        display: block;
        margin: 6px 0;
        padding-bottom: 4px;
        border-bottom: 1px solid var(--hairline);
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 6px 4px;
      }
      /* Both in one row of the narrowest panel. */
      .segmented label {
        min-width: 0;
        padding: 0 5px;
      }
      .palette {
        min-height: 32px;
        margin: 6px 0;
      }
      .classes {
        display: grid;
        grid-template-columns: repeat(8, minmax(24px, 1fr));
        gap: 4px;
      }
      .swatch {
        position: relative;
        display: grid;
        justify-items: center;
        align-content: center;
        min-height: 32px;
        border: 1px solid var(--hairline);
        border-radius: var(--radius-small);
        cursor: pointer;
        font-size: 0.625rem;
        line-height: 11px;
        color: var(--muted);
      }
      .swatch:hover {
        border-color: var(--muted);
      }
      .swatch:has(input:checked) {
        border-color: var(--ink);
        box-shadow: inset 0 0 0 1px var(--ink);
        color: var(--ink);
      }
      .swatch:has(input:focus-visible) {
        outline: 2px solid var(--accent);
        outline-offset: 2px;
      }
      .swatch input {
        position: absolute;
        inset: 0;
        margin: 0;
        opacity: 0;
        cursor: inherit;
      }
      .class-mark {
        width: 14px;
        height: 14px;
        forced-color-adjust: none;
      }
      @media (forced-colors: active) {
        .swatch:has(input:checked) {
          forced-color-adjust: none;
          background: Highlight;
          border-color: Highlight;
          color: HighlightText;
        }
      }
      /* As high, whatever it says: nothing moves under a hand that draws. */
      .said {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 32px;
        margin-top: 6px;
      }
      .size {
        flex: 0 1 152px;
        min-width: 0;
      }
      .said button {
        min-height: 28px;
        padding: 0 8px;
        font-size: 0.75rem;
      }
      p {
        flex: 1;
        margin: 0;
        font-size: 0.75rem;
        line-height: 16px;
        color: var(--muted);
      }
      .lacking {
        color: var(--ink);
      }
      /* Beside its size there is no room for what the tool's name says. */
      .size ~ p .hint {
        display: none;
      }
      /* Beside the picture, one above the other. */
      @container place (min-width: 1200px) {
        :host {
          margin: 0;
          padding: 0;
          border: 0;
        }
        .row,
        .row .segmented {
          display: grid;
          grid-template-columns: minmax(0, 1fr);
        }
        .row .segmented {
          grid-template-columns: 1fr 1fr;
        }
        .palette {
          margin: 8px 0;
        }
        .classes {
          grid-template-columns: repeat(4, 1fr);
        }
        .said {
          flex-wrap: wrap;
        }
        .size,
        .said p {
          flex: 0 0 100%;
        }
        .size ~ p .hint {
          display: inline;
        }
        .said button {
          border-color: var(--hairline);
        }
      }
      @container place (max-width: 760px) {
        :host {
          margin: 4px 0 0;
          padding: 0;
          border: 0;
        }
        .palette {
          margin: 6px 0;
        }
        .said {
          margin-top: 4px;
        }
      }
    `,
  ];

  /** As the setting has it. */
  @property() drawn = '';
  @property({ attribute: false }) pen: Pen = firstPen;
  @property() theme: Theme = 'light';

  override render() {
    const { tool } = this.pen;
    const drawing = drawingOf(this.drawn);
    const target = drawnTarget(this.drawn);
    const lacking = drawingShortfall(drawing, target);
    const train = drawing.filter(({ side }) => side === 'train').length;
    return html`<div class="row">
        ${segmented({
          label: 'Tool',
          help: 'drawTool',
          value: tool,
          segments: toolNames.map((value) => ({ value, label: toolLabels[value] })),
          onSelect: (chosen) => {
            tell(this, 'pen-change', { tool: chosen });
          },
        })}
        ${segmented<DrawnTarget>({
          label: 'Points have',
          help: 'drawTarget',
          value: target,
          segments: [
            { value: 'class', label: 'A class', short: 'Class' },
            { value: 'number', label: 'A number', short: 'Number' },
          ],
          onSelect: (chosen) => {
            this.#change(redraw(this.drawn, withTarget(drawing, chosen), chosen));
          },
        })}
      </div>
      <div class="palette">${target === 'number' ? this.#renderNumber() : this.#renderClasses()}</div>
      <div class="said">
        ${tool === 'add' || tool === 'look' ? nothing : this.#renderSize()}
        <p>
          ${formatCount(train)} train, ${formatCount(drawing.length - train)} test.
          <span class="lacking" data-testid="drawing-lacks">${lacking ?? ''}</span>
          ${lacking === null ? html`<span class="hint">${this.#hint()}</span>` : nothing}
        </p>
        <button ?disabled=${drawing.length === 0} @click=${this.#clear} ${help('clearDrawing')}>Clear</button>
      </div>
      ${this.#renderUnits()}`;
  }

  #renderClasses() {
    const { className } = ownWords(this.drawn);
    return html`<div class="classes" role="radiogroup" aria-label="Class" ${help('drawClass')}>
      ${Array.from({ length: mostDrawnClasses }, (_, place) => this.#renderClass(place, className))}
    </div>`;
  }

  #renderSize() {
    return html`<chainrule-number-field
      class="size"
      slider
      shape="line"
      label="Size"
      help="drawSize"
      .value=${this.pen.radius}
      .limits=${radiusLimits}
      @number-change=${({ detail }: CustomEvent<number>) => {
        const { min, max } = radiusLimits;
        tell(this, 'pen-change', { radius: Math.max(min, Math.min(max, detail)) });
      }}
    ></chainrule-number-field>`;
  }

  #renderNumber() {
    const { number, numberOf, drawnFor } = ownWords(this.drawn);
    const { min, max, step } = valueLimits;
    // Numbers of other data are longer than there is room for beside a slider.
    return html`<chainrule-number-field
      ?slider=${number === null}
      shape=${number === null ? 'line' : nothing}
      label=${number ?? 'Number'}
      help="drawNumber"
      .value=${numberOf(this.pen.value)}
      .limits=${{ min: numberOf(min), max: numberOf(max), step }}
      .choices=${usualValues.map(numberOf)}
      @number-change=${({ detail }: CustomEvent<number>) => {
        tell(this, 'pen-change', { value: drawnValue(drawnFor(detail)) });
      }}
    ></chainrule-number-field>`;
  }

  /** Which data the plane is of, and the way to a plane of its own. */
  #renderUnits() {
    if (drawnUnits(this.drawn)?.axes === undefined) return nothing;
    return html`<div class="said">
      <p data-testid="drawing-units">The plane is ${ownWords(this.drawn).plane}.</p>
      <button @click=${this.#leaveUnits} ${help('plainPlane')}>Plain plane</button>
    </div>`;
  }

  readonly #leaveUnits = (): void => {
    this.#change(writeDrawing(drawingOf(this.drawn), drawnTarget(this.drawn)));
  };

  #renderClass(place: number, className: (place: number) => string) {
    return html`<label class="swatch">
      <input
        type="radio"
        name="class"
        aria-label=${className(place)}
        title=${className(place)}
        .checked=${live(place === this.pen.place)}
        @change=${() => tell(this, 'pen-change', { place })}
      />
      ${classMark(place, this.theme)}<span aria-hidden="true">${place + 1}</span>
    </label>`;
  }

  #hint(): string {
    if (this.pen.tool === 'brush') return 'Press and paint to scatter points.';
    if (this.pen.tool === 'eraser') return 'Press and rub to erase points.';
    if (this.pen.tool === 'look') return 'Point to look, press to pin; nothing is drawn.';
    return isByFinger()
      ? 'Tap to add a point, drag one to move it.'
      : 'Click to add a point, drag one to move it; Alt-click pins a place.';
  }

  readonly #clear = (): void => {
    this.#change(redraw(this.drawn, []));
  };

  /** A stroke of its own. */
  #change(drawn: string): void {
    send(this, 'drawing-change', { drawn, stroke: nextStroke() });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-draw-tools': DrawTools;
  }
}
