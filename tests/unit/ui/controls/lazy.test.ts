import { describe, expect, it } from 'vitest';
import { Lazy } from '../../../../src/ui/controls/lazy.ts';

describe('what is loaded when it is needed', () => {
  it('is loaded once, however often it is asked for', async () => {
    let loads = 0;
    const lazy = new Lazy(() => Promise.resolve(++loads));
    expect(lazy.value.value).toBeNull();
    await Promise.all([lazy.open(), lazy.open()]);
    await lazy.open();
    expect(lazy.value.value).toBe(1);
    expect(lazy.failure.value).toBe('');
  });

  it('is there for everyone who waits for it', async () => {
    const lazy = new Lazy(() => Promise.resolve('here'));
    void lazy.open();
    await lazy.open();
    expect(lazy.value.value).toBe('here');
  });

  it('says why it could not be loaded, and can be asked for again', async () => {
    const answers = [Promise.reject(new Error('offline')), Promise.resolve('here')];
    const lazy = new Lazy(() => answers.shift()!);
    await lazy.open();
    expect(lazy.value.value).toBeNull();
    expect(lazy.failure.value).toBe('offline');
    expect(lazy.failures.value).toBe(1);
    await lazy.open();
    expect(lazy.value.value).toBe('here');
    expect(lazy.failures.value).toBe(0);
    expect(lazy.failure.value).toBe('');
  });
});
