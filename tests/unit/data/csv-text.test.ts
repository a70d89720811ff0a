import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine, distinctNames } from '../../../src/data/csv-text.ts';
import { cellsOf, tableOf } from '../helpers/reading.ts';

const dialect = { delimiter: ',', decimal: '.', quote: '"', header: true, comment: null } as const;

/** Readers trim texts, make one kind of all line ends, and take some for nothing or for a number: none of these. */
const text = fc
  .array(fc.constantFrom('a', 'ß', '日', ',', '"', '\n', '=', '+', '-', '@', '#', ';', '\t', ' x', "'"), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => `t${parts.join('')}z`);
const leading = fc.constantFrom('=SUM(A1)', '+1+1', '-x', '@cmd', '# none', 'plain');
const number = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer());

describe('CSV text', () => {
  it('reads back equal, whatever stands in its cells', async () => {
    const row = fc.record({ number, text: fc.oneof(text, leading), gap: fc.option(number, { nil: null }) });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), async (rows) => {
        const lines = rows.map((cells) => csvLine([cells.number, cells.text, cells.gap]));
        // One row is whole: a column of nothing has no kind.
        const printed = [csvLine(['a "b", c', 'text', 'gap']), ...lines, csvLine([0.1, 'end', 1])].join('');
        const { table } = await tableOf(printed, { dialect });
        expect(cellsOf(table)).toEqual({
          'a "b", c': [...rows.map((cells) => cells.number), 0.1],
          text: [...rows.map((cells) => cells.text), 'end'],
          gap: [...rows.map(({ gap }) => gap), 1],
        });
      }),
      { numRuns: 150, seed: 11 },
    );
  });

  it('quotes what a spreadsheet takes for a formula, and changes nothing of it', () => {
    expect(csvLine(['=1+1', '+a', '-b', '@c', 'd-e'])).toBe('"=1+1","+a","-b","@c",d-e\r\n');
    expect(csvLine([-1.5, 1e21, 1 / 3])).toBe('-1.5,1e+21,0.3333333333333333\r\n');
    expect(csvLine([null, NaN, '', 'say "hi"', 'a\nb'])).toBe(',,"","say ""hi""","a\nb"\r\n');
  });

  it('has no two columns of the same name', () => {
    expect(distinctNames(['loss', 'a', 'loss', 'loss (2)', 'loss'])).toEqual([
      'loss',
      'a',
      'loss (2)',
      'loss (2) (2)',
      'loss (3)',
    ]);
  });
});
