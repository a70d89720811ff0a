import { parseExpression, type ExpressionGraph } from '../autograd/expression.ts';
import { lastRead } from './last-read.ts';
import { activationNames, type ActivationName } from './names.ts';

/** An activation that was typed: a formula of z in the graph lab's language, behind a sign that no name begins with. */
export type FormulaActivation = `=${string}`;
export type Activation = ActivationName | FormulaActivation;

/** What there is before anything is typed: GELU, as it is quickest to compute. */
export const usualActivationFormula = 'z * sigmoid(1.702 * z)';

/** Every neuron computes it. */
export const longestActivationFormula = 200;

const constants = new Map([
  ['pi', Math.PI],
  ['e', Math.E],
]);

/** What a formula computes, and the leaf that z is. */
export interface ActivationGraph extends Pick<ExpressionGraph, 'nodes' | 'root' | 'exponents'> {
  readonly z: ExpressionGraph['root'];
}

type Read =
  | { readonly ok: true; readonly graph: ActivationGraph }
  | { readonly ok: false; readonly message: string; readonly range: FormulaRange | null };

/** Characters of a formula, from 0; `to` is behind the last. */
export interface FormulaRange {
  readonly from: number;
  readonly to: number;
}

export function isFormula(activation: string): activation is FormulaActivation {
  return activation.startsWith('=');
}

/** The formula of an activation, without its sign; what is wrong with it is said with the place. */
export const readActivationFormula = lastRead(read);

function read(text: string): Read {
  if (text.length > longestActivationFormula)
    return wrong(`it has ${text.length} characters, at most ${longestActivationFormula} are possible`);
  const parsed = parseExpression(text, { leafData: constants });
  if (!parsed.ok) return wrong(`column ${parsed.error.column}: ${parsed.error.message}`, parsed.error);
  const { leaves, numbers, ranges, nodes, root, exponents } = parsed.graph;
  for (const [name, leaf] of leaves) {
    const isOurs = name === 'z' || constants.has(name);
    if (isOurs === numbers.has(name)) {
      const problem = isOurs ? 'keeps its meaning' : 'is not known';
      const range = ranges.get(leaf) ?? { from: 0, to: 0 };
      return wrong(
        `column ${range.from + 1}: “${name}” ${problem}: there are z, what a neuron sums up, pi and e`,
        range,
      );
    }
  }
  const z = leaves.get('z');
  const varies = new Set([z]);
  for (const node of nodes) if (node.operands.some((operand) => varies.has(operand))) varies.add(node);
  return z !== undefined && varies.has(root)
    ? { ok: true, graph: { nodes, root, exponents, z } }
    : wrong('z, what a neuron sums up, is not in it');
}

function wrong(message: string, range: FormulaRange | null = null): Read {
  return { ok: false, message, range: range && { from: range.from, to: range.to } };
}

/** Where a formula is wrong; null where nothing is, or not at one place. */
export function activationFormulaFault(text: string): FormulaRange | null {
  const result = readActivationFormula(text);
  return result.ok ? null : result.range;
}

/** What is wrong with a formula, as what was expected instead; null if nothing is. */
export function activationFormulaProblem(text: string): string | null {
  const result = readActivationFormula(text);
  return result.ok ? null : `a formula of z (${result.message})`;
}

/** What is wrong with an activation, likewise. */
export function activationProblem(activation: unknown): string | null {
  if (typeof activation === 'string' && isFormula(activation))
    return activationFormulaProblem(activation.slice(1));
  const isName = activationNames.some((name) => name === activation);
  return isName ? null : `one of ${activationNames.join(', ')}, or = and a formula of z`;
}
