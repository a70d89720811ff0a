import { css } from 'lit';

export const comparePageStyles = css`
  .compare {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--gap);
    align-content: start;
    width: 100%;
    max-width: 1440px;
    margin: 0 auto;
    padding: 16px var(--gutter) 24px;
  }
  .about {
    flex: 1 1 240px;
    font-size: 0.8125rem;
    line-height: 18px;
  }
  .set-up {
    font-size: 0.8125rem;
    line-height: 18px;
    overflow-wrap: anywhere;
  }
  .set-up b {
    font-weight: 600;
    color: var(--ink);
  }
  a {
    color: var(--accent);
  }
  .start {
    background: var(--ink);
    border-color: var(--ink);
    color: var(--panel);
    min-width: 88px;
  }
  .start:hover:not(:disabled) {
    background: var(--ink);
    border-color: var(--ink);
    box-shadow: 0 0 0 3px var(--edge-soft);
  }
  fieldset.axis {
    grid-column: 1 / -1;
    margin: 0;
    padding: 8px 12px 10px;
    border: 1px solid var(--hairline);
    border-radius: var(--radius-small);
    min-width: 0;
  }
  .axes {
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 480px), 1fr));
    gap: 8px 16px;
  }
  .axes fieldset.axis {
    grid-column: auto;
  }
  .axes .fields {
    grid-template-columns: repeat(auto-fill, minmax(104px, 1fr));
  }
  .axes .row {
    grid-column: 1 / -1;
  }
  /* Where words have to be read whole, and a list stands in one line with what it is of. */
  @media (min-width: 700px) {
    .asked > .fields {
      grid-template-columns: repeat(auto-fill, minmax(168px, 1fr));
    }
    .axes .fields {
      grid-template-columns: minmax(144px, 1.4fr) minmax(112px, 1.2fr) repeat(auto-fit, minmax(84px, 1fr));
    }
    .axes .fields > .wide:nth-child(2) {
      grid-column: 2 / -1;
    }
    .axes .fields > .wide:nth-child(3) {
      grid-column: 3 / -1;
    }
    .axes .fields:has(> button) > .wide:nth-child(2) {
      grid-column: 2 / -2;
    }
    .axes .fields:has(> button) > .wide:nth-child(3) {
      grid-column: 3 / -2;
    }
  }
  legend {
    padding: 0 4px;
    font-size: 0.75rem;
    color: var(--muted);
  }
  .axis .note {
    margin-top: 6px;
    overflow-wrap: anywhere;
  }
  .lanes ol {
    display: grid;
    gap: 2px;
    margin: 0;
    padding: 0;
    list-style: none;
    font-size: 0.8125rem;
  }
  .lanes li {
    max-width: 760px;
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    overflow-wrap: anywhere;
    border-bottom: 1px solid var(--hairline);
  }
  .lanes li button {
    flex: none;
  }
  .problem {
    color: var(--danger);
  }
  progress {
    flex: 1 1 120px;
    max-width: 320px;
    height: 8px;
    accent-color: var(--accent);
  }
  .count {
    font-size: 0.8125rem;
    font-variant-numeric: tabular-nums;
    color: var(--muted);
  }
  .count [data-value] {
    color: var(--ink);
    font-weight: 600;
  }
`;
