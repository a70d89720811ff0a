import type { OpName } from '../autograd/ops.ts';
import { isFormula, type Activation } from '../experiment/activation-formula.ts';
import { activationTape, displayedTape } from './part-tapes.ts';
import { printTape, type CalledName, type Dialect } from './print-tape.ts';
import { pythonDescription, pythonEncode, pythonHead, pythonNumber, pythonPredict } from './python-parts.ts';
import { listText } from './quote.ts';
import { fileName, type TrainedModel } from './trained-model.ts';

const calls: Readonly<Record<CalledName, (a: string, b: string, exponent: string) => string>> = {
  pow: (a, _b, exponent) => `np.power(${a}, ${exponent})`,
  power: (a, b) => `np.power(${a}, ${b})`,
  exp: (a) => `np.exp(${a})`,
  log: (a) => `np.log(${a})`,
  sqrt: (a) => `np.sqrt(${a})`,
  tanh: (a) => `np.tanh(${a})`,
  sigmoid: (a) => `_sigmoid(${a})`,
  relu: (a) => `np.maximum(${a}, 0.0)`,
  step: (a) => `np.where(${a} > 0, 1.0, 0.0)`,
  softplus: (a) => `_softplus(${a})`,
  sin: (a) => `np.sin(${a})`,
  cos: (a) => `np.cos(${a})`,
  abs: (a) => `np.abs(${a})`,
  max: (a, b) => `np.maximum(${a}, ${b})`,
  min: (a, b) => `np.minimum(${a}, ${b})`,
  erf: (a) => `_erf(${a})`,
  expm1: (a) => `np.expm1(${a})`,
};

const helpers: Readonly<Partial<Record<OpName, string>>> = {
  sigmoid: `def _sigmoid(a):
    e = np.exp(-np.abs(a))
    return np.where(a >= 0, 1.0, e) / (1.0 + e)`,
  erf: '_erf = np.vectorize(math.erf, otypes=[np.float64])',
  softplus: `def _softplus(a):
    return np.maximum(a, 0.0) + np.log1p(np.exp(-np.abs(a)))`,
};

const dialect: Dialect = {
  number: pythonNumber,
  calls,
  define: (name, text) => `    ${name} = ${text}`,
};

/** What the name of a file ends with. */
export const numpyEnding = '_numpy.py';

/** The model as a Python file that needs NumPy alone, in double precision. */
export function exportNumpy(model: TrainedModel, name = fileName(model, numpyEnding)): string {
  const ops = new Set<OpName>();
  const names = [...new Set(model.layers.map(({ activation }) => activation))];
  const activations = names.map((name) => printActivation(name, functionName(name, names), ops));
  const shown = printShown(model, ops);
  const own = Object.entries(helpers).flatMap(([op, text]) => (ops.has(op as OpName) ? [text] : []));
  return [
    `${pythonHead(model, 'NumPy', name)}\n\nimport math\n\nimport numpy as np`,
    pythonDescription(model),
    pythonEncode(model),
    ...own,
    ...activations,
    printLayers(model, names),
    shown,
    `def network(inputs):
    """What the network shows of its inputs: [row, input] to [row, output]."""
    h = inputs
    # An infinity on the way to a number is none of the caller's business.
    with np.errstate(all="ignore"):
        for weights, biases, activation in LAYERS:
            h = activation(h @ weights.T + biases)
        return _shown(h)`,
    pythonPredict(model, 'network(np.array(encode(rows), dtype=np.float64).reshape(len(rows), -1)).tolist()'),
  ]
    .join('\n\n\n')
    .concat('\n');
}

/** Of a typed one by its place among all that there are. */
function functionName(activation: Activation, names: readonly Activation[]): string {
  const name = isFormula(activation) ? `typed_${names.indexOf(activation) + 1}` : activation;
  return `_${name.replace(/\W/g, '_')}_activation`;
}

function printActivation(name: Activation, called: string, ops: Set<OpName>): string {
  const printed = printTape(activationTape(name), dialect, { input: () => 'z', parameter: () => '' });
  for (const op of printed.ops) ops.add(op);
  return `def ${called}(z):\n${[...printed.lines, `    return ${printed.outputs[0]}`].join('\n')}`;
}

function printShown({ loss, outputNames }: TrainedModel, ops: Set<OpName>): string {
  const tape = displayedTape(loss, outputNames.length);
  const printed = printTape(tape, dialect, { input: (slot) => `h[:, ${slot}]`, parameter: () => '' });
  for (const op of printed.ops) ops.add(op);
  return `def _shown(h):\n${[...printed.lines, `    return np.stack(${listText(printed.outputs, ['[', ']'], '    ')}, axis=1)`].join('\n')}`;
}

function printLayers({ layers }: TrainedModel, names: readonly Activation[]): string {
  const array = (values: Float64Array, shape = ''): string =>
    `np.array(${listText(Array.from(values, pythonNumber), ['[', ']'], '        ')}, dtype=np.float64)${shape}`;
  const lines = layers.map(
    ({ weights, biases, activation, width, inputCount }) =>
      `    (\n        ${array(weights, `.reshape(${width}, ${inputCount})`)},\n        ${array(biases)},\n        ${functionName(activation, names)},\n    ),`,
  );
  return `# Of each layer the weights, [neuron, input], the biases and the activation.\nLAYERS = [\n${lines.join('\n')}\n]`;
}
