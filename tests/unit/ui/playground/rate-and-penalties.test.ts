import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../../../src/experiment/schema.ts';
import { differsBesidesRate } from '../../../../src/ui/playground/settings/rate-and-penalties.ts';

describe('settings for panels that show neither the rate nor the penalties', () => {
  const dragged = { ...defaultExperiment, learningRate: 0.5, l1: 0.1, l2: 0.2 };

  it('are the same while one of these is dragged', () => {
    expect(differsBesidesRate(dragged, defaultExperiment)).toBe(false);
  });

  it('differ by anything else, alone or with these, and at first', () => {
    expect(differsBesidesRate({ ...dragged, noise: 20 }, defaultExperiment)).toBe(true);
    expect(differsBesidesRate({ ...defaultExperiment, hidden: [4, 2, 2] }, defaultExperiment)).toBe(true);
    // Of a setting that some optimizers have.
    expect(differsBesidesRate({ ...defaultExperiment, momentum: 0.9 }, defaultExperiment)).toBe(true);
    expect(differsBesidesRate(defaultExperiment, { ...defaultExperiment, momentum: 0.9 })).toBe(true);
    expect(differsBesidesRate(defaultExperiment, undefined)).toBe(true);
  });
});
