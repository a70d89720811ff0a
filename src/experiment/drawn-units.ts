/** What the plane of a drawing stands for, where it was begun from data with units of their own. */
import * as v from 'valibot';
import { mostDrawnClasses } from './drawn-point.ts';
import { lastRead } from './last-read.ts';

const name = v.pipe(v.string('a name'), v.maxLength(1000, 'a name of at most 1000 characters'));
const finite = v.pipe(v.number('a number'), v.finite('a finite number'));
const positive = v.pipe(
  finite,
  v.check((value) => value > 0, 'a number above 0'),
);

const axisSchema = v.pipe(
  v.object({
    /** Of the column. */
    name,
    /** At the plane's lower end, and at its upper end. */
    ...{ from: finite, to: finite },
    /** From the column's units to what the network reads: (x - shift) / scale. */
    ...{ shift: finite, scale: positive },
  }),
  v.check(({ from, to }) => from < to && Number.isFinite(to - from), '“from” below “to”'),
);

const unitsSchema = v.object({
  /** Across and up; left out where the plane is its own. */
  axes: v.exactOptional(
    v.pipe(
      v.tuple([axisSchema, axisSchema], 'two axes'),
      v.check(([across, up]) => across.name !== up.name, 'two columns'),
    ),
  ),
  /** Of what is predicted. */
  target: v.exactOptional(
    v.object({
      name,
      /** By their places; a drawing may have more. */
      classes: v.exactOptional(
        v.pipe(
          v.array(name),
          v.maxLength(mostDrawnClasses),
          v.check((names) => new Set(names).size === names.length, 'each class once'),
        ),
      ),
      /** What a number that is drawn as 0 stands for, and how much more for 1 more. */
      ...{ shift: v.exactOptional(finite), scale: v.exactOptional(positive) },
    }),
  ),
});

export type DrawnUnits = v.InferOutput<typeof unitsSchema>;
export type DrawnAxis = v.InferOutput<typeof axisSchema>;

/** Units that are said stand as JSON in a line of their own before the points. */
const begins = '{';
const ends = '\n';

/** The part of a drawing's text that says its units, empty where it has none, and the points. */
export function partsOfDrawing(text: string): { readonly said: string; readonly points: string } {
  const end = text.startsWith(begins) ? text.indexOf(ends) : -1;
  return end < 0 ? { said: '', points: text } : { said: text.slice(0, end), points: text.slice(end + 1) };
}

export function sayUnits(units: DrawnUnits | null): string {
  return units === null ? '' : `${JSON.stringify(units)}${ends}`;
}

/** null for units that are none: their text is damaged. */
export const readUnits = lastRead((said): DrawnUnits | null => {
  try {
    const result = v.safeParse(unitsSchema, JSON.parse(said));
    return result.success ? result.output : null;
  } catch {
    return null;
  }
});

/** What the plane of a drawing stands for; null where it is a plane of its own. */
export function drawnUnits(text: string): DrawnUnits | null {
  const { said } = partsOfDrawing(text);
  return said === '' ? null : readUnits(said);
}

/** Names of so many classes: those that the units say, and more in the order of their places. */
export function namedClasses(names: readonly string[], count: number): readonly string[] {
  const all = names.slice(0, count);
  while (all.length < count) {
    let next = `class ${all.length + 1}`;
    while (names.includes(next)) next += ' (drawn)';
    all.push(next);
  }
  return all;
}
