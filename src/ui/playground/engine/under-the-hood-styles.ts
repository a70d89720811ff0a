import { css } from 'lit';

export const hoodStyles = css`
  .panel {
    padding: 8px 16px;
  }
  summary {
    gap: 4px 10px;
    margin: 0 -8px;
    padding-block: 2px;
  }
  summary::before {
    content: '▸';
    width: 10px;
    font-size: 0.75rem;
  }
  details[open] summary::before {
    content: '▾';
  }
  details[open] summary {
    background: transparent;
  }
  .content {
    padding: 8px 0;
  }
  .gpu {
    display: flex;
    align-items: flex-start;
    gap: 12px;
    min-height: 49px;
    margin: 8px 0;
    padding: 8px 0;
    overflow-wrap: anywhere;
    border-block: 1px solid var(--hairline);
  }
  .gpu .note {
    flex: 1;
  }
`;
