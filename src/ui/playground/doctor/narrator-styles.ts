import { css } from 'lit';

/** One line, whatever it says. */
export const narratorStyles = css`
  :host {
    display: flex;
    align-items: center;
    gap: 8px;
    height: 24px;
    font-size: 0.8125rem;
    line-height: 20px;
  }
  p {
    margin: 0;
    min-width: 0;
    overflow: hidden;
    white-space: nowrap;
    color: var(--muted);
  }
  p:not([data-finding='']) {
    color: var(--ink);
  }
  p:not([data-finding=''])::before {
    content: '';
    display: inline-block;
    width: 8px;
    height: 8px;
    margin-right: 7px;
    border-radius: 2px;
    rotate: 45deg;
    background: var(--danger);
  }
  .short,
  .narrow {
    display: none;
  }
  button {
    flex: none;
    min-height: 24px;
    padding: 0 8px;
    font-size: 0.75rem;
  }
  button.hide {
    margin-left: auto;
    padding: 0;
    color: var(--muted);
  }
  .failed {
    flex: none;
    font-size: 0.75rem;
    color: var(--danger);
  }
  @container place (max-width: 979px) {
    .long {
      display: none;
    }
    .short {
      display: inline;
    }
  }
  @container place (max-width: 760px) {
    :host {
      gap: 4px;
      font-size: 0.75rem;
    }
    .wide {
      display: none;
    }
    .narrow {
      display: inline;
    }
  }
  /* The longest sentence with three digits to each of its numbers, beside the way to what helps. */
  @container place (max-width: 400px) {
    p {
      font-size: 0.6875rem;
    }
  }
  @media (forced-colors: active) {
    p:not([data-finding=''])::before {
      forced-color-adjust: none;
      background: CanvasText;
    }
  }
`;
