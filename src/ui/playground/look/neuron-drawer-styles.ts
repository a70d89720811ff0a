import { css } from 'lit';

export const neuronDrawerStyles = css`
  :host {
    display: flex;
    min-width: 0;
    min-height: 0;
    container-type: inline-size;
  }
  section {
    flex: 1;
    min-width: 0;
    max-height: 100%;
    overflow: hidden auto;
    box-sizing: border-box;
    overscroll-behavior: contain;
    font-size: 0.75rem;
    line-height: 18px;
    font-variant-numeric: tabular-nums;
  }
  section:focus {
    outline: none;
  }
  section:focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: -3px;
  }
  .panel-head {
    justify-content: space-between;
  }
  .close {
    padding: 0;
    width: 28px;
    min-height: 28px;
  }
  .at {
    margin: 0 0 8px;
    color: var(--muted);
    overflow-wrap: anywhere;
  }
  .doors {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(108px, 1fr));
    gap: 6px;
    margin-bottom: 10px;
  }
  .doors button {
    padding: 0 6px;
  }
  .doors button[aria-expanded='true'] {
    background: var(--well);
    border-color: var(--edge);
  }
  .formula {
    margin: 0 0 8px;
    font-size: 0.8125rem;
    line-height: 20px;
    overflow-wrap: anywhere;
  }
  table {
    width: 100%;
    margin-bottom: 10px;
    border-collapse: collapse;
  }
  caption {
    text-align: left;
    color: var(--muted);
    padding-bottom: 2px;
  }
  th,
  td {
    padding: 0 0 0 6px;
    text-align: right;
    font-weight: 400;
    white-space: nowrap;
  }
  thead th {
    color: var(--muted);
  }
  tbody th[scope='row'],
  tfoot th[scope='row'] {
    padding-left: 0;
    max-width: 64px;
    overflow: hidden;
    text-overflow: ellipsis;
    text-align: left;
  }
  th[colspan] {
    max-width: none;
    white-space: normal;
  }
  /* Where three numbers leave no room for a name it stands over them. */
  @container (max-width: 260px) {
    .long tr {
      display: grid;
      grid-template-columns: repeat(3, 1fr);
    }
    .long th[scope='row'] {
      grid-column: 1 / -1;
      max-width: none;
    }
    .long th[colspan] {
      grid-column: span 2;
    }
    .long thead th:first-child {
      display: none;
    }
  }
  td:last-child {
    font-weight: 600;
  }
  tfoot tr:first-child > * {
    border-top: 1px solid var(--edge);
  }
`;
