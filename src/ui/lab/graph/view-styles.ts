import { css } from 'lit';

export const graphViewStyles = css`
  :host {
    position: relative;
    min-width: 0;
    min-height: 0;
    overflow: hidden;
  }
  .stage {
    position: absolute;
    /* The buttons have a row of their own: nothing is drawn under them. */
    inset: 0 0 50px;
    overflow: hidden;
    touch-action: none;
    cursor: grab;
    border-radius: var(--radius-small);
  }
  .sheet {
    position: absolute;
    left: 0;
    top: 0;
    will-change: transform;
  }
  .sheet canvas {
    position: absolute;
  }
  .stage:active {
    cursor: grabbing;
  }
  .stage.on-fold {
    cursor: zoom-in;
  }
  .stage.on-box,
  .stage.on-frame {
    cursor: pointer;
  }
  .stage:focus-visible {
    outline-offset: -2px;
  }
  .zoom {
    position: absolute;
    right: 8px;
    bottom: 8px;
    display: flex;
    gap: 4px;
    padding: 2px;
    border: 1px solid var(--edge-soft);
    border-radius: var(--radius-small);
    background: var(--panel);
  }
  button.grouping {
    position: absolute;
    left: 8px;
    bottom: 8px;
    min-height: 34px;
    border: 1px solid var(--edge-soft);
    border-radius: var(--radius-small);
    background: var(--panel);
    font-size: 0.75rem;
  }
  .zoom button {
    width: 30px;
    min-height: 28px;
    padding: 0;
    border-radius: 6px;
  }
  .waiting {
    position: absolute;
    inset: 0;
    display: grid;
    place-items: center;
    margin: 0;
    color: var(--muted);
    pointer-events: none;
  }
`;
