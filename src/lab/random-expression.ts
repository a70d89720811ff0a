import type { SmallRandom } from './random.ts';

/** 1: sums and products. 2: nodes that are used twice, quotients and powers. 3: functions as well. */
export const exerciseLevels = [1, 2, 3] as const;
export type ExerciseLevel = (typeof exerciseLevels)[number];

/** How a line is made of two names that exist. */
type Form = (a: string, b: string) => string;

const sums: readonly Form[] = [
  (a, b) => `${a} + ${b}`,
  (a, b) => `${a} - ${b}`,
  (a, b) => `${a} * ${b}`,
  (a, b) => `${a} * ${b}`,
];
const squares: readonly Form[] = [
  (a) => `${a} ** 2`,
  (a) => `${a} / 2`,
  (a, b) => `${a} / (${b} ** 2 + 1)`,
  (a) => `${a} + ${a}`,
];
/** Their operands are kept small, so that a pocket calculator does. */
const functions: readonly Form[] = [
  (a) => `tanh(${a} / 4)`,
  (a, b) => `relu(${a} + ${b})`,
  (a) => `sigmoid(${a})`,
  (a) => `exp(-(${a} ** 2) / 8)`,
  (a) => `log(${a} ** 2 + 1)`,
  (a, b) => `tanh(${a} * ${b} / 8)`,
  (a, b) => `sin(${a}) + ${b}`,
];

const levels: Readonly<Record<ExerciseLevel, { readonly lines: number; readonly forms: readonly Form[] }>> = {
  1: { lines: 2, forms: sums },
  2: { lines: 3, forms: [...sums, ...squares] },
  3: { lines: 4, forms: [...squares, ...functions] },
};

const leafNames = ['a', 'b', 'c'];
const lineNames = ['d', 'e', 'f', 'g'];

/** An expression to differentiate by hand: small whole leaves, and every name is of use to the last line. */
export function randomExpression(level: ExerciseLevel, random: SmallRandom): string {
  const { lines, forms } = levels[level];
  const text = leafNames.map((name) => `${name} = ${random.pick([-3, -2, -1, 1, 2, 3, 4])}`);
  const known = [...leafNames];
  let unused = [...leafNames];
  for (const name of lineNames.slice(0, lines)) {
    const a = random.pick(unused);
    const others = (level === 1 && unused.length > 1 ? unused : known).filter((other) => other !== a);
    const expression = random.pick(forms)(a, random.pick(others));
    text.push(`${name} = ${expression}`);
    const used = new Set(expression.match(/\b[a-g]\b/g));
    known.push(name);
    unused = [...unused.filter((other) => !used.has(other)), name];
  }
  if (unused.length > 1) text.push(`L = ${unused.join(' + ')}`);
  return text.join('\n');
}
