import type { OpName } from '../../autograd/ops.ts';
import { topologicalOrder, Value } from '../../autograd/value.ts';
import {
  activationProblem,
  longestActivationFormula,
  type Activation,
} from '../../experiment/activation-formula.ts';
import { activationNames } from '../../experiment/names.ts';
import { activate } from '../../nn/activations.ts';

/** Where functions are compared: close by 0, where they bend, and far away, where they are straight or flat. */
const points = [
  ...Array.from({ length: 121 }, (_, i) => (i - 60) / 4),
  ...[1e-3, 20, 33, 50, 80].flatMap((size) => [-size, size]),
];
/** Constants in single precision and their sums are not off by more. */
const tolerance = 1e-6;

function samplesOf(value: Value, z: Value): number[] {
  const before = z.data;
  const samples = points.map((point) => {
    z.data = point;
    value.forward();
    return value.data;
  });
  z.data = before;
  return samples;
}

const isClose = (samples: readonly number[], expected: readonly number[]): boolean =>
  samples.every(
    (value, i) => Math.abs(value - expected[i]) <= tolerance * Math.max(1, Math.abs(expected[i])),
  );

/** That an activation comes to the same as `value`, which is made of the leaf z. */
export function isActivation(activation: Activation, value: Value, z: Value): boolean {
  const own = new Value(0);
  return isClose(samplesOf(value, z), samplesOf(activate(activation, own), own));
}

/**
 * The activation that does what `value` does of the leaf z, however it is written; where none does, its formula; null
 * where that is too long.
 */
export function nameActivation(value: Value, z: Value): Activation | null {
  const samples = samplesOf(value, z);
  const named = activationNames.find((name) => {
    const own = new Value(0);
    return isClose(samples, samplesOf(activate(name, own), own));
  });
  if (named !== undefined) return named;
  const text = formulaOf(value, z);
  if (text === null || activationProblem(`=${text}`) !== null) return null;
  return isActivation(`=${text}`, value, z) ? `=${text}` : null;
}

/** A text, and how firmly it holds together: sums 0, products 1, all that needs no brackets anywhere 2. */
interface Written {
  readonly text: string;
  readonly level: number;
}

interface Writer {
  readonly level: number;
  /** Of operands that are less firm than this, the left and the right one, each is put in brackets. */
  readonly operands: readonly [number, number];
  readonly write: (a: string, b: string) => string;
}

/** All others are called as functions. */
const writers: Readonly<Partial<Record<OpName, Writer>>> = {
  add: { level: 0, operands: [0, 1], write: (a, b) => `${a} + ${b}` },
  sub: { level: 0, operands: [0, 1], write: (a, b) => `${a} - ${b}` },
  mul: { level: 1, operands: [1, 2], write: (a, b) => `${a} * ${b}` },
  div: { level: 1, operands: [1, 2], write: (a, b) => `${a} / ${b}` },
  neg: { level: 0, operands: [2, 2], write: (a) => `-${a}` },
  pow: { level: 1, operands: [2, 2], write: (a, b) => `${a} ** ${b}` },
  power: { level: 1, operands: [2, 2], write: (a, b) => `${a} ** ${b}` },
};

/** In the language of formulas; null where it would be longer than one may be. */
function formulaOf(value: Value, z: Value): string | null {
  const texts = new Map<Value, Written | null>();
  for (const node of topologicalOrder([value]))
    texts.set(node, node === z ? { text: 'z', level: 2 } : written(node, texts));
  return texts.get(value)?.text ?? null;
}

function written(
  { op, operands, data, exponent }: Value,
  texts: ReadonlyMap<Value, Written | null>,
): Written | null {
  if (op === null) return numberText(data);
  const parts = [
    ...operands.map((operand) => texts.get(operand)),
    ...(op === 'pow' ? [numberText(exponent)] : []),
  ];
  const known = parts.filter((part) => part !== undefined && part !== null);
  if (known.length < parts.length) return null;
  const writer = writers[op];
  const inBrackets = known.map(({ text, level }, i) =>
    level < (writer?.operands[i] ?? 0) ? `(${text})` : text,
  );
  const text = writer?.write(inBrackets[0], inBrackets[1]) ?? `${op}(${inBrackets.join(', ')})`;
  return text.length > longestActivationFormula ? null : { text, level: writer?.level ?? 2 };
}

/** The shortest one of the same single precision; null for what is not finite. */
function numberText(number: number): Written | null {
  if (!Number.isFinite(number)) return null;
  const texts = Array.from({ length: 9 }, (_, i) => String(Number(number.toPrecision(i + 1))));
  const text = texts.find((one) => Math.fround(Number(one)) === Math.fround(number)) ?? String(number);
  return { text, level: text.startsWith('-') ? 0 : 2 };
}

/** What is made of z as factor · z + offset, to the bit; null where it is no straight line. */
export function lineOf(value: Value, z: Value): { readonly factor: number; readonly offset: number } | null {
  const lines = new Map<Value, { factor: number; offset: number } | null>();
  for (const node of topologicalOrder([value]))
    lines.set(node, node === z ? { factor: 1, offset: 0 } : line(node, lines));
  return lines.get(value) ?? null;
}

type Line = { factor: number; offset: number };

function line({ op, operands, data }: Value, lines: ReadonlyMap<Value, Line | null>): Line | null {
  if (op === null) return { factor: 0, offset: data };
  const [a, b] = operands.map((operand) => lines.get(operand) ?? null);
  if (a === null) return null;
  if (op === 'neg') return { factor: -a.factor, offset: -a.offset };
  if (b === null || b === undefined) return null;
  if (op === 'add') return { factor: a.factor + b.factor, offset: a.offset + b.offset };
  if (op === 'sub') return { factor: a.factor - b.factor, offset: a.offset - b.offset };
  if (op === 'mul' && b.factor === 0) return { factor: a.factor * b.offset, offset: a.offset * b.offset };
  if (op === 'mul' && a.factor === 0) return { factor: a.offset * b.factor, offset: a.offset * b.offset };
  if (op === 'div' && b.factor === 0) return { factor: a.factor / b.offset, offset: a.offset / b.offset };
  return null;
}
