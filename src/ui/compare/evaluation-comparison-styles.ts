import { css } from 'lit';

export const evaluationComparisonStyles = css`
  .open {
    min-height: 28px;
    padding: 0 10px;
    font-size: 0.75rem;
  }
  dialog {
    width: min(460px, calc(100vw - 24px));
  }
  h2 {
    margin-bottom: 4px;
  }
  p {
    margin: 0 0 8px;
    font-size: 0.8125rem;
    line-height: 20px;
    color: var(--muted);
    overflow-wrap: anywhere;
  }
  table {
    width: 100%;
    margin: 8px 0 16px;
    border-collapse: collapse;
    font-size: 0.8125rem;
    line-height: 20px;
    text-align: right;
  }
  th,
  td {
    padding: 6px 0 6px 12px;
    font-weight: 400;
    border-bottom: 1px solid var(--hairline);
  }
  td {
    width: 22%;
  }
  thead th {
    color: var(--muted);
  }
  th[scope='row'] {
    padding-left: 0;
    text-align: left;
  }
  form {
    display: flex;
    justify-content: flex-end;
    gap: 8px;
    margin-top: 16px;
  }
`;
