import { describe, expect, it } from 'vitest';
import { shownBins } from '../../../../../src/charts/error-bins.ts';
import type {
  GradientCheckRequest,
  GradientCheckResult,
  GradientCheckState,
} from '../../../../../src/protocol/lab-messages.ts';
import { binWords, summaryOf } from '../../../../../src/ui/lab/check/gradient-check-words.ts';
import { nextTask } from '../../../workers/harness.ts';
import {
  NetworkCheckStore,
  type NetworkCheckState,
} from '../../../../../src/ui/lab/check/network-check-store.ts';

const emptyBins = (): number[] => new Array<number>(36).fill(0);
const result: GradientCheckResult = {
  runId: 1,
  epoch: 12,
  network: {
    inputCount: 2,
    hidden: [16, 16],
    activation: 'relu',
    loss: 'squared-error',
    task: 'classification',
  },
  sampleCount: 10,
  parameterCount: 337,
  h: 6e-6,
  tolerance: 1e-6,
  counts: { agrees: 331, kink: 6, unknown: 0, differs: 0 },
  worst: [],
  histogram: {
    from: -18,
    width: 0.5,
    bins: { agrees: emptyBins(), kink: emptyBins(), unknown: emptyBins(), differs: emptyBins() },
    exact: 0,
    notFinite: 0,
  },
};

type Answer = GradientCheckState | 'lost';

/** A store whose worker answers what the test says, and whose waiting ends when the test says so. */
function bench(...answers: Answer[]) {
  const requests: GradientCheckRequest[] = [];
  const wakers: (() => void)[] = [];
  const store = new NetworkCheckStore({
    client: {
      checkGradients: (request) => {
        requests.push(request);
        if (request.kind === 'cancel')
          return Promise.resolve({ ok: true, value: { kind: 'ended', id: request.id } });
        const answer = answers.shift() ?? 'lost';
        return Promise.resolve(
          answer === 'lost'
            ? { ok: false, code: 'worker-ended', message: 'It is gone.' }
            : { ok: true, value: answer },
        );
      },
    },
    sleep: () => new Promise((resolve) => wakers.push(resolve)),
  });
  const states: NetworkCheckState[] = [];
  store.state.subscribe((state) => states.push(state));
  const settle = async (): Promise<void> => {
    await nextTask();
    wakers.shift()?.();
    await nextTask();
  };
  return { store, states, requests, settle };
}

const running = (id: number, done: number): Answer => ({ kind: 'running', id, done, total: 337 });

describe('the store of the network’s check', () => {
  it('follows a check to its result', async () => {
    const { store, states, requests, settle } = bench(running(4, 0), running(4, 200), {
      kind: 'finished',
      id: 4,
      result,
    });
    const started = store.start();
    await settle();
    await settle();
    await started;
    expect(states).toEqual([
      { kind: 'idle' },
      { kind: 'running', done: 0, total: 0 },
      { kind: 'running', done: 0, total: 337 },
      { kind: 'running', done: 200, total: 337 },
      { kind: 'finished', result },
    ]);
    expect(requests).toEqual([{ kind: 'start' }, { kind: 'progress', id: 4 }, { kind: 'progress', id: 4 }]);
  });

  it('is cancelled at once, and asks no more', async () => {
    const { store, requests, settle } = bench(running(1, 0), running(1, 9));
    void store.start();
    await settle();
    store.cancel();
    expect(store.state.value).toEqual({ kind: 'idle' });
    await settle();
    expect(requests.at(-1)).toEqual({ kind: 'cancel', id: 1 });
    expect(requests).toHaveLength(3);
    store.cancel();
    expect(requests).toHaveLength(3);
  });

  it('cancels a check that the worker had not confirmed yet', async () => {
    const { store, requests, settle } = bench(running(1, 0));
    void store.start();
    store.cancel();
    await settle();
    expect(store.state.value).toEqual({ kind: 'idle' });
    expect(requests).toEqual([{ kind: 'start' }, { kind: 'cancel', id: 1 }]);
  });

  it('shows the later of two checks', async () => {
    const { store, settle } = bench(running(1, 0), running(2, 0), { kind: 'finished', id: 2, result });
    void store.start();
    void store.start();
    await settle();
    await settle();
    expect(store.state.value).toEqual({ kind: 'finished', result });
  });

  it('says so when the worker is lost, or was replaced', async () => {
    const lost = bench('lost');
    await lost.store.start();
    expect(lost.store.state.value).toEqual({ kind: 'failed', message: 'It is gone.' });
    const replaced = bench(running(1, 0), { kind: 'ended', id: 1 });
    void replaced.store.start();
    await replaced.settle();
    expect(replaced.store.state.value).toMatchObject({ kind: 'failed' });
  });
});

describe('the words of a check', () => {
  it('sum it up', () => {
    expect(summaryOf(result)).toBe(
      '337 parameters on the 10 samples of the current batch: 331 agree to 1e−6, 6 at a kink, none differs.',
    );
    const counts = { agrees: 337, kink: 0, unknown: 0, differs: 0 };
    expect(summaryOf({ ...result, counts, sampleCount: 1 })).toBe(
      '337 parameters on the one sample of the current batch: all agree to 1e−6, none differs.',
    );
    const bad = { agrees: 1, kink: 0, unknown: 3, differs: 1 };
    expect(summaryOf({ ...result, counts: bad, parameterCount: 5 })).toBe(
      '5 parameters on the 10 samples of the current batch: 1 agrees to 1e−6, 3 that differences cannot tell, 1 differs.',
    );
  });
});

describe('the bins of the error histogram', () => {
  const withCounts = (at: Record<number, number>, exact = 0) => ({
    ...result.histogram,
    exact,
    bins: { ...result.histogram.bins, agrees: emptyBins().map((_, bin) => at[bin] ?? 0) },
  });

  it('go from the first that holds something to the tolerance, after those without any error', () => {
    const bins = shownBins(withCounts({ 10: 3, 14: 7 }, 2), 1e-6);
    expect(bins[0]).toEqual({ range: null, counts: { agrees: 2, kink: 0, unknown: 0, differs: 0 } });
    expect(bins[1].range).toEqual([-13, -12.5]);
    expect(bins[1].counts.agrees).toBe(3);
    expect(bins[5].counts.agrees).toBe(7);
    // One bin beyond the tolerance, so that its mark has two sides.
    expect(bins.at(-1)!.range).toEqual([-6, -5.5]);
    expect(binWords(bins[0])).toBe('2 agree');
  });

  it('lose nothing, whatever was counted', () => {
    for (const at of [{}, { 0: 1 }, { 35: 4 }, { 0: 1, 35: 2 }, { 24: 9 }] as Record<number, number>[]) {
      const histogram = withCounts(at, 5);
      const bins = shownBins(histogram, 1e-6);
      const shown = bins.reduce((sum, { counts }) => sum + counts.agrees, 0);
      expect(shown).toBe(5 + Object.values(at).reduce((sum, count) => sum + count, 0));
      expect(bins.length).toBeGreaterThan(12);
    }
  });
});
