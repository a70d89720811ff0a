import type { SpeedName } from '../../experiment/names.ts';
import { speedNames } from '../../experiment/names.ts';

/** What a key does wherever one is on the page. */
export type KeyCommand = 'step' | 'reset' | 'faster' | 'slower' | 'present' | 'keys';

const commands: Readonly<Record<string, KeyCommand>> = {
  s: 'step',
  r: 'reset',
  '+': 'faster',
  '-': 'slower',
  '−': 'slower',
  p: 'present',
  '?': 'keys',
};
/** Many layouts have these behind Shift. */
const shifted: ReadonlySet<string> = new Set(['+', '?', '−', '-']);

type Key = Pick<
  KeyboardEvent,
  'key' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey' | 'repeat' | 'isComposing' | 'defaultPrevented'
>;

/** null for a key that means nothing to the page; a key that is held down means what it does once. */
export function keyCommand(event: Key): KeyCommand | null {
  const { key, shiftKey, ctrlKey, altKey, metaKey, repeat, isComposing, defaultPrevented } = event;
  if (ctrlKey || altKey || metaKey || repeat || isComposing || defaultPrevented) return null;
  if (shiftKey && !shifted.has(key)) return null;
  // With Caps Lock a letter is a capital without Shift.
  const name = key.length === 1 ? key.toLowerCase() : key;
  return Object.hasOwn(commands, name) ? commands[name] : null;
}

/** Where a direction of undo leads. */
export type Travel = 'undo' | 'redo';

/** What takes back or does again in most programs, by Ctrl or Cmd; null for any other key. */
export function travelOf(event: Key): Travel | null {
  const { key, shiftKey, ctrlKey, altKey, metaKey, repeat, isComposing, defaultPrevented } = event;
  if (ctrlKey === metaKey || altKey || repeat || isComposing || defaultPrevented) return null;
  const letter = key.toLowerCase();
  if (letter === 'z') return shiftKey ? 'redo' : 'undo';
  return letter === 'y' && !shiftKey ? 'redo' : null;
}

/** What has an undo of its own, for what is typed. */
const texts =
  'input:not([type=radio], [type=checkbox], [type=range]), textarea, [contenteditable]:not([contenteditable=false])';
/** Fields that are typed into, lists that look a letter up, and whatever has keys of its own. */
const typedInto = `${texts}, select, dialog, [role=application], [role=grid], [role=listbox], [role=menu]`;
/** Elements that hear Space, Enter and arrows, and no letters. */
const withoutLetters = 'button, summary, a[href], input, h1, h2, h3, p, [role=status]';

/** Whether a letter may be a command of the page: `path` goes from the focus up, elements only. */
export function hearsLetters(path: readonly Pick<Element, 'matches'>[]): boolean {
  const [focused] = path;
  const isWidget = focused?.matches('[tabindex]') && !focused.matches(withoutLetters);
  return !isWidget && !path.some((element) => element.matches(typedInto));
}

/** Whether undo is the page's, and not that of a text; under a dialog nothing is to change unseen. */
export function hearsTravel(path: readonly Pick<Element, 'matches'>[]): boolean {
  return !path.some((element) => element.matches(`${texts}, dialog`));
}

/** The next speed in that direction; the same at either end. */
export function nextSpeed(speed: SpeedName, by: 1 | -1): SpeedName {
  const next = speedNames.indexOf(speed) + by;
  return speedNames[Math.min(speedNames.length - 1, Math.max(0, next))];
}
