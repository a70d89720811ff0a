import { css } from 'lit';

/** A field of one line of text, as high as all others. */
export const textFieldStyles = css`
  input[type='text'] {
    font: inherit;
    font-size: 0.8125rem;
    color: var(--ink);
    background: var(--panel);
    border: 1px solid var(--edge);
    border-radius: var(--radius-small);
    height: 32px;
    padding: 0 8px;
    width: 100%;
    min-width: 0;
  }
`;
