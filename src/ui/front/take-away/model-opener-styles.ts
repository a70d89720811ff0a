import { css } from 'lit';

export const modelOpenerStyles = css`
  .open {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 10px;
    margin-top: 14px;
    padding-top: 12px;
    border-top: 1px solid var(--hairline);
    font-size: 0.8125rem;
  }
  .open input {
    max-width: 100%;
    font: inherit;
    color: inherit;
  }
  ::file-selector-button {
    height: 32px;
    margin-inline-end: 10px;
    padding: 0 12px;
    border: 1px solid var(--edge-soft);
    border-radius: var(--radius-small);
    background: var(--panel);
    color: var(--ink);
    font: inherit;
    cursor: pointer;
  }
  ::file-selector-button:hover {
    background: var(--well);
    border-color: var(--edge);
  }
  .open p {
    flex-basis: 100%;
    margin: 0;
  }
  .reading {
    display: flex;
    flex-basis: 100%;
    align-items: center;
    gap: 10px;
  }
  .reading p {
    flex: 0 1 auto;
  }
  .pasted {
    display: flex;
    flex: 1 1 240px;
    align-items: center;
    gap: 10px;
  }
  textarea {
    flex: 1;
    min-width: 0;
    padding: 6px 8px;
    resize: vertical;
    border: 1px solid var(--edge);
    border-radius: var(--radius-small);
    background: var(--raised);
    color: inherit;
    font:
      0.75rem/1.4 ui-monospace,
      'SF Mono',
      Menlo,
      Consolas,
      monospace;
  }
`;
