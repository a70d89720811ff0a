import {
  rowsRead,
  rowsWritten,
  type Elementwise,
  type MatrixVector,
  type Nest,
  type Pack,
  type Row,
} from './row-program.ts';

/** Longer loop bodies are split, so that one function never grows without bound. */
const largestNest = 256;

/**
 * Gathers neighbouring row ops of one length into one loop each. Null if some op reads a row that no earlier one
 * (nor `given`) has written.
 */
export function joinNests(
  ordered: readonly (MatrixVector | Pack | Elementwise)[],
  given: readonly Row[],
): Nest[] | null {
  const nests: Nest[] = [];
  let open: Elementwise[] = [];
  const close = (): void => {
    if (open.length > 0) nests.push({ kind: 'elementwise-nest', length: open[0].result.length, ops: open });
    open = [];
  };
  for (const op of ordered) {
    if (op.kind !== 'elementwise') {
      close();
      nests.push(op);
      continue;
    }
    if (open.length === largestNest || (open.length > 0 && !fits(op, open))) close();
    open.push(op);
  }
  close();
  return follow(nests, given) ? nests : null;
}

/** A member of a row that is being computed in the same loop is there only for rows of length 1. */
function fits(op: Elementwise, open: readonly Elementwise[]): boolean {
  const length = open[0].result.length;
  if (op.result.length !== length) return false;
  if (length === 1) return true;
  const inside = new Set(open.map((other) => other.result.id));
  return op.operands.every((operand) => operand.kind !== 'member' || !inside.has(operand.row.id));
}

function follow(nests: readonly Nest[], given: readonly Row[]): boolean {
  const written = new Set(given.map(({ id }) => id));
  for (const nest of nests) {
    const own = rowsWritten(nest);
    const inside = new Set<number>();
    if (nest.kind !== 'elementwise-nest') {
      if (!rowsRead(nest).every((row) => written.has(row.id))) return false;
    } else {
      for (const op of nest.ops) {
        const read = rowsRead({ ...nest, ops: [op] });
        if (!read.every((row) => written.has(row.id) || inside.has(row.id))) return false;
        inside.add(op.result.id);
      }
    }
    for (const row of own) written.add(row.id);
  }
  return true;
}
