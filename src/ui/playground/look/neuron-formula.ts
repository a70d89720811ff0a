import type { Activation } from '../../../experiment/activation-formula.ts';
import type { NeuronDetail } from '../../../protocol/look-messages.ts';

/** One product of the sum. */
export interface Term {
  /** What is read: an input's name, or `n3` for the third neuron before. */
  readonly name: string;
  readonly weight: number;
  readonly input: number;
  readonly product: number;
  /** d(loss)/d(weight); null without a loss. */
  readonly gradient: number | null;
}

/** A neuron with the numbers put in. */
export interface NeuronFormula {
  /** The largest products, in the order of the inputs. */
  readonly terms: readonly Term[];
  /** Of all the others together; null where all are listed. */
  readonly rest: { readonly count: number; readonly product: number } | null;
  readonly bias: number;
  readonly sum: number;
  readonly activation: Activation;
  readonly output: number;
  readonly gradients: { readonly bias: number; readonly output: number } | null;
}

/** Of more terms than these, the largest are listed. */
export const mostTerms = 16;

export function formulaOf(detail: NeuronDetail, names: readonly string[]): NeuronFormula {
  const all = Array.from(detail.weights, (weight, i): Term => {
    const input = detail.inputs[i];
    const gradient = detail.gradients?.weights[i] ?? null;
    return { name: names[i] ?? '', weight, input, product: weight * input, gradient };
  });
  const terms = largestOf(all);
  const isListed = new Set(terms);
  const others = all.filter((term) => !isListed.has(term));
  return {
    terms,
    rest:
      others.length === 0
        ? null
        : { count: others.length, product: others.reduce((sum, { product }) => sum + product, 0) },
    bias: detail.bias,
    sum: detail.sum,
    activation: detail.activation,
    output: detail.output,
    gradients: detail.gradients,
  };
}

function largestOf(all: readonly Term[]): readonly Term[] {
  if (all.length <= mostTerms) return all;
  const byPlace = all.map((term, place) => ({ term, place }));
  byPlace.sort((a, b) => Math.abs(b.term.product) - Math.abs(a.term.product));
  return byPlace
    .slice(0, mostTerms)
    .sort((a, b) => a.place - b.place)
    .map(({ term }) => term);
}

/** Four decimals, so that what is shown adds up; only what would take more room than there is has an exponent. */
export function formatTerm(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'not a number' : value < 0 ? '−∞' : '∞';
  const size = Math.abs(value);
  const text = size >= 1e5 ? size.toExponential(3).replace('e+', 'e') : size.toFixed(4);
  // What is written as 0 has no sign.
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** A slope: four decimals, or an exponent where these would say nothing. */
export function formatGradient(value: number): string {
  const size = Math.abs(value);
  if (value === 0 || size >= 1e-3 || !Number.isFinite(value)) return formatTerm(value);
  const text = size.toExponential(2).replace('e-', 'e−');
  return value < 0 ? `−${text}` : text;
}
