import { describe, expect, it } from 'vitest';
import { speedNames } from '../../../../src/experiment/names.ts';
import {
  hearsLetters,
  hearsTravel,
  keyCommand,
  nextSpeed,
  travelOf,
} from '../../../../src/ui/front/front-keys.ts';

const plain = {
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  repeat: false,
  isComposing: false,
  defaultPrevented: false,
};

describe('a key of the page', () => {
  it.each([
    ['s', 'step'],
    ['S', 'step'],
    ['r', 'reset'],
    ['+', 'faster'],
    ['-', 'slower'],
    ['−', 'slower'],
    ['p', 'present'],
    ['?', 'keys'],
  ])('%s means %s', (key, command) => {
    expect(keyCommand({ ...plain, key })).toBe(command);
  });

  it('means nothing where it is another one, or a word that begins like it', () => {
    for (const key of ['x', 'Shift', 'Enter', 'ArrowUp', ' ', 'toString', 'Process'])
      expect(keyCommand({ ...plain, key })).toBeNull();
  });

  it('leaves every combination to browser and system', () => {
    for (const modifier of ['ctrlKey', 'altKey', 'metaKey', 'repeat', 'isComposing', 'defaultPrevented'])
      for (const key of ['s', 'r', 'p', '+', '-', '?'])
        expect(keyCommand({ ...plain, key, [modifier]: true })).toBeNull();
  });

  it('may be behind Shift where it is a sign, and not where it is a letter', () => {
    expect(keyCommand({ ...plain, key: '+', shiftKey: true })).toBe('faster');
    expect(keyCommand({ ...plain, key: '?', shiftKey: true })).toBe('keys');
    expect(keyCommand({ ...plain, key: 'S', shiftKey: true })).toBeNull();
  });
});

describe('undo and redo', () => {
  it.each([
    ['z', false, 'undo'],
    ['Z', false, 'undo'],
    ['Z', true, 'redo'],
    ['z', true, 'redo'],
    ['y', false, 'redo'],
    ['y', true, null],
    ['x', false, null],
  ] as const)('%s, with Shift: %s, means %s behind Ctrl and Cmd alone', (key, shiftKey, meant) => {
    for (const modifier of ['ctrlKey', 'metaKey'])
      expect(travelOf({ ...plain, key, shiftKey, [modifier]: true })).toBe(meant);
    expect(travelOf({ ...plain, key, shiftKey })).toBeNull();
    for (const also of ['altKey', 'repeat', 'isComposing', 'defaultPrevented'])
      expect(travelOf({ ...plain, key, shiftKey, ctrlKey: true, [also]: true })).toBeNull();
  });
});

describe('the speed', () => {
  it('goes through all speeds by one key and back by the other, and stays at either end', () => {
    const up = speedNames.map((speed) => nextSpeed(speed, 1));
    expect(up).toEqual([...speedNames.slice(1), 'full']);
    const down = speedNames.map((speed) => nextSpeed(speed, -1));
    expect(down).toEqual(['sample-a-second', ...speedNames.slice(0, -1)]);
  });
});

describe('letters', () => {
  /** An element that answers to these selectors alone. */
  const element = (...selectors: string[]) => ({
    matches: (list: string) => selectors.some((selector) => list.split(', ').includes(selector)),
  });

  it('are heard from the page, and from what was clicked: a button hears none itself', () => {
    expect(hearsLetters([])).toBe(true);
    expect(hearsLetters([element('button', '[tabindex]'), element()])).toBe(true);
    expect(hearsLetters([element('h2', '[tabindex]')])).toBe(true);
  });

  it('are left to a list, to text, to a dialog, and to what has keys of its own', () => {
    for (const selector of ['select', 'textarea', 'dialog', '[role=grid]'])
      expect(hearsLetters([element(), element(selector)])).toBe(false);
    expect(hearsLetters([element('[tabindex]')])).toBe(false);
  });

  it('differ from what takes back: a plane or a list has none of its own, a text and a dialog do', () => {
    for (const path of [
      [],
      [element('[role=application]', '[tabindex]')],
      [element('select')],
      [element('input')],
    ])
      expect(hearsTravel(path)).toBe(true);
    for (const selector of ['textarea', 'dialog'])
      expect(hearsTravel([element(), element(selector)])).toBe(false);
  });
});
