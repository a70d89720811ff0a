import { css } from 'lit';

export const neuronParametersStyles = css`
  :host {
    display: block;
    margin-bottom: 10px;
    container-type: inline-size;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    margin-bottom: 8px;
  }
  .actions button {
    padding: 0 8px;
    min-height: 28px;
  }
  [aria-pressed='true'] {
    color: var(--panel);
    background: var(--ink);
    border-color: var(--ink);
  }
  [aria-pressed='true']:hover:not(:disabled) {
    background: var(--muted);
  }
  ul {
    margin: 0 0 6px;
    padding: 0;
    list-style: none;
  }
  /* A number of 32 bits takes as much with all its digits, and one of 64 bits half as much again. */
  li {
    display: grid;
    grid-template: 'name value freeze cut' / minmax(0, 1fr) 116px 28px 28px;
    gap: 2px 4px;
    align-items: center;
    margin-bottom: 2px;
  }
  .exact li {
    grid-template-columns: minmax(0, 1fr) 166px 28px 28px;
  }
  @container (max-width: 220px) {
    li,
    .exact li {
      grid-template: 'name freeze cut' 'value value value' / minmax(0, 1fr) 28px 28px;
      margin-bottom: 6px;
    }
  }
  @container (max-width: 300px) {
    .exact li,
    .long li {
      grid-template: 'name freeze cut' 'value value value' / minmax(0, 1fr) 28px 28px;
      margin-bottom: 6px;
    }
  }
  .name {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  li input {
    grid-area: value;
    width: 100%;
    min-width: 0;
    height: 28px;
    padding: 0 6px;
    font-variant-numeric: tabular-nums;
  }
  li button {
    width: 28px;
    min-height: 28px;
    padding: 0;
  }
  .cut input {
    border-style: dashed;
  }
  p {
    margin: 0 0 6px;
    color: var(--muted);
  }
`;
