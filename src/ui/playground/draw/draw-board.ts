import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { defaultExperiment, type Experiment } from '../../../experiment/schema.ts';
import { baseStyles } from '../../controls/styles.ts';
import { Lazy } from '../../controls/lazy.ts';
import { tell } from '../../page-events.ts';
import type { LookDesk } from '../look/look-desk.ts';
import { firstPen, type Pen } from './pen.ts';

/** What draws and what it draws with: loaded with the tools. */
export const drawing = new Lazy(() => Promise.all([import('./draw-surface.ts'), import('./draw-tools.ts')]));

/** Holds the picture, and lets it be drawn on while the data are those that are drawn. */
@customElement('chainrule-draw-board')
export class DrawBoard extends LitElement {
  static override readonly styles = [
    baseStyles,
    css`
      :host {
        display: block;
      }
      .plane {
        position: relative;
        border-radius: var(--radius-small);
      }
      /* On dark paper an untrained network leaves nothing else of it to be seen. */
      .plane:has(chainrule-draw-surface) {
        outline: 1px solid var(--hairline);
      }
    `,
  ];

  @property({ attribute: false }) experiment: Pick<Experiment, 'dataSet' | 'drawn' | 'trainShare'> =
    defaultExperiment;
  @property({ attribute: false }) pen: Pen = firstPen;
  @property({ attribute: false }) look: LookDesk | null = null;

  override render() {
    const { dataSet, drawn, trainShare } = this.experiment;
    return html`<div class="plane">
      <slot></slot>
      ${
        dataSet === 'draw'
          ? html`<chainrule-draw-surface
              .drawn=${drawn}
              .trainShare=${trainShare}
              .pen=${this.pen}
              .look=${this.look}
              @pen-change=${this.#onPen}
            ></chainrule-draw-surface>`
          : nothing
      }
    </div>`;
  }

  readonly #onPen = ({ detail }: CustomEvent<Partial<Pen>>): void => {
    tell(this, 'pen-change', detail);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-draw-board': DrawBoard;
  }
}
