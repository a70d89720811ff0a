import { describe, expect, it } from 'vitest';
import type { GpuEvaluator } from '../../../src/backends/webgpu/gpu-evaluator.ts';
import type { OpenGpuResult } from '../../../src/backends/webgpu/open-gpu.ts';
import { failure, type GpuFault } from '../../../src/backends/webgpu/results.ts';
import { GpuKeeper } from '../../../workers/gpu-keeper.ts';

/** As much of an evaluator as the keeper touches. */
interface FakeGpu {
  readonly evaluator: GpuEvaluator;
  readonly end: (fault: GpuFault) => Promise<void>;
}

function fakeGpu(): FakeGpu {
  let settle: (fault: GpuFault) => void = () => undefined;
  const lost = new Promise<GpuFault>((resolve) => (settle = resolve));
  const parts = {
    adapter: { name: 'fake', isSoftware: false },
    lost,
    fail: (fault: GpuFault) => settle(fault),
  };
  return {
    evaluator: parts as unknown as GpuEvaluator,
    end: async (fault) => {
      settle(fault);
      await flushed();
    },
  };
}

/** Lets everything that waits for nothing run. */
async function flushed(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}

/** A keeper whose GPUs come from a list, with a clock and alarms set by hand. */
function bench(results: readonly OpenGpuResult[]) {
  const naps: { ms: number; wake: () => void }[] = [];
  const clock = { time: 0 };
  let opened = 0;
  const keeper = new GpuKeeper({
    gpu: undefined,
    now: () => clock.time,
    sleep: (ms) => new Promise((wake) => naps.push({ ms, wake })),
    open: () => Promise.resolve(results[Math.min(opened++, results.length - 1)]),
  });
  const wakeUp = async (): Promise<number> => {
    const nap = naps.shift();
    if (nap === undefined) throw new Error('nobody sleeps');
    nap.wake();
    await flushed();
    return nap.ms;
  };
  return { keeper, naps, clock, wakeUp, openings: () => opened };
}

const lost = failure('device-lost', 'The driver went away.');
const refused: OpenGpuResult = failure('device-refused', 'It does not open.');

describe('the keeper of the GPU', () => {
  it('opens it once, however often it is asked', async () => {
    const gpu = fakeGpu();
    const { keeper, openings } = bench([{ ok: true, gpu: gpu.evaluator }]);
    await Promise.all([keeper.open(), keeper.open()]);
    await keeper.open();
    expect(openings()).toBe(1);
    expect(keeper.evaluator).toBe(gpu.evaluator);
    expect(keeper.state).toEqual({ kind: 'available', name: 'fake', isSoftware: false });
  });

  it('has nothing to evaluate on from the moment of a fault, and tries again after 1 s', async () => {
    const [first, second] = [fakeGpu(), fakeGpu()];
    const { keeper, wakeUp } = bench([first, second].map(({ evaluator: gpu }) => ({ ok: true, gpu })));
    await keeper.open();
    await first.end(lost);
    expect(keeper.evaluator).toBeNull();
    expect(keeper.state).toEqual({ kind: 'retrying', reason: 'The driver went away.' });
    expect(await wakeUp()).toBe(1000);
    expect(keeper.evaluator).toBe(second.evaluator);
    expect(keeper.state.kind).toBe('available');
  });

  it('tries a second time after 5 s and then gives up, with the last reason', async () => {
    const gpu = fakeGpu();
    const { keeper, naps, wakeUp, openings } = bench([{ ok: true, gpu: gpu.evaluator }, refused]);
    await keeper.open();
    await gpu.end(lost);
    expect([await wakeUp(), await wakeUp()]).toEqual([1000, 5000]);
    expect(naps).toEqual([]);
    expect(openings()).toBe(3);
    expect(keeper.state).toEqual({ kind: 'lost', reason: 'It does not open.' });
  });

  it('does not begin to count anew for a GPU that fails again soon', async () => {
    const gpus = [fakeGpu(), fakeGpu(), fakeGpu()];
    const { keeper, naps, wakeUp } = bench(gpus.map(({ evaluator: gpu }) => ({ ok: true, gpu })));
    await keeper.open();
    await gpus[0].end(lost);
    await wakeUp();
    await gpus[1].end(lost);
    expect(await wakeUp()).toBe(5000);
    await gpus[2].end(lost);
    expect(naps).toEqual([]);
    expect(keeper.state.kind).toBe('lost');
  });

  it('control: counts anew after a minute of work', async () => {
    const gpus = [fakeGpu(), fakeGpu(), fakeGpu()];
    const { keeper, clock, wakeUp } = bench(gpus.map(({ evaluator: gpu }) => ({ ok: true, gpu })));
    await keeper.open();
    await gpus[0].end(lost);
    await wakeUp();
    clock.time = 61_000;
    await gpus[1].end(lost);
    expect(await wakeUp()).toBe(1000);
  });

  it('opens again when it was given up and is asked for once more', async () => {
    const [first, second] = [fakeGpu(), fakeGpu()];
    const results: OpenGpuResult[] = [
      { ok: true, gpu: first.evaluator },
      refused,
      refused,
      { ok: true, gpu: second.evaluator },
    ];
    const { keeper, wakeUp } = bench(results);
    await keeper.open();
    await first.end(lost);
    await wakeUp();
    await wakeUp();
    expect(keeper.state.kind).toBe('lost');
    await keeper.open();
    expect(keeper.evaluator).toBe(second.evaluator);
  });

  it('never asks a GPU again that computed wrong', async () => {
    const gpu = fakeGpu();
    const { keeper, naps, openings } = bench([{ ok: true, gpu: gpu.evaluator }]);
    await keeper.open();
    keeper.distrust('row 0 at point 3');
    await flushed();
    expect(keeper.evaluator).toBeNull();
    expect(keeper.state).toEqual({
      kind: 'unavailable',
      reason: 'What the GPU computed is not right: row 0 at point 3.',
    });
    await keeper.open();
    expect([naps.length, openings()]).toEqual([0, 1]);
  });

  it('says why there was none to begin with', async () => {
    const { keeper } = bench([refused]);
    await keeper.open();
    expect(keeper.state).toEqual({ kind: 'unavailable', reason: 'It does not open.' });
    const { keeper: patient } = bench([failure('adapter-timeout', 'No answer.')]);
    await patient.open();
    expect(patient.state).toEqual({ kind: 'lost', reason: 'No answer.' });
  });
});
