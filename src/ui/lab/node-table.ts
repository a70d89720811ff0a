import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { LabGraph } from '../../lab/graph.ts';
import { exact } from '../format.ts';
import { send } from '../page-events.ts';
import { baseStyles, buttonStyles } from '../styles.ts';
import type { GraphNumbers, NodeMark } from './graph/cards.ts';
import type { Secrets } from './lab-model.ts';
import { formatNumber } from './numbers.ts';

/** More rows than this are made only when asked for. */
const mostRows = 800;

/** The graph in numbers: what the drawing shows, as a table. */
@customElement('chainrule-node-table')
export class NodeTable extends LitElement {
  static override readonly styles = [
    baseStyles,
    buttonStyles,
    css`
      :host {
        overflow: auto;
        background: var(--panel);
      }
      table {
        width: 100%;
        border-collapse: collapse;
        font-size: 0.8125rem;
      }
      thead th {
        position: sticky;
        top: 0;
        background: var(--panel);
        font-weight: 600;
        z-index: 1;
      }
      th,
      td {
        padding: 2px 16px;
        border-bottom: 1px solid var(--hairline);
        text-align: right;
        font-weight: 400;
        white-space: nowrap;
      }
      th:first-child {
        text-align: left;
      }
      tr[aria-current] {
        background: var(--well);
      }
      th button {
        min-height: 24px;
        padding: 0;
        border: 0;
        background: none;
        font-weight: 600;
      }
      [data-sign='-1'] {
        color: var(--negative);
      }
      [data-sign='1'] {
        color: var(--positive);
      }
      .more {
        margin: 12px 16px;
      }
    `,
  ];

  @property({ attribute: false }) graph: LabGraph | null = null;
  @property({ attribute: false }) numbers: GraphNumbers | null = null;
  /** Any change of it writes the numbers anew. */
  @property({ attribute: false }) version = 0;
  @property({ attribute: false }) active: number | null = null;
  @property({ attribute: false }) marks: ReadonlyMap<number, NodeMark> = new Map();
  @property({ attribute: false }) secrets: Secrets = { hiding: 'none', revealed: new Set() };

  @state() private showsAll = false;

  override render() {
    const { graph, numbers } = this;
    if (graph === null || numbers === null) return nothing;
    const count = graph.ops.length;
    const shown = this.showsAll ? count : Math.min(count, mostRows);
    return html`<table>
        <thead>
          <tr>
            <th scope="col">Node</th>
            <th scope="col">Operation</th>
            <th scope="col">Data</th>
            <th scope="col">Gradient</th>
          </tr>
        </thead>
        <tbody>
          ${Array.from({ length: shown }, (_, node) => this.#renderRow(graph, numbers, node))}
        </tbody>
      </table>
      ${
        shown < count
          ? html`<button
              class="more"
              @click=${() => {
                this.showsAll = true;
              }}
            >
              Show all ${count} nodes
            </button>`
          : nothing
      }`;
  }

  #renderRow(graph: LabGraph, numbers: GraphNumbers, node: number) {
    const name = graph.names[node];
    const { hiding, revealed } = this.secrets;
    const hides = (what: typeof hiding): boolean => hiding === what && !revealed.has(node);
    const data = numbers.hasData(node) && !hides('values') ? numbers.data[node] : null;
    const gradient = numbers.hasGradient(node) && !hides('gradients') ? numbers.gradients[node] : null;
    return html`<tr
      data-testid="lab-node"
      data-name=${name}
      data-data=${exact(data)}
      data-gradient=${exact(gradient)}
      aria-current=${node === this.active ? 'step' : nothing}
    >
      <th scope="row">
        <button aria-label="Select ${name}" @click=${() => send(this, 'node-select', node)}>${name}</button>
      </th>
      <td>${graph.ops[node] ?? 'leaf'}</td>
      <td title=${this.marks.get(node)?.text ?? nothing}>${data === null ? '?' : formatNumber(data)}</td>
      <td data-sign=${gradient === null ? nothing : Math.sign(gradient)}>
        ${gradient === null ? '?' : formatNumber(gradient)}
      </td>
    </tr>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-node-table': NodeTable;
  }
}
