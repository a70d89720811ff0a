import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatWeight } from '../../controls/format.ts';
import { baseStyles } from '../../controls/styles.ts';
import './weight-handles.ts';
import type { IncomingWeight, NeuronNumbers } from './describe.ts';

/** Of more inputs than these, those with the largest gradients are listed. */
const mostWithVitals = 12;

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
      p {
        margin: 0;
        color: var(--muted);
      }
      th {
        padding: 0 0 2px 14px;
        font-weight: 400;
        text-align: right;
        color: var(--muted);
      }
      td {
        padding: 0 0 0 14px;
        text-align: right;
        font-variant-numeric: tabular-nums;
      }
      tbody th,
      th:empty {
        padding: 0;
        text-align: left;
      }
      td.weight {
        font-weight: 600;
      }
      [data-sign='-1'] {
        color: var(--negative);
      }
      [data-sign='1'] {
        color: var(--positive);
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
    const { title, bias, biasVitals, incoming, note, opens } = this.numbers;
    const withVitals = [...(biasVitals === undefined ? [] : [biasVitals]), ...incoming];
    if (withVitals[0]?.gradient !== undefined)
      return html`<h3>${title}</h3>
        ${vitalsTable(withVitals)}
        ${opens ? html`<p class="opens">click to open it beside the network</p>` : nothing}`;
    return html`<h3>${title}</h3>
      ${bias === null ? nothing : html`<dl class="bias">${row('bias', bias)}</dl>`}
      ${
        note !== null
          ? html`<p>${note}</p>`
          : html`<dl>${incoming.map(({ name, weight }) => row(name, weight))}</dl>`
      }
      ${opens ? html`<p class="opens">click to open it beside the network</p>` : nothing}`;
  }

  protected override updated(): void {
    const count = this.numbers?.incoming.length ?? 0;
    this.style.setProperty('--card-columns', String(Math.min(4, Math.ceil(count / 16)) || 1));
  }
}

/** Weight, gradient and last update of each. */
function vitalsTable(all: readonly IncomingWeight[]) {
  const listed = strongest(all);
  const left = all.length - listed.length;
  return html`<table>
      <thead>
        <tr>
          <td></td>
          ${['weight', 'gradient', 'last update'].map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${listed.map(
          ({ name, weight, gradient = 0, update = null }) =>
            html`<tr>
              ${name === 'weight' ? html`<td></td>` : html`<th scope="row">${name}</th>`}
              ${cell(weight, 'weight')}${cell(gradient, 'gradient')}${update === null ? html`<td>–</td>` : cell(update, 'update')}
            </tr>`,
        )}
      </tbody>
    </table>
    ${left > 0 ? html`<p>+ ${left} more with smaller gradients</p>` : nothing}`;
}

/** In the order in which they are there. */
function strongest(all: readonly IncomingWeight[]): readonly IncomingWeight[] {
  if (all.length <= mostWithVitals) return all;
  const sizes = all.map(({ gradient = 0 }) => Math.abs(gradient)).sort((a, b) => b - a);
  const least = sizes[mostWithVitals - 1];
  return all.filter(({ gradient = 0 }) => Math.abs(gradient) >= least).slice(0, mostWithVitals);
}

function cell(value: number, what: string) {
  return html`<td class=${what} data-value=${value} data-sign=${Math.sign(value)}>
    ${formatWeight(value)}
  </td>`;
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
