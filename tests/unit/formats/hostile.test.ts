import { describe, expect, it } from 'vitest';
import { Problems } from '../../../src/formats/problems.ts';
import type { ReadResult } from '../../../src/formats/result.ts';
import { uniformOf } from '../helpers/problems.ts';
import { printedCsv } from '../helpers/printed-csv.ts';
import { resultOf } from '../helpers/reading.ts';
import { inMass } from '../../mass.ts';

const texts = inMass(100_000, 1000);

const pieces = [
  '"',
  '""',
  "'",
  ',',
  ';',
  '\t',
  '|',
  '\n',
  '\r',
  '\r\n',
  '#',
  '\0',
  '\uFEFF',
  '\uFFFD',
  ' ',
  '-',
  '.',
  '1',
  '1e999',
  '0x10',
  'NaN',
  'a',
  'sep=',
  '[',
  '{',
  '[{"a":',
  '}',
  ']',
  '\ud800',
  '\u2028',
  '__proto__',
  '12%',
  '2024-01-02',
  'x,y\n',
  '1,2\n',
  ',,,,',
  '"a"b',
];

/** Pieces at random, or a sound table with a few of them put in. */
function hostileText(seed: number): string {
  const uniform = uniformOf(seed);
  const piece = (): string => pieces[Math.floor(uniform() * pieces.length)];
  if (uniform() < 0.5) return Array.from({ length: Math.floor(uniform() * 40) }, piece).join('');
  let { text } = printedCsv(seed);
  for (let k = 0; k < 3; k++) {
    const at = Math.floor(uniform() * text.length);
    text = text.slice(0, at) + piece() + text.slice(at + Math.floor(uniform() * 3));
  }
  return text;
}

/** What holds of every result: the sizes fit, and the counts add up. */
function expectSound(result: ReadResult, text: string): void {
  if (!result.ok) {
    expect(result.message, text).toMatch(/^[A-Z“].*[.]$/s);
    return;
  }
  const { table, lines, faulty, problems, rowsLeftOut } = result;
  expect(table.rowCount, text).toBeGreaterThan(0);
  expect(new Set(table.columns.map(({ name }) => name)).size, text).toBe(table.columns.length);
  for (const column of table.columns)
    expect(column.kind === 'number' ? column.values.length : column.codes.length, text).toBe(table.rowCount);
  expect(lines, text).toHaveLength(table.rowCount);
  expect(lines, text).toEqual(lines.toSorted());
  expect(faulty.rows.length, text).toBeLessThanOrEqual(problems.byKind.number ?? 0);
  expect(problems.first, text).toHaveLength(Math.min(20, problems.count));
  const { ragged = 0, nul = 0, 'open-quote': open = 0, 'after-quote': after = 0 } = problems.byKind;
  expect(rowsLeftOut, text).toBe(ragged + nul + open + after);
}

describe(`${texts} hostile texts`, () => {
  it('end in a table whose parts fit, or in a sentence', async () => {
    for (let seed = 0; seed < texts; seed++) {
      const text = hostileText(seed);
      const result = await resultOf(text);
      expectSound(result, `seed ${seed}: ${JSON.stringify(text)}`);
      // The same in bytes; a lone surrogate has none, and zeros among them make them look like UTF-16.
      if (seed % 10 === 0 && !/[\0\ud800\uFFFD]/.test(text))
        expect(await resultOf(new Blob([text]))).toEqual(result);
    }
  });

  it('take no longer than their length allows', async () => {
    const length = 200_000;
    const patterns = [
      '"',
      '""',
      '"a"b\n',
      '"a" ',
      ',"',
      '\n"',
      '"\n',
      'x,"a\n',
      "'",
      '#',
      '# "\n',
      ' ',
      '\t',
      '"" "" ',
      ',',
      ';',
      '0',
      '1,2\n',
      '\r',
      '-',
      '1e',
      '"""',
      '"x""',
      '{"a":',
      '[',
      '\0',
      '\uFFFD',
      `"a"b${' '.repeat(1000)}\n`,
      `"a${'\n'.repeat(1000)}`,
    ];
    for (const pattern of patterns)
      for (const [before, after] of [
        ['', ''],
        ['x,y\n1,2\n', '\n3,4\n'],
        ['x,y\n"', ''],
      ])
        expectSound(await resultOf(before + pattern.repeat(length / pattern.length) + after), pattern);
  });
});

describe('problems', () => {
  it('are counted, and the first are kept by line, in whatever order they are found', () => {
    const problems = new Problems();
    for (let k = 0; k < 100; k++)
      problems.add({ kind: 'number', line: 1 + ((k * 37) % 100), column: 1, message: '' });
    expect(problems.count).toBe(100);
    expect(problems.first.map(({ line }) => line)).toEqual(Array.from({ length: 20 }, (_, k) => k + 1));
  });
});
