import { describe, expect, it } from 'vitest';
import { colourScales, tableIndex, tableSize } from '../../../src/charts/colour-scale.ts';
import { palettes } from '../../../src/charts/palette.ts';
import { contrast, lightness, parseColour } from '../helpers/colour.ts';

/** An 8-bit channel is worth this much OKLab lightness at most; rounding may move a colour by it. */
const rounding = 0.005;

describe.each(['light', 'dark'] as const)('the %s colour scale', (theme) => {
  const { css, words, lines, marks } = colourScales[theme];
  const lightnesses = css.map((colour) => lightness(parseColour(colour)));

  it('changes lightness steadily from zero to either end', () => {
    const outward = theme === 'light' ? -1 : 1;
    for (let i = tableSize / 2; i < tableSize - 1; i++) {
      expect((lightnesses[i + 1] - lightnesses[i]) * outward).toBeGreaterThan(-rounding);
      const mirrored = tableSize - 1 - i;
      expect((lightnesses[mirrored - 1] - lightnesses[mirrored]) * outward).toBeGreaterThan(-rounding);
    }
    expect(Math.abs(lightnesses[0] - lightnesses[tableSize / 2])).toBeGreaterThan(0.2);
  });

  it('is equally light at equal distances from zero', () => {
    for (let i = 0; i < tableSize / 2; i++) {
      expect(Math.abs(lightnesses[i] - lightnesses[tableSize - 1 - i])).toBeLessThan(rounding);
    }
  });

  it('is orange below zero and blue above', () => {
    const [red, , blue] = parseColour(css[0]);
    expect(red).toBeGreaterThan(blue);
    const [otherRed, , otherBlue] = parseColour(css[tableSize - 1]);
    expect(otherBlue).toBeGreaterThan(otherRed);
  });

  it('tints a point of a small number, which a field of the same number need not be', () => {
    const tint = (colours: readonly string[], value: number): number => {
      const [red, , blue] = parseColour(colours[tableIndex(value)]);
      return (
        Math.abs(red - blue) /
        Math.abs(
          parseColour(colours[value < 0 ? 0 : tableSize - 1])[0] -
            parseColour(colours[value < 0 ? 0 : tableSize - 1])[2],
        )
      );
    };
    for (const value of [-0.2, 0.2]) {
      expect(tint(marks, value)).toBeGreaterThan(0.4);
      expect(tint(css, value)).toBeLessThan(0.3);
    }
  });

  it('says the same in words of pixels as in CSS', () => {
    const bytes = new Uint8Array(words.buffer);
    css.forEach((colour, i) => {
      expect([...bytes.subarray(4 * i, 4 * i + 4)]).toEqual([...parseColour(colour), 255]);
    });
  });

  it('lets strong lines stand out from the panel and points from the field of their own value, 3:1', () => {
    const panel = parseColour(palettes[theme].panel);
    for (const end of [0, tableSize - 1]) {
      expect(contrast(parseColour(lines[end]), panel)).toBeGreaterThan(3);
    }
    // Where a field is in full colour its points have a halo besides; in its middle they stand alone.
    const zero = tableSize / 2;
    expect(contrast(parseColour(marks[zero]), parseColour(css[zero]))).toBeGreaterThan(3);
  });
});

describe('tableIndex', () => {
  it('clamps, and has no place for what is not a number', () => {
    expect([-2, -1, 1, 2, Infinity, -Infinity, NaN].map(tableIndex)).toEqual([0, 0, 255, 255, 255, 0, -1]);
  });
});
