import { describe, expect, it } from 'vitest';
import type { DataPicture } from '../../../../src/protocol/picture-messages.ts';
import { drawingFrom, unitsOfDrawing, whyNotDrawn } from '../../../../src/ui/playground/draw/from-data.ts';
import { parseDrawing, writeDrawing } from '../../../../src/experiment/drawing.ts';

const points = (x1: number[], x2: number[], label: number[]): DataPicture['train'] => ({
  x1: Float64Array.from(x1),
  x2: Float64Array.from(x2),
  label: Float64Array.from(label),
});

const plane: DataPicture = {
  task: 'classification',
  classNames: ['-1', '+1'],
  window: { x1: [-6, 6], x2: [-6, 6] },
  train: points([1, -6], [2, 0.1234], [1, -1]),
  test: points([6], [-6], [1]),
  slice: null,
  featureMaps: { resolution: 1, values: {} },
  origin: null,
  summary: { rows: 3, leftOut: 0 },
  inputs: null,
  columns: [],
  pixels: null,
  targetName: null,
  targetScale: null,
};

const input = (name: string) => ({ name, scaling: { shift: 170, scale: 10 }, note: null });

/** Of a file: heights and weights, in their own units. */
const people: DataPicture = {
  ...plane,
  classNames: ['no', 'perhaps', 'yes'],
  window: { x1: [150, 190], x2: [40, 100] },
  train: points([150, 170, 190], [40, 70, 100], [0, 1, 2]),
  test: points([180], [55], [2]),
  slice: { columns: ['height', 'weight'], axes: ['height', 'weight'], shares: null, through: null },
  inputs: [input('height'), input('weight')],
  summary: { rows: 4, leftOut: 0 },
};

const repeated = (value: number, count: number): number[] => Array.from({ length: count }, () => value);

describe('drawing from the points of data', () => {
  it('of the plane takes them as they are, without a word', () => {
    expect(whyNotDrawn(plane)).toBeNull();
    expect(drawingFrom(plane)).toEqual([
      { x1: 1, x2: 2, place: 1, side: 'train' },
      { x1: -6, x2: 0.123, place: 0, side: 'train' },
      { x1: 6, x2: -6, place: 1, side: 'test' },
    ]);
    expect(unitsOfDrawing(plane)).toBeNull();
  });

  it('of a file puts them where they are seen, and says what plane and classes were', () => {
    expect(whyNotDrawn(people)).toBeNull();
    expect(drawingFrom(people)).toEqual([
      { x1: -6, x2: -6, place: 0, side: 'train' },
      { x1: 0, x2: 0, place: 1, side: 'train' },
      { x1: 6, x2: 6, place: 2, side: 'train' },
      { x1: 3, x2: -3, place: 2, side: 'test' },
    ]);
    expect(unitsOfDrawing(people)).toBe(
      'The plane from −6 to 6 is what the picture was of: across “height” from 150 to 190, up “weight” from 40 to 100. ' +
        'Class 1 is “no”, 2 is “perhaps”, 3 is “yes”.',
    );
    const turned: DataPicture = {
      ...people,
      slice: { ...people.slice!, axes: ['weight', 'height'] },
      window: { x1: people.window.x2, x2: people.window.x1 },
      train: points([40, 70, 100], [150, 170, 190], [0, 1, 2]),
    };
    expect(drawingFrom(turned)[1]).toEqual({ x1: 0, x2: 0, place: 1, side: 'train' });
    expect(unitsOfDrawing(turned)).toContain('across “weight” from 40 to 100, up “height” from 150 to 190');
  });

  it('of numbers says what −1 and 1 stand for', () => {
    const priced: DataPicture = {
      ...people,
      task: 'regression',
      classNames: [],
      targetName: 'price',
      targetScale: { shift: 1000, scale: 250 },
    };
    expect(whyNotDrawn(priced)).toBeNull();
    expect(drawingFrom(priced)[2]).toEqual({ x1: 6, x2: 6, place: 0, value: 2, side: 'train' });
    expect(unitsOfDrawing(priced)).toMatch(/750 has become −1, and 1,250 1\.$/);
  });

  it('takes as large a share of either side where they are too many, and says so', () => {
    const many = (count: number) => points(repeated(160, count), repeated(50, count), repeated(1, count));
    const large: DataPicture = {
      ...people,
      train: many(16_000),
      test: many(4_000),
      summary: { rows: 20_000, leftOut: 0 },
    };
    const drawing = drawingFrom(large);
    expect(drawing.filter(({ side }) => side === 'train')).toHaveLength(8000);
    expect(drawing.filter(({ side }) => side === 'test')).toHaveLength(2000);
    expect(parseDrawing(writeDrawing(drawing)).ok).toBe(true);
    expect(unitsOfDrawing(large)).toContain('Of 20,000 rows about 10,000 were taken.');
    // A sample of very many rows is drawn in the picture already.
    const sampled = { ...people, summary: { rows: 90_000, leftOut: 0, drawn: 5000 } };
    expect(unitsOfDrawing(sampled)).toContain('Of 90,000 rows about 5,000 were taken.');
  });

  it('says why where they cannot be', () => {
    const inputs = Array.from({ length: 64 }, (_, i) => input(`pixel ${i}`));
    expect(whyNotDrawn({ ...people, inputs })).toBe('A drawing has two inputs, and these data have 64.');
    expect(whyNotDrawn({ ...people, inputs: inputs.slice(0, 1) })).toContain('these data have 1.');
    const slice = people.slice!;
    expect(whyNotDrawn({ ...people, slice: { ...slice, columns: [], axes: null } })).toContain('numbers');
    expect(whyNotDrawn({ ...people, slice: { ...slice, axes: null } })).toContain(
      'choose two for the picture',
    );
    const classNames = Array.from({ length: 12 }, (_, i) => `kind ${i}`);
    expect(whyNotDrawn({ ...people, classNames })).toBe(
      'A drawing has at most 8 classes, and these data have 12.',
    );
    const beyond = { ...people, task: 'regression', train: points([150], [40], [2000]) } as const;
    expect(whyNotDrawn(beyond)).toContain('from −1000 to 1000');
  });
});
