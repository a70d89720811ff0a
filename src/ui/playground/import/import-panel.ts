import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { formatCount } from '../../controls/format.ts';
import { selectField, selectStyles } from '../../controls/select-field.ts';
import { baseStyles, buttonStyles, fieldStyles, panelStyles, summaryStyles } from '../../controls/styles.ts';
import { send } from '../../page-events.ts';
import { countStyles, dataCounts, type DataCounts } from '../data/data-counts.ts';
import { choiceFields } from './choice-fields.ts';
import { dialectFields } from './dialect-fields.ts';
import type { Choice, Faulty, ImportAction, ImportPreview, ImportState } from './import-store.ts';
import { importStyles } from './import-styles.ts';
import { leftOutList, previewTable, problemList } from './preview-table.ts';

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
    importStyles,
  ];

  @property({ attribute: false }) state: ImportState = { kind: 'none' };
  @query('h2') private readonly heading!: HTMLElement | null;

  override render() {
    const { state } = this;
    return html`<span
        class="visually-hidden"
        role="status"
        data-testid="import-status"
        data-value=${statusOf(state)}
        >${wordsOf(state)}</span
      >
      ${state.kind === 'none' ? nothing : this.#renderPanel(state)}`;
  }

  #renderPanel(state: Exclude<ImportState, { kind: 'none' }>) {
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
      ${this.#renderState(state)}
    </section>`;
  }

  #renderState(state: Exclude<ImportState, { kind: 'none' }>) {
    if (state.kind === 'preview') return this.#renderPreview(state);
    if (state.kind === 'refused')
      return html`<div class="body">
        <div class="read">
          <p class="refusal" role="alert">${state.message}</p>
          ${dialectFields(state.dialect, this.#onDialect)}
        </div>
      </div>`;
    const { progress } = state;
    const share = progress?.size ? progress.bytes / progress.size : null;
    return html`<div class="body">
      <div class="read">
        <progress aria-label="Reading" max="1" .value=${share ?? 0}></progress>
        <p class="note">
          ${progress === null ? 'Opening …' : `${formatCount(progress.rows)} rows so far`}
          ${share === null ? nothing : `, ${Math.floor(share * 100)} % of the file`}
        </p>
      </div>
    </div>`;
  }

  #renderPreview(state: ImportPreview) {
    const { read, prepared, note } = state;
    const reasons = prepared?.reasons ?? [];
    return html`<div class="body">
      <div class="read">
        ${prepared?.ok === false ? html`<p class="refusal" role="alert">${prepared.message}</p>` : nothing}
        ${note === '' ? nothing : html`<p class="refusal">${note}</p>`}
        ${previewTable(read, state.choice.target.column)} ${leftOutList(reasons)}
        <ul class="notes">
          ${[...read.notes, ...(prepared?.ok === true ? prepared.notes : [])].map((text) => html`<li>${text}</li>`)}
        </ul>
        ${problemList(read)} ${read.faultyRows > 0 ? this.#renderFaulty(state) : nothing}
        ${read.dialect === null ? nothing : dialectFields(read.dialect, this.#onDialect)}
      </div>
      <div class="choose">${choiceFields(state, this.#onChoice)} ${classesOf(state)}</div>
    </div>`;
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

  /** Whoever opened a file is taken to what came of it. */
  protected override updated(changed: PropertyValues<this>): void {
    const before = changed.get('state');
    if (before?.kind !== 'none' || this.state.kind === 'none') return;
    this.heading?.focus({ preventScroll: true });
    this.scrollIntoView({ block: 'nearest' });
  }
}

function statusOf(state: ImportState): 'none' | 'reading' | 'ready' | 'refused' {
  if (state.kind !== 'preview') return state.kind;
  if (state.prepared === null) return 'reading';
  return state.prepared.ok ? 'ready' : 'refused';
}

function wordsOf(state: ImportState): string {
  if (state.kind === 'none') return '';
  if (state.kind === 'refused') return `${state.name}: ${state.message}`;
  const status = statusOf(state);
  if (status === 'ready') return `${state.name} is read. Nothing is replaced before you use it.`;
  return status === 'reading' ? `${state.name} is being read.` : `${state.name} cannot be used like this.`;
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
