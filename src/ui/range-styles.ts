import { css } from 'lit';

/** A slider filled from its left end to `--filled`. */
export const rangeStyles = css`
  input[type='range'] {
    appearance: none;
    width: 100%;
    height: 24px;
    margin: 0;
    background: transparent;
    cursor: pointer;
  }
  input[type='range']::-webkit-slider-runnable-track {
    height: 4px;
    border-radius: 2px;
    background: linear-gradient(to right, var(--ink) var(--filled, 0%), var(--edge-soft) var(--filled, 0%));
  }
  input[type='range']::-webkit-slider-thumb {
    appearance: none;
    width: 16px;
    height: 16px;
    margin-top: -6px;
    border: 2px solid var(--ink);
    border-radius: 50%;
    background: var(--panel);
  }
  input[type='range']::-moz-range-track {
    height: 4px;
    border-radius: 2px;
    background: linear-gradient(to right, var(--ink) var(--filled, 0%), var(--edge-soft) var(--filled, 0%));
  }
  input[type='range']::-moz-range-thumb {
    width: 12px;
    height: 12px;
    border: 2px solid var(--ink);
    border-radius: 50%;
    background: var(--panel);
  }
  input[type='range']:disabled {
    opacity: 0.5;
    cursor: default;
  }
`;
