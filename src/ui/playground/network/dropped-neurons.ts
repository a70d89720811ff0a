import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { NetworkLayout } from './layout.ts';

/** Greys the neurons that dropout silences, each by how much of the last batch it was silent in. */
@customElement('chainrule-dropped-neurons')
export class DroppedNeurons extends LitElement {
  static override readonly styles = css`
    :host {
      position: absolute;
      inset: 0;
      pointer-events: none;
    }
    i {
      position: absolute;
      left: var(--x);
      top: var(--y);
      width: var(--size);
      height: var(--size);
      translate: -50% -50%;
      border-radius: 6px;
      opacity: var(--share);
      background: var(--panel);
    }
    /* Crossed out as well as grey: a pale picture could be one of small numbers. */
    i::after {
      content: '';
      position: absolute;
      inset: 3px;
      background:
        linear-gradient(45deg, transparent 47%, var(--muted) 47% 53%, transparent 53%),
        linear-gradient(-45deg, transparent 47%, var(--muted) 47% 53%, transparent 53%);
    }
    .read {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  `;

  /** By hidden layer and neuron, from 0 to 1. */
  @property({ attribute: false }) dropped: readonly Float32Array[] = [];
  @property({ attribute: false }) layout: NetworkLayout | null = null;

  override render() {
    const { layout, dropped } = this;
    if (layout === null) return nothing;
    return html`${dropped.map((shares, layer) =>
        layout.columns[layer + 1]?.ys.map(
          (_, neuron) =>
            html`<i
              aria-hidden="true"
              data-column=${layer + 1}
              data-index=${neuron}
              data-dropped=${shares[neuron] ?? 0}
            ></i>`,
        ),
      )} <span class="read">${summary(dropped)}</span>`;
  }

  protected override updated(): void {
    const { layout } = this;
    if (layout === null) return;
    for (const mark of this.renderRoot.querySelectorAll('i')) {
      const { column, index, dropped } = mark.dataset;
      const { x, ys } = layout.columns[Number(column)];
      mark.style.setProperty('--x', `${x}px`);
      mark.style.setProperty('--y', `${ys[Number(index)]}px`);
      mark.style.setProperty('--size', `${layout.size}px`);
      mark.style.setProperty('--share', String(0.85 * Number(dropped)));
    }
  }
}

/** What is seen, in words: the neurons that were never, or not always, heard. */
function summary(dropped: readonly Float32Array[]): string {
  return dropped
    .map((shares, layer) => {
      const silent = Array.from(shares).filter((share) => share > 0).length;
      return `Layer ${layer + 1}: ${silent} of ${shares.length} neurons dropped in the last batch or sample.`;
    })
    .join(' ');
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-dropped-neurons': DroppedNeurons;
  }
}
