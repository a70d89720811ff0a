import { css } from 'lit';

export const networkPanelStyles = css`
  .panel {
    display: flex;
    flex-direction: column;
    height: 100%;
  }
  /* Where it has no room beside the tools, they take a row of their own. */
  .panel-head {
    flex-wrap: wrap;
  }
  .panel-head h2 {
    flex: 1 0 auto;
    max-width: 100%;
  }
  /* The signs say it. */
  @container (max-width: 1599px) {
    .verb {
      display: none;
    }
  }
  .tools {
    display: flex;
    align-items: center;
    gap: 2px;
  }
  /* Where they have a row of their own, their first sign stands below the title. */
  .tools button {
    padding: 0 10px;
    color: var(--muted);
  }
  .tools button:first-child {
    margin-left: -10px;
  }
  .tools .note {
    min-width: 48px;
  }
  .links {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 10px;
    min-height: 32px;
    margin-bottom: 2px;
    font-size: 0.75rem;
    color: var(--muted);
  }
  .group {
    display: inline-flex;
    align-items: center;
    gap: 10px;
  }
  /* As high, whatever it says: nothing below moves. */
  .keys {
    display: flex;
    flex: 1 0 100%;
    gap: 0 14px;
    height: 16px;
    line-height: 16px;
    overflow: hidden;
    white-space: nowrap;
  }
  .keys > * {
    flex: none;
  }
  .keys > .of {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  @container (max-width: 1199px) {
    .keys {
      flex-wrap: wrap;
      height: auto;
      min-height: 16px;
    }
    .keys > .of {
      flex-basis: 100%;
    }
    .keys > .less {
      display: none;
    }
  }
  .signs i {
    display: inline-block;
    width: 16px;
    height: 3px;
    margin: 0 4px 0 6px;
    vertical-align: middle;
    forced-color-adjust: none;
  }
  .signs .negative {
    background: var(--bar-negative);
  }
  .signs .positive {
    background: var(--bar-positive);
  }
  .scroller {
    flex: 1;
    min-height: 0;
    overflow: auto;
  }
  .diagram {
    display: flex;
    flex-direction: column;
    height: 100%;
    /* Stacked layer controls need this much a column; a narrow panel scrolls sideways instead of shrinking them. */
    min-width: calc(var(--columns, 4) * 54px);
  }
  /* Where the network needs more height than there is, it is scrolled: they do not slide under its neurons. */
  chainrule-layer-controls,
  chainrule-layer-vitals {
    flex: none;
  }
  .stage {
    position: relative;
    flex: 1;
    min-height: calc(var(--rows, 4) * 29px + 20px);
    margin-top: 4px;
  }
  /* Where a first visit's greeting may stand. */
  @container (min-width: 980px) {
    .stage:not(.low) {
      margin-bottom: 22px;
    }
  }
  /* Room for what stands below: the tiles come as near to each other as they may. */
  @container (min-width: 980px) {
    .stage.low {
      min-height: calc(var(--rows, 4) * 27px + 20px);
    }
  }
  @container (max-width: 1199px) {
    /* The seed beside the title, what changes the network below. */
    .panel-head {
      gap: 0 2px;
    }
    @container (min-width: 980px) {
      .panel-head h2 {
        flex-basis: calc(100% - 60px);
      }
    }
    .tools {
      display: contents;
    }
    .tools .note {
      flex: none;
      order: 1;
      min-width: 0;
    }
    .tools button {
      order: 2;
      padding: 0 6px;
    }
    .tools button:first-child {
      margin-left: -6px;
    }
  }
  @container (max-width: 979px) {
    /* Where all stand in one row, the seed is none of what changes the network. */
    .panel-head {
      gap: 0 14px;
    }
    .stage {
      min-height: calc(max(var(--rows, 4), 6) * 36px + 20px);
    }
  }
`;
