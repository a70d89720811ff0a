import { mostDrawnClasses, type DrawnTarget } from '../../../experiment/drawing.ts';
import type { Pen, ToolName } from './pen.ts';
import type { PlanePlace } from './strokes.ts';

/** What a key does on the drawing plane. */
export type KeyAction =
  | { readonly kind: 'step'; readonly by: PlanePlace }
  | { readonly kind: 'pen'; readonly pen: Partial<Pen> }
  /** The number of new points is to be larger or smaller by so much. */
  | { readonly kind: 'value'; readonly by: number }
  | { readonly kind: 'draw' | 'remove' | 'carry' };

const directions: Readonly<Record<string, PlanePlace>> = {
  ArrowLeft: { x1: -1, x2: 0 },
  ArrowRight: { x1: 1, x2: 0 },
  ArrowUp: { x1: 0, x2: 1 },
  ArrowDown: { x1: 0, x2: -1 },
};
const tools: Readonly<Record<string, ToolName>> = { a: 'add', b: 'brush', e: 'eraser', l: 'look' };
const others: Readonly<Record<string, 'draw' | 'remove' | 'carry'>> = {
  Enter: 'draw',
  ' ': 'draw',
  Delete: 'remove',
  Backspace: 'remove',
  m: 'carry',
};

const changes: Readonly<Record<string, number>> = { '+': 1, '=': 1, '-': -1, '−': -1 };
/** What a key changes the number of new points by. */
const valueStep = 0.1;

/** Of arrow keys, in units of the plane; the larger one with Shift. */
const steps = { small: 0.2, large: 1 } as const;

type Key = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey'>;

/** null for a key that means nothing here: on a plane of classes, or of numbers. */
export function keyAction(
  { key, shiftKey, ctrlKey, altKey, metaKey }: Key,
  target: DrawnTarget = 'class',
): KeyAction | null {
  if (ctrlKey || altKey || metaKey) return null;
  if (Object.hasOwn(directions, key)) {
    const by = shiftKey ? steps.large : steps.small;
    const { x1, x2 } = directions[key];
    return { kind: 'step', by: { x1: by * x1, x2: by * x2 } };
  }
  const letter = key.length === 1 ? key.toLowerCase() : key;
  if (Object.hasOwn(tools, letter)) return { kind: 'pen', pen: { tool: tools[letter] } };
  if (Object.hasOwn(others, letter)) return { kind: others[letter] };
  if (target === 'number')
    return Object.hasOwn(changes, key) ? { kind: 'value', by: valueStep * changes[key] } : null;
  const number = /^[1-9]$/.test(key) ? Number(key) : 0;
  return number >= 1 && number <= mostDrawnClasses ? { kind: 'pen', pen: { place: number - 1 } } : null;
}
