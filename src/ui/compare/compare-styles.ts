import { css } from 'lit';
import { triangleStyles } from '../controls/styles.ts';

/** What all parts of a comparison look like. */
export const compareStyles = css`
  summary {
    gap: 8px;
  }
  ${triangleStyles}
  .fields {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(128px, 1fr));
    gap: 10px 12px;
    align-items: end;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
  }
  .wide {
    grid-column: 1 / -1;
  }
  .select {
    display: grid;
    gap: 2px;
  }
  .chart {
    position: relative;
    height: 220px;
  }
  .verdict {
    margin: 0;
    font-size: 1rem;
    line-height: 1.4;
    font-weight: 600;
  }
  .charts {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr));
    gap: 16px 20px;
  }
  figure {
    margin: 0;
    min-width: 0;
  }
  .stack {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 16px;
    /* Beside a higher one its parts stay together. */
    align-content: start;
    min-width: 0;
  }
  table {
    border-collapse: collapse;
    font-size: 0.8125rem;
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    padding: 3px 10px 3px 0;
    text-align: right;
    white-space: nowrap;
    border-bottom: 1px solid var(--hairline);
  }
  th {
    font-weight: 600;
    color: var(--muted);
  }
  th:first-child,
  td:first-child {
    text-align: left;
  }
  .scroll {
    position: relative;
    overflow: auto;
    max-height: 420px;
    /* A shade at each side that there is more of: at its end a ground that scrolls along covers it. */
    background:
      linear-gradient(to right, var(--panel) 14px, transparent) left / 42px 100% no-repeat local,
      linear-gradient(to left, var(--panel) 14px, transparent) right / 42px 100% no-repeat local,
      linear-gradient(to right, var(--edge-soft), transparent) left / 14px 100% no-repeat scroll,
      linear-gradient(to left, var(--edge-soft), transparent) right / 14px 100% no-repeat scroll;
  }
  /* What is done with a row is in view, however far its figures are scrolled: they fade away below it. */
  table:not(.grid) :is(th, td):last-child:has(button, .visually-hidden) {
    position: sticky;
    right: 0;
    padding-right: 0;
    background: var(--panel);
  }
  table:not(.grid) :is(th, td):last-child:has(button, .visually-hidden)::before {
    content: '';
    position: absolute;
    inset: 0 100% 0 auto;
    width: 10px;
    background: linear-gradient(to left, var(--panel), transparent);
    pointer-events: none;
  }
  td button {
    min-height: 26px;
    padding: 0 8px;
  }
  dl.figures {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 24px;
    margin: 0;
  }
  .figures div {
    display: grid;
  }
  .figures dt {
    font-size: 0.75rem;
    color: var(--muted);
  }
  .figures dd {
    margin: 0;
    font-size: 1.0625rem;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  canvas.tile {
    display: block;
    width: 100%;
    aspect-ratio: 1;
    border-radius: 6px;
    image-rendering: auto;
    background: var(--well);
  }
`;
