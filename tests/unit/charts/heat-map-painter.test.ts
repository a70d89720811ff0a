import { describe, expect, it } from 'vitest';
import { colourScales } from '../../../src/charts/colour-scale.ts';
import { colourPixels, extentOf } from '../../../src/charts/heat-map-painter.ts';

const { words } = colourScales.light;

function pixelsOf(
  values: readonly number[],
  options: { discrete?: boolean; extent?: number; offset?: number } = {},
) {
  const pixels = new Uint32Array(values.length - (options.offset ?? 0));
  colourPixels(pixels, Float32Array.from(values), { theme: 'light', ...options });
  return [...pixels];
}

describe('colourPixels', () => {
  it('paints the ends, clamps what lies beyond, and zero between', () => {
    expect(pixelsOf([-1, -7, 1, 7])).toEqual([words[0], words[0], words[255], words[255]]);
    expect([words[127], words[128]]).toContain(pixelsOf([0])[0]);
  });

  it('never paints what is not a finite number', () => {
    expect(pixelsOf([NaN, Infinity, -Infinity, 0.5]).map((pixel) => pixel === 0)).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(pixelsOf([NaN], { discrete: true })).toEqual([0]);
  });

  it('shows only the sign when discrete', () => {
    expect(pixelsOf([-0.01, 0, 0.01], { discrete: true })).toEqual([words[0], words[255], words[255]]);
  });

  it('scales by the extent and starts at the offset', () => {
    expect(pixelsOf([9, -6, 6], { extent: 6, offset: 1 })).toEqual([words[0], words[255]]);
  });
});

describe('extentOf', () => {
  it('is the largest finite size', () => {
    expect(extentOf(Float32Array.of(1, -4, NaN, Infinity))).toBe(4);
    expect(extentOf(new Float32Array(3))).toBeGreaterThan(0);
  });
});
