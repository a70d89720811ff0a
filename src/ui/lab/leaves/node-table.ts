import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { keyedList } from '../../controls/keyed-list.ts';
import type { LabGraph } from '../../../lab/graph.ts';
import { printedName } from '../../../lab/printed-name.ts';
import { exact } from '../../controls/format.ts';
import { send } from '../../page-events.ts';
import { currentStyles } from '../../controls/forced-styles.ts';
import { baseStyles, buttonStyles } from '../../controls/styles.ts';
import type { GraphNumbers, NodeMark } from '../graph/cards.ts';
import type { Secrets } from '../workbench/lab-model.ts';
import { formatNumber } from '../workbench/numbers.ts';
import { gapRow, RowWindow } from '../workbench/row-window.ts';

/** Of every row, in pixels. */
const rowHeight = 29;

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
        box-sizing: border-box;
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
      .wrong {
        color: var(--danger);
      }
      .right,
      .absent {
        color: var(--muted);
      }
      [data-sign='-1'] {
        color: var(--negative);
      }
      [data-sign='1'] {
        color: var(--positive);
      }
    `,
    currentStyles,
  ];

  @property({ attribute: false }) graph: LabGraph | null = null;
  @property({ attribute: false }) numbers: GraphNumbers | null = null;
  /** Any change of it writes the numbers anew. */
  @property({ attribute: false }) version = 0;
  @property({ attribute: false }) active: number | null = null;
  @property({ attribute: false }) marks: ReadonlyMap<number, NodeMark> = new Map();
  /** By node, the gradient that is right, where another one is shown. */
  @property({ attribute: false }) mistakes: ReadonlyMap<number, number> = new Map();
  @property({ attribute: false }) secrets: Secrets = { hiding: 'none', revealed: new Set() };

  readonly #rows = new RowWindow(this, rowHeight);

  constructor() {
    super();
    this.addEventListener('scroll', this.#rows.onScroll, { passive: true });
  }

  override render() {
    const { graph, numbers } = this;
    if (graph === null || numbers === null) return nothing;
    const count = graph.ops.length;
    const { from, to, before, after } = this.#rows.of(count);
    const nodes = Array.from({ length: to - from }, (_, i) => from + i);
    return html`<table aria-rowcount=${count + 1}>
      <thead>
        <tr aria-rowindex="1">
          <th scope="col">Node</th>
          <th scope="col">Operation</th>
          <th scope="col">Data</th>
          <th scope="col">Gradient</th>
        </tr>
      </thead>
      <tbody>
        ${gapRow(before, 4)}
        ${keyedList(
          nodes,
          (node) => node,
          (node) => this.#renderRow(graph, numbers, node),
        )}
        ${gapRow(after, 4)}
      </tbody>
    </table>`;
  }

  /** Why there is no number. */
  #absent(what: Secrets['hiding'], node: number) {
    const { hiding, revealed } = this.secrets;
    const isHidden = hiding === what && !revealed.has(node);
    return html`<span class="absent">${isHidden ? '?' : 'not computed yet'}</span>`;
  }

  #renderRow(graph: LabGraph, numbers: GraphNumbers, node: number) {
    const name = graph.names[node];
    const { hiding, revealed } = this.secrets;
    const hides = (what: typeof hiding): boolean => hiding === what && !revealed.has(node);
    const data = numbers.hasData(node) && !hides('values') ? numbers.data[node] : null;
    const gradient = numbers.hasGradient(node) && !hides('gradients') ? numbers.gradients[node] : null;
    const right = this.mistakes.get(node);
    return html`<tr
      aria-rowindex=${node + 2}
      data-testid="lab-node"
      data-name=${name}
      data-data=${exact(data)}
      data-gradient=${exact(gradient)}
      aria-current=${node === this.active ? 'step' : nothing}
    >
      <th scope="row">
        <button aria-label="Select ${name}" @click=${() => send(this, 'node-select', node)}>
          ${printedName(name)}
        </button>
      </th>
      <td>${graph.ops[node] ?? 'leaf'}</td>
      <td title=${this.marks.get(node)?.text ?? nothing}>
        ${data === null ? this.#absent('values', node) : formatNumber(data)}
      </td>
      <td
        data-sign=${gradient === null || right !== undefined ? nothing : Math.sign(gradient)}
        class=${right === undefined ? nothing : 'wrong'}
      >
        ${gradient === null ? this.#absent('gradients', node) : formatNumber(gradient)}
        ${right === undefined || gradient === null ? nothing : html`<span class="right">not ${formatNumber(right)}</span>`}
      </td>
    </tr>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-node-table': NodeTable;
  }
}
