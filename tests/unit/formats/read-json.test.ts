import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsOf, problemsOf, refusalOf, streamOf, tableOf } from '../helpers/reading.ts';

describe('JSON', () => {
  it('may be rows of objects', async () => {
    const rows = [
      { x: 1.5, kind: 'a', ok: true },
      { kind: ' b ', x: -2e-3, y: 7 },
      { x: '3', kind: 'NA', ok: false, y: null },
    ];
    const read = await tableOf(JSON.stringify(rows));
    expect(cellsOf(read.table)).toEqual({
      x: [1.5, -0.002, 3],
      kind: ['a', 'b', null],
      ok: ['true', null, 'false'],
      y: [null, 7, null],
    });
    expect([...read.lines]).toEqual([1, 2, 3]);
    expect(read).toMatchObject({ dialect: null, rowsLeftOut: 0, problems: { count: 0 } });
  });

  it('may be columns, and come in pieces', async () => {
    const text = '\uFEFF\n{"größe": [1, 2.5, null], "kind": ["a", "b", "a"]}\n';
    for (const source of [text, new Blob([text]), streamOf(new TextEncoder().encode(text), 3)])
      expect(cellsOf((await tableOf(source)).table)).toEqual({
        größe: [1, 2.5, null],
        kind: ['a', 'b', 'a'],
      });
  });

  it('gives the table that CSV gives, to the bit', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 2 }),
        async (doubles) => {
          // JSON.stringify writes no negative zero.
          const x = doubles.map((value) => value + 0);
          const k = x.map((_, i) => `k${i % 3}`);
          const csv = await tableOf(`x,k\n${x.map((value, i) => `${value},${k[i]}\n`).join('')}`);
          for (const value of [{ x, k }, x.map((number, i) => ({ x: number, k: k[i] }))])
            expect((await tableOf(JSON.stringify(value))).table).toEqual(csv.table);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('tells of texts among numbers by row and column', async () => {
    const read = await tableOf(JSON.stringify({ x: [1, 2, 'three', 4], y: [1, 2, 3, '12%'] }));
    expect(problemsOf(read)).toEqual(['3:1 “three” is not a number', '4:2 “12%” is not a number']);
    expect([...read.faulty.rows]).toEqual([2, 3]);
  });

  it('has names that are trimmed and all different, and may be those of a prototype', async () => {
    const read = await tableOf('[{"x": 1, " x": 2, "": 3, "__proto__": 4, "constructor": 5}, {"x": 6}]');
    expect(read.table.columns.map(({ name }) => name)).toEqual([
      'x',
      'x_2',
      'column 3',
      '__proto__',
      'constructor',
    ]);
    expect(read.table.columns[3]).toMatchObject({ values: Float64Array.of(4, NaN) });
    expect(read.problems.byKind).toEqual({ name: 2 });
  });

  it.each([
    ['[{"x": 1}, {"x": [2]}]', '“x” in row 2 is a list: a cell of a table holds one number or one text.'],
    ['{"x": [1, {"a": 2}]}', '“x” in row 2 is an object'],
    ['{"x": [1, 2], "y": [1]}', '“y” has 1 values and “x” 2'],
    ['{"x": 3}', '“x” is a number. Expected rows'],
    ['{"data": {"x": [1]}}', '“data” is an object. Expected rows'],
    ['[{"x": 1}, null]', 'Row 2 is null. Expected rows'],
    ['[[1, 2], [3, 4]]', 'Row 1 is a list. Expected rows'],
    ['[1, 2]', 'Row 1 is a number. Expected rows'],
    ['[]', 'There are no rows in the file.'],
    ['[{}]', 'There are no rows in the file.'],
    ['{}', 'There are no rows in the file.'],
    ['{"x": []}', 'There are no rows in the file.'],
    ['[{"x": 1},', 'This is not JSON'],
    ['[{"x": 1}]\n[{"x": 2}]', 'This is not JSON'],
  ])('%s is refused with what was expected', async (text, message) => {
    expect(await refusalOf(text)).toContain(message);
  });

  it('may be one object a line, as programs write logs', async () => {
    const lines = '{"x": 1, "kind": "a"}\r\n\n{"x": 2.5}\n{"kind": "b", "x": 3}\n';
    for (const text of [lines, lines.trimEnd()])
      expect(cellsOf((await tableOf(text)).table)).toEqual({ x: [1, 2.5, 3], kind: ['a', null, 'b'] });
    // The line in which it is wrong, and no table of half of it.
    expect(await refusalOf(`${lines}{"x": 4`)).toMatch(/^This is not JSON, in line 5: /);
    expect(await refusalOf(`${lines}3\n`)).toContain('Row 4 is a number.');
  });

  it('is refused where it is no table at all, if it is said to be JSON', async () => {
    for (const text of ['3', '"text"', 'null', 'true', 'x,y\n1,2\n', ''])
      expect(await refusalOf(text, { format: 'json' })).toMatch(
        /^(The file holds|This is not JSON|The file is empty)/,
      );
    // The control: the same beginning can be said to be CSV.
    const csv = await tableOf('[1],[2]\n3,4\n5,6\n', { format: 'csv' });
    expect(cellsOf(csv.table)).toEqual({ '[1]': [3, 5], '[2]': [4, 6] });
  });

  it('may be nested a million deep, or have too many columns, or be too large', async () => {
    expect(await refusalOf('[{"a":'.repeat(500_000))).toMatch(/^This is not JSON/);
    expect(await refusalOf(`${'[{"a":'.repeat(1000)}1${'}]'.repeat(1000)}`)).toMatch(
      /“a” in row 1 is a list/,
    );
    const wide = JSON.stringify([Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`c${i}`, i]))]);
    expect(await refusalOf(wide)).toMatch(/300 columns; up to 256/);
    const large = new Blob(['[{"x": 1}]']);
    Object.defineProperty(large, 'size', { value: 51 * 2 ** 20 });
    expect(await refusalOf(large)).toMatch(/up to 50 MB.*CSV/);
    expect(await refusalOf(`[{"x": "${'x'.repeat(2 ** 26)}"}]`)).toMatch(/up to 50 MB/);
  });
});
