import { describe, expect, it } from 'vitest';
import { InTurn } from '../../../workers/in-turn.ts';

describe('what is done in turn', () => {
  it('begins when all before it has ended, with failures told to whoever asked', async () => {
    const turn = new InTurn();
    const events: string[] = [];
    let release = (): void => undefined;
    const first = turn.add(async () => {
      await new Promise<void>((resolve) => (release = resolve));
      events.push('first');
      throw new RangeError('it failed');
    });
    const second = turn.add(() => {
      events.push('second');
      return Promise.resolve(2);
    });
    expect(turn.isBusy).toBe(true);
    await Promise.resolve();
    expect(events).toEqual([]);
    release();
    await expect(first).rejects.toThrow('it failed');
    expect(await second).toBe(2);
    expect(events).toEqual(['first', 'second']);
    expect(turn.isBusy).toBe(false);
  });
});
