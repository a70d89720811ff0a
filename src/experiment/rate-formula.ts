import { parseExpression, type ExpressionGraph } from '../autograd/expression.ts';
import { longestFormula } from '../autograd/formula.ts';
import { lastRead } from './last-read.ts';

/** What there is before anything is written: the rate halves by epoch 20. */
export const usualRateFormula = 'lr / (1 + e / 20)';

type Read =
  { readonly ok: true; readonly graph: ExpressionGraph } | { readonly ok: false; readonly message: string };

/** In the graph lab's language, over the epoch `e` and the learning rate `lr` that is set. */
export const readRateFormula = lastRead(read);

function read(text: string): Read {
  if (text.length > longestFormula)
    return { ok: false, message: `it has ${text.length} characters, at most ${longestFormula} are possible` };
  const result = parseExpression(text);
  if (!result.ok) {
    const { line, column, message } = result.error;
    return { ok: false, message: `line ${line}, column ${column}: ${message}` };
  }
  const { leaves, numbers } = result.graph;
  for (const name of leaves.keys()) {
    if (name !== 'e' && name !== 'lr' && !numbers.has(name))
      return {
        ok: false,
        message: `“${name}” is not known: there are e, the epoch, and lr, the learning rate`,
      };
  }
  return { ok: true, graph: result.graph };
}

/** What is wrong with a formula, as what was expected instead; null if nothing is. */
export function rateFormulaProblem(text: string): string | null {
  // As of the points: where nobody wrote a formula, none is read.
  if (text === usualRateFormula) return null;
  const result = readRateFormula(text);
  return result.ok ? null : `a formula of e (${result.message})`;
}
