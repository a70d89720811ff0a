import { css } from 'lit';

export const importStyles = css`
  .panel {
    /* In line with all that stands below it, which is capped on very wide screens. */
    max-width: calc(2240px - 2 * var(--gutter, 24px));
    margin: 4px max(var(--gutter, 24px), calc(50% - 1120px + var(--gutter, 24px))) 12px;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 16px;
    /* Below the bar, which stays at the window's upper edge. */
    scroll-margin-block: 124px 72px;
  }
  .head h2 {
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .head .counts {
    flex: 1;
    margin: 0;
  }
  .buttons {
    display: flex;
    gap: 8px;
    margin-left: auto;
  }
  .use:not(:disabled) {
    background: var(--ink);
    border-color: var(--ink);
    color: var(--panel);
  }
  .use:hover:not(:disabled) {
    background: var(--ink);
    box-shadow: 0 0 0 3px var(--edge-soft);
  }
  .body {
    display: grid;
    gap: 12px 24px;
    margin-top: 12px;
    grid-template-columns: minmax(0, 3fr) minmax(300px, 2fr);
    align-items: start;
  }
  .read,
  .choose {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
    min-width: 0;
  }
  .fields {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(120px, 1fr));
    gap: 18px 12px;
  }
  .words {
    grid-column: span 2;
  }
  .preview {
    overflow: auto;
    max-height: 300px;
    border: 1px solid var(--hairline);
    border-radius: var(--radius-small);
  }
  table {
    min-width: 100%;
    border-collapse: collapse;
    font-size: 0.75rem;
    line-height: 16px;
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    padding: 4px 10px;
    text-align: left;
    white-space: nowrap;
    max-width: 220px;
    overflow: hidden;
    text-overflow: ellipsis;
    border-bottom: 1px solid var(--hairline);
  }
  tbody tr:last-child > * {
    border-bottom: none;
  }
  thead th {
    font-weight: 500;
    vertical-align: bottom;
    background: var(--well);
  }
  thead small {
    display: block;
    font-weight: 400;
    color: var(--muted);
  }
  th.target {
    box-shadow: inset 0 -2px 0 var(--ink);
  }
  td.number {
    text-align: right;
  }
  thead th.number {
    text-align: right;
  }
  th.line {
    width: 1%;
    font-weight: 400;
    color: var(--muted);
    text-align: right;
  }
  td.missing {
    color: var(--muted);
    font-style: italic;
  }
  fieldset {
    margin: 0;
    padding: 0;
    border: none;
    min-width: 0;
  }
  legend,
  .inputs-head {
    padding: 0;
    font-size: 0.75rem;
    line-height: 16px;
    color: var(--muted);
  }
  .inputs-head {
    display: flex;
    align-items: center;
    justify-content: space-between;
  }
  .inputs ul {
    margin: 0;
    padding: 4px 0;
    list-style: none;
    max-height: 220px;
    overflow: auto;
    border: 1px solid var(--hairline);
    border-radius: var(--radius-small);
  }
  .inputs li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 12px;
    padding: 2px 10px;
    font-size: 0.75rem;
    line-height: 16px;
  }
  .check {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-height: 24px;
    font-size: 0.8125rem;
    color: var(--ink);
    white-space: normal;
    overflow-wrap: anywhere;
    cursor: pointer;
  }
  .check input {
    width: 16px;
    height: 16px;
    margin: 0;
    accent-color: var(--ink);
    flex: none;
  }
  /* A name may be a sentence. */
  .check .name,
  .choose > .note {
    overflow-wrap: anywhere;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    line-clamp: 2;
    overflow: hidden;
  }
  .small {
    font-size: 0.75rem;
    color: var(--muted);
  }
  .becomes {
    color: var(--muted);
    font-variant-numeric: tabular-nums;
    margin-left: auto;
  }
  .reasons,
  .problems ol,
  .notes {
    margin: 0;
    padding: 0;
    list-style: none;
    font-size: 0.75rem;
    line-height: 18px;
  }
  .reasons b {
    font-weight: 500;
  }
  .lines,
  .place,
  .notes {
    color: var(--muted);
  }
  .problems summary {
    gap: 8px;
    margin: 0 -8px;
  }
  .problems summary::before {
    content: '▸';
    font-size: 0.75rem;
  }
  .problems[open] summary::before {
    content: '▾';
  }
  .problems ol {
    max-height: 190px;
    padding: 4px 8px;
    overflow-y: auto;
  }
  .refusal {
    margin: 0;
    padding: 8px 12px;
    border-radius: var(--radius-small);
    border: 1px solid var(--edge);
    font-size: 0.8125rem;
    line-height: 20px;
  }
  progress {
    display: block;
    width: 100%;
    height: 6px;
    accent-color: var(--ink);
  }
  .progress .note {
    margin: 6px 0 0;
    font-variant-numeric: tabular-nums;
  }
  /* Over what is there: reading anew moves nothing. */
  .read {
    position: relative;
  }
  .progress.again {
    position: absolute;
    inset: -9px 0 auto;
    height: 6px;
  }
  .progress.again .note {
    display: none;
  }
  @container place (max-width: 979px) {
    .body {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  @container place (max-width: 700px) {
    .panel {
      margin: 4px 12px 12px;
    }
    .buttons {
      width: 100%;
    }
    .buttons button {
      flex: 1;
    }
  }
`;
