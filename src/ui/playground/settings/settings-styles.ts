import { css } from 'lit';

export const settingsStyles = css`
  :host {
    --is-sheet: 0;
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
  }
  .column {
    position: relative;
    flex: 1;
    display: flex;
    flex-direction: column;
    gap: var(--gap);
    min-height: 0;
    /* The shadows and focus rings of the panels are not cut off. */
    margin: 0 -6px -8px;
    padding: 0 6px 14px;
    overflow: hidden auto;
    mask-image: linear-gradient(#000 calc(100% - 14px), transparent);
    /* What is reached by keys stands clear of the edge. */
    scroll-padding-block: 24px;
    scrollbar-width: none;
    overscroll-behavior: contain;
  }
  .tabs {
    display: none;
    flex: none;
    gap: 2px;
    margin-bottom: 8px;
    padding: 2px;
    border: 1px solid var(--edge-soft);
    border-radius: var(--radius-small);
    background: var(--well);
  }
  .tabs button {
    flex: 1;
    min-height: 30px;
    padding: 0 6px;
    border: 1px solid transparent;
    border-radius: 6px;
    background: transparent;
    color: var(--muted);
  }
  .tabs button[aria-selected='true'] {
    background: var(--raised);
    border-color: var(--edge);
    color: var(--ink);
  }
  @media not ((min-width: 1400px) and (min-height: 860px)) {
    .tabs {
      display: flex;
    }
  }
  @container (max-width: 1375px) {
    .tabs {
      display: flex;
    }
  }
  @container (max-width: 760px) {
    :host {
      --is-sheet: 1;
      display: contents;
    }
    .tabs {
      position: fixed;
      inset: auto 0 0;
      z-index: 8;
      margin: 0;
      padding: 6px var(--tabs-end, var(--gutter)) calc(6px + env(safe-area-inset-bottom)) var(--gutter);
      border-width: 1px 0 0;
      border-radius: 0;
      background: var(--panel);
    }
    .tabs button {
      min-height: 40px;
    }
    :host(:not([data-open])) .tabs button[aria-selected='true'] {
      background: transparent;
      border-color: transparent;
      color: var(--muted);
    }
    /* At the end of the page too, for whoever scrolls there. */
    .column {
      grid-area: side;
      margin: 0;
      padding: 0;
      overflow: visible;
      mask-image: none;
    }
    :host([data-open]) .column {
      position: fixed;
      inset: auto 0 calc(53px + env(safe-area-inset-bottom));
      z-index: 7;
      max-height: min(62dvh, 560px);
      padding: 8px var(--gutter) 12px;
      overflow: hidden auto;
      border-top: 1px solid var(--hairline);
      border-radius: var(--radius) var(--radius) 0 0;
      background: var(--page);
      box-shadow: var(--shadow-high);
    }
    :host([data-open]) .part:not([data-current]) {
      display: none;
    }
  }
  @media (forced-colors: active) {
    .tabs button[aria-selected='true'] {
      forced-color-adjust: none;
      background: Highlight;
      border-color: Highlight;
      color: HighlightText;
    }
  }
`;
