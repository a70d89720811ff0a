import { describe, expect, it } from 'vitest';
import { askedColumns } from '../../../src/data/asked-row.ts';
import { createDataSet } from '../../../src/data/data-set.ts';
import { defaultExperiment } from '../../../src/experiment/schema.ts';
import { pictureData } from '../../../workers/pictures.ts';

const drawn = (text: string) => createDataSet({ ...defaultExperiment, dataSet: 'draw', drawn: text });

describe('a drawn data set', () => {
  it('has the points as they were drawn, each on its side', () => {
    const { classNames, table, rows, train, test, slice } = drawn('1,2,1_-3,0.5,2,t_0,0,2');
    expect(classNames).toEqual(['class 1', 'class 2']);
    expect(table.columns).toEqual([
      { name: 'x1', kind: 'number', values: Float64Array.of(1, -3, 0) },
      { name: 'x2', kind: 'number', values: Float64Array.of(2, 0.5, 0) },
      { name: 'class', kind: 'category', codes: Int32Array.of(0, 1, 1), categories: ['class 1', 'class 2'] },
    ]);
    expect([...rows.train]).toEqual([0, 2]);
    expect([...rows.test]).toEqual([1]);
    expect(train).toEqual({
      x1: Float64Array.of(1, 0),
      x2: Float64Array.of(2, 0),
      label: Float64Array.of(-1, 1),
    });
    expect([...test.label]).toEqual([1]);
    expect(slice.window).toEqual({ x1: [-6, 6], x2: [-6, 6] });
  });

  it('has as many classes as were drawn', () => {
    const { classNames, train } = drawn('1,2,1_1,1,3');
    expect(classNames).toEqual(['class 1', 'class 2', 'class 3']);
    expect([...train.label]).toEqual([0, 2]);
  });

  it('calls a class the same when another comes', () => {
    const two = drawn('1,2,1_1,1,2').classNames;
    expect(drawn('1,2,1_1,1,2_0,0,3').classNames.slice(0, 2)).toEqual(two);
  });

  it('may have numbers, which are what is predicted', () => {
    const { task, classNames, table, train, test } = drawn('n_1,2,-0.5_-3,0.5,40,t');
    expect([task, classNames]).toEqual(['regression', []]);
    expect(table.columns[2]).toEqual({ name: 'y', kind: 'number', values: Float64Array.of(-0.5, 40) });
    expect([[...train.label], [...test.label]]).toEqual([[-0.5], [40]]);
  });

  it('keeps the side of every point whatever the share and the seed are', () => {
    const text = '1,2,1_2,2,1,t_3,2,2';
    const other = createDataSet({
      ...defaultExperiment,
      dataSet: 'draw',
      drawn: text,
      trainShare: 90,
      dataSeed: 7,
    });
    expect(other).toEqual(drawn(text));
  });

  it('can be shown and asked about while nothing is drawn', () => {
    const empty = drawn('');
    const picture = pictureData({
      dataSet: empty,
      shown: empty,
      experiment: defaultExperiment,
      measured: { sampleRows: null },
    });
    expect(picture.summary).toEqual({ rows: 0, leftOut: 0 });
    expect(picture.classNames).toEqual(['class 1', 'class 2']);
    expect(askedColumns(empty)).toMatchObject([
      { name: 'x1', middle: 0, range: [0, 1] },
      { name: 'x2', middle: 0, range: [0, 1] },
    ]);
  });
});
