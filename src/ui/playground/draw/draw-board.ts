import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Theme } from '../../../charts/colour-scale.ts';
import { defaultExperiment, type Experiment } from '../../../experiment/schema.ts';
import { baseStyles } from '../../controls/styles.ts';
import { Lazy } from '../../controls/lazy.ts';
import '../../controls/loaded-part.ts';
import { firstPen, type Pen } from './pen.ts';

const drawing = new Lazy(() => Promise.all([import('./draw-surface.ts'), import('./draw-tools.ts')]));

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
    `,
  ];

  @property({ attribute: false }) experiment: Pick<Experiment, 'dataSet' | 'drawn' | 'trainShare'> =
    defaultExperiment;
  @property() theme: Theme = 'light';

  @state() private pen: Pen = firstPen;

  override render() {
    const { dataSet, drawn, trainShare } = this.experiment;
    const isDrawn = dataSet === 'draw';
    return html`<div class="plane">
        <slot></slot>
        ${
          isDrawn
            ? html`<chainrule-draw-surface
                .drawn=${drawn}
                .trainShare=${trainShare}
                .pen=${this.pen}
                @pen-change=${this.#onPen}
              ></chainrule-draw-surface>`
            : nothing
        }
      </div>
      ${
        isDrawn
          ? html`<chainrule-part label="What draws" .source=${drawing}
              ><chainrule-draw-tools
                .drawn=${drawn}
                .pen=${this.pen}
                theme=${this.theme}
                @pen-change=${this.#onPen}
              ></chainrule-draw-tools
            ></chainrule-part>`
          : nothing
      }`;
  }

  readonly #onPen = ({ detail }: CustomEvent<Partial<Pen>>): void => {
    this.pen = { ...this.pen, ...detail };
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-draw-board': DrawBoard;
  }
}
