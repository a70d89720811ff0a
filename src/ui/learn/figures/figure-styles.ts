import { css } from 'lit';

export const figureStyles = css`
  :host {
    display: block;
    min-width: 0;
    container-type: inline-size;
  }
  .panel {
    padding-bottom: 12px;
  }
  .plot {
    position: relative;
    max-width: 660px;
    margin: 6px auto 0;
    /* Up and down the page scrolls; sideways the point moves. */
    touch-action: pan-y;
    cursor: ew-resize;
    user-select: none;
  }
  .plot.still {
    cursor: default;
  }
  svg {
    display: block;
    width: 100%;
    height: auto;
    overflow: visible;
  }
  .axis {
    stroke: var(--edge-soft);
  }
  .tick {
    font-size: 12px;
    fill: var(--muted);
  }
  /* Lines go behind a word, not through it. */
  .word {
    font-size: 13px;
    fill: var(--ink);
    stroke: var(--panel);
    stroke-width: 4px;
    stroke-linejoin: round;
    paint-order: stroke;
  }
  .word.of-tangent {
    fill: var(--accent);
  }
  /* The picture is small there, and its type is not to be. */
  @container (max-width: 480px) {
    .tick {
      font-size: 20px;
    }
    .word {
      font-size: 21px;
    }
    /* The point is as large as ever: the word beside it makes room. */
    .of-run.below {
      translate: var(--aside, 16px) 12px;
    }
    .of-run.above {
      translate: var(--aside, 16px) -6px;
    }
    .of-run.back {
      --aside: -16px;
    }
  }
  .curve,
  .tangent,
  .leg,
  .fall {
    fill: none;
    stroke-linejoin: round;
    stroke-linecap: round;
  }
  .curve {
    stroke: var(--ink);
    stroke-width: 2;
  }
  .tangent {
    stroke: var(--accent);
    stroke-width: 2;
  }
  .leg {
    stroke: var(--accent);
    stroke-width: 1.5;
    stroke-dasharray: 4 3;
  }
  .fall {
    stroke: var(--ink);
    stroke-width: 2;
  }
  .dot {
    fill: var(--ink);
  }
  .handle {
    position: absolute;
    width: 24px;
    height: 24px;
    border: 2px solid var(--ink);
    border-radius: 50%;
    background: var(--panel);
    translate: -50% -50%;
    cursor: grab;
  }
  .handle:active {
    cursor: grabbing;
  }
  .readout {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 2px 20px;
    margin: 6px 0 0;
    font-size: 0.875rem;
    line-height: 22px;
  }
  .positive {
    color: var(--positive);
  }
  .negative {
    color: var(--negative);
  }
`;
