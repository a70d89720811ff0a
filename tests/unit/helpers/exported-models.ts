import {
  createValues,
  evaluate,
  leafMap,
  loadRow,
  loadSlots,
} from '../../../src/backends/interpreter/evaluate.ts';
import { encodeFeatures, inOwnUnits, type Encoding } from '../../../src/data/encoding.ts';
import { features as planeFeatures } from '../../../src/data/features.ts';
import { fitEncoding } from '../../../src/data/fit-encoding.ts';
import { randomFromSeed } from '../../../src/data/random.ts';
import { allRows, type Column, type Table } from '../../../src/data/table.ts';
import { activationNames, featureNames, type LossName } from '../../../src/experiment/names.ts';
import type { Activation } from '../../../src/experiment/activation-formula.ts';
import { describeModel } from '../../../src/export/describe-model.ts';
import type { TrainedModel } from '../../../src/export/trained-model.ts';
import { losses } from '../../../src/nn/losses.ts';
import { traceForward } from '../../../src/nn/forward-tapes.ts';
import { moduleOfShape, outputCountOf, type NetworkShape } from '../../../src/nn/network.ts';

export interface ModelCase {
  readonly model: TrainedModel;
  /** In the order of the model's columns. */
  readonly rows: readonly (readonly (number | string | null)[])[];
  /** By row: what the page shows of it. */
  readonly shown: readonly (readonly number[])[];
  /** By row, what the network reads. */
  readonly encoded: readonly (readonly number[])[];
  /** By row; null where a number is predicted. */
  readonly places: readonly number[] | null;
  readonly probabilities: readonly (readonly number[])[] | null;
  /** By row, in their own units; null where classes are predicted. */
  readonly values: readonly number[] | null;
}

export interface CaseOptions {
  readonly title?: string;
  readonly table: Table;
  readonly encoding: Encoding;
  readonly hidden: readonly number[];
  readonly activations: readonly Activation[];
  readonly loss: LossName;
  readonly seed?: number;
  readonly weightScale?: number;
}

/** A network with random weights over a table, and what the interpreter says of every row. */
export function modelCase(options: CaseOptions): ModelCase {
  const { table, encoding, hidden, activations, loss, title = 'test', seed = 1, weightScale = 1 } = options;
  const { features, target } = encoding;
  const classCount = target.kind === 'class' ? target.classes.length : 2;
  const shape: NetworkShape = {
    inputCount: features.length,
    hidden,
    activation: activations[0] ?? 'tanh',
    activations,
    loss,
    task: target.kind === 'class' ? 'classification' : 'regression',
    classCount,
  };
  const outputs = outputCountOf(shape) > 1 && target.kind === 'class' ? target.classes : ['output'];
  const module = moduleOfShape(shape, { outputs });
  const random = randomFromSeed(seed, 1);
  const parameters = Float64Array.from({ length: module.parameterCount }, () =>
    random.normal(0, weightScale),
  );
  const output = traceForward(shape, []);
  const displayedOnly = { ...output, outputs: output.outputs.slice(0, outputs.length) };
  const columns = table.columns.filter(({ name }) => name !== target.column);
  const model = describeModel({
    ...{ title, epoch: 12.345, encoding, columns, module, loss, parameters, output: displayedOnly },
  });
  const inputs = encodeFeatures(features, table, allRows(table));
  const values = createValues(displayedOnly);
  loadSlots(leafMap(displayedOnly, 'parameter'), parameters, values);
  const [inputMap, rows] = [leafMap(displayedOnly, 'input'), [...allRows(table)]];
  const shown = rows.map((row) => {
    loadRow(inputMap, inputs, row, values);
    evaluate(displayedOnly, values);
    return Array.from(displayedOnly.outputs, (at) => values[at]);
  });
  const { probabilities } = losses[loss];
  const isClass = target.kind === 'class';
  return {
    model,
    shown,
    encoded: rows.map((row) => inputs.map((column) => column[row])),
    rows: rows.map((row) => columns.map((column) => cellOf(column, row))),
    places: isClass ? shown.map(placeOf) : null,
    probabilities: isClass && probabilities !== null ? shown.map((one) => [...probabilities(one)]) : null,
    values: isClass ? null : shown.map(([one]) => inOwnUnits(target, one)),
  };
}

function placeOf(shown: readonly number[]): number {
  return shown.length === 1 ? Number(shown[0] >= 0) : shown.indexOf(Math.max(...shown));
}

function cellOf(column: Column, row: number): number | string | null {
  if (column.kind === 'category') return column.categories[column.codes[row]] ?? null;
  return Number.isNaN(column.values[row]) ? null : column.values[row];
}

export const rowCount = 24;

/** Numbers and categories, of which some are missing, a class of three and a number to predict. */
export function mixedTable(
  names: readonly string[] = mixedNames,
  categories = ['dog', 'cat', 'bird'],
  rows = rowCount,
): Table {
  const [size, weight, kind, group, price] = names;
  const random = randomFromSeed(7, 1);
  const numbers = (scale: number, missing: number): Float64Array =>
    Float64Array.from({ length: rows }, (_, row) =>
      row % 7 === missing ? NaN : random.normal(scale, scale),
    );
  const codes = (every: number, missing: number): Int32Array =>
    Int32Array.from({ length: rows }, (_, row) => (row % 5 === missing ? -1 : (row * every) % 3));
  return {
    rowCount: rows,
    columns: [
      { name: size, kind: 'number', values: numbers(100, 3) },
      { name: weight, kind: 'number', values: numbers(0.01, 9) },
      { name: kind, kind: 'category', codes: codes(2, 4), categories },
      { name: group, kind: 'category', codes: codes(1, 9), categories },
      { name: price, kind: 'number', values: numbers(5000, 9) },
    ],
  };
}

export const mixedNames = ['size', 'weight', 'kind', 'group', 'price'] as const;

/** The class or the number of a mixed table from all that is before it. */
export function mixedEncoding(table: Table, kind: 'class' | 'number'): { table: Table; encoding: Encoding } {
  const [size, weight, category, group, price] = table.columns.map(({ name }) => name);
  const column = kind === 'class' ? group : price;
  const left = table.columns.filter(({ name }) => name === column || (name !== group && name !== price));
  const target = kind === 'class' ? { kind, column } : { kind, column, standardised: true };
  const used: Table = { ...table, columns: left };
  const choice = { inputs: [size, weight, category], target, missing: 'fill' } as const;
  return { table: used, encoding: fitEncoding(used, allRows(used), choice).encoding };
}

/** Points of the plane with all its features; two classes or, with none, a number. */
export function planePoints(
  classes: readonly string[],
  rows = rowCount,
): { table: Table; encoding: Encoding } {
  const random = randomFromSeed(3, 1);
  const values = (): Float64Array => Float64Array.from({ length: rows }, () => random.uniform(-3, 3));
  const columns: Column[] = [
    { name: 'x1', kind: 'number', values: values() },
    { name: 'x2', kind: 'number', values: values() },
  ];
  const features = featureNames.map((name) => planeFeatures[name]);
  const target =
    classes.length > 0
      ? ({ kind: 'class', column: 'class', classes } as const)
      : ({ kind: 'number', column: 'y', shift: 2, scale: 3.5 } as const);
  return { table: { rowCount: rows, columns }, encoding: { features, target } };
}

let usualCases: ReadonlyMap<string, ModelCase> | null = null;

/** Every activation, feature and kind of outcome; “in loops” are those that are long enough for them. */
export function allCases(): ReadonlyMap<string, ModelCase> {
  usualCases ??= makeCases({ rows: rowCount, inLoops: true, weightScale: 1 });
  return usualCases;
}

/**
 * Of so many rows, and without those in loops: the interpreter takes its time. Their weights are of the size of trained
 * ones, so that single precision keeps five digits of what comes of three layers.
 */
export function manyRows(rows: number): ReadonlyMap<string, ModelCase> {
  return makeCases({ rows, inLoops: false, weightScale: 0.5 });
}

function makeCases({
  rows,
  inLoops,
  weightScale,
}: {
  readonly rows: number;
  readonly inLoops: boolean;
  readonly weightScale: number;
}): ReadonlyMap<string, ModelCase> {
  const cases = new Map<string, ModelCase>();
  const typed: Activation[] = [
    '=min(max(z, -1), 2) * abs(z) + expm1(-abs(z))',
    '=erf(z) ** 3 + 2 ** z - max(0.5, sin(z)) / (1 + e ** -z)',
  ];
  for (const [i, activation] of [...activationNames, ...typed].entries()) {
    const plane = planePoints(['-1', '+1'], rows);
    const loss: LossName = i % 2 === 0 ? 'binary-cross-entropy' : 'squared-error';
    cases.set(
      activation,
      modelCase({
        ...plane,
        hidden: [4, 3],
        activations: [activation, activation],
        loss,
        seed: i,
        weightScale,
      }),
    );
    const wide = { hidden: [70, 70], activations: [activation, 'tanh' as const], weightScale: 0.05 };
    if (inLoops) cases.set(`${activation} in loops`, modelCase({ ...plane, ...wide, loss, seed: i }));
  }
  const mixed = mixedTable(mixedNames, ['dog', 'cat', 'bird'], rows);
  cases.set(
    'three classes',
    modelCase({
      ...mixedEncoding(mixed, 'class'),
      hidden: [5],
      activations: ['relu'],
      loss: 'cross-entropy',
    }),
  );
  cases.set(
    'three signed classes',
    modelCase({ ...mixedEncoding(mixed, 'class'), hidden: [5], activations: ['tanh'], loss: 'hinge' }),
  );
  cases.set(
    'a number',
    modelCase({
      ...mixedEncoding(mixed, 'number'),
      hidden: [6, 2],
      activations: ['elu', 'sin'],
      loss: 'huber',
    }),
  );
  cases.set(
    'a number of the plane',
    modelCase({ ...planePoints([], rows), hidden: [], activations: [], loss: 'absolute' }),
  );
  return cases;
}

/** Texts that mean something to a language, or break something in one. */
export const hostileTexts: readonly string[] = [
  '"; alert(1); //',
  'a\nb\r\n\tc\u2028d',
  '*/ #error "out" /*',
  '"""\'\'\'',
  '??/ ??) ??>',
  'ends with \\',
  '🙂 👩‍👩‍👧 ü \u202e',
  '</script><!--',
  '${process.exit(1)} `#{x}` %s %n {0}',
  '__proto__',
  '\\u0022 \\x22 \\042 \\N{BULLET}',
  'constructor',
  'x'.repeat(10_000),
  ' ',
];

/** A model whose columns, categories and classes have such names; `names` are those of its columns, then of its classes. */
export function hostileCase(texts: readonly string[] = hostileTexts): {
  one: ModelCase;
  names: readonly string[];
} {
  const names = Array.from({ length: 5 }, (_, i) => `${texts[i % texts.length]}${i < texts.length ? '' : i}`);
  const rest = texts.slice(5);
  const categories = rest.length >= 3 ? rest : ['dog', 'cat', 'bird'];
  const table = mixedTable(names, [...categories]);
  const spread: Table = {
    ...table,
    columns: table.columns.map((column) =>
      column.kind === 'category'
        ? { ...column, codes: column.codes.map((code, row) => (code < 0 ? -1 : row % categories.length)) }
        : column,
    ),
  };
  const options = { ...mixedEncoding(spread, 'class'), hidden: [3], activations: ['tanh' as const] };
  const one = modelCase({ ...options, loss: 'cross-entropy', title: texts.join(' ') });
  const { model } = one;
  const classes = model.target.kind === 'class' ? model.target.classes : [];
  return { one, names: [...model.columns.map(({ name }) => name), ...classes] };
}
