import { css } from 'lit';

export const hoodStyles = css`
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
