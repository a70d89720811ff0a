import { css } from 'lit';

export const lossPanelStyles = css`
  .panel {
    display: flex;
    flex-direction: column;
    height: 100%;
    padding-bottom: 8px;
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
  .legend i {
    width: 16px;
    border-top: 2px solid var(--ink);
  }
  .legend i.dashed {
    margin-left: 8px;
    border-top: 2px dashed var(--muted);
  }
  @container (max-width: 360px) {
    .panel-head {
      flex-wrap: wrap;
    }
  }
  .penalty {
    font-size: 0.75rem;
    color: var(--muted);
    white-space: nowrap;
  }
  .area {
    position: relative;
    flex: 1;
    min-height: 0;
  }
  .chart,
  .table {
    position: absolute;
    inset: 0;
  }
  .table {
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
