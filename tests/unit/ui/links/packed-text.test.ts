import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLabLink } from '../../../../src/experiment/lab-link.ts';
import { fromBase64Url, packText, toBase64Url, unpackText } from '../../../../src/ui/links/packed-text.ts';

describe('packed text', () => {
  it('unpacks to what it was, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 300 }), async (text) => {
        const packed = await packText(text);
        expect(packed).toMatch(/^[\w-]*$/);
        expect(await unpackText(packed, 10_000)).toBe(text);
      }),
    );
  });

  it('is short where the text repeats itself', async () => {
    const text = Array.from({ length: 2000 }, (_, i) => `w${i} = ${(i / 7).toFixed(6)}`).join('\n');
    expect((await packText(text)).length).toBeLessThan(text.length / 2);
  });

  it('is null where it is damaged, or unfolds to more than allowed', async () => {
    const packed = await packText('a'.repeat(5_000_000));
    expect(packed.length).toBeLessThan(10_000);
    expect(await unpackText(packed, 1_000_000)).toBeNull();
    expect(await unpackText('AAAA', 100)).toBeNull();
    expect(await unpackText(toBase64Url(new Uint8Array([0xff, 0xfe])), 100)).toBeNull();
    expect(await unpackText('%', 100)).toBeNull();
  });

  it('holds bytes of any number', () => {
    for (const length of [0, 1, 2, 3, 8191, 8192, 8193, 100_000]) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 31) & 0xff);
      expect(fromBase64Url(toBase64Url(bytes))).toEqual(bytes);
    }
  });
});

describe('what is kept of the lab beside the address', () => {
  it('is read as a link is, and nothing else is', () => {
    const link = { sample: 'train.3', weights: 'sAAAA', leaves: 'x1:2' };
    expect(readLabLink(link)).toEqual(link);
    for (const value of [null, undefined, 3, 'a', [], { weights: 3 }, { nonsense: 'a' }, { at: 'soon' }]) {
      expect(readLabLink(value)).toBeNull();
    }
  });
});
