import type { Experiment } from './schema.ts';

/** A setting that was changed while a run went on with its weights. */
export interface SettingChange {
  /** Epochs completed, with the fraction of the running one, when it took effect. */
  readonly epoch: number;
  readonly setting: keyof Experiment;
  /** As the setting was and is; null for one that is too long to be told, such as a drawing. */
  readonly from: string | number | null;
  readonly to: string | number | null;
}

/** What stands for a setting in a change. */
export function toldOf(value: unknown): string | number | null {
  if (typeof value === 'number') return value;
  const text = Array.isArray(value) ? value.join(', ') : value;
  return typeof text === 'string' && text.length <= 40 ? text : null;
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b));
}

/** Every setting that differs, in the order of the settings. */
export function changesBetween(before: Experiment, after: Experiment, epoch: number): SettingChange[] {
  const settings = Object.keys(after) as (keyof Experiment)[];
  return settings
    .filter((setting) => !isSame(before[setting], after[setting]))
    .map((setting) => ({ epoch, setting, from: toldOf(before[setting]), to: toldOf(after[setting]) }));
}

/** More are not kept, nor could they be told apart. */
export const mostChanges = 100;

/**
 * Changes with later ones, the last so many of them. What is changed twice at one epoch, as a slider is dragged, is one
 * change, and none at all where it ends as it began.
 */
export function withChanges(
  earlier: readonly SettingChange[],
  later: readonly SettingChange[],
): readonly SettingChange[] {
  const all = [...earlier];
  for (const change of later) {
    const place = all.findIndex(({ epoch, setting }) => epoch === change.epoch && setting === change.setting);
    if (place < 0) {
      all.push(change);
      continue;
    }
    const { from } = all[place];
    const isBack = from !== null && from === change.to;
    all.splice(place, 1, ...(isBack ? [] : [{ ...change, from }]));
  }
  return all.slice(-mostChanges);
}
