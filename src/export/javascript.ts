import type { OpName } from '../autograd/ops.ts';
import type { Tape } from '../autograd/tape.ts';
import type { Feature } from '../data/encoding.ts';
import type { Activation } from '../experiment/activation-formula.ts';
import { headLines } from './model-words.ts';
import { activationTape, displayedTape, hasProbabilities } from './part-tapes.ts';
import { printTape, type CalledName, type Dialect } from './print-tape.ts';
import { commentText, listText, numberJavaScript as number, quoteJavaScript as quote } from './quote.ts';
import { classesOf, type TrainedModel } from './trained-model.ts';

/** What is called by a name of its own, where it is needed. */
const helpers: Readonly<Partial<Record<OpName, string>>> = {
  pow: `// 1 to any power is 1, as in IEEE 754.
const power = (a, b) => (a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b);`,
  sigmoid: `const sigmoid = (a) => {
  const e = Math.exp(-Math.abs(a));
  return a >= 0 ? 1 / (1 + e) : e / (1 + e);
};`,
  erf: `// Near 0 by Kummer's series, further out by a continued fraction (Abramowitz and Stegun, 7.1.6 and 7.1.14).
function erf(x) {
  const size = Math.abs(x);
  if (size < 1.25) {
    let term = x;
    let sum = x;
    for (let n = 1; sum + term !== sum; n++) {
      term *= (x * x) / (n + 0.5);
      sum += term;
    }
    return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
  }
  if (size >= 6) return Math.sign(x);
  if (Number.isNaN(x)) return x;
  let denominator = size;
  for (let n = Math.ceil(220 / (size * size)); n > 0; n--) denominator = size + n / 2 / denominator;
  return Math.sign(x) * (1 - Math.exp(-size * size) / (Math.sqrt(Math.PI) * denominator));
}`,
  softplus: 'const softplus = (a) => Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a)));',
};

const calls: Readonly<Record<CalledName, (a: string, b: string, exponent: string) => string>> = {
  pow: (a, _b, exponent) => `power(${a}, ${exponent})`,
  power: (a, b) => `power(${a}, ${b})`,
  exp: (a) => `Math.exp(${a})`,
  log: (a) => `Math.log(${a})`,
  sqrt: (a) => `Math.sqrt(${a})`,
  tanh: (a) => `Math.tanh(${a})`,
  sigmoid: (a) => `sigmoid(${a})`,
  relu: (a) => `Math.max(${a}, 0)`,
  step: (a) => `Number(${a} > 0)`,
  softplus: (a) => `softplus(${a})`,
  sin: (a) => `Math.sin(${a})`,
  cos: (a) => `Math.cos(${a})`,
  abs: (a) => `Math.abs(${a})`,
  max: (a, b) => `Math.max(${a}, ${b})`,
  min: (a, b) => `Math.min(${a}, ${b})`,
  erf: (a) => `erf(${a})`,
  expm1: (a) => `Math.expm1(${a})`,
};

const dialect: Dialect = { number, calls, define: (name, text) => `  const ${name} = ${text};` };

/** The model as an ES module that needs nothing else; the network is its scalar graph, line by line or in loops. */
export function exportJavaScript(model: TrainedModel, fileName = './network.js'): string {
  const { lines, ops } = model.tape === null ? printLoops(model) : printStraight(model, model.tape);
  const used = new Set<OpName>([...ops].map((op) => (op === 'power' ? 'pow' : op)));
  const own = Object.entries(helpers).flatMap(([op, text]) => (used.has(op as OpName) ? [text] : []));
  return [
    printHead(model, fileName),
    printDescription(model),
    printEncoding(model),
    ...own,
    `/** What the network shows of its inputs: ${describeOutputs(model)}. */\nexport function network(x) {\n${lines.join('\n')}\n}`,
    printPredict(model),
  ]
    .join('\n\n')
    .concat('\n');
}

function printHead(model: TrainedModel, fileName: string): string {
  const head = headLines(model).map((line) => ` * ${line}`);
  const row = model.columns.map((column) => (column.kind === 'number' ? '0.5' : '"…"')).slice(0, 4);
  const cells = `${row.join(', ')}${model.columns.length > 4 ? ', …' : ''}`;
  return [
    '/**',
    ...head,
    ' * An ES module without dependencies. Rows are lists in the order of `columns`, or objects by their names:',
    ' *',
    ` *     import { predict } from './${fileName.replace(/^\.\//, '')}';`,
    ` *     predict([${cells}]);`,
    ' */',
  ].join('\n');
}

function describeOutputs(model: TrainedModel): string {
  const { outputNames, target } = model;
  if (target.kind === 'number') return 'the number, before it is scaled back';
  if (outputNames.length > 1) return 'one number for each class, the largest is the prediction';
  return 'from -1 for the first class to 1 for the second';
}

function printDescription(model: TrainedModel): string {
  const { columns, target, outputNames } = model;
  const described = columns.map((column) => {
    const { name, kind } = column;
    if (kind === 'number') return `{ name: ${quote(name)}, kind: "number" }`;
    const categories = listText(column.categories.map(quote), ['[', ']'], '  ');
    return `{ name: ${quote(name)}, kind: "category", categories: ${categories} }`;
  });
  const list = (items: readonly string[]): string => listText(items, ['[', ']']);
  const lines = [
    `/** What a row holds: numbers in their own units, categories as texts, null where there is nothing. */`,
    `export const columns = [\n${described.map((column) => `  ${column},`).join('\n')}\n];`,
    `/** Of the network's outputs. */`,
    `export const outputs = ${list(outputNames.map(quote))};`,
  ];
  if (target.kind === 'class')
    lines.push(
      `/** In the order of their places. */`,
      `export const classes = ${list(classesOf(model).map(quote))};`,
    );
  return lines.join('\n');
}

const cellsFunction = `/** The cells of a row; NaN for a number that is missing, null for a category. */
function cellsOf(row) {
  return columns.map(({ name, kind }, i) => {
    const cell = (Array.isArray(row) ? row[i] : Object.hasOwn(row, name) ? row[name] : null) ?? null;
    if (cell !== null && typeof cell !== (kind === "number" ? "number" : "string"))
      throw new TypeError(\`“\${name}” is \${cell}: expected a \${kind === "number" ? "number" : "text"}\`);
    return kind === "number" ? (cell ?? NaN) : cell;
  });
}`;

const needFunction = `/** A cell that must be there. */
function need(cell, i) {
  if (cell === null || Number.isNaN(cell)) throw new RangeError(\`“\${columns[i].name}” has no value\`);
  return cell;
}`;

const scaledFunction = `/** (x - shift) / scale, where that difference is no number, too. */
function scaled(x, shift, scale) {
  const distance = x - shift;
  return Math.abs(distance) === Infinity ? x / scale - shift / scale : distance / scale;
}`;

function printEncoding({ columns, features }: TrainedModel): string {
  const at = (name: string): number => columns.findIndex((column) => column.name === name);
  const texts = features.map((feature) => printFeature(feature, at));
  const uses = (name: string): boolean => texts.some((text) => text.includes(`${name}(`));
  return [
    cellsFunction,
    ...(uses('need') ? [needFunction] : []),
    ...(uses('scaled') ? [scaledFunction] : []),
    `/** From a row to what the network reads. */\nexport function encode(row) {\n  const c = cellsOf(row);\n  return [\n${texts.map((text) => `    ${text},`).join('\n')}\n  ];\n}`,
  ].join('\n\n');
}

function printFeature(feature: Feature, at: (name: string) => number): string {
  if (feature.as === 'product')
    return feature.of.map((name) => `need(c[${at(name)}], ${at(name)})`).join(' * ');
  const place = at(feature.of);
  const cell = `c[${place}]`;
  const needed = `need(${cell}, ${place})`;
  switch (feature.as) {
    case 'square':
      return `${needed} * ${needed}`;
    case 'sine':
      return `Math.sin(${needed})`;
    case 'missing':
      return `Number(${cell} === null || Number.isNaN(${cell}))`;
    case 'one-hot':
      return `Number(${feature.missing === 'drop' ? needed : cell} === ${quote(feature.category)})`;
    case 'value': {
      const { shift = 0, scale = 1, missing } = feature;
      const value =
        typeof missing === 'number' ? `(Number.isNaN(${cell}) ? ${number(missing)} : ${cell})` : needed;
      return shift === 0 && scale === 1 ? value : `scaled(${value}, ${number(shift)}, ${number(scale)})`;
    }
  }
}

interface Lines {
  readonly lines: readonly string[];
  readonly ops: ReadonlySet<OpName>;
}

function printStraight({ parameters }: TrainedModel, tape: Tape): Lines {
  const { lines, outputs, ops } = printTape(tape, dialect, {
    input: (slot) => `x[${slot}]`,
    parameter: (slot) => number(parameters[slot]),
  });
  return { lines: [...lines, `  return [${outputs.join(', ')}];`], ops };
}

function printLoops({ layers, loss, outputNames }: TrainedModel): Lines {
  const ops = new Set<OpName>();
  const lines = [
    `  const layer = (x, weights, biases, activation) =>
    biases.map((bias, neuron) => {
      const first = neuron * x.length;
      let sum = weights[first] * x[0];
      for (let i = 1; i < x.length; i++) sum += weights[first + i] * x[i];
      return activation(sum + bias);
    });`,
  ];
  const activationOf = (activation: Activation): string => {
    const printed = printTape(activationTape(activation), dialect, { input: () => 'z', parameter: () => '' });
    for (const op of printed.ops) ops.add(op);
    if (printed.lines.length === 0) return `(z) => ${printed.outputs[0]}`;
    const body = printed.lines.map((line) => `  ${line}`).join('\n');
    return `(z) => {\n${body}\n    return ${printed.outputs[0]};\n  }`;
  };
  layers.forEach(({ weights, biases, activation }, i) => {
    const list = (values: Float64Array): string => listText(Array.from(values, number), ['[', ']'], '  ');
    lines.push(
      `  const h${i + 1} = layer(${i === 0 ? 'x' : `h${i}`}, ${list(weights)}, ${list(biases)}, ${activationOf(activation)});`,
    );
  });
  const last = `h${layers.length}`;
  const displayed = printTape(displayedTape(loss, outputNames.length), dialect, {
    input: (slot) => `${last}[${slot}]`,
    parameter: () => '',
  });
  for (const op of displayed.ops) ops.add(op);
  return { lines: [...lines, ...displayed.lines, `  return [${displayed.outputs.join(', ')}];`], ops };
}

function printPredict(model: TrainedModel): string {
  const { target, outputNames, loss } = model;
  if (target.kind === 'number') {
    const { shift = 0, scale = 1 } = target;
    const own = shift === 0 && scale === 1 ? 'shown[0]' : `shown[0] * ${number(scale)} + ${number(shift)}`;
    return `/** The number that is predicted of a row, ${commentText(target.column)}, in its own units. */
export function predict(row) {
  const shown = network(encode(row));
  return { outputs: shown, value: ${own} };
}`;
  }
  const isOne = outputNames.length === 1;
  const probabilities = !hasProbabilities(loss)
    ? 'null'
    : isOne
      ? '[(1 - shown[0]) / 2, (1 + shown[0]) / 2]'
      : 'shown';
  const place = isOne
    ? 'shown[0] >= 0 ? 1 : 0'
    : 'shown.reduce((best, value, i) => (value > shown[best] ? i : best), 0)';
  return `/** The class that is predicted of a row, with its place, and the probabilities of all where there are any. */
export function predict(row) {
  const shown = network(encode(row));
  const place = ${place};
  return { outputs: shown, place, class: classes[place], probabilities: ${probabilities} };
}`;
}
