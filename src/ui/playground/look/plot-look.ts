import type { LookSubject } from '../../../protocol/look-messages.ts';
import type { DataPicture } from '../../../protocol/picture-messages.ts';
import { rounded } from '../picture/ask-desk.ts';
import type { OpenedPoint } from '../picture/opened-point.ts';

type Plotted = Pick<DataPicture, 'window' | 'train' | 'test'>;

/** Parts of the picture's side that an arrow key moves the cursor by, plain and with Shift. */
const steps = { plain: 1 / 40, shift: 1 / 8 } as const;
/** Nearer than this part of the side, the cursor is on a point. */
const onPoint = 0.014;

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

/** A place of the picture by its coordinates. */
export interface PlotPlace {
  readonly x1: number;
  readonly x2: number;
}

/** With as many digits as tell neighbouring pixels apart. */
export function placeSubject({ window }: Plotted, { x1, x2 }: PlotPlace): LookSubject {
  const fine = ([low, high]: readonly [number, number]): readonly [number, number] => [
    low,
    low + (high - low) / 10,
  ];
  return { kind: 'place', x1: rounded(x1, fine(window.x1)), x2: rounded(x2, fine(window.x2)) };
}

/** Where in the picture a subject is, in parts of its sides from the left and from the top; null where it is not drawn. */
export function partsOf(
  data: Plotted,
  subject: LookSubject,
): { readonly x: number; readonly y: number } | null {
  const place = placeOf(data, subject);
  if (place === null) return null;
  const { x1, x2 } = data.window;
  const x = (place.x1 - x1[0]) / (x1[1] - x1[0]);
  const y = 1 - (place.x2 - x2[0]) / (x2[1] - x2[0]);
  return x >= 0 && x <= 1 && y >= 0 && y <= 1 ? { x, y } : null;
}

export function placeOf(data: Plotted, subject: LookSubject): PlotPlace | null {
  if (subject.kind === 'place') return subject;
  const { x1, x2 } = data[subject.split];
  return subject.index < x1.length ? { x1: x1[subject.index], x2: x2[subject.index] } : null;
}

/** What the cursor is on after a key; null for a key that is none of its own. Page keys go from point to point. */
export function moveCursor(
  data: Plotted,
  from: LookSubject | null,
  { key, shiftKey }: { readonly key: string; readonly shiftKey: boolean },
  splits: readonly OpenedPoint['split'][] = ['train', 'test'],
): LookSubject | null {
  const { x1, x2 } = data.window;
  const middle = { x1: (x1[0] + x1[1]) / 2, x2: (x2[0] + x2[1]) / 2 };
  if (key === 'Home') return subjectAt(data, middle, splits);
  if (key === 'PageDown' || key === 'PageUp')
    return nextPoint(data, from, key === 'PageDown' ? 1 : -1, splits);
  const arrow = arrows[key];
  if (arrow === undefined) return null;
  const at = (from === null ? null : placeOf(data, from)) ?? middle;
  const step = shiftKey ? steps.shift : steps.plain;
  const moved = (value: number, by: number, [low, high]: readonly [number, number]): number =>
    Math.min(high, Math.max(low, value + by * step * (high - low)));
  return subjectAt(data, { x1: moved(at.x1, arrow[0], x1), x2: moved(at.x2, arrow[1], x2) }, splits);
}

/** The point that lies there, or else the place. */
export function subjectAt(
  data: Plotted,
  place: PlotPlace,
  splits: readonly OpenedPoint['split'][] = ['train', 'test'],
): LookSubject {
  const { window } = data;
  const [width, height] = [window.x1[1] - window.x1[0], window.x2[1] - window.x2[0]];
  let nearest = onPoint ** 2;
  let found: LookSubject | null = null;
  for (const split of splits) {
    const { x1, x2 } = data[split];
    for (let index = 0; index < x1.length; index++) {
      const square = ((x1[index] - place.x1) / width) ** 2 + ((x2[index] - place.x2) / height) ** 2;
      if (square >= nearest) continue;
      nearest = square;
      found = { kind: 'sample', split, index };
    }
  }
  return found ?? placeSubject(data, place);
}

/** In the order of the data, round and round. */
function nextPoint(
  data: Plotted,
  from: LookSubject | null,
  by: 1 | -1,
  splits: readonly OpenedPoint['split'][],
): LookSubject | null {
  const all = splits.flatMap((split) => Array.from(data[split].x1, (_, index) => ({ split, index })));
  if (all.length === 0) return null;
  const at =
    from?.kind === 'sample'
      ? all.findIndex(({ split, index }) => split === from.split && index === from.index)
      : -1;
  const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length;
  return { kind: 'sample', ...all[next] };
}
