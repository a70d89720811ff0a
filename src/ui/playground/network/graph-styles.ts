import { css } from 'lit';

export const networkGraphStyles = css`
  :host {
    position: absolute;
    inset: 0;
  }
  .stage,
  canvas {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
  }
  .neuron {
    position: absolute;
    left: var(--x);
    top: var(--y);
    width: var(--size);
    height: var(--size);
    padding: 0;
    border: 2px solid var(--panel);
    border-radius: 6px;
    background: transparent;
    box-shadow: 0 0 0 1px var(--edge-soft);
    translate: -50% -50%;
    cursor: pointer;
    overflow: hidden;
  }
  @media (max-width: 760px) {
    .neuron {
      scroll-margin: 190px 0 calc(min(46dvh, 420px) + 80px);
    }
  }
  .neuron[data-column='0'] {
    cursor: default;
  }
  .neuron:hover {
    box-shadow: 0 0 0 1.5px var(--ink);
  }
  .neuron:focus-visible {
    outline-offset: 3px;
  }
  @media (forced-colors: active) {
    .neuron:hover {
      border-color: Highlight;
    }
  }
  .name,
  .output-name,
  .more {
    position: absolute;
    left: var(--x);
    top: var(--y);
    font-size: 0.75rem;
    line-height: 16px;
    color: var(--muted);
    white-space: nowrap;
    pointer-events: none;
  }
  .name {
    max-width: var(--room);
    overflow: hidden;
    translate: -100% -50%;
  }
  .output-name {
    max-width: var(--room);
    overflow: hidden;
    translate: 0 -50%;
  }
  .more {
    font-size: 0.6875rem;
    translate: -50% 0;
  }
  button.more {
    min-width: 24px;
    height: 18px;
    min-height: 18px;
    padding: 0 2px;
    border: 0;
    background: none;
    text-decoration: underline;
    cursor: pointer;
    pointer-events: auto;
  }
  button.more:focus-visible {
    outline-offset: -2px;
  }
  /* The outputs stand near the edge, which would cut it off. */
  .of-outputs {
    translate: -75% 0;
  }
  chainrule-neuron-card {
    position: absolute;
    z-index: 2;
    left: var(--x);
    top: var(--y);
    translate: 0 var(--shift-y);
    pointer-events: none;
  }
`;
