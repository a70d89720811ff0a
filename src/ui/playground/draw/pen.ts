/** What drawing is done with. */
export const toolNames = ['add', 'brush', 'eraser'] as const;
export type ToolName = (typeof toolNames)[number];

export const toolLabels: Readonly<Record<ToolName, string>> = {
  add: 'Add',
  brush: 'Brush',
  eraser: 'Eraser',
};

export interface Pen {
  readonly tool: ToolName;
  /** The class of new points by its place, from 0. */
  readonly place: number;
  /** Of brush and eraser, in units of the plane. */
  readonly radius: number;
}

export const firstPen: Pen = { tool: 'add', place: 0, radius: 0.6 };

export const radiusLimits = { min: 0.2, max: 2, step: 0.1 } as const;
