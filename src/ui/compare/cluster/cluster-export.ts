import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { dependsOnResults, type Ask } from '../../../compare/ask.ts';
import type { ClusterProgram, ClusterQuestion } from '../../../protocol/cluster-messages.ts';
import { copyText } from '../../controls/copy-text.ts';
import { dialogStyles } from '../../controls/dialog-styles.ts';
import { filePreviewStyles } from '../../controls/file-preview-styles.ts';
import { formatBytes } from '../../controls/format.ts';
import { icon } from '../../controls/icons.ts';
import { saveFile } from '../../controls/save-file.ts';
import { baseStyles, buttonStyles } from '../../controls/styles.ts';
import type { CompareStore } from '../compare-store.ts';

/** More of a program is not laid out. */
const mostShown = 20_000;

type Written = Extract<ClusterProgram, { readonly ok: true }>;

/** Takes what a swarm or a sweep asks for away as a program for a cluster; it need not have been trained here. */
@customElement('chainrule-cluster-export')
export class ClusterExport extends LitElement {
  static override readonly styles = [
    baseStyles,
    buttonStyles,
    dialogStyles,
    filePreviewStyles,
    css`
      :host {
        display: contents;
      }
      code {
        overflow-wrap: anywhere;
      }
    `,
  ];

  /** Set once, before the element is connected. */
  @property({ attribute: false }) model: CompareStore | null = null;

  @state() private kind: Ask['kind'] = 'swarm';
  /** null while it is written. */
  @state() private written: Written | null = null;
  /** Why there is none; '' where nothing is known to be wrong. */
  @state() private problem = '';
  @state() private said = '';
  @query('dialog') private readonly dialog!: HTMLDialogElement;
  /** What is being written. */
  #wanted: ClusterQuestion | null = null;

  override render() {
    return html`<button aria-haspopup="dialog" @click=${() => void this.#open()}>
        Python for a cluster…
      </button>
      <dialog aria-labelledby="title" @click=${this.#onClick} @close=${this.#onClose}>
        <div class="content">
          <div class="head">
            <h2 id="title">Train it on a cluster</h2>
            <form method="dialog">
              <button class="quiet" aria-label="Close">${icon('close')}</button>
            </form>
          </div>
          <p>
            A Python program that trains all runs of this ${this.kind} on a cluster of Dask, or on the cores
            of one machine. Its workers call Chainrule’s command line, so that the figures are those of this
            page, in the same table.
          </p>
          ${this.#renderProgram()}
        </div>
      </dialog>`;
  }

  #renderProgram() {
    const { written, problem } = this;
    if (problem !== '') return html`<p class="warning" role="alert">${problem}</p>`;
    const name = this.#fileName;
    const { text, runs } = written ?? { text: '', runs: 0 };
    // All has its place from the beginning: nothing is moved away from under a finger.
    return html`<pre tabindex="0" role="region" aria-label="Preview" aria-busy=${written === null}>
${text.slice(0, mostShown)}${text.length > mostShown ? '\n…' : nothing}</pre>
      <div class="foot">
        <p data-testid=${written === null ? nothing : 'cluster-file'} data-value=${name}>
          ${written === null ? 'Writing …' : html`${name}, ${formatBytes(new Blob([text]).size)}, ${runs} ${runs === 1 ? 'run' : 'runs'}.`}
          Start it with
          <code>python3 ${name} --scheduler tcp://HOST:8786</code>
        </p>
        <button ?disabled=${written === null} @click=${() => void this.#copy(text)}>
          ${icon('copy')}Copy
        </button>
        <button
          ?disabled=${written === null}
          @click=${() => {
            saveFile(new Blob([text], { type: 'text/x-python' }), name);
            this.said = `${name} was handed to the browser.`;
          }}
        >
          ${icon('download')}Download
        </button>
      </div>
      <p role="status">${this.said}</p>`;
  }

  get #fileName(): string {
    return `${this.kind}.py`;
  }

  /** Of what is asked for in this moment. */
  async #open(): Promise<void> {
    const { model } = this;
    if (model === null) return;
    const [ask, experiment] = [model.ask.peek(), model.experiment.peek()];
    [this.kind, this.written, this.problem, this.said] = [ask.kind, null, '', ''];
    if (!this.dialog.open) this.dialog.showModal();
    if (dependsOnResults(ask)) {
      this.problem =
        'Successive halving cannot be written down beforehand: which set-ups go on for longer follows from what came ' +
        'of the runs before. Choose “all combinations” or “some at random” under “Tried are”.';
      return;
    }
    const wanted = { ask, experiment };
    this.#wanted = wanted;
    const program = await this.#write(model, wanted);
    if (this.#wanted !== wanted) return;
    if (program.ok) this.written = program;
    else this.problem = program.message;
  }

  async #write({ programs }: CompareStore, question: ClusterQuestion): Promise<ClusterProgram> {
    try {
      return await programs.write(question);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return {
        ok: false,
        message: `The program could not be written (${reason}). Close this and open it again.`,
      };
    }
  }

  readonly #onClose = (): void => {
    this.#wanted = null;
    this.model?.programs.end();
  };

  async #copy(text: string): Promise<void> {
    this.said = await copyText(text);
  }

  /** A click beside the content is a click on the backdrop. */
  readonly #onClick = ({ target }: Event): void => {
    if (target === this.dialog) this.dialog.close();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-cluster-export': ClusterExport;
  }
}
