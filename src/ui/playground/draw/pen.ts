import { drawnValueLimits } from '../../../experiment/drawn-point.ts';

/** What drawing is done with; to look leaves what is drawn as it is. */
export const toolNames = ['add', 'brush', 'eraser', 'look'] as const;
export type ToolName = (typeof toolNames)[number];

export const toolLabels: Readonly<Record<ToolName, string>> = {
  add: 'Add',
  brush: 'Brush',
  eraser: 'Eraser',
  look: 'Look',
};

export interface Pen {
  readonly tool: ToolName;
  /** The class of new points by its place, from 0. */
  readonly place: number;
  /** What is to be predicted of new points, in a drawing of numbers. */
  readonly value: number;
  /** Of brush and eraser, in units of the plane. */
  readonly radius: number;
}

export const firstPen: Pen = { tool: 'add', place: 0, value: 1, radius: 0.6 };

export const radiusLimits = { min: 0.2, max: 2, step: 0.1 } as const;

/** Numbers that a slider goes through: those that the colours tell apart; others are typed. */
export const usualValues: readonly number[] = Array.from({ length: 21 }, (_, i) => (i - 10) / 10);

const [least, most] = drawnValueLimits;
export const valueLimits = { min: least, max: most, step: 'any' } as const;
