import { labelOf, placeOf } from '../experiment/data-sets.ts';
import type { Target } from './encoding.ts';
import type { Column, Table } from './table.ts';

export { labelOf, placeOf };

/** Points of the plane in columns. */
export interface PointColumns {
  readonly x1: Float64Array;
  readonly x2: Float64Array;
  /** Of two classes -1 or +1, of more the place of the class, from 0; a number where there are none. */
  readonly label: Float64Array;
  /** How near each row is to the slice that it is drawn over, 0…1; left out where all lie in it. */
  readonly nearness?: Float64Array;
}

/** What is predicted of points of the plane: one of these classes, or a number where there are none. */
export function planeTarget(classNames: readonly string[]): Target {
  return classNames.length > 0
    ? { kind: 'class', column: 'class', classes: classNames }
    : { kind: 'number', column: 'y' };
}

/** Points of the plane as a table: numbers `x1` and `x2`, and their target. */
export function planeTable({ x1, x2, label }: PointColumns, classNames: readonly string[]): Table {
  const { kind, column: name } = planeTarget(classNames);
  const columns: Column[] = [
    { name: 'x1', kind: 'number', values: x1 },
    { name: 'x2', kind: 'number', values: x2 },
  ];
  if (kind === 'number') columns.push({ name, kind, values: label });
  else {
    const codes = Int32Array.from(label, (value) => placeOf(value, classNames.length));
    columns.push({ name, kind: 'category', codes, categories: classNames });
  }
  return { rowCount: x1.length, columns };
}
