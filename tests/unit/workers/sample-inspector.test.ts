import { describe, expect, it } from 'vitest';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { engineNames } from '../../../src/experiment/names.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import type { InspectRequest } from '../../../src/protocol/lab-messages.ts';
import { Run } from '../../../src/training/run.ts';
import { inspectionBuffers } from '../../../workers/transferables.ts';
import { createService, nextTask, snapshotWhere, unwrap } from './harness.ts';

const experiment: Experiment = {
  ...defaultExperiment,
  points: 60,
  hidden: [3, 2],
  features: ['x2', 'sin x1'],
  loss: 'binary-cross-entropy',
  optimizer: 'adam',
  l2: 0.1,
  engine: 'interpreter',
};
const lossOf = (index: number): InspectRequest => ({
  sample: { kind: 'sample', split: 'train', index },
  root: { kind: 'loss' },
});

describe('inspecting a sample', () => {
  it('gives what the network sees of it, the weights, the loss and the gradients', async () => {
    const { service } = createService();
    unwrap(await service.configure({ experiment }));
    unwrap(await service.command('step'));
    await snapshotWhere(service, (s) => s.status === 'paused' && s.view?.epoch === 1);
    const inspection = unwrap(await service.inspectSample(lossOf(4)));
    const reference = new Run(experiment, interpreter, () => performance.now());
    reference.advance(Infinity, 1);
    const { x1, x2, label } = reference.dataSet.train;
    expect(inspection).toMatchObject({
      epoch: 1,
      engine: 'interpreter',
      features: ['x2', 'sin x1'],
      network: { inputCount: 2, hidden: [3, 2], activation: 'tanh', loss: 'binary-cross-entropy' },
      x1: x1[4],
      x2: x2[4],
      label: label[4],
      targets: [label[4] > 0 ? 1 : 0],
    });
    expect([...inspection.inputs]).toEqual([x2[4], Math.sin(x1[4])]);
    expect(inspection.parameters).toEqual(reference.parameters());
    expect(inspection.value).toBeGreaterThan(0);
    expect(inspection.gradients).toHaveLength(inspection.parameters.length);
  });

  it.each(engineNames)('gives gradients that move the loss as they say: %s', async (engine) => {
    const { service } = createService();
    unwrap(await service.configure({ experiment: { ...experiment, engine } }));
    const { gradients, value, runId } = unwrap(await service.inspectSample(lossOf(0)));
    const checkpoint = {
      ...unwrap(await service.checkpoint())!,
      experiment: { ...experiment, engine },
    };
    const h = 1e-3;
    for (const p of [0, 6, 10, checkpoint.parameters.length - 1]) {
      const parameters = checkpoint.parameters.map((x, i) => (i === p ? x + h : x));
      const { experiment: settings } = checkpoint;
      unwrap(await service.configure({ experiment: settings, restore: { ...checkpoint, parameters } }));
      const moved = unwrap(await service.inspectSample(lossOf(0)));
      expect(moved.runId).not.toBe(runId);
      expect(Math.abs((moved.value - value) / h - gradients[p])).toBeLessThan(3e-3);
    }
    expect(gradients.some((gradient) => Math.abs(gradient) > 0.01)).toBe(true);
  });

  it('takes a point of its own and a neuron in place of the loss', async () => {
    const { service } = createService();
    unwrap(await service.configure({ experiment }));
    const { x1, x2, label, value, gradients } = unwrap(await service.inspectSample(lossOf(7)));
    const point = { kind: 'point', x1, x2, label } as const;
    const same = unwrap(await service.inspectSample({ sample: point, root: { kind: 'loss' } }));
    expect([same.value, same.gradients]).toEqual([value, gradients]);
    const neuron = { kind: 'neuron', layer: 0, neuron: 1 } as const;
    const inspected = unwrap(await service.inspectSample({ sample: point, root: neuron }));
    const { parameters, inputs } = inspected;
    const z = parameters[2] * inputs[0] + parameters[3] * inputs[1] + parameters[7];
    expect(inspected.value).toBeCloseTo(Math.tanh(z), 14);
    expect(inspected.gradients[7]).toBeCloseTo(1 - Math.tanh(z) ** 2, 14);
    expect(inspected.gradients.filter((gradient) => gradient !== 0)).toHaveLength(3);
  });

  it('leaves the training to the same bits, follow it as often as you like', async () => {
    const { service, crashes } = createService();
    unwrap(await service.configure({ experiment }));
    unwrap(await service.command('play'));
    const epochs = new Set<number>();
    while (epochs.size < 5) {
      epochs.add(unwrap(await service.inspectSample(lossOf(epochs.size))).epoch);
      await nextTask();
    }
    const checkpoint = unwrap(await service.checkpoint())!;
    await service.command('pause');
    const reference = new Run(experiment, interpreter, () => performance.now());
    reference.advance(Infinity, checkpoint.epoch);
    const again = new Run(experiment, interpreter, () => performance.now());
    again.restore({ ...checkpoint, experiment });
    again.advance(Infinity, checkpoint.epoch + 1);
    reference.advance(Infinity, checkpoint.epoch + 1);
    expect(again.parameters()).toEqual(reference.parameters());
    expect(crashes).toEqual([]);
  });

  it('looks at the new network after a change of shape', async () => {
    const { service } = createService();
    unwrap(await service.configure({ experiment }));
    const before = unwrap(await service.inspectSample(lossOf(0)));
    unwrap(await service.configure({ experiment: { ...experiment, hidden: [4] } }));
    const after = unwrap(await service.inspectSample(lossOf(0)));
    expect(after.runId).not.toBe(before.runId);
    expect(after.gradients).toHaveLength(2 * 4 + 4 + 4 + 1);
    expect(after.parameters).toHaveLength(after.gradients.length);
  });

  it('refuses what does not exist, in words', async () => {
    const { service } = createService();
    expect(await service.inspectSample(lossOf(0))).toMatchObject({ ok: false, code: 'not-configured' });
    unwrap(await service.configure({ experiment }));
    const refusals: [InspectRequest, string][] = [
      [lossOf(30), 'There is no train point 31: there are 30.'],
      [lossOf(-1), 'There is no train point 0: there are 30.'],
      [
        { ...lossOf(0), root: { kind: 'neuron', layer: 1, neuron: 2 } },
        'There is no neuron 3 in hidden layer 2: the layers have 3, 2 neurons.',
      ],
      [
        { ...lossOf(0), sample: { kind: 'point', x1: NaN, x2: 0, label: 1 } },
        'A point has finite coordinates and a finite label.',
      ],
    ];
    for (const [request, message] of refusals) {
      expect(await service.inspectSample(request)).toEqual({ ok: false, code: 'not-found', message });
    }
    expect(await service.inspectSample(lossOf(29))).toMatchObject({ ok: true });
  });

  it('hands over buffers that were made for it', async () => {
    const { service } = createService();
    unwrap(await service.configure({ experiment }));
    const reply = await service.inspectSample(lossOf(0));
    const buffers = inspectionBuffers(reply);
    expect(new Set(buffers).size).toBe(3);
    structuredClone(null, { transfer: buffers });
    expect(unwrap(reply).parameters).toHaveLength(0);
    expect(unwrap(await service.inspectSample(lossOf(0))).parameters).not.toHaveLength(0);
    expect(inspectionBuffers({ ok: false, code: 'not-found', message: '' })).toEqual([]);
  });
});
