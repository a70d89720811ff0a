import {
  bytes,
  concat,
  float,
  integer,
  integers,
  message,
  text,
  type Field,
} from '../../../src/export/protobuf.ts';

/** Numbers by their shape, as another program may store them. */
export interface GivenTensor {
  readonly sizes: readonly number[];
  readonly values: readonly number[];
  /** How they are stored. */
  readonly as?:
    | 'raw'
    | 'float_data'
    | 'double_data'
    | 'raw double'
    | 'int64_data'
    | 'raw int64'
    | 'float16'
    | 'in another file'
    | 'float16 in int32_data';
}

export type GivenAttribute =
  | { readonly i: number }
  | { readonly f: number }
  | { readonly s: string }
  | { readonly t: GivenTensor }
  | { readonly floats: readonly number[] }
  | { readonly ints: readonly number[] }
  | { readonly strings: readonly string[] };

export interface GivenNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly name?: string;
  readonly domain?: string;
  readonly attributes?: Readonly<Record<string, GivenAttribute>>;
}

export interface GivenModel {
  readonly nodes: readonly GivenNode[];
  readonly initializers?: Readonly<Record<string, GivenTensor>>;
  /** By name the sizes, -1 for an open one; null where none are said. */
  readonly inputs: Readonly<Record<string, readonly number[] | null>>;
  readonly outputs: readonly string[];
  readonly opset?: number;
}

/** The numbers of TensorProto.DataType. */
const types = { float: 1, int64: 7, float16: 10, double: 11 } as const;

function numbersOf(values: readonly number[], size: 2 | 4 | 8, isWhole = false): Uint8Array {
  const raw = new Uint8Array(values.length * size);
  const view = new DataView(raw.buffer);
  values.forEach((value, i) => {
    if (isWhole && size === 8) view.setBigInt64(i * size, BigInt(value), true);
    else if (size === 8) view.setFloat64(i * size, value, true);
    else if (size === 4) view.setFloat32(i * size, value, true);
    else view.setUint16(i * size, value, true);
  });
  return raw;
}

/** Of a normal number that a float16 holds exactly. */
function halfBits(value: number): number {
  if (value === 0) return 0;
  const exponent = Math.floor(Math.log2(Math.abs(value)));
  const fraction = Math.round((Math.abs(value) / 2 ** exponent - 1) * 1024);
  return (value < 0 ? 0x8000 : 0) | ((exponent + 15) << 10) | fraction;
}

function tensorFields({ sizes, values, as = 'raw' }: GivenTensor, name: string): Field[] {
  const shape = sizes.length === 0 ? [] : [integers(1, sizes)];
  const fields = (type: keyof typeof types, data: Field): Field[] => [
    ...shape,
    integer(2, types[type]),
    text(8, name),
    data,
  ];
  switch (as) {
    case 'raw':
      return fields('float', bytes(9, numbersOf(values, 4)));
    case 'in another file':
      return fields('float', integer(14, 1));
    case 'float_data':
      return fields('float', bytes(4, numbersOf(values, 4)));
    case 'raw double':
      return fields('double', bytes(9, numbersOf(values, 8)));
    case 'double_data':
      return fields('double', bytes(10, numbersOf(values, 8)));
    case 'int64_data':
      return fields('int64', integers(7, values));
    case 'raw int64':
      return fields('int64', bytes(9, numbersOf(values, 8, true)));
    case 'float16':
      return fields('float16', bytes(9, numbersOf(values.map(halfBits), 2)));
    case 'float16 in int32_data':
      return fields('float16', integers(5, values.map(halfBits)));
  }
}

function attributeField(name: string, value: GivenAttribute): Field {
  const body = (): Field[] => {
    if ('i' in value) return [integer(3, value.i), integer(20, 2)];
    if ('f' in value) return [float(2, value.f), integer(20, 1)];
    if ('s' in value) return [text(4, value.s), integer(20, 3)];
    if ('t' in value) return [message(5, tensorFields(value.t, '')), integer(20, 4)];
    if ('floats' in value) return [bytes(7, numbersOf(value.floats, 4)), integer(20, 6)];
    if ('ints' in value) return [integers(8, value.ints), integer(20, 7)];
    return [...value.strings.map((one) => text(9, one)), integer(20, 8)];
  };
  return message(5, [text(1, name), ...body()]);
}

function valueField(field: number, name: string, sizes: readonly number[] | null): Field {
  const dimensions = sizes?.map((size) => message(1, size < 0 ? [text(2, 'N')] : [integer(1, size)]));
  const shape = dimensions === undefined ? [] : [message(2, dimensions)];
  return message(field, [text(1, name), message(2, [message(1, [integer(1, types.float), ...shape])])]);
}

/** A ModelProto as another program may write it. */
export function onnxFile({ nodes, initializers = {}, inputs, outputs, opset = 17 }: GivenModel): Uint8Array {
  const graph = [
    ...nodes.map(({ op, inputs: read, outputs: made, name = '', domain = '', attributes = {} }) =>
      message(1, [
        ...read.map((one) => text(1, one)),
        ...made.map((one) => text(2, one)),
        ...(name === '' ? [] : [text(3, name)]),
        text(4, op),
        ...Object.entries(attributes).map(([key, value]) => attributeField(key, value)),
        ...(domain === '' ? [] : [text(7, domain)]),
      ]),
    ),
    text(2, 'graph'),
    ...Object.entries(initializers).map(([name, tensor]) => message(5, tensorFields(tensor, name))),
    ...Object.entries(inputs).map(([name, sizes]) => valueField(11, name, sizes)),
    ...outputs.map((name) => valueField(12, name, null)),
  ];
  return concat([
    integer(1, 8),
    text(2, 'another'),
    message(7, graph),
    message(8, [text(1, ''), integer(2, opset)]),
  ]);
}
