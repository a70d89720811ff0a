import type { Theme } from './colour-scale.ts';

/** The few colours a canvas needs besides the scale; the same as the tokens in the page's style sheet. */
export interface Palette {
  readonly panel: string;
  readonly ink: string;
  readonly muted: string;
  readonly hairline: string;
  readonly accent: string;
  readonly danger: string;
  /** Outline of marks on a heat map. */
  readonly halo: string;
}

export const palettes: Readonly<Record<Theme, Palette>> = {
  light: {
    panel: '#ffffff',
    ink: '#1a1f25',
    muted: '#5a636d',
    hairline: '#e9e7e1',
    accent: '#1768b3',
    danger: '#b3261e',
    halo: '#ffffff',
  },
  dark: {
    panel: '#161b21',
    ink: '#e9ecef',
    muted: '#9ba5af',
    hairline: '#262d35',
    accent: '#7cbcff',
    danger: '#ff8a80',
    halo: '#11151a',
  },
};

/** Canvas text in the page's own font. */
export const canvasFont = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
