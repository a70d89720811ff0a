import { css } from 'lit';

/** A page of paper, on the screen as in print. */
export const reportStyles = css`
  dialog {
    width: min(860px, calc(100vw - 24px));
  }
  .page {
    padding: 20px 24px 24px;
    color: #1a1f25;
    background: #fff;
  }
  h1 {
    margin: 0;
    font-size: 1.25rem;
    font-weight: 600;
    line-height: 28px;
    overflow-wrap: anywhere;
  }
  .when {
    margin: 0 0 12px;
    font-size: 0.8125rem;
    color: #5a636d;
  }
  .numbers {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 28px;
    margin: 0 0 16px;
  }
  .numbers dt,
  th {
    font-size: 0.75rem;
    font-weight: 400;
    color: #5a636d;
  }
  .numbers dd {
    margin: 0;
    font-size: 1.125rem;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .figures {
    display: grid;
    grid-template-columns: minmax(0, 5fr) minmax(0, 6fr);
    gap: 16px;
    align-items: start;
  }
  figure {
    margin: 0;
  }
  figure img {
    display: block;
    width: 100%;
    height: auto;
    border: 1px solid #e9e7e1;
  }
  figcaption {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    /* Two lines of words, or one: the pictures begin beside each other. */
    min-height: 36px;
    margin-bottom: 4px;
    line-height: 18px;
    font-size: 0.8125rem;
    font-weight: 600;
  }
  figcaption .files {
    flex: none;
  }
  .key {
    font-size: 0.75rem;
    font-weight: 400;
    color: #5a636d;
  }
  .plots {
    display: grid;
    gap: 16px;
  }
  table {
    width: 100%;
    margin-top: 16px;
    border-collapse: collapse;
    font-size: 0.8125rem;
    line-height: 20px;
  }
  th,
  td {
    padding: 3px 8px 3px 0;
    text-align: start;
    vertical-align: top;
    border-top: 1px solid #e9e7e1;
    overflow-wrap: anywhere;
  }
  th {
    width: 120px;
    line-height: 20px;
  }
  .link {
    margin: 12px 0 0;
    font-size: 0.6875rem;
    line-height: 16px;
    color: #5a636d;
    overflow-wrap: anywhere;
  }
  .link a {
    color: inherit;
  }
  .files {
    display: inline-flex;
    gap: 6px;
  }
  /* Paper is white, whatever the page's theme. */
  .files button {
    color: inherit;
    background: #fff;
    border-color: #c9c6bd;
    min-height: 26px;
    padding: 0 8px;
    font-size: 0.75rem;
    font-weight: 400;
  }
  .bar {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
    padding: 12px 24px;
    border-bottom: 1px solid var(--hairline);
  }
  .bar form {
    display: inline;
  }
  .ends {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  @media (max-width: 640px) {
    .figures {
      grid-template-columns: minmax(0, 1fr);
    }
    .page,
    .bar {
      padding-inline: 16px;
    }
  }
  @media print {
    dialog::backdrop {
      display: none;
    }
    dialog {
      position: static;
      width: auto;
      max-width: none;
      max-height: none;
      margin: 0;
      overflow: visible;
      border: 0;
      box-shadow: none;
    }
    .bar,
    .files {
      display: none;
    }
    .page {
      padding: 0;
    }
    .figures {
      grid-template-columns: minmax(0, 5fr) minmax(0, 6fr);
    }
    figure,
    tr {
      break-inside: avoid;
    }
  }
`;
