import { short } from '../brought-network.ts';
import { floatsOf, integerOf, integersOf, textsOf } from './attributes.ts';
import type { Spend } from './constants.ts';
import type { Known, KnownOf } from './known-values.ts';
import type { FileNode } from './model-file.ts';
import { areMissing, asItIs, ofRows, productOf, rowsByNumbers, type Rows } from './prepared-rows.ts';

/** What would be done to each column of an input. */
const ofKnownWidth = ['Sub', 'Add', 'Mul', 'Div', 'Concat', 'Scaler', 'Sin', 'Neg', 'IsNaN'];

/** What a node makes of a row before the first layer reads it; null where it is nothing that is known. */
export function prepared(node: FileNode, operands: readonly Known[], spend: Spend): Known | null {
  const [first] = operands;
  if (first === undefined) return null;
  switch (first.kind) {
    case 'block':
      return flattened(node, first, spend);
    case 'texts':
      return node.op === 'LabelEncoder' ? encoded(node, first) : null;
    case 'codes':
      return node.op === 'Equal' ? oneHot(first, operands[1]) : null;
    case 'open':
      if (!ofKnownWidth.includes(node.op)) return null;
      throw new RangeError(
        `${node.called} reads “${short(first.name)}”, of which the file does not say how wide it is`,
      );
    default: {
      const parts = operands.filter((operand) => operand.kind === 'rows');
      spend(32 * parts.reduce((sum, part) => sum + part.rows.length, 0));
      const rows = node.op === 'Concat' ? concatenated(node, operands) : madeOf(node, operands);
      return rows && { kind: 'rows', rows };
    }
  }
}

/** All that there is of a sample, one after the other. */
function flattened(node: FileNode, { name, size }: KnownOf<'block'>, spend: Spend): Known | null {
  const isFlat = node.op === 'Reshape' || (node.op === 'Flatten' && integerOf(node, 'axis', 1) === 1);
  if (!isFlat) return null;
  if (size === null || size < 1) return { kind: 'open', name };
  spend(32 * size);
  return { kind: 'rows', rows: Array.from({ length: size }, () => ({ feature: null, ...asItIs })) };
}

function encoded(node: FileNode, { column }: KnownOf<'texts'>): Known | null {
  const [keys, values] = [textsOf(node, 'keys_strings'), integersOf(node, 'values_int64s')];
  if (keys.length === 0 || keys.length !== values.length) return null;
  const texts = new Map<number, string[]>();
  keys.forEach((key, i) => texts.set(values[i], [...(texts.get(values[i]) ?? []), key]));
  return { kind: 'codes', column, textsOf: texts };
}

/** 1 where the column has the category of a number, or where it has nothing: the empty text, where that has a number below 0. */
function oneHot({ column, textsOf: texts }: KnownOf<'codes'>, number: Known | undefined): Known | null {
  if (number?.kind !== 'constant' || number.tensor.values.length !== 1) return null;
  const code = Number(number.tensor.values[0]);
  const categories = texts.get(code) ?? [];
  if (categories.length !== 1) return null;
  const [category] = categories;
  const feature =
    category === '' && code < 0
      ? ({ as: 'missing', of: column } as const)
      : ({ as: 'one-hot', of: column, category, missing: 'zero' } as const);
  return { kind: 'rows', rows: [{ feature, ...asItIs }] };
}

function concatenated(node: FileNode, operands: readonly Known[]): Rows | null {
  const axis = integerOf(node, 'axis', 0);
  const parts = operands.filter((operand) => operand.kind === 'rows');
  if (parts.length < operands.length || (axis !== 1 && axis !== -1)) return null;
  return parts.flatMap(({ rows }) => rows);
}

function madeOf(node: FileNode, operands: readonly Known[]): Rows | null {
  const { op } = node;
  const parts = operands.filter((operand) => operand.kind === 'rows').map(({ rows }) => rows);
  const constants = operands.filter((operand) => operand.kind === 'constant');
  if (parts.length + constants.length < operands.length) return null;
  if (op === 'Scaler' && operands.length === 1)
    return scaled(parts[0], floatsOf(node, 'offset'), floatsOf(node, 'scale'));
  if (op === 'Where') return parts.length === 2 && areMissing(parts[0], parts[1]) ? parts[1] : null;
  if (op === 'Mul' && parts.length === 2) return productOf(parts[0], parts[1]);
  if (operands.length === 1) return Object.hasOwn(ofRows, op) ? ofRows[op](parts[0]) : null;
  if (operands.length !== 2 || parts.length !== 1) return null;
  const [{ tensor }] = constants;
  const { values } = tensor;
  return values instanceof Float64Array && values.every(Number.isFinite)
    ? rowsByNumbers(op, parts[0], values, operands[0].kind === 'constant')
    : null;
}

/** (x - offset) · scale, each one for each input, or one for all. */
function scaled(rows: Rows, offsets: readonly number[], scales: readonly number[]): Rows | null {
  const moved = offsets.length === 0 ? rows : rowsByNumbers('Sub', rows, offsets, false);
  return moved && (scales.length === 0 ? moved : rowsByNumbers('Mul', moved, scales, false));
}
