import { html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { CPrecision } from '../../../export/c-header.ts';
import { exportForms, formNames, type FormName } from '../../../export/form-names.ts';
import type { MadeFile, TakenAway } from '../../../export/forms.ts';
import {
  pytorchScopeNames,
  pytorchScopes,
  scopeProblem,
  type PytorchScope,
} from '../../../export/pytorch-scopes.ts';
import { epochText, isFiniteModel } from '../../../export/trained-model.ts';
import { copyText } from '../../controls/copy-text.ts';
import { dialogStyles } from '../../controls/dialog-styles.ts';
import { filePreviewStyles } from '../../controls/file-preview-styles.ts';
import { formatBytes } from '../../controls/format.ts';
import { icon } from '../../controls/icons.ts';
import { saveFile } from '../../controls/save-file.ts';
import { baseStyles, buttonStyles, fieldStyles } from '../../controls/styles.ts';
import { send } from '../../page-events.ts';
import type { Departures } from './departures.ts';
import './model-opener.ts';
import type { ModelOpener } from './model-opener.ts';
import { takeAwayStyles } from './take-away-styles.ts';

/** More of a file is not laid out. */
const mostShown = 20_000;

/** A file with what it is of. */
interface Written {
  readonly key: string;
  readonly what: TakenAway;
  readonly file: MadeFile;
}

/** Takes the network of the moment in which it opens away in a form of its user's choice, and opens runs that were. */
@customElement('chainrule-take-away-dialog')
export class TakeAwayDialog extends LitElement {
  static override readonly styles = [
    baseStyles,
    buttonStyles,
    fieldStyles,
    dialogStyles,
    filePreviewStyles,
    takeAwayStyles,
  ];

  @property({ attribute: false }) departures: Departures | null = null;
  @state() private form: FormName = 'pytorch';
  @state() private precision: CPrecision = 'double';
  @state() private scope: PytorchScope = 'network';
  /** null while it is asked for. */
  @state() private what: TakenAway | null = null;
  /** Why there is nothing to take away. */
  @state() private failure = '';
  @state() private said = '';
  @query('dialog') private readonly dialog!: HTMLDialogElement;
  @query('chainrule-model-opener') private readonly opener!: ModelOpener;

  /** What was written last. */
  @state() private made: Written | null = null;
  /** What is being written. */
  #wanted: Pick<Written, 'key' | 'what'> | null = null;

  override render() {
    const { form } = this;
    return html`<dialog aria-labelledby="title" @click=${this.#onClick} @close=${this.#onClose}>
      <div class="content">
        <div class="head">
          <h2 id="title">Take the network away</h2>
          <form method="dialog">
            <button class="quiet" aria-label="Close">${icon('close')}</button>
          </form>
        </div>
        <div class="forms" role="radiogroup" aria-label="Form">
          ${formNames.map(
            (name) =>
              html`<label
                ><input
                  type="radio"
                  name="form"
                  .checked=${name === form}
                  @change=${() => {
                    this.form = name;
                    this.said = '';
                  }}
                />${exportForms[name].label}</label
              >`,
          )}
        </div>
        <p id="about">${form === 'pytorch' ? pytorchScopes[this.scope].about : exportForms[form].about}</p>
        ${this.#renderScope()} ${this.#renderFile()} ${this.#renderReport()}
        <chainrule-model-opener
          .departures=${this.departures}
          .present=${this.what?.model ?? null}
          @opened=${() => {
            this.dialog.close();
          }}
        ></chainrule-model-opener>
      </div>
    </dialog>`;
  }

  #renderFile() {
    const { what, failure } = this;
    if (failure !== '') return html`<p class="warning" role="alert">${failure}</p>`;
    const problem = what === null ? null : this.#problem(what);
    if (problem !== null) return html`<p class="warning" role="status">${problem}</p>`;
    const file = what === null ? null : this.#file(what);
    // All has its place from the beginning: what is below is not moved away from under a finger.
    return html`${what === null || isFiniteModel(what.model) ? nothing : this.#renderDiverged()}
      <pre tabindex="0" role="region" aria-label="Preview" aria-busy=${file === null}>
${file === null ? '' : beginningOf(file.preview)}</pre>
      <div class="foot">
        ${what === null || file === null ? html`<p>${what === null ? 'Asking for the network …' : 'Writing …'}</p>` : this.#renderName(file, what)}
        ${this.#renderPrecision()}
        ${
          isBinary(this.form)
            ? nothing
            : html`<button ?disabled=${file === null} @click=${() => void this.#copy(file)}>
                ${icon('copy')}Copy
              </button>`
        }
        <button
          ?disabled=${file === null}
          @click=${() => {
            this.#download(file);
          }}
        >
          ${icon('download')}Download
        </button>
      </div>
      <p role="status">${this.said}</p>`;
  }

  #renderDiverged() {
    return html`<p class="warning">
      The training has diverged: these weights are no finite
      numbers${this.form === 'json' ? '; the run that is kept is the last one whose numbers are' : ''}.
    </p>`;
  }

  #renderName({ name, content }: MadeFile, { state, model }: TakenAway) {
    return html`<p data-testid="taken-file" data-value=${name} title=${name}>
      ${name}, ${formatBytes(new Blob([content]).size)}, as it was at epoch
      ${epochText(this.form === 'json' ? state.epoch : model.epoch)}
    </p>`;
  }

  #renderScope() {
    if (this.form !== 'pytorch') return nothing;
    return html`<label class="precision"
      >Contents
      <select
        @change=${({ target }: Event) => {
          const { value } = target as HTMLSelectElement;
          this.scope = pytorchScopeNames.find((name) => name === value) ?? 'network';
          this.said = '';
        }}
      >
        ${pytorchScopeNames.map(
          (name) =>
            html`<option value=${name} ?selected=${name === this.scope}>
              ${pytorchScopes[name].label}
            </option>`,
        )}
      </select></label
    >`;
  }

  /** Why there is no such file; null where there is one. */
  #problem({ whole }: TakenAway): string | null {
    return this.form === 'pytorch' ? scopeProblem(this.scope, whole) : null;
  }

  #renderPrecision() {
    if (this.form !== 'c') return nothing;
    return html`<label class="precision"
      >Numbers
      <select
        @change=${({ target }: Event) => {
          this.precision = (target as HTMLSelectElement).value === 'float' ? 'float' : 'double';
        }}
      >
        <option value="double" ?selected=${this.precision === 'double'}>double</option>
        <option value="float" ?selected=${this.precision === 'float'}>float</option>
      </select></label
    >`;
  }

  #renderReport() {
    return html`<div class="report">
      <p>Or a page to print, with its picture and curves as files: PNG and SVG.</p>
      <button
        @click=${() => {
          this.dialog.close();
          send(this, 'front-action', { kind: 'report' });
        }}
      >
        Report…
      </button>
    </div>`;
  }

  /** Asks for the network as it is now. */
  async open(): Promise<void> {
    await this.updateComplete;
    if (!this.dialog.open) this.dialog.showModal();
    [this.what, this.failure, this.said] = [null, '', ''];
    this.opener.clear();
    const asked = await this.departures?.ask();
    if (asked === undefined) return;
    if (asked.ok) this.what = asked.what;
    else this.failure = asked.message;
  }

  get #key(): string {
    return `${this.form} ${this.precision} ${this.scope}`;
  }

  /** null while it is written. */
  #file(what: TakenAway): MadeFile | null {
    const { made } = this;
    return made?.key === this.#key && made.what === what ? made.file : null;
  }

  protected override updated(): void {
    const { what } = this;
    if (what === null || this.failure !== '' || this.#problem(what) !== null) return;
    if (this.#file(what) === null) void this.#write(what);
  }

  /** What is chosen by the time that it is written counts. */
  async #write(what: TakenAway): Promise<void> {
    const { form, precision, scope } = this;
    const wanted = { key: this.#key, what };
    if (this.#wanted?.key === wanted.key && this.#wanted.what === what) return;
    this.#wanted = wanted;
    try {
      const file = await this.departures?.make(form, { ...what, precision, scope });
      if (file !== undefined && wanted === this.#wanted) this.made = { ...wanted, file };
    } catch (error) {
      if (wanted !== this.#wanted) return;
      const reason = error instanceof Error ? error.message : String(error);
      this.failure = `The file could not be written (${reason}). Close this and open it again.`;
    }
  }

  readonly #onClose = (): void => {
    this.#wanted = null;
    this.opener.stop();
    this.departures?.end();
  };

  #download(file: MadeFile | null): void {
    if (file === null) return;
    const { name, mimeType, content } = file;
    saveFile(new Blob([content], { type: mimeType }), name);
    this.said = `${name} was handed to the browser.`;
  }

  async #copy(file: MadeFile | null): Promise<void> {
    if (typeof file?.content === 'string') this.said = await copyText(file.content);
  }

  /** A click beside the content is a click on the backdrop. */
  readonly #onClick = ({ target }: Event): void => {
    if (target === this.dialog) this.dialog.close();
  };
}

/** Nobody pastes such a file. */
function isBinary(form: FormName): boolean {
  return form === 'onnx' || form === 'safetensors';
}

function beginningOf(preview: string): string {
  return preview.length > mostShown ? `${preview.slice(0, mostShown)}\n…` : preview;
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-take-away-dialog': TakeAwayDialog;
  }
}
