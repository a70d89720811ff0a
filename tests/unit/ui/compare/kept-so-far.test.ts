import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../../../src/experiment/schema.ts';
import { KeptSoFar } from '../../../../src/ui/compare/kept/kept-so-far.ts';

/** With `done` runs known; each writing takes `tookMs`. */
function create(tookMs = 0) {
  const parts = { done: 0, written: [] as number[] };
  let nowMs = 0;
  let due: { readonly atMs: number; readonly callback: () => void } | null = null;
  const about = { name: 'a', ask: '', experiment: defaultExperiment, total: 9, elapsedMs: 0 };
  const soFar = new KeptSoFar({
    known: () => ({ ended: { ...about, phase: 'failed', done: parts.done }, results: [] }),
    now: () => nowMs,
    after: (ms, callback) => {
      const mine = (due = { atMs: nowMs + ms, callback });
      return () => {
        if (due === mine) due = null;
      };
    },
    kept: {
      keepSoFar: ({ ended }) => {
        nowMs += tookMs;
        parts.written.push(ended.done);
        return Promise.resolve();
      },
    },
  });
  const pass = async (ms: number): Promise<void> => {
    const untilMs = nowMs + ms;
    while (due !== null && due.atMs <= untilMs) {
      const { atMs, callback } = due;
      due = null;
      nowMs = Math.max(nowMs, atMs);
      callback();
      // Until it is written, and the next time is set.
      await new Promise((resolve) => setImmediate(resolve));
    }
    nowMs = Math.max(nowMs, untilMs);
  };
  return { parts, soFar, pass };
}

describe('what is known of a comparison under way', () => {
  it('is written after two seconds, then every five where there is news, and no more after the end', async () => {
    const { parts, soFar, pass } = create();
    soFar.begin();
    parts.done = 1;
    await pass(1900);
    expect(parts.written).toEqual([]);
    await pass(200);
    expect(parts.written).toEqual([1]);
    await pass(6000);
    expect(parts.written).toEqual([1]);
    parts.done = 3;
    await pass(5000);
    expect(parts.written).toEqual([1, 3]);
    parts.done = 4;
    soFar.end();
    await pass(60_000);
    await soFar.write();
    expect(parts.written).toEqual([1, 3]);
  });

  it('is written at once where the page is hidden, and less often where writing takes long', async () => {
    const { parts, soFar, pass } = create(1000);
    soFar.begin();
    parts.done = 2;
    void soFar.write();
    // While one is written there is no other.
    void soFar.write();
    expect(parts.written).toEqual([2]);
    await pass(0);
    parts.done = 5;
    await pass(49_000);
    expect(parts.written).toEqual([2]);
    await pass(3000);
    expect(parts.written).toEqual([2, 5]);
    soFar.end();
  });
});
