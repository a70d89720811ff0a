import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatWeight } from '../../controls/format.ts';
import { baseStyles } from '../../controls/styles.ts';
import type { NeuronNumbers } from './describe.ts';

/** The exact numbers of a neuron or a link. */
@customElement('chainrule-neuron-card')
export class NeuronCard extends LitElement {
  static override readonly styles = [
    baseStyles,
    css`
      :host {
        padding: 8px 12px 10px;
        border: 1px solid var(--hairline);
        border-radius: var(--radius-small);
        background: var(--raised);
        box-shadow: var(--shadow-high);
        font-size: 0.75rem;
        line-height: 16px;
        width: max-content;
      }
      h3 {
        margin: 0 0 4px;
        font-size: 0.75rem;
        font-weight: 600;
      }
      dl {
        display: grid;
        grid-template-columns: repeat(var(--card-columns, 1), auto);
        gap: 0 16px;
        margin: 0;
      }
      dl div {
        display: flex;
        justify-content: space-between;
        gap: 10px;
      }
      .bias {
        border-bottom: 1px solid var(--hairline);
        padding-bottom: 3px;
        margin-bottom: 3px;
      }
      dt {
        color: var(--muted);
      }
      dd {
        margin: 0;
        font-weight: 600;
      }
      dd[data-sign='-1'] {
        color: var(--negative);
      }
      dd[data-sign='1'] {
        color: var(--positive);
      }
      p {
        margin: 0;
        color: var(--muted);
      }
      .opens {
        margin-top: 4px;
        padding-top: 4px;
        border-top: 1px solid var(--hairline);
      }
    `,
  ];

  @property({ attribute: false }) numbers: NeuronNumbers | null = null;

  override render() {
    if (this.numbers === null) return nothing;
    const { title, bias, incoming, opens } = this.numbers;
    return html`<h3>${title}</h3>
      ${bias === null ? nothing : html`<dl class="bias">${row('bias', bias)}</dl>`}
      ${
        incoming.length === 0
          ? html`<p>a feature of each point, as it is</p>`
          : html`<dl>${incoming.map(({ name, weight }) => row(name, weight))}</dl>`
      }
      ${opens ? html`<p class="opens">click to open its graph</p>` : nothing}`;
  }

  protected override updated(): void {
    const count = this.numbers?.incoming.length ?? 0;
    this.style.setProperty('--card-columns', String(Math.min(4, Math.ceil(count / 16)) || 1));
  }
}

function row(name: string, value: number) {
  return html`<div>
    <dt>${name}</dt>
    <dd data-value=${value} data-sign=${Math.sign(value)}>${formatWeight(value)}</dd>
  </div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-neuron-card': NeuronCard;
  }
}
