import { Value } from '../../autograd/value.ts';
import { floatOf, floatsOf, integerOf, integersOf, tensorAttribute } from './attributes.ts';
import type { FileNode } from './model-file.ts';
import { ofNumbers } from './neuron-functions.ts';
import { readTensor, type ReadTensor } from './tensor.ts';

/** Is told how many elements are made before they are. */
export type Spend = (count: number) => void;

/** What a Constant says; null where it says nothing that is known. */
export function constantOf(node: FileNode, spend: Spend): ReadTensor | null {
  const { attributes } = node;
  const tensor = tensorAttribute(node, 'value');
  if (tensor !== null) return readTensor(tensor, spend);
  if (attributes.has('value_float')) return scalar(floatOf(node, 'value_float', NaN));
  if (attributes.has('value_int')) return scalar(integerOf(node, 'value_int', 0));
  if (attributes.has('value_floats')) return list(floatsOf(node, 'value_floats'));
  if (attributes.has('value_ints')) return list(integersOf(node, 'value_ints'));
  return null;
}

const scalar = (value: number): ReadTensor => ({ sizes: [], values: Float64Array.of(value) });
const list = (values: readonly number[]): ReadTensor => ({
  sizes: [values.length],
  values: Float64Array.from(values),
});

/** Operators that leave the elements as they are, in another shape. */
const reshaping = ['Reshape', 'Squeeze', 'Unsqueeze', 'Flatten'];

/** What a node makes of constants; null where it is nothing that is known. */
export function foldedConstant(
  node: FileNode,
  [tensor, ...others]: readonly ReadTensor[],
  spend: Spend,
): ReadTensor | null {
  const { op } = node;
  const { sizes, values } = tensor;
  if (op === 'Identity') return tensor;
  if (!(values instanceof Float64Array)) return null;
  if (op === 'Cast') {
    spend(values.length);
    return { sizes, values: values.map(castTo(integerOf(node, 'to', 1))) };
  }
  if (reshaping.includes(op)) return { sizes: reshaped(node, tensor, others), values };
  if (op === 'Transpose') return transposed(node, tensor, spend);
  if (!Object.hasOwn(ofNumbers, op) || ![tensor, ...others].every(isScalar)) return null;
  const numbers = [tensor, ...others].map(({ values: [value] }) => new Value(value as number));
  const made = ofNumbers[op](numbers, (name, otherwise) => floatOf(node, name, otherwise), '');
  return made === null ? null : { sizes, values: Float64Array.of(made.data) };
}

export function isScalar({ values }: ReadTensor): boolean {
  return values instanceof Float64Array && values.length === 1;
}

function castTo(type: number): (value: number) => number {
  if (type === 1) return Math.fround;
  return type === 11 || type === 10 ? (value) => value : Math.trunc;
}

/** The sizes of a matrix or a row of numbers: others are nothing that a layer reads. */
function reshaped({ op }: FileNode, { sizes, values }: ReadTensor, [shape]: readonly ReadTensor[]): number[] {
  if (op === 'Squeeze') return sizes.filter((size) => size !== 1);
  if (op === 'Unsqueeze') return [1, ...sizes];
  if (op === 'Flatten') return [sizes[0] ?? 1, values.length / (sizes[0] ?? 1)];
  const wished = shape?.values instanceof Float64Array ? [...shape.values] : [];
  const known = wished.map((size, i) => (size === 0 ? (sizes[i] ?? 1) : size));
  const product = known.reduce((all, size) => (size === -1 ? all : all * size), 1);
  const made = known.map((size) => (size === -1 ? values.length / product : size));
  if (
    made.reduce((all, size) => all * size, 1) !== values.length ||
    !made.every((size) => size >= 0 && Number.isSafeInteger(size))
  )
    throw new RangeError(`a constant of ${values.length} elements is reshaped to ${wished.join(' × ')}`);
  return made;
}

function transposed(node: FileNode, { sizes, values }: ReadTensor, spend: Spend): ReadTensor | null {
  const order = integersOf(node, 'perm');
  if (sizes.length !== 2 || !(values instanceof Float64Array)) return null;
  if (order.join() === '0,1') return { sizes, values };
  spend(values.length);
  const [rows, columns] = sizes;
  return {
    sizes: [columns, rows],
    values: values.map((_, i) => values[(i % rows) * columns + Math.floor(i / rows)]),
  };
}
