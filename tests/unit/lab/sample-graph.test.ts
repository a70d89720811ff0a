import { describe, expect, it } from 'vitest';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import { exportDot } from '../../../src/lab/export-dot.ts';
import { exportMicrograd } from '../../../src/lab/export-micrograd.ts';
import { exportPytorch } from '../../../src/lab/export-pytorch.ts';
import { compareGradients, compareParameter } from '../../../src/lab/compare-gradients.ts';
import { parameterName, parameterPlace, parameterWords } from '../../../src/lab/parameter-names.ts';
import {
  fits,
  sampleGraph,
  sampleGraphSteps,
  withNumbers,
  type SampleGraph,
} from '../../../src/lab/sample-graph.ts';
import { gradientsOf, Stepper } from '../../../src/lab/stepper.ts';
import { printExpression } from '../../../src/autograd/expression/print.ts';
import type { Inspection, InspectRequest } from '../../../src/protocol/lab-messages.ts';
import { graphOf } from '../helpers/expression-sources.ts';
import { createService, snapshotWhere, unwrap } from '../workers/harness.ts';

const experiment: Experiment = {
  ...defaultExperiment,
  points: 40,
  hidden: [3, 2],
  engine: 'interpreter',
};
const wholeLoss: InspectRequest = {
  sample: { kind: 'sample', split: 'train', index: 3 },
  root: { kind: 'loss' },
};
const ofNeuron = (layer: number, neuron: number): InspectRequest => ({
  ...wholeLoss,
  root: { kind: 'neuron', layer, neuron },
});

/** What the trainer says about a sample after some epochs. */
async function inspect(
  settings: Partial<Experiment> = {},
  requests: readonly InspectRequest[] = [wholeLoss],
  epochs = 1,
): Promise<Inspection[]> {
  const { service } = createService();
  unwrap(await service.configure({ experiment: { ...experiment, ...settings } }));
  for (let epoch = 1; epoch <= epochs; epoch++) {
    unwrap(await service.command('step'));
    await snapshotWhere(service, (s) => s.status === 'paused' && s.view?.epoch === epoch);
  }
  const inspections: Inspection[] = [];
  for (const request of requests) inspections.push(unwrap(await service.inspectSample(request)));
  return inspections;
}

describe('the graph of a sample', () => {
  it.each([
    { activation: 'tanh', loss: 'squared-error', features: ['x1', 'x2'] },
    { activation: 'relu', loss: 'binary-cross-entropy', features: ['x1', 'sin x2', 'x1x2'] },
    { activation: 'sigmoid', loss: 'squared-error', dataSet: 'plane', hidden: [4] },
    { activation: 'linear', loss: 'squared-error', features: ['x2'], hidden: [] },
    { activation: 'linear', loss: 'binary-cross-entropy', hidden: [1, 1] },
  ] as Partial<Experiment>[])(
    'has the trainer’s loss and gradients, to the last bit or nearly: $activation $loss $hidden',
    async (settings) => {
      const [inspection] = await inspect(settings);
      const sample = sampleGraph(inspection);
      const stepper = new Stepper(sample.graph);
      stepper.seek(stepper.length);
      expect(stepper.data[sample.graph.root]).toBe(inspection.value);
      const { count, exact, largest } = compareGradients(sample, stepper.gradients, inspection.gradients);
      expect(count).toBe(inspection.parameters.length);
      // Sums of the same terms may come in another order.
      expect(exact).toBeGreaterThan(0);
      expect(largest.relative).toBeLessThan(1e-15);
      expect(inspection.gradients.some((gradient) => Math.abs(gradient) > 1e-3)).toBe(true);
      const { lab } = compareParameter(sample, stepper.gradients, inspection.gradients, count - 1, 1);
      expect(lab).toBe(stepper.gradients[sample.graph.named.get(lastBias(inspection))!]);
    },
  );

  it.each([
    ['wasm-f32', 1e-6],
    ['wasm-f64', 1e-14],
  ] as const)('agrees with the compiled trainer within its precision: %s', async (engine, within) => {
    const [loss, neuron] = await inspect({ engine, hidden: [8, 8] }, [wholeLoss, ofNeuron(1, 5)]);
    for (const inspection of [loss, neuron]) {
      const sample = sampleGraph(inspection);
      const { largest } = compareGradients(sample, gradientsOf(sample.graph), inspection.gradients);
      expect(largest.relative).toBeLessThan(within);
      const changed = inspection.gradients.map((gradient, p) => (p === 4 ? gradient + 1e-3 : gradient));
      const found = compareGradients(sample, gradientsOf(sample.graph), changed).largest;
      expect(found.parameter).toBe(4);
      expect(found.difference).toBeCloseTo(1e-3, 6);
    }
  });

  it('of a neuron has what is below it and nothing else', async () => {
    const [inspection] = await inspect({}, [ofNeuron(1, 1)]);
    const { graph, parameterNodes, targetNodes, groups } = sampleGraph(inspection);
    expect(graph.names[graph.root]).toBe('h2_2');
    expect([...targetNodes]).toEqual([-1]);
    const used = [...parameterNodes].map((node) => node >= 0);
    // 9 parameters of layer 1, then weights [neuron][input], biases, and the output layer.
    expect(used).toEqual([
      ...Array<boolean>(9).fill(true),
      ...[false, false, false, true, true, true],
      ...[false, true],
      ...[false, false, false],
    ]);
    expect(groups.map(({ id }) => id)).toEqual([
      'layer-1',
      'layer-1/neuron-1',
      'layer-1/neuron-2',
      'layer-1/neuron-3',
      'layer-2/neuron-2',
    ]);
    const { largest } = compareGradients(sampleGraph(inspection), gradientsOf(graph), inspection.gradients);
    expect(largest.relative).toBeLessThan(1e-15);
  });

  it('calls everything by its name', async () => {
    const [inspection] = await inspect();
    const { graph, named } = sampleGraph(inspection);
    for (const name of [
      'x1',
      'x2',
      'w1_3_2',
      'b2_1',
      'z1_2',
      'h1_2',
      'w3_1_2',
      'z3_1',
      'h3_1',
      'y',
      'loss',
    ]) {
      expect([...named.named.keys()]).toContain(name);
    }
    expect(graph.names).toContain('w2_1_3 * h1_3');
    // Sums inside a neuron are called something, but are no names of their own.
    expect(graph.names).toContain('s2_1_2');
    expect(named.named.has('s2_1_2')).toBe(false);
    expect(graph.names.every((name) => name !== '')).toBe(true);
    expect(graph.names.filter((name) => name.startsWith('node'))).toEqual([]);
  });

  it('is grouped by neuron and layer', async () => {
    const [inspection] = await inspect();
    const { graph, groups } = sampleGraph(inspection);
    expect(groups.map(({ title, parent }) => [title, parent])).toEqual([
      ['layer 1', null],
      ['layer 1, neuron 1', 'layer-1'],
      ['layer 1, neuron 2', 'layer-1'],
      ['layer 1, neuron 3', 'layer-1'],
      ['layer 2', null],
      ['layer 2, neuron 1', 'layer-2'],
      ['layer 2, neuron 2', 'layer-2'],
      ['output', null],
    ]);
    const [, , second] = groups;
    expect(graph.names[second.result!]).toBe('h1_2');
    expect(second.nodes.map((node) => graph.names[node]).sort()).toEqual(
      ['w1_2_1', 'w1_2_2', 'b1_2', 'w1_2_1 * x1', 'w1_2_2 * x2', 's1_2_2', 'z1_2', 'h1_2'].sort(),
    );
    const inGroups = groups.flatMap(({ nodes }) => nodes);
    expect(new Set(inGroups).size).toBe(inGroups.length);
    const alone = graph.names.filter((_, node) => !inGroups.includes(node));
    expect(alone.sort()).toEqual(['h3_1 - y', 'loss', 'x1', 'x2', 'y'].sort());
  });

  it('takes new weights and another sample without being built again', async () => {
    const other = { ...wholeLoss, sample: { kind: 'sample', split: 'test', index: 7 } } as const;
    const [first] = await inspect();
    const [, later] = await inspect({}, [wholeLoss, other], 4);
    const built = sampleGraph(first);
    const before = gradientsOf(built.graph);
    const updated = withNumbers(built, later);
    const fresh = sampleGraph(later);
    expect(updated.graph.leafData).toEqual(fresh.graph.leafData);
    expect(gradientsOf(updated.graph)).toEqual(gradientsOf(fresh.graph));
    expect(updated.graph.values).toBe(built.graph.values);
    // What was stepped through before stays as it was.
    expect(gradientsOf(built.graph)).toEqual(before);
    expect(gradientsOf(updated.graph)).not.toEqual(before);
    expect(exportPytorch(updated.named)).toBe(exportPytorch(fresh.named));
  });

  it('refuses numbers of another network', async () => {
    const [first] = await inspect();
    const [other, neuron] = await inspect({ hidden: [4] }, [wholeLoss, ofNeuron(0, 0)]);
    expect(fits(sampleGraph(first), other)).toBe(false);
    expect(() => withNumbers(sampleGraph(first), other)).toThrow('of another network');
    expect(() => withNumbers(sampleGraph(other), neuron)).toThrow(RangeError);
    expect(() => sampleGraph({ ...first, parameters: [1, 2] })).toThrow(
      'the network has 20 parameters, got 2',
    );
  });
});

describe('a network of thousands of nodes', () => {
  const sample = (hidden: number[]): SampleGraph => {
    const inputs = [0.3, -0.2, 0.9, 0.1, -0.7, 0.5, 1.1];
    const network = {
      inputCount: 7,
      hidden,
      activation: 'tanh',
      loss: 'squared-error',
      task: 'classification',
    } as const;
    const widths = [7, ...hidden, 1];
    const count = widths.slice(1).reduce((sum, width, i) => sum + width * (widths[i] + 1), 0);
    const parameters = Array.from({ length: count }, (_, i) => Math.sin(i * i) * 0.3);
    return sampleGraph({ network, root: { kind: 'loss' }, inputs, targets: [1], parameters });
  };

  it('is exported as text that reads back to the same graph', () => {
    const { named, graph } = sample([32, 32]);
    expect(graph.values.length).toBeGreaterThan(3500);
    const again = graphOf(printExpression(named));
    expect(again.root.data).toBe(named.root.data);
    const lines = (text: string): number => text.split('\n').length;
    expect(lines(exportMicrograd(named))).toBeGreaterThan(1400);
    expect(
      Math.max(
        ...exportPytorch(named)
          .split('\n')
          .map((line) => line.length),
      ),
    ).toBeLessThan(1000);
    expect(exportDot(graph).match(/shape=record/g)).toHaveLength(graph.values.length);
  });

  it('is built, named and planned in short steps to the same graph', () => {
    const inspection = {
      network: sample([64, 64]).network,
      root: { kind: 'loss' },
      inputs: [0.3, -0.2, 0.9, 0.1, -0.7, 0.5, 1.1],
      targets: [-1],
      parameters: Array.from({ length: 8 * 64 + 65 * 64 + 65 }, (_, i) => Math.cos(i) * 0.2),
    } as const;
    const steps = sampleGraphSteps(inspection);
    let yields = 0;
    let result = steps.next();
    for (; !result.done; result = steps.next()) yields++;
    expect(yields).toBeGreaterThan(40);
    const { graph } = result.value;
    expect(graph.names).toEqual(sampleGraph(inspection).graph.names);
    const planning = Stepper.inSteps(graph);
    let planned = planning.next();
    for (yields = 0; !planned.done; planned = planning.next()) yields++;
    expect(yields).toBeGreaterThan(10);
    planned.value.seek(planned.value.length);
    expect(planned.value.gradients).toEqual(gradientsOf(graph));
  });
});

describe('the names of parameters', () => {
  const network = {
    inputCount: 2,
    hidden: [3, 2],
    activation: 'tanh',
    loss: 'squared-error',
    task: 'classification',
  } as const;

  it('say where a parameter belongs', () => {
    const named = (parameter: number): [string, string] => {
      const place = parameterPlace(network, parameter);
      return [parameterName(place), parameterWords(network, place, ['x1', 'sin x2'])];
    };
    expect(named(0)).toEqual(['w1_1_1', 'layer 1, neuron 1, weight from x1']);
    expect(named(5)).toEqual(['w1_3_2', 'layer 1, neuron 3, weight from sin x2']);
    expect(named(8)).toEqual(['b1_3', 'layer 1, neuron 3, bias']);
    expect(named(12)).toEqual(['w2_2_1', 'layer 2, neuron 2, weight from neuron 1']);
    expect(named(18)).toEqual(['w3_1_2', 'output, weight from neuron 2']);
    expect(named(19)).toEqual(['b3_1', 'output, bias']);
    expect(() => parameterPlace(network, 20)).toThrow('the network has no parameter 20');
  });

  it('are those that the graph uses', async () => {
    const [inspection] = await inspect();
    const { graph, parameterNodes } = sampleGraph(inspection);
    parameterNodes.forEach((node, p) => {
      expect(graph.names[node]).toBe(parameterName(parameterPlace(inspection.network, p)));
    });
  });
});

function lastBias({ network }: Inspection): string {
  return `b${network.hidden.length + 1}_1`;
}
