import { expect, test } from 'vitest';
import { peaks } from '../../bench/engines/peak.ts';
import { Unavailable, type Engine } from '../../bench/engines/engine.ts';
import { plainLoop } from '../../bench/engines/plain-loop.ts';
import { measure, median } from '../../bench/measure.ts';
import { parseOptions } from '../../bench/options.ts';
import { closingJsonLines, jsonLines } from '../../bench/report-json.ts';
import { closingLines, tables } from '../../bench/report.ts';
import type { WorkloadResult } from '../../bench/results.ts';
import { LocalStage } from '../../bench/stage.ts';
import { createWorkload, usefulFlops } from '../../bench/workloads.ts';

function resultOf(name: 'W3' | 'W6', stepsPerSecond: number): WorkloadResult {
  return {
    workload: createWorkload(name),
    measured: [
      {
        engine: 'wasm-f32',
        runtime: 'node',
        stepsPerSecond,
        note: '',
        once: false,
        numbers: [],
        firstNumbers: [],
      },
      {
        engine: 'plain-loop',
        runtime: 'node',
        stepsPerSecond: stepsPerSecond / 10,
        note: '',
        once: false,
        numbers: [],
        firstNumbers: [],
      },
    ],
    missing: [{ engine: 'pytorch', runtime: 'python', reason: 'not installed' }],
    peaks: [{ peak: 'f32x4 mul+add', runtime: 'node', gflops: 40 }],
    compileTimes: [{ engine: 'wasm-f32', runtime: 'node', coldMs: 12.34, warmMs: 3.21, moduleBytes: 12_345 }],
  };
}

const parse = (lines: string): unknown[] => lines.split('\n').map((line) => JSON.parse(line) as unknown);

test('the useful operations are those of three products, but for the inputs of the first layer', () => {
  // 2-8-8-1: connections 16 + 64 + 8.
  expect(usefulFlops(createWorkload('W2'))).toBe(2 * 10 * (3 * 88 - 16));
});

test('an engine is one JSON line with its share of the peak and its compile time', () => {
  const share = (usefulFlops(createWorkload('W3')) * 1e5) / 40e9;
  expect(parse(jsonLines(resultOf('W3', 1e5)))).toEqual([
    {
      workload: 'W3',
      engine: 'wasm-f32',
      runtime: 'node',
      stepsPerSecond: 1e5,
      peakShare: expect.closeTo(share, 3) as number,
      firstStepMs: 12.3,
      firstStepWarmMs: 3.21,
      moduleBytes: 12_345,
    },
    {
      workload: 'W3',
      engine: 'plain-loop',
      runtime: 'node',
      stepsPerSecond: 1e4,
      peakShare: expect.closeTo(share / 10, 4) as number,
    },
    { workload: 'W3', engine: 'pytorch', runtime: 'python', unavailable: 'not installed' },
  ]);
});

test('the run closes with the peaks and with what a parameter costs in the widest network', () => {
  // Per step, W6 has as many samples as 64 : 100 and as many parameters as 17,025 : 337.
  const results = [resultOf('W3', 1e5), resultOf('W6', 2e3)];
  const ratio = (1e5 * 100 * 337) / (2e3 * 64 * 17_025);
  expect(parse(closingJsonLines(results))).toEqual([
    { peak: 'f32x4 mul+add', runtime: 'node', gflops: 40 },
    {
      cost: 'W6 / W3, per parameter and sample',
      engine: 'wasm-f32',
      runtime: 'node',
      ratio: expect.closeTo(ratio, 1) as number,
    },
  ]);
  expect(closingLines(results)).toContain(`wasm-f32 node: ${ratio.toFixed(2)}`);
  expect(closingLines([resultOf('W3', 1e5)])).not.toContain('cost');
});

test('the table has a row for each engine with the ratio to ours, and says what is missing', () => {
  const table = tables(resultOf('W3', 1e5));
  expect(table).toMatch(/plain-loop +node +10,000 +10 +/);
  expect(table).toContain('pytorch python: not installed');
  expect(table).toMatch(/wasm-f32 +node +12\.3 ms +3\.2 ms +12,345 bytes/);
});

test('measuring trains every engine of every stage, and lists the ones that are not there', async () => {
  const absent: Engine = {
    name: 'absent',
    create() {
      throw new Unavailable('not installed');
    },
  };
  const stage = new LocalStage([plainLoop, absent, ...peaks], createWorkload);
  const contestants = ['plain-loop', 'absent', 'f32x4 mul+add'].map((engine) => ({
    engine,
    runtime: 'node',
    stage,
  }));
  const { measured, missing } = await measure('W1', contestants, { rounds: 5, roundMs: 2 });
  expect(measured.map(({ engine }) => engine)).toEqual(['plain-loop', 'f32x4 mul+add']);
  for (const { stepsPerSecond } of measured) expect(stepsPerSecond).toBeGreaterThan(0);
  expect(missing).toEqual([{ engine: 'absent', runtime: 'node', reason: 'not installed' }]);
  await expect(stage.secondsFor('plain-loop', 1)).rejects.toThrow(/no training/);
});

test('an engine that diverged while it was measured is an error', async () => {
  const diverging: Engine = {
    name: 'diverging',
    create: () => ({
      steps: () => {
        for (const end = performance.now() + 1; performance.now() < end;);
      },
      parameters: () => Float64Array.of(NaN),
      dispose: () => undefined,
    }),
  };
  const contestant = {
    engine: 'diverging',
    runtime: 'node',
    stage: new LocalStage([diverging], createWorkload),
  };
  await expect(measure('W1', [contestant], { rounds: 5, roundMs: 1 })).rejects.toThrow(/diverged/);
});

test('the options are checked', () => {
  expect(parseOptions(['--only', 'W2,W4', '--runtimes', 'node', '--engines', 'a,b'])).toMatchObject({
    workloads: ['W2', 'W4'],
    runtimes: ['node'],
    engines: ['a', 'b'],
    json: false,
  });
  expect(parseOptions([], 'all')).toMatchObject({
    workloads: { length: 6 },
    rows: { length: 3 },
    forward: { length: 8 },
  });
  expect(parseOptions(['--only', 'rows'])).toMatchObject({ workloads: [], rows: ['W7', 'W8', 'W9'] });
  expect(parseOptions(['--only', 'forward'])).toMatchObject({ workloads: [], forward: { length: 8 } });
  expect(() => parseOptions(['--only', 'W99'])).toThrow(/no workload W99/);
  expect(() => parseOptions(['--runtimes', 'deno'])).toThrow(/no runtime deno/);
  expect(() => parseOptions(['--rounds', '3'])).toThrow(/--rounds must be a whole number from 5/);
});

test('the median of an even number of values is the mean of the middle two', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([9, 1, 5])).toBe(5);
});
