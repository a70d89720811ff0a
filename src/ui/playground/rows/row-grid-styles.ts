import { css } from 'lit';

export const rowGridStyles = css`
  .scroller {
    max-height: min(62dvh, 452px);
    overflow: auto;
    overscroll-behavior-x: contain;
    border: 1px solid var(--hairline);
    border-radius: var(--radius-small);
  }
  table {
    table-layout: fixed;
    min-width: 100%;
    border-spacing: 0;
    font-size: 0.8125rem;
    font-variant-numeric: tabular-nums;
  }
  table:focus-visible {
    outline: none;
  }
  thead th,
  thead td {
    position: sticky;
    top: 0;
    z-index: 1;
    height: 32px;
    padding: 0 4px;
    background: var(--panel);
    border-bottom: 1px solid var(--edge-soft);
    font-weight: 600;
  }
  thead button {
    width: 100%;
    min-height: 26px;
    /* With the cell's own and the border, as far from the edge as what stands below. */
    padding: 0 5px;
    gap: 4px;
    /* Over numbers the arrow stands before the name, which ends where they do. */
    flex-direction: row-reverse;
    justify-content: flex-start;
    font-weight: 600;
  }
  thead .text button {
    flex-direction: row;
  }
  thead button span:first-child {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .arrow {
    flex: none;
    font-size: 0.5625rem;
  }
  tbody tr:not(.gap) {
    height: 28px;
  }
  tbody td {
    height: 28px;
    padding: 0 10px;
    overflow: hidden;
    text-align: right;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  tbody td.text,
  .muted {
    text-align: left;
  }
  .gap td {
    height: auto;
    padding: 0;
  }
  tr.odd td {
    background: color-mix(in srgb, var(--well) 55%, transparent);
  }
  tbody tr:hover td {
    background: var(--well);
  }
  tr[aria-selected='true'] td {
    background: color-mix(in srgb, var(--accent) 16%, transparent);
  }
  table:focus-visible tr.active {
    outline: 2px solid var(--accent);
    outline-offset: -2px;
  }
  td.actions {
    padding: 0 6px;
    text-align: left;
  }
  td.actions button {
    min-height: 24px;
    padding: 0 7px;
    font-size: 0.75rem;
  }
  td.actions button[aria-pressed='true'] {
    background: var(--ink);
    border-color: var(--ink);
    color: var(--panel);
  }
  .verdict,
  .class {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    max-width: 100%;
  }
  .verdict.wrong {
    color: var(--danger);
    font-weight: 600;
  }
  .verdict.right {
    color: var(--muted);
  }
  .class span {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .class svg {
    flex: none;
    width: 13px;
    height: 13px;
    forced-color-adjust: none;
  }
  .none {
    position: sticky;
    left: 0;
    margin: 0;
    padding: 18px 16px;
    font-size: 0.8125rem;
    color: var(--muted);
  }
  @media (forced-colors: active) {
    tr[aria-selected='true'] td {
      border-block: 1px solid Highlight;
    }
  }
`;
