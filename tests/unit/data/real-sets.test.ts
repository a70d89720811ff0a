import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createDataSet, type DataSettings } from '../../../src/data/data-set.ts';
import { encode, encodeFeatures, inputName } from '../../../src/data/encoding.ts';
import { momentsOf } from '../../../src/data/moments.ts';
import { prepareData } from '../../../src/data/prepare.ts';
import { parseRealSet } from '../../../src/data/real/parse-real-set.ts';
import { realSets } from '../../../src/data/real/real-sets.ts';
import { classNamesOf, taskFor } from '../../../src/experiment/data-sets.ts';
import { componentsName, realSetNames, type RealSetName } from '../../../src/experiment/names.ts';
import { gridPoints } from '../../../src/data/grid.ts';
import { chooseSlice } from '../../../src/data/shown-slice.ts';
import { sliceInputs } from '../../../src/data/slice.ts';
import { allRows, categoriesOf, columnOf, numbersOf, type Column } from '../../../src/data/table.ts';
import { GridSamples } from '../../../src/training/samples.ts';
import { difference } from '../helpers/closeness.ts';
import { goldenRealSets } from '../helpers/goldens.ts';
import { realTables } from '../helpers/real-tables.ts';
import { rounding } from '../tolerances.ts';

const fileText = (name: RealSetName): string =>
  readFileSync(new URL(`../../../public/${realSets[name].file}`, import.meta.url), 'utf8');
const jsonOf = (name: RealSetName): unknown => JSON.parse(fileText(name));
const tableOf = (name: RealSetName) => parseRealSet(name, jsonOf(name));

const goldens = goldenRealSets();

const settings: DataSettings = { dataSet: 'iris', noise: 0, points: 500, trainShare: 70, dataSeed: 3 };

/** Columns of the files that the goldens do not have. */
const without: Partial<Record<RealSetName, readonly string[]>> = { cars: ['name', 'model year'] };

function countsOf({ codes, categories }: Extract<Column, { kind: 'category' }>): Record<string, number> {
  return Object.fromEntries(
    categories.map((category, code) => [category, codes.filter((other) => other === code).length]),
  );
}

function summaryOf(column: Column, rows: Uint32Array): object {
  if (column.kind === 'category') {
    return { missing: column.codes.filter((code) => code < 0).length, counts: countsOf(column) };
  }
  const present = column.values.filter((value) => !Number.isNaN(value));
  const { mean, deviation } = momentsOf(column.values, rows);
  const sum = present.reduce((total, value) => total + value, 0);
  return { missing: rows.length - present.length, sum, mean, deviation };
}

const close = (value: number): unknown =>
  expect.toSatisfy(
    (actual: number) => difference(actual, value, rounding.floor) <= rounding.relative,
    `a number as close to ${value} as rounding lets it`,
  );

describe.each(realSetNames)('the real set %s', (name) => {
  const { rowCount, choice, about, source, licence } = realSets[name];
  const table = tableOf(name);

  it('has the rows and, column by column, the numbers and categories of its source', () => {
    const golden = goldens[name];
    expect([table.rowCount, rowCount]).toEqual([golden.rowCount, golden.rowCount]);
    const columns = table.columns.filter((column) => without[name]?.includes(column.name) !== true);
    const summaries = columns.map((column) => summaryOf(column, allRows(table)));
    expect(summaries).toEqual(
      golden.columns.map((column) =>
        'counts' in column
          ? column
          : {
              missing: column.missing,
              sum: close(column.sum),
              mean: close(column.mean),
              deviation: close(column.deviation),
            },
      ),
    );
  });

  it('can be trained on as it is offered, with all of its rows', () => {
    const data = prepareData(table, choice, { by: 'share', trainShare: 80, seed: 1 });
    if (!data.ok) throw new Error(data.message);
    expect(data.leftOut).toBe(0);
    const { inputs, target } = encode(data.encoding, table, allRows(table));
    expect(inputs.every((input) => input.every(Number.isFinite)) && target.every(Number.isFinite)).toBe(true);
  });

  it('says what it is, where it comes from and that it may be used', () => {
    expect(about).toMatch(/^.{20,110}\.$/);
    for (const { url } of [source, licence]) expect(() => new URL(url)).not.toThrow();
    expect(licence.name).toMatch(/^(CC0 1\.0|CC BY 4\.0)$/);
  });

  it('is refused when a column is not there, or the file is cut short', () => {
    const text = fileText(name);
    expect(() => parseRealSet(name, JSON.parse(text.slice(0, text.length / 2)))).toThrow(SyntaxError);
    const { columns, ...rest } = JSON.parse(text) as { columns: object[] };
    for (let i = 0; i < columns.length; i++) {
      const fewer = columns.filter((_, other) => other !== i);
      const read = () => parseRealSet(name, { ...rest, columns: fewer });
      // The name of a car is there to be read, and nothing is computed of it.
      if (name === 'cars' && i === 0) expect(read).not.toThrow();
      else expect(read).toThrow(/ is damaged: the column .* is not there\. Load the page again\.$/);
    }
  });
});

describe('the real sets', () => {
  it('have the inputs that everybody knows', () => {
    const inputCounts = realSetNames.map((name) => {
      const data = prepareData(tableOf(name), realSets[name].choice, {
        by: 'share',
        trainShare: 80,
        seed: 1,
      });
      return data.ok ? data.encoding.features.length : data.message;
    });
    // Penguins: 3 islands, 4 measures, 2 sexes, and for the last five whether they are missing. Cars: 6 numbers,
    // 3 origins, and whether the horsepower is missing.
    expect(inputCounts).toEqual([4, 3 + 2 * 4 + 3, 6 + 3 + 1, 30, 64]);
  });

  it('tell the thirty cars of 1981 from those of 1982', () => {
    const years = numbersOf(tableOf('cars'), 'model year');
    const names = categoriesOf(tableOf('cars'), 'name');
    const yearOf = (name: string) => years[names.codes.indexOf(names.categories.indexOf(name))];
    expect([1980, 1981, 1982].map((year) => years.filter((other) => other === year).length)).toEqual([
      29, 29, 31,
    ]);
    expect(['chevrolet chevelle malibu', 'plymouth reliant', 'chevrolet cavalier'].map(yearOf)).toEqual([
      1970, 1981, 1982,
    ]);
  });

  it('show a digit by its pixels, row by row', () => {
    const table = tableOf('digits');
    const { picture, choice } = realSets.digits;
    const zero = choice.inputs.map((input) => numbersOf(table, input)[0]);
    expect(categoriesOf(table, 'digit').codes[0]).toBe(0);
    expect(picture).toEqual({ rows: 8, columns: 8 });
    // The first of scikit-learn's digits, of which the third row reads so.
    expect(zero.slice(16, 24)).toEqual([0, 3, 15, 2, 0, 11, 8, 0]);
    const { encoding } = prepared('digits');
    const { inputs } = encode(encoding, table, Uint32Array.of(0));
    expect(inputs.map(([value]) => value)).toEqual(zero.map((value) => value / 16));
  });

  it('keep what is missing', () => {
    const penguins = tableOf('penguins');
    const sex = categoriesOf(penguins, 'sex');
    expect(sex.categories).toEqual(['female', 'male']);
    expect(sex.codes[3]).toBe(-1);
    expect(numbersOf(penguins, 'bill length (mm)')[3]).toBeNaN();
    expect(numbersOf(penguins, 'bill length (mm)')[2]).toBe(40.3);
  });
});

function prepared(name: RealSetName) {
  const data = prepareData(tableOf(name), realSets[name].choice, { by: 'share', trainShare: 80, seed: 1 });
  if (!data.ok) throw new Error(data.message);
  return data;
}

describe('a damaged file of a real set', () => {
  const iris = (
    change: (json: { rowCount: unknown; columns: Record<string, unknown>[] }) => void,
  ): unknown => {
    const json = jsonOf('iris') as { rowCount: number; columns: Record<string, unknown>[] };
    change(json);
    return json;
  };
  const damages: readonly (readonly [string, unknown, string])[] = [
    ['nothing', null, 'it holds nothing, expected a table'],
    ['a list', [], 'it holds a list, expected a table'],
    ['a text', '<!doctype html>', 'it holds a string, expected a table'],
    ['another count', iris((json) => (json.rowCount = 149)), 'it says that it has 149 rows, expected 150'],
    [
      'no count',
      iris((json) => (json.rowCount = undefined)),
      'it says that it has nothing rows, expected 150',
    ],
    ['another set', jsonOf('cars'), 'it says that it has 398 rows, expected 150'],
    ['no columns', { rowCount: 150 }, 'it has no list of columns'],
    ['a column that is none', { rowCount: 150, columns: [7] }, 'column 1 is a number, expected a column'],
    ['no name', iris((json) => (json.columns[0]['name'] = '')), 'column 1 has no name'],
    [
      'an unknown kind',
      iris((json) => (json.columns[0]['kind'] = 'date')),
      'column “sepal length (cm)” is of kind "date", expected “number”, “category” or “digits”',
    ],
    [
      'a short column',
      iris((json) => (json.columns[1]['values'] = [1, 2])),
      'column “sepal width (cm)” has 2 values, expected 150',
    ],
    [
      'a text among numbers',
      iris((json) => ((json.columns[1]['values'] as unknown[])[4] = '3.6')),
      'column “sepal width (cm)” has "3.6" in row 5, expected a number',
    ],
    [
      'a category that is none',
      iris((json) => ((json.columns[4]['codes'] as unknown[])[149] = 3)),
      'column “species” has 3 in row 150, expected a whole number from -1 to 2',
    ],
    [
      'a category twice',
      iris((json) => (json.columns[4]['categories'] = ['a', 'b', 'a'])),
      'column “species” has the same category twice',
    ],
    ['a column twice', iris((json) => json.columns.push(json.columns[0])), 'two columns have the same name'],
    [
      'numbers to predict instead of classes',
      iris((json) => (json.columns[4] = { ...json.columns[0], name: 'species' })),
      'column “species” is of kind “number”, expected “category”',
    ],
    ['no target', iris((json) => json.columns.pop()), 'the column “species” is not there'],
  ];

  it.each(damages)('that holds %s says so', (_, json, message) => {
    expect(() => parseRealSet('iris', json)).toThrow(
      `The file of “Iris” (data/iris.json) is damaged: ${message}. Load the page again.`,
    );
  });

  it('of digits says which pixel is wrong', () => {
    const json = jsonOf('digits') as { columns: { text?: string }[] };
    const { text } = json.columns[0];
    json.columns[0].text = `${text!.slice(0, 99)}h${text!.slice(100)}`;
    expect(() => parseRealSet('digits', json)).toThrow('the list of pixels has "h" as pixel 100');
    json.columns[0].text = text!.slice(1);
    expect(() => parseRealSet('digits', json)).toThrow('has 115007 pixels, expected 115008');
  });

  it('is a control: the same way of changing nothing is read', () => {
    expect(
      parseRealSet(
        'iris',
        iris(() => undefined),
      ).columns.map(({ name }) => name),
    ).toEqual([...realSets.iris.choice.inputs, 'species']);
    expect(columnOf(tableOf('iris'), 'species').kind).toBe('category');
  });
});

describe('the settings', () => {
  it.each(realSetNames)('know the classes of %s before its file is there', (dataSet) => {
    const { encoding } = createDataSet({ ...settings, dataSet }, realTables);
    const { target } = encoding!;
    expect(classNamesOf({ dataSet })).toEqual(target.kind === 'class' ? target.classes : []);
    expect(taskFor({ dataSet })).toBe(target.kind === 'class' ? 'classification' : 'regression');
  });
});

function columnSliceOf(dataSet: RealSetName) {
  const data = createDataSet({ ...settings, dataSet }, realTables);
  if (data.slice.kind !== 'columns') throw new Error(`${dataSet} is not drawn over columns`);
  return { ...data, slice: data.slice };
}

const measured = realSetNames.filter((name) => name !== 'digits');

describe('a set of real data', () => {
  it.each(measured)('is split and drawn over two of its columns: %s', (dataSet) => {
    const { table, rows, slice, train, test } = columnSliceOf(dataSet);
    const used = Uint32Array.from([...rows.train, ...rows.test]);
    expect(new Set(used).size).toBe(used.length);
    const [left, right] = slice.window.x1;
    for (const [points, own] of [
      [train, rows.train],
      [test, rows.test],
    ] as const) {
      expect(points.x1).toEqual(Float64Array.from(own, (row) => numbersOf(table, slice.axes[0])[row]));
      expect(points.x1.every((x) => Number.isNaN(x) || (x > left && x < right))).toBe(true);
    }
    expect(slice.axes[0]).not.toBe(slice.axes[1]);
  });

  it('is drawn over the columns that tell most, and not over two that say the same', () => {
    expect(columnSliceOf('iris').slice.axes).toEqual(['petal width (cm)', 'petal length (cm)']);
    expect(columnSliceOf('cars').slice.axes[0]).toBe('weight (lb)');
  });

  it('is evaluated over its slice with everything else at its middle', () => {
    const { table, rows, slice, encoding } = columnSliceOf('penguins');
    const inputs = sliceInputs(encoding!.features, slice, gridPoints(5, slice.window));
    const onAxis = encoding!.features.findIndex(({ of }) => of === slice.axes[0]);
    encoding!.features.forEach((feature, i) => {
      const values = new Set(inputs[i]);
      const varies = feature.as === 'value' && slice.axes.includes(feature.of);
      expect(values.size, inputName(feature)).toBe(varies ? 5 : 1);
      // The mean of the train rows, standardised by the same rows.
      if (feature.as === 'value' && !varies) expect(inputs[i][0]).toBeCloseTo(0, 12);
    });
    expect(inputs[onAxis][0]).toBeLessThan(inputs[onAxis][4]);
    expect(rows.train.length + rows.test.length).toBe(table.rowCount);
  });

  it.each(realSetNames)(
    'is the same to the GPU, which multiplies a grid’s inputs of its axes: %s',
    (dataSet) => {
      const { slice, encoding } = createDataSet({ ...settings, dataSet }, realTables);
      const grids = new GridSamples(encoding!.features, slice);
      const source = grids.axesAt(4);
      grids.at(4).inputs.forEach((input, i) => {
        input.forEach((value, cell) => {
          const there =
            source.kind === 'columns'
              ? source.columns[i][cell]
              : source.columns[i][cell % 4] * source.rows[i][Math.floor(cell / 4)];
          expect(there).toBeCloseTo(value, 12);
        });
      });
    },
  );

  it('of pictures is drawn along its principal components, where its rows are their own projections', () => {
    const { slice, encoding, table, rows, train } = createDataSet(
      { ...settings, dataSet: 'digits' },
      realTables,
    );
    if (slice.kind !== 'components') throw new Error('not along components');
    const { mean, directions } = slice.components;
    const { inputs } = encode(encoding!, table, rows.train.slice(0, 20));
    for (let i = 0; i < 20; i++) {
      const [x1, x2] = directions.map((direction) =>
        inputs.reduce((sum, column, k) => sum + (column[i] - mean[k]) * direction[k], 0),
      );
      expect(x1).toBeCloseTo(train.x1[i], 12);
      expect(x2).toBeCloseTo(train.x2[i], 12);
    }
  });
});

describe('the slice that is chosen', () => {
  const iris = createDataSet({ ...settings, dataSet: 'iris' }, realTables);

  it('is over two columns by their names, in their order', () => {
    const chosen = chooseSlice(iris, { x: 'sepal length (cm)', y: 'petal length (cm)' });
    expect(chosen.slice).toMatchObject({ kind: 'columns', axes: ['sepal length (cm)', 'petal length (cm)'] });
    const lengths = numbersOf(iris.table, 'sepal length (cm)');
    expect(chosen.train.x1).toEqual(Float64Array.from(iris.rows.train, (row) => lengths[row]));
    expect(chosen.train.label).toEqual(iris.train.label);
  });

  it('never has one column on both axes', () => {
    const chosen = chooseSlice(iris, { x: 'petal width (cm)', y: 'petal width (cm)' });
    expect(chosen.slice).toMatchObject({ axes: ['petal width (cm)', 'petal length (cm)'] });
  });

  it('is the data’s own where nothing that fits is asked for, and of points of the plane always', () => {
    expect(chooseSlice(iris, { x: '', y: '' })).toBe(iris);
    expect(chooseSlice(iris, { x: 'species', y: 'weight (lb)' })).toBe(iris);
    const circle = createDataSet({ ...settings, dataSet: 'circle' });
    expect(chooseSlice(circle, { x: 'principal components', y: '' })).toBe(circle);
  });

  it('can be along the principal components', () => {
    const chosen = chooseSlice(iris, { x: componentsName, y: '' });
    expect(chosen.slice.kind).toBe('components');
  });

  it.each(['train', 'test'] as const)('goes through a %s row when asked to, over the same axes', (split) => {
    const chosen = chooseSlice(iris, { x: '', y: '', through: { split, index: 16 } });
    expect(chosen.through).toEqual({ split, index: 16 });
    expect(chosen.slice).toMatchObject({ window: iris.slice.window });
    const { x1, x2 } = iris[split];
    expect([chosen[split].x1, chosen[split].x2]).toEqual([x1, x2]);
    const row = iris.rows[split].subarray(16, 17);
    expect(
      sliceInputs(iris.encoding!.features, chosen.slice, { x1: x1.slice(16, 17), x2: x2.slice(16, 17) }),
    ).toEqual(encodeFeatures(iris.encoding!.features, iris.table, row));
    expect(chosen[split].nearness![16]).toBe(1);
    // Through the middle it is farther (control).
    expect(iris[split].nearness![16]).toBeLessThan(1);
    expect(iris.through).toBeUndefined();
  });

  it('goes through a row that lacks something as the network reads it, without a row there is as through none', () => {
    const penguins = createDataSet({ ...settings, dataSet: 'penguins' }, realTables);
    const sex = categoriesOf(penguins.table, 'sex');
    const index = penguins.rows.train.findIndex((row) => sex.codes[row] < 0);
    expect(index).toBeGreaterThanOrEqual(0);
    const through = { split: 'train', index } as const;
    expect(chooseSlice(penguins, { x: '', y: '', through }).train.nearness![index]).toBe(1);
    const beyond = { split: 'train', index: penguins.rows.train.length } as const;
    expect(chooseSlice(penguins, { x: '', y: '', through: beyond })).toBe(penguins);
    expect(chooseSlice(penguins, { x: componentsName, y: '', through }).through).toBeUndefined();
  });

  it('shows how near each row is: 1 for one that lies in it', () => {
    for (const { train } of [iris, chooseSlice(iris, { x: componentsName, y: '' })]) {
      expect(train.nearness!.every((value) => value > 0 && value <= 1)).toBe(true);
      expect(Math.max(...train.nearness!)).toBeGreaterThan(0.9);
    }
  });
});
