import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../../src/experiment/schema.ts';
import { nextMeasured } from '../../../src/training/history.ts';
import { momentAt, Moments, momentsOf, recentMoments, type Moment } from '../../../src/training/moments.ts';
import { changesBetween } from '../../../src/experiment/setting-changes.ts';

function momentOf(epoch: number, more: Partial<Moment> = {}): Moment {
  return {
    epoch,
    trainLoss: 1 / (1 + epoch),
    testLoss: 2 / (1 + epoch),
    trainAccuracy: 0.5,
    testAccuracy: null,
    learningRate: 0.03,
    layers: null,
    ...more,
  };
}

const layers = [
  { gradientNorm: 0.25, updateRatio: null, saturated: 0.5, dead: null },
  { gradientNorm: 0.75, updateRatio: 1e-3, saturated: null, dead: 0 },
];

describe('the moments of a run', () => {
  it('are read as they were taken, with what was not measured left out', () => {
    const moments = new Moments();
    const taken = [momentOf(0), momentOf(0.5, { layers }), momentOf(2, { testLoss: NaN })];
    for (const moment of taken) moments.push(moment);
    const columns = moments.columns();
    expect(momentsOf(columns)).toEqual(taken);
    expect(columns.layers[1].gradientNorm).toEqual(Float64Array.of(NaN, 0.75, NaN));
    expect(columns.layers[0].updateRatio.every(Number.isNaN)).toBe(true);
    expect(() => momentAt(columns, 3)).toThrow('there are 3 moments, none at 3');
  });

  it('stay bounded and in order over a million epochs, keep what every speed measures, and all of the last', () => {
    const moments = new Moments();
    const last = 1_000_000;
    for (let epoch = 0; epoch <= last; epoch++) moments.push(momentOf(epoch));
    const { epoch, trainLoss } = moments.columns();
    expect(epoch.length).toBeLessThanOrEqual(704 + recentMoments);
    expect([...epoch]).toEqual([...new Set(epoch)].sort((a, b) => a - b));
    const kept = new Set(epoch);
    for (let wanted = 0; wanted <= last; wanted = nextMeasured(wanted)) expect(kept).toContain(wanted);
    for (let wanted = last; wanted > last - recentMoments; wanted--) expect(kept).toContain(wanted);
    // Nothing is made up: each loss is that of its epoch.
    epoch.forEach((at, i) => {
      expect(trainLoss[i]).toBe(1 / (1 + at));
    });
    const gaps = epoch.slice(1).map((at, i) => at - epoch[i]);
    expect(Math.max(...gaps)).toBeLessThan(last / 50);
  });

  it('that are thinned out keep those with layers where there is a choice', () => {
    const moments = new Moments(16);
    for (let i = 0; i < 1000; i++) moments.push(momentOf(i + 0.5, i % 2 === 1 ? { layers } : {}));
    const earlier = momentsOf(moments.columns()).slice(0, -recentMoments);
    expect(earlier.length).toBeGreaterThan(3);
    expect(earlier.every((moment) => moment.layers !== null)).toBe(true);
  });

  it('measured again at one epoch are one moment, the one with layers; what comes late is left out', () => {
    const moments = new Moments();
    moments.push(momentOf(3));
    moments.push(momentOf(3, { layers }));
    moments.push(momentOf(3));
    moments.push(momentOf(2, { layers }));
    expect(momentsOf(moments.columns())).toEqual([momentOf(3, { layers })]);
  });

  it('go on from columns that were taken of them, however often', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ step: fc.double({ min: 0.01, max: 40, noNaN: true }), restores: fc.boolean() }),
          {
            maxLength: 400,
          },
        ),
        (steps) => {
          let moments = new Moments(24);
          let epoch = 0;
          for (const { step, restores } of steps) {
            epoch += step;
            moments.push(momentOf(epoch, { layers }));
            if (!restores) continue;
            const columns = moments.columns();
            moments = new Moments(24);
            moments.restore(columns);
            expect(moments.lastEpoch).toBe(epoch);
          }
          const all = momentsOf(moments.columns());
          expect(all.length).toBeLessThanOrEqual(24 + recentMoments);
          expect(all.map((moment) => moment.epoch)).toEqual(
            all.map((moment) => moment.epoch).sort((a, b) => a - b),
          );
          expect(all.at(-1)?.epoch).toBe(steps.length === 0 ? undefined : epoch);
          for (const moment of all) expect(moment).toEqual(momentOf(moment.epoch, { layers }));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('know which settings were changed, and have another version for it', () => {
    const moments = new Moments();
    moments.push(momentOf(1));
    const { version } = moments;
    moments.change(changesBetween(defaultExperiment, { ...defaultExperiment, learningRate: 0.3 }, 1));
    expect(moments.version).toBe(version + 1);
    const copy = new Moments();
    copy.restore(moments.columns());
    expect(copy.columns().changes).toEqual([{ epoch: 1, setting: 'learningRate', from: 0.03, to: 0.3 }]);
    moments.change([]);
    expect(moments.version).toBe(version + 1);
  });
});
