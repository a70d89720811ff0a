import { css } from 'lit';

/** A file that a dialog offers: how it begins, what it is, and what can be done with it. */
export const filePreviewStyles = css`
  p {
    margin: 10px 0;
    font-size: 0.8125rem;
    line-height: 18px;
    color: var(--muted);
    overflow-wrap: anywhere;
  }
  .warning {
    color: var(--ink);
  }
  pre {
    height: min(300px, 34dvh);
    margin: 0;
    padding: 10px 12px;
    overflow: auto;
    border: 1px solid var(--edge-soft);
    border-radius: var(--radius-small);
    background: var(--well);
    font:
      0.75rem/1.5 ui-monospace,
      'SF Mono',
      Menlo,
      Consolas,
      monospace;
    tab-size: 4;
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    margin-top: 10px;
  }
  .foot p {
    flex: 1 1 180px;
    margin: 0;
  }
`;
