import { describe, expect, it } from 'vitest';
import { tableSize } from '../../../src/charts/colour-scale.ts';
import { colourLosses } from '../../../src/charts/loss-painter.ts';
import { LogPlaces, lossColours, rangeOfLosses } from '../../../src/charts/loss-scale.ts';
import { lightness, parseColour } from '../helpers/colour.ts';

const lightnesses = lossColours.css.map((colour) => lightness(parseColour(colour)));

describe('the colours of losses', () => {
  it('get lighter evenly from low to high', () => {
    const step = (lightnesses[tableSize - 1] - lightnesses[0]) / (tableSize - 1);
    expect(step * tableSize).toBeGreaterThan(0.6);
    lightnesses.forEach((value, i) =>
      expect(Math.abs(value - (lightnesses[0] + i * step))).toBeLessThan(0.01),
    );
  });

  it('say the same in words of pixels as in CSS', () => {
    const bytes = new Uint8Array(lossColours.words.buffer);
    lossColours.css.forEach((colour, i) => {
      expect([...bytes.subarray(4 * i, 4 * i + 4)]).toEqual([...parseColour(colour), 255]);
    });
  });
});

describe('the range of losses', () => {
  it('is that of the finite ones, or none', () => {
    expect(rangeOfLosses(Float64Array.of(3, NaN, 0.5, Infinity, 7))).toEqual({ min: 0.5, max: 7 });
    expect(rangeOfLosses(Float64Array.of(NaN, Infinity))).toBeNull();
  });
});

describe('places on the logarithmic scale', () => {
  it('are even in powers, and lead back', () => {
    const places = new LogPlaces({ min: 0.01, max: 100 });
    [0.01, 0.1, 1, 10, 100].forEach((loss, i) => {
      expect(places.of(loss)).toBeCloseTo(i / 4, 12);
      expect(places.at(i / 4)).toBeCloseTo(loss, 10);
    });
  });

  it('know a place for 0, and for all where all are equal', () => {
    expect(new LogPlaces({ min: 0, max: 1 }).of(0)).toBe(0);
    expect(new LogPlaces({ min: 0, max: 1 }).of(1)).toBe(1);
    expect(new LogPlaces({ min: 0, max: 0 }).of(0)).toBe(0);
    expect(new LogPlaces({ min: 2, max: 2 }).of(2)).toBe(0);
  });
});

describe('colourLosses', () => {
  it('paints the ends in the ends of the scale, and nothing that is not finite', () => {
    const pixels = new Uint32Array(4);
    colourLosses(pixels, Float64Array.of(0.01, 1, 100, NaN), { min: 0.01, max: 100 });
    const { words } = lossColours;
    expect([pixels[0], pixels[2], pixels[3]]).toEqual([words[0], words[tableSize - 1], 0]);
    expect([words[127], words[128]]).toContain(pixels[1]);
  });
});
