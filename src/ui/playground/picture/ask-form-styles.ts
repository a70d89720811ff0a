import { css } from 'lit';

export const askFormStyles = css`
  .panel {
    padding: 10px 16px 12px;
  }
  .head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
  }
  button {
    min-height: 28px;
    padding: 0 10px;
  }
  button[aria-pressed='true'] {
    background: var(--well);
    border-color: var(--ink);
  }
  .stacked {
    display: grid;
    gap: 8px;
    margin-top: 6px;
  }
  .beside {
    display: grid;
    grid-template-columns: minmax(96px, 152px) minmax(0, 1fr);
    align-items: start;
    gap: 12px;
    margin-top: 6px;
  }
  .fields {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(124px, 1fr));
    gap: 6px 8px;
  }
  .fields[data-many] {
    max-height: 172px;
    padding: 2px;
    overflow-y: auto;
    overscroll-behavior: contain;
  }
  .field {
    display: grid;
    gap: 2px;
    min-width: 0;
  }
  .field label {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .field input[type='number'],
  .field select {
    height: 28px;
  }
  .field select {
    background-position:
      right 12px top 12px,
      right 7px top 12px;
  }
  .field input[aria-invalid='true'] {
    border-color: var(--danger);
  }
  .problem {
    margin: 6px 0 0;
    font-size: 0.75rem;
    line-height: 16px;
    color: var(--danger);
    overflow-wrap: anywhere;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    margin-top: 8px;
  }
`;
