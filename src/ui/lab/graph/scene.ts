import type { Theme } from '../../../charts/colour-scale.ts';
import type { Card } from './cards.ts';
import type { PlacedDrawing, Pose } from './transition.ts';

/** Boxes that stand out; -1 for none. */
export interface Emphasis {
  /** What the step is about. */
  readonly active: number;
  /** What the step has written to. */
  readonly touched: ReadonlySet<number>;
  readonly selected: number;
  /** Where the keyboard is, while it is there. */
  readonly cursor: number;
  readonly hovered: number;
  /** The open group, shown as one, that the pointer is over. */
  readonly hoveredFold: number;
}

/** All that is painted but for the camera. */
export interface Scene {
  readonly placed: PlacedDrawing;
  readonly pose: Pose;
  readonly cards: readonly Card[];
  /** By box, cut to fit. */
  readonly titles: readonly string[];
  /** By open group: what its result says. */
  readonly frameCards: readonly Card[];
  readonly emphasis: Emphasis;
  readonly theme: Theme;
}
