import { short } from '../brought-network.ts';
import { textOf, viewOf, type WireMessage } from './wire.ts';

/** Numbers or texts, row-major; no sizes are those of one of them. */
export interface ReadTensor {
  readonly sizes: readonly number[];
  readonly values: Float64Array | readonly string[];
}

/** By its number in TensorProto.DataType. */
interface ElementType {
  readonly name: string;
  /** Of one in `raw_data`. */
  readonly bytes: number;
  /** The field that has them otherwise, and how: as whole numbers, or as those of four or eight bytes. */
  readonly field: number;
  readonly at: (view: DataView, at: number) => number;
  /** Of what stands in a field of whole numbers; left out where the field is of floats or doubles. */
  readonly ofInteger?: (value: number) => number;
}

const same = (value: number): number => value;
const [floatField, integerField, textField, longField, doubleField] = [4, 5, 6, 7, 10];

const elementTypes: ReadonlyMap<number, ElementType> = new Map([
  [1, { name: 'float', bytes: 4, field: floatField, at: (view, at) => view.getFloat32(at, true) }],
  [
    6,
    {
      name: 'int32',
      bytes: 4,
      field: integerField,
      at: (view, at) => view.getInt32(at, true),
      ofInteger: same,
    },
  ],
  [
    7,
    {
      name: 'int64',
      bytes: 8,
      field: longField,
      at: (view, at) => Number(view.getBigInt64(at, true)),
      ofInteger: same,
    },
  ],
  [
    9,
    {
      name: 'bool',
      bytes: 1,
      field: integerField,
      at: (view, at) => Number(view.getUint8(at) !== 0),
      ofInteger: same,
    },
  ],
  [
    10,
    {
      name: 'float16',
      bytes: 2,
      field: integerField,
      at: (view, at) => halfOf(view.getUint16(at, true)),
      ofInteger: halfOf,
    },
  ],
  [11, { name: 'double', bytes: 8, field: doubleField, at: (view, at) => view.getFloat64(at, true) }],
]);
const textType = 8;

/** A float16 by its bits: a sign, five of the exponent, ten of the fraction. */
function halfOf(bits: number): number {
  const [sign, exponent, fraction] = [bits & 0x8000 ? -1 : 1, (bits >> 10) & 0x1f, bits & 0x3ff];
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** Of a TensorProto. `spend` is told how many elements are read before they are. Throws a RangeError. */
export function readTensor(tensor: WireMessage, spend: (count: number) => void): ReadTensor {
  const [name, sizes] = [tensor.text(8), tensor.integers(1)];
  const called = name === '' ? 'a tensor' : `“${short(name)}”`;
  if (sizes.length > 8 || sizes.some((size) => !Number.isSafeInteger(size) || size < 0))
    throw new RangeError(`${called} has no sizes that it could have (${short(sizes.join(' × '))})`);
  if (tensor.integer(14) === 1 || tensor.has(13))
    throw new RangeError(`the numbers of ${called} lie in another file: store them in the file itself`);
  const count = sizes.reduce((product, size) => product * size, 1);
  const type = tensor.integer(2);
  const said = (found: number): string =>
    `${called} is said to hold ${sizes.join(' × ') || 1} elements, and has ${found}`;
  if (type === textType) {
    const texts = tensor.bytes(textField);
    if (texts.length !== count) throw new RangeError(said(texts.length));
    spend(count);
    return { sizes, values: texts.map(textOf) };
  }
  const elements = elementTypes.get(type);
  if (elements === undefined) {
    const known = [...elementTypes.values()].map((one) => one.name).join(', ');
    throw new RangeError(`${called} is of the element type ${type}, expected one of ${known}`);
  }
  const { bytes, field, at, ofInteger } = elements;
  if (ofInteger !== undefined && !tensor.has(9)) {
    const integers = tensor.integers(field);
    if (integers.length !== count) throw new RangeError(said(integers.length));
    spend(count);
    return { sizes, values: Float64Array.from(integers, ofInteger) };
  }
  const raw = tensor.packed(tensor.has(9) ? 9 : field);
  if (raw.length !== count * bytes) throw new RangeError(said(raw.length / bytes));
  spend(count);
  const view = viewOf(raw);
  return { sizes, values: Float64Array.from({ length: count }, (_, i) => at(view, i * bytes)) };
}
