import type { NamedGraph } from '../autograd/expression.ts';
import { functionNames } from '../autograd/expression/functions.ts';
import { printLines, type PrintStyle } from '../autograd/expression/print.ts';
import type { OpName } from '../autograd/ops.ts';
import type { Value } from '../autograd/value.ts';
import { UniqueNames } from './unique-names.ts';

/** A graph as Python statements, the same for every library that gives `+`, `tanh(…)` and so on a meaning. */
export interface PythonProgram {
  /** `a = leaf(2.0)`, `d = a * b`, … */
  readonly statements: readonly string[];
  /** The names that the statements define, in their order. */
  readonly names: readonly string[];
  readonly root: string;
  readonly ops: ReadonlySet<OpName>;
}

/** How the library makes a leaf, and a number that stands alone, from a number's text. */
export interface PythonLibrary {
  readonly leaf: string;
  readonly reserved: readonly string[];
}

/** The keywords of Python 3.8 to 3.13, soft ones included. */
const keywords =
  'False None True and as assert async await break case class continue def del elif else except finally for from ' +
  'global if import in is lambda match nonlocal not or pass raise return try type while with yield';
/** The builtins and the names at the top level that the exported files themselves use. */
const ownNames =
  'OverflowError ValueError abs float isinstance max name print reversed set staticmethod value values';
const pythonWords = `${keywords} ${ownNames}`.split(' ');

export function pythonProgram(graph: NamedGraph, { leaf, reserved }: PythonLibrary): PythonProgram {
  const renamed = renameForPython(graph, new Set([...pythonWords, ...functionNames, ...reserved, leaf]));
  const style: PrintStyle = {
    number: pythonNumber,
    // x ** 2 is read more easily than x ** 2.0 and means the same.
    exponent: (value) => (Number.isSafeInteger(value) ? String(value) : pythonNumber(value)),
    constant: (number) => `${leaf}(${number})`,
    // Python's own limits are about 200 brackets, and some thousand ops in a line.
    maximumNesting: 20,
    maximumDepth: 40,
  };
  const statements: string[] = [];
  const names: string[] = [];
  let root = '';
  for (const { name, kind, text } of printLines(renamed, style)) {
    if (name === null && kind === 'alias') {
      root = text;
      break;
    }
    root = name ?? new UniqueNames(names).take('result');
    statements.push(`${root} = ${kind === 'leaf' ? `${leaf}(${text})` : text}`);
    names.push(root);
  }
  const ops = new Set(graph.nodes.flatMap(({ op }) => (op === null ? [] : [op])));
  return { statements, names, root, ops };
}

/** Shortest text that reads back to the same number, as a Python float. */
function pythonNumber(value: number): string {
  if (!Number.isFinite(value)) return `float("${String(value).toLowerCase().replace('infinity', 'inf')}")`;
  const text = Object.is(value, -0) ? '-0' : String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/**
 * Names that Python reads as names and that mean nothing to it: identifiers in normal form NFKC, in which two names of
 * ours can be one, and none of the `__names__` that belong to the language (`__debug__`, `__builtins__`).
 */
function renameForPython(graph: NamedGraph, reserved: ReadonlySet<string>): NamedGraph {
  const named = new Map<string, Value>();
  const unique = new UniqueNames(reserved);
  for (const [name, node] of graph.named) {
    const normal = name.normalize('NFKC').replace(/[^\p{XIDC}]/gu, '_');
    const identifier = /^[\p{XIDS}_]/u.test(normal) ? normal : `_${normal}`;
    const isPythons = /^__.*__$/.test(identifier);
    named.set(unique.take(isPythons ? `own${identifier}` : identifier), node);
  }
  return { ...graph, named };
}
