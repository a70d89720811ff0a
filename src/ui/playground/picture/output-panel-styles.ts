import { css } from 'lit';

export const outputPanelStyles = css`
  .panel {
    padding-bottom: 12px;
  }
  .panel-head {
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 4px;
  }
  /* Both groups fit in one line of the narrowest panel. */
  .panel-head .segmented label {
    min-width: 34px;
    padding: 0 6px;
  }
  @container (max-width: 1350px) {
    .panel-head .segmented label {
      min-width: 28px;
      padding: 0 4px;
    }
  }
  chainrule-look-line {
    display: block;
    flex: 1;
    min-width: 0;
    height: 16px;
    margin-top: 6px;
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
  }
  /* What is looked at, beside what its colour means: together as high as the scale alone. */
  .under {
    display: flex;
    align-items: center;
    gap: 12px;
    margin: 8px 0 4px;
  }
  .under chainrule-look-line {
    margin: 0;
  }
  .under .legend {
    flex: 1;
    margin: 0;
  }
  .under chainrule-look-line + .legend {
    flex: 0 0 92px;
  }
  .under chainrule-look-line + .of-certainty {
    flex-basis: 144px;
  }
  @container (max-width: 1350px) {
    .under chainrule-look-line[data-looks] + .legend {
      display: none;
    }
  }
  @container (max-width: 1700px) {
    .under chainrule-look-line[data-looks] + .of-certainty {
      display: none;
    }
  }
  .how-well {
    min-height: 30px;
    padding: 0 6px;
    font-size: 0.75rem;
  }
  .how-well[aria-expanded='true'] {
    background: var(--well);
  }
  .how-well span {
    display: none;
  }
  @container (min-width: 1400px) {
    .how-well span {
      display: inline;
    }
  }
  chainrule-boundary-options,
  .meaning {
    margin-top: 6px;
  }
  /* Where its square is to be smaller than the panel is wide. */
  chainrule-draw-board {
    display: block;
    width: min(100%, var(--side, 100%));
    margin-inline: auto;
  }
  /* What is drawn with, beside the plane. */
  @container place (min-width: 1200px) {
    .drawn {
      display: grid;
      grid-template-columns: 148px minmax(0, 1fr);
      grid-template-rows: auto 1fr;
      gap: 0 12px;
    }
    .drawn > :not(chainrule-part) {
      grid-column: 2;
    }
    .drawn chainrule-draw-tools {
      grid-area: 1 / 1 / 3;
    }
  }
  .legend {
    display: grid;
    grid-template-columns: auto 1fr auto;
    align-items: center;
    gap: 8px;
    margin: 8px 0 4px;
    font-size: 0.75rem;
    line-height: 16px;
    color: var(--muted);
  }
  .colours {
    height: 8px;
    border-radius: 4px;
    background: linear-gradient(in oklab to right, var(--bar-negative), var(--bar-zero), var(--bar-positive));
  }
  .colours.certainty {
    background: linear-gradient(in oklab to right, var(--bar-zero), light-dark(#757b81, #81878d));
  }
  .key {
    display: flex;
    gap: 4px 16px;
    flex-wrap: wrap;
    margin: 2px 0 0;
    font-size: 0.75rem;
    line-height: 16px;
    color: var(--muted);
  }
  .key span {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }
  .key button {
    gap: 6px;
    min-height: 24px;
    margin: -4px;
    padding: 0 4px;
    border: 0;
    border-radius: 4px;
    background: none;
    color: inherit;
    font: inherit;
  }
  .key button:hover {
    background: var(--well);
  }
  .key button[aria-pressed='false'] {
    text-decoration: line-through;
  }
  .key button[aria-pressed='false'] .mark {
    opacity: 0.35;
  }
  .mark {
    width: 8px;
    height: 8px;
    border: 1.5px solid var(--muted);
    border-radius: 50%;
  }
  .mark.filled {
    background: var(--muted);
  }
  .mark.positive {
    background: var(--positive);
    border-color: var(--positive);
  }
  .mark.negative {
    background: var(--negative);
    border-color: var(--negative);
    border-radius: 0;
  }
  /* A key shows the colours of the canvas it explains, whatever the page is forced to. */
  @media (forced-colors: active) {
    .colours,
    .mark {
      forced-color-adjust: none;
    }
    .mark {
      --muted: CanvasText;
    }
  }
  /*
   * On a phone, as large as leaves room for the curves below: these stand between the picture and all else that
   * belongs to it, in the row of the page that this panel leaves free.
   */
  @container (max-width: 760px) {
    :host,
    .panel {
      display: grid;
      grid-template: subgrid / minmax(0, 1fr);
      grid-row: 1 / 4;
    }
    .panel {
      padding: 0;
      border: 0;
      background: none;
      box-shadow: none;
    }
    .first,
    .rest {
      padding: 8px 16px 6px;
      border: 1px solid var(--hairline);
      border-radius: var(--radius);
      background: var(--panel);
      box-shadow: var(--shadow);
    }
    .rest {
      grid-row: 3;
    }
    .first > chainrule-part > :not(chainrule-draw-tools) {
      display: block;
      width: min(100%, var(--side, 100%));
      margin-inline: auto;
    }
    .panel-head {
      margin-bottom: 4px;
    }
    .legend {
      margin: 2px 0;
    }
    chainrule-boundary-options {
      margin-top: 4px;
    }
  }
  .state {
    min-height: 16px;
    overflow-wrap: anywhere;
    margin-top: 2px;
  }
`;
