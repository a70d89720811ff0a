import { effectsOf } from '../experiment/effects.ts';
import { scheduleSettings } from '../experiment/schedules.ts';
import type { Experiment } from '../experiment/schema.ts';
import { mostChanges, toldOf, type SettingChange } from '../experiment/setting-changes.ts';

/** Settings from a moment on. */
export interface ChangedSettings {
  /** Epochs completed, and samples of the next one's order, when they took effect. */
  readonly epoch: number;
  readonly position: number;
  readonly settings: Experiment;
}

export type Throughout =
  | { readonly ok: true; readonly settings: Experiment; readonly changes: readonly ChangedSettings[] }
  | { readonly ok: false; readonly message: string };

type Setting = keyof Experiment;

/** What may change on the way of a run that is repeated elsewhere. */
const followed: ReadonlySet<string> = new Set<Setting>([
  ...(['learningRate', 'l2', 'l1', 'clipGradients', 'clipBy', 'batchSize', 'replacement'] as const),
  ...(['optimizer', 'momentum', 'alpha', 'rho', 'epsilon', 'delta', 'labelSmoothing'] as const),
  ...(['engine', 'fused', 'stopEpoch', 'stopWhen', 'stopValue', 'stopPatience'] as const),
  ...(Object.keys(scheduleSettings) as (keyof typeof scheduleSettings)[]),
]);

/**
 * The settings that a run began with, and what became of them up to a moment, from those of now and the log of changes;
 * or a sentence that says which change cannot be followed.
 */
export function settingsThroughout(
  now: Experiment,
  log: readonly SettingChange[],
  progress: number,
  rows: number,
): Throughout {
  if (log.length >= mostChanges)
    return failure(
      `More than ${mostChanges - 1} settings were changed on the way: the first of them are not known any more.`,
    );
  let after = now;
  const phases: ChangedSettings[] = [];
  const moments = [...new Set(log.map(({ epoch }) => epoch))].filter((epoch) => epoch <= progress);
  for (const at of moments.sort((a, b) => b - a)) {
    let before = after;
    for (const change of log.filter(({ epoch }) => epoch === at)) {
      const earlier = undone(before, change, at === progress);
      if (earlier === null)
        return failure(`${said(change)} is not told completely: a program cannot repeat it.`);
      before = earlier;
    }
    const problem = problemOf(before, after, at);
    if (problem !== null) return failure(problem);
    const epoch = Math.floor(at);
    if (at < progress) phases.unshift({ epoch, position: Math.round((at - epoch) * rows), settings: after });
    after = before;
  }
  return { ok: true, settings: after, changes: phases };
}

const failure = (message: string): Throughout => ({ ok: false, message });

function said({ setting, epoch }: Pick<SettingChange, 'setting' | 'epoch'>): string {
  return `The change of ${setting} at epoch ${Math.round(epoch * 100) / 100}`;
}

/** Settings without a change; null where it does not say enough. A change of this very moment may be undone already. */
function undone(settings: Experiment, change: SettingChange, mayBe: boolean): Experiment | null {
  const { setting, from, to } = change;
  const present = settings[setting];
  const told = toldOf(present);
  if (told !== to) return mayBe && told === from ? settings : null;
  if (typeof present === 'boolean') return { ...settings, [setting]: !present };
  if (Array.isArray(present) || (typeof present === 'object' && present !== null)) return null;
  // What has a default may be null; of a text that is too long nothing is told.
  if (from === null && typeof present === 'string') return null;
  return { ...settings, [setting]: from };
}

function problemOf(before: Experiment, after: Experiment, epoch: number): string | null {
  const changed = (Object.keys(after) as Setting[]).filter((setting) => before[setting] !== after[setting]);
  const isMeant = (setting: Setting): boolean =>
    before.optimizer === after.optimizer &&
    effectsOf(before, { ...before, [setting]: after[setting] }).size > 0;
  const other = changed.find((setting) => !followed.has(setting) && isMeant(setting));
  if (other !== undefined) return `${said({ setting: other, epoch })} cannot be repeated by a program.`;
  if (before.stopWhen === 'validation')
    return 'The training has stopped by its validation loss before: a program cannot repeat that.';
  if (after.batchSize < before.batchSize)
    return `${said({ setting: 'batchSize', epoch })} to a smaller one may have cut a batch short: a program cannot repeat it.`;
  const gathers = ({ momentum }: Experiment): boolean => (momentum ?? 0) > 0;
  if (before.optimizer === 'rmsprop' && after.optimizer === 'rmsprop' && gathers(before) !== gathers(after))
    return `${said({ setting: 'momentum', epoch })} cannot be repeated: PyTorch's RMSprop begins with it.`;
  return null;
}
