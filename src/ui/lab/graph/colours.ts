import type { Theme } from '../../../charts/colour-scale.ts';

/** What a drawing of a graph is painted with; the same as the tokens of the page's style sheet. */
export interface GraphColours {
  readonly panel: string;
  readonly well: string;
  readonly ink: string;
  readonly muted: string;
  readonly hairline: string;
  readonly edge: string;
  readonly edgeSoft: string;
  readonly accent: string;
  readonly negative: string;
  readonly positive: string;
  readonly danger: string;
}

export const graphColours: Readonly<Record<Theme, GraphColours>> = {
  light: {
    panel: '#ffffff',
    well: '#f1efea',
    ink: '#1a1f25',
    muted: '#5a636d',
    hairline: '#e4e2db',
    edge: '#8f9196',
    edgeSoft: '#d3d1ca',
    accent: '#1768b3',
    negative: '#8f4f08',
    positive: '#135f9f',
    danger: '#b3261e',
  },
  dark: {
    panel: '#161b21',
    well: '#0f1317',
    ink: '#e9ecef',
    muted: '#9ba5af',
    hairline: '#262d35',
    edge: '#68737e',
    edgeSoft: '#343d46',
    accent: '#7cbcff',
    negative: '#f3a75c',
    positive: '#6fb9f5',
    danger: '#ff8a80',
  },
};
