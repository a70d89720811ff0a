import { css } from 'lit';

export const labPageStyles = css`
  :host {
    display: block;
    min-width: 0;
    min-height: 0;
    container-type: inline-size;
  }
  .lab {
    display: flex;
    flex-direction: column;
    height: 100%;
    min-height: 0;
  }
  .bar {
    position: sticky;
    top: 0;
    z-index: 5;
    padding: 8px var(--gutter);
    background: var(--page);
  }
  main {
    flex: 1;
    display: grid;
    gap: var(--gap);
    min-height: 0;
    padding: 4px var(--gutter) 16px;
    grid-template-columns: 288px minmax(0, 1fr) 348px;
    grid-template-rows: minmax(0, 1fr);
    grid-template-areas: 'side graph tools';
  }
  .lead {
    grid-area: lead;
    display: grid;
    grid-template-columns: minmax(0, 1fr) 328px;
    gap: var(--gap);
  }
  :host([nudges]) main {
    grid-template-rows: auto minmax(420px, 1fr);
    grid-template-areas: 'lead lead lead' 'side graph tools';
  }
  .side {
    grid-area: side;
    display: flex;
    flex-direction: column;
    gap: var(--gap);
    min-width: 0;
    min-height: 0;
  }
  .moves {
    display: flex;
    flex-direction: column;
    gap: var(--gap);
    min-width: 0;
  }
  .graph {
    grid-area: graph;
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 420px;
    padding: 14px 0 0;
    overflow: hidden;
  }
  .graph .panel-head,
  .mistake {
    padding: 0 16px;
  }
  .trail {
    display: inline-flex;
    gap: 6px;
    margin-right: 2px;
    color: var(--muted);
    font-weight: 400;
  }
  .trail a,
  .trail button,
  .trail button:hover:not(:disabled) {
    display: inline-flex;
    align-items: center;
    min-height: 24px;
    padding: 0;
    border: 0;
    background: none;
    font: inherit;
    color: var(--accent);
    text-decoration: underline;
    cursor: pointer;
  }
  .mistake {
    margin: 0 16px 10px;
    padding: 8px 12px;
    border-left: 3px solid var(--danger);
    border-radius: 4px;
    background: var(--well);
    font-size: 0.8125rem;
    line-height: 18px;
  }
  .area {
    position: relative;
    flex: 1;
    min-height: 0;
  }
  .area > * {
    position: absolute;
    inset: 0;
  }
  .tools {
    grid-area: tools;
  }
  @media (min-width: 1400px) and (min-height: 860px) {
    .side {
      overflow-y: auto;
      scrollbar-width: thin;
    }
    .side > * {
      flex: none;
    }
  }
  /* Where the page scrolls, the graph is in view as a whole, and stays there. */
  @media (max-width: 1399px), (max-height: 859px) {
    .graph {
      position: sticky;
      top: 76px;
      align-self: start;
      height: calc(100dvh - 140px);
    }
  }
  @container (max-width: 1199px) {
    main {
      grid-template-columns: minmax(0, 1fr) 328px;
      grid-template-rows: auto 1fr;
      grid-template-areas: 'graph tools' 'side tools';
    }
    :host([nudges]) main {
      grid-template-rows: auto auto 1fr;
      grid-template-areas: 'lead lead' 'graph tools' 'side tools';
    }
    .graph {
      position: static;
      height: 440px;
    }
    .side {
      display: grid;
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
      align-items: start;
    }
  }
  @container (max-width: 760px) {
    main {
      display: flex;
      flex-direction: column;
      gap: 12px;
    }
    .side {
      display: contents;
    }
    .lead {
      grid-template-columns: minmax(0, 1fr);
    }
    .graph {
      order: 1;
      flex: none;
      align-self: stretch;
      height: 60vh;
      min-height: 320px;
    }
    /* Beside the text of a chapter the graph comes before what it is written from. */
    @container (min-width: 600px) {
      .lead {
        order: -2;
      }
      .graph {
        order: -1;
        height: 54vh;
      }
    }
    .tools {
      order: 2;
    }
    .moves {
      order: 3;
    }
  }
`;
