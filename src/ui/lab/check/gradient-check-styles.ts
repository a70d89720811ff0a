import { css } from 'lit';

export const gradientCheckStyles = css`
  .panel-head {
    flex-wrap: wrap;
  }
  h2 {
    white-space: nowrap;
  }
  .progress {
    display: flex;
    align-items: center;
    gap: 12px;
    font-size: 0.75rem;
    color: var(--muted);
    white-space: nowrap;
  }
  progress {
    flex: 1;
    min-width: 80px;
    height: 8px;
    accent-color: var(--accent);
  }
  .summary {
    margin: 0 0 4px;
    font-size: 0.875rem;
    line-height: 20px;
  }
  .failure {
    margin: 0 0 4px;
    font-size: 0.8125rem;
    line-height: 20px;
    color: var(--danger);
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 14px;
    margin-top: 10px;
    font-size: 0.75rem;
    color: var(--muted);
  }
  .legend span {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }
  .legend i {
    width: 10px;
    height: 10px;
    border-radius: 2px;
  }
  .legend .agrees i {
    background: var(--accent);
  }
  .legend .kink i {
    background: var(--muted);
  }
  .legend .unknown i {
    background: var(--ink);
  }
  .legend .differs i {
    background: var(--danger);
  }
  /* The colours of the bars on the canvas, whatever the page is forced to. */
  @media (forced-colors: active) {
    .legend i {
      forced-color-adjust: none;
    }
  }
  .chart {
    position: relative;
    height: 168px;
    margin: 2px 0 12px;
  }
  h3 {
    margin: 0 0 4px;
    font-size: 0.75rem;
    font-weight: 600;
    line-height: 16px;
  }
  .worst {
    max-height: 248px;
    overflow: auto;
    border-top: 1px solid var(--hairline);
  }
  .worst table {
    width: 100%;
    border-collapse: collapse;
    font-size: 0.75rem;
    line-height: 16px;
    text-align: right;
  }
  .worst thead th {
    position: sticky;
    top: 0;
    background: var(--panel);
    color: var(--muted);
    font-weight: 400;
  }
  .worst th,
  .worst td {
    padding: 4px 0 4px 10px;
    border-bottom: 1px solid var(--hairline);
    font-weight: 400;
    vertical-align: top;
  }
  .worst th:first-child {
    padding-left: 0;
    text-align: left;
  }
  .worst b {
    font-weight: 600;
  }
  .words {
    display: block;
    color: var(--muted);
  }
  .worst thead th,
  .worst td {
    white-space: nowrap;
  }
  .worst thead span,
  .numbers span {
    display: block;
  }
  tr.differs td:last-child .words {
    color: var(--danger);
  }
`;
