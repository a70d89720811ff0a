import { css } from 'lit';

export const exerciseStyles = css`
  :host {
    min-width: 0;
  }
  .score {
    font-size: 0.75rem;
    color: var(--muted);
    white-space: nowrap;
  }
  .setting {
    display: grid;
    gap: 8px;
    margin-top: 10px;
  }
  .setting.with-seed {
    grid-template-columns: 1fr 96px;
  }
  .segmented {
    display: flex;
  }
  .segmented label {
    flex: 1;
  }
  .actions {
    display: flex;
    gap: 8px;
    margin-top: 10px;
  }
  .actions button:first-child {
    flex: 1;
  }
  .problem {
    margin: 8px 0 0;
    font-size: 0.8125rem;
    color: var(--danger);
    overflow-wrap: anywhere;
  }
  .note {
    margin-top: 8px;
  }
  ol {
    margin: 12px 0 0;
    padding: 4px 0 0;
    border-top: 1px solid var(--hairline);
    list-style: none;
  }
  li {
    display: grid;
    grid-template-columns: minmax(56px, 1fr) minmax(80px, 112px) 80px;
    align-items: center;
    gap: 0 8px;
    padding: 6px 0;
  }
  li.wide label {
    grid-column: 1 / -1;
    display: block;
    padding-bottom: 6px;
  }
  li.wide input {
    grid-column: 1 / 3;
  }
  label {
    white-space: normal;
    overflow-wrap: anywhere;
  }
  label math {
    color: var(--ink);
  }
  input[type='text'] {
    font: inherit;
    font-size: 0.8125rem;
    font-variant-numeric: tabular-nums;
    color: var(--ink);
    background: var(--panel);
    border: 1px solid var(--edge);
    border-radius: var(--radius-small);
    width: 100%;
    min-width: 0;
    height: 32px;
    padding: 0 8px;
  }
  /* Below the bar that stays at the window's edge, with its name and what is said of it. */
  @media (max-width: 760px) {
    input[type='text'] {
      scroll-margin: 196px 0 120px;
    }
  }
  input[type='text']:hover {
    border-color: var(--ink);
  }
  input[type='text']:read-only {
    border-color: var(--edge-soft);
    color: var(--muted);
  }
  .right input {
    border-color: var(--accent);
  }
  .wrong input {
    border-color: var(--danger);
  }
  .mark {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    font-size: 0.8125rem;
    color: var(--muted);
  }
  .mark.right {
    color: var(--accent);
  }
  .message {
    grid-column: 1 / -1;
    display: flex;
    gap: 6px;
    margin: 4px 0 2px;
    font-size: 0.75rem;
    line-height: 16px;
    color: var(--muted);
    overflow-wrap: anywhere;
  }
  .message.wrong b {
    color: var(--danger);
  }
  .message.wrong svg {
    color: var(--danger);
  }
  button.quiet {
    padding: 0 8px;
    color: var(--muted);
  }
  .finish {
    margin: 10px 0 0;
    padding: 10px 12px;
    border-radius: var(--radius-small);
    background: var(--well);
    font-size: 0.8125rem;
    line-height: 18px;
  }
  .finish b {
    font-size: 1rem;
  }
`;
