import { elementaryOps } from '../../autograd/elementary-ops.ts';
import { parseFormula, type Formula } from '../../autograd/formula.ts';
import { classesOf, usualFormula } from '../../experiment/formula.ts';
import { lastRead } from '../../experiment/last-read.ts';
import { DataRefused } from '../data-refused.ts';
import type { DataSet, DataSettings } from '../data-set-types.ts';
import { dataStream, drawnSplit } from '../drawn-split.ts';
import { encodeTarget, type Scale } from '../encoding.ts';
import { momentsOf } from '../moments.ts';
import { labelOf, planeTarget, type PointColumns } from '../plane-table.ts';
import { randomFromSeed } from '../random.ts';
import type { Split } from '../split.ts';
import type { Column, Table } from '../table.ts';
import { samplePlaces, type SampledPlaces } from './sample-points.ts';

const readFormula = lastRead((text) => parseFormula(text, elementaryOps));

const window = { x1: [-6, 6], x2: [-6, 6] } as const;

/**
 * Points of the plane that a formula labels. Those at which it has no finite value are rows of the table on neither
 * side. Numbers are standardised by the train rows. Throws a DataRefused where no two points are left, or all are of one
 * class.
 */
export function formulaDataSet(settings: DataSettings): DataSet {
  const {
    points,
    noise,
    trainShare,
    dataSeed,
    sampling = 'uniform',
    formula: text = usualFormula,
  } = settings;
  const result = readFormula(text);
  if (!result.ok) throw new DataRefused(`The formula cannot be read: ${result.error.message}.`);
  const { formula } = result;
  const random = randomFromSeed(dataSeed, dataStream);
  const places = samplePlaces(sampling, points, noise / 100, random);
  const values = valuesOf(formula, places);
  const classNames = classesOf(formula);
  const split = drawnSplit(usableIn(values, classNames), trainShare, random);
  const usable = Uint32Array.from(values.keys()).filter((row) => !Number.isNaN(values[row]));
  const rows: Split = { train: split.train.map((i) => usable[i]), test: split.test.map((i) => usable[i]) };
  const scale = classNames.length > 0 ? null : scaleOf(values, rows.train);
  const table = tableOf(places, values, classNames);
  const target = { ...planeTarget(classNames), ...scale };
  const drawn = (own: Uint32Array): PointColumns => ({
    x1: at(places.x1, own),
    x2: at(places.x2, own),
    label: encodeTarget(target, table, own).map((truth) =>
      target.kind === 'class' ? labelOf(truth, classNames.length) : truth,
    ),
  });
  return {
    name: 'formula',
    task: classNames.length > 0 ? 'classification' : 'regression',
    classNames,
    table,
    rows,
    encoding: null,
    ...(scale === null ? {} : { targetScale: scale }),
    notes: [],
    picture: null,
    slice: { kind: 'columns', axes: ['x1', 'x2'], window, fixed: null },
    train: drawn(rows.train),
    test: drawn(rows.test),
  };
}

/** The number, or the place of the class; NaN where there is none. */
function valuesOf(formula: Formula, { seen1, seen2 }: SampledPlaces): Float64Array {
  return seen1.map((x1, i) => {
    const x2 = seen2[i];
    if (formula.kind === 'classes') return classAt(formula.conditions, x1, x2);
    const value = formula.at(x1, x2);
    return Number.isFinite(value) ? value : NaN;
  });
}

/** Of one condition the second class is where it holds; of several each has its own, and the last is the rest. */
function classAt(
  conditions: (Formula & { readonly kind: 'classes' })['conditions'],
  x1: number,
  x2: number,
): number {
  for (const [place, { holds }] of conditions.entries()) {
    const truth = holds(x1, x2);
    if (truth === null) return NaN;
    if (truth) return conditions.length === 1 ? 1 : place;
  }
  return conditions.length === 1 ? 0 : conditions.length;
}

/** How many points are left; refused where nothing can be learned from them. */
function usableIn(values: Float64Array, classNames: readonly string[]): number {
  const found = new Set<number>();
  let count = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    found.add(value);
    count++;
  }
  if (count < 2) {
    const left = count === 0 ? 'No point is left' : 'Only one point is left, two are needed';
    throw new DataRefused(
      `${left}: the formula has a finite value at ${count} of ${values.length} points. Change it, or leave out what divides by 0 or takes a root or logarithm of a negative number.`,
    );
  }
  if (classNames.length > 0 && found.size === 1) {
    const [place] = found;
    throw new DataRefused(
      `Every point is of one class: “${classNames[place]}”. Change the formula so that another one occurs where x1 and x2 are from −6 to 6.`,
    );
  }
  return count;
}

function scaleOf(values: Float64Array, train: Uint32Array): Scale {
  const { mean, deviation } = momentsOf(values, train);
  return { shift: mean, scale: deviation || 1 };
}

function tableOf({ x1, x2 }: SampledPlaces, values: Float64Array, classNames: readonly string[]): Table {
  const { kind, column: name } = planeTarget(classNames);
  const target: Column =
    kind === 'number'
      ? { name, kind, values }
      : {
          name,
          kind: 'category',
          codes: Int32Array.from(values, (value) => (Number.isNaN(value) ? -1 : value)),
          categories: classNames,
        };
  return {
    rowCount: x1.length,
    columns: [{ name: 'x1', kind: 'number', values: x1 }, { name: 'x2', kind: 'number', values: x2 }, target],
  };
}

function at(column: Float64Array, rows: Uint32Array): Float64Array {
  return Float64Array.from(rows, (row) => column[row]);
}
