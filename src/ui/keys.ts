import { Remembered } from './controls/remembered.ts';

/** Whether this device has single letters do nothing: for speech input, and for keys pressed by mistake. */
export const lettersOff = new Remembered('chainrule-letters-off');

/** Elements that take keys themselves, or are scrolled by them. What only takes focus when it is given is none. */
const withOwnKeys =
  'input, select, textarea, button, summary, a[href], [contenteditable], [tabindex]:not([tabindex="-1"])';
/** What focus may be given to so that it is read out. */
const readOut = 'h1, h2, h3, p, [role=status]';

/** True for a key without modifiers that nothing on the way from the focus to the page has a use for. */
export function isForThePage(event: KeyboardEvent): boolean {
  const { ctrlKey, altKey, metaKey, shiftKey, isComposing, defaultPrevented } = event;
  if (ctrlKey || altKey || metaKey || shiftKey || isComposing || defaultPrevented) return false;
  const path = event.composedPath().filter((target) => target instanceof Element);
  const [focused] = path;
  const isWidget = focused?.matches('[tabindex]') && !focused.matches(readOut);
  return !isWidget && !path.some((element) => element.matches(withOwnKeys));
}
