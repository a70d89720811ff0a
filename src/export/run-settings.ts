import { hyperParametersFor } from '../experiment/hyper-parameters.ts';
import { scheduleDefaults, scheduleOf, type ScheduleParameter } from '../experiment/schedules.ts';
import type { Experiment } from '../experiment/schema.ts';
import { pythonNumber } from './python-parts.ts';
import type { WholeRun } from './whole-run.ts';

/** Settings of a run as a dictionary of Python: texts by key. */
type Entries = readonly (readonly [key: string, text: string])[];

const whole: ReadonlySet<ScheduleParameter> = new Set(['epochs', 'growth', 'patience', 'cooldown']);

/** `formulas` are the rates that were typed, which are functions of the file. */
function entriesOf(settings: Experiment, formulas: readonly string[]): Entries {
  const { optimizer, learningRate, batchSize, replacement, l2, l1, clipGradients, clipBy, delta } = settings;
  const { name, numbers, warmUp, warmUpFrom, formula } = scheduleOf(settings);
  const hyper = Object.entries(hyperParametersFor(settings));
  const inSchedule = Object.keys(scheduleDefaults[name]) as ScheduleParameter[];
  return [
    ['optimizer', `"${optimizer}"`],
    ['learning_rate', pythonNumber(learningRate)],
    ['batch_size', String(batchSize)],
    ['replacement', replacement ? 'True' : 'False'],
    ['l2', pythonNumber(l2)],
    ['l1', pythonNumber(l1)],
    ['clip_value', pythonNumber(clipBy === 'value' ? clipGradients : 0)],
    ['clip_norm', pythonNumber(clipBy === 'norm' ? clipGradients : 0)],
    ...hyper.map(([key, value]) => [snake(key), pythonNumber(value)] as const),
    ...(settings.loss === 'huber' ? [['delta', pythonNumber(delta)] as const] : []),
    ...(settings.loss === 'cross-entropy'
      ? [['label_smoothing', pythonNumber(settings.labelSmoothing)] as const]
      : []),
    ['schedule', `"${name}"`],
    ...inSchedule.map(
      (key) => [key, whole.has(key) ? String(numbers[key]) : pythonNumber(numbers[key])] as const,
    ),
    ...(name === 'formula' ? [['formula', formulaName(formulas.indexOf(formula))] as const] : []),
    ['warm_up', String(warmUp)],
    ['warm_up_from', pythonNumber(warmUpFrom)],
  ];
}

const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (sign) => `_${sign.toLowerCase()}`);

export function formulaName(place: number): string {
  return `_rate_${place + 1}`;
}

/** All settings that a run had, in their order. */
export function phasesOf({ settings, changes }: Pick<WholeRun, 'settings' | 'changes'>): Experiment[] {
  return [settings, ...changes.map((change) => change.settings)];
}

/** The rates that were typed, each once. */
export function rateFormulasOf(run: Pick<WholeRun, 'settings' | 'changes'>): string[] {
  const typed = phasesOf(run).filter(({ schedule }) => schedule === 'formula');
  return [...new Set(typed.map(({ rateFormula }) => rateFormula))];
}

/** What a run began with, and what was changed, as constants of Python. */
export function printSettings(run: Pick<WholeRun, 'settings' | 'changes'>): string {
  const formulas = rateFormulasOf(run);
  const begun = new Map(entriesOf(run.settings, formulas));
  const items = [...begun].map(([key, text]) => `    "${key}": ${text},`);
  const changes = run.changes.map(({ epoch, position, settings }) => {
    const other = entriesOf(settings, formulas).filter(([key, text]) => begun.get(key) !== text);
    const patch = other.map(([key, text]) => `, "${key}": ${text}`).join('');
    return `    (${epoch}, ${position}, {**SETTINGS${patch}}),`;
  });
  return [
    `SETTINGS = {\n${items.join('\n')}\n}`,
    '# Settings from a moment on: after so many epochs, and so many samples of the next.',
    changes.length === 0 ? 'CHANGES = []' : `CHANGES = [\n${changes.join('\n')}\n]`,
  ].join('\n');
}
