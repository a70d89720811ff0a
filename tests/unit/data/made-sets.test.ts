import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askedColumns } from '../../../src/data/asked-row.ts';
import { createDataSet, type DataSettings } from '../../../src/data/data-set.ts';
import { encode, inOwnUnits } from '../../../src/data/encoding.ts';
import { chooseSlice, sliceOverLine } from '../../../src/data/shown-slice.ts';
import { sliceFor } from '../../../src/data/slice-for.ts';
import { sliceInputs } from '../../../src/data/slice.ts';
import { allRows, numbersOf, type Table } from '../../../src/data/table.ts';
import { fitEncoding, type EncodingChoice } from '../../../src/data/fit-encoding.ts';
import { classCountOf, classNamesOf, lossProblem, taskFor } from '../../../src/experiment/data-sets.ts';
import {
  componentsName,
  curveNames,
  dataSetNames,
  generatedNames,
  isGenerated,
  isPlaneSet,
} from '../../../src/experiment/names.ts';
import { decodeSettings, encodeSettings } from '../../../src/experiment/url.ts';
import { GridSamples } from '../../../src/training/samples.ts';

const settings: DataSettings = { dataSet: 'x-sin-x', noise: 0, points: 300, trainShare: 60, dataSeed: 3 };

const truths = {
  'x-sin-x': (x: number) => x * Math.sin(x),
  step: (x: number) => (x < 0 ? 0 : 1),
} as const;

describe('a curve', () => {
  it.each(curveNames)('%s is the function itself without noise, at uniform places', (dataSet) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 31 - 1 }),
        fc.integer({ min: 20, max: 400 }),
        (dataSeed, points) => {
          const { table, rows } = createDataSet({ ...settings, dataSet, dataSeed, points });
          const [x, y] = [numbersOf(table, 'x'), numbersOf(table, 'y')];
          expect(table.columns.map(({ name }) => name)).toEqual(['x', 'y']);
          x.forEach((value, row) => expect(y[row]).toBeCloseTo(truths[dataSet](value), 14));
          expect(x.every((value) => value >= -6 && value < 6)).toBe(true);
          expect([...rows.train, ...rows.test].sort((a, b) => a - b)).toEqual([...allRows(table)]);
          expect(rows.train).toHaveLength(Math.floor((points * 60) / 100));
        },
      ),
      { numRuns: 20 },
    );
  });

  it.each(curveNames)('%s is the same for the same seed and another for another', (dataSet) => {
    const tableOf = (dataSeed: number): Table =>
      createDataSet({ ...settings, dataSet, dataSeed, noise: 20 }).table;
    expect(tableOf(5)).toEqual(tableOf(5));
    expect(tableOf(5)).not.toEqual(tableOf(6));
  });

  it('is read at a place moved by the noise, by at most that share of its extent', () => {
    const quiet = createDataSet(settings).table;
    const noisy = createDataSet({ ...settings, noise: 10 }).table;
    expect(numbersOf(noisy, 'x')).toEqual(numbersOf(quiet, 'x'));
    expect(numbersOf(noisy, 'y')).not.toEqual(numbersOf(quiet, 'y'));
    const steps = createDataSet({ ...settings, dataSet: 'step', noise: 10 }).table;
    const [x, y] = [numbersOf(steps, 'x'), numbersOf(steps, 'y')];
    const wrong = [...x].filter((value, row) => y[row] !== truths.step(value));
    expect(wrong.length).toBeGreaterThan(0);
    expect(wrong.every((value) => Math.abs(value) <= 0.6)).toBe(true);
  });

  it('has both numbers standardised by the train rows, for a network of one input', () => {
    const { table, rows, encoding, task, classNames } = createDataSet(settings);
    expect([task, classNames]).toEqual(['regression', []]);
    const { inputs, target } = encode(encoding!, table, rows.train);
    expect(inputs).toHaveLength(1);
    for (const values of [inputs[0], target]) {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const square = values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
      expect(mean).toBeCloseTo(0, 10);
      expect(square).toBeCloseTo(1, 10);
    }
    const [{ name, kind }] = askedColumns(createDataSet(settings));
    expect([name, kind]).toEqual(['x', 'number']);
  });

  it('is shown over its input, what is predicted upwards and in its own units', () => {
    const dataSet = createDataSet(settings);
    const { slice, train, test, rows, table, encoding } = dataSet;
    expect(slice).toMatchObject({ kind: 'line', axis: 'x' });
    for (const [own, points] of [
      [rows.train, train],
      [rows.test, test],
    ] as const) {
      expect([...points.x1]).toEqual(Array.from(own, (row) => numbersOf(table, 'x')[row]));
      Array.from(own, (row) => numbersOf(table, 'y')[row]).forEach((y, i) => {
        expect(points.x2[i]).toBeCloseTo(y, 10);
        expect(inOwnUnits(encoding!.target as { shift: number }, points.label[i])).toBeCloseTo(y, 10);
      });
      const { x1, x2 } = slice.window;
      expect(points.x1.every((x) => x > x1[0] && x < x1[1])).toBe(true);
      expect(points.x2.every((y) => y > x2[0] && y < x2[1])).toBe(true);
    }
    expect(chooseSlice(dataSet, { x: componentsName, y: '' })).toBe(dataSet);
    expect(chooseSlice(dataSet, { x: 'x', y: 'y' })).toBe(dataSet);
  });
});

describe('the lesson’s rows', () => {
  const lesson = createDataSet({ ...settings, dataSet: 'lesson' });

  it('are four of three inputs, as they are', () => {
    const { table, rows, encoding } = lesson;
    const { inputs, target } = encode(encoding!, table, rows.train);
    expect(inputs.map((column) => [...column])).toEqual([
      [2, 3, 0.5, 1],
      [3, -1, 1, 1],
      [-1, 0.5, 1, -1],
    ]);
    expect([...target].map((place) => lesson.classNames[place])).toEqual(['+1', '-1', '-1', '+1']);
    expect([...lesson.train.label]).toEqual([1, -1, -1, 1]);
  });

  it('all train, whatever the share, and the test is of the same rows', () => {
    for (const trainShare of [10, 90]) {
      const { rows } = createDataSet({ ...settings, dataSet: 'lesson', trainShare, points: 20, noise: 50 });
      expect([...rows.train]).toEqual([0, 1, 2, 3]);
      expect(rows.test).toBe(rows.train);
    }
  });

  it('are shown over two of the inputs', () => {
    expect(lesson.slice.kind).toBe('columns');
    expect(chooseSlice(lesson, { x: 'x3', y: 'x1' }).slice).toMatchObject({ axes: ['x3', 'x1'] });
  });
});

describe('the slice of a table with one input', () => {
  const table: Table = {
    rowCount: 4,
    columns: [
      { name: 'dose', kind: 'number', values: Float64Array.of(1, 2, 3, 6) },
      { name: 'other', kind: 'number', values: Float64Array.of(2, 1, 4, 4) },
      { name: 'who', kind: 'category', codes: Int32Array.of(0, 1, 2, 1), categories: ['a', 'b', 'c'] },
    ],
  };
  const sliceOf = (choice: EncodingChoice) => {
    const rows = { train: Uint32Array.of(0, 1, 2), test: Uint32Array.of(3) };
    const { encoding } = fitEncoding(table, rows.train, choice);
    return sliceFor({ table, rows, encoding }, choice);
  };
  const target = { kind: 'class', column: 'who' } as const;

  it('is a line; classes lie evenly from −1 to +1', () => {
    const { slice, train, test } = sliceOf({ inputs: ['dose'], target, missing: 'leave-out' });
    expect(slice).toMatchObject({ kind: 'line', axis: 'dose' });
    expect([...train.x1, ...test.x1]).toEqual([1, 2, 3, 6]);
    expect([...train.x2, ...test.x2]).toEqual([-1, 0, 1, 0]);
    expect([...train.label, ...test.label]).toEqual([0, 1, 2, 1]);
  });

  it('is a plane as soon as there are two', () => {
    const choice = { inputs: ['dose', 'other'], target, missing: 'leave-out' } as const;
    expect(sliceOf(choice).slice.kind).toBe('columns');
    const rows = { train: Uint32Array.of(0, 1, 2), test: Uint32Array.of(3) };
    const { encoding } = fitEncoding(table, rows.train, choice);
    expect(() => sliceOverLine({ table, rows, encoding })).toThrow('a line has one input, here are 2');
  });

  it('has grids whose rows are all alike, by their axes too', () => {
    const { slice, encoding } = createDataSet(settings);
    const grids = new GridSamples(encoding!.features, slice);
    const { count, inputs } = grids.at(5);
    expect(count).toBe(25);
    const [x] = inputs;
    expect([...x]).toEqual(Array.from({ length: 25 }, (_, cell) => x[cell % 5]));
    expect(new Set(x).size).toBe(5);
    const axes = grids.axesAt(5);
    if (axes.kind !== 'grid') throw new Error('not a grid');
    for (let cell = 0; cell < 25; cell++)
      expect(axes.columns[0][cell % 5] * axes.rows[0][Math.floor(cell / 5)]).toBe(x[cell]);
    const ends = { x1: Float64Array.of(-6, 6), x2: Float64Array.of(99, -99) };
    const [[left, right]] = sliceInputs(encoding!.features, slice, ends);
    expect([left < -1, right > 1]).toEqual([true, true]);
  });
});

describe('the names of what is made', () => {
  it('are those of the plane, of curves and the lesson', () => {
    expect([...generatedNames]).toEqual([...dataSetNames, 'x-sin-x', 'step', 'lesson']);
    expect(generatedNames.every(isGenerated)).toBe(true);
    expect(generatedNames.filter((name) => !isPlaneSet(name))).toEqual(['x-sin-x', 'step', 'lesson']);
    expect((['x-sin-x', 'step', 'lesson'] as const).map((dataSet) => taskFor({ dataSet }))).toEqual([
      'regression',
      'regression',
      'classification',
    ]);
    expect(classNamesOf({ dataSet: 'lesson' })).toEqual(['-1', '+1']);
    expect(lossProblem('binary-cross-entropy', classCountOf({ dataSet: 'step' }))).toContain('regression');
  });

  it.each(['x-sin-x', 'step', 'lesson'])('are said by a link: %s', (name) => {
    const { settings: opened, problems } = decodeSettings(`#dataSet=${name}`);
    expect(problems).toEqual([]);
    expect(opened.experiment.dataSet).toBe(name);
    expect(encodeSettings(opened)).toBe(`dataSet=${name}`);
  });
});
