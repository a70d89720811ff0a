import { css } from 'lit';

export const landscapeViewStyles = css`
  .scale {
    display: grid;
    grid-template-columns: auto 1fr auto;
    align-items: center;
    gap: 8px;
    margin: 4px 0;
    font-size: 0.75rem;
    line-height: 16px;
    color: var(--muted);
  }
  .scale canvas {
    display: block;
    width: 100%;
    height: 8px;
    border-radius: 4px;
  }
  .readout {
    display: flex;
    justify-content: space-between;
    gap: 8px;
    margin: 0;
    font-size: 0.8125rem;
    line-height: 20px;
  }
  .readout span {
    color: var(--muted);
  }
  .readout b {
    font-weight: 600;
  }
  .note {
    margin: 0;
    font-size: 0.75rem;
    line-height: 16px;
    color: var(--muted);
  }
  p.note {
    min-height: 32px;
  }
  .controls {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 4px 8px;
    margin: 2px 0 8px;
  }
  .select {
    width: 98px;
  }
  chainrule-number-field {
    width: 74px;
  }
  .directions {
    display: grid;
    flex: 1 1 140px;
  }
  .row {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
  }
  .check {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    min-height: 24px;
    font-size: 0.8125rem;
    color: var(--ink);
    cursor: pointer;
  }
  .check input {
    width: 16px;
    height: 16px;
    margin: 0;
    accent-color: var(--ink);
    cursor: inherit;
  }
`;
