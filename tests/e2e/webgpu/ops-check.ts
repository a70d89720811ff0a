import { TapeBuilder } from '../../../src/autograd/tape-builder.ts';
import { opNames, ops, type OpName } from '../../../src/autograd/ops.ts';
import type { GpuEvaluator } from '../../../src/backends/webgpu/gpu-evaluator.ts';
import { seededRandom } from './random-networks.ts';

const sampleCount = 4096;

/** Operands that an op is tried on: uniform in these ranges, and exactly these. */
const ranges: Readonly<Record<OpName, readonly [number, number]>> = {
  add: [-10, 10],
  sub: [-10, 10],
  mul: [-10, 10],
  div: [0.01, 10],
  neg: [-10, 10],
  pow: [0.01, 10],
  exp: [-80, 80],
  log: [1e-6, 1e4],
  sqrt: [0, 1e4],
  tanh: [-20, 20],
  sigmoid: [-60, 60],
  power: [0.2, 4],
  relu: [-10, 10],
  step: [-10, 10],
  softplus: [-60, 60],
  sin: [-100, 100],
  cos: [-100, 100],
  abs: [-10, 10],
  max: [-10, 10],
  min: [-10, 10],
  erf: [-5, 5],
  expm1: [-80, 80],
};
const exponents = [-3, -1, -0.5, 0.5, 1.5, 2, 3, 9];

export interface OpError {
  readonly name: string;
  /** Largest |GPU - f64| / max(1, |f64|), and how it is relative to the value alone. */
  readonly absolute: number;
  readonly relative: number;
}

/**
 * Lets the GPU compute each op over its operands. The op stands in the place of a network: its tape reads two inputs
 * and is given out as the displayed output.
 */
export async function measureOps(gpu: GpuEvaluator): Promise<OpError[]> {
  const errors: OpError[] = [];
  for (const op of opNames) {
    for (const exponent of op === 'pow' ? exponents : [0]) errors.push(await measureOp(gpu, op, exponent));
  }
  return errors;
}

async function measureOp(gpu: GpuEvaluator, op: OpName, exponent: number): Promise<OpError> {
  const random = seededRandom(1);
  const [from, to] = ranges[op];
  const column = (): Float64Array =>
    Float64Array.from({ length: sampleCount }, () => Math.fround(from + (to - from) * random()));
  const columns = [column(), column()];
  const trace = () => {
    const builder = new TapeBuilder({ inputCount: 2, targetCount: 0, parameterCount: 0 });
    const [a, b] = [builder.leaf('input', 0), builder.leaf('input', 1)];
    const result = builder.apply(op, a, ops[op].arity === 2 ? b : -1, exponent);
    return builder.build([result, a]);
  };
  // The plan decides what is checked and where parameters lie; the tape alone is written out. The exponent tells
  // programs apart, as their plans would.
  const activation = 'linear' as const;
  const width = 1;
  const layers = [{ width, activation, weightOffset: 0, biasOffset: 2 }];
  const plan = { inputCount: 2, layers, display: 'identity' as const };
  const neurons = Array.from(
    { length: 1 + opNames.indexOf(op) + 20 * (1 + exponents.indexOf(exponent)) },
    () => ({
      layer: 0,
      neuron: 0,
    }),
  );
  const program = { plan, neurons, trace };
  await gpu.prepare(program);
  const result = await gpu.evaluate({
    program,
    parameters: Float64Array.of(1, 1, 1),
    parts: [{ samples: { kind: 'columns', columns, count: sampleCount }, rows: 1 }],
  });
  if (!result.ok) throw new Error(`${op}: ${result.message}`);
  if (result.path !== 'straight-line') throw new Error(`${op} ran by ${result.path}`);
  let absolute = 0;
  let relative = 0;
  for (let i = 0; i < sampleCount; i++) {
    const exact = ops[op].value(columns[0][i], columns[1][i], exponent);
    const difference = Math.abs(result.values[0][i] - exact);
    absolute = Math.max(absolute, difference / Math.max(1, Math.abs(exact)));
    if (exact !== 0) relative = Math.max(relative, difference / Math.abs(exact));
  }
  return { name: op === 'pow' ? `pow ${exponent}` : op, absolute, relative };
}
