import type { Experiment } from '../../../experiment/schema.ts';

/** What is dragged most, and is shown by nothing but its own field. */
const names: ReadonlySet<string> = new Set<keyof Experiment>(['learningRate', 'l1', 'l2']);

/**
 * Whether settings differ in more than the rate and the penalties, by identity: a panel that shows none of these need
 * not be drawn again with every frame in which one of their sliders is held.
 */
export function differsBesidesRate(value: Experiment, before: Experiment | undefined): boolean {
  if (before === undefined) return true;
  const [now, then] = [value, before].map((settings) => new Map<string, unknown>(Object.entries(settings)));
  return [...new Set([...now.keys(), ...then.keys()])].some(
    (name) => !names.has(name) && now.get(name) !== then.get(name),
  );
}
