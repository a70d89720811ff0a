import { css } from 'lit';

export const nudgeStyles = css`
  .controls {
    display: grid;
    grid-template-columns: minmax(88px, 1fr) auto;
    align-items: end;
    gap: 8px;
  }
  .changes {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 0 12px;
    margin: 12px 0 0;
    font-size: 0.8125rem;
    line-height: 24px;
  }
  dt {
    color: var(--muted);
    overflow-wrap: anywhere;
  }
  dd {
    margin: 0;
    text-align: right;
    white-space: nowrap;
  }
  .changes .true dt,
  .changes dd {
    font-weight: 600;
  }
  .positive {
    color: var(--positive);
  }
  .negative {
    color: var(--negative);
  }
  .note {
    margin-top: 8px;
  }
  .history {
    margin-top: 12px;
    padding-top: 10px;
    border-top: 1px solid var(--hairline);
  }
  h3 {
    margin: 0;
    font-size: 0.75rem;
    font-weight: 600;
    line-height: 24px;
  }
  .sparkline {
    display: block;
    width: 100%;
    height: auto;
  }
  table {
    width: 100%;
    margin-top: 4px;
    border-collapse: collapse;
    font-size: 0.75rem;
    text-align: right;
  }
  th,
  td {
    height: 24px;
    padding: 0 0 0 8px;
    border-bottom: 1px solid var(--hairline);
    font-weight: 400;
    white-space: nowrap;
  }
  thead th {
    color: var(--muted);
  }
  th:first-child {
    padding-left: 0;
    text-align: left;
  }
`;
