/** What the plane of a drawing stands for, where it was begun from data with units of their own. */
import * as v from 'valibot';
import { drawingWindow, drawnUnit, mostDrawnClasses, type DrawnPoint } from './drawn-point.ts';
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

const [low, high] = drawingWindow;

/** A coordinate of the plane in the units of its axis: to as many digits as the plane tells apart. */
export function ontoAxis(axis: DrawnAxis | undefined): (coordinate: number) => number {
  if (axis === undefined) return (coordinate) => coordinate;
  const { from, to } = axis;
  const { round } = gridOf([from, to]);
  return (coordinate) => round(from + ((coordinate - low) / (high - low)) * (to - from));
}

/** The other way; not yet one of those that can be written. */
export function ontoPlane({ from, to }: Pick<DrawnAxis, 'from' | 'to'>): (value: number) => number {
  if (from === low && to === high) return (value) => value;
  return (value) => low + ((value - from) / (to - from)) * (high - low);
}

/** A number that is drawn, in its own units. */
export function ontoNumbers(units: DrawnUnits | null): (value: number) => number {
  const { shift = 0, scale = 1 } = units?.target ?? {};
  if (shift === 0 && scale === 1) return (value) => value;
  const { round } = gridFor(scale / drawnUnit);
  return (value) => round(shift + scale * value);
}

/** Numbers that are drawn as multiples of a step, as they are said. */
interface Grid {
  /** To its nearest. */
  readonly round: (value: number) => number;
  readonly down: (value: number) => number;
  readonly up: (value: number) => number;
}

/** That of an axis, by what its plane tells apart. */
export function gridOf([from, to]: readonly [number, number]): Grid {
  return gridFor((to - from) / ((high - low) * drawnUnit));
}

/** Largest whole number of which all smaller ones are numbers, too. */
const mostWhole = 2 ** 53;
/** Powers of ten up to this are numbers themselves. */
const mostDigits = 22;

/**
 * Multiples of a power of ten that is not below the step: what is one of them, and was drawn within half a step, comes
 * back as it was.
 */
function gridFor(step: number): Grid {
  const [digits, exponent] = step.toExponential().split('e');
  const power = Number(exponent) + (Number(digits) > 1 ? 1 : 0);
  const unit = Number(`1e${Math.abs(power)}`);
  const by =
    (whole: (value: number) => number) =>
    (value: number): number => {
      const count = power < 0 ? value * unit : value / unit;
      if (!(Math.abs(power) <= mostDigits) || Math.abs(count) >= mostWhole) return value;
      const nearest = whole(count) + 0;
      return power < 0 ? nearest / unit : nearest * unit;
    };
  return { round: by(Math.round), down: by(Math.floor), up: by(Math.ceil) };
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

/** What the columns of a drawing's table are called: across, up, and what is predicted. */
export function drawnNames(units: DrawnUnits | null, hasClasses: boolean): readonly [string, string, string] {
  const usual = hasClasses ? 'class' : 'y';
  if (units?.axes === undefined) return ['x1', 'x2', usual];
  const [across, up] = units.axes.map((axis) => axis.name);
  const { target } = units;
  // What was a class is no name for a number.
  const isSaid = target !== undefined && hasClasses === (target.classes !== undefined);
  let predicted = isSaid ? target.name : usual;
  while (predicted === across || predicted === up) predicted += ' (drawn)';
  return [across, up, predicted];
}

/** A place of the plane by the names and in the units of its axes. */
export function ownPlace(
  units: DrawnUnits | null,
  { x1, x2 }: Pick<DrawnPoint, 'x1' | 'x2'>,
): readonly (readonly [name: string, value: number])[] {
  const [across, up] = drawnNames(units, true);
  const [first, second] = units?.axes ?? [];
  return [
    [across, ontoAxis(first)(x1)],
    [up, ontoAxis(second)(x2)],
  ];
}
