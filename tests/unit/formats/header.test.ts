import { describe, expect, it } from 'vitest';
import { guessDialect } from '../../../src/formats/guess-dialect.ts';
import { guessHeader } from '../../../src/formats/judge-rows.ts';

const rowsOf = (...lines: string[]): string[][] => lines.map((line) => line.split(','));

describe('a first row with numbers in it', () => {
  it.each([
    // As pandas names columns that have no names.
    rowsOf('0,1,2,3,4', '5.1,3.5,1.4,0.2,a', '4.9,3.0,1.4,0.2,b', '6.3,3.3,6.0,2.5,a', '5.8,2.7,5.1,1.9,b'),
    rowsOf('0,1,2,3', '5,3,1,0', '4,3,1,1', '6,2,5,0'),
    rowsOf('1,2,3', '51,35,14', '49,30,14'),
    rowsOf('label,0,1,2,3', 'a,5,5,1,0', 'b,4,3,1,0', 'a,6,3,6,2'),
    rowsOf('2019,2020,kind', '1,2,a', '2,3,b', '3,1,a'),
    rowsOf('country,2019,2020,2021', 'A,4.5,4.75,5', 'B,1.5,2,2.5'),
    rowsOf('school,2021,2022,2023,kind', 'A,1,2,4,x', 'B,3,2,1,y', 'C,2,2,1,x'),
  ])('holds names where they count the columns: %j', (...rows) => {
    expect(guessHeader(rows, '.')).toBe(true);
  });

  it.each([
    rowsOf('0,1,2', '1,2,3', '2,3,4'),
    rowsOf('1,2,3', '4,5,6', '7,8,10'),
    rowsOf('0,1,1', '1,0,1', '1,1,0', '0,0,0'),
    rowsOf('0,1,a', '1,0,b', '1,1,a', '0,0,b'),
    rowsOf('5.1,3.5,0', '4.9,3.0,0', '6.3,3.3,1'),
    rowsOf('2019,2020,a', '2020,2021,b', '2021,2022,a', '2019,2022,b'),
    rowsOf('2019,12,a', '2020,11,b', '2021,13,a'),
    rowsOf('0,1,2'),
  ])('holds values elsewhere: %j', (...rows) => {
    expect(guessHeader(rows, '.')).toBe(false);
  });
});

describe('a line above the table', () => {
  it.each(['Report 2024', '% made by hand', '// made by hand'])('joins no numbers: %s', (title) => {
    const text = `${title}\nx,y\n1,2\n3,4\n5,6\n`;
    expect(guessDialect(text, true)).toMatchObject({ delimiter: ',', decimal: '.' });
  });

  it('control: a column of decimal commas alone is one', () => {
    expect(guessDialect('x\ty\n1,5\t2,5\n3,5\t4,25\n', true)).toMatchObject({
      delimiter: '\t',
      decimal: ',',
    });
  });
});
