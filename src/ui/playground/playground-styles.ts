import { css } from 'lit';

export const playgroundStyles = css`
  :host {
    --bar-zero: light-dark(#f7f5f2, #1a1d21);
    display: flex;
    flex-direction: column;
    min-height: 0;
    min-width: 0;
    container: place / inline-size;
  }
  /* Over everything, and in nobody's way: what is dropped falls on the page. */
  .dropping {
    position: fixed;
    inset: 12px;
    z-index: 20;
    display: grid;
    place-items: center;
    border: 2px dashed var(--accent);
    border-radius: var(--radius);
    background: color-mix(in srgb, var(--page) 85%, transparent);
    font-size: 1rem;
    pointer-events: none;
  }
  .bar {
    position: sticky;
    top: 0;
    z-index: 5;
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px 16px;
    padding: 8px var(--gutter);
    background: var(--page);
  }
  main {
    flex: 1;
    display: grid;
    gap: var(--gap);
    padding: 4px var(--gutter) 16px;
    grid-template-columns: 248px minmax(0, 1fr) 364px;
    grid-template-rows: minmax(0, 1fr) 220px auto;
    grid-template-areas: 'side network output' 'side loss output' 'side rows rows';
  }
  .side {
    grid-area: side;
    display: flex;
    flex-direction: column;
    gap: var(--gap);
    min-width: 0;
  }
  chainrule-features-panel {
    flex: 1;
  }
  chainrule-network-panel {
    grid-area: network;
    min-width: 0;
  }
  chainrule-loss-panel {
    grid-area: loss;
    min-width: 0;
  }
  chainrule-output-panel {
    grid-area: output;
    min-width: 0;
  }
  :host([data-rows]) .side {
    align-self: start;
  }
  chainrule-rows-panel {
    grid-area: rows;
    min-width: 0;
  }
  @media (min-width: 1400px) and (min-height: 860px) {
    :host(:not([data-rows])) main {
      min-height: 0;
    }
    :host(:not([data-rows])) chainrule-import[open] + main {
      min-height: 740px;
    }
    /* What is open goes on below the window: what stands above keeps its place, and the bar stays with it. */
    :host([data-rows]) {
      flex: none !important;
    }
    :host([data-rows]) main {
      grid-template-rows: calc(100dvh - 434px) 220px auto;
    }
  }
  @container place (max-width: 1375px) {
    .bar,
    main {
      --gutter: 16px;
    }
    .bar {
      display: contents;
    }
    chainrule-run-bar {
      position: sticky;
      top: 0;
      z-index: 5;
      padding: 8px var(--gutter);
      background: var(--page);
    }
    chainrule-hyperparameters {
      padding: 0 var(--gutter) 12px;
    }
  }
  /* The panels at the sides are long: network and curves stay together, in view, above what is left between them. */
  @media not ((min-width: 1400px) and (min-height: 860px)) {
    @container place (min-width: 980px) {
      main {
        grid-template-rows: minmax(440px, auto) 220px minmax(0, 1fr) auto;
        grid-template-areas: 'side network output' 'side loss output' 'side . output' 'rows rows rows';
      }
    }
  }
  @container place (max-width: 1199px) {
    main {
      grid-template-columns: 234px minmax(0, 1fr) 308px;
    }
  }
  @container place (max-width: 979px) {
    main {
      grid-template-columns: 234px minmax(0, 1fr) minmax(0, 1fr);
      grid-template-rows: auto auto auto;
      grid-template-areas: 'side network network' 'side output loss' 'rows rows rows';
    }
    chainrule-features-panel {
      flex: none;
    }
    chainrule-loss-panel {
      height: 360px;
    }
  }
  @container place (max-width: 760px) {
    main {
      grid-template-columns: minmax(0, 1fr);
      grid-template-rows: none;
      grid-template-areas: 'side' 'network' 'output' 'loss' 'rows';
    }
    chainrule-loss-panel {
      height: 260px;
    }
  }
  @container place (max-width: 700px) {
    .bar,
    main {
      --gutter: 12px;
    }
    main {
      gap: 12px;
    }
  }
`;
