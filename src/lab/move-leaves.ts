import type { ExpressionGraph } from '../autograd/expression.ts';

export interface MovedLeaves {
  readonly source: string;
  /** Values of the leaves whose line says none. */
  readonly leafData: ReadonlyMap<string, number>;
}

/**
 * Gives leaves other values: in the text where it says `name = number`, beside it otherwise, so that there is one
 * truth for each. `graph` is what the source was read as. Names that are no leaves are left out.
 */
export function moveLeaves(
  source: string,
  leafData: ReadonlyMap<string, number>,
  graph: ExpressionGraph,
  values: ReadonlyMap<string, number>,
): MovedLeaves {
  const beside = new Map(leafData);
  const replacements: { readonly from: number; readonly to: number; readonly text: string }[] = [];
  for (const [name, value] of values) {
    if (!graph.leaves.has(name)) continue;
    const range = graph.numbers.get(name);
    if (range !== undefined && Number.isFinite(value)) {
      replacements.push({ ...range, text: numberText(value) });
      beside.delete(name);
    } else beside.set(name, value);
  }
  replacements.sort((a, b) => b.from - a.from);
  let text = source;
  for (const { from, to, text: number } of replacements) {
    text = text.slice(0, from) + number + text.slice(to);
  }
  return { source: text, leafData: beside };
}

/** As the language of expressions reads it back to the same number. */
function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
