import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { pairOf } from '../../../charts/class-pairs.ts';
import type { Theme } from '../../../charts/colour-scale.ts';
import type { DataPicture } from '../../../protocol/picture-messages.ts';
import type { RowFilter, RowWindow } from '../../../protocol/row-messages.ts';
import { Announcer } from '../../controls/announcer.ts';
import { exact, formatCount, formatEpoch } from '../../controls/format.ts';
import { help } from '../../controls/help.ts';
import { icon } from '../../controls/icons.ts';
import { selectField, selectStyles } from '../../controls/select-field.ts';
import { SignalElement } from '../../controls/signal-element.ts';
import { baseStyles, buttonStyles, fieldStyles } from '../../controls/styles.ts';
import { classMark } from '../picture/class-mark.ts';
import type { OpenedPoint } from '../picture/opened-point.ts';
import { noFilter, type RowDesk, type RowsShown } from './row-desk.ts';
import './row-grid.ts';

const sides = [
  { value: 'all', label: 'Train and test' },
  { value: 'train', label: 'Train' },
  { value: 'test', label: 'Test' },
] as const;
const verdicts = [
  { value: 'all', label: 'Right and wrong' },
  { value: 'right', label: 'Right' },
  { value: 'wrong', label: 'Wrong' },
] as const;

/** Which rows are listed, how many they are, and the table of them. */
@customElement('chainrule-row-board')
export class RowBoard extends SignalElement {
  static override readonly styles = [
    baseStyles,
    buttonStyles,
    fieldStyles,
    selectStyles,
    css`
      .tools {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: 8px 12px;
        margin: 8px 0;
      }
      .tools .select {
        width: 138px;
      }
      .classes {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
        max-height: 100px;
        margin: 0;
        padding: 2px;
        border: 0;
        overflow-y: auto;
      }
      .classes button {
        min-height: 28px;
        padding: 0 8px;
        font-size: 0.75rem;
      }
      .classes button[aria-pressed='false'] {
        color: var(--muted);
        text-decoration: line-through;
      }
      .classes button[aria-pressed='false'] svg {
        opacity: 0.35;
      }
      .classes svg {
        width: 13px;
        height: 13px;
        forced-color-adjust: none;
      }
      .file {
        margin-left: auto;
      }
      p {
        margin: 0 0 8px;
        font-size: 0.75rem;
        line-height: 16px;
        color: var(--muted);
      }
      p.keys {
        margin: 8px 0 0;
      }
      .problem {
        color: var(--danger);
      }
      b {
        font-weight: 600;
        color: var(--ink);
      }
    `,
  ];

  @property({ attribute: false }) desk: RowDesk | null = null;
  @property({ attribute: false }) data: DataPicture | null = null;
  /** The point that is spoken of. */
  @property({ attribute: false }) chosen: OpenedPoint | null = null;
  /** The class that is told from the rest where there are more than have colours. */
  @property({ attribute: false }) chosenClass = 0;
  @property() theme: Theme = 'light';

  @state() private announcement = '';
  readonly #announcer = new Announcer(this, (text) => {
    this.announcement = text;
  });

  override render() {
    const { desk } = this;
    if (desk === null) return nothing;
    const shown = desk.shown.value;
    const { filter, window } = shown;
    return html`<div class="tools">
        ${selectField({
          label: 'Set',
          help: 'rowsSide',
          value: filter.side,
          options: sides,
          onSelect: (side) => this.#filter({ side }),
        })}
        ${this.#renderVerdicts(filter)} ${this.#renderClasses(filter)}
        <div class="file">${this.#renderFile(desk, window)}</div>
      </div>
      <p
        data-testid="rows-status"
        data-value=${exact(window?.matchingRows)}
        data-epoch=${exact(window?.epoch)}
      >
        ${status(shown)}
      </p>
      <p class="problem" role="alert" ?hidden=${shown.problem === ''}>${shown.problem}</p>
      <chainrule-row-grid
        .desk=${desk}
        .classNames=${this.data?.classNames ?? []}
        .chosen=${this.chosen}
        .chosenClass=${this.chosenClass}
        theme=${this.theme}
      ></chainrule-row-grid>
      <p class="keys">
        Arrows, Page, Home and End move from row to row; Enter pins a row in the picture, Shift + Enter opens
        its graph. ${this.#hiddenColumns(window)}
      </p>
      <p class="visually-hidden" role="status">${this.announcement}</p>`;
  }

  protected override updated(): void {
    const window = this.desk?.shown.peek().window ?? null;
    if (window !== null)
      this.#announcer.say(`${formatCount(window.matchingRows)} of ${formatCount(window.totalRows)} rows`);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#announcer.stop();
  }

  #filter(change: Partial<RowFilter>): void {
    const { desk } = this;
    desk?.list({ filter: { ...desk.shown.peek().filter, ...change } });
  }

  #renderVerdicts({ verdict }: RowFilter) {
    if (this.data?.task === 'regression') return nothing;
    return selectField({
      label: 'Verdict',
      help: 'rowsVerdict',
      value: verdict,
      options: verdicts,
      onSelect: (value) => this.#filter({ verdict: value }),
    });
  }

  #renderClasses({ classes }: RowFilter) {
    const names = this.data?.classNames ?? [];
    if (names.length === 0) return nothing;
    return html`<div class="classes" role="group" aria-label="True class">
      ${names.map((name, place) => {
        const isListed = classes?.includes(place) ?? true;
        return html`<button
          aria-pressed=${isListed}
          @click=${() => this.#toggle(place, names.length)}
          ${help('rowsClass')}
        >
          ${classMark(pairOf(place, names.length, this.chosenClass), this.theme)}${name.replace(/^-/, '−')}
        </button>`;
      })}
    </div>`;
  }

  #toggle(place: number, count: number): void {
    const present = this.desk?.shown.peek().filter.classes ?? Array.from({ length: count }, (_, i) => i);
    const next = present.includes(place) ? present.filter((other) => other !== place) : [...present, place];
    // None would be nothing to see: then all are listed.
    this.#filter({ classes: next.length === 0 || next.length === count ? noFilter.classes : next });
  }

  #renderFile(desk: RowDesk, window: RowWindow | null) {
    const file = desk.file.value;
    if (file === null)
      return html`<button
        ?disabled=${window === null}
        @click=${() => void desk.download()}
        ${help('rowsDownload')}
      >
        ${icon('download')}Download CSV
      </button>`;
    const share = Math.floor((100 * file.done) / Math.max(1, file.total));
    return html`<button
      @click=${() => {
        desk.cancelFile();
      }}
    >
      ${icon('close')}Cancel: ${share} % written
    </button>`;
  }

  #hiddenColumns(window: RowWindow | null): string {
    if (window === null || window.columns.length === window.columnCount) return '';
    return `Of ${formatCount(window.columnCount)} columns the first ${window.columns.length} are shown; the file has all.`;
  }
}

function status({ window, progress }: RowsShown) {
  if (window === null) {
    if (progress === null) return 'Computing the losses …';
    return `Computing the losses: ${Math.floor((100 * progress.done) / progress.total)} %`;
  }
  const { matchingRows, totalRows, epoch } = window;
  const all = formatCount(totalRows);
  const rows =
    matchingRows === totalRows
      ? html`All <b>${all}</b> rows`
      : html`<b>${formatCount(matchingRows)}</b> of ${all} rows`;
  return html`${rows}, losses as of epoch ${formatEpoch(epoch)}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-row-board': RowBoard;
  }
}
