import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { colourScales, tableIndex, type Theme } from '../../../charts/colour-scale.ts';
import type { DataPicture, NetworkPicture } from '../../../protocol/picture-messages.ts';
import { exact } from '../../controls/format.ts';
import { SignalElement } from '../../controls/signal-element.ts';
import { baseStyles } from '../../controls/styles.ts';
import { curveScaleOf } from '../picture/axes.ts';
import { isSameSubject, type LookDesk } from './look-desk.ts';
import { sayLook, sayLookBriefly, sayPicture } from './look-words.ts';

/** One line under the picture: what is looked at, and what the network makes of it. */
@customElement('chainrule-look-line')
export class LookLine extends SignalElement {
  static override readonly styles = [
    baseStyles,
    css`
      :host {
        display: block;
      }
      p {
        display: flex;
        align-items: center;
        gap: 6px;
        margin: 0;
        font-variant-numeric: tabular-nums;
      }
      .words {
        display: flex;
        gap: 4px;
        min-width: 0;
      }
      .said,
      .answer {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        color: var(--ink);
      }
      /* What is asked for: what it is asked of gives way to it. */
      .answer {
        flex: none;
        max-width: 100%;
      }
      .colour {
        flex: none;
        width: 10px;
        height: 10px;
        border: 1px solid var(--edge);
        border-radius: 2px;
        background: var(--fill);
        forced-color-adjust: none;
      }
      .pinned {
        flex: none;
        margin-left: auto;
        color: var(--muted);
      }
    `,
  ];

  @property({ attribute: false }) look: LookDesk | null = null;
  @property({ attribute: false }) data: DataPicture | null = null;
  @property({ attribute: false }) network: NetworkPicture | null = null;
  @property() theme: Theme = 'light';

  /** What was said last of what is looked at: the voice does not follow every change of the numbers. */
  #spoken = { key: '', text: '' };

  override render() {
    const { look, data, network } = this;
    const picture = look?.picture.value ?? null;
    const values = look?.values.value ?? null;
    if (picture !== null && network !== null)
      return html`<p data-testid="look" data-kind="neuron">
        <span class="said">${sayPicture(network, picture, curveScaleOf(data))}</span>
      </p>`;
    if (look === null || data === null || values === null) return html`<p><slot></slot></p>`;
    const said = sayLook(data, values);
    const { subject, outputs, loss } = values;
    const isPinned = isSameSubject(look.pinned.value, subject);
    const brief = sayLookBriefly(data, values, isPinned);
    return html`<p
        data-testid="look"
        data-kind=${subject.kind}
        data-value=${exact(outputs[0])}
        data-loss=${exact(loss)}
        data-epoch=${values.epoch}
        data-pinned=${String(isPinned)}
        title=${said}
      >
        ${outputs.length === 1 ? html`<i class="colour"></i>` : nothing}
        <span class="words"
          ><span class="said">${brief.of}</span> <span class="answer">${brief.answer}</span></span
        >
        ${isPinned ? html`<span class="pinned">pinned</span>` : nothing}
      </p>
      <span class="visually-hidden" role="status">${this.#spokenOf(said, isPinned || look.isByKeys)}</span>`;
  }

  #spokenOf(said: string, isSpoken: boolean): string {
    const key = JSON.stringify([this.look?.subject.peek(), this.look?.values.peek()?.subject, isSpoken]);
    if (key !== this.#spoken.key) this.#spoken = { key, text: isSpoken ? said : '' };
    return this.#spoken.text;
  }

  protected override updated(): void {
    const values = this.look?.values.peek() ?? null;
    // Where there is little room, what its colour means gives way to it.
    this.toggleAttribute('data-looks', values !== null && this.look?.picture.peek() === null);
    const output = values?.outputs[0] ?? 0;
    this.style.setProperty('--fill', colourScales[this.theme].css[Math.max(0, tableIndex(output))]);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-look-line': LookLine;
  }
}
