import type { OpName } from '../autograd/ops.ts';
import { instructionNames, isLeaf, opOf, type Tape } from '../autograd/tape.ts';
import type { Feature, ValueFeature } from '../data/encoding.ts';
import { isFormula, type Activation } from '../experiment/activation-formula.ts';
import type { ActivationName } from '../experiment/names.ts';
import { headLines } from './model-words.ts';
import { OnnxGraph, elementTypes, type OnnxNode } from './onnx-graph.ts';
import { activationTape, hasProbabilities } from './part-tapes.ts';
import { classesOf, epochText, type TrainedModel } from './trained-model.ts';

/** Activations that opset 13 has as one operator; the others are written from their graphs. */
const operators: Readonly<Partial<Record<ActivationName, readonly [string, OnnxNode['attributes']?]>>> = {
  tanh: ['Tanh'],
  relu: ['Relu'],
  sigmoid: ['Sigmoid'],
  'leaky-relu': ['LeakyRelu', { alpha: { float: 0.01 } }],
  elu: ['Elu', { alpha: { float: 1 } }],
  softplus: ['Softplus'],
};

type Emit = (graph: OnnxGraph, a: string, b: string, exponent: () => string) => string;

const call =
  (op: string): Emit =>
  (graph, a) =>
    graph.add(op, [a]);
const infix =
  (op: string): Emit =>
  (graph, a, b) =>
    graph.add(op, [a, b]);

/** Every op of the scalar graph by operators of opset 13, number by number. */
const emitters: Readonly<Record<OpName, Emit>> = {
  add: infix('Add'),
  sub: infix('Sub'),
  mul: infix('Mul'),
  div: infix('Div'),
  neg: call('Neg'),
  pow: (graph, a, _b, exponent) => graph.add('Pow', [a, exponent()]),
  power: infix('Pow'),
  exp: call('Exp'),
  log: call('Log'),
  sqrt: call('Sqrt'),
  tanh: call('Tanh'),
  sigmoid: call('Sigmoid'),
  relu: call('Relu'),
  step: (graph, a) => {
    const isAbove = graph.add('Greater', [a, graph.constant('float', [0], [], 'zero')]);
    return graph.add('Cast', [isAbove], { to: elementTypes.float });
  },
  softplus: call('Softplus'),
  sin: call('Sin'),
  cos: call('Cos'),
  abs: call('Abs'),
  max: infix('Max'),
  min: infix('Min'),
  erf: call('Erf'),
  expm1: (graph, a) => graph.add('Sub', [graph.add('Exp', [a]), graph.constant('float', [1], [], 'one')]),
};

export interface OnnxFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Its nodes, for a person. */
  readonly listing: string;
}

/**
 * The model as ONNX: one graph from raw columns to named outputs. Numbers come in as float64, `[row, 1]` a column, and
 * are cast after they were standardised; categories are strings, the empty one for none. The network itself is of float32.
 */
export function exportOnnx(model: TrainedModel): OnnxFile {
  const graph = new OnnxGraph();
  const inputs = addEncoding(graph, model);
  addOutputs(graph, model, addLayers(graph, model, inputs));
  const { title, epoch, loss, target } = model;
  const bytes = graph.build('network', headLines(model).join('\n'), {
    title,
    epoch: epochText(epoch),
    loss,
    target: JSON.stringify(target),
  });
  return { bytes, listing: listingOf(graph) };
}

/** `[row, input]`, float32. */
function addEncoding(graph: OnnxGraph, { columns, features }: TrainedModel): string {
  const names = columns.map((column) => {
    const name = graph.take(column.name);
    graph.input(name, column.kind === 'number' ? 'double' : 'string', 1);
    return name;
  });
  const nameOf = (column: string): string => names[columns.findIndex(({ name }) => name === column)];
  const codes = new Map<string, string>();
  /** Of a category its place, -1 for one that is not known, -2 for none. */
  const codeOf = (of: string): string => {
    const column = columns.find(({ name }) => name === of);
    const categories = column?.kind === 'category' ? column.categories : [];
    let code = codes.get(of);
    if (code === undefined) {
      const keys = categories.includes('') ? categories : [...categories, ''];
      const values = keys.map((key) =>
        BigInt(key === '' && !categories.includes('') ? -2 : categories.indexOf(key)),
      );
      const attributes = { keys_strings: keys, values_int64s: values, default_int64: -1n };
      code = graph.add('LabelEncoder', [nameOf(of)], attributes, 'code');
      codes.set(of, code);
    }
    return code;
  };
  const isCode = (of: string, code: number): string => {
    const equal = graph.add(
      'Equal',
      [codeOf(of), graph.constant('int64', [code], [1, 1], 'category')],
      {},
      'is',
    );
    return graph.add('Cast', [equal], { to: elementTypes.double }, 'one or zero');
  };
  const single = (feature: Exclude<Feature, ValueFeature>): string => {
    switch (feature.as) {
      case 'product':
        return graph.add('Mul', feature.of.map(nameOf), {}, 'product');
      case 'square':
        return graph.add('Mul', [nameOf(feature.of), nameOf(feature.of)], {}, 'square');
      case 'sine':
        return graph.add('Sin', [nameOf(feature.of)], {}, 'sine');
      case 'one-hot': {
        const column = columns.find(({ name }) => name === feature.of);
        const code = column?.kind === 'category' ? column.categories.indexOf(feature.category) : -1;
        return isCode(feature.of, code);
      }
      case 'missing': {
        const isNumber = columns.some(({ name, kind }) => name === feature.of && kind === 'number');
        if (!isNumber) return isCode(feature.of, -2);
        const isNaN = graph.add('IsNaN', [nameOf(feature.of)], {}, 'is missing');
        return graph.add('Cast', [isNaN], { to: elementTypes.double }, 'one or zero');
      }
    }
  };
  const parts = runsOf(features).map((run) =>
    run.kind === 'values' ? addValues(graph, run.features, nameOf) : single(run.feature),
  );
  const whole = parts.length === 1 ? parts[0] : graph.add('Concat', parts, { axis: 1 }, 'features');
  return graph.add('Cast', [whole], { to: elementTypes.float }, 'inputs');
}

type FeatureRun =
  | { readonly kind: 'values'; readonly features: ValueFeature[] }
  | { readonly kind: 'one'; readonly feature: Exclude<Feature, ValueFeature> };

/** Numbers that stand side by side are scaled together. */
function runsOf(features: readonly Feature[]): FeatureRun[] {
  const runs: FeatureRun[] = [];
  for (const feature of features) {
    const last = runs.at(-1);
    if (feature.as !== 'value') runs.push({ kind: 'one', feature });
    else if (last?.kind === 'values') last.features.push(feature);
    else runs.push({ kind: 'values', features: [feature] });
  }
  return runs;
}

function addValues(
  graph: OnnxGraph,
  features: readonly ValueFeature[],
  nameOf: (column: string) => string,
): string {
  const width = features.length;
  const row = (values: readonly number[], wished: string): string =>
    graph.constant('double', values, [1, width], wished);
  const names = features.map(({ of }) => nameOf(of));
  let values = names.length === 1 ? names[0] : graph.add('Concat', names, { axis: 1 }, 'numbers');
  if (features.some(({ missing }) => typeof missing === 'number')) {
    const fill = row(
      features.map(({ missing }) => (typeof missing === 'number' ? missing : NaN)),
      'instead of missing',
    );
    values = graph.add('Where', [graph.add('IsNaN', [values], {}, 'is missing'), fill, values], {}, 'filled');
  }
  if (features.every(({ shift = 0, scale = 1 }) => shift === 0 && scale === 1)) return values;
  const [shifts, scales] = [features.map(({ shift = 0 }) => shift), features.map(({ scale = 1 }) => scale)];
  return graph.add(
    'Div',
    [graph.add('Sub', [values, row(shifts, 'shift')]), row(scales, 'scale')],
    {},
    'scaled',
  );
}

/** What the output neurons put out. */
function addLayers(graph: OnnxGraph, { layers }: TrainedModel, inputs: string): string {
  return layers.reduce((before, { weights, biases, width, inputCount, activation }, i) => {
    const w = graph.constant('float', weights, [width, inputCount], `${2 * i}.weight`);
    const b = graph.constant('float', biases, [width], `${2 * i}.bias`);
    const sum = graph.add('Gemm', [before, w, b], { transB: 1 }, `sums ${i + 1}`);
    return addActivation(graph, activation, sum);
  }, inputs);
}

function addActivation(graph: OnnxGraph, activation: Activation, z: string): string {
  const operator = isFormula(activation) ? undefined : operators[activation];
  if (operator !== undefined) return graph.add(operator[0], [z], operator[1]);
  return addTape(graph, activationTape(activation), z);
}

/** A tape of one input and one output, applied to every number. */
function addTape(
  graph: OnnxGraph,
  { length, codes, left, right, immediates, outputs }: Tape,
  z: string,
): string {
  const names: string[] = [];
  for (let i = 0; i < length; i++) {
    const scalar = (): string => graph.constant('float', [immediates[i]], [], 'number');
    if (isLeaf(codes[i])) names.push(instructionNames[codes[i]] === 'input' ? z : scalar());
    else names.push(emitters[opOf(codes[i])](graph, names[left[i]], names[right[i]] ?? '', scalar));
  }
  return names[outputs[0]];
}

function addOutputs(graph: OnnxGraph, model: TrainedModel, raw: string): void {
  const { target, outputNames } = model;
  const width = outputNames.length;
  const give = (wished: string, type: 'float' | 'double' | 'string', count: number): string => {
    const name = graph.take(wished);
    graph.output(name, type, count);
    return name;
  };
  const number = (value: number): string => graph.constant('double', [value], [], 'number');
  if (target.kind === 'number') {
    const { shift = 0, scale = 1 } = target;
    const double = graph.add('Cast', [raw], { to: elementTypes.double }, 'output');
    const scaled = graph.add('Mul', [double, number(scale)]);
    graph.add('Add', [scaled, number(shift)], {}, 'value', give('value', 'double', 1));
    return;
  }
  const shown = addShown(graph, model, raw, give);
  graph.add('Identity', [shown], {}, 'outputs', give('outputs', 'float', width));
  const place =
    width === 1
      ? graph.add(
          'Cast',
          [graph.add('GreaterOrEqual', [shown, graph.constant('float', [0], [], 'zero')])],
          { to: elementTypes.int64 },
          'place',
        )
      : graph.add('ArgMax', [shown], { axis: 1, keepdims: 1 }, 'place');
  const classes = classesOf(model);
  graph.add(
    'LabelEncoder',
    [place],
    { keys_int64s: classes.map((_, i) => BigInt(i)), values_strings: classes, default_string: '' },
    'class',
    give('class', 'string', 1),
  );
}

/** What the page shows of the outputs: of a loss with probabilities those, or 2p - 1 where there is one output. */
function addShown(
  graph: OnnxGraph,
  { loss, outputNames, target }: TrainedModel,
  raw: string,
  give: (wished: string, type: 'float', count: number) => string,
): string {
  if (!hasProbabilities(loss) || target.kind === 'number') return raw;
  if (outputNames.length > 1) {
    const softmax = graph.add('Softmax', [raw], { axis: 1 });
    graph.add('Identity', [softmax], {}, 'probabilities', give('probabilities', 'float', outputNames.length));
    return softmax;
  }
  const [one, two] = [1, 2].map((value) => graph.constant('float', [value], [], 'number'));
  const second = graph.add('Sigmoid', [raw], {}, 'probability of the second class');
  const first = graph.add('Sub', [one, second], {}, 'probability of the first class');
  graph.add('Concat', [first, second], { axis: 1 }, 'probabilities', give('probabilities', 'float', 2));
  return graph.add('Sub', [graph.add('Mul', [second, two]), one], {}, 'shown');
}

function listingOf({ nodes }: OnnxGraph): string {
  const short = (name: string): string => (name.length > 40 ? `${name.slice(0, 40)}…` : name);
  const lines = nodes.map(({ op, inputs, outputs }) => {
    const shown = inputs.length > 6 ? [...inputs.slice(0, 6), `… ${inputs.length} in all`] : inputs;
    return `${outputs.map(short).join(', ')} = ${op}(${shown.map(short).join(', ')})`;
  });
  return `${lines.join('\n')}\n`;
}
