import * as v from 'valibot';

const text = (most: number) =>
  v.pipe(v.string('a text'), v.maxLength(most, `a text of at most ${most} characters`));
const columnName = text(1000);
const columnNames = v.pipe(
  v.array(columnName, 'a list of columns'),
  v.maxLength(256, 'at most 256 columns'),
  v.check((names) => new Set(names).size === names.length, 'each column at most once'),
);

/** Part of a dialect, and what became of rows with a cell that is no number where one is expected. */
const readingSchema = v.object({
  faulty: v.picklist(['leave-out', 'as-missing'], 'leave-out or as-missing'),
  encoding: v.exactOptional(v.picklist(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'], 'an encoding')),
  delimiter: v.exactOptional(v.picklist([',', ';', '\t', '|'], 'a delimiter')),
  decimal: v.exactOptional(v.picklist(['.', ','], 'a decimal sign')),
  header: v.exactOptional(v.boolean('true or false')),
  quote: v.exactOptional(v.nullable(v.picklist(['"', "'"], 'a quote'))),
  comment: v.exactOptional(v.nullable(v.literal('#', '#'))),
  missing: v.exactOptional(v.pipe(v.array(text(100)), v.maxLength(100, 'at most 100 words'))),
});

/** A table of the user's own, by its content, and what was chosen of it. */
export const fileDataSchema = v.object(
  {
    /** Of the table's content: 16 hexadecimal digits. */
    id: v.pipe(v.string('an id'), v.regex(/^[0-9a-f]{16}$/, 'an id of 16 hexadecimal digits')),
    /** Of the file. */
    name: text(200),
    /** Of the table. */
    rows: v.pipe(
      v.number('a number of rows'),
      v.integer('a number of rows'),
      v.minValue(1, 'at least 1 row'),
      v.maxValue(1_000_000, 'at most 1,000,000 rows'),
    ),
    /** Rows of the file that are not in the table. */
    dropped: v.pipe(v.number('a number of rows'), v.integer('a number of rows'), v.minValue(0, 'at least 0')),
    /** How the file was read, as far as the user said it, so that it can be read again. */
    reading: readingSchema,
    inputs: columnNames,
    target: v.object({ kind: v.picklist(['class', 'number'], 'class or number'), column: columnName }),
    /** Columns of numbers that are taken as categories. */
    categorical: columnNames,
    /** Columns that become an input for each category, however many those are. */
    manyCategories: columnNames,
    missing: v.picklist(['leave-out', 'fill'], 'leave-out or fill'),
    /** Rows in which the column has one of the values are for the test; null where a share of the rows trains. */
    split: v.nullable(v.object({ column: columnName, testValues: v.array(text(1000)) })),
    /** In the order of the network's outputs; none where a number is predicted. */
    classes: v.pipe(v.array(text(1000)), v.maxLength(50, 'at most 50 classes')),
  },
  'data of a file',
);

export type FileData = v.InferOutput<typeof fileDataSchema>;

/** `message` is a clause: what has to be what. */
export function parseFileData(
  value: unknown,
): { readonly ok: true; readonly file: FileData } | { readonly ok: false; readonly message: string } {
  const result = v.safeParse(fileDataSchema, value);
  if (result.success) return { ok: true, file: result.output };
  const [issue] = result.issues;
  return { ok: false, message: `${v.getDotPath(issue) ?? 'it'} has to be ${issue.message}` };
}
