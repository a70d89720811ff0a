import { describe, expect, it } from 'vitest';
import { EditHistory } from '../../../../../src/ui/lab/workbench/edit-history.ts';

describe('the history of edits', () => {
  it('goes back and forth, and forgets what was undone once something new is done', () => {
    const history = new EditHistory<string>();
    history.keep('a', 'x', 0);
    history.keep('b', 'y', 0);
    expect(history.step('undo', 'c')).toBe('b');
    expect(history.step('undo', 'b')).toBe('a');
    expect(history.step('undo', 'a')).toBeNull();
    expect(history.step('redo', 'a')).toBe('b');
    expect(history.canRedo.value).toBe(true);
    history.keep('b', 'z', 0);
    expect(history.canRedo.value).toBe(false);
    expect(history.step('undo', 'd')).toBe('b');
    expect(history.step('undo', 'b')).toBe('a');
  });

  it('takes a quick series of one kind for one edit, and a slow one for several', () => {
    const history = new EditHistory<number>();
    for (let i = 0; i < 10; i++) history.keep(i, 'slider', 1000 + 100 * i);
    history.keep(10, 'slider', 10_000);
    expect(history.step('undo', 11)).toBe(10);
    expect(history.step('undo', 10)).toBe(0);
    expect(history.canUndo.value).toBe(false);
  });
});
