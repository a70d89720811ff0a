import type { LabelledLines } from './output-contours.ts';

export interface Size {
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

export interface Place {
  /** Middle of the label, in pixels from the upper left corner. */
  readonly x: number;
  readonly y: number;
}

type Line = LabelledLines['lines'][number];

/** Room that a label takes, in pixels, with what keeps it apart from the next. */
const room = { width: 34, height: 15 };

/** Shorter lines have no room for a number, in parts of the picture. */
const shortest = 0.12;

/** Where along a line a number may stand, in parts of its points, the best first. */
const along = [1 / 2, 1 / 4, 3 / 4, 1 / 8, 3 / 8, 5 / 8, 7 / 8] as const;

/**
 * Where the number of each level is written: on its longest line, and over no other number. Null for a level that has no
 * number, or no room for it; the decision's is placed first.
 */
export function labelPlaces(levels: readonly LabelledLines[], picture: Size): (Place | null)[] {
  const taken: Place[] = [];
  const places = levels.map((): Place | null => null);
  const first = (level: LabelledLines): number => (level.isDecision ? 0 : 1);
  const inTurn = levels.map((level, i) => ({ level, i })).sort((a, b) => first(a.level) - first(b.level));
  for (const { level, i } of inTurn) {
    const place = level.label === '' ? null : freePlace(longestOf(level.lines), picture, taken);
    if (place !== null) taken.push(place);
    places[i] = place;
  }
  return places;
}

function freePlace(line: Line, { width, height }: Size, taken: readonly Place[]): Place | null {
  if (lengthOf(line) < shortest) return null;
  for (const part of along) {
    const [x, y] = line[Math.floor(line.length * part)];
    const place = {
      x: Math.min(width - room.width / 2, Math.max(room.width / 2, x * width)),
      y: Math.min(height - 9, Math.max(9, y * height)),
    };
    const isFree = taken.every(
      (other) => Math.abs(other.x - place.x) >= room.width || Math.abs(other.y - place.y) >= room.height,
    );
    if (isFree) return place;
  }
  return null;
}

function longestOf(lines: readonly Line[]): Line {
  return lines.reduce<Line>((best, line) => (line.length > best.length ? line : best), []);
}

function lengthOf(line: Line): number {
  return line.reduce(
    (sum, [x, y], i) => (i === 0 ? 0 : sum + Math.hypot(x - line[i - 1][0], y - line[i - 1][1])),
    0,
  );
}
