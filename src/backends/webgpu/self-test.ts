import { TapeBuilder } from '../../autograd/tape-builder.ts';
import type { Tape } from '../../autograd/tape.ts';
import type { GpuEvaluator } from './gpu-evaluator.ts';
import {
  weightRow,
  outputCount,
  rowCountOf,
  type LayerPlan,
  type NetworkPlan,
  type NetworkProgram,
  type PlanActivation,
  type PlanDisplay,
} from './network-plan.ts';
import type { EvaluationBatch } from './requests.ts';
import { failure, type EvaluationFailure, type OpenFailure } from './results.ts';
import { spotCheck } from './spot-check.ts';

interface TestShape {
  readonly layers: readonly (readonly [width: number, activation: PlanActivation])[];
  readonly display: PlanDisplay;
}

/** Small networks with one output and with several: every activation, and widths around the loops' blocks of four. */
const shapes: readonly TestShape[] = [
  {
    layers: [
      [5, 'tanh'],
      [4, 'sigmoid'],
      [9, 'relu'],
      [1, 'linear'],
    ],
    display: 'two-sigmoid-minus-one',
  },
  {
    layers: [
      [3, 'tanh'],
      [5, 'linear'],
    ],
    display: 'softmax',
  },
];
const inputCount = 2;

/** Far outside, too: a built-in tanh or exp would overflow there. */
const points = [-1e6, -200, -6, -1, -0.25, 0, 0.25, 1, 6, 200, 1e6];

function planOf({ layers: shape, display }: TestShape): { plan: NetworkPlan; parameterCount: number } {
  const layers: LayerPlan[] = [];
  let offset = 0;
  let inputs = inputCount;
  for (const [width, activation] of shape) {
    const biasOffset = offset + width * inputs;
    layers.push({ width, activation, weightOffset: offset, biasOffset });
    offset = biasOffset + width;
    inputs = width;
  }
  return { plan: { inputCount, layers, display }, parameterCount: offset };
}

/** The program's rows as a tape. */
function traceRows({ plan, neurons }: Omit<NetworkProgram, 'trace'>, parameterCount: number): Tape {
  const builder = new TapeBuilder({ inputCount, targetCount: 0, parameterCount });
  let signals = Array.from({ length: inputCount }, (_, i) => builder.leaf('input', i));
  const byLayer = plan.layers.map(({ width, activation, biasOffset }, layer) => {
    signals = Array.from({ length: width }, (_, neuron) => {
      const terms = signals.map((signal, i) =>
        builder.mul(builder.leaf('parameter', weightRow(plan, layer, neuron) + i), signal),
      );
      const sum = terms.reduce((all, term) => builder.add(all, term));
      const z = builder.add(sum, builder.leaf('parameter', biasOffset + neuron));
      return activation === 'linear' ? z : builder.apply(activation, z);
    });
    return signals;
  });
  return builder.build([
    ...displayedBy[plan.display](builder, signals),
    ...signals,
    ...neurons.map(({ layer, neuron }) => byLayer[layer][neuron]),
  ]);
}

type Display = (builder: TapeBuilder, predictions: readonly number[]) => readonly number[];

const displayedBy = {
  identity: (_builder, predictions) => predictions,
  'two-sigmoid-minus-one': (builder, predictions) =>
    predictions.map((z) =>
      builder.sub(builder.mul(builder.sigmoid(z), builder.constant(2)), builder.constant(1)),
    ),
  softmax: (builder, predictions) => {
    const total = predictions.reduce((sum, z) =>
      builder.add(z, builder.apply('softplus', builder.sub(sum, z))),
    );
    return predictions.map((z) => builder.apply('exp', builder.sub(z, total)));
  },
} as const satisfies Record<PlanDisplay, Display>;

function batchOf(shape: TestShape): EvaluationBatch {
  const { plan, parameterCount } = planOf(shape);
  const neurons = plan.layers.flatMap(({ width }, layer) =>
    Array.from({ length: width }, (_, neuron) => ({ layer, neuron })),
  );
  const program = { plan, neurons, trace: () => traceRows({ plan, neurons }, parameterCount) };
  // Spread over [-1.5, 1.5], no two alike.
  const parameters = Float64Array.from({ length: parameterCount }, (_, i) => 1.5 * Math.sin(1 + 2.4 * i));
  const forwards = Float64Array.from(points);
  const backwards = forwards.toReversed();
  const near = forwards.subarray(3, 8);
  const ones = near.map(() => 1);
  const rows = rowCountOf(program);
  return {
    program,
    parameters,
    parts: [
      { samples: { kind: 'columns', columns: [forwards, backwards], count: points.length }, rows },
      {
        // Near the origin, where no activation is flat and no cell like another.
        samples: { kind: 'grid', resolution: 5, columns: [near, ones], rows: [ones, near] },
        rows: outputCount(plan),
      },
    ],
  };
}

/**
 * Lets the GPU compute known networks by either kind of shader and compares every number with f64, within the
 * computed bound.
 *
 * @returns what is wrong, or `undefined` if all is right
 */
export async function selfTest(evaluator: GpuEvaluator): Promise<OpenFailure | undefined> {
  for (const shape of shapes) {
    const problem = await testOf(evaluator, batchOf(shape));
    if (problem !== undefined) return problem;
  }
  return undefined;
}

async function testOf(evaluator: GpuEvaluator, batch: EvaluationBatch): Promise<OpenFailure | undefined> {
  for (const isPrepared of [false, true]) {
    const problem = isPrepared ? await evaluator.prepare(batch.program) : undefined;
    const result = problem ?? (await evaluator.evaluate(batch));
    if (!result.ok) return asOpenFailure(result);
    const { outside } = spotCheck(batch, result.values);
    if (outside !== undefined)
      return failure('self-test-failed', `The GPU does not compute right: ${outside}`);
  }
  return undefined;
}

function asOpenFailure({ code, message }: EvaluationFailure): OpenFailure {
  if (code === 'shader-rejected') return failure('shader-rejected', message);
  if (code === 'timeout') return failure('device-timeout', message);
  return failure('self-test-failed', `The GPU failed its self-test: ${message}`);
}
