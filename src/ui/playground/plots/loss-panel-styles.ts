import { css } from 'lit';

export const lossPanelStyles = css`
  :host {
    container-type: inline-size;
  }
  .panel {
    position: relative;
    display: flex;
    flex-direction: column;
    height: 100%;
    padding-bottom: 4px;
  }
  .panel-head {
    gap: 4px 8px;
    margin-bottom: 2px;
  }
  .panel-head .segmented label {
    min-width: 34px;
    height: 24px;
    padding: 0 8px;
  }
  .panel-head h2 {
    flex: none;
  }
  .legend {
    flex: 1;
    display: flex;
    align-items: center;
    gap: 6px;
    font-size: 0.75rem;
    color: var(--muted);
  }
  .legend svg {
    flex: none;
    stroke: var(--ink);
  }
  .legend svg.dashed {
    margin-left: 8px;
    stroke: var(--muted);
  }
  .asides {
    display: flex;
    gap: 8px;
    white-space: nowrap;
  }
  @container (max-width: 640px) {
    .asides {
      position: absolute;
      z-index: 1;
      /* Below the words of marks on the plot. */
      top: 68px;
      right: 20px;
      padding: 0 4px;
      line-height: 16px;
      background: var(--panel);
    }
  }
  @container (max-width: 400px) {
    .panel-head {
      gap: 4px;
    }
    .legend svg.dashed {
      margin-left: 2px;
    }
    .panel-head .segmented label {
      min-width: 0;
      padding: 0 6px;
    }
  }
  @container (max-width: 360px) {
    .legend {
      gap: 4px;
    }
    .legend svg.solid {
      width: 11px;
    }
    .panel-head .segmented label {
      padding: 0 4px;
    }
  }
  /* By letters: where they are larger, there is room for fewer of them. */
  @container (max-width: 22rem) {
    .panel-head {
      flex-wrap: wrap;
    }
  }
  .penalty {
    font-size: 0.75rem;
    color: var(--muted);
    white-space: nowrap;
  }
  /* It has its place before it is there. */
  ::slotted(chainrule-time) {
    display: block;
    flex: none;
    height: 20px;
    margin-top: 4px;
  }
  .area {
    position: relative;
    flex: 1;
    min-height: 0;
  }
  .plots,
  .table {
    position: absolute;
    inset: 0;
  }
  .plots {
    display: grid;
    grid-auto-rows: minmax(0, 1fr);
    gap: 4px;
  }
  .one {
    display: flex;
    flex-direction: column;
    min-height: 0;
  }
  .one chainrule-plot {
    flex: 1;
  }
  .lines {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    gap: 0 10px;
    max-height: 32px;
    margin: 0;
    overflow: hidden;
    font-size: 0.6875rem;
    line-height: 16px;
    color: var(--muted);
  }
  .lines span {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    white-space: nowrap;
  }
  @container (max-width: 340px) {
    .lines {
      gap: 0 6px;
    }
    .lines svg {
      width: 10px;
    }
    .lines span {
      gap: 3px;
    }
  }
  h2 select.plot {
    font: inherit;
    color: inherit;
    field-sizing: content;
    height: 24px;
    margin-left: -6px;
    padding: 0 2px;
    background: transparent;
    border: 1px solid transparent;
    border-radius: var(--radius-small);
  }
  h2 select.plot:hover {
    border-color: var(--edge-soft);
  }
  option {
    color: var(--ink);
    background: var(--panel);
  }
  .table {
    /* What is said of a moment stands over its lower edge. */
    padding-bottom: var(--axis-below, 24px);
    overflow: auto;
    background: var(--panel);
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 0.8125rem;
    text-align: right;
  }
  thead th {
    position: sticky;
    top: 0;
    background: var(--panel);
    font-weight: 600;
  }
  th,
  td {
    padding: 3px 8px;
    border-bottom: 1px solid var(--hairline);
    font-weight: 400;
  }
`;
