import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDataSet, type DataSet, type DataSettings } from '../../../src/data/data-set.ts';
import { DataRefused } from '../../../src/data/data-refused.ts';
import { encode, inOwnUnits } from '../../../src/data/encoding.ts';
import { categoriesOf, numbersOf } from '../../../src/data/table.ts';
import { classCountOf, classNamesOf, taskFor } from '../../../src/experiment/data-sets.ts';
import { effectsOf } from '../../../src/experiment/effects.ts';
import {
  formulaClasses,
  formulaProblem,
  longestNameOfClass,
  readFormula,
  usualFormula,
} from '../../../src/experiment/formula.ts';
import { defaultExperiment, parseExperiment } from '../../../src/experiment/schema.ts';
import { decodeSettings, encodeSettings } from '../../../src/experiment/url.ts';
import { encodingOf } from '../../../src/training/network.ts';

const settings: DataSettings = {
  dataSet: 'formula',
  noise: 0,
  points: 400,
  trainShare: 60,
  dataSeed: 3,
  formula: usualFormula,
  sampling: 'uniform',
};
const made = (change: Partial<DataSettings> = {}): DataSet => createDataSet({ ...settings, ...change });

/** The class of every row; null for those that have none. */
function classesOf({ table }: DataSet): (string | null)[] {
  const { codes, categories } = categoriesOf(table, 'class');
  return Array.from(codes, (code) => categories[code] ?? null);
}

describe('data by formula', () => {
  it('are +1 where the one condition holds and −1 elsewhere, uniformly over the square', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 31 - 1 }),
        fc.integer({ min: 20, max: 600 }),
        (dataSeed, points) => {
          const data = made({ dataSeed, points });
          const [x1, x2] = [numbersOf(data.table, 'x1'), numbersOf(data.table, 'x2')];
          expect(classesOf(data)).toEqual(Array.from(x1, (x, i) => (x2[i] > Math.sin(x) ? '+1' : '-1')));
          expect([...x1, ...x2].every((x) => x >= -6 && x < 6)).toBe(true);
          expect(data.rows.train).toHaveLength(Math.floor((points * 60) / 100));
          expect(new Set([...data.rows.train, ...data.rows.test]).size).toBe(points);
          Array.from(data.rows.train, (row) => (x2[row] > Math.sin(x1[row]) ? 1 : -1)).forEach((label, i) => {
            expect(data.train.label[i]).toBe(label);
          });
        },
      ),
      { numRuns: 20 },
    );
  });

  it('are the same for the same seed and others for another, by either sampling', () => {
    for (const sampling of ['uniform', 'grid'] as const) {
      expect(made({ noise: 10, sampling })).toEqual(made({ noise: 10, sampling }));
      expect(made({ noise: 10, sampling })).not.toEqual(made({ noise: 10, sampling, dataSeed: 4 }));
    }
  });

  it('lie on the largest square grid that has no more points, from edge to edge', () => {
    const { table } = made({ sampling: 'grid', points: 420 });
    const [x1, x2] = [numbersOf(table, 'x1'), numbersOf(table, 'x2')];
    expect(table.rowCount).toBe(400);
    for (const column of [x1, x2]) {
      const lines = [...new Set(column)].sort((a, b) => a - b);
      expect([lines.length, lines[0], lines[19]]).toEqual([20, -6, 6]);
      lines.slice(1).forEach((line, i) => {
        expect(line - lines[i]).toBeCloseTo(12 / 19, 12);
      });
    }
    expect(new Set(Array.from(x1, (x, i) => `${x} ${x2[i]}`)).size).toBe(400);
  });

  it('have their label read at a place moved by the noise, and stay where they are', () => {
    for (const sampling of ['uniform', 'grid'] as const) {
      const [quiet, noisy] = [0, 10].map((noise) => made({ formula: 'x1 > 0', sampling, noise }));
      const x1 = numbersOf(noisy.table, 'x1');
      expect(x1).toEqual(numbersOf(quiet.table, 'x1'));
      const flipped = [...x1].filter((_, i) => classesOf(noisy)[i] !== classesOf(quiet)[i]);
      expect(flipped.length).toBeGreaterThan(0);
      expect(flipped.every((x) => Math.abs(x) <= 0.6)).toBe(true);
    }
  });

  it('have a class for each of several conditions, of which the first that holds counts, and one for the rest', () => {
    const data = made({ formula: 'x1 > 0 and x2 > 0\nx1 > 0; x2 > 3' });
    expect(data.classNames).toEqual(['x1 > 0 and x2 > 0', 'x1 > 0', 'x2 > 3', 'otherwise']);
    const [x1, x2] = [numbersOf(data.table, 'x1'), numbersOf(data.table, 'x2')];
    const expected = Array.from(x1, (x, i) => (x > 0 ? (x2[i] > 0 ? 0 : 1) : x2[i] > 3 ? 2 : 3));
    expect(classesOf(data)).toEqual(expected.map((place) => data.classNames[place]));
    expect([...data.train.label]).toEqual(Array.from(data.rows.train, (row) => expected[row]));
  });

  it('predict a number, standardised by the train rows, where there is no condition', () => {
    const data = made({ formula: 'x1 * x2 + 100', sampling: 'grid' });
    const [x1, x2, y] = ['x1', 'x2', 'y'].map((name) => numbersOf(data.table, name));
    expect(data.task).toBe('regression');
    expect(y).toEqual(x1.map((x, i) => x * x2[i] + 100));
    const encoding = encodingOf(defaultExperiment, data);
    const { inputs, target } = encode(encoding, data.table, data.rows.train);
    expect(inputs).toEqual([data.train.x1, data.train.x2]);
    expect(target).toEqual(data.train.label);
    expect(target.reduce((sum, value) => sum + value, 0) / target.length).toBeCloseTo(0, 10);
    expect(target.reduce((sum, value) => sum + value * value, 0) / target.length).toBeCloseTo(1, 10);
    expect(inOwnUnits(data.targetScale!, target[0])).toBeCloseTo(y[data.rows.train[0]], 9);
  });

  it('leave out the points at which the formula is undefined, and count them', () => {
    for (const formula of ['log(x1)', 'log(x1) > 0', 'x2 > 20; log(x1) > 0']) {
      const data = made({ formula });
      const x1 = numbersOf(data.table, 'x1');
      const used = [...data.rows.train, ...data.rows.test].sort((a, b) => a - b);
      expect(used).toEqual([...x1.keys()].filter((row) => x1[row] > 0));
      expect(data.rows.train).toHaveLength(Math.floor((used.length * 60) / 100));
      expect([...data.train.label, ...data.test.label].every(Number.isFinite)).toBe(true);
    }
    const onAxes = made({ formula: '1 / (x1 * x2)', sampling: 'grid', points: 441 });
    expect(onAxes.rows.train.length + onAxes.rows.test.length).toBe(400);
  });

  it('are refused where nothing is left, or only one class', () => {
    const refusal = (formula: string): string => {
      try {
        made({ formula });
      } catch (error) {
        if (error instanceof DataRefused) return error.message;
        throw error;
      }
      return 'made';
    };
    expect(refusal('sqrt(-1 - x1 ** 2)')).toMatch(/^No point is left: .* at 0 of 400 points/);
    expect(refusal('x1 > 7')).toMatch(/^Every point is of one class: “-1”/);
    expect(refusal('x1 > -7; x2 > 0')).toMatch(/^Every point is of one class: “x1 > -7”/);
    expect(refusal('x1 >')).toMatch(/^The formula cannot be read: something is missing after “>”/);
    expect(refusal('x1 > 5')).toBe('made');
    expect(refusal('exp(700 + x1)')).toBe('made');
  });
});

describe('the settings of a formula', () => {
  it('say what there is to predict', () => {
    const of = (formula: string) => {
      const chosen = { dataSet: 'formula', formula } as const;
      return [taskFor(chosen), classCountOf(chosen), classNamesOf(chosen)];
    };
    expect(of('x1 * x2')).toEqual(['regression', 0, []]);
    expect(of('x1 > x2')).toEqual(['classification', 2, ['-1', '+1']]);
    expect(of('x1 > x2; x1  >\tx2\nx1 > 3')).toEqual([
      'classification',
      4,
      ['x1 > x2', 'x1 > x2 (2)', 'x1 > 3', 'otherwise'],
    ]);
  });

  it('cut long conditions where they name a class', () => {
    const [first] = formulaClasses(`x1 + x1 + x1 + x1 + x1 + x1 + x1 + x1 > 3; x1 > 1`);
    expect(first).toBe('x1 + x1 + x1 + x1 + x1 + x1 +…');
    expect(first.length).toBeLessThanOrEqual(longestNameOfClass);
  });

  it('mean something only where the data are by formula', () => {
    const effects = (before: object, after: object): string[] => [
      ...effectsOf({ ...defaultExperiment, ...before }, { ...defaultExperiment, ...before, ...after }),
    ];
    const formula = { dataSet: 'formula' } as const;
    expect(effects({}, { formula: 'x1 > 2', sampling: 'grid' })).toEqual([]);
    expect(effects(formula, { formula: 'x1 > 2' })).toEqual(['table']);
    expect(effects({ dataSet: 'lesson' }, { noise: 20, points: 100, trainShare: 80 })).toEqual([]);
    expect(effects(formula, { sampling: 'grid' })).toEqual(['table']);
    expect(effects(formula, { formula: ` ${usualFormula}; # the same` })).toEqual([]);
    expect(effects(formula, { formula: 'x1 > 2; x2 > 1' })).toEqual(['table', 'network']);
    expect(effects(formula, { formula: 'x1 * x2' })).toEqual(['table', 'network']);
  });

  it('are part of a link, line by line', () => {
    const experiment = {
      ...defaultExperiment,
      dataSet: 'formula',
      formula: 'r = x1 * x2\nr > 1; r < -1',
      sampling: 'grid',
      loss: 'cross-entropy',
    } as const;
    const { view } = decodeSettings('').settings;
    const decoded = decodeSettings(encodeSettings({ experiment, view }));
    expect(decoded).toEqual({ settings: { experiment, view }, problems: [] });
  });

  it('have a usual formula that can be read, though it is taken unread', () => {
    expect(readFormula(usualFormula).ok).toBe(true);
    expect(formulaProblem(usualFormula)).toBeNull();
    expect(formulaProblem(`${usualFormula} >`)).toContain('column');
  });

  it('fall back to the usual formula where a link has one that cannot be read, and say where', () => {
    const { settings: opened, problems } = decodeSettings('#dataSet=formula&formula=x1+%3E&sampling=random');
    expect(opened.experiment).toMatchObject({
      dataSet: 'formula',
      formula: usualFormula,
      sampling: 'uniform',
    });
    expect(problems).toEqual([
      'formula: “x1 >” is not a formula (line 1, column 4: something is missing after “>”)',
      'sampling: “random” is not one of uniform, grid',
    ]);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (formula) => {
        const link = new URLSearchParams({ dataSet: 'formula', formula }).toString();
        const { experiment } = decodeSettings(link).settings;
        expect(parseExperiment(experiment).ok).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('are refused as a whole where the formula cannot be read', () => {
    const parsed = parseExperiment({ ...defaultExperiment, dataSet: 'formula', formula: 'x1 >' });
    expect(parsed).toEqual({
      ok: false,
      message: 'Formula: “x1 >” is not a formula (line 1, column 4: something is missing after “>”)',
    });
    expect(parseExperiment({ ...defaultExperiment, formula: undefined })).toMatchObject({
      ok: true,
      value: { formula: usualFormula, sampling: 'uniform' },
    });
  });
});
