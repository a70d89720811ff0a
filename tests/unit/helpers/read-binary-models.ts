/** Readers of binary forms, written from their specifications alone. */

export interface ReadTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

export interface ReadSafetensors {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, ReadTensor>;
}

/** https://github.com/huggingface/safetensors: of doubles. */
export function readDoubles(file: Uint8Array): ReadSafetensors {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = Number(view.getBigUint64(0, true));
  const text = new TextDecoder('utf-8', { fatal: true }).decode(file.subarray(8, 8 + length));
  const header = JSON.parse(text) as Record<
    string,
    { dtype: string; shape: number[]; data_offsets: [number, number] }
  >;
  const tensors = new Map<string, ReadTensor>();
  let metadata: Readonly<Record<string, string>> = {};
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') {
      metadata = entry as unknown as Record<string, string>;
      continue;
    }
    const [begin, end] = entry.data_offsets;
    const values = Array.from({ length: (end - begin) / 8 }, (_, i) =>
      view.getFloat64(8 + length + begin + 8 * i, true),
    );
    tensors.set(name, { dtype: entry.dtype, shape: entry.shape, values });
  }
  return { metadata, tensors };
}

/** A message of protocol buffers by the numbers of its fields. */
export type ReadMessage = ReadonlyMap<number, readonly (bigint | Uint8Array)[]>;

export function readMessage(file: Uint8Array): ReadMessage {
  const fields = new Map<number, (bigint | Uint8Array)[]>();
  let at = 0;
  const varint = (): bigint => {
    let [value, shift] = [0n, 0n];
    for (;;) {
      const byte = file[at++];
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
      shift += 7n;
    }
  };
  while (at < file.length) {
    const tag = Number(varint());
    const [field, type] = [tag >> 3, tag & 7];
    let value: bigint | Uint8Array;
    if (type === 0) value = varint();
    else {
      const length = type === 2 ? Number(varint()) : type === 5 ? 4 : 8;
      if (at + length > file.length) throw new RangeError(`field ${field} ends behind the file`);
      value = file.subarray(at, at + length);
      at += length;
    }
    fields.set(field, [...(fields.get(field) ?? []), value]);
  }
  return fields;
}

const bytesOf = (message: ReadMessage, field: number): readonly Uint8Array[] =>
  (message.get(field) ?? []).map((value) => {
    if (typeof value === 'bigint') throw new TypeError(`field ${field} is a number`);
    return value;
  });
const messagesOf = (message: ReadMessage, field: number): readonly ReadMessage[] =>
  bytesOf(message, field).map(readMessage);
const textsOf = (message: ReadMessage, field: number): readonly string[] =>
  bytesOf(message, field).map((bytes) => new TextDecoder('utf-8', { fatal: true }).decode(bytes));
const integerOf = (message: ReadMessage, field: number): number =>
  Number(BigInt.asIntN(64, message.get(field)?.[0] as bigint));

/** Numbers or texts, row-major; `width` of each row. */
interface Grid {
  readonly width: number;
  readonly values: readonly (number | string)[];
}

export interface ReadOnnx {
  readonly irVersion: number;
  readonly opsets: readonly (readonly [string, number])[];
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly ops: readonly string[];
  /** By output its values, row-major; inputs by row. */
  readonly run: (
    rows: readonly (readonly (number | string | null)[])[],
  ) => ReadonlyMap<string, readonly (number | string)[]>;
}

interface ReadNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: ReadonlyMap<string, ReadMessage>;
}

function packed(bytes: Uint8Array): number[] {
  const values: number[] = [];
  let [value, shift] = [0, 0];
  for (const byte of bytes) {
    value |= (byte & 0x7f) << shift;
    shift += 7;
    if (byte < 0x80) {
      values.push(value);
      [value, shift] = [0, 0];
    }
  }
  return values;
}

/** ONNX by onnx.proto3, and its operators in double precision by their definitions. */
export function readOnnx(file: Uint8Array): ReadOnnx {
  const model = readMessage(file);
  const [graph] = messagesOf(model, 7);
  const nodes = messagesOf(graph, 1).map((node): ReadNode => ({
    op: textsOf(node, 4)[0],
    inputs: textsOf(node, 1),
    output: textsOf(node, 2)[0],
    attributes: new Map(messagesOf(node, 5).map((attribute) => [textsOf(attribute, 1)[0], attribute])),
  }));
  const constants = new Map(messagesOf(graph, 5).map((tensor) => [textsOf(tensor, 8)[0], tensorOf(tensor)]));
  const namesOf = (field: number): string[] => messagesOf(graph, field).map((value) => textsOf(value, 1)[0]);
  const [inputs, outputs] = [namesOf(11), namesOf(12)];
  return {
    irVersion: integerOf(model, 1),
    opsets: messagesOf(model, 8).map((opset) => [textsOf(opset, 1)[0], integerOf(opset, 2)] as const),
    inputs,
    outputs,
    ops: nodes.map(({ op }) => op),
    run: (rows) => {
      const values = new Map<string, Grid>(constants);
      inputs.forEach((name, i) => {
        const isText = rows.some((row) => typeof row[i] === 'string');
        values.set(name, { width: 1, values: rows.map((row) => row[i] ?? (isText ? '' : NaN)) });
      });
      for (const node of nodes) {
        const operands = node.inputs.map((name) => values.get(name)!);
        if (operands.includes(undefined!))
          throw new RangeError(`${node.op} reads what is not computed before it`);
        if (values.has(node.output)) throw new RangeError(`“${node.output}” is computed twice`);
        values.set(node.output, compute(node, operands));
      }
      return new Map(outputs.map((name) => [name, values.get(name)!.values]));
    },
  };
}

function tensorOf(tensor: ReadMessage): Grid {
  const dims = bytesOf(tensor, 1).flatMap(packed);
  const type = integerOf(tensor, 2);
  const [raw] = bytesOf(tensor, 9);
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const size = type === 1 ? 4 : 8;
  const values = Array.from({ length: raw.length / size }, (_, i) => {
    if (type === 1) return view.getFloat32(4 * i, true);
    return type === 11 ? view.getFloat64(8 * i, true) : Number(view.getBigInt64(8 * i, true));
  });
  if (dims.reduce((product, dim) => product * dim, 1) !== values.length)
    throw new RangeError(`a tensor of ${dims.join()} holds ${values.length}`);
  return { width: dims.at(-1) ?? 1, values };
}

const softplus = (a: number): number => Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a)));
const sigmoid = (a: number): number => 1 / (1 + Math.exp(-a));

/** By Simpson's rule over 2/√π e^-t². */
function erf(x: number): number {
  const steps = 400;
  const h = x / steps;
  let sum = 0;
  for (let i = 0; i <= steps; i++)
    sum += (i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2) * Math.exp(-((i * h) ** 2));
  return ((2 / Math.sqrt(Math.PI)) * sum * h) / 3;
}

const unary: Readonly<Record<string, (a: number) => number>> = {
  Tanh: Math.tanh,
  Relu: (a) => Math.max(a, 0),
  Sigmoid: sigmoid,
  Elu: (a) => (a > 0 ? a : Math.exp(a) - 1),
  LeakyRelu: (a) => (a > 0 ? a : 0.01 * a),
  Softplus: softplus,
  Exp: Math.exp,
  Sin: Math.sin,
  Neg: (a) => -a,
  Abs: Math.abs,
  Erf: erf,
  IsNaN: (a) => Number(Number.isNaN(a)),
  Cast: (a) => a,
  Identity: (a) => a,
};

const binary: Readonly<Record<string, (a: number, b: number) => number>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
  Pow: (a, b) => a ** b,
  Max: Math.max,
  Min: Math.min,
  Greater: (a, b) => Number(a > b),
  GreaterOrEqual: (a, b) => Number(a >= b),
  Equal: (a, b) => Number(a === b),
};

function compute({ op, inputs, attributes }: ReadNode, operands: readonly Grid[]): Grid {
  const [a, b, c] = operands;
  if (op in unary) return { width: a.width, values: a.values.map((value) => unary[op](value as number)) };
  if (op in binary)
    return { width: Math.max(a.width, b.width), values: broadcast(operands, ([x, y]) => binary[op](x, y)) };
  if (op === 'Where') return { width: a.width, values: broadcast([a, b, c], ([is, x, y]) => (is ? x : y)) };
  const rows = a.values.length / a.width;
  const byRow = (width: number, of: (row: number, column: number) => number | string): Grid => ({
    width,
    values: Array.from({ length: rows * width }, (_, i) => of(Math.floor(i / width), i % width)),
  });
  const at = (grid: Grid, row: number, column: number): number =>
    grid.values[row * grid.width + column] as number;
  switch (op) {
    case 'Concat': {
      const columns = operands.flatMap((grid) =>
        Array.from({ length: grid.width }, (_, column) => [grid, column] as const),
      );
      return byRow(columns.length, (row, i) => at(columns[i][0], row, columns[i][1]));
    }
    case 'Gemm':
      return byRow(c.width, (row, neuron) => {
        let sum = at(c, 0, neuron);
        for (let i = 0; i < a.width; i++) sum += at(a, row, i) * at(b, neuron, i);
        return sum;
      });
    case 'Softmax':
      return byRow(a.width, (row, column) => {
        const all = Array.from({ length: a.width }, (_, i) => at(a, row, i));
        const most = Math.max(...all);
        return Math.exp(all[column] - most) / all.reduce((sum, z) => sum + Math.exp(z - most), 0);
      });
    case 'ArgMax':
      return byRow(1, (row) => {
        const all = Array.from({ length: a.width }, (_, i) => at(a, row, i));
        return all.indexOf(Math.max(...all));
      });
    case 'LabelEncoder':
      return { width: a.width, values: a.values.map(encoder(attributes)) };
    default:
      throw new RangeError(`${op} of ${inputs.length} inputs is no operator that is known here`);
  }
}

function encoder(attributes: ReadonlyMap<string, ReadMessage>): (key: number | string) => number | string {
  const list = (name: string): readonly (number | string)[] => {
    const attribute = attributes.get(name);
    if (attribute === undefined) return [];
    const numbers = (attribute.get(8) ?? []).map((value) => Number(BigInt.asIntN(64, value as bigint)));
    return numbers.length > 0 ? numbers : textsOf(attribute, 9);
  };
  const keys = [...list('keys_strings'), ...list('keys_int64s')];
  const values = [...list('values_int64s'), ...list('values_strings')];
  return (key) => (keys.includes(key) ? values[keys.indexOf(key)] : -1);
}

function broadcast(operands: readonly Grid[], of: (cells: number[]) => number): number[] {
  const width = Math.max(...operands.map((grid) => grid.width));
  const rows = Math.max(...operands.map((grid) => grid.values.length / grid.width));
  return Array.from({ length: rows * width }, (_, i) =>
    of(
      operands.map((grid) => {
        const [row, column] = [
          Math.floor(i / width) % (grid.values.length / grid.width),
          (i % width) % grid.width,
        ];
        return grid.values[row * grid.width + column] as number;
      }),
    ),
  );
}
