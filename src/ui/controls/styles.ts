import { css } from 'lit';
import {
  forcedButtons,
  forcedFields,
  forcedFocus,
  forcedSegments,
  forcedSliders,
  forcedSummaries,
  forcedTransport,
} from './forced-styles.ts';

/** What every element starts from. */
export const baseStyles = css`
  :host {
    display: block;
    box-sizing: border-box;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  svg.icon {
    display: block;
    flex: none;
  }
  .muted {
    color: var(--muted);
  }
  ${forcedFocus}
`;

export const panelStyles = css`
  .panel {
    background: var(--panel);
    border: 1px solid var(--hairline);
    border-radius: var(--radius);
    box-shadow: var(--shadow);
    padding: 12px 16px 14px;
  }
  h2 {
    margin: 0;
    font-size: 0.8125rem;
    font-weight: 600;
    line-height: 24px;
  }
  h2 .detail {
    font-weight: 400;
    color: var(--muted);
  }
  .panel-head {
    display: flex;
    align-items: center;
    gap: 4px 12px;
    min-height: 30px;
    margin-bottom: 6px;
  }
  .panel-head h2 {
    flex: 1;
    min-width: 0;
  }
  .note {
    margin: 0;
    font-size: 0.75rem;
    line-height: 16px;
    color: var(--muted);
  }
`;

export const buttonStyles = css`
  button {
    font: inherit;
    color: inherit;
    cursor: pointer;
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-width: 24px;
    min-height: 32px;
    padding: 0 12px;
    font-size: 0.8125rem;
    white-space: nowrap;
    background: var(--panel);
    border: 1px solid var(--edge-soft);
    border-radius: var(--radius-small);
  }
  button.quiet {
    background: transparent;
    border-color: transparent;
  }
  button:hover:not(:disabled) {
    background: var(--well);
    border-color: var(--edge);
  }
  button.quiet:hover:not(:disabled) {
    border-color: transparent;
  }
  button:disabled {
    color: var(--muted);
    opacity: 0.55;
    cursor: default;
  }
  ${forcedButtons}
`;

export const fieldStyles = css`
  label,
  .label {
    font-size: 0.75rem;
    line-height: 16px;
    color: var(--muted);
    white-space: nowrap;
  }
  select,
  input[type='number'] {
    font: inherit;
    font-size: 0.8125rem;
    font-variant-numeric: tabular-nums;
    color: var(--ink);
    background-color: var(--panel);
    border: 1px solid var(--edge);
    border-radius: var(--radius-small);
    height: 32px;
    padding: 0 8px;
    width: 100%;
    min-width: 0;
  }
  input[type='number'] {
    appearance: textfield;
  }
  input[type='number']::-webkit-inner-spin-button,
  input[type='number']::-webkit-outer-spin-button {
    appearance: none;
    margin: 0;
  }
  /* The list of choices opens from an arrow of its own; ours, the same as a select's, is drawn in its place. */
  input::-webkit-calendar-picker-indicator {
    opacity: 0 !important;
    margin: 0 -14px 0 0;
    padding: 0;
    width: 18px;
    height: 100%;
    cursor: pointer;
  }
  select {
    appearance: none;
    cursor: pointer;
  }
  select,
  input[list] {
    padding-right: 18px;
    text-overflow: ellipsis;
    background-image:
      linear-gradient(45deg, transparent 50%, var(--muted) 50%),
      linear-gradient(-45deg, transparent 50%, var(--muted) 50%);
    background-position:
      right 12px top 14px,
      right 7px top 14px;
    background-size: 5px 5px;
    background-repeat: no-repeat;
  }
  select:hover,
  input[type='number']:hover {
    border-color: var(--ink);
  }
  ${forcedFields}
`;

/** A native slider, filled up to `--filled`. */
export const sliderStyles = css`
  input[type='range'] {
    appearance: none;
    width: 100%;
    height: 24px;
    margin: 0;
    background: transparent;
    cursor: pointer;
  }
  input[type='range']::-webkit-slider-runnable-track {
    height: 4px;
    border-radius: 2px;
    background: linear-gradient(to right, var(--ink) var(--filled, 0%), var(--edge-soft) var(--filled, 0%));
  }
  input[type='range']::-webkit-slider-thumb {
    appearance: none;
    width: 16px;
    height: 16px;
    margin-top: -6px;
    border: 2px solid var(--ink);
    border-radius: 50%;
    background: var(--panel);
  }
  input[type='range']::-moz-range-track {
    height: 4px;
    border-radius: 2px;
    background: linear-gradient(to right, var(--ink) var(--filled, 0%), var(--edge-soft) var(--filled, 0%));
  }
  input[type='range']::-moz-range-thumb {
    width: 12px;
    height: 12px;
    border: 2px solid var(--ink);
    border-radius: 50%;
    background: var(--panel);
  }
  ${forcedSliders}
`;

/** A radio group that reads as one control. */
export const segmentedStyles = css`
  .segmented {
    display: inline-flex;
    padding: 2px;
    border: 1px solid var(--edge-soft);
    border-radius: var(--radius-small);
    background: var(--well);
  }
  .segmented label {
    position: relative;
    display: inline-flex;
    align-items: center;
    justify-content: center;
    min-width: 44px;
    height: 26px;
    padding: 0 10px;
    border-radius: 6px;
    font-size: 0.8125rem;
    color: var(--muted);
    cursor: pointer;
  }
  /* The input itself covers its segment: what is clicked is what is checked. */
  .segmented input {
    position: absolute;
    inset: 0;
    margin: 0;
    opacity: 0;
    cursor: inherit;
  }
  .segmented label:has(:checked) {
    background: var(--raised);
    color: var(--ink);
    box-shadow: 0 0 0 1px var(--edge);
  }
  .segmented label:has(:focus-visible) {
    outline: 2px solid var(--accent);
    outline-offset: 1px;
  }
  .segmented label:has(:disabled) {
    cursor: not-allowed;
    opacity: 0.5;
  }
  ${forcedSegments}
`;

/** Round buttons in a row, the one in `.play` the largest: what starts and stops things. */
export const transportStyles = css`
  .transport {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .round {
    width: 36px;
    min-height: 36px;
    padding: 0;
    border-radius: 50%;
  }
  .round.play,
  .round.play:hover:not(:disabled) {
    width: 52px;
    height: 52px;
    background: var(--ink);
    border-color: var(--ink);
    color: var(--panel);
  }
  .round.play:hover:not(:disabled) {
    box-shadow: 0 0 0 3px var(--edge-soft);
  }
  ${forcedTransport}
`;

/** The triangle of what unfolds. */
export const triangleStyles = css`
  summary::before {
    content: '▸';
    flex: none;
    width: 10px;
    font-size: 0.75rem;
  }
  details[open] summary::before {
    content: '▾';
  }
`;

/** A panel that is but its summary until it is unfolded; goes after those of panels and summaries. */
export const foldStyles = css`
  .panel {
    padding: 8px 16px;
  }
  summary {
    gap: 4px 10px;
    flex-wrap: wrap;
    margin: 0 -8px;
    padding-block: 2px;
  }
  ${triangleStyles}
`;

/** A quiet word that unfolds what stands below it. */
export const summaryStyles = css`
  summary {
    display: flex;
    align-items: center;
    min-height: 28px;
    padding: 0 8px;
    border-radius: 6px;
    font-size: 0.8125rem;
    color: var(--muted);
    cursor: pointer;
    list-style: none;
  }
  summary::-webkit-details-marker {
    display: none;
  }
  summary:hover,
  details[open] summary {
    background: var(--well);
    color: var(--ink);
  }
  ${forcedSummaries}
`;
