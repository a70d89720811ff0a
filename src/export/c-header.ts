import type { OpName } from '../autograd/ops.ts';
import type { Tape } from '../autograd/tape.ts';
import type { Feature } from '../data/encoding.ts';
import { headLines } from './model-words.ts';
import { activationTape, displayedTape, hasProbabilities } from './part-tapes.ts';
import { printTape, type CalledName, type Dialect } from './print-tape.ts';
import { commentText, listText, numberC, quoteC } from './quote.ts';
import { classesOf, type TrainedModel } from './trained-model.ts';

export type CPrecision = 'double' | 'float';

/** How numbers and functions of the chosen precision are written. */
class Writer {
  readonly real: CPrecision;
  readonly dialect: Dialect;
  readonly ops = new Set<OpName>();
  readonly #suffix: string;

  constructor(real: CPrecision) {
    this.real = real;
    this.#suffix = real === 'float' ? 'f' : '';
    this.dialect = {
      number: this.number,
      calls: this.#calls(),
      define: (name, text) => `    const ${real} ${name} = ${text};`,
    };
  }

  readonly number = (value: number): string => numberC(value, this.real === 'float');

  /** A function of math.h. */
  readonly math = (name: string, ...operands: readonly string[]): string =>
    `${name}${this.#suffix}(${operands.join(', ')})`;

  #calls(): Readonly<Record<CalledName, (a: string, b: string, exponent: string) => string>> {
    const { math } = this;
    return {
      pow: (a, _b, exponent) => math('pow', a, exponent),
      power: (a, b) => math('pow', a, b),
      exp: (a) => math('exp', a),
      log: (a) => math('log', a),
      sqrt: (a) => math('sqrt', a),
      tanh: (a) => math('tanh', a),
      sigmoid: (a) => `chainrule_sigmoid(${a})`,
      relu: (a) => `chainrule_relu(${a})`,
      step: (a) => `chainrule_step(${a})`,
      softplus: (a) => `chainrule_softplus(${a})`,
      sin: (a) => math('sin', a),
      cos: (a) => math('cos', a),
      abs: (a) => math('fabs', a),
      max: (a, b) => `chainrule_max(${a}, ${b})`,
      min: (a, b) => `chainrule_min(${a}, ${b})`,
      erf: (a) => math('erf', a),
      expm1: (a) => math('expm1', a),
    };
  }

  /** What is called by a name of its own, by its op. */
  get helpers(): Readonly<Partial<Record<OpName, string>>> {
    const { real, math, number } = this;
    const [zero, one] = [number(0), number(1)];
    const of = (name: string, body: string): string =>
      `static inline ${real} chainrule_${name}(${real} a)\n{\n${body}\n}`;
    const ofTwo = (name: string, sign: string): string =>
      `static inline ${real} chainrule_${name}(${real} a, ${real} b)\n{\n    return a != a || a ${sign} b ? a : b;\n}`;
    const decay = math('exp', `-${math('fabs', 'a')}`);
    return {
      sigmoid: of(
        'sigmoid',
        `    const ${real} e = ${decay};\n    return a >= ${zero} ? ${one} / (${one} + e) : e / (${one} + e);`,
      ),
      relu: of('relu', `    return a > ${zero} || a != a ? a : ${zero};`),
      step: of('step', `    return a > ${zero} ? ${one} : ${zero};`),
      // Unlike fmax and fmin they pass on what is no number.
      max: ofTwo('max', '>'),
      min: ofTwo('min', '<'),
      softplus: of('softplus', `    return (a > ${zero} || a != a ? a : ${zero}) + ${math('log1p', decay)};`),
    };
  }

  print(
    tape: Tape,
    input: (slot: number) => string,
    parameter: (slot: number) => string = () => '',
  ): Omit<ReturnType<typeof printTape>, 'ops'> {
    const printed = printTape(tape, this.dialect, { input, parameter });
    for (const op of printed.ops) this.ops.add(op);
    return printed;
  }
}

/** The model as one header of C99: no allocation, nothing but math.h, string.h and limits of the language. */
export function exportC(model: TrainedModel, real: CPrecision = 'double'): string {
  const writer = new Writer(real);
  const network = model.tape === null ? printLoops(model, writer) : printStraight(model, model.tape, writer);
  const predict = printPredict(model, writer);
  const encode = printEncode(model, writer);
  const helpers = Object.entries(writer.helpers).flatMap(([op, text]) =>
    writer.ops.has(op as OpName) ? [text] : [],
  );
  return [
    printHead(model),
    '#ifndef CHAINRULE_NETWORK_H\n#define CHAINRULE_NETWORK_H\n\n#include <math.h>\n#include <string.h>',
    printSizes(model),
    printNames(
      'chainrule_column',
      'The name of a column',
      model.columns.map(({ name }) => name),
    ),
    ...printCategories(model),
    ...(model.target.kind === 'class'
      ? [printNames('chainrule_class', 'The name of a class', classesOf(model))]
      : []),
    ...helpers,
    ...encode,
    ...network,
    predict,
    '#endif',
  ]
    .join('\n\n')
    .concat('\n');
}

function printHead(model: TrainedModel): string {
  return [
    '/*',
    ...headLines(model).map((line) => ` * ${line}`),
    ' * C99, without allocation. A row is a list of numbers in the order of the columns, NAN where nothing is; of a',
    ' * category it holds chainrule_code(column, "name"), which is -1 for one that is not known.',
    ' *',
    ...model.columns.map(({ name, kind }, i) => ` *     ${i}: ${commentText(name)} (${kind})`),
    ' */',
  ].join('\n');
}

function printSizes({ columns, features, outputNames, target }: TrainedModel): string {
  const classes = target.kind === 'class' ? [`#define CHAINRULE_CLASSES ${target.classes.length}`] : [];
  return [
    `#define CHAINRULE_COLUMNS ${columns.length}`,
    `#define CHAINRULE_INPUTS ${features.length}`,
    `#define CHAINRULE_OUTPUTS ${outputNames.length}`,
    ...classes,
  ].join('\n');
}

/** A function from a place to its name. */
function printNames(name: string, what: string, names: readonly string[]): string {
  const texts = names.map((text, i) => `    static const char name_${i}[] = ${quoteC(text)};`);
  const list = listText(
    names.map((_, i) => `name_${i}`),
    ['{', '}'],
    '    ',
  );
  return `/* ${what}, in UTF-8; NULL where there is none. */
static inline const char *${name}(int place)
{
${texts.join('\n')}
    static const char *const names[] = ${list};
    return place >= 0 && place < ${names.length} ? names[place] : NULL;
}`;
}

function printCategories({ columns }: TrainedModel): string[] {
  const cases = columns.flatMap((column, i) => {
    if (column.kind === 'number') return [];
    const tests = column.categories.map(
      (category, code) =>
        `        {\n            static const char name[] = ${quoteC(category)};\n            if (strcmp(text, name) == 0) return ${code};\n        }`,
    );
    return [`    if (column == ${i}) {\n${tests.join('\n')}\n    }`];
  });
  if (cases.length === 0) return [];
  return [
    `/* The number of a category, whose name is in UTF-8: -1 for what is none of the column's. */
static inline int chainrule_code(int column, const char *text)
{
${cases.join('\n')}
    return -1;
}`,
  ];
}

function printEncode({ columns, features }: TrainedModel, writer: Writer): string[] {
  const { real, math, number } = writer;
  const at = (name: string): number => columns.findIndex((column) => column.name === name);
  const needed = new Set<number>();
  const need = (place: number): string => {
    needed.add(place);
    return `row[${place}]`;
  };
  let scales = false;
  const printFeature = (feature: Feature): string => {
    if (feature.as === 'product') return feature.of.map((name) => need(at(name))).join(' * ');
    const place = at(feature.of);
    const cell = `row[${place}]`;
    switch (feature.as) {
      case 'square':
        return `${need(place)} * ${cell}`;
      case 'sine':
        return math('sin', need(place));
      case 'missing':
        return `isnan(${cell}) ? ${number(1)} : ${number(0)}`;
      case 'one-hot': {
        const column = columns[place];
        const code = column.kind === 'category' ? column.categories.indexOf(feature.category) : -1;
        return `${feature.missing === 'drop' ? need(place) : cell} == ${number(code)} ? ${number(1)} : ${number(0)}`;
      }
      case 'value': {
        const { shift = 0, scale = 1, missing } = feature;
        const value =
          typeof missing === 'number' ? `(isnan(${cell}) ? ${number(missing)} : ${cell})` : need(place);
        if (shift === 0 && scale === 1) return value;
        scales = true;
        return `chainrule_scaled(${value}, ${number(shift)}, ${number(scale)})`;
      }
    }
  };
  const lines = features.map((feature, i) => `    inputs[${i}] = ${printFeature(feature)};`);
  const checks = [...needed].map((place) => `    if (isnan(row[${place}])) return ${-place - 1};`);
  const scaled = `/* (x - shift) / scale, where that difference is no number, too. */
static inline ${real} chainrule_scaled(${real} x, ${real} shift, ${real} scale)
{
    const ${real} distance = x - shift;
    return isinf(distance) ? x / scale - shift / scale : distance / scale;
}`;
  return [
    ...(scales ? [scaled] : []),
    `/* From a row to what the network reads. 0, or -1 - place for a column that lacks a value. */
static inline int chainrule_encode(const ${real} row[CHAINRULE_COLUMNS], ${real} inputs[CHAINRULE_INPUTS])
{
${[...checks, ...lines].join('\n')}
    return 0;
}`,
  ];
}

function networkFunction(real: CPrecision, lines: readonly string[]): string {
  return `/* What the network shows of its inputs. */
static inline void chainrule_network(const ${real} x[CHAINRULE_INPUTS], ${real} outputs[CHAINRULE_OUTPUTS])
{
${lines.join('\n')}
}`;
}

const assignments = (outputs: readonly string[]): string[] =>
  outputs.map((text, i) => `    outputs[${i}] = ${text};`);

function printStraight({ parameters }: TrainedModel, tape: Tape, writer: Writer): string[] {
  const { lines, outputs } = writer.print(
    tape,
    (slot) => `x[${slot}]`,
    (slot) => writer.number(parameters[slot]),
  );
  return [networkFunction(writer.real, [...lines, ...assignments(outputs)])];
}

function printLoops({ layers, loss, outputNames }: TrainedModel, writer: Writer): string[] {
  const { real, number } = writer;
  const names = [...new Set(layers.map(({ activation }) => activation))];
  const activations = names.map((activation, i) => {
    const { lines, outputs } = writer.print(activationTape(activation), () => 'z');
    return `static inline ${real} chainrule_activation_${i}(${real} z)\n{\n${[...lines, `    return ${outputs[0]};`].join('\n')}\n}`;
  });
  const body = layers.flatMap(({ weights, biases, activation, inputCount, width }, k) => {
    const list = (values: Float64Array): string => listText(Array.from(values, number), ['{', '}'], '    ');
    const from = k === 0 ? 'x' : `h${k}`;
    return [
      `    static const ${real} weights_${k + 1}[] = ${list(weights)};`,
      `    static const ${real} biases_${k + 1}[] = ${list(biases)};`,
      `    ${real} h${k + 1}[${width}];`,
      `    for (int neuron = 0; neuron < ${width}; neuron++) {`,
      `        const ${real} *w = weights_${k + 1} + neuron * ${inputCount};`,
      `        ${real} sum = w[0] * ${from}[0];`,
      `        for (int i = 1; i < ${inputCount}; i++) sum += w[i] * ${from}[i];`,
      `        h${k + 1}[neuron] = chainrule_activation_${names.indexOf(activation)}(sum + biases_${k + 1}[neuron]);`,
      '    }',
    ];
  });
  const shown = writer.print(displayedTape(loss, outputNames.length), (slot) => `h${layers.length}[${slot}]`);
  // What an activation calls stands before it.
  return [...activations, networkFunction(real, [...body, ...shown.lines, ...assignments(shown.outputs)])];
}

function printPredict({ target, outputNames, loss }: TrainedModel, { real, number }: Writer): string {
  const begin = `    ${real} inputs[CHAINRULE_INPUTS];
    const int status = chainrule_encode(row, inputs);
    if (status != 0) return status;
    chainrule_network(inputs, outputs);`;
  if (target.kind === 'number') {
    const { shift = 0, scale = 1 } = target;
    return `/* The predicted number (${commentText(target.column)}), in its own units; 0, or what chainrule_encode says of a row that lacks a value. */
static inline int chainrule_predict(const ${real} row[CHAINRULE_COLUMNS], ${real} *value)
{
    ${real} outputs[CHAINRULE_OUTPUTS];
${begin}
    *value = outputs[0] * ${number(scale)} + ${number(shift)};
    return 0;
}`;
  }
  const isOne = outputNames.length === 1;
  const place = isOne
    ? `    return outputs[0] >= ${number(0)} ? 1 : 0;`
    : `    int best = 0;
    for (int i = 1; i < CHAINRULE_OUTPUTS; i++)
        if (outputs[i] > outputs[best]) best = i;
    return best;`;
  const probabilities = hasProbabilities(loss)
    ? isOne
      ? ` The second class has the probability (1 + outputs[0]) / 2.`
      : ' The outputs are their probabilities.'
    : '';
  return `/* The place of the predicted class; negative, as chainrule_encode says, for a row that lacks a value.${probabilities} */
static inline int chainrule_predict(const ${real} row[CHAINRULE_COLUMNS], ${real} outputs[CHAINRULE_OUTPUTS])
{
${begin}
${place}
}`;
}
