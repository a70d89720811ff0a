import { css } from 'lit';

export const stepExplanationStyles = css`
  .value.wrong {
    color: var(--danger);
  }
  .kind {
    font-size: 0.75rem;
    color: var(--muted);
    white-space: nowrap;
  }
  .words {
    margin: 8px 0 0;
    font-size: 0.8125rem;
    line-height: 18px;
    color: var(--muted);
    overflow-wrap: anywhere;
  }
  .words:first-child {
    margin-top: 0;
  }
  .words b {
    color: var(--ink);
    font-weight: 600;
  }
  /* name | sign | formula; the formula may break into lines of its own. */
  .equation {
    display: grid;
    grid-template-columns: auto auto minmax(0, 1fr);
    align-items: baseline;
    gap: 8px;
    margin: 0;
  }
  .words + .equation,
  .equation + .equation {
    margin-top: 10px;
  }
  .equation .sign {
    text-align: right;
    color: var(--muted);
    font-size: 0.9375rem;
    font-variant-numeric: tabular-nums;
  }
  .equation .sign.later {
    grid-column: 1 / 3;
  }
  .equation.wide .left {
    grid-column: 1 / -1;
  }
  .equation.wide .sign {
    grid-column: 1 / 3;
    min-width: 24px;
  }
  .equation .muted {
    font-size: 0.8125rem;
  }
  .equation .put-in {
    color: var(--muted);
  }
  .equation .value {
    font-size: 0.9375rem;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .equation .value.large {
    font-size: 1.25rem;
    line-height: 24px;
  }
  .contribution {
    margin-top: 14px;
    padding-top: 12px;
    border-top: 1px solid var(--hairline);
  }
  .contribution h3 {
    margin: 0 0 8px;
    font-size: 0.75rem;
    font-weight: 600;
    line-height: 16px;
    overflow-wrap: anywhere;
  }
  .contribution h3 span {
    font-weight: 400;
    color: var(--muted);
  }
  .mistake {
    display: flex;
    gap: 8px;
    margin: 4px 0 12px;
    padding: 8px 10px;
    border: 1px solid var(--danger);
    border-radius: var(--radius-small);
    font-size: 0.8125rem;
    line-height: 18px;
    overflow-wrap: anywhere;
  }
  .mistake svg {
    margin-top: 1px;
    color: var(--danger);
  }
  .next {
    margin: 14px 0 0;
    padding-top: 10px;
    border-top: 1px solid var(--hairline);
    font-size: 0.75rem;
    line-height: 16px;
    color: var(--muted);
    overflow-wrap: anywhere;
  }
`;
