import { css } from 'lit';

export const takeAwayStyles = css`
  dialog {
    width: min(760px, calc(100vw - 24px));
  }
  .forms {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  label {
    color: var(--ink);
    font-size: 0.8125rem;
  }
  .forms label {
    display: flex;
    align-items: center;
    gap: 6px;
    min-height: 32px;
    padding: 0 12px 0 10px;
    border: 1px solid var(--edge-soft);
    border-radius: var(--radius-small);
    font-size: 0.8125rem;
    cursor: pointer;
  }
  .forms label:hover {
    background: var(--well);
  }
  .forms label:has(:checked) {
    border-color: var(--accent);
    background: var(--well);
    font-weight: 600;
  }
  input[type='radio'] {
    margin: 0;
    accent-color: var(--accent);
  }
  .precision {
    display: flex;
    align-items: center;
    gap: 6px;
    font-size: 0.8125rem;
  }
  .precision + pre,
  .precision + .warning {
    margin-top: 10px;
  }
  .precision select {
    width: auto;
    background-color: var(--raised);
  }
  #about {
    min-height: 36px;
  }
  /* What it says of a file takes two lines on a phone, above the buttons. */
  .foot p {
    align-content: center;
    height: 36px;
    overflow: hidden;
  }
  /* What is longer or shorter below moves nothing above. */
  dialog {
    --top: clamp(12px, (100dvh - 740px) / 2, 25dvh);
    margin-top: var(--top);
    max-height: calc(100dvh - var(--top) - 12px);
  }
  @media (max-width: 640px) {
    dialog {
      --top: 12px;
    }
    .foot p {
      flex-basis: 100%;
    }
  }
  .report {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 6px 10px;
    margin-top: 14px;
    padding-top: 12px;
    border-top: 1px solid var(--hairline);
  }
  .report p {
    margin: 0;
  }
`;
