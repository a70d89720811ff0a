import { describe, expect, it } from 'vitest';
import { certaintySteps, classColourCount, classColours } from '../../../src/charts/class-colours.ts';
import { classShapePath, traceClassShape } from '../../../src/charts/class-shapes.ts';
import { colourScales, tableSize } from '../../../src/charts/colour-scale.ts';
import { palettes } from '../../../src/charts/palette.ts';
import {
  colourVisions,
  contrast,
  hue,
  lightness,
  parseColour,
  seenDistance,
  type Rgb,
} from '../helpers/colour.ts';

const ten = Array.from({ length: 10 }, (_, place) => place);
const pairs = ten.flatMap((one) => ten.slice(one + 1).map((other) => [one, other] as const));

describe.each(['light', 'dark'] as const)('the class colours of the %s theme', (theme) => {
  const { css, marks, words } = classColours[theme];
  const areas = css.map(parseColour);

  it.each(Object.entries(colourVisions))('are ten that can be told apart: %s', (_vision, matrix) => {
    expect(classColourCount).toBe(10);
    expect(areas).toHaveLength(10);
    for (const [one, other] of pairs)
      expect(seenDistance(areas[one], areas[other], matrix), `${one} and ${other}`).toBeGreaterThanOrEqual(
        0.09,
      );
  });

  it('begin with the two ends of the scale from -1 to +1', () => {
    const scale = colourScales[theme].css;
    expect(css.slice(0, 2)).toEqual([scale[0], scale[tableSize - 1]]);
  });

  it('grow steadily from the paper to the full colour, in words as in CSS', () => {
    for (const [place, colour] of areas.entries()) {
      const steps = Array.from(words[place], (word): Rgb => [
        word & 255,
        (word >> 8) & 255,
        (word >> 16) & 255,
      ]);
      expect(steps).toHaveLength(certaintySteps);
      expect(steps.at(-1)).toEqual([...colour]);
      expect(steps[0]).toEqual(Array.from({ length: 3 }, (_, i) => (words[0][0] >> (8 * i)) & 255));
      expect(words[place].every((word) => word >>> 24 === 255)).toBe(true);
      const fromPaper = steps.map((step) => seenDistance(steps[0], step, colourVisions.full));
      // A channel of 8 bits is worth so much at most.
      for (let step = 1; step < certaintySteps; step++)
        expect(fromPaper[step]).toBeGreaterThan(fromPaper[step - 1] - 0.005);
      for (const matrix of Object.values(colourVisions))
        expect(seenDistance(steps[0], colour, matrix), `class ${place}`).toBeGreaterThan(0.12);
    }
  });

  it('have marks that stand out from the area of their own class and, in the middle of the scale, from the paper', () => {
    const paper: Rgb = [words[0][0] & 255, (words[0][0] >> 8) & 255, (words[0][0] >> 16) & 255];
    for (const [place, colour] of areas.entries()) {
      const mark = parseColour(marks[place]);
      const outward =
        theme === 'light' ? lightness(colour) - lightness(mark) : lightness(mark) - lightness(colour);
      expect(outward, `class ${place}`).toBeGreaterThan(0.1);
      expect(contrast(mark, paper), `class ${place}`).toBeGreaterThan(3);
      expect(contrast(mark, parseColour(palettes[theme].panel)), `class ${place}`).toBeGreaterThan(3);
    }
  });
});

describe('the class colours of both themes', () => {
  it('are of about the same hue: whoever turns the light off finds each class again', () => {
    const apart = (one: number, other: number): number => Math.abs(((one - other + 540) % 360) - 180);
    const [light, dark] = [classColours.light, classColours.dark].map(({ css }) => css.map(parseColour));
    // What has no colour has no hue.
    const grey = 8;
    for (const place of ten.filter((one) => one !== grey))
      expect(apart(hue(light[place]), hue(dark[place])), `class ${place}`).toBeLessThan(30);
  });

  it('are none as dark as dark paper: each area stands out from it by 3:1', () => {
    const { css, words } = classColours.dark;
    const paper: Rgb = [words[0][0] & 255, (words[0][0] >> 8) & 255, (words[0][0] >> 16) & 255];
    for (const [place, colour] of css.map(parseColour).entries())
      expect(contrast(colour, paper), `class ${place}`).toBeGreaterThan(3);
  });
});

describe('the measure of those distances', () => {
  const red: Rgb = [200, 0, 0];
  const green: Rgb = [110, 110, 0];

  it('finds red and green closer without the cones that tell them apart (control)', () => {
    const { full, deuteranopia, tritanopia } = colourVisions;
    expect(seenDistance(red, green, deuteranopia)).toBeLessThan(0.5 * seenDistance(red, green, full));
    expect(seenDistance([0, 90, 200], [0, 140, 120], tritanopia)).toBeLessThan(
      0.6 * seenDistance([0, 90, 200], [0, 140, 120], full),
    );
  });

  it('leaves greys as they are, and tells black from white by 1', () => {
    for (const vision of Object.values(colourVisions)) {
      for (const row of vision) expect(row[0] + row[1] + row[2]).toBeCloseTo(1, 5);
      expect(seenDistance([0, 0, 0], [255, 255, 255], vision)).toBeCloseTo(1, 4);
    }
  });
});

/** The outline of a shape as points around it; arcs by their middle and radius. */
function outline(place: number, radius: number): string {
  const parts: string[] = [];
  const say =
    (what: string) =>
    (...at: number[]): void =>
      void parts.push(what + at.map((value) => value.toFixed(3)).join());
  traceClassShape(
    {
      moveTo: say('M'),
      lineTo: say('L'),
      closePath: say('Z'),
      rect: say('R'),
      arc: (x, y, r) => say('A')(x, y, r),
    },
    place,
    0,
    0,
    radius,
  );
  return parts.join(' ');
}

describe('the class shapes', () => {
  it('are ten different ones, begin anew after them, and say the same as SVG', () => {
    expect(new Set(ten.map((place) => outline(place, 4))).size).toBe(10);
    expect(new Set(ten.map(classShapePath)).size).toBe(10);
    expect(outline(10, 4)).toBe(outline(0, 4));
    expect(classShapePath(11)).toBe(classShapePath(1));
  });

  it('are told apart by the share of a disc that two of them have in common', () => {
    const masks = ten.map(maskOf);
    const areas = masks.map((mask) => mask.reduce((sum, inside) => sum + inside, 0));
    for (const area of areas) {
      expect(area / areas[1]).toBeGreaterThan(0.4);
      expect(area / areas[1]).toBeLessThan(1.3);
    }
    for (const [one, other] of pairs) {
      const apart = masks[one].reduce((sum, inside, i) => sum + Math.abs(inside - masks[other][i]), 0);
      expect(apart / Math.max(areas[one], areas[other]), `${one} and ${other}`).toBeGreaterThan(0.1);
    }
  });
});

/** Cells of a fine grid that lie inside a shape, 1 or 0. */
function maskOf(place: number): number[] {
  const corners: (readonly [number, number])[] = [];
  let disc: readonly [number, number, number] | null = null;
  traceClassShape(
    {
      moveTo: (x, y) => void corners.push([x, y]),
      lineTo: (x, y) => void corners.push([x, y]),
      closePath: () => undefined,
      rect: (x, y, w, h) => void corners.push([x, y], [x + w, y], [x + w, y + h], [x, y + h]),
      arc: (x, y, r) => {
        disc = [x, y, r];
      },
    },
    place,
    0,
    0,
    1,
  );
  const cells = 60;
  const at = (i: number): number => ((i + 0.5) / cells) * 3 - 1.5;
  return Array.from({ length: cells * cells }, (_, i) => {
    const [x, y] = [at(i % cells), at(Math.floor(i / cells))];
    return Number(disc === null ? isInside(corners, x, y) : Math.hypot(x - disc[0], y - disc[1]) < disc[2]);
  });
}

/** By the edges that a ray to the right crosses. */
function isInside(corners: readonly (readonly [number, number])[], x: number, y: number): boolean {
  let inside = false;
  corners.forEach(([x1, y1], i) => {
    const [x2, y2] = corners[(i + 1) % corners.length];
    if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
  });
  return inside;
}
