import { Value } from '../../autograd/value.ts';
import { limits } from '../../experiment/limits.ts';
import { floatOf, integerOf } from './attributes.ts';
import type { Spend } from './constants.ts';
import type { Known, Neurons, ReadLayer } from './known-values.ts';
import type { FileNode } from './model-file.ts';
import { nameActivation } from './name-activation.ts';
import { asItIs, type Rows } from './prepared-rows.ts';
import type { ReadTensor } from './tensor.ts';

/** The layers of a graph, in the order in which they are computed: each reads the one before it, the first the inputs. */
export class ReadLayers {
  /** As far as each has been read: its biases may come after its weights. */
  readonly all: ReadLayer[] = [];
  /** What the first one reads; null before there is one. */
  rows: Rows | null = null;
  readonly #spend: Spend;

  constructor(spend: Spend) {
    this.#spend = spend;
  }

  get last(): ReadLayer | undefined {
    return this.all.at(-1);
  }

  /** A Gemm or a MatMul: sums of what `operands` begin with. Throws a RangeError for what is no such layer. */
  add(node: FileNode, operands: readonly (Known | null)[]): Neurons {
    const { called, op } = node;
    const [source, weights, biases = null] = operands;
    if (source?.kind === 'constant' || weights?.kind !== 'constant')
      throw new RangeError(`${called} does not multiply what comes before it by a matrix of weights`);
    const isGemm = op === 'Gemm';
    if (isGemm && integerOf(node, 'transA', 0) !== 0)
      throw new RangeError(`${called} transposes what it reads (transA)`);
    const isTransposed = isGemm && integerOf(node, 'transB', 0) !== 0;
    const { sizes } = weights.tensor;
    if (sizes.length !== 2)
      throw new RangeError(`${called} has weights of ${sizes.length} dimensions, expected 2`);
    const [width, inputCount] = isTransposed ? sizes : [sizes[1], sizes[0]];
    const numbers = finite(called, weights.tensor);
    const factor = isGemm ? floatOf(node, 'alpha', 1) : 1;
    this.#spend(numbers.length);
    const activationBefore = this.#read(source ?? null, inputCount, called);
    if (this.all.length > limits.hiddenLayers.max)
      throw new RangeError(`it has more than ${limits.hiddenLayers.max} hidden layers (${called})`);
    const at = isTransposed
      ? (neuron: number, input: number) => neuron * inputCount + input
      : (neuron: number, input: number) => input * width + neuron;
    const layer: ReadLayer = {
      ...{ place: this.all.length, inputCount, width, activationBefore },
      weights: Float64Array.from(
        { length: numbers.length },
        (_, i) => factor * numbers[at(Math.floor(i / inputCount), i % inputCount)],
      ),
      biases: biases === null ? null : biasesOf(node, biases, width),
    };
    this.all.push(layer);
    return sumsOf(layer, called);
  }

  /** What the layer before makes of its sums; null where the inputs are read. */
  #read(source: Known | null, inputCount: number, called: string): ReadLayer['activationBefore'] {
    const { last } = this;
    if (source?.kind === 'neurons') {
      if (source.layer !== last)
        throw new RangeError(`${called} reads a layer that is not the one before it`);
      if (last.width !== inputCount)
        throw new RangeError(
          `${called} reads ${inputCount} numbers, the layer before it puts out ${last.width}`,
        );
      const activation = nameActivation(source.value, source.z);
      if (activation === null)
        throw new RangeError(`${source.by} makes of a neuron's sum what is no activation that is known here`);
      return activation;
    }
    if (source?.kind !== 'rows' && source?.kind !== 'open')
      throw new RangeError(`${called} reads neither rows of numbers nor a layer before it`);
    if (last !== undefined) throw new RangeError(`${called} reads the inputs, past the layer before it`);
    this.#spend(32 * inputCount);
    const rows =
      source.kind === 'rows'
        ? source.rows
        : Array.from({ length: inputCount }, () => ({ feature: null, ...asItIs }));
    if (rows.length !== inputCount)
      throw new RangeError(`${called} reads ${inputCount} numbers, a row has ${rows.length}`);
    this.rows = rows;
    return null;
  }

  /** The same sums after an Add, Sub, Mul or Div of a number for each neuron, or of one for all. */
  adjusted(node: FileNode, { layer }: Neurons, numbers: ReadTensor): Neurons {
    const { op, called } = node;
    const { width, inputCount } = layer;
    const each = eachOf(called, numbers, width);
    this.#spend(layer.weights.length);
    const biases = layer.biases ?? new Float64Array(width);
    const factors = each.map((number) => (op === 'Mul' ? number : 1 / number));
    const isShift = op === 'Add' || op === 'Sub';
    const sign = op === 'Sub' ? -1 : 1;
    const made: ReadLayer = isShift
      ? { ...layer, biases: biases.map((bias, i) => bias + sign * each[i]) }
      : {
          ...layer,
          weights: layer.weights.map((weight, i) => weight * factors[Math.floor(i / inputCount)]),
          biases: biases.map((bias, i) => bias * factors[i]),
        };
    this.all[this.all.length - 1] = made;
    return sumsOf(made, called);
  }
}

function sumsOf(layer: ReadLayer, by: string): Neurons {
  const z = new Value(0, 'z');
  return { kind: 'neurons', layer, z, value: z, by, isTruth: false };
}

function biasesOf(node: FileNode, biases: Known, width: number): Float64Array {
  if (biases.kind !== 'constant') throw new RangeError(`${node.called} adds what are no constant biases`);
  const factor = floatOf(node, 'beta', 1);
  return eachOf(node.called, biases.tensor, width).map((bias) => factor * bias);
}

/** A number for each neuron, where there is one for each or one for all. */
function eachOf(called: string, tensor: ReadTensor, width: number): Float64Array {
  const values = finite(called, tensor);
  if (values.length === 1) return new Float64Array(width).fill(values[0]);
  if (values.length !== width || tensor.sizes.at(-1) !== width)
    throw new RangeError(
      `${called} has ${tensor.sizes.join(' × ')} numbers for ${width} neurons, expected one for each`,
    );
  return values;
}

function finite(called: string, { values }: ReadTensor): Float64Array {
  if (!(values instanceof Float64Array))
    throw new RangeError(`${called} has texts where numbers are expected`);
  if (!values.every(Number.isFinite)) throw new RangeError(`${called} has numbers that are not finite`);
  return values;
}
