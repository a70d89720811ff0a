import { expect, it } from 'vitest';
import { defaultExperiment } from '../../../src/experiment/schema.ts';
import { createService, snapshotWhere, unwrap } from './harness.ts';

const experiment = { ...defaultExperiment, points: 100 };

it.each([
  { dataSet: 'circle', loss: 'squared-error' },
  { dataSet: 'blobs', loss: 'cross-entropy' },
] as const)(
  'the picture of $dataSet tells which labels noise has changed, whenever that changes',
  async (settings) => {
    const { service } = createService();
    const configure = async (changes: Partial<typeof experiment>) =>
      unwrap(await service.configure({ experiment: { ...experiment, ...settings, ...changes } }));
    const clean = await configure({});
    expect(clean.data?.trainedLabel).toBeUndefined();
    unwrap(await service.command('step'));
    await snapshotWhere(service, (s) => s.status === 'paused' && s.view?.epoch === 1);

    const noisy = await configure({ labelNoise: 0.3 });
    const { train, trainedLabel } = noisy.data!;
    const changed = [...train.label.keys()].filter((i) => train.label[i] !== trainedLabel?.[i]);
    expect(trainedLabel).toHaveLength(train.label.length);
    expect(changed.length).toBeGreaterThan(train.label.length / 8);
    expect(changed.length).toBeLessThan(train.label.length / 2);
    for (const label of trainedLabel!) expect(train.label).toContain(label);
    expect(train.label).toEqual(clean.data?.train.label);

    expect((await configure({ labelNoise: 0.3, learningRate: 0.1 })).data).toBeNull();
    expect((await configure({})).data?.trainedLabel).toBeUndefined();
  },
);
