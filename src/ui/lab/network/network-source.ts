import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { exact, formatCount, formatDifference, formatEpoch } from '../../controls/format.ts';
import { FocusKeeper } from '../../controls/focus-keeper.ts';
import { help } from '../../controls/help.ts';
import { engineLabels } from '../../playground/labels.ts';
import '../../controls/number-field.ts';
import type {
  OpenedPart,
  OpenedPoint,
  OpenedRow,
  OpenedSample,
} from '../../playground/picture/opened-point.ts';
import { send } from '../../page-events.ts';
import { segmented } from '../../controls/segmented.ts';
import { selectField, selectStyles } from '../../controls/select-field.ts';
import {
  baseStyles,
  buttonStyles,
  fieldStyles,
  panelStyles,
  segmentedStyles,
} from '../../controls/styles.ts';
import type { GradientComparison } from '../../../lab/compare-gradients.ts';
import { printedName } from '../../../lab/printed-name.ts';
import { parameterName, placeInLayers } from '../../../lab/parameter-names.ts';
import type { NetworkReport, NetworkSubject, PointCounts } from '../workbench/lab-model.ts';
import { formatNumber } from '../workbench/numbers.ts';
import { nameOf, partAt, partsOf } from './network-parts.ts';
import { lastRow, placeOfRow } from './row-places.ts';

const splits = [
  { value: 'train', label: 'Train' },
  { value: 'test', label: 'Test' },
] as const;
/** Of an input of one's own. */
const shownValues = 8;

/** Which point of the playground's data, and which part of its network, the graph is of. */
@customElement('chainrule-network-source')
export class NetworkSource extends LitElement {
  static override readonly styles = [
    baseStyles,
    panelStyles,
    buttonStyles,
    fieldStyles,
    segmentedStyles,
    selectStyles,
    css`
      .choice {
        display: flex;
        align-items: end;
        gap: 10px;
        margin-bottom: 10px;
      }
      chainrule-number-field {
        flex: 1;
      }
      .back {
        margin-top: 8px;
      }
      .follow {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 32px;
        margin-top: 8px;
        font-size: 0.8125rem;
        color: var(--ink);
        cursor: pointer;
      }
      .follow input {
        width: 16px;
        height: 16px;
        margin: 0;
        accent-color: var(--ink);
      }
      dl {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 2px 12px;
        margin: 10px 0 0;
        padding-top: 10px;
        border-top: 1px solid var(--hairline);
        font-size: 0.8125rem;
      }
      dt {
        color: var(--muted);
      }
      dd {
        margin: 0;
        text-align: right;
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      .note {
        margin-top: 8px;
      }
      .note.row {
        margin: 0 0 10px;
        overflow-wrap: anywhere;
      }
    `,
  ];

  protected readonly focusKeeper = new FocusKeeper(this, '.follow input');
  @property({ attribute: false }) subject: NetworkSubject | null = null;
  /** null until the playground has answered. */
  @property({ attribute: false }) report: NetworkReport | null = null;
  /** null where the numbers here are not those of the training. */
  @property({ attribute: false }) comparison: GradientComparison | null = null;
  @property({ type: Boolean }) follows = false;
  /** How many points there are, and which rows of the table they are. */
  @property({ attribute: false }) counts: PointCounts | null = null;

  override render() {
    const { subject, report } = this;
    if (subject === null) return nothing;
    const { point, neuron } = subject;
    const widths = report?.widths ?? [];
    return html`<section class="panel" aria-labelledby="title">
      <div class="panel-head">
        <h2 id="title">Your network <span class="detail">· ${widths.join('-')}</span></h2>
      </div>
      ${'row' in point ? this.#renderRow(point) : this.#renderPoint(point, neuron)}
      ${selectField({
        label: 'Graph of',
        help: 'labPart',
        value: nameOf(neuron),
        options: partsOf(widths, report?.outputs ?? [], 'row' in point),
        onSelect: (value) => this.#open(point, partAt(value)),
      })}
      <label class="follow"
        ><input
          type="checkbox"
          .checked=${live(this.follows)}
          @change=${() => send(this, 'lab-action', { kind: 'follow', follows: !this.follows })}
          ${help('labFollow')}
        />Follow the training</label
      >
      ${this.#renderStatus()}
    </section>`;
  }

  #renderPoint(point: OpenedPoint, neuron: OpenedPart | null) {
    const rows = this.counts?.rows ?? null;
    const last = rows === null ? 1 : lastRow(rows);
    const row = rows?.[point.split].at(point.index);
    return html`<div class="choice">
      ${segmented({
        label: 'Points',
        help: 'labSplit',
        value: point.split,
        segments: splits,
        onSelect: (split) => this.#open({ split, index: 0 }, neuron),
      })}
      <chainrule-number-field
        label="Row, of ${formatCount(last)}"
        .value=${(row ?? 0) + 1}
        .limits=${{ min: 1, max: last, step: 1 }}
        help="labPoint"
        @number-change=${({ detail }: CustomEvent<number>) => {
          if (rows !== null) this.#open(placeOfRow(rows, Math.round(detail), point), neuron);
        }}
      ></chainrule-number-field>
    </div>`;
  }

  /** An input of one's own. */
  #renderRow({ row }: OpenedRow) {
    const entries = Object.entries(row);
    const written = entries
      .slice(0, shownValues)
      .map(
        ([name, value]) =>
          `${name} ${typeof value === 'number' ? formatNumber(value) : (value ?? 'not known')}`,
      );
    const more = entries.length > shownValues ? ` and ${entries.length - shownValues} more` : '';
    return html`<p class="note row" data-testid="lab-row">
      The input that the network was asked about: ${written.join(', ')}${more}. What is right for it is not
      known, so the graph ends at the network’s output and there is no loss.
    </p>`;
  }

  #renderStatus() {
    const { report, comparison, subject } = this;
    if (report === null) return html`<p class="note" role="status">Asking the playground …</p>`;
    if (comparison === null) {
      return html`<p class="note">
          These numbers are not those of the training: leaves were moved, or the weights came with a link.
        </p>
        <button class="back" @click=${this.#onBack} ${help('labBackToTraining')}>
          Back to the training’s numbers
        </button>`;
    }
    return html`<dl>
      <dt>Weights of epoch</dt>
      <dd data-testid="lab-epoch" data-value=${exact(report.epoch)}>${formatEpoch(report.epoch)}</dd>
      <dt>${subject?.neuron === null ? 'Loss' : 'Output'} by the trainer</dt>
      <dd data-testid="lab-trainer-value" data-value=${exact(report.trainerValue)}>
        ${formatNumber(report.trainerValue)}
      </dd>
      ${this.#renderComparison(report, comparison)}
    </dl>`;
  }

  readonly #onBack = (): void => {
    if (this.subject !== null) this.#open(this.subject.point, this.subject.neuron);
  };

  #renderComparison({ engine, widths }: NetworkReport, { count, largest }: GradientComparison) {
    const [inputs, ...layers] = widths;
    const place = placeInLayers(inputs, layers, largest.parameter);
    const name = printedName(parameterName(place));
    return html`<dt>Largest difference of ${formatCount(count)} gradients</dt>
      <dd data-testid="lab-gradient-difference" data-value=${exact(largest.difference)}>
        ${formatDifference(largest.difference)}
      </dd>
      ${
        largest.difference === 0
          ? nothing
          : html`<dt>at ${name}: trainer</dt>
              <dd data-value=${exact(largest.trainer)}>${nineDigits(largest.trainer)}</dd>
              <dt>at ${name}: this graph</dt>
              <dd data-value=${exact(largest.lab)}>${nineDigits(largest.lab)}</dd>`
      }
      <dt>Trainer’s engine</dt>
      <dd>${engineLabels[engine]}</dd>`;
  }

  #open(point: OpenedSample, neuron: OpenedPart | null): void {
    send(this, 'lab-action', { kind: 'network', point, neuron });
  }
}

/** Enough to see where single precision parts from double. */
function nineDigits(value: number): string {
  return String(Number(value.toPrecision(9))).replace('-', '−');
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-network-source': NetworkSource;
  }
}
