import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { componentsName } from '../../../experiment/names.ts';
import type { DataPicture, DataSummary, SlicePicture } from '../../../protocol/picture-messages.ts';
import { formatCount, formatShare } from '../../controls/format.ts';
import { selectField, selectStyles } from '../../controls/select-field.ts';
import { baseStyles, fieldStyles } from '../../controls/styles.ts';
import { send } from '../../page-events.ts';
import { rowName } from './row-name.ts';

/** Says what the picture is over, of a table with more columns than two, and changes it. */
@customElement('chainrule-slice-axes')
export class SliceAxes extends LitElement {
  static override readonly styles = [
    baseStyles,
    fieldStyles,
    selectStyles,
    css`
      .axes {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        gap: 8px;
        margin-top: 8px;
      }
      .axes .reason {
        position: static;
      }
      p {
        margin: 6px 0 0;
        font-size: 0.75rem;
        line-height: 16px;
        color: var(--muted);
      }
    `,
  ];

  @property({ attribute: false }) slice: SlicePicture | null = null;
  /** Inputs of the network. */
  @property({ attribute: false }) inputCount = 0;
  /** Where the others are, in words. */
  @property({ attribute: false }) middle = 'its mean';

  /** Whether there is a point that the slice may go through, and whether it is to. */
  @property({ type: Boolean }) hasPoint = false;
  @property({ type: Boolean }) throughPoint = false;

  /** Which rows the points are. */
  @property({ attribute: false }) rows: DataPicture['rows'] | null = null;
  @property({ attribute: false }) summary: DataSummary | null = null;

  override render() {
    const { slice } = this;
    if (slice === null) return nothing;
    const { columns, axes } = slice;
    if (slice.isLine === true || slice.isFixed === true) return html`<p>${this.#describe(slice)}</p>`;
    const named = columns.map((name) => ({ value: name, label: name }));
    return html`<div class="axes">
        ${selectField({
          label: 'Across',
          help: 'sliceAxis',
          value: axes?.[0] ?? componentsName,
          options: [...named, { value: componentsName, label: componentsName }],
          onSelect: (sliceX) => send(this, 'view-change', { sliceX }),
        })}
        ${
          axes === null
            ? nothing
            : selectField({
                label: 'Up',
                help: 'sliceAxis',
                value: axes[1],
                options: named.filter(({ value }) => value !== axes[0]),
                onSelect: (sliceY) => send(this, 'view-change', { sliceX: axes[0], sliceY }),
              })
        }
        ${axes === null || this.inputCount <= 2 ? nothing : this.#renderThrough()}
      </div>
      <p>${this.#describe(slice)} ${this.#describeSample()}</p>`;
  }

  #renderThrough() {
    return selectField({
      label: 'Others at',
      help: 'sliceThrough',
      value: this.throughPoint ? 'pinned' : 'mean',
      options: [
        { value: 'mean', label: 'mean' },
        { value: 'pinned', label: 'pinned row', ...(this.hasPoint ? {} : { reason: 'Pin a point first.' }) },
      ],
      onSelect: (at) => send(this, 'slice-through', at === 'pinned'),
    });
  }

  #describeSample(): string {
    const { rows, drawn } = this.summary ?? { rows: 0 };
    return drawn === undefined ? '' : `${formatCount(drawn)} of ${formatCount(rows)} points are drawn.`;
  }

  #describe({ axes, shares, through, isLine = false, isFixed = false }: SlicePicture): string {
    if (isLine && axes !== null)
      return `Across is ${axes[0]}, the only input; up are ${axes[1]} and what the network answers.`;
    if (isFixed && axes !== null) return `Across is ${axes[0]}, up is ${axes[1]}, in their own units.`;
    if (axes === null) {
      const [first, second] = (shares ?? [0, 0]).map(formatShare);
      return `A slice through the mean, along the two directions in which the inputs vary most: ${first} and ${second} of their variance.`;
    }
    if (this.inputCount > 2 && through !== null)
      return `A slice through ${rowName(this.rows, through)}: every other input is as it is there. Points farther from it are fainter.`;
    return this.inputCount > 2
      ? `A slice: every other input is at ${this.middle}. Points farther from it are fainter.`
      : 'All there is: the network reads nothing else.';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-slice-axes': SliceAxes;
  }
}
