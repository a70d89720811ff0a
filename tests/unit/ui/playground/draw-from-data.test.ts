import { describe, expect, it } from 'vitest';
import type { DataPicture } from '../../../../src/protocol/picture-messages.ts';
import { drawingFrom, shareOf, textFrom, unitsFrom } from '../../../../src/ui/playground/draw/from-data.ts';
import { whyNotDrawn } from '../../../../src/ui/playground/draw/why-not-drawn.ts';
import { drawnDataSet } from '../../../../src/data/drawn-data-set.ts';
import { drawingOf, parseDrawing, writeDrawing, type Drawing } from '../../../../src/experiment/drawing.ts';

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
  rows: { train: Uint32Array.of(0, 2), test: Uint32Array.of(1) },
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

function drawnFrom(data: DataPicture): Drawing {
  return drawingFrom(data, unitsFrom(data));
}

const repeated = (value: number, count: number): number[] => Array.from({ length: count }, () => value);

describe('drawing from the points of data', () => {
  it('of the plane takes them as they are, without a word', () => {
    expect(whyNotDrawn(plane)).toBeNull();
    expect(drawnFrom(plane)).toEqual([
      { x1: 1, x2: 2, place: 1, side: 'train' },
      { x1: -6, x2: 0.123, place: 0, side: 'train' },
      { x1: 6, x2: -6, place: 1, side: 'test' },
    ]);
    expect(unitsFrom(plane)).toBeNull();
    expect(shareOf(plane)).toBeNull();
    expect(textFrom(plane, null)).toBe('1,2,2_-6,0.123,1_6,-6,2,t');
  });

  it('of a file puts them where they are seen, and keeps what plane and classes stand for', () => {
    expect(whyNotDrawn(people)).toBeNull();
    expect(drawnFrom(people)).toEqual([
      { x1: -6, x2: -6, place: 0, side: 'train' },
      { x1: 0, x2: 0, place: 1, side: 'train' },
      { x1: 6, x2: 6, place: 2, side: 'train' },
      { x1: 3, x2: -3, place: 2, side: 'test' },
    ]);
    expect(unitsFrom(people, 'answer')).toEqual({
      axes: [
        { name: 'height', from: 150, to: 190, shift: 170, scale: 10 },
        { name: 'weight', from: 40, to: 100, shift: 170, scale: 10 },
      ],
      target: { name: 'answer', classes: ['no', 'perhaps', 'yes'] },
    });
    const turned: DataPicture = {
      ...people,
      slice: { ...people.slice!, axes: ['weight', 'height'] },
      window: { x1: people.window.x2, x2: people.window.x1 },
      train: points([40, 70, 100], [150, 170, 190], [0, 1, 2]),
    };
    expect(drawnFrom(turned)[1]).toEqual({ x1: 0, x2: 0, place: 1, side: 'train' });
    expect(unitsFrom(turned)?.axes?.map(({ name, from }) => [name, from])).toEqual([
      ['weight', 40],
      ['height', 150],
    ]);
  });

  it('of numbers keeps what −1 and 1 stand for', () => {
    const priced: DataPicture = {
      ...people,
      task: 'regression',
      classNames: [],
      targetName: 'price',
      targetScale: { shift: 1000, scale: 250 },
    };
    expect(whyNotDrawn(priced)).toBeNull();
    expect(drawnFrom(priced)[2]).toEqual({ x1: 6, x2: 6, place: 0, value: 2, side: 'train' });
    expect(unitsFrom(priced)?.target).toEqual({ name: 'price', shift: 1000, scale: 250 });
    // A formula's numbers have a scale of their own on a plane that is its own.
    const made = { ...plane, task: 'regression', classNames: [], targetName: 'y' } as const;
    expect(unitsFrom({ ...made, targetScale: { shift: 3, scale: 2 } })).toEqual({
      target: { name: 'y', shift: 3, scale: 2 },
    });
    expect(unitsFrom({ ...made, targetScale: { shift: 0, scale: 1 } })).toBeNull();
  });

  it('has the very numbers of a file that has no more digits than the plane tells apart', () => {
    const [lengths, widths] = [
      [4.3, 5.1, 5.8, 7.9, 6.4],
      [0.002, 0.0315, 0.02, 0.0444, 0.01],
    ];
    const flowers: DataPicture = {
      ...people,
      window: { x1: [4.084, 8.116], x2: [-0.0005439999999999998, 0.046944] },
      train: points(lengths, widths, [0, 1, 2, 1, 0]),
      slice: { columns: ['length', 'width'], axes: ['length', 'width'], shares: null, through: null },
      inputs: [input('length'), input('width')],
    };
    const { table, rows } = drawnDataSet(textFrom(flowers, null));
    const column = (at: number): number[] => {
      const { kind, ...values } = table.columns[at];
      return kind === 'number' && 'values' in values ? [...values.values.slice(0, 5)] : [];
    };
    expect(rows.train).toHaveLength(5);
    expect(column(0)).toEqual(lengths);
    expect(column(1)).toEqual(widths);
    // The control: what is drawn is not that exact.
    const onPlane = drawingOf(textFrom(flowers, null)).map(
      ({ x1 }) => 4.08 + ((x1 + 6) / 12) * (8.12 - 4.08),
    );
    expect(onPlane.slice(0, 5)).not.toEqual(lengths);
  });

  it('takes as large a share of either side where they are too many, and says so', () => {
    const many = (count: number) => points(repeated(160, count), repeated(50, count), repeated(1, count));
    const large: DataPicture = {
      ...people,
      train: many(16_000),
      test: many(4_000),
      summary: { rows: 20_000, leftOut: 0 },
    };
    const drawing = drawnFrom(large);
    expect(drawing.filter(({ side }) => side === 'train')).toHaveLength(8000);
    expect(drawing.filter(({ side }) => side === 'test')).toHaveLength(2000);
    expect(parseDrawing(writeDrawing(drawing)).ok).toBe(true);
    expect(shareOf(large)).toBe('Of 20,000 rows about 10,000 were taken.');
    // A sample of very many rows is drawn in the picture already.
    const sampled = { ...people, summary: { rows: 90_000, leftOut: 0, drawn: 5000 } };
    expect(shareOf(sampled)).toBe('Of 90,000 rows about 5,000 were taken.');
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
