import { css } from 'lit';

export const runBarStyles = css`
  :host {
    display: flex;
    align-items: center;
    gap: 8px 16px;
  }
  dl {
    display: flex;
    gap: 4px 12px;
    margin: 0;
  }
  .select {
    flex: none;
    width: 120px;
  }
  .transport + .select {
    width: 78px;
    margin-right: -6px;
  }
  .readout {
    display: grid;
    grid-template-columns: auto 1fr;
    column-gap: 6px;
    width: 84px;
  }
  .readout.epoch {
    width: 112px;
  }
  .readout[data-absent] {
    visibility: hidden;
  }
  dt,
  .status {
    margin: 0;
    font-size: 0.75rem;
    line-height: 18px;
    color: var(--muted);
    white-space: nowrap;
  }
  .status {
    display: flex;
    align-items: center;
    gap: 4px;
  }
  .status::before {
    content: '';
    width: 7px;
    height: 7px;
    border-radius: 50%;
    border: 1.5px solid currentColor;
  }
  .status[data-kind='running']::before {
    background: var(--accent);
    border-color: var(--accent);
  }
  .status[data-kind='diverged'],
  .status[data-kind='error'] {
    color: var(--danger);
    font-weight: 600;
  }
  .number {
    grid-column: 1 / -1;
    margin: 0;
    font-size: 1.1875rem;
    font-weight: 600;
    line-height: 28px;
    letter-spacing: -0.01em;
    white-space: nowrap;
    overflow: hidden;
  }
  @media (forced-colors: active) {
    .status[data-kind='running']::before {
      forced-color-adjust: none;
      background: CanvasText;
      border-color: CanvasText;
    }
  }
  @container (max-width: 1000px) {
    :host {
      flex-wrap: wrap;
    }
  }
  @container (max-width: 860px) {
    :host {
      column-gap: 10px;
    }
    dl {
      column-gap: 6px;
    }
    .readout {
      width: 82px;
    }
    .readout.epoch {
      width: 104px;
    }
  }
  @container (max-width: 836px) {
    :host {
      column-gap: 8px;
    }
    .round.play,
    .round.play:hover:not(:disabled) {
      width: 44px;
      height: 44px;
    }
    .select {
      width: 104px;
    }
    .select select {
      padding-left: 6px;
      padding-right: 18px;
    }
    .transport + .select {
      width: 68px;
    }
    dl {
      flex: 1;
      justify-content: space-between;
      column-gap: 2px;
    }
    .readout {
      width: 78px;
    }
    .readout.epoch {
      width: 86px;
    }
    dt,
    .status {
      font-size: 0.6875rem;
    }
  }
  @container (max-width: 760px) {
    :host {
      display: grid;
      grid-template-columns: repeat(12, minmax(0, 1fr));
      gap: 2px 6px;
    }
    .transport {
      grid-column: span 5;
      gap: 6px;
    }
    .select,
    .transport + .select {
      grid-column: span 3;
      width: auto;
      align-self: start;
      margin: 0;
    }
    .transport + .select {
      grid-column: span 2;
    }
    .select label {
      line-height: 14px;
    }
    .select select {
      height: 30px;
      padding-left: 4px;
      padding-right: 13px;
      font-size: 0.6875rem;
      background-position:
        right 8px top 13px,
        right 4px top 13px;
      background-size: 4px 4px;
    }
    dl {
      display: contents;
    }
    .readout {
      grid-column: span 3;
      width: auto;
    }
    .readout.epoch {
      grid-column: span 2;
      width: auto;
      grid-template-columns: auto 1fr;
      column-gap: 4px;
    }
    /* A dot says how it stands, as do Play and Pause; what has gone wrong says so in words. */
    .status:not([data-kind='diverged'], [data-kind='error']) {
      font-size: 0;
    }
    .readout.epoch:has([data-kind='diverged'], [data-kind='error']) dt {
      display: none;
    }
    dt,
    .status {
      font-size: 0.6875rem;
      line-height: 14px;
    }
    .number {
      font-size: 1rem;
      line-height: 22px;
    }
  }
  /* On a phone whose letters are half as large again. */
  @container (max-width: 20rem) {
    .readout:not(.epoch) {
      grid-column: span 6;
    }
  }
`;
