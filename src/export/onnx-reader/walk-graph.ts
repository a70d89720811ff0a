import { Value } from '../../autograd/value.ts';
import { short } from '../brought-network.ts';
import { floatOf, integerOf, textAttribute } from './attributes.ts';
import { constantOf, foldedConstant, isScalar } from './constants.ts';
import type { Known, KnownOf, Neurons, ReadLayer, Softmax } from './known-values.ts';
import { ReadLayers } from './layers.ts';
import type { FileInput, FileNode, ModelFile } from './model-file.ts';
import { ofNumbers, truths } from './neuron-functions.ts';
import { prepared } from './prepare-inputs.ts';
import { asItIs, type Rows } from './prepared-rows.ts';
import { readTensor } from './tensor.ts';

/** What a graph computes: layers, each of which reads the one before it. */
export interface ReadGraph {
  /** What the first layer reads of a row. */
  readonly rows: Rows;
  /** The output layer last. */
  readonly layers: readonly ReadLayer[];
  /** All that the graph makes of the output layer's sums. */
  readonly outputs: readonly (Neurons | Softmax)[];
}

/** Elements of tensors that are read or made in all: a file of 50 MB has fewer. */
const mostElements = 2 ** 25;
/** Nodes that do something to neurons, and outputs. */
const [mostFunctions, mostOutputs] = [1000, 100];

/** Operators that give whoever reads the outputs what they mean, and change none of them. */
const answering = new Set([
  ...['ArgMax', 'TopK', 'LabelEncoder', 'ArrayFeatureExtractor', 'ZipMap', 'Concat'],
  ...['Cast', 'Identity', 'Reshape', 'Flatten', 'Squeeze', 'Unsqueeze', 'Log'],
]);

/** Numbers of the element types that hold fractions. */
const fractional = [1, 10, 11, 16];

/** Node by node. Throws a RangeError that names the first one which is no part of such a network. */
export function walkGraph(file: ModelFile): ReadGraph {
  return new GraphWalk(file).walk();
}

class GraphWalk {
  readonly #file: ModelFile;
  readonly #values = new Map<string, Known>();
  readonly #layers: ReadLayers;
  #left = mostElements;
  #functions = 0;

  constructor(file: ModelFile) {
    this.#file = file;
    this.#layers = new ReadLayers(this.#spend);
  }

  readonly #spend = (count: number): void => {
    this.#left -= count;
    if (this.#left < 0) throw new RangeError(`it holds more than ${mostElements} numbers`);
  };

  walk(): ReadGraph {
    const { inputs, nodes, outputs: names } = this.#file;
    for (const input of inputs) this.#values.set(input.name, this.#inputOf(input));
    for (const node of nodes) this.#step(node);
    const { all, last, rows } = this.#layers;
    if (last === undefined || rows === null)
      throw new RangeError('it has no layer: there is no Gemm or MatMul in it');
    if (names.length === 0 || names.length > mostOutputs)
      throw new RangeError(`it has ${names.length} outputs, expected 1 to ${mostOutputs}`);
    const outputs = names.flatMap((name) => {
      const value = this.#values.get(name);
      const of =
        value?.kind === 'answer'
          ? value.of
          : value?.kind === 'neurons' || value?.kind === 'softmax'
            ? [value]
            : [];
      if (of.length === 0 || of.some(({ layer }) => layer !== last))
        throw new RangeError(`its output “${short(name)}” is not of its last layer`);
      return of;
    });
    return { rows, layers: all, outputs };
  }

  #inputOf({ name, sizes, rank, isText }: FileInput): Known {
    if (isText) return { kind: 'texts', column: name };
    if (rank !== null && rank !== 2)
      return { kind: 'block', name, size: sizes?.reduce((product, size) => product * size, 1) ?? null };
    if (sizes === null) return { kind: 'open', name };
    return { kind: 'rows', rows: this.#rowsOf(name, sizes[0]) };
  }

  #rowsOf(name: string, width: number): Rows {
    if (!(width >= 1)) throw new RangeError(`its input “${short(name)}” has ${width} columns`);
    this.#spend(32 * width);
    // One that stands alone is called as its input is.
    if (width === 1) return [{ feature: { as: 'value', of: name }, ...asItIs }];
    return Array.from({ length: width }, () => ({ feature: null, ...asItIs }));
  }

  #step(node: FileNode): void {
    const operands = node.inputs.map((name) => (name === '' ? null : this.#operand(name, node)));
    const made = this.#made(node, operands);
    if (made === null)
      throw new RangeError(
        `${node.called} is no part of a network of fully connected layers as it can be trained here`,
      );
    const [first, ...others] = node.outputs;
    if (first !== undefined && first !== '') this.#values.set(first, made);
    // The others are of the same; of a Dropout they are nothing that anyone reads.
    if (made.kind === 'answer') for (const name of others) this.#values.set(name, made);
  }

  #operand(name: string, { called }: FileNode): Known {
    const known = this.#values.get(name);
    if (known !== undefined) return known;
    const tensor = this.#file.initializers.get(name);
    if (tensor === undefined)
      throw new RangeError(`${called} reads “${short(name)}”, which nothing before it puts out`);
    const constant: Known = { kind: 'constant', tensor: readTensor(tensor, this.#spend) };
    this.#values.set(name, constant);
    return constant;
  }

  #made(node: FileNode, operands: readonly (Known | null)[]): Known | null {
    const { op } = node;
    const given = operands.filter((operand) => operand !== null);
    if (op === 'Constant' || (given.length > 0 && given.every(isConstant))) {
      const tensors = given.filter(isConstant).map(({ tensor }) => tensor);
      const tensor =
        op === 'Constant' ? constantOf(node, this.#spend) : foldedConstant(node, tensors, this.#spend);
      return tensor === null ? null : { kind: 'constant', tensor };
    }
    if (op === 'Gemm' || op === 'MatMul') return this.#layers.add(node, operands);
    const [first] = given;
    if (first !== undefined && leavesAsItIs(node, given)) return first;
    if (given.some(({ kind }) => kind === 'answer' || kind === 'softmax')) return answered(node, given);
    const neurons = given.filter(isNeurons);
    if (neurons.length > 0) return this.#ofNeurons(node, operands, neurons);
    return prepared(node, given, this.#spend);
  }

  #ofNeurons(node: FileNode, operands: readonly (Known | null)[], neurons: readonly Neurons[]): Known | null {
    const { op, called } = node;
    const [{ layer, z, value, isTruth }] = neurons;
    if (layer !== this.#layers.last || neurons.some((one) => one.z !== z))
      throw new RangeError(`${called} reads neurons that are not those of the layer before it`);
    if (++this.#functions > mostFunctions)
      throw new RangeError(`more than ${mostFunctions} nodes compute activations (${called})`);
    if (op === 'Softmax' || op === 'LogSoftmax') {
      const axis = integerOf(node, 'axis', -1);
      if (value !== z || (axis !== 1 && axis !== -1)) return null;
      return { kind: 'softmax', layer };
    }
    if (op === 'Cast' && isTruth) return { ...neurons[0], by: called };
    const function_ = Object.hasOwn(ofNumbers, op) ? ofNumbers[op] : null;
    if (function_ === null)
      return answered(
        node,
        operands.filter((operand) => operand !== null),
      );
    const constants = operands.filter((operand) => operand !== null).filter(isConstant);
    const [numbers] = constants;
    if (value === z && operands.length === 2 && constants.length === 1) {
      const isBias = op === 'Add' && layer.biases === null;
      const isInOrder =
        op === 'Add' || op === 'Mul' || (['Sub', 'Div'].includes(op) && operands[1] === numbers);
      if (isInOrder && (isBias || !isScalar(numbers.tensor)))
        return this.#layers.adjusted(node, neurons[0], numbers.tensor);
    }
    if (!constants.every(({ tensor }) => isScalar(tensor)))
      throw new RangeError(`${called} has numbers of its own for each neuron`);
    const values = operands.map((operand) => {
      if (operand?.kind === 'neurons') return operand.value;
      return operand?.kind === 'constant' ? new Value(operand.tensor.values[0] as number) : null;
    });
    if (!values.every((one) => one === null || one.op !== null || !Number.isNaN(one.data))) return null;
    const setting = (name: string, otherwise: number): number => floatOf(node, name, otherwise);
    const made = function_(values, setting, textAttribute(node, 'approximate'));
    return made === null
      ? null
      : { kind: 'neurons', layer, z, value: made, by: called, isTruth: truths.has(op) };
  }
}

const isConstant = (known: Known): known is KnownOf<'constant'> => known.kind === 'constant';
const isNeurons = (known: Known): known is Neurons => known.kind === 'neurons';

/** Whether a node puts out what it reads first. */
function leavesAsItIs(node: FileNode, [first, second, third]: readonly Known[]): boolean {
  const width =
    first.kind === 'neurons' ? first.layer.width : first.kind === 'rows' ? first.rows.length : null;
  switch (node.op) {
    case 'Identity':
      return true;
    case 'Dropout':
      return third === undefined || (third.kind === 'constant' && third.tensor.values[0] === 0);
    case 'Cast':
      return (
        fractional.includes(integerOf(node, 'to', 0)) && first.kind !== 'texts' && first.kind !== 'codes'
      );
    case 'Flatten':
      return first.kind !== 'block' && integerOf(node, 'axis', 1) === 1;
    case 'Reshape': {
      if (second?.kind !== 'constant' || width === null) return false;
      const { values } = second.tensor;
      return values.length === 2 && (values[1] === width || (values[1] === -1 && values[0] !== -1));
    }
    default:
      return false;
  }
}

/** What whoever reads the outputs is told; null where it is something else. */
function answered(node: FileNode, operands: readonly Known[]): Known | null {
  if (!answering.has(node.op)) return null;
  const of = operands.flatMap((operand) => {
    if (operand.kind === 'answer') return operand.of;
    return operand.kind === 'neurons' || operand.kind === 'softmax' ? [operand] : [];
  });
  const isOfAll = operands.every(
    ({ kind }) => kind === 'constant' || kind === 'answer' || kind === 'neurons' || kind === 'softmax',
  );
  return isOfAll ? { kind: 'answer', of: [...new Set(of)] } : null;
}
