import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { property } from 'lit/decorators.js';
import type { Theme } from '../../../charts/colour-scale.ts';
import { stillPicture } from '../../../charts/still-picture.ts';
import { baseStyles } from '../../controls/styles.ts';

/** A picture that is painted once for what it shows and for each theme. */
export abstract class StillPictureElement<Subject> extends LitElement {
  static override readonly styles = [
    baseStyles,
    css`
      img {
        display: block;
        width: 100%;
        height: 100%;
        border-radius: inherit;
      }
    `,
  ];

  @property({ attribute: false }) subject: Subject | null = null;
  @property() theme: Theme = 'light';

  #picture: string | null = null;

  /** Sets the canvas' size itself. */
  protected abstract paint(canvas: HTMLCanvasElement, subject: Subject): void;

  protected override willUpdate(changed: PropertyValues): void {
    const { subject } = this;
    if (subject === null || !(changed.has('subject') || changed.has('theme'))) return;
    this.#picture = stillPicture((canvas) => {
      this.paint(canvas, subject);
    });
  }

  override render() {
    return html`<img alt="" src=${this.#picture ?? nothing} decoding="sync" />`;
  }
}
