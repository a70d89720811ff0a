import { css } from 'lit';

export const coachStyles = css`
  :host {
    min-width: 0;
    container-type: inline-size;
  }
  .panel {
    display: flex;
    flex-direction: column;
    gap: 12px;
  }
  .head {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: center;
    gap: 0 8px;
  }
  .number {
    margin: 0;
    font-size: 0.75rem;
    line-height: 16px;
    color: var(--muted);
  }
  h2 {
    grid-column: 1 / -1;
    font-size: 1.0625rem;
    line-height: 24px;
    letter-spacing: -0.01em;
    outline-offset: 4px;
  }
  .fold {
    display: none;
    grid-area: 1 / 2;
    min-height: 28px;
  }
  .text,
  .hint p,
  .outcome,
  legend,
  label {
    font-size: 0.875rem;
    line-height: 20px;
  }
  .text p {
    margin: 0 0 10px;
  }
  .text > :last-child {
    margin-bottom: 0;
  }
  .text em {
    font-style: normal;
    font-weight: 600;
  }
  .text ol {
    margin: 0 0 10px;
    padding-left: 20px;
  }
  .text .formula {
    text-align: center;
  }
  /* A font without a table for mathematics sets an index on the line. */
  math {
    font-family: 'Cambria Math', 'STIX Two Math', 'Latin Modern Math', 'DejaVu Math TeX Gyre', math, serif;
    font-size: 1rem;
    margin: 4px 0 12px;
  }
  code {
    font-family: ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', monospace;
    font-size: 0.8125rem;
  }
  .task {
    display: flex;
    flex-direction: column;
    gap: 12px;
    min-width: 0;
  }
  fieldset {
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0 0 6px;
    font-weight: 600;
  }
  label {
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr) auto;
    align-items: center;
    gap: 4px;
    min-height: 32px;
    padding: 4px 0;
    cursor: pointer;
  }
  label:has(:disabled) {
    color: var(--muted);
    cursor: default;
  }
  label.right {
    color: var(--ink);
    font-weight: 600;
  }
  input[type='radio'] {
    width: 16px;
    height: 16px;
    margin: 0;
    accent-color: var(--accent);
  }
  .mark {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    font-size: 0.75rem;
    font-weight: 400;
    color: var(--accent);
    white-space: nowrap;
  }
  .mark.wrong {
    color: var(--danger);
  }
  h3 .mark {
    margin-left: 2px;
  }
  .goal {
    padding: 2px 0 2px 14px;
    border-left: 3px solid var(--edge);
  }
  .goal.reached {
    border-left-color: var(--accent);
  }
  h3 {
    display: flex;
    align-items: center;
    gap: 6px;
    margin: 0 0 6px;
    font-size: 0.8125rem;
    font-weight: 600;
    line-height: 20px;
  }
  .reached h3 {
    color: var(--accent);
  }
  .goal ol {
    margin: 0 0 10px;
    padding: 0;
    list-style: none;
  }
  .goal li {
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr);
    gap: 8px;
    padding: 3px 0;
    font-size: 0.875rem;
    line-height: 20px;
    color: var(--muted);
  }
  .goal li.current {
    color: var(--ink);
  }
  .obstacle {
    display: block;
    margin-top: 2px;
    color: var(--danger);
  }
  /* A mark in a list: nothing to press. */
  .box {
    display: grid;
    place-items: center;
    width: 20px;
    height: 20px;
    color: var(--accent);
  }
  .box:empty::before {
    content: '';
    width: 6px;
    height: 6px;
    border-radius: 50%;
    background: var(--edge);
  }
  .current .box:empty::before {
    width: 9px;
    height: 9px;
    background: var(--accent);
  }
  @media (forced-colors: active) {
    .box:empty::before {
      background: GrayText;
    }
    .current .box {
      border: 2px solid Highlight;
      border-radius: 50%;
    }
    .current .box:empty::before {
      background: CanvasText;
    }
    .contents a[aria-current] {
      padding: 0 6px;
    }
  }
  .outcome {
    margin: 0 0 10px;
  }
  fieldset .outcome {
    margin: 4px 0 0;
    color: var(--danger);
  }
  summary {
    width: fit-content;
    min-height: 24px;
    font-size: 0.8125rem;
    line-height: 24px;
    color: var(--muted);
    cursor: pointer;
  }
  summary:hover {
    color: var(--ink);
  }
  .hint p {
    margin: 4px 0 0;
  }
  .way {
    display: flex;
    flex-direction: column;
    gap: 8px;
    padding-top: 12px;
    border-top: 1px solid var(--hairline);
  }
  nav {
    display: flex;
    justify-content: space-between;
    gap: 8px;
  }
  a {
    display: inline-flex;
    align-items: center;
    min-height: 32px;
    font-size: 0.8125rem;
    color: var(--accent);
    text-decoration: none;
  }
  a:hover {
    text-decoration: underline;
  }
  nav a:first-child:not(.next) {
    flex: none;
  }
  nav a.next {
    text-align: right;
    font-weight: 600;
  }
  .contents ol {
    margin: 4px 0 8px;
    padding-left: 22px;
    font-size: 0.8125rem;
    color: var(--muted);
  }
  .contents li {
    padding-left: 2px;
  }
  .contents li a {
    min-height: 28px;
  }
  .contents a[aria-current] {
    color: var(--ink);
    font-weight: 600;
  }
  .contents .mark {
    vertical-align: middle;
    margin-left: 4px;
  }
  .contents .note {
    margin-bottom: 8px;
  }
  @container (min-width: 560px) {
    .panel {
      display: grid;
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
      grid-template-rows: auto auto 1fr;
      gap: 12px 24px;
      align-items: start;
    }
    .head {
      grid-column: 1 / -1;
    }
    .fold {
      display: inline-flex;
    }
    .task {
      grid-area: 2 / 2 / span 2;
    }
    .folded .text {
      display: none;
    }
    .folded .way {
      grid-area: 2 / 1;
      border-top: 0;
      padding-top: 0;
    }
  }
  @media (max-width: 700px) {
    .fold {
      display: inline-flex;
    }
    .folded .text {
      display: none;
    }
  }
`;
