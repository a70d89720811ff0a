import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defaultExperiment } from '../../../../src/experiment/schema.ts';
import { KeptSoFar } from '../../../../src/ui/compare/kept/kept-so-far.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** With `done` runs known; each writing takes `tookMs`. */
function create(tookMs = 0) {
  const parts = { done: 0, written: [] as number[] };
  const about = { name: 'a', ask: '', experiment: defaultExperiment, total: 9, elapsedMs: 0 };
  const soFar = new KeptSoFar({
    known: () => ({ ended: { ...about, phase: 'failed', done: parts.done }, results: [] }),
    now: () => Date.now(),
    kept: {
      keepSoFar: ({ ended }) => {
        vi.setSystemTime(Date.now() + tookMs);
        parts.written.push(ended.done);
        return Promise.resolve();
      },
    },
  });
  return { parts, soFar };
}

describe('what is known of a comparison under way', () => {
  it('is written after two seconds, then every five where there is news, and no more after the end', async () => {
    const { parts, soFar } = create();
    soFar.begin();
    parts.done = 1;
    await vi.advanceTimersByTimeAsync(1900);
    expect(parts.written).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    expect(parts.written).toEqual([1]);
    await vi.advanceTimersByTimeAsync(6000);
    expect(parts.written).toEqual([1]);
    parts.done = 3;
    await vi.advanceTimersByTimeAsync(5000);
    expect(parts.written).toEqual([1, 3]);
    parts.done = 4;
    soFar.end();
    await vi.advanceTimersByTimeAsync(60_000);
    await soFar.write();
    expect(parts.written).toEqual([1, 3]);
  });

  it('is written at once where the page is hidden, and less often where writing takes long', async () => {
    const { parts, soFar } = create(1000);
    soFar.begin();
    parts.done = 2;
    void soFar.write();
    // While one is written there is no other.
    void soFar.write();
    expect(parts.written).toEqual([2]);
    parts.done = 5;
    await vi.advanceTimersByTimeAsync(49_000);
    expect(parts.written).toEqual([2]);
    await vi.advanceTimersByTimeAsync(3000);
    expect(parts.written).toEqual([2, 5]);
    soFar.end();
  });
});
