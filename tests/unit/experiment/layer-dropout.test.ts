import { describe, expect, it } from 'vitest';
import { dropoutSetting, layerDropout } from '../../../src/experiment/layer-dropout.ts';
import { defaultExperiment, parseExperiment } from '../../../src/experiment/schema.ts';
import { FittingSettings } from '../../../src/ui/playground/data/fit-settings.ts';

describe('dropout by layer', () => {
  it('is 0 where nothing is said, and nothing where all of it is 0', () => {
    expect(layerDropout({ hidden: [4, 2, 3], dropout: [0.5] })).toEqual([0.5, 0, 0]);
    expect(layerDropout({ hidden: [4], dropout: [0.5, 0.2] })).toEqual([0.5]);
    expect(dropoutSetting({ hidden: [4, 2], dropout: [0, 0] })).toEqual([]);
    expect(dropoutSetting({ hidden: [4, 2], dropout: [0, 0.2] })).toEqual([0, 0.2]);
  });

  it('goes with its layers', () => {
    const fitting = new FittingSettings(() => undefined);
    const before = { ...defaultExperiment, hidden: [4, 2], dropout: [0.1, 0.2] };
    expect(fitting.after(before, { hidden: [4] }).dropout).toEqual([0.1]);
    expect(fitting.after(before, { hidden: [4, 2, 4] }).dropout).toEqual([0.1, 0.2, 0]);
    expect(fitting.after(before, { dropout: [0, 0] }).dropout).toEqual([]);
    expect(fitting.after(before, { hidden: [] }).dropout).toEqual([]);
    expect(fitting.after(before, { learningRate: 1 }).dropout).toEqual([0.1, 0.2]);
  });

  it('is from 0 to 0.95, and what is not is refused with what was expected', () => {
    expect(parseExperiment({ ...defaultExperiment, dropout: [0.95, 0] }).ok).toBe(true);
    const refused = parseExperiment({ ...defaultExperiment, dropout: [0.2, 1] });
    expect(refused.ok ? '' : refused.message).toContain('a number from 0 to 0.95');
  });
});
