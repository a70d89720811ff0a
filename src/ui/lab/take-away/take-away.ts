import { css, html, LitElement } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { NamedGraph } from '../../../autograd/expression.ts';
import { exportDot } from '../../../lab/export-dot.ts';
import { exportMicrograd } from '../../../lab/export-micrograd.ts';
import { exportPytorch } from '../../../lab/export-pytorch.ts';
import type { LabGraph } from '../../../lab/graph.ts';
import { copyText } from '../../controls/copy-text.ts';
import { formatBytes } from '../../controls/format.ts';
import { icon } from '../../controls/icons.ts';
import { send } from '../../page-events.ts';
import { baseStyles, buttonStyles, panelStyles } from '../../controls/styles.ts';
import { saveText } from '../workbench/save-text.ts';

/** What there is to take away: everything at the values of now. */
export interface Exportable {
  readonly named: NamedGraph;
  readonly graph: LabGraph;
  readonly data: Float64Array;
  readonly gradients: Float64Array;
  readonly svg: () => string;
}

interface Export {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly file: string;
  readonly mimeType: string;
  readonly make: (what: Exportable) => string;
}

const exports: readonly Export[] = [
  {
    id: 'micrograd',
    title: 'Python, micrograd style',
    about: 'Needs nothing but Python; run, it prints every name with its data and gradient.',
    file: 'graph_micrograd.py',
    mimeType: 'text/x-python',
    make: ({ named }) => exportMicrograd(named),
  },
  {
    id: 'pytorch',
    title: 'Python, PyTorch',
    about: 'The same in double precision by PyTorch; it prints the same numbers.',
    file: 'graph_pytorch.py',
    mimeType: 'text/x-python',
    make: ({ named }) => exportPytorch(named),
  },
  {
    id: 'svg',
    title: 'Drawing, SVG',
    about: 'The drawing as it stands, for slides and print.',
    file: 'graph.svg',
    mimeType: 'image/svg+xml',
    make: ({ svg }) => svg(),
  },
  {
    id: 'dot',
    title: 'Drawing, Graphviz DOT',
    about: 'Every node and edge, to be laid out by Graphviz.',
    file: 'graph.dot',
    mimeType: 'text/vnd.graphviz',
    make: ({ graph, data, gradients }) => exportDot(graph, { data, gradients }),
  },
];

const saidMs = 2500;

/** Files and a link that carry the graph out of the page. */
@customElement('chainrule-take-away')
export class TakeAway extends LitElement {
  static override readonly styles = [
    baseStyles,
    panelStyles,
    buttonStyles,
    css`
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        padding: 12px 0;
        border-bottom: 1px solid var(--hairline);
      }
      li:first-child {
        padding-top: 0;
      }
      h3 {
        margin: 0;
        font-size: 0.8125rem;
        font-weight: 600;
      }
      p {
        margin: 2px 0 8px;
        font-size: 0.75rem;
        line-height: 16px;
        color: var(--muted);
      }
      .buttons {
        display: flex;
        gap: 8px;
      }
      .said {
        min-height: 32px;
        margin: 8px 0 0;
      }
    `,
  ];

  /** null while there is no graph. */
  @property({ attribute: false }) what: (() => Exportable) | null = null;
  /** The link is longer than what the address bar says. */
  @property({ type: Boolean }) linkIsLong = false;
  @state() private said = '';
  #timer: ReturnType<typeof setTimeout> | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  override render() {
    return html`<section class="panel" aria-labelledby="title">
      <div class="panel-head"><h2 id="title">Take it away</h2></div>
      <ul>
        ${exports.map(
          (one) =>
            html`<li>
              <h3>${one.title}</h3>
              <p>${one.about}</p>
              <div class="buttons">
                <button
                  aria-label="Download ${one.title}"
                  ?disabled=${this.what === null}
                  @click=${() => this.#download(one)}
                >
                  ${icon('download')}Download
                </button>
                <button
                  aria-label="Copy ${one.title}"
                  ?disabled=${this.what === null}
                  @click=${() => this.#copy(one)}
                >
                  ${icon('copy')}Copy
                </button>
              </div>
            </li>`,
        )}
        <li>
          <h3>Link</h3>
          <p>
            ${
              this.linkIsLong
                ? 'Brings back all that you see: the graph, its numbers, the step and the mode. It is long: some mail programs and chats cut such links. The address bar has a short one, without these numbers.'
                : 'Brings back all that you see: the graph, its numbers, the step and the mode.'
            }
          </p>
          <div class="buttons">
            <button @click=${() => send(this, 'page-command', 'copy-link')}>
              ${icon('link')}Copy the link
            </button>
          </div>
        </li>
      </ul>
      <p class="said" role="status">${this.said}</p>
    </section>`;
  }

  #download({ file, mimeType, make }: Export): void {
    if (this.what === null) return;
    const text = make(this.what());
    saveText(text, file, mimeType);
    this.#say(`${file}, ${formatBytes(new Blob([text]).size)}, was handed to the browser.`);
  }

  async #copy({ title, make }: Export): Promise<void> {
    if (this.what === null) return;
    this.#say(await copyText(make(this.what()), title));
  }

  #say(text: string): void {
    this.said = text;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.said = '';
    }, saidMs);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-take-away': TakeAway;
  }
}
