import { inputName, type Feature } from '../../data/encoding.ts';

/** A number that is made of a row before the first layer reads it: (what `feature` is - shift) / scale. */
export interface PreparedInput {
  /** Without a scaling of its own; null for one of several numbers that only their places tell apart. */
  readonly feature: Feature | null;
  readonly shift: number;
  readonly scale: number;
}

export type Rows = readonly PreparedInput[];

export const asItIs = { shift: 0, scale: 1 } as const;

/** What a row is called that has a name of its own. */
export function nameOf({ feature }: PreparedInput): string | null {
  return feature === null ? null : inputName(feature);
}

/** The column, where it is a number that nothing was done to yet. */
function plainColumn({ feature, shift, scale }: PreparedInput): string | null {
  return feature?.as === 'value' && shift === 0 && scale === 1 ? feature.of : null;
}

/** What is made of one column of each; null where it is not of plain columns. */
function ofColumns(rows: Rows, make: (column: string) => Feature): Rows | null {
  const columns = rows.map(plainColumn);
  const all = columns.filter((column) => column !== null);
  return all.length < rows.length ? null : all.map((column) => ({ feature: make(column), ...asItIs }));
}

type OfRows = (rows: Rows) => Rows | null;

/** Operators that make of prepared inputs others; null where that is nothing which can be done here. */
export const ofRows: Readonly<Record<string, OfRows>> = {
  Identity: (rows) => rows,
  Neg: (rows) => rows.map(negated),
  Sin: (rows) => ofColumns(rows, (of) => ({ as: 'sine', of })),
  IsNaN: (rows) => ofColumns(rows, (of) => ({ as: 'missing', of })),
};

const negated = ({ feature, shift, scale }: PreparedInput): PreparedInput => ({
  feature,
  shift,
  scale: -scale,
});
const less = ({ feature, shift, scale }: PreparedInput, by: number): PreparedInput => ({
  feature,
  shift: shift + by * scale,
  scale,
});
const over = ({ feature, shift, scale }: PreparedInput, by: number): PreparedInput => ({
  feature,
  shift,
  scale: scale * by,
});

type ByNumber = (input: PreparedInput, by: number) => PreparedInput | null;

/** Of an input and the number that stands beside it; null where that is no straight line. */
const byNumber: Readonly<Record<string, ByNumber>> = {
  Sub: less,
  Add: (input, by) => less(input, -by),
  Div: over,
  // Of what is multiplied by 0 nothing is left.
  Mul: ({ feature, shift, scale }, by) => (by === 0 ? null : { feature, shift, scale: scale / by }),
  Pow: (input, by) => {
    const column = plainColumn(input);
    return column === null || by !== 2 ? null : { feature: { as: 'square', of: column }, ...asItIs };
  },
};

/** The same with the number on the left. */
const numberBefore: Readonly<Record<string, ByNumber>> = {
  Add: byNumber['Add'],
  Mul: byNumber['Mul'],
  Sub: (input, by) => negated(less(input, by)),
};

/** `numbers` are one for each input, or one for all. */
export function rowsByNumbers(
  op: string,
  rows: Rows,
  numbers: ArrayLike<number>,
  isBefore: boolean,
): Rows | null {
  const rules = isBefore ? numberBefore : byNumber;
  if (!Object.hasOwn(rules, op) || (numbers.length !== 1 && numbers.length !== rows.length)) return null;
  const made = rows.map((input, i) => rules[op](input, numbers[numbers.length === 1 ? 0 : i]));
  const all = made.filter((input) => input !== null);
  return all.length === made.length ? all : null;
}

/** Of two plain columns; of one with itself its square. */
export function productOf(a: Rows, b: Rows): Rows | null {
  if (a.length !== 1 || b.length !== 1) return null;
  const [left, right] = [plainColumn(a[0]), plainColumn(b[0])];
  if (left === null || right === null) return null;
  const feature: Feature = left === right ? { as: 'square', of: left } : { as: 'product', of: [left, right] };
  return [{ feature, ...asItIs }];
}

/** Whether `truths` are those that the columns of `rows` have nothing. */
export function areMissing(truths: Rows, rows: Rows): boolean {
  return (
    truths.length === rows.length &&
    truths.every(({ feature }, i) => feature?.as === 'missing' && feature.of === plainColumn(rows[i]))
  );
}
