import { describe, expect, it } from 'vitest';
import { Decoder, type Encoding } from '../../../src/formats/decode.ts';
import { cellsOf, problemsOf, refusalOf, streamOf, tableOf } from '../helpers/reading.ts';

const text = 'größe,“kind”\n1.5,naïve\n2,€uro\n3,日本\n';
const mark = '\uFEFF';

function utf16(letters: string, isBigEndian: boolean): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(letters.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < letters.length; i++) view.setUint16(2 * i, letters.charCodeAt(i), !isBigEndian);
  return bytes;
}

const utf8 = (letters: string): Uint8Array<ArrayBuffer> => Uint8Array.from(new TextEncoder().encode(letters));

/** Letters of Windows-1252 that are none of Latin-1, and those that are. */
function windows1252(letters: string): Uint8Array<ArrayBuffer> {
  const beyond = new Map([
    ['€', 0x80],
    ['“', 0x93],
    ['”', 0x94],
  ]);
  return Uint8Array.from(letters, (letter) => beyond.get(letter) ?? letter.charCodeAt(0));
}

describe('the encoding', () => {
  it.each<[string, Uint8Array<ArrayBuffer>, Encoding]>([
    ['UTF-8 with a mark', utf8(mark + text), 'utf-8'],
    ['UTF-8 without', utf8(text), 'utf-8'],
    ['UTF-16 with a mark', utf16(mark + text, false), 'utf-16le'],
    ['big-endian UTF-16 with a mark', utf16(mark + text, true), 'utf-16be'],
    ['UTF-16 without', utf16(text, false), 'utf-16le'],
    ['big-endian UTF-16 without', utf16(text, true), 'utf-16be'],
  ])('of a file is found: %s', async (_, bytes, encoding) => {
    for (const length of [1, 2, 3, 5, 1000]) {
      const read = await tableOf(streamOf(bytes, length));
      expect(cellsOf(read.table)).toEqual({ größe: [1.5, 2, 3], '“kind”': ['naïve', '€uro', '日本'] });
      expect(read.dialect?.encoding).toBe(encoding);
      expect(read.notes).toEqual([]);
    }
  });

  it('is Windows-1252 where the bytes are no UTF-8, and that is said', async () => {
    const bytes = windows1252('größe,k\n1,“a”\n2,€\n');
    for (const length of [1, 2, 3, 4, 100]) {
      const read = await tableOf(streamOf(bytes, length));
      expect(cellsOf(read.table)).toEqual({ größe: [1, 2], k: ['“a”', '€'] });
      expect(read.dialect?.encoding).toBe('windows-1252');
      expect(read.notes).toEqual(['The bytes are no UTF-8, so they are read as Windows-1252.']);
    }
  });

  it('turns out late, after plain letters, without a change to what was read', async () => {
    const rows = Array.from({ length: 30_000 }, (_, i) => `${i},k${i % 5}\n`).join('');
    const read = await tableOf(new Blob([windows1252(`x,k\n${rows}7,façade\n`)]));
    expect(read.table.rowCount).toBe(30_001);
    expect(cellsOf(read.table).k.at(-1)).toBe('façade');
    expect(read.problems.count).toBe(0);
  });

  it('stays UTF-8 where letters of it were read, and broken bytes are told by their line', async () => {
    const rows = Array.from({ length: 30_000 }, (_, i) => `${i},ö${i % 5}\n`).join('');
    const read = await tableOf(new Blob([utf8(`x,k\n${rows}`), windows1252('7,façade\n8,ok\n')]));
    expect(read.dialect?.encoding).toBe('utf-8');
    expect(problemsOf(read)).toEqual(['30002 bytes that are no text in this encoding, read as \uFFFD']);
    expect(read.problems.first[0].kind).toBe('encoding');
    expect(read.table.rowCount).toBe(30_002);
  });

  it('is the chosen one, unless a mark tells another', async () => {
    const bytes = windows1252('größe,k\n1,é\n');
    const chosen = await tableOf(new Blob([bytes]), { dialect: { encoding: 'windows-1252' } });
    expect(cellsOf(chosen.table)).toEqual({ größe: [1], k: ['é'] });
    expect(chosen.notes).toEqual([]);
    const wrong = await tableOf(new Blob([utf8('größe,k\n1,é\n')]), {
      dialect: { encoding: 'windows-1252' },
    });
    expect(cellsOf(wrong.table)).toEqual({ 'grÃ¶ÃŸe': [1], k: ['Ã©'] });
    const marked = await tableOf(new Blob([utf8(mark + text)]), { dialect: { encoding: 'utf-16le' } });
    expect(marked.dialect?.encoding).toBe('utf-8');
    const broken = await tableOf(new Blob([bytes]), { dialect: { encoding: 'utf-8' } });
    expect(broken.problems.byKind).toEqual({ encoding: 2 });
  });

  it('of nothing, or of less than a mark, is no trouble', async () => {
    for (const bytes of [[], [0xef], [0xef, 0xbb], [0xef, 0xbb, 0xbf], [0xff, 0xfe], [0xfe, 0xff]])
      expect(await refusalOf(new Blob([Uint8Array.from(bytes)]))).toMatch(/./);
    expect(await refusalOf(new Blob([Uint8Array.from([0xff, 0xfe])]))).toBe('The file is empty.');
  });
});

describe('a decoder', () => {
  it('makes one line end of CR LF, also where it is cut in two', () => {
    for (const cut of [1, 2, 3, 4, 5, 6, 7]) {
      const decoder = new Decoder('utf-8');
      const bytes = utf8('a\r\nb\r\r\nc');
      expect(decoder.push(bytes.slice(0, cut)) + decoder.push(bytes.slice(cut)) + decoder.end()).toBe(
        'a\nb\n\nc',
      );
    }
  });
});
