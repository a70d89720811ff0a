import { css, html, type TemplateResult } from 'lit';
import { exact } from './format.ts';

/** A list of named numbers. */
export const readoutStyles = css`
  dl {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 0 12px;
    margin: 0;
    font-size: 0.8125rem;
    line-height: 20px;
  }
  dt {
    color: var(--muted);
    white-space: nowrap;
  }
  dd {
    margin: 0;
    text-align: right;
    white-space: nowrap;
  }
`;

/** One row: the number as it is read, and in full where tests and scripts find it. */
export function readout(
  id: string,
  label: string,
  value: number | null | undefined,
  format: (value: number) => string,
): TemplateResult {
  const known = value !== null && value !== undefined;
  return html`<dt>${label}</dt>
    <dd data-testid=${id} data-value=${exact(value)}>${known ? format(value) : '–'}</dd>`;
}
