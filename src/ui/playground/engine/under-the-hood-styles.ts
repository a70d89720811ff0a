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
  chainrule-evaluation-comparison {
    margin: 6px 0 10px;
    padding-bottom: 10px;
    border-bottom: 1px solid var(--hairline);
  }
`;
