import { css, html } from 'lit';
import { exact, formatCount } from '../../controls/format.ts';

/** How much data there is; null where it is not known yet. */
export interface DataCounts {
  /** Rows that are used. */
  readonly rows: number | null;
  readonly leftOut: number | null;
  /** Rows that neither train nor test. */
  readonly validation?: number | undefined;
  readonly inputs: number | null;
  /** 0 where a number is predicted. */
  readonly classes: number | null;
}

export const countStyles = css`
  .counts {
    display: flex;
    flex-wrap: wrap;
    gap: 0 10px;
    margin: 10px 0 0;
    font-size: 0.75rem;
    line-height: 16px;
    color: var(--muted);
  }
  .counts b {
    font-weight: 500;
    color: var(--ink);
    font-variant-numeric: tabular-nums;
  }
`;

/** One line of counts, of the present data or of those that are about to take their place. */
export function dataCounts({ rows, leftOut, validation = 0, inputs, classes }: DataCounts) {
  return html`<p class="counts">
    <span>${count('row-count', rows)} ${rows === 1 ? 'row' : 'rows'}</span>
    <span ?hidden=${validation === 0}>${count('validation-count', validation)} for validation</span>
    <span ?hidden=${(leftOut ?? 0) === 0}>${count('rows-left-out', leftOut)} left out</span>
    <span>${count('input-count', inputs)} ${inputs === 1 ? 'input' : 'inputs'}</span>
    <span ?hidden=${classes === 0}
      >${count('class-count', classes)} ${classes === 1 ? 'class' : 'classes'}</span
    >
  </p>`;
}

function count(name: string, value: number | null) {
  return html`<b data-testid=${name} data-value=${exact(value)}
    >${value === null ? '–' : formatCount(value)}</b
  >`;
}
