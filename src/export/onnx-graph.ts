import { bytes, concat, float, integer, integers, message, text, type Field } from './protobuf.ts';

/** Element types of ONNX that are used here, by their numbers in TensorProto.DataType. */
export const elementTypes = { float: 1, int64: 7, string: 8, bool: 9, double: 11 } as const;
export type ElementType = keyof typeof elementTypes;

export type Attribute =
  number | bigint | string | readonly string[] | readonly bigint[] | { readonly float: number };

export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** Of the standard's own operators none. */
const domains: Readonly<Record<string, string>> = { LabelEncoder: 'ai.onnx.ml' };

/** Version of the file format, and of the operator sets: what ONNX 1.8 and all later ones read. */
const irVersion = 7;
const opsets = [
  ['', 13],
  ['ai.onnx.ml', 2],
] as const;

/** Builds a graph node by node; every value gets a name that is nobody else's. */
export class OnnxGraph {
  readonly nodes: OnnxNode[] = [];
  readonly #initializers: Field[] = [];
  readonly #inputs: Field[] = [];
  readonly #outputs: Field[] = [];
  readonly #names = new Set<string>();

  /** A name that is not taken yet, and now is: the wished one where it can be. */
  take(wished: string): string {
    let name = wished === '' ? 'unnamed' : wished;
    for (let i = 2; this.#names.has(name); i++) name = `${wished || 'unnamed'} (${i})`;
    this.#names.add(name);
    return name;
  }

  /** `[row, width]`; its name was taken before. */
  input(name: string, type: ElementType, width: number): void {
    this.#inputs.push(message(11, valueInfo(name, type, width)));
  }

  output(name: string, type: ElementType, width: number): void {
    this.#outputs.push(message(12, valueInfo(name, type, width)));
  }

  /** The name of its one output. */
  add(
    op: string,
    inputs: readonly string[],
    attributes: OnnxNode['attributes'] = {},
    wished = op.toLowerCase(),
    output = this.take(wished),
  ): string {
    this.nodes.push({ op, inputs, outputs: [output], attributes });
    return output;
  }

  constant(
    type: 'float' | 'double' | 'int64',
    values: readonly number[] | Float64Array,
    dims: readonly number[],
    wished: string,
  ): string {
    const name = this.take(wished);
    const size = type === 'float' ? 4 : 8;
    const raw = new Uint8Array(values.length * size);
    const view = new DataView(raw.buffer);
    values.forEach((value, i) => {
      if (type === 'float') view.setFloat32(i * size, value, true);
      else if (type === 'double') view.setFloat64(i * size, value, true);
      else view.setBigInt64(i * size, BigInt(value), true);
    });
    const tensor = [integers(1, dims), integer(2, elementTypes[type]), text(8, name), bytes(9, raw)];
    this.#initializers.push(message(5, dims.length === 0 ? tensor.slice(1) : tensor));
    return name;
  }

  /** The file. */
  build(name: string, doc: string, metadata: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
    const graph = [
      ...this.nodes.map((node, i) => message(1, nodeFields(node, i))),
      text(2, name),
      ...this.#initializers,
      ...this.#inputs,
      ...this.#outputs,
    ];
    return concat([
      integer(1, irVersion),
      text(2, 'Chainrule'),
      text(6, doc),
      message(7, graph),
      ...opsets.map(([domain, version]) => message(8, [text(1, domain), integer(2, version)])),
      ...Object.entries(metadata).map(([key, value]) => message(14, [text(1, key), text(2, value)])),
    ]);
  }
}

function valueInfo(name: string, type: ElementType, width: number): Field[] {
  const shape = [message(1, [text(2, 'rows')]), message(1, [integer(1, width)])];
  return [text(1, name), message(2, [message(1, [integer(1, elementTypes[type]), message(2, shape)])])];
}

function nodeFields({ op, inputs, outputs, attributes }: OnnxNode, i: number): Field[] {
  const domain = Object.hasOwn(domains, op) ? [text(7, domains[op])] : [];
  return [
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(3, `${op} ${i + 1}`),
    text(4, op),
    ...Object.entries(attributes).map(([name, value]) =>
      message(5, [text(1, name), ...attributeFields(value)]),
    ),
    ...domain,
  ];
}

/** Numbers of AttributeProto.AttributeType. */
const kinds = { float: 1, int: 2, string: 3, ints: 7, strings: 8 } as const;

function attributeFields(value: Attribute): Field[] {
  if (typeof value === 'number' || typeof value === 'bigint')
    return [integer(3, value), integer(20, kinds.int)];
  if (typeof value === 'string') return [text(4, value), integer(20, kinds.string)];
  if ('float' in value) return [float(2, value.float), integer(20, kinds.float)];
  const isTexts = value.every((one) => typeof one === 'string');
  if (isTexts) return [...value.map((one) => text(9, one)), integer(20, kinds.strings)];
  return [...value.map((one) => integer(8, one)), integer(20, kinds.ints)];
}
