import type { OpName } from '../autograd/ops.ts';
import type { LabGraph } from './graph.ts';
import type { Step } from './step-plan.ts';

/** Where a NaN or an infinity came from: finite numbers went in. */
export interface Origin {
  readonly node: number;
  readonly quantity: 'data' | 'gradient';
  readonly value: number;
  readonly reason: string;
}

/** The nodes at which data stops being finite; what follows from them is not listed. */
export function dataOrigins(graph: LabGraph, data: ArrayLike<number>): Origin[] {
  return graph.values.flatMap((_, node): Origin[] => {
    const value = data[node];
    const operands = graph.operands[node].map((operand) => data[operand]);
    if (Number.isFinite(value) || !operands.every(Number.isFinite)) return [];
    return [{ node, quantity: 'data', value, reason: dataReason(graph.ops[node], operands, value) }];
  });
}

/** The pushes in which a finite arriving gradient and finite data give a gradient that is not finite. */
export function gradientOrigins(graph: LabGraph, data: ArrayLike<number>, steps: Iterable<Step>): Origin[] {
  const origins: Origin[] = [];
  for (const { kind, node, arriving, writes } of steps) {
    if (kind !== 'backward') continue;
    const known = [arriving, data[node], ...graph.operands[node].map((operand) => data[operand])];
    if (!known.every(Number.isFinite)) continue;
    for (const write of writes) {
      if (Number.isFinite(write.contribution)) continue;
      const reason = `${graph.ops[node] ?? ''} has no finite derivative at ${data[write.node]}`;
      origins.push({ node: write.node, quantity: 'gradient', value: write.contribution, reason });
    }
  }
  return origins;
}

function dataReason(op: OpName | null, operands: readonly number[], value: number): string {
  const [a, b] = operands;
  if (op === null) return 'this leaf is not finite itself';
  if (op === 'div' && b === 0) return a === 0 ? '0 divided by 0' : 'a division by zero';
  if (op === 'log') return a === 0 ? 'the logarithm of 0' : 'the logarithm of a negative number';
  if (op === 'sqrt') return 'the square root of a negative number';
  if (op === 'pow' || op === 'power') {
    if (a === 0 && !Number.isNaN(value)) return 'zero to a negative power';
    if (Number.isNaN(value) && a < 0) return 'a negative number to a power that is not whole';
  }
  return `${op} of these numbers is larger than a number can be`;
}
