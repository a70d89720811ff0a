import { css } from 'lit';

/** A sheet over the page. */
export const dialogStyles = css`
  dialog {
    width: min(720px, calc(100vw - 24px));
    max-height: calc(100dvh - 24px);
    padding: 0;
    color: var(--ink);
    background: var(--raised);
    border: 1px solid var(--hairline);
    border-radius: var(--radius);
    box-shadow: var(--shadow-high);
  }
  dialog::backdrop {
    background: rgb(15 19 23 / 45%);
  }
  .content {
    padding: 20px 24px;
  }
  .head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
    margin-bottom: 12px;
  }
  h2 {
    margin: 0;
    font-size: 1rem;
    font-weight: 600;
    line-height: 24px;
  }
  h3 {
    margin: 16px 0 6px;
    font-size: 0.8125rem;
    font-weight: 600;
    line-height: 20px;
    color: var(--muted);
  }
  @media (max-width: 480px) {
    .content {
      padding: 14px 16px;
    }
  }
`;
