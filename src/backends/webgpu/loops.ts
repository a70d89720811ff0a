import type { OpName } from '../../autograd/ops.ts';
import loops from './network-loops.wgsl?raw';
import { activationCodes, planLimits, type NetworkPlan, type PlanActivation } from './network-plan.ts';
import { opEmitters } from './op-emitters.ts';
import { predictionType } from './prediction.ts';
import { callsFor, functionSources } from './wgsl-functions.ts';

/** Widths that loops are compiled for: a sample's signals lie in private memory, and a narrow network needs little. */
const capacities = [16, 32, 64, planLimits.maxWidth] as const;

/** The smallest capacity that holds a network's layers and inputs. */
export function loopCapacity({ inputCount, layers }: NetworkPlan): number {
  const widest = layers.reduce((most, { width }) => Math.max(most, width), inputCount);
  return capacities.find((capacity) => widest <= capacity) ?? planLimits.maxWidth;
}

/** The op behind each activation; a linear neuron needs none. */
const activationOps = {
  linear: null,
  tanh: 'tanh',
  relu: 'relu',
  sigmoid: 'sigmoid',
} as const satisfies Record<PlanActivation, OpName | null>;

/** An op of one operand on four numbers at once. */
export function inFours(op: OpName, operand: string): string {
  return callsFor(opEmitters[op].write(operand, '', 0), 'vec4f');
}

/** The cases of a `switch` over codes, each of which returns an expression. */
export function switchOver<Name extends string>(
  codes: Readonly<Record<Name, number>>,
  expression: (name: Name) => string,
): string {
  const names = Object.keys(codes) as Name[];
  return names.map((name) => `    case ${codes[name]}u: { return ${expression(name)}; }`).join('\n');
}

function activation(name: PlanActivation): string {
  const op = activationOps[name];
  return op === null ? 'z' : inFours(op, 'z');
}

const called = Object.values(activationOps).flatMap((op) => (op === null ? [] : opEmitters[op].calls));

/** The numbers of the output layer, one after another. */
function outputs(outputCount: number): string {
  const one = (i: number): string =>
    i < 4 ? `signals[source].${'xyzw'[i]}` : `signals[source + ${i >> 2}].${'xyzw'[i & 3]}`;
  return Array.from({ length: outputCount }, (_, i) => one(i)).join(', ');
}

/**
 * `Prediction` and `predict` for every network up to a capacity with so many outputs. What surrounds it declares
 * `weights` and defines `input` and `record`.
 *
 * @param firstBinding of the two tables: the network, then the taps
 */
export function loopSource(capacity: number, outputCount: number, firstBinding: number): string {
  return `\
${predictionType(outputCount)}
const MAX_BLOCKS = ${capacity / 4}u;
@group(0) @binding(${firstBinding}) var<storage, read> network: Network;
@group(0) @binding(${firstBinding + 1}) var<storage, read> taps: array<Tap>;
${functionSources(called, 'vec4f')}
fn activate(z: vec4f, activation: u32) -> vec4f {
  switch activation {
${switchOver(activationCodes, activation)}
    default: { return z; }
  }
}
${loops.replace('Prediction(OUTPUTS)', `Prediction(${outputs(outputCount)})`)}`;
}
