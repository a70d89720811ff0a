import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { Dialect, Prepared } from '../../../protocol/import-messages.ts';
import { formatCount } from '../../controls/format.ts';
import { deepestFocus } from '../../controls/deepest-focus.ts';
import { AfterPaintTask } from '../../controls/frame-task.ts';
import { selectField, selectStyles } from '../../controls/select-field.ts';
import { baseStyles, buttonStyles, fieldStyles, panelStyles, summaryStyles } from '../../controls/styles.ts';
import { textFieldStyles } from '../../controls/text-field-styles.ts';
import { send } from '../../page-events.ts';
import { countStyles, dataCounts, type DataCounts } from '../data/data-counts.ts';
import { choiceFields } from './choice-fields.ts';
import { dialectFields } from './dialect-fields.ts';
import type {
  Choice,
  Faulty,
  ImportAction,
  ImportPreview,
  ImportReading,
  ImportState,
} from './import-store.ts';
import { statusOf } from './import-words.ts';
import { importStyles } from './import-styles.ts';
import { leftOutList, previewTable, problemList } from './preview-table.ts';

/** Of a preview, in the order in which they appear. */
const Part = { rows: 0, dialect: 1, choices: 2 } as const;
type Part = (typeof Part)[keyof typeof Part];
const lastPart = Part.choices;

/** A file that is being read, and what is to become of it; nothing is replaced before the user says so. */
@customElement('chainrule-import')
export class ImportPanel extends LitElement {
  static override readonly styles = [
    baseStyles,
    panelStyles,
    buttonStyles,
    fieldStyles,
    selectStyles,
    summaryStyles,
    countStyles,
    textFieldStyles,
    importStyles,
  ];

  @property({ attribute: false }) state: ImportState = { kind: 'none' };
  @query('h2') private readonly heading!: HTMLElement | null;
  @query('.head') private readonly head!: HTMLElement | null;
  /** Of the last choice of which it is known. */
  #prepared: Prepared | null = null;
  /** Where the focus was when the file was opened. */
  #cameFrom: HTMLElement | null = null;
  #hadFocus = false;
  /** A file's first preview comes frame by frame, part by part: in one it would be a long one, and clicks wait for it. */
  #shownPart: Part = lastPart;
  readonly #nextPart = new AfterPaintTask(() => {
    this.#shownPart = this.#shownPart === Part.rows ? Part.dialect : lastPart;
    this.requestUpdate();
  });

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#nextPart.cancel();
  }

  override render() {
    const { state } = this;
    return state.kind === 'none' ? nothing : this.#renderPanel(state);
  }

  #renderPanel(state: OpenState) {
    return html`<section class="panel" aria-labelledby="title" @keydown=${this.#onKey}>
      <div class="head">
        <h2 id="title" tabindex="-1">${state.name}</h2>
        ${dataCounts(countsOf(state))}
        <div class="buttons">
          <button
            class="use"
            ?disabled=${statusOf(state) !== 'ready'}
            @click=${() => this.#act({ kind: 'use' })}
          >
            Use this data
          </button>
          <button @click=${() => this.#act({ kind: 'cancel' })}>Cancel</button>
        </div>
      </div>
      ${this.#renderBody(state)}
    </section>`;
  }

  /** While a file is read otherwise than before, what came of it before stays where it is. */
  #renderBody(state: OpenState) {
    const shown = state.kind === 'reading' ? state.before : state;
    return html`<div class="body" aria-busy=${state.kind === 'reading'}>
      <div class="read">
        ${shown?.kind === 'refused' ? refusal(shown.message) : nothing}
        ${state.kind === 'reading' ? readingProgress(state) : nothing}
        ${shown?.kind === 'preview' ? this.#renderPreview(shown) : nothing}
        ${
          dialectOf(shown) === null || this.#shownPart < Part.dialect
            ? nothing
            : dialectFields(dialectOf(shown) ?? {}, this.#onDialect)
        }
      </div>
      ${
        shown?.kind === 'preview' && this.#shownPart >= Part.choices
          ? html`<div class="choose">
              ${choiceFields(this.#asPrepared(shown), this.#onChoice)} ${classesOf(this.#asPrepared(shown))}
            </div>`
          : nothing
      }
    </div>`;
  }

  #renderPreview(preview: ImportPreview) {
    const { read, note, choice } = preview;
    const { prepared } = this.#asPrepared(preview);
    const notes = [...read.notes, ...(prepared?.ok === true ? prepared.notes : [])];
    return html`${prepared?.ok === false ? refusal(prepared.message) : nothing}
    ${note === '' ? nothing : html`<p class="refusal">${note}</p>`}
    ${previewTable(read, choice.target.column)} ${leftOutList(prepared?.reasons ?? [])}
    ${
      notes.length === 0
        ? nothing
        : html`<ul class="notes">
            ${notes.map((text) => html`<li>${text}</li>`)}
          </ul>`
    }
    ${problemList(read)} ${read.faultyRows > 0 ? this.#renderFaulty(preview) : nothing}`;
  }

  /** With what came of the choice before, as long as what comes of this one is not known. */
  #asPrepared(preview: ImportPreview): ImportPreview {
    return preview.prepared === null ? { ...preview, prepared: this.#prepared } : preview;
  }

  #renderFaulty({ faulty }: ImportPreview) {
    return html`<div class="fields">
      ${selectField<Faulty>({
        label: 'Rows with such a cell',
        help: 'faultyRows',
        value: faulty,
        options: [
          { value: 'leave-out', label: 'leave out' },
          { value: 'as-missing', label: 'take the cell as missing' },
        ],
        onSelect: (chosen) => {
          this.#act({ kind: 'faulty', faulty: chosen });
        },
      })}
    </div>`;
  }

  readonly #onDialect = (patch: Extract<ImportAction, { kind: 'dialect' }>['patch']): void => {
    this.#act({ kind: 'dialect', patch });
  };

  readonly #onChoice = (patch: Partial<Choice>): void => {
    this.#act({ kind: 'choice', patch });
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    this.#act({ kind: 'cancel' });
  };

  #act(action: ImportAction): void {
    send(this, 'import-action', action);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('state')) return;
    const { state } = this;
    this.#hadFocus = this.renderRoot instanceof ShadowRoot && this.renderRoot.activeElement !== null;
    if (state.kind !== 'preview') this.#prepared = null;
    else if (state.prepared !== null) this.#prepared = state.prepared;
    const before = changed.get('state') ?? { kind: 'none' };
    const isFirst = before.kind === 'none' || (before.kind === 'reading' && before.before === null);
    if (state.kind !== 'preview') this.#shownPart = lastPart;
    else if (isFirst && !document.hidden) this.#shownPart = Part.rows;
  }

  /** Whoever opened a file is taken to what came of it, and back where it is not looked at any longer. */
  protected override updated(changed: PropertyValues<this>): void {
    if (this.#shownPart < lastPart) this.#nextPart.request();
    else this.#nextPart.cancel();
    if (!changed.has('state')) return;
    const { state } = this;
    // A panel that is loaded for a file was closed before.
    const wasOpen = (changed.get('state')?.kind ?? 'none') !== 'none';
    if (state.kind === 'none') {
      if (wasOpen && this.#hadFocus) this.#cameFrom?.focus({ preventScroll: false });
      this.#cameFrom = null;
    } else if (!wasOpen || isOpened(state)) {
      if (!this.#hadFocus) this.#cameFrom = deepestFocus() ?? this.#cameFrom;
      if (state.kind !== 'reading' || !state.isTyped) this.#show();
    }
  }

  #show(): void {
    this.heading?.focus({ preventScroll: true });
    // The whole panel may be higher than the window: its head says what there is, and what can be done.
    this.head?.scrollIntoView({ block: 'nearest' });
  }
}

type OpenState = Exclude<ImportState, { kind: 'none' }>;

/** Another file, maybe in the place of one that is looked at. */
function isOpened(state: OpenState): boolean {
  return state.kind === 'reading' && state.before === null && state.progress === null;
}

/** As it was guessed, or as far as the user said it where nothing could be read; null where there is none to be said. */
function dialectOf(shown: ImportReading['before']): Partial<Dialect> | null {
  if (shown === null) return null;
  return shown.kind === 'preview' ? shown.read.dialect : shown.dialect;
}

function refusal(message: string) {
  return html`<p class="refusal" role="alert">${message}</p>`;
}

function readingProgress({ progress, before }: ImportReading) {
  const share = progress?.size ? progress.bytes / progress.size : null;
  return html`<div class=${before === null ? 'progress' : 'progress again'}>
    <progress aria-label="Reading" max="1" .value=${share ?? 0}></progress>
    <p class="note">
      ${progress === null ? 'Opening …' : `${formatCount(progress.rows)} rows so far`}${
        share === null ? nothing : `, ${Math.floor(share * 100)} % of the file`
      }
    </p>
  </div>`;
}

function countsOf(state: ImportState): DataCounts {
  if (state.kind === 'preview' && state.prepared !== null) {
    const { prepared } = state;
    const { rows, leftOut } = prepared;
    return prepared.ok
      ? { rows, leftOut, inputs: prepared.inputs.length, classes: prepared.classes.length }
      : { rows, leftOut, inputs: null, classes: null };
  }
  return { rows: null, leftOut: null, inputs: null, classes: null };
}

/** Which class is which: two are told apart by the sign of one output. */
function classesOf({ prepared }: ImportPreview) {
  if (prepared?.ok !== true || prepared.classes.length === 0) return nothing;
  const { classes } = prepared;
  return classes.length === 2
    ? html`<p class="note">“${classes[0]}” is −1, “${classes[1]}” is +1.</p>`
    : html`<p class="note">Classes: ${classes.map((name) => `“${name}”`).join(', ')}</p>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-import': ImportPanel;
  }
}
