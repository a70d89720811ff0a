import { css } from 'lit';

export const stepBarStyles = css`
  :host {
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    gap: 8px 20px;
  }
  .position {
    display: grid;
    grid-template-columns: auto minmax(80px, 1fr);
    align-items: center;
    gap: 0 14px;
    flex: 1 1 260px;
    max-width: 420px;
  }
  .position label {
    grid-column: 1;
  }
  .end {
    flex-basis: 100%;
    margin: 0;
    font-size: 0.8125rem;
    line-height: 18px;
    color: var(--accent);
  }
  /* It takes no row before it says anything. */
  .end:not([data-said]) {
    position: absolute;
  }
  .phase {
    display: inline-block;
    min-width: 60px;
    margin-left: 4px;
    color: var(--accent);
  }
  .number {
    font-size: 1.1875rem;
    font-weight: 600;
    line-height: 28px;
    letter-spacing: -0.01em;
    white-space: nowrap;
  }
  .position .number {
    grid-column: 1;
    min-width: 104px;
  }
  small {
    font-size: 0.8125rem;
    font-weight: 400;
    color: var(--muted);
  }
  input[type='range'] {
    grid-column: 2;
    grid-row: 1 / span 2;
    height: 28px;
  }
  input[type='range']::-webkit-slider-runnable-track {
    height: 6px;
    border-radius: 3px;
    background:
      linear-gradient(to right, var(--ink) var(--done, 0%), transparent var(--done, 0%)),
      linear-gradient(
        to right,
        var(--edge-soft) calc(var(--forward, 50%) - 1px),
        var(--ink) calc(var(--forward, 50%) - 1px) calc(var(--forward, 50%) + 1px),
        var(--edge-soft) calc(var(--forward, 50%) + 1px)
      );
  }
  input[type='range']::-moz-range-track {
    height: 6px;
    border-radius: 3px;
    background: linear-gradient(to right, var(--ink) var(--done, 0%), var(--edge-soft) var(--done, 0%));
  }
  input[type='range']::-webkit-slider-thumb {
    margin-top: -5px;
  }
  .result {
    display: grid;
    min-width: 7.4rem;
    padding-left: 20px;
    border-left: 1px solid var(--hairline);
  }
  .result b {
    display: inline-block;
    max-width: 90px;
    overflow: hidden;
    text-overflow: ellipsis;
    vertical-align: bottom;
    color: var(--ink);
  }
  .choices {
    display: flex;
    gap: 8px;
    margin-left: auto;
  }
  .choices .select:nth-child(1) {
    width: 176px;
  }
  .choices .select:nth-child(2) {
    width: 208px;
  }
  .choices .select:nth-child(n + 3) {
    width: 78px;
  }
  /* All in one row, as long as there is any way to. */
  @container (min-width: 1060px) and (max-width: 1279px) {
    :host {
      column-gap: 14px;
    }
    .position {
      flex-basis: 190px;
    }
    .result {
      min-width: 88px;
      padding-left: 14px;
    }
    .choices .select:nth-child(1) {
      width: 170px;
    }
    .choices .select:nth-child(2) {
      width: 172px;
    }
    .choices .select:nth-child(n + 3) {
      width: 74px;
    }
  }
  @container (max-width: 760px) {
    :host {
      gap: 6px 16px;
    }
    .position {
      order: 1;
      flex: 1 1 100%;
      max-width: none;
    }
    .result {
      flex: 1 1 7.4rem;
      padding-left: 16px;
      min-width: 0;
    }
    .end {
      order: 1;
    }
    .choices {
      order: 2;
      display: grid;
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) 74px;
      width: 100%;
      margin-left: 0;
    }
    .choices .select:nth-child(n) {
      width: auto;
      min-width: 0;
    }
  }
`;
