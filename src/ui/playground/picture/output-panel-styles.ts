import { css } from 'lit';

export const outputPanelStyles = css`
  .panel {
    height: 100%;
    overflow-y: auto;
  }
  .panel-head {
    flex-wrap: wrap;
    justify-content: space-between;
  }
  /* Both groups fit in one line of the narrowest panel. */
  .panel-head .segmented label {
    min-width: 38px;
    padding: 0 7px;
  }
  .legend {
    display: grid;
    grid-template-columns: repeat(3, 1fr);
    margin: 10px 0 6px;
    font-size: 0.75rem;
    line-height: 16px;
    color: var(--muted);
  }
  .legend span:nth-of-type(2) {
    text-align: center;
  }
  .legend span:nth-of-type(3) {
    text-align: right;
  }
  .colours {
    grid-column: 1 / -1;
    height: 8px;
    margin-bottom: 4px;
    border-radius: 4px;
    background: linear-gradient(in oklab to right, var(--bar-negative), var(--bar-zero), var(--bar-positive));
  }
  .toggles {
    display: flex;
    flex-wrap: wrap;
    gap: 0 16px;
  }
  .check {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    min-height: 24px;
    font-size: 0.8125rem;
    cursor: pointer;
  }
  .check input {
    width: 16px;
    height: 16px;
    margin: 0;
    accent-color: var(--ink);
    cursor: inherit;
  }
  .key {
    display: flex;
    gap: 4px 16px;
    flex-wrap: wrap;
    margin: 2px 0 8px;
    padding-bottom: 8px;
    border-bottom: 1px solid var(--hairline);
    font-size: 0.75rem;
    line-height: 16px;
    color: var(--muted);
  }
  .key span {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }
  .mark {
    width: 8px;
    height: 8px;
    border: 1.5px solid var(--muted);
    border-radius: 50%;
  }
  .mark.filled {
    background: var(--muted);
  }
  .mark.positive {
    background: var(--positive);
    border-color: var(--positive);
  }
  .mark.negative {
    background: var(--negative);
    border-color: var(--negative);
    border-radius: 0;
  }
  /* A key shows the colours of the canvas it explains, whatever the page is forced to. */
  @media (forced-colors: active) {
    .colours,
    .mark {
      forced-color-adjust: none;
    }
    .mark {
      --muted: CanvasText;
    }
  }
  .gpu {
    display: flex;
    align-items: flex-start;
    gap: 12px;
    min-height: 49px;
    margin: 4px 0 8px;
    padding-bottom: 8px;
    overflow-wrap: anywhere;
    border-bottom: 1px solid var(--hairline);
  }
  .gpu .note {
    flex: 1;
  }
`;
