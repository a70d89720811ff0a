import { html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { TrainedModel } from '../../../export/trained-model.ts';
import type { OpenedModel } from '../../../protocol/model-messages.ts';
import { filePreviewStyles } from '../../controls/file-preview-styles.ts';
import { baseStyles, buttonStyles } from '../../controls/styles.ts';
import type { Departures } from './departures.ts';
import { modelOpenerStyles } from './model-opener-styles.ts';
import { sizeProblem, takeModel } from './open-model.ts';

/**
 * Opens what is chosen, dropped or pasted, in the place of the present network; 'opened' is sent then. What is wrong with
 * it is said, and then nothing has changed.
 */
@customElement('chainrule-model-opener')
export class ModelOpener extends LitElement {
  static override readonly styles = [baseStyles, buttonStyles, filePreviewStyles, modelOpenerStyles];

  @property({ attribute: false }) departures: Departures | null = null;
  /** The network that is there; null while it is not known. */
  @property({ attribute: false }) present: TrainedModel | null = null;
  /** What is being read, in words; '' for nothing. */
  @state() private reading = '';
  @state() private problem = '';
  @query('input') private readonly chosen!: HTMLInputElement;
  @query('textarea') private readonly pasted!: HTMLTextAreaElement;
  /** Grows with everything that is opened, and with every end of that. */
  #turn = 0;

  override render() {
    return html`<div class="open" @dragover=${this.#onDragOver} @drop=${this.#onDrop}>
      <label for="open">Open a model</label>
      <input
        id="open"
        type="file"
        accept=".json,.onnx,.safetensors,application/json"
        aria-describedby="open-about"
        @change=${this.#onFile}
      />
      <p id="open-about">
        A run in JSON that was taken away here, or a network in ONNX, safetensors or JSON, for the present
        data: chosen, dropped here, or pasted below. Its inputs are found by their names, or taken in their
        order. It takes the place of the present one; undo brings that back.
      </p>
      <label class="pasted"
        >Paste weights<textarea
          rows="2"
          spellcheck="false"
          autocomplete="off"
          placeholder="[[[0.1, -0.2], [0.3, 0.4]], [0, 0], …]"
          aria-describedby="pasted-about"
        ></textarea></label
      ><button @click=${this.#onPasted}>Open</button>
      <p id="pasted-about">Lists of numbers, layer by layer: weights [output][input], then biases.</p>
      ${this.reading === '' ? nothing : this.#renderReading()}
      ${this.problem === '' ? nothing : html`<p class="warning" role="alert">${this.problem}</p>`}
    </div>`;
  }

  #renderReading() {
    return html`<div class="reading">
      <p role="status">Reading ${this.reading} …</p>
      <button
        @click=${() => {
          this.stop();
          this.chosen.focus();
        }}
      >
        Cancel
      </button>
    </div>`;
  }

  /** Nothing is said any more of what was opened before. */
  clear(): void {
    this.problem = '';
  }

  /** Whatever is being read is no longer wanted. */
  stop(): void {
    this.#turn++;
    this.reading = '';
    this.departures?.stopReading();
  }

  readonly #onFile = ({ target }: Event): void => {
    const input = target as HTMLInputElement;
    const file = input.files?.[0];
    // The same file can be chosen again: it may have changed.
    input.value = '';
    if (file !== undefined) void this.#open(file);
  };

  readonly #onPasted = async (): Promise<void> => {
    const { pasted } = this;
    if (pasted.value.trim() === '') {
      this.problem = 'There is nothing to open yet: paste weights first.';
      return;
    }
    if (await this.#open(pasted.value)) pasted.value = '';
  };

  /** Whether it has been opened. Of several, what was chosen last is. */
  async #open(source: File | string): Promise<boolean> {
    this.stop();
    const turn = this.#turn;
    this.problem = typeof source === 'string' ? '' : sizeProblem(source);
    const { departures } = this;
    if (this.problem !== '' || departures === null) return false;
    this.reading = typeof source === 'string' ? 'what was pasted' : `“${source.name}”`;
    const opened = await this.#read(source, departures);
    if (turn !== this.#turn || opened === null) return false;
    this.reading = '';
    this.problem = takeModel(opened, { departures, present: this.present });
    if (this.problem !== '') return false;
    this.dispatchEvent(new Event('opened'));
    return true;
  }

  /** null where it is no longer wanted. */
  async #read(source: File | string, departures: Departures): Promise<OpenedModel | null> {
    try {
      return await departures.read(source);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const message = `What reads files could not be loaded (${reason}). Open it again; nothing has changed.`;
      return { ok: false, message };
    }
  }

  readonly #onDragOver = (event: DragEvent): void => {
    if (event.dataTransfer?.types.includes('Files') === true) event.preventDefault();
  };

  readonly #onDrop = (event: DragEvent): void => {
    const file = event.dataTransfer?.files[0];
    if (file === undefined) return;
    event.preventDefault();
    void this.#open(file);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-model-opener': ModelOpener;
  }
}
