import { describe, expect, it } from 'vitest';
import { classColours } from '../../../src/charts/class-colours.ts';
import { pairOf } from '../../../src/charts/class-pairs.ts';
import { colourScales, tableIndex } from '../../../src/charts/colour-scale.ts';
import { palettes } from '../../../src/charts/palette.ts';
import { drawingOrder, paintMarks, paintPointedAt, type MarkLook } from '../../../src/charts/point-marks.ts';
import { RecordingCanvas, type DrawnShape } from './recording-canvas.ts';

const { marks } = classColours.light;
const { halo } = palettes.light;
const usual: MarkLook = { classCount: 2, chosenClass: 0, theme: 'light', isFilled: true };

/** Points of these labels beside each other, 100 pixels apart, the first at 50. */
function drawn(
  label: readonly number[],
  changes: Partial<MarkLook>,
  { nearness, hidden = [] }: { nearness?: readonly number[]; hidden?: readonly number[] } = {},
): DrawnShape[] {
  const canvas = new RecordingCanvas();
  const look = { ...usual, ...changes };
  const points = {
    label: Float64Array.from(label),
    ...(nearness === undefined ? {} : { nearness: Float64Array.from(nearness) }),
  };
  const x = Float64Array.from(label, (_, i) => (hidden.includes(i) ? NaN : 100 * i + 50));
  const places = { x, y: x.map(() => 20), scale: 1 };
  const order = drawingOrder(points, look);
  paintMarks(canvas.getContext(), points, places, look, { order, from: 0, to: label.length });
  return canvas.shapes;
}

/** Which of the points, by its place, and the colour that it is filled with. */
function filled(label: readonly number[], classCount: number, chosenClass = 0): [number, string][] {
  return drawn(label, { classCount, chosenClass }).map(({ x, fill }) => [Math.floor(x / 100), fill]);
}

describe('points of several classes', () => {
  it('have each the colour of its class, in their order, up to ten', () => {
    expect(filled([9, 0, 4, 9], 10, 9)).toEqual([9, 0, 4, 9].map((place, i) => [i, marks[place]]));
  });

  it.each([11, 20, 50])('of %i are the chosen class, on top, and the rest', (count) => {
    const end = count - 1;
    expect(filled([end, 0, 9, end], count, end)).toEqual([
      [1, marks[0]],
      [2, marks[0]],
      [0, marks[1]],
      [3, marks[1]],
    ]);
    expect(filled([end, 0], count)).toEqual([
      [0, marks[0]],
      [1, marks[1]],
    ]);
  });

  it('are fainter the farther they are from the slice, with their outlines', () => {
    const shapes = drawn([1, 1], { classCount: 3 }, { nearness: [1, 0] });
    expect(shapes.map(({ fillAlpha, strokeAlpha }) => [fillAlpha, strokeAlpha])).toEqual([
      [1, 1],
      [0.25, 0.25],
    ]);
  });
});

describe('points of two classes and of numbers', () => {
  it('are squares where they are negative and discs where they are positive, about their places', () => {
    const [square, disc] = drawn([-1, 1], {});
    expect(square).toMatchObject({ kind: 'rect', fill: colourScales.light.marks[0], stroke: halo });
    expect(square.x + square.size / 2).toBeCloseTo(50, 12);
    expect(square.y + square.size / 2).toBeCloseTo(20, 12);
    expect(disc).toMatchObject({ kind: 'arc', x: 150, y: 20, fill: colourScales.light.marks[255] });
  });

  it('are all discs where a number is predicted, in the colour of the number', () => {
    const values = [-1, -0.3, 0, 0.8];
    expect(drawn(values, { classCount: 0 }).map(({ kind, fill }) => [kind, fill])).toEqual(
      values.map((value) => ['arc', colourScales.light.marks[tableIndex(value)]]),
    );
  });

  it('are hollow where they test: the colour goes round the halo', () => {
    expect(drawn([1], { isFilled: false })[0]).toMatchObject({
      fill: halo,
      stroke: colourScales.light.marks[255],
    });
  });

  it('are fainter the farther they are from the slice, their halo is not', () => {
    const alphas = (isFilled: boolean): unknown =>
      drawn([1], { isFilled }, { nearness: [0.5] }).map(({ fillAlpha, strokeAlpha }) => [
        fillAlpha,
        strokeAlpha,
      ]);
    expect(alphas(true)).toEqual([[0.625, 1]]);
    expect(alphas(false)).toEqual([[1, 0.625]]);
  });

  it('are left out where they have no place', () => {
    expect(drawn([1, 1, 1], {}, { hidden: [1] }).map(({ x }) => x)).toEqual([50, 250]);
  });

  it('are larger while they are pointed at', () => {
    const [usualSize] = drawn([1], {});
    const canvas = new RecordingCanvas();
    const places = { x: Float64Array.of(50), y: Float64Array.of(20), scale: 1 };
    paintPointedAt(canvas.getContext(), { label: Float64Array.of(1) }, places, usual, 0);
    expect(canvas.shapes).toEqual([{ ...usualSize, size: 4.5 }]);
    expect(usualSize.size).toBe(2.8);
  });
});

describe('pairOf', () => {
  it('gives ten classes ten pairs, and more of them two, whoever is chosen', () => {
    const pairs = (count: number, chosen: number): number[] =>
      Array.from({ length: count }, (_, place) => pairOf(place, count, chosen));
    expect(pairs(10, 3)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    for (const count of [11, 20, 50])
      for (const chosen of [0, 7, count - 1])
        expect(pairs(count, chosen)).toEqual(
          Array.from({ length: count }, (_, place) => Number(place === chosen)),
        );
  });
});
