import { mayBeClasses } from './categories.ts';
import { categoryLimit } from './fit-encoding.ts';
import type { FileChoice } from './file-data-set.ts';
import { dataLimits } from './prepare.ts';
import type { CategoryColumn, Column, Table } from './table.ts';

/** What a column to be predicted is often called. */
const targetNames = /^(labels?|class(es)?|targets?|species|category|klasse|output|outcome|diagnosis)$/i;

/**
 * What seems to be meant of a table: the column that is called so is predicted, else the last one that can be; classes
 * where it has names or few whole numbers. Every other column that has values is an input, but for those with too many
 * categories.
 */
export function suggestChoice({ columns }: Table): FileChoice {
  const usable = columns.filter((column) => !isEmpty(column));
  const able = usable.filter((column) => column.kind === 'number' || countOf(column) <= dataLimits.classes);
  // A name that each row has for itself is no class.
  const repeated = able.filter((column) => column.kind === 'number' || comesAgain(column));
  const candidates = [repeated, able, usable, columns].find(({ length }) => length > 0) ?? columns;
  const called = (words: RegExp, among = candidates) => among.filter(({ name }) => words.test(name.trim()));
  const places = called(/^[xy]$/i).filter(({ kind }) => kind === 'number');
  const classes = candidates.filter(({ kind }) => kind === 'category');
  // With an x a y may be the other coordinate: then the classes of those places are meant.
  const named = [
    // Also one of too many classes: it is said what can be done about those.
    ...called(targetNames),
    ...called(targetNames, usable),
    ...(places.length > 1 && classes.length > 0 ? classes : called(/^y$/i)),
  ];
  const target = named.length > 0 ? named[0] : candidates[candidates.length - 1];
  const inputs = usable.filter(
    (column) => column !== target && (column.kind === 'number' || countOf(column) <= categoryLimit),
  );
  return {
    target: { column: target.name, kind: suggestedKind(target) },
    inputs: inputs.map(({ name }) => name),
    categorical: [],
    manyCategories: [],
    missing: 'leave-out',
    split: null,
  };
}

/** What is predicted of a column unless the user says otherwise: classes come more than once. */
export function suggestedKind(column: Column): 'class' | 'number' {
  if (column.kind === 'category') return 'class';
  if (!mayBeClasses(column)) return 'number';
  const values = column.values.filter((value) => !Number.isNaN(value));
  return values.length >= 2 * new Set(values).size ? 'class' : 'number';
}

function isEmpty(column: Column): boolean {
  return column.kind === 'number'
    ? column.values.every(Number.isNaN)
    : column.codes.every((code) => code < 0);
}

/** Of fewer names it can't be told whether they would come again. */
const manyNames = 10;

function comesAgain({ codes, categories }: CategoryColumn): boolean {
  return categories.length < manyNames || codes.filter((code) => code >= 0).length > categories.length;
}

function countOf(column: Column): number {
  return column.kind === 'category' ? column.categories.length : 0;
}
