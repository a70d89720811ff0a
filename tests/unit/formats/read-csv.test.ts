import { describe, expect, it } from 'vitest';
import { readTable } from '../../../src/formats/read-table.ts';
import { cellsOf, finishReading, problemsOf, refusalOf, streamOf, tableOf } from '../helpers/reading.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const lines = (...texts: string[]): string => texts.map((text) => `${text}\n`).join('');

describe('a CSV file', () => {
  it('is read with its names, numbers and categories, and the line of each row', async () => {
    const read = await tableOf(lines('height,kind', '1.5,oak', '-2e-3, ash ', '"3",oak'));
    expect(cellsOf(read.table)).toEqual({ height: [1.5, -0.002, 3], kind: ['oak', 'ash', 'oak'] });
    expect([...read.lines]).toEqual([2, 3, 4]);
    expect(read).toMatchObject({ rowsLeftOut: 0, problems: { count: 0 }, notes: [] });
    expect([...read.faulty.rows]).toEqual([]);
  });

  it.each(['\n', '\r\n', '\r'])('may end its lines with %j', async (end) => {
    const text = ['a,b', '1,x', '', '"2","y', 'z"', '3,4,5', '6,x'].join(end);
    for (const source of [text, new Blob([text])]) {
      const read = await tableOf(source);
      expect(cellsOf(read.table)).toEqual({ a: [1, 2, 6], b: ['x', 'y\nz', 'x'] });
      expect([...read.lines]).toEqual([2, 4, 7]);
      expect(problemsOf(read)).toEqual(['6 3 fields, expected 2']);
    }
  });

  it('may mix its line ends', async () => {
    const read = await tableOf('a,b\r\n1,2\n3,4\r5,x');
    expect(cellsOf(read.table).a).toEqual([1, 3, 5]);
    expect([...read.lines]).toEqual([2, 3, 4]);
  });

  it('is the same in whatever pieces its bytes come', async () => {
    const text = '\uFEFFname;größe\r\n"a ""b"";\r\nc";1,5\r\n"x"  ;2\r\nÄ,"ö;3,25\r\n# €;9\r\n';
    const dialect = { comment: null };
    const whole = await tableOf(new Blob([text]), { dialect });
    expect(cellsOf(whole.table)).toEqual({
      name: ['a "b";\nc', 'x', 'Ä,"ö', '# €'],
      größe: [1.5, 2, 3.25, 9],
    });
    for (let length = 1; length < 20; length++)
      expect(await tableOf(streamOf(utf8(text), length), { dialect })).toEqual(whole);
  });

  it('keeps doubles as they are written: times in milliseconds, the smallest, the largest, a negative zero', async () => {
    const written = [
      '1732800000001',
      '1732800000002',
      '5e-324',
      '1.7976931348623157e308',
      '-0',
      '0.1',
      '+.5',
      '7.',
    ];
    const read = await tableOf(lines('t', ...written));
    expect(cellsOf(read.table).t).toEqual(written.map(Number));
  });

  it('says how far it is, and what it reads', async () => {
    const text = lines('a,b', ...Array.from({ length: 60_000 }, (_, i) => `${i},${i * 2}`));
    const { progress, result } = await finishReading(readTable(new Blob([text])));
    expect(progress.length).toBeGreaterThan(3);
    for (const [k, { bytes, rows, size }] of progress.entries()) {
      expect(size).toBe(text.length);
      expect(bytes).toBeGreaterThan(k === 0 ? 0 : progress[k - 1].bytes);
      expect(rows).toBeGreaterThanOrEqual(k === 0 ? 0 : progress[k - 1].rows);
    }
    expect(progress[0].rows).toBeLessThan(30_000);
    expect(progress.at(-1)?.rows).toBe(60_000);
    expect(result).toMatchObject({ ok: true, table: { rowCount: 60_000 } });
  });

  it('is left where it is when the reading is cancelled, and the stream is told', async () => {
    const text = lines('a,b', ...Array.from({ length: 100_000 }, (_, i) => `${i},${i}`));
    let cancelled: unknown = null;
    let given = 0;
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(utf8(text.slice(given, (given += 100_000)))),
      cancel: (reason) => void (cancelled = reason ?? 'without a reason'),
    });
    const cancel = new AbortController();
    const steps = readTable(stream, { signal: cancel.signal });
    expect((await steps.next()).done).toBe(false);
    cancel.abort(new Error('changed my mind'));
    await expect(steps.next()).rejects.toThrow('changed my mind');
    expect(cancelled).not.toBeNull();
    expect(given).toBeLessThan(text.length);
    await expect(readTable(text, { signal: cancel.signal }).next()).rejects.toThrow('changed my mind');
  });

  it('frees its stream when nobody asks for more', async () => {
    let isCancelled = false;
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(utf8('1,2\n'.repeat(50_000))),
      cancel: () => void (isCancelled = true),
    });
    const steps = readTable(stream);
    await steps.next();
    await steps.return({ ok: false, message: '' });
    expect(isCancelled).toBe(true);
  });

  it('passes on what goes wrong with the stream itself', async () => {
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.error(new Error('the disk is gone')),
    });
    await expect(readTable(stream).next()).rejects.toThrow('the disk is gone');
  });
});

describe('missing values', () => {
  it('are blank, or one of the words, in any case; never zero', async () => {
    const read = await tableOf(
      lines('x,k', ',a', '  ,b', 'NA,n/a', 'N/A,-', 'nan,?', 'NULL,', '"",""', '-,a', '0,b'),
    );
    expect(cellsOf(read.table)).toEqual({
      x: [null, null, null, null, null, null, null, null, 0],
      k: ['a', 'b', null, null, null, null, null, 'a', 'b'],
    });
    expect(read.problems.count).toBe(0);
    expect(read.dialect?.missing).toContain('n/a');
  });

  it('are other words or numbers where the dialect says so, and a word that it leaves out is a category', async () => {
    const text = lines('x,k', '-999,none', '-999.0,NA', '1,a', '2,a');
    const read = await tableOf(text, { dialect: { missing: ['-999', 'None'] } });
    expect(cellsOf(read.table)).toEqual({ x: [null, null, 1, 2], k: [null, 'NA', 'a', 'a'] });
    const control = await tableOf(text);
    expect(cellsOf(control.table)).toEqual({ x: [-999, -999, 1, 2], k: ['none', null, 'a', 'a'] });
  });

  it('are not a minus beside a plus', async () => {
    const read = await tableOf(lines('rh,x', '+,1', '-,2', '+,-'));
    expect(cellsOf(read.table).rh).toEqual(['+', '-', '+']);
    expect(read.dialect?.missing).not.toContain('-');
  });

  it('may fill a column', async () => {
    const read = await tableOf(lines('x,y', 'NA,1', ',2'));
    expect(cellsOf(read.table)).toEqual({ x: [null, null], y: [1, 2] });
  });

  it('in a row of a single column are told from blank lines by quotes', async () => {
    const read = await tableOf(lines('x', '1', '', '   ', '""', '2'));
    expect(cellsOf(read.table)).toEqual({ x: [1, null, 2] });
    expect([...read.lines]).toEqual([2, 5, 6]);
  });
});

describe('a cell that is no number among numbers', () => {
  it.each([
    '1.2.3',
    '2024-01-02',
    '1_000',
    '12%',
    '0x10',
    '0b1',
    '0o7',
    '1e',
    '1 000',
    '1,5',
    'Infinity',
    '--1',
    '3 apples',
    '1e999',
    '1e-999',
  ])('%s is told by line and column, and neither zero nor half a number', async (text) => {
    const read = await tableOf(lines('x,y', '1,1', '2,2', `"${text}",3`, '4,4'), {
      dialect: { delimiter: ',', decimal: '.' },
    });
    expect(cellsOf(read.table)).toEqual({ x: [1, 2, null, 4], y: [1, 2, 3, 4] });
    expect(read.problems.first).toMatchObject([{ kind: 'number', line: 4, column: 1 }]);
    expect(read.problems.first[0].message).toContain(`“${text}”`);
    expect([...read.faulty.rows]).toEqual([2]);
  });

  it('is said to be too large, too small or not finite where it is', async () => {
    const read = await tableOf(lines('x', '1', '2', '3', '4', '1e999', '1e-999', '-inf', 'Infinity', '5'));
    expect(problemsOf(read)).toEqual([
      '6:1 “1e999” is too large for a number',
      '7:1 “1e-999” is too small to be told from zero',
      '8:1 “-inf” is not a number',
      '9:1 “Infinity” is no finite number',
    ]);
  });

  it('is a point where decimals have a comma, which may stand between thousands', async () => {
    const read = await tableOf(lines('x;y', '1,5;1', '1.234;2', '1.234,5;3', '-2,25e1;4', '7;5', ',5;6'));
    expect(read.dialect).toMatchObject({ delimiter: ';', decimal: ',' });
    expect(cellsOf(read.table).x).toEqual([1.5, null, null, -22.5, 7, 0.5]);
    expect(problemsOf(read)).toEqual(['3:1 “1.234” is not a number', '4:1 “1.234,5” is not a number']);
  });

  it('is counted beyond the first twenty', async () => {
    const rows = Array.from({ length: 300 }, (_, i) => (i % 3 === 2 ? `${i},12%` : `${i},${i}`));
    const read = await tableOf(lines('a,b', ...rows));
    expect(read.problems).toMatchObject({ count: 100, byKind: { number: 100 } });
    expect(read.problems.first.map(({ line }) => line)).toEqual(
      Array.from({ length: 20 }, (_, k) => 4 + 3 * k),
    );
    expect(read.faulty.rows).toHaveLength(100);
  });
});

describe('a text in quotes', () => {
  const rows = Array.from({ length: 300 }, (_, i) => [`${i}`, `n${i}`, `${i % 2}`]);

  it('that swallows rows, since a quote too many opens it, is told', async () => {
    const text = rows.map(([id, name, kind], i) =>
      i === 49 ? `${id},"${name},${kind}` : i === 249 ? `${id},${name}",${kind}` : `${id},${name},${kind}`,
    );
    const read = await tableOf(lines('id,name,kind', ...text));
    expect(read.table.rowCount).toBe(100);
    expect(read.notes).toContain(
      'One row has 201 lines, from line 51 on: a text in quotes goes on so long. If that is not meant, look for a quote too many there.',
    );
  });

  it('may have paragraphs', async () => {
    const text = rows.map(([id, name, kind]) => `${id},"${name}\n\nAnd more.\n",${kind}`);
    const read = await tableOf(lines('id,name,kind', ...text));
    expect([read.table.rowCount, read.notes]).toEqual([300, []]);
  });
});

describe('a column', () => {
  it('that turns to words late is a category with every cell as it was written', async () => {
    const numbers = Array.from({ length: 900 }, (_, i) => `${i % 300}.0`);
    const words = Array.from({ length: 1000 }, (_, i) => `w${i % 7}`);
    const read = await tableOf(lines('id', ...numbers, ...words));
    expect(cellsOf(read.table).id).toEqual([...numbers, ...words]);
    expect(read.problems.count).toBe(0);
  });

  it('of many different numbers that turns to words is a category too', async () => {
    const numbers = Array.from({ length: 3000 }, (_, i) => String(i / 4));
    const words = Array.from({ length: 7000 }, (_, i) => `word ${i % 700}`);
    const read = await tableOf(lines('id', ...numbers, 'NA', ...words));
    expect(cellsOf(read.table).id).toEqual([...numbers, null, ...words]);
  });

  it('of many different numbers tells of the words between them', async () => {
    const cells = Array.from({ length: 9000 }, (_, i) => (i % 4 === 3 ? `word ${i % 3000}` : String(i / 8)));
    const read = await tableOf(lines('x', ...cells));
    expect(cellsOf(read.table).x).toEqual(cells.map((cell) => (cell.startsWith('w') ? null : Number(cell))));
    expect(read.problems.count).toBe(2250);
    expect(problemsOf(read)[0]).toBe('5:1 “word 3” is not a number');
    expect(read.faulty.rows).toHaveLength(2250);
  });

  it('that starts with words and is numbers in the end is numbers', async () => {
    const cells = [
      ...Array.from({ length: 1500 }, (_, i) => `w${i}`),
      ...Array.from({ length: 9000 }, (_, i) => `${i}`),
    ];
    const read = await tableOf(lines('x', 'y', ...cells), { dialect: { header: true } });
    expect(cellsOf(read.table).x).toEqual([
      null,
      ...cells.map((cell) => (cell.startsWith('w') ? null : Number(cell))),
    ]);
    expect(read.problems.count).toBe(1501);
  });

  it('of classes that are numbers and words, each often, is a category', async () => {
    const doors = ['2', '3', '4', '5more'];
    const cells = Array.from({ length: 40 }, (_, i) => doors[i % 4]);
    expect(cellsOf((await tableOf(lines('doors', ...cells))).table).doors).toEqual(cells);
    // The control: one slip among them is a slip.
    const slip = await tableOf(lines('doors', ...cells.filter((cell) => cell !== '5more'), '5more'));
    expect(problemsOf(slip)).toEqual(['32:1 “5more” is not a number']);
  });

  it('of too many different texts is left out, and that is said', async () => {
    const rows = Array.from({ length: 100_002 }, (_, i) => `${i},remark no. ${i}`);
    const read = await tableOf(lines('x,remark', ...rows));
    expect(read.table.columns.map(({ name }) => name)).toEqual(['x']);
    expect(read.table.rowCount).toBe(100_002);
    expect(read.notes).toEqual(['“remark” is left out: it has too many different texts to learn from.']);
  });
});

describe('names', () => {
  it('are all different, and those that are made up are told', async () => {
    const read = await tableOf(lines('x,x,, x_2 ,x,column 3', '1,2,3,4,5,6', '2,3,4,5,6,7'));
    expect(cellsOf(read.table)).toEqual({
      x: [1, 2],
      x_3: [2, 3],
      'column 3_2': [3, 4],
      x_2: [4, 5],
      x_4: [5, 6],
      'column 3': [6, 7],
    });
    expect(problemsOf(read)[0]).toBe('1:2 a second “x”, called “x_3”');
    expect(read.problems.byKind).toEqual({ name: 3 });
  });

  it('may be those of a prototype', async () => {
    const read = await tableOf(lines('__proto__,constructor,toString', '1,2,a', '3,4,b'));
    expect(read.table.columns.map(({ name }) => name)).toEqual(['__proto__', 'constructor', 'toString']);
  });

  it('are made where there is no header', async () => {
    const read = await tableOf(lines('5.1,3.5,a', '4.9,3,b'));
    expect(cellsOf(read.table)).toEqual({
      'column 1': [5.1, 4.9],
      'column 2': [3.5, 3],
      'column 3': ['a', 'b'],
    });
    expect([...read.lines]).toEqual([1, 2]);
  });
});

describe('a delimiter at the end of every line', () => {
  it.each([
    ['of the header too', lines('x,y,', '1,2,', '3,4,', '', '')],
    ['but not of the header', lines('x,y', '1,2,', '3,4,')],
    ['of the header alone', lines('x,y,', '1,2', '3,4')],
    ['many times', lines('x,y,,,', '1,2,,,', '3,4,,,')],
  ])('makes no column: %s', async (_, text) => {
    const read = await tableOf(text);
    expect(cellsOf(read.table)).toEqual({ x: [1, 3], y: [2, 4] });
    expect(read).toMatchObject({ rowsLeftOut: 0, problems: { count: 0 } });
  });

  it('of one line alone may hide a shift, and is told', async () => {
    const read = await tableOf(lines('x,y,z', '1,2,3', '4,,5,', '7,8,9'));
    expect(cellsOf(read.table)).toEqual({ x: [1, 7], y: [2, 8], z: [3, 9] });
    expect(problemsOf(read)).toEqual(['3 4 fields, expected 3']);
  });

  it('makes a column where something follows it', async () => {
    const read = await tableOf(lines('x,y,', '1,2,', '3,4,5'));
    expect(cellsOf(read.table)).toEqual({ x: [1, 3], y: [2, 4], 'column 3': [null, 5] });
  });
});

describe('quotes', () => {
  it('may hold delimiters, line ends and doubled quotes, with spaces around them', async () => {
    const read = await tableOf(
      lines('"a, b", "c""d" ,e', '1, "x, y" ,2', '"3"  ,"""",4', '5,"line', 'break",6', '7,,8'),
    );
    expect(cellsOf(read.table)).toEqual({
      'a, b': [1, 3, 5, 7],
      'c"d': ['x, y', '"', 'line\nbreak', null],
      e: [2, 4, 6, 8],
    });
    expect([...read.lines]).toEqual([2, 3, 4, 6]);
  });

  it('inside a text are letters', async () => {
    const read = await tableOf(lines('size,n', '3" pipe,1', 'a "b" c,2'));
    expect(cellsOf(read.table).size).toEqual(['3" pipe', 'a "b" c']);
  });

  it('that are never closed cost their own line, and not the rest of the file', async () => {
    const rows = Array.from({ length: 5000 }, (_, i) => `${i},t${i % 3}`);
    const read = await tableOf(lines('x,k', ...rows.slice(0, 2000), '7,"never', ...rows.slice(2000)));
    expect(problemsOf(read)).toEqual(['2002:2 a quote opens here and is not closed']);
    expect(read.rowsLeftOut).toBe(1);
    expect(cellsOf(read.table).x).toEqual(rows.map((_, i) => i));
    expect(read.lines[2000]).toBe(2003);
  });

  it('that are closed by the quote of a later line are found out', async () => {
    const read = await tableOf(lines('x,k', '1,"open', '2,"closed"', '3,c'));
    expect(problemsOf(read)).toEqual(['2:2 “closed"” after the quote that closes it one line further down']);
    expect(cellsOf(read.table)).toEqual({ x: [2, 3], k: ['closed', 'c'] });
  });

  it('that are followed by more are told', async () => {
    const read = await tableOf(lines('x,k', '1,"a"b', '2,"c" "d",e', '3,f'));
    expect(problemsOf(read)).toEqual([
      '2:2 “b” after the closing quote',
      '3:2 “"d"” after the closing quote',
    ]);
    expect(cellsOf(read.table)).toEqual({ x: [3], k: ['f'] });
    expect(read.rowsLeftOut).toBe(2);
  });

  it('are no more than letters where the dialect has none', async () => {
    const read = await tableOf(lines('x\tk', '1\t"a', '2\t"b" c'), { dialect: { quote: null } });
    expect(cellsOf(read.table)).toEqual({ x: [1, 2], k: ['"a', '"b" c'] });
  });

  it('may be single ones', async () => {
    const read = await tableOf(lines("'x';'k'", "1;'a;b'", "2;'it''s'"));
    expect(read.dialect?.quote).toBe("'");
    expect(cellsOf(read.table)).toEqual({ x: [1, 2], k: ['a;b', "it's"] });
    const control = await tableOf(lines('x;k', "1;'tis", "2;o'clock"));
    expect(cellsOf(control.table).k).toEqual(["'tis", "o'clock"]);
  });
});

describe('lines that are no rows', () => {
  it('are comments, told by their number, and still counted', async () => {
    const read = await tableOf(lines('# made by "hand', 'x,y', '1,2', '# 3,4', '5,6,7', '8,9'));
    expect(cellsOf(read.table)).toEqual({ x: [1, 8], y: [2, 9] });
    expect([...read.lines]).toEqual([3, 6]);
    expect(problemsOf(read)).toEqual(['5 3 fields, expected 2']);
    expect(read.notes).toEqual(['2 lines begin with “#” and are passed over as comments.']);
  });

  it('but rows of colours, or of names, are no comments', async () => {
    const colours = await tableOf(lines('colour,x', '#ff0000,1', '#00ff00,2', '#0000ff,3', 'red,4'));
    expect(cellsOf(colours.table).colour).toEqual(['#ff0000', '#00ff00', '#0000ff', 'red']);
    const names = await tableOf(lines('#id,x', '1,2', '3,4'));
    expect(cellsOf(names.table)).toEqual({ '#id': [1, 3], x: [2, 4] });
  });

  it('are the line that tells the delimiter', async () => {
    const read = await tableOf('sep=;\r\nx;y\r\n1,5;a,b\r\n2,5;c\r\n');
    expect(read.dialect).toMatchObject({ delimiter: ';', decimal: ',' });
    expect(cellsOf(read.table)).toEqual({ x: [1.5, 2.5], y: ['a,b', 'c'] });
    expect([...read.lines]).toEqual([3, 4]);
  });
});

describe('what is no table', () => {
  it.each([
    ['', 'The file is empty.'],
    ['\uFEFF', 'The file is empty.'],
    [' \n\r\n\t\n', 'The file is empty.'],
    ['x1,x2,label\n', 'There are no rows under the header.'],
    ['x1,x2,label', 'There are no rows under the header.'],
    ['# only\n# comments\n', 'There is nothing but comments in the file.'],
    ['PK\u0003\u0004\u0014\0\0\0', 'This is a workbook or an archive'],
    ['\0'.repeat(500), 'This is not a text file'],
  ])('%j is refused with the reason', async (text, message) => {
    expect(await refusalOf(text)).toContain(message);
    expect(await refusalOf(new Blob([text]))).toContain(message);
  });

  it('has no row with the fields of its header', async () => {
    expect(await refusalOf(lines('a,b', '1,2,3', '4,5,6'))).toBe(
      'None of the 2 rows can be read. Line 2: 3 fields, expected 2. Look at the delimiter, the quotes and the header.',
    );
  });

  it('has too many columns, rows or bytes: the message says how many may be, and what to do', async () => {
    const wide = Array.from({ length: 257 }, (_, i) => `c${i}`).join(',');
    expect(await refusalOf(lines(wide, wide))).toMatch(/257 columns; up to 256 can be read/);
    expect(await refusalOf(`x\n${'1\n'.repeat(1_000_001)}`)).toMatch(/more than 1,000,000 rows.*sample/);
    expect((await tableOf(`x\n${'1\n'.repeat(1_000_000)}`)).table.rowCount).toBe(1_000_000);
    const huge = new Blob(['x,y\n1,2\n']);
    Object.defineProperty(huge, 'size', { value: 2 ** 31 + 1 });
    expect(await refusalOf(huge)).toMatch(/larger than 2 GB.*sample/);
  });

  it('has a line without an end', async () => {
    expect(await refusalOf(`x,y\n${'1'.repeat(4_500_000)}`)).toMatch(
      /Line 2 has more than 4,000,000 characters/,
    );
  });
});

describe('characters that no text has', () => {
  it('leave their rows out', async () => {
    const read = await tableOf(lines('x,k', '1,a', '2,\0b', '3,c'));
    expect(cellsOf(read.table)).toEqual({ x: [1, 3], k: ['a', 'c'] });
    expect(problemsOf(read)).toEqual(['3 a NUL character, which no text has']);
    expect(read.rowsLeftOut).toBe(1);
  });
});
