import { describe, expect, it } from 'vitest';
import { cellsOf, resultOf, tableOf } from '../helpers/reading.ts';
import { printedCsv } from '../helpers/printed-csv.ts';
import { inMass } from '../../mass.ts';

const tables = inMass(10_000, 400);
const seeds = Array.from({ length: tables }, (_, seed) => seed);

describe(`${tables} tables, printed in random dialects`, () => {
  it('read back equal, and by the same lines, with the dialect given', async () => {
    for (const seed of seeds) {
      const { text, dialect, cells, lines } = printedCsv(seed);
      const read = await tableOf(text, { dialect });
      const told = `seed ${seed}:\n${text}`;
      expect(cellsOf(read.table), told).toEqual(cells);
      expect([...read.lines], told).toEqual(lines);
      expect(read.problems.first, told).toEqual([]);
    }
  });

  it('read back equal without a word about the dialect in 99 of 100', async () => {
    const wrong: number[] = [];
    for (const seed of seeds) {
      const { text, cells } = printedCsv(seed);
      const result = await resultOf(text);
      const isRight = result.ok && JSON.stringify(cellsOf(result.table)) === JSON.stringify(cells);
      if (!isRight) wrong.push(seed);
    }
    expect(wrong.length, `wrong: seeds ${wrong.join(', ')}`).toBeLessThanOrEqual(tables / 100);
  });

  it('are not all alike', () => {
    const printed = seeds.slice(0, 400).map(printedCsv);
    const share = (is: (table: (typeof printed)[number]) => boolean): number =>
      printed.filter(is).length / printed.length;
    expect(share(({ dialect }) => dialect.delimiter !== ',')).toBeGreaterThan(0.6);
    expect(share(({ dialect }) => dialect.decimal === ',')).toBeGreaterThan(0.2);
    expect(share(({ dialect }) => !dialect.header)).toBeGreaterThan(0.2);
    expect(share(({ text }) => text.includes('\r'))).toBeGreaterThan(0.3);
    expect(share(({ text }) => /^#/m.test(text))).toBeGreaterThan(0.05);
    expect(share(({ text, dialect }) => text.includes(dialect.quote ?? '"'))).toBeGreaterThan(0.3);
  });
});
