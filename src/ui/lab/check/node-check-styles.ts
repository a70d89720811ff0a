import { css } from 'lit';

export const nodeCheckStyles = css`
  :host {
    min-width: 0;
  }
  .about {
    margin: 0 0 4px;
    font-size: 0.8125rem;
    overflow-wrap: anywhere;
  }
  .numbers {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 0 12px;
    margin: 4px 0 0;
    font-size: 0.8125rem;
    line-height: 24px;
    font-variant-numeric: tabular-nums;
  }
  .numbers dt {
    color: var(--muted);
  }
  .numbers dd {
    margin: 0;
    text-align: right;
    white-space: nowrap;
  }
  .numbers .off {
    color: var(--muted);
    text-decoration: underline;
    text-decoration-style: dotted;
    text-underline-offset: 3px;
  }
  .verdict {
    display: flex;
    gap: 8px;
    margin: 8px 0 12px;
    font-size: 0.8125rem;
    line-height: 18px;
  }
  .verdict svg {
    margin-top: 1px;
  }
  .differs svg,
  .differs .word {
    color: var(--danger);
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 6px;
    font-size: 0.75rem;
    line-height: 16px;
    color: var(--muted);
  }
  .legend i {
    width: 18px;
    border-top: 2px solid var(--ink);
  }
  .legend i.dashed {
    margin-left: 8px;
    border-top: 2px dashed var(--muted);
  }
  .legend i.dotted {
    margin-left: 8px;
    border-top: 2px dotted var(--muted);
  }
  .chart {
    position: relative;
    height: 180px;
    margin: 4px 0 6px;
  }
  .chart canvas {
    position: absolute;
    inset: 0;
  }
  details {
    margin-top: 4px;
  }
  summary {
    display: inline-flex;
    margin-left: -8px;
  }
  .leaves {
    margin-top: 14px;
    padding-top: 10px;
    border-top: 1px solid var(--hairline);
  }
  h3 {
    margin: 0 0 4px;
    font-size: 0.75rem;
    font-weight: 600;
    line-height: 24px;
  }
  .scroll {
    /* What is there for screen readers alone is cut off with the rest. */
    position: relative;
    max-height: 320px;
    margin: 0 -16px;
    padding: 0 16px;
    overflow: auto;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 0.75rem;
    font-variant-numeric: tabular-nums;
    text-align: right;
  }
  thead th {
    color: var(--muted);
  }
  .scroll thead th {
    position: sticky;
    top: 0;
    background: var(--panel);
  }
  th,
  td {
    height: 28px;
    padding: 0 0 0 8px;
    border-bottom: 1px solid var(--hairline);
    font-weight: 400;
    white-space: nowrap;
  }
  th:first-child {
    padding-left: 0;
    text-align: left;
  }
  tbody tr.selectable {
    cursor: pointer;
  }
  tbody tr.selectable:hover,
  tbody tr.selected {
    background: var(--well);
  }
  th button.quiet {
    justify-content: flex-start;
    min-height: 24px;
    max-width: 84px;
    padding: 0 6px;
    font-size: 0.75rem;
    font-weight: 600;
  }
  th button span {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  td svg {
    display: inline-block !important;
    vertical-align: -2px;
  }
  .more {
    margin-top: 8px;
  }
`;
