import type { CategoryColumn, Column, NumberColumn, Table } from '../table.ts';
import type { RealSetName } from '../../experiment/names.ts';
import { realSets } from './real-sets.ts';

/**
 * The table of a real set, from its file as JSON was parsed. Throws an Error that says what is wrong if the file is
 * not what scripts/make-data-sets.py wrote: cut short, of another set, or something else altogether.
 */
export function parseRealSet(name: RealSetName, json: unknown): Table {
  const { title, file, rowCount, choice } = realSets[name];
  const damaged = (what: string): Error =>
    new Error(`The file of “${title}” (${file}) is damaged: ${what}. Load the page again.`);
  const must = (holds: boolean, what: string): void => {
    if (!holds) throw damaged(what);
  };

  must(isRecord(json), `it holds ${kindOf(json)}, expected a table`);
  const { rowCount: stated, columns: parts } = json as Record<string, unknown>;
  must(stated === rowCount, `it says that it has ${shown(stated)} rows, expected ${rowCount}`);
  must(Array.isArray(parts), 'it has no list of columns');
  const columns = (parts as readonly unknown[]).flatMap((part, i) => {
    const read = readColumns(part, rowCount);
    if (typeof read === 'string') throw damaged(`${nameOf(part) ?? `column ${i + 1}`} ${read}`);
    return read;
  });

  const kinds = new Map(columns.map((column) => [column.name, column.kind]));
  must(kinds.size === columns.length, 'two columns have the same name');
  const { column, kind } = choice.target;
  for (const needed of [...choice.inputs, column])
    must(kinds.has(needed), `the column “${needed}” is not there`);
  const expected = kind === 'class' ? 'category' : kind;
  must(
    kinds.get(column) === expected,
    `column “${column}” is of kind “${kinds.get(column)}”, expected “${expected}”`,
  );
  return { rowCount, columns };
}

/** A part of the file as columns, or what is wrong with it. */
function readColumns(part: unknown, rowCount: number): readonly Column[] | string {
  if (!isRecord(part)) return `is ${kindOf(part)}, expected a column`;
  if (part['kind'] === 'digits') return readDigits(part, rowCount);
  const name = part['name'];
  if (typeof name !== 'string' || name === '') return 'has no name';
  if (part['kind'] === 'number') return readNumbers(name, part['values'], rowCount);
  if (part['kind'] === 'category') return readCategories(name, part, rowCount);
  return `is of kind ${shown(part['kind'])}, expected “number”, “category” or “digits”`;
}

function readNumbers(name: string, values: unknown, rowCount: number): readonly NumberColumn[] | string {
  const wrong = lengthFault(values, rowCount);
  if (wrong !== null) return wrong;
  const list = values as readonly unknown[];
  const bad = list.findIndex((value) => value !== null && !Number.isFinite(value));
  if (bad >= 0) return `has ${shown(list[bad])} in row ${bad + 1}, expected a number`;
  return [
    {
      name,
      kind: 'number',
      values: Float64Array.from(list, (value) => (value === null ? NaN : Number(value))),
    },
  ];
}

function readCategories(
  name: string,
  { categories, codes }: Readonly<Record<string, unknown>>,
  rowCount: number,
): readonly CategoryColumn[] | string {
  if (!isTexts(categories) || categories.length === 0) return 'has no list of categories';
  if (new Set(categories).size < categories.length) return 'has the same category twice';
  const wrong = lengthFault(codes, rowCount);
  if (wrong !== null) return wrong;
  const list = codes as readonly unknown[];
  const last = categories.length - 1;
  const bad = list.findIndex(
    (code) => !(Number.isInteger(code) && Number(code) >= -1 && Number(code) <= last),
  );
  if (bad >= 0)
    return `has ${shown(list[bad])} in row ${bad + 1}, expected a whole number from -1 to ${last}`;
  return [{ name, kind: 'category', codes: Int32Array.from(list, Number), categories }];
}

const symbols = '0123456789abcdefg';

/** Numbers of 0 to 16, a character each: 64 columns of pixels would be five times as long as lists. */
function readDigits(
  { names, text }: Readonly<Record<string, unknown>>,
  rowCount: number,
): readonly NumberColumn[] | string {
  if (!isTexts(names) || names.length === 0) return 'has no names';
  if (typeof text !== 'string' || text.length !== names.length * rowCount) {
    const length = typeof text === 'string' ? text.length : 0;
    return `has ${length} pixels, expected ${names.length * rowCount}`;
  }
  const columns = names.map(
    (name) => ({ name, kind: 'number', values: new Float64Array(rowCount) }) as const,
  );
  for (let i = 0; i < text.length; i++) {
    const number = symbols.indexOf(text[i]);
    if (number < 0) return `has ${shown(text[i])} as pixel ${i + 1}, expected one of ${symbols}`;
    columns[i % names.length].values[Math.floor(i / names.length)] = number;
  }
  return columns;
}

function lengthFault(list: unknown, rowCount: number): string | null {
  if (!Array.isArray(list)) return 'has no list of values';
  return list.length === rowCount ? null : `has ${list.length} values, expected ${rowCount}`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string' && text !== '');
}

function nameOf(part: unknown): string | null {
  if (!isRecord(part)) return null;
  if (part['kind'] === 'digits') return 'the list of pixels';
  return typeof part['name'] === 'string' && part['name'] !== '' ? `column “${part['name']}”` : null;
}

function kindOf(value: unknown): string {
  if (value === null) return 'nothing';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 40);
}
