import { css } from 'lit';

/*
 * Where the system forces the colours of pages, backgrounds, gradients and shadows are taken away: what they tell
 * is told here by borders, outlines and the system's own colours. Each part belongs to the styles of its name.
 */

export const forcedFocus = css`
  @media (forced-colors: active) {
    :focus-visible {
      outline-color: Highlight;
    }
  }
`;

/** A disabled button is in the system's grey; fainter than that it may not be. */
export const forcedButtons = css`
  @media (forced-colors: active) {
    button:disabled {
      opacity: 1;
    }
  }
`;

/** A track is a background: here it is a tube, filled as far as the thumb. */
export const forcedSliders = css`
  @media (forced-colors: active) {
    input[type='range'] {
      --ink: CanvasText;
      --edge-soft: Canvas;
      --panel: Canvas;
      --accent: Highlight;
      forced-color-adjust: none;
    }
    input[type='range']:disabled {
      --ink: GrayText;
    }
    input[type='range']::-webkit-slider-runnable-track {
      height: 6px;
      border: 1px solid var(--ink);
    }
    input[type='range']::-moz-range-track {
      height: 6px;
      border: 1px solid var(--ink);
      box-sizing: border-box;
    }
  }
`;

export const forcedSegments = css`
  @media (forced-colors: active) {
    .segmented label:has(:checked) {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
      box-shadow: none;
    }
    .segmented label:has(:focus-visible) {
      outline-color: CanvasText;
    }
    .segmented label:has(:disabled:not(:checked)) {
      color: GrayText;
    }
    .segmented label:has(:disabled) {
      opacity: 1;
    }
  }
`;

/** What starts things cannot be told by its fill. */
export const forcedTransport = css`
  @media (forced-colors: active) {
    .round.play:enabled {
      border-width: 3px;
    }
  }
`;

export const forcedSummaries = css`
  @media (forced-colors: active) {
    details[open] summary {
      text-decoration: underline;
    }
  }
`;

/** The arrow of a list is two gradients. */
export const forcedFields = css`
  @media (forced-colors: active) {
    select,
    input[list] {
      --ink: FieldText;
      --muted: FieldText;
      --panel: Field;
      --edge: ButtonBorder;
      --accent: Highlight;
      forced-color-adjust: none;
    }
    select:disabled,
    input[list]:disabled {
      --ink: GrayText;
      --muted: GrayText;
    }
    option {
      forced-color-adjust: auto;
    }
  }
`;

/** Where one is among links and rows. */
export const currentStyles = css`
  @media (forced-colors: active) {
    a[aria-current]:any-link {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
    tr[aria-current],
    tr.selected {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;
