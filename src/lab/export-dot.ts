import type { LabGraph } from './graph.ts';

export interface DotOptions {
  /** By node, as a stepper holds them; without, the drawing shows names and operations only. */
  readonly data?: ArrayLike<number>;
  readonly gradients?: ArrayLike<number>;
  /** Digits after the decimal point; 4 by default. */
  readonly digits?: number;
}

/** The graph in Graphviz's language, drawn as micrograd's draw_dot does: a record per node, a circle per op. */
export function exportDot(graph: LabGraph, { data, gradients, digits = 4 }: DotOptions = {}): string {
  const lines = ['digraph expression {', '  rankdir=LR;'];
  graph.ops.forEach((op, node) => {
    const fields = [escapeField(graph.names[node])];
    if (data !== undefined) fields.push(`data ${fixed(data[node], digits)}`);
    if (gradients !== undefined) fields.push(`grad ${fixed(gradients[node], digits)}`);
    lines.push(`  n${node} [shape=record, label="{ ${fields.join(' | ')} }"];`);
    if (op === null) return;
    const label = op === 'pow' ? `** ${graph.exponents[node]}` : (signs[op] ?? op);
    lines.push(`  n${node}op [shape=circle, label="${label}"];`, `  n${node}op -> n${node};`);
    for (const operand of graph.operands[node]) lines.push(`  n${operand} -> n${node}op;`);
  });
  return [...lines, '}', ''].join('\n');
}

const signs: Readonly<Partial<Record<string, string>>> = {
  add: '+',
  sub: '−',
  mul: '×',
  div: '÷',
  neg: '−',
  power: '**',
};

/** Characters with a meaning in a record's label or in a string; see https://graphviz.org/doc/info/shapes.html#record */
function escapeField(text: string): string {
  return text.replace(/[\\"{}|<>]/g, (character) => `\\${character}`);
}

/** With so many digits after the point, or where that would show none of a number's own, as `1.5e-5`. */
function fixed(value: number, digits: number): string {
  const size = Math.abs(value);
  if (value !== 0 && (size < 10 ** (1 - digits) || size >= 1e15 || !Number.isFinite(value)))
    return String(Number(value.toPrecision(digits)));
  return value.toFixed(digits);
}
