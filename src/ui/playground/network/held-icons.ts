import { svg } from 'lit';

const shape = (content: unknown) =>
  svg`<svg width="14" height="14" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.5"
    stroke-linecap="round" aria-hidden="true">${content}</svg>`;

/** A padlock, closed or open. */
export const lockIcon = (isClosed: boolean) =>
  shape(
    svg`<rect x="3" y="7" width="10" height="7" rx="1.5" fill=${isClosed ? 'currentColor' : 'none'}></rect>
      <path d=${isClosed ? 'M5 7V5a3 3 0 0 1 6 0v2' : 'M5 7V5a3 3 0 0 1 5.6-1.5'}></path>`,
  );

/** A link, whole or broken. */
export const cutIcon = (isCut: boolean) =>
  shape(svg`<path d=${isCut ? 'M1 8h4M11 8h4M6.5 11l3-6' : 'M1 8h14'}></path>`);
