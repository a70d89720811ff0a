import { describe, expect, it } from 'vitest';
import { scheduleNames } from '../../../src/experiment/names.ts';
import { readRateFormula, usualRateFormula } from '../../../src/experiment/rate-formula.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import { epochWithoutRate } from '../../../src/experiment/schedules.ts';
import { afterEpoch, freshPlateau, scheduledRate, scheduleOf } from '../../../src/training/schedules.ts';
import { expectClose, largestDifference } from '../helpers/closeness.ts';
import { goldenSchedules, type GoldenSchedule } from '../helpers/goldens.ts';

const exact = { relative: 1e-12, floor: 1e-12 };

const settingNames = {
  epochs: 'scheduleEpochs',
  factor: 'scheduleFactor',
  start: 'scheduleStart',
  minimum: 'scheduleMinimum',
  growth: 'scheduleGrowth',
  rise: 'scheduleRise',
  patience: 'schedulePatience',
  threshold: 'scheduleThreshold',
  cooldown: 'scheduleCooldown',
  warmUp: 'warmUp',
  warmUpFrom: 'warmUpFrom',
} as const;

const goldens = goldenSchedules();
const titled = goldens.map((golden): [string, GoldenSchedule] => [
  `${golden.schedule} ${JSON.stringify(golden.settings)}`,
  golden,
]);

function experimentOf({ schedule, learningRate, settings }: GoldenSchedule): Experiment {
  const named: Record<string, number> = {};
  for (const [name, value] of Object.entries(settings))
    named[settingNames[name as keyof typeof settingNames]] = value;
  return { ...defaultExperiment, schedule, learningRate, ...named };
}

function ratesOf({ losses, ...golden }: GoldenSchedule): number[] {
  const schedule = scheduleOf(experimentOf({ ...golden }));
  let plateau = freshPlateau;
  return golden.rates.map((_, epoch) => {
    const rate = scheduledRate(schedule, golden.learningRate, epoch, plateau.reductions);
    if (losses !== undefined) plateau = afterEpoch(plateau, losses[epoch], schedule);
    return rate;
  });
}

describe('schedules', () => {
  it.each(titled)('are PyTorch’s over 300 epochs: %s', (_title, golden) => {
    expect(golden.rates).toHaveLength(300);
    expectClose(ratesOf(golden), golden.rates, exact);
  });

  it.each(titled)('would notice any number off by a little: %s', (_title, golden) => {
    const needless = golden.schedule === 'plateau' ? ['threshold'] : [];
    for (const [name, value] of Object.entries(golden.settings)) {
      if (value === 0 || needless.includes(name)) continue;
      const other = Number.isInteger(value) && value > 0 ? value + 1 : value * 0.99;
      const rates = ratesOf({ ...golden, settings: { ...golden.settings, [name]: other } });
      expect(largestDifference(rates, golden.rates, 1e-12), name).toBeGreaterThan(1e-4);
    }
  });

  it('are all compared, but for the formula', () => {
    const compared = new Set(goldens.map(({ schedule }) => schedule));
    expect(scheduleNames.filter((name) => !compared.has(name))).toEqual(['formula']);
  });

  it('may be a formula of the epoch, after a warm-up too', () => {
    const schedule = scheduleOf({
      ...defaultExperiment,
      schedule: 'formula',
      rateFormula: 'k = 0.5\nlr * exp(-k * e)',
    });
    const rates = [0, 1, 4].map((epoch) => scheduledRate(schedule, 0.2, epoch));
    expectClose(rates, [0.2, 0.2 * Math.exp(-0.5), 0.2 * Math.exp(-2)], exact);
    const warmed = { ...schedule, warmUp: 4, warmUpFrom: 0.25 };
    expectClose(
      [0, 2, 4, 5].map((epoch) => scheduledRate(warmed, 0.2, epoch)),
      [0.05, 0.125, 0.2, 0.2 * Math.exp(-0.5)],
      exact,
    );
  });

  it('say nothing below 0: where a formula has no rate it is 0, and which epoch that is can be told', () => {
    const schedule = scheduleOf({ ...defaultExperiment, schedule: 'formula', rateFormula: '3 - e' });
    expectClose(
      [0, 2, 3, 4].map((epoch) => scheduledRate(schedule, 1, epoch)),
      [3, 1, 0, 0],
      { relative: 1e-9, floor: 1e-9 },
    );
    expect(epochWithoutRate(schedule, 1, 100)).toBe(4);
    expect(epochWithoutRate(schedule, 1, 2)).toBeNull();
    const usual = scheduleOf({ ...defaultExperiment, schedule: 'formula', rateFormula: usualRateFormula });
    expect(epochWithoutRate(usual, 1, 1000)).toBeNull();
    // Taken unread in settings.
    expect(readRateFormula(usualRateFormula).ok).toBe(true);
    expect(scheduledRate({ ...schedule, formula: 'log(e - 2)' }, 1, 0)).toBe(0);
  });
});
