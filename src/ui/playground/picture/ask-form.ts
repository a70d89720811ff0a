import { html, LitElement, noChange, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Theme } from '../../../charts/colour-scale.ts';
import { readDecimal } from '../../../experiment/decimal.ts';
import type { AskedCategory, AskedColumn, AskedNumber, Row } from '../../../protocol/ask-messages.ts';
import type { DataPicture } from '../../../protocol/picture-messages.ts';
import { Lazy } from '../../controls/lazy.ts';
import '../../controls/loaded-part.ts';
import { help } from '../../controls/help.ts';
import { apartStyles } from '../../controls/apart-styles.ts';
import { baseStyles, buttonStyles, fieldStyles, panelStyles } from '../../controls/styles.ts';
import { send } from '../../page-events.ts';
import './answer-view.ts';
import { stepOf, type AskShown } from './ask-desk.ts';
import { askFormStyles } from './ask-form-styles.ts';
import type { OpenedPoint } from './opened-point.ts';

const pixelPad = new Lazy(() => import('./pixel-pad.ts'));

/** The inputs of one row in their own units and categories, and what the network says of it. */
@customElement('chainrule-ask-form')
export class AskForm extends LitElement {
  static override readonly styles = [
    baseStyles,
    apartStyles,
    panelStyles,
    buttonStyles,
    fieldStyles,
    askFormStyles,
  ];

  @property({ attribute: false }) data: DataPicture | null = null;
  @property({ attribute: false }) asked: AskShown | null = null;
  /** The point that is spoken of. */
  @property({ attribute: false }) chosen: OpenedPoint | null = null;
  /** The class that is told from the rest where there are more than have colours. */
  @property({ attribute: false }) chosenClass = 0;
  @property() theme: Theme = 'light';

  @state() private erases = false;
  /** What is wrong with the text of a field; the row keeps what it was before. */
  @state() private wrong: { readonly column: string; readonly message: string } | null = null;
  /** The column whose field is being written in: nothing else writes there meanwhile. */
  #typing: string | null = null;

  override render() {
    const { data, asked } = this;
    const row = asked?.row ?? null;
    if (data === null || row === null) return nothing;
    const problem = this.wrong?.message ?? asked?.problem ?? '';
    return html`<section class="panel" aria-labelledby="ask">
      <div class="head">
        <h2 id="ask">Ask the network</h2>
        <button @click=${() => send(this, 'asked-open', null)} ${help('openAsked')}>Open in Graph</button>
      </div>
      <div class=${data.pixels === null ? 'stacked' : 'beside'}>
        ${data.pixels === null ? this.#renderFields(data.columns, row) : this.#renderPad(data, row, data.pixels)}
        <chainrule-answer
          .answer=${asked?.answer ?? null}
          .data=${data}
          .chosenClass=${this.chosenClass}
          theme=${this.theme}
        ></chainrule-answer>
      </div>
      <p class="problem" id="problem" role="alert" ?hidden=${problem === ''}>${problem}</p>
      <div class="actions">
        ${data.pixels === null ? nothing : this.#renderPens(data.columns)}
        <button @click=${() => this.#take({ kind: 'middle' })} ${help('askMiddle')}>Middle</button>
        ${
          this.chosen === null
            ? nothing
            : html`<button @click=${this.#onTakePoint} ${help('askChosen')}>Take the chosen point</button>`
        }
      </div>
    </section>`;
  }

  #renderFields(columns: readonly AskedColumn[], row: Row) {
    return html`<div class="fields" data-many=${columns.length > 8 ? '' : nothing}>
      ${columns.map((column, i) =>
        column.kind === 'number'
          ? this.#renderNumber(column, row[column.name], i)
          : this.#renderCategory(column, row[column.name], i),
      )}
    </div>`;
  }

  #renderNumber(column: AskedNumber, value: Row[string], i: number) {
    const { name, range } = column;
    const isWrong = this.wrong?.column === name;
    return html`<div class="field">
      <label for="ask-${i}" title=${name}>${name}</label>
      <input
        id="ask-${i}"
        type="number"
        inputmode="decimal"
        autocomplete="off"
        step=${stepOf(range)}
        aria-invalid=${isWrong}
        aria-describedby=${isWrong ? 'problem' : nothing}
        .value=${this.#typing === name ? noChange : live(value === null ? '' : String(value))}
        @input=${(event: InputEvent) => this.#onType(column, event)}
        @blur=${this.#onLeave}
      />
    </div>`;
  }

  #renderCategory({ name, categories, mayBeMissing }: AskedCategory, value: Row[string], i: number) {
    const onChange = ({ target }: Event): void => {
      const { selectedIndex } = target as HTMLSelectElement;
      this.#take({ kind: 'values', values: { [name]: categories[selectedIndex] ?? null } });
    };
    return html`<div class="field">
      <label for="ask-${i}" title=${name}>${name}</label>
      <select id="ask-${i}" @change=${onChange}>
        ${categories.map((category) => html`<option .selected=${category === value}>${category}</option>`)}
        ${mayBeMissing ? html`<option .selected=${value === null}>not known</option>` : nothing}
      </select>
    </div>`;
  }

  #onType(column: AskedNumber, event: InputEvent): void {
    const input = event.target as HTMLInputElement;
    const { name, mayBeMissing } = column;
    this.#typing = name;
    const isEmpty = input.value === '' && !input.validity.badInput;
    const value = isEmpty && mayBeMissing ? null : readDecimal(input.value);
    if (value === null && !(isEmpty && mayBeMissing)) {
      const message = isEmpty ? `“${name}” needs a number.` : `“${name}” is not a finite number.`;
      this.wrong = { column: name, message };
      return;
    }
    this.wrong = null;
    send(this, 'row-ask', { kind: 'values', values: { [name]: value } });
  }

  /** The field shows again what is asked. */
  readonly #onLeave = (): void => {
    this.#typing = null;
    this.wrong = null;
    this.requestUpdate();
  };

  #renderPad({ columns }: DataPicture, row: Row, size: NonNullable<DataPicture['pixels']>) {
    return html`<chainrule-part label="What draws digits" .source=${pixelPad}
      ><chainrule-pixel-pad
        .size=${size}
        .values=${columns.map(({ name }) => Number(row[name] ?? 0))}
        ?erases=${this.erases}
        @pixels-change=${({ detail }: CustomEvent<readonly number[]>) => {
          const values = Object.fromEntries(columns.map(({ name }, i) => [name, detail[i]]));
          send(this, 'row-ask', { kind: 'values', values });
        }}
      ></chainrule-pixel-pad
    ></chainrule-part>`;
  }

  #renderPens(columns: readonly AskedColumn[]) {
    const clear = (): void => {
      const values = Object.fromEntries(columns.map(({ name }) => [name, 0]));
      this.#take({ kind: 'values', values });
    };
    return html`<button
        aria-pressed=${this.erases}
        @click=${() => {
          this.erases = !this.erases;
        }}
        ${help('padEraser')}
      >
        Eraser
      </button>
      <button @click=${clear} ${help('padClear')}>Clear</button>`;
  }

  readonly #onTakePoint = (): void => {
    if (this.chosen !== null) this.#take({ kind: 'point', point: this.chosen });
  };

  /** Whatever stood in a field is no longer asked. */
  #take(action: Parameters<typeof send<'row-ask'>>[2]): void {
    this.#typing = null;
    this.wrong = null;
    send(this, 'row-ask', action);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-ask-form': AskForm;
  }
}
