import { elementaryOps } from '../autograd/elementary-ops.ts';
import { compileGraph } from '../autograd/formula.ts';
import { pow } from '../elementary/power.ts';
import { cos } from '../elementary/trigonometric.ts';
import { lastRead } from './last-read.ts';
import type { ScheduleName } from './names.ts';
import { readRateFormula } from './rate-formula.ts';

/** The settings that a schedule may have, by what they are called here. */
export const scheduleSettings = {
  schedule: 'schedule',
  scheduleEpochs: 'epochs',
  scheduleFactor: 'factor',
  scheduleStart: 'start',
  scheduleMinimum: 'minimum',
  scheduleGrowth: 'growth',
  scheduleRise: 'rise',
  schedulePatience: 'patience',
  scheduleThreshold: 'threshold',
  scheduleCooldown: 'cooldown',
  warmUp: 'warmUp',
  warmUpFrom: 'warmUpFrom',
  rateFormula: 'formula',
} as const;
export type ScheduleSetting = keyof typeof scheduleSettings;
export type ScheduleParameter = Exclude<
  (typeof scheduleSettings)[ScheduleSetting],
  'schedule' | 'warmUp' | 'warmUpFrom' | 'formula'
>;

/**
 * Each schedule's numbers, with their defaults. `factor` is what the rate is multiplied by: in a step, every epoch, or
 * over all of the epochs; `start` the share that it begins with; `minimum` a rate; `rise` the share of the epochs in
 * which it goes up; `growth` how much longer each round is than the one before.
 */
export const scheduleDefaults = {
  constant: {},
  step: { epochs: 30, factor: 0.1 },
  exponential: { factor: 0.99 },
  cosine: { epochs: 100, minimum: 0 },
  'cosine-restarts': { epochs: 50, growth: 2, minimum: 0 },
  linear: { epochs: 100, start: 1, factor: 0.01 },
  'one-cycle': { epochs: 100, rise: 0.3, start: 0.04, factor: 4e-6 },
  plateau: { factor: 0.1, patience: 10, threshold: 1e-4, cooldown: 0, minimum: 0 },
  formula: {},
} as const satisfies Readonly<Record<ScheduleName, Partial<Record<ScheduleParameter, number>>>>;

type Numbers = Readonly<Record<ScheduleParameter, number>>;

/** A schedule with all that it is set by. */
export interface Schedule {
  readonly name: ScheduleName;
  readonly numbers: Numbers;
  readonly warmUp: number;
  readonly warmUpFrom: number;
  readonly formula: string;
}

type Settings = { readonly schedule: ScheduleName; readonly rateFormula: string } & {
  readonly [Setting in 'warmUp' | 'warmUpFrom']: number;
} & { readonly [Setting in NumberSetting]: number | null };
type NumberSetting = Exclude<ScheduleSetting, 'schedule' | 'rateFormula' | 'warmUp' | 'warmUpFrom'>;

const none: Numbers = {
  epochs: 1,
  factor: 1,
  start: 1,
  minimum: 0,
  growth: 1,
  rise: 0,
  patience: 0,
  threshold: 0,
  cooldown: 0,
};

const numberSettings = Object.entries(scheduleSettings).filter(
  (entry): entry is [NumberSetting, ScheduleParameter] => entry[1] in none,
);

export function scheduleOf(settings: Settings): Schedule {
  const { schedule: name, warmUp, warmUpFrom, rateFormula: formula } = settings;
  const numbers: Record<ScheduleParameter, number> = { ...none, ...scheduleDefaults[name] };
  for (const [setting, parameter] of numberSettings) {
    if (Object.hasOwn(scheduleDefaults[name], parameter))
      numbers[parameter] = settings[setting] ?? numbers[parameter];
  }
  return { name, numbers, warmUp, warmUpFrom, formula };
}

/** Equal for settings that mean the same rates: what a schedule does not have means nothing. */
export function scheduleMeaning(settings: Settings, setting: ScheduleSetting): string {
  const parameter = scheduleSettings[setting];
  const { name, numbers, warmUp, warmUpFrom, formula } = scheduleOf(settings);
  if (parameter === 'schedule') return name;
  if (parameter === 'formula') return name === 'formula' ? formula : '';
  if (parameter === 'warmUp') return String(warmUp);
  if (parameter === 'warmUpFrom') return warmUp > 0 ? String(warmUpFrom) : '';
  return Object.hasOwn(scheduleDefaults[name], parameter) ? String(numbers[parameter]) : '';
}

/**
 * The learning rate of an epoch, counted from 0, as torch.optim.lr_scheduler has it where that has such a schedule; the
 * cosine in its closed form, one cycle without cycling momentum. On a plateau it was reduced `reductions` times. In a
 * warm-up the rate rises in a straight line to what the schedule begins with, and the schedule's epochs count from its
 * end. What is no rate, below 0 or not finite, is 0: only a formula can say it.
 */
export function scheduledRate(
  schedule: Schedule,
  learningRate: number,
  epoch: number,
  reductions = 0,
): number {
  const { name, warmUp, warmUpFrom } = schedule;
  const at = (since: number): number => rules[name](schedule, learningRate, since, reductions);
  const rate =
    epoch < warmUp ? at(0) * (warmUpFrom + ((1 - warmUpFrom) * epoch) / warmUp) : at(epoch - warmUp);
  return Number.isFinite(rate) && rate > 0 ? rate : 0;
}

type Rule = (schedule: Schedule, base: number, epoch: number, reductions: number) => number;

const rules: Readonly<Record<ScheduleName, Rule>> = {
  constant: (_schedule, base) => base,
  step: ({ numbers: { epochs, factor } }, base, epoch) => base * pow(factor, Math.floor(epoch / epochs)),
  exponential: ({ numbers: { factor } }, base, epoch) => base * pow(factor, epoch),
  cosine: ({ numbers: { epochs, minimum } }, base, epoch) => cosine(base, minimum, epoch / epochs),
  'cosine-restarts': ({ numbers: { epochs, growth, minimum } }, base, epoch) => {
    let [inRound, length] = [epoch, epochs];
    if (growth === 1) inRound %= length;
    else
      while (inRound >= length) {
        inRound -= length;
        length *= growth;
      }
    return cosine(base, minimum, inRound / length);
  },
  linear: ({ numbers: { epochs, start, factor } }, base, epoch) =>
    base * (start + (factor - start) * Math.min(1, epoch / epochs)),
  'one-cycle': ({ numbers: { epochs, rise, start, factor } }, base, epoch) => {
    const [top, end] = [rise * epochs - 1, epochs - 1];
    if (epoch < top) return cosine(base * start, base, epoch / top);
    return cosine(base, base * factor, top < end ? Math.min(1, (epoch - top) / (end - top)) : 1);
  },
  plateau: ({ numbers: { factor, minimum } }, base, _epoch, reductions) =>
    Math.max(base * pow(factor, reductions), Math.min(base, minimum)),
  formula: ({ formula }, base, epoch) => rateOf(formula)?.(epoch, base) ?? NaN,
};

/** The rate in an epoch, from 0; it may be any number, also one that is no rate. null for what is no formula. */
const rateOf = lastRead((text) => {
  const read = readRateFormula(text);
  if (!read.ok) return null;
  const { leaves } = read.graph;
  return compileGraph(read.graph, [leaves.get('e'), leaves.get('lr')], elementaryOps);
});

/** From one rate to another along half a cosine, at a share of the way. */
function cosine(from: number, to: number, share: number): number {
  return to + ((from - to) * (1 + cos(Math.PI * share))) / 2;
}

/** The first epoch, up to one, of which a formula says no rate; null where there is none. */
export function epochWithoutRate(
  { name, formula }: Schedule,
  learningRate: number,
  last: number,
): number | null {
  const rateAt = rateOf(formula);
  if (name !== 'formula' || rateAt === null) return null;
  for (let epoch = 0; epoch <= last; epoch++) {
    const rate = rateAt(epoch, learningRate);
    if (!Number.isFinite(rate) || rate < 0) return epoch;
  }
  return null;
}
