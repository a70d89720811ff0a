import { presets } from '../../../lab/presets.ts';
import type { Subject } from './lab-model.ts';

/** Names of an opened network's own leaves: its inputs and its targets. */
const ofSample = /^[xy]\d*$/;

/** Whether a leaf of a subject is data that is given, and no parameter. */
export function isGiven(subject: Subject, name: string): boolean {
  if (subject.kind === 'network') return ofSample.test(name);
  return presets.find(({ id }) => id === subject.preset)?.given?.includes(name) ?? false;
}

/** Whether the user has gone to something else, and has not just moved or rewritten what is there. */
export function isOther(before: Subject, now: Subject): boolean {
  if (now.kind === 'network') return before.kind !== 'network';
  return now.preset !== null || before.kind === 'network';
}
