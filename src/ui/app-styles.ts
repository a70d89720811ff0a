import { css } from 'lit';

export const appStyles = css`
  :host {
    --gutter: 24px;
  }
  .page {
    display: flex;
    flex-direction: column;
    min-height: 100dvh;
  }
  .place {
    flex: 1;
    min-height: 0;
  }
  /* Longer than the window where it must be: then the page scrolls, and its bar stays. */
  chainrule-playground.place {
    flex: none;
  }
  .loading {
    margin: 0;
    padding: 32px var(--gutter);
    color: var(--muted);
  }
  .loading p {
    margin: 0 0 12px;
    max-width: 60ch;
    overflow-wrap: anywhere;
  }
  @media (min-width: 1400px) and (min-height: 860px) {
    .page {
      height: 100dvh;
    }
  }
  @media (max-width: 1399px) {
    :host {
      --gutter: 16px;
    }
  }
  @media (max-width: 700px) {
    :host {
      --gutter: 12px;
    }
  }
`;
