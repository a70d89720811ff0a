import { boundAt } from './error-bound.ts';
import type { GpuEvaluator } from './gpu-evaluator.ts';
import type { LayerPlan, NeuronRef, NetworkPlan, PlanActivation } from './network-plan.ts';

/** A small network with every activation, and widths on both sides of the shader's blocks of four. */
const shape: readonly { readonly width: number; readonly activation: PlanActivation }[] = [
  { width: 5, activation: 'tanh' },
  { width: 4, activation: 'sigmoid' },
  { width: 9, activation: 'relu' },
  { width: 1, activation: 'linear' },
];

/** Far outside, too: a built-in tanh or exp would overflow there. */
const points = [-1e6, -200, -6, -1, -0.25, 0, 0.25, 1, 6, 200, 1e6];

function testPlan(): { readonly plan: NetworkPlan; readonly parameterCount: number } {
  const inputCount = 2;
  const layers: LayerPlan[] = [];
  let offset = 0;
  let fanIn = inputCount;
  for (const { width, activation } of shape) {
    const biasOffset = offset + width * fanIn;
    layers.push({ width, activation, weightOffset: offset, biasOffset });
    offset = biasOffset + width;
    fanIn = width;
  }
  return { plan: { inputCount, layers, display: 'two-sigmoid-minus-one' }, parameterCount: offset };
}

/**
 * Lets the GPU compute a known network and compares every neuron with f64, within the computed bound.
 *
 * @returns what is wrong, in words, or `undefined` if all is right
 */
export async function selfTest(evaluator: GpuEvaluator): Promise<string | undefined> {
  const { plan, parameterCount } = testPlan();
  // Spread over [-1.5, 1.5], no two alike.
  const parameters = Float64Array.from({ length: parameterCount }, (_, i) => 1.5 * Math.sin(1 + 2.4 * i));
  const columns = [Float64Array.from(points), Float64Array.from(points.toReversed())];
  const outputs: NeuronRef[] = plan.layers.flatMap(({ width }, layer) =>
    Array.from({ length: width }, (_, neuron) => ({ layer, neuron })),
  );
  const sampleCount = points.length;
  const result = await evaluator.evaluate({ plan, parameters, columns, sampleCount, outputs });
  if (!result.ok) return result.message;
  for (let sample = 0; sample < sampleCount; sample++) {
    const { values, bounds } = boundAt(
      plan,
      parameters,
      columns.map((column) => column[sample]),
      outputs,
    );
    for (let row = 0; row < values.length; row++) {
      const actual = result.values[row * sampleCount + sample];
      if (!(Math.abs(actual - values[row]) <= bounds[row])) {
        return `row ${row} at point ${sample}: expected ${values[row]} ± ${bounds[row]}, got ${actual}`;
      }
    }
  }
  return undefined;
}
