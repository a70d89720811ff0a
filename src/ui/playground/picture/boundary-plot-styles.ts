import { css } from 'lit';

export const boundaryPlotStyles = css`
  :host {
    position: relative;
    aspect-ratio: 1;
    border-radius: var(--radius-small);
    overflow: hidden;
    background: var(--well);
  }
  .area {
    position: absolute;
    inset: 0;
  }
  .area[tabindex] {
    cursor: crosshair;
    touch-action: manipulation;
  }
  .area:focus-visible {
    outline-offset: -3px;
    border-radius: var(--radius-small);
  }
  /* What the picture is over: in its corners, where the fewest points are. */
  .axis {
    position: absolute;
    max-width: 62%;
    padding: 0 5px;
    border-radius: 4px;
    overflow: hidden;
    background: color-mix(in srgb, var(--panel) 86%, transparent);
    color: var(--ink);
    font-size: 0.6875rem;
    line-height: 16px;
    white-space: nowrap;
    text-overflow: ellipsis;
    pointer-events: none;
  }
  .across {
    right: 6px;
    bottom: 6px;
  }
  .up {
    left: 6px;
    top: 6px;
  }
  /* What is looked at: a cross for the keyboard, a ring for what is pinned. */
  .mark {
    position: absolute;
    left: calc(100% * var(--x));
    top: calc(100% * var(--y));
    width: 17px;
    height: 17px;
    translate: -50% -50%;
    border-radius: 50%;
    pointer-events: none;
  }
  .mark[hidden] {
    display: none;
  }
  .pin {
    border: 2.5px solid var(--ink);
    box-shadow:
      0 0 0 1.5px var(--panel),
      inset 0 0 0 1.5px var(--panel);
  }
  .cursor::before,
  .cursor::after {
    content: '';
    position: absolute;
    background: var(--ink);
    box-shadow: 0 0 0 1.5px var(--panel);
  }
  .cursor::before {
    inset: -5px 7.5px;
  }
  .cursor::after {
    inset: 7.5px -5px;
  }
  @media (forced-colors: active) {
    .pin {
      border-color: Highlight;
    }
    .cursor::before,
    .cursor::after {
      background: Highlight;
      forced-color-adjust: none;
    }
  }
  /* Its buttons are above a surface that is drawn on. */
  chainrule-chosen-point {
    position: absolute;
    z-index: 1;
    left: 8px;
    right: 8px;
    bottom: 8px;
  }
  :host([data-low]) chainrule-chosen-point {
    top: 8px;
    bottom: auto;
  }
`;
