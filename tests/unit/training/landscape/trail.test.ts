import { describe, expect, it } from 'vitest';
import { longestTrail, Trail } from '../../../../src/training/landscape/trail.ts';

function trailOf(count: number): number[] {
  const trail = new Trail();
  for (let epoch = 0; epoch < count; epoch++) trail.report({ epoch, parameters: new Float64Array(1) });
  return trail.positions.map(({ epoch }) => epoch);
}

describe('the trail', () => {
  it('keeps everything while it is short', () => {
    expect(trailOf(longestTrail)).toEqual(Array.from({ length: longestTrail }, (_, i) => i));
  });

  it.each([65, 128, 129, 1000, 5001])('is bounded and even after %i positions', (count) => {
    const epochs = trailOf(count);
    expect(epochs.length).toBeLessThanOrEqual(longestTrail);
    expect(epochs.length).toBeGreaterThan(longestTrail / 2 - 1);
    const stride = epochs[1] - epochs[0];
    expect(epochs).toEqual(epochs.map((_, i) => i * stride));
    expect(count - epochs[epochs.length - 1]).toBeLessThanOrEqual(stride);
  });

  it('begins anew when it is cleared', () => {
    const trail = new Trail();
    for (let epoch = 0; epoch < 100; epoch++) trail.report({ epoch, parameters: new Float64Array(1) });
    trail.clear();
    for (const epoch of [7, 8]) trail.report({ epoch, parameters: new Float64Array(1) });
    expect(trail.positions.map(({ epoch }) => epoch)).toEqual([7, 8]);
  });
});
