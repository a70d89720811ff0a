import { css } from 'lit';

export const pixelPadStyles = css`
  svg {
    display: block;
    width: 100%;
    aspect-ratio: 1;
    border: 1px solid var(--edge);
    border-radius: 4px;
    background: var(--well);
    cursor: crosshair;
    touch-action: none;
    user-select: none;
    forced-color-adjust: none;
  }
  [role='gridcell'] {
    fill: var(--ink);
    stroke: var(--hairline);
    stroke-width: 0.03;
  }
  .cursor {
    display: none;
    fill: none;
    stroke: var(--accent);
    stroke-width: 0.12;
    pointer-events: none;
  }
  svg:focus-visible .cursor {
    display: block;
  }
`;
