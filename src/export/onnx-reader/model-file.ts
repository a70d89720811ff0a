import { short } from '../brought-network.ts';
import { WireMessage } from './wire.ts';

/** A node of the graph as it stands in the file. */
export interface FileNode {
  /** For a sentence: “Conv at conv1”. */
  readonly called: string;
  readonly op: string;
  /** '' where one that may be left out is. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, WireMessage>;
}

/** What the graph reads. */
export interface FileInput {
  readonly name: string;
  /** Behind the first one, which counts rows; null where one is open, or where none are said. */
  readonly sizes: readonly number[] | null;
  /** How many sizes there are in all; null where that is not said. */
  readonly rank: number | null;
  readonly isText: boolean;
}

export interface ModelFile {
  readonly producer: string;
  readonly metadata: ReadonlyMap<string, string>;
  readonly nodes: readonly FileNode[];
  /** TensorProtos by their names. */
  readonly initializers: ReadonlyMap<string, WireMessage>;
  readonly inputs: readonly FileInput[];
  readonly outputs: readonly string[];
}

/** More is no network that can be trained here. */
const mostNodes = 10_000;

/** Operators of these domains are known; those of others are called by both names. */
const known = ['', 'ai.onnx', 'ai.onnx.ml', 'com.microsoft'];

/** Of a ModelProto, by the numbers of onnx.proto3 (https://onnx.ai/onnx/repo-docs/IR.html). Throws a RangeError. */
export function readModelFile(bytes: Uint8Array): ModelFile {
  if (bytes.length === 0) throw new RangeError('it is empty');
  const model = new WireMessage(bytes);
  const graph = model.message(7);
  if (graph === null) throw new RangeError('it is no ONNX: there is no graph in it');
  const nodes = graph.messages(1);
  if (nodes.length > mostNodes)
    throw new RangeError(`it has ${nodes.length} nodes, expected at most ${mostNodes}`);
  const initializers = graph.messages(5).map((tensor) => [tensor.text(8), tensor] as const);
  const names = new Set(initializers.map(([name]) => name));
  return {
    producer: model.text(2),
    metadata: new Map(model.messages(14).map((entry) => [entry.text(1), entry.text(2)])),
    nodes: nodes.map((node, i) => nodeOf(node, i)),
    initializers: new Map(initializers),
    // Older files list what is given among what is to be given.
    inputs: graph
      .messages(11)
      .map(inputOf)
      .filter(({ name }) => !names.has(name)),
    outputs: graph.messages(12).map((value) => value.text(1)),
  };
}

function nodeOf(node: WireMessage, i: number): FileNode {
  const [type, domain, name] = [node.text(4), node.text(7), node.text(3)];
  const op = known.includes(domain) ? type : `${domain}.${type}`;
  return {
    op,
    called: `${short(op)} ${name === '' ? `(node ${i + 1})` : `at ${short(name)}`}`,
    inputs: node.texts(1),
    outputs: node.texts(2),
    attributes: new Map(node.messages(5).map((attribute) => [attribute.text(1), attribute])),
  };
}

function inputOf(value: WireMessage): FileInput {
  const tensor = value.message(2)?.message(1) ?? null;
  const shape = tensor?.message(2) ?? null;
  const sizes = shape?.messages(1).map((size) => (size.has(1) ? size.integer(1) : null)) ?? null;
  const behind = sizes?.slice(1) ?? null;
  return {
    name: value.text(1),
    sizes: behind?.every((size) => size !== null) === true ? behind : null,
    rank: sizes?.length ?? null,
    isText: tensor?.integer(1) === 8,
  };
}
