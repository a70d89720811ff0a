import { describe, expect, it } from 'vitest';
import { ChunkSizer } from '../../../src/backends/webgpu/chunk-sizer.ts';
import type { GpuEvaluator } from '../../../src/backends/webgpu/gpu-evaluator.ts';
import { defaultExperiment } from '../../../src/experiment/schema.ts';
import { Run } from '../../../src/training/run.ts';
import { CpuViews } from '../../../src/training/view.ts';
import { Engines } from '../../../workers/engines.ts';
import type { GpuKeeper } from '../../../workers/gpu-keeper.ts';
import { measureEngines } from '../../../workers/measure-engines.ts';
import { measureProcessors } from '../../../workers/measure-evaluation.ts';
import { Throughput } from '../../../workers/throughput.ts';
import { viewSteps } from '../../../workers/view-steps.ts';
import { clockSteps, CoarseMachine } from '../helpers/coarse-clock.ts';
import { slowBackend } from '../helpers/slow-backend.ts';

const experiment = { ...defaultExperiment, points: 100, hidden: [2] };
const settled = (): Promise<void> => Promise.resolve();

/** A keeper of a GPU whose evaluations take so long, by the same clock. */
function keeperOf(machine: CoarseMachine, ms: number): GpuKeeper {
  const evaluator = {
    prepare: () => Promise.resolve(undefined),
    evaluate: () => Promise.resolve({ ok: true, elapsedMs: machine.timed(ms) }),
  };
  return { evaluator: evaluator as unknown as GpuEvaluator } as unknown as GpuKeeper;
}

describe.each(clockSteps)('with a clock that has steps of %d ms', (stepMs) => {
  it('slices of training end soon, train as much as they should, and are not cut to crumbs', () => {
    const msPerSample = 0.05;
    const machine = new CoarseMachine(stepMs, 3.3);
    let calls = 0;
    const run = new Run(
      experiment,
      slowBackend(machine, msPerSample, () => calls++),
      machine.now,
    );
    let used = 0;
    const startedAt = machine.time;
    for (let slice = 0; slice < 60; slice++) {
      const begun = machine.time;
      used += run.advance(machine.now() + 10);
      expect(machine.time - begun).toBeLessThan(10 + stepMs + 5);
      machine.work(1.37);
    }
    expect(used * msPerSample).toBeGreaterThan(0.5 * (machine.time - startedAt));
    expect(used / calls).toBeGreaterThan(5);
  });

  it('engines are compared by what they really do', async () => {
    const machine = new CoarseMachine(stepMs);
    const run = new Run(experiment, slowBackend(machine, 0.02), machine.now);
    const engines = new Engines({
      'wasm-f32': () => ({ ok: true, backend: slowBackend(machine, 0.01) }),
      'wasm-f64': () => ({ ok: true, backend: slowBackend(machine, 0.02) }),
      interpreter: () => ({ ok: true, backend: slowBackend(machine, 0.4) }),
    });
    for (const step of run.prepare()) expect(step).toBeUndefined();
    const measured = await measureEngines(run, engines, machine.now, settled);
    const ratios = measured.map(({ samplesPerSecond }, i) => samplesPerSecond! * [1e-5, 2e-5, 4e-4][i]);
    for (const ratio of ratios) expect(Math.abs(Math.log(ratio))).toBeLessThan(0.3);
  });

  it.each([
    ['the GPU', 1, 'gpu'],
    ['the CPU', 9, 'cpu'],
  ] as const)('Auto finds that %s is faster', async (_, gpuMs, faster) => {
    const machine = new CoarseMachine(stepMs);
    const run = new Run(experiment, slowBackend(machine, 3 / 64 ** 2), machine.now);
    const parts = { keeper: keeperOf(machine, gpuMs), now: machine.now, nextTask: settled };
    const rates = await measureProcessors(run, 64, parts);
    expect(rates).not.toBeNull();
    const { cpu, gpu } = rates!;
    expect(gpu > cpu ? 'gpu' : 'cpu').toBe(faster);
    expect(Math.abs(Math.log((cpu * 3) / 1000 / 64 ** 2))).toBeLessThan(0.4);
    expect(Math.abs(Math.log((gpu * gpuMs) / 1000 / 64 ** 2))).toBeLessThan(0.4);
  });

  it('views tell no speed before it is known, and then the true one', () => {
    const msPerPoint = 2 / 18 ** 2;
    const machine = new CoarseMachine(stepMs, 0.2);
    const run = new Run(experiment, slowBackend(machine, msPerPoint), machine.now);
    const cpu = new CpuViews(run, machine.now);
    const request = {
      run,
      cpu,
      gpu: null,
      epoch: 0,
      parameters: run.parameters(),
      exactly: false,
      reuseMaps: null,
    };
    const rates: (number | null)[] = [];
    for (let i = 0; i < 40 * stepMs + 50; i++) {
      const steps = viewSteps({ ...request, resolution: 18 }, machine.now);
      let step = steps.next();
      while (!step.done) step = steps.next();
      rates.push(step.value.pointsPerSecond);
      machine.work(7.1318);
    }
    if (stepMs >= 1) expect(rates[0]).toBeNull();
    const known = rates.filter((rate) => rate !== null);
    expect(known.length).toBeGreaterThan(0);
    for (const rate of known) expect(Math.abs(Math.log((rate * msPerPoint) / 1000))).toBeLessThan(0.5);
    // A budget of 40 ms is for the points that take 40 ms, not for as many as one likes.
    expect(cpu.resolutionFor(msPerPoint * 36 ** 2)).toBeLessThanOrEqual(50);
  });

  it('the throughput is of a time that can be told', () => {
    const machine = new CoarseMachine(stepMs);
    const throughput = new Throughput();
    const rates = Array.from({ length: 4000 }, () => {
      throughput.add(machine.now(), 3000, machine.timed(3));
      machine.work(8.7183);
      return throughput.perSecond(machine.now(), stepMs);
    });
    if (stepMs > 1) expect(rates[0]).toBeNull();
    const known = rates.filter((rate) => rate !== null);
    expect(known.length).toBeGreaterThan(1000);
    for (const rate of known) expect(Math.abs(Math.log(rate / 1e6))).toBeLessThan(0.7);
    machine.work(2000);
    expect(throughput.perSecond(machine.now(), stepMs)).toBeNull();
  });

  it('chunks for the GPU come to about their length', () => {
    const machine = new CoarseMachine(stepMs);
    const sizer = new ChunkSizer(1e6, 2 ** 14);
    const msPerItem = 0.01;
    let longest = 0;
    for (let i = 0; i < 300; i++) {
      const count = sizer.next;
      longest = Math.max(longest, count * msPerItem);
      sizer.took(count, machine.timed(count * msPerItem));
      machine.work(0.7183);
    }
    expect(longest).toBeLessThan(250);
    expect(sizer.next * msPerItem).toBeGreaterThan(10);
  });
});
