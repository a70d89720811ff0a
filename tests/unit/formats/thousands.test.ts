import { describe, expect, it } from 'vitest';
import { guessDecimal } from '../../../src/formats/guess-decimal.ts';
import { readTable } from '../../../src/formats/read-table.ts';
import type { ReadTable } from '../../../src/formats/result.ts';

async function tableOf(...lines: string[]): Promise<ReadTable> {
  const steps = readTable(`${lines.join('\n')}\n`, { dialect: {} });
  let step = await steps.next();
  while (step.done !== true) step = await steps.next();
  if (!step.value.ok) throw new Error(step.value.message);
  return step.value;
}

const columnsOf = (cells: readonly string[]): string[][] => cells.map((cell) => [cell, 'a']);

describe('a sign between thousands', () => {
  it.each([
    { cells: ['250,000', '310,500', '99,900', '1,200'], delimiter: '\t', is: '.' },
    { cells: ['1,234', '22,345', '999'], delimiter: ';', is: '.' },
    { cells: ['1,234', '22,345', '999'], delimiter: '|', is: '.' },
    { cells: ['1.234', '22.345', '999'], delimiter: ';', is: ',' },
    { cells: ['1.234', '22.345', '999'], delimiter: '\t', is: ',' },
    // Nobody who parts fields by commas writes points between thousands.
    { cells: ['1.234', '22.345', '999'], delimiter: ',', is: '.' },
    // One decimal that can be nothing else tells.
    { cells: ['1,234', '22,345', '999', '0,5'], delimiter: ';', is: ',' },
    { cells: ['1,234', '22,345', '999', '0,500'], delimiter: '\t', is: ',' },
    { cells: ['1.234', '22.345', '999', '0.5'], delimiter: ';', is: '.' },
    // A number beyond a thousand without it.
    { cells: ['1,234', '22,345', '1999'], delimiter: ';', is: ',' },
    // Nothing tells.
    { cells: ['1,234', '22,345', '3,125'], delimiter: ';', is: ',' },
    { cells: ['1.100', '22.300', '3.500'], delimiter: ';', is: '.' },
  ])('is no decimal sign: $cells by “$delimiter”', ({ cells, delimiter, is }) => {
    expect(guessDecimal(columnsOf(cells), delimiter)).toBe(is);
  });

  it('leaves no number at a thousandth of what it is: it is told that those are none', async () => {
    const { table, notes } = await tableOf(
      'house\trooms\tprice',
      'a\t3\t250,000',
      'b\t4\t310,500',
      'c\t2\t99,900',
      'd\t1\t1,200',
    );
    expect(table.columns.map(({ name, kind }) => [name, kind])).toContainEqual(['price', 'category']);
    expect(notes).toContain('“price” is read as categories: “250,000” is not a number with a decimal point.');
  });

  it('is named where it may be one, or a decimal comma', async () => {
    const said =
      '“1,234” is read as 1.234, with a decimal comma. If thousands are meant, take the commas out of the file.';
    const { table, notes } = await tableOf('x;kind', '1,234;a', '22,345;b', '3,125;a');
    expect(table.columns[0]).toMatchObject({ kind: 'number', values: Float64Array.of(1.234, 22.345, 3.125) });
    expect(notes).toEqual([said]);
    expect((await tableOf('x;kind', '1,234;a', '22,34;b', '3,125;a')).notes).toEqual([]);
    expect((await tableOf('x;kind', '1.234;a', '22.345;b', '3.125;a')).notes).toEqual([]);
  });
});
