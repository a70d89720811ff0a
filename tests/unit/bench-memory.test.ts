import { expect, test } from 'vitest';
import { growthOf, readMemory, WatchedEngine, type Reading } from '../../bench/memory-readings.ts';
import { createWasmBackend } from '../../src/backends/wasm/wasm-backend.ts';
import { randomProblem } from './helpers/problems.ts';
import { trainingProgramOf } from './helpers/training.ts';

const mebibyte = 2 ** 20;

/** Thirty readings of a process whose heap grows evenly, by so many bytes in all. */
function readingsGrowingBy(bytes: number): Reading[] {
  return Array.from({ length: 30 }, (_, k) => ({
    heap: 8 * mebibyte + (bytes * k) / 29 + (k % 3) * 1e5,
    buffers: mebibyte,
    wasm: mebibyte / 4,
    resident: 100 * mebibyte,
  }));
}

test('a heap that grows is told from one that swings', () => {
  expect(growthOf(readingsGrowingBy(0))).toEqual([]);
  expect(growthOf(readingsGrowingBy(10 * mebibyte))).toEqual([expect.stringMatching(/^heap grew from/)]);
});

test("what grew before the readings' second third is not held against them", () => {
  const readings = readingsGrowingBy(0).map((reading, k) => (k < 10 ? { ...reading, heap: 0 } : reading));
  expect(growthOf(readings)).toEqual([]);
});

test('the memory of a network counts until it is disposed of and collected', async () => {
  const watched = new WatchedEngine();
  const result = createWasmBackend('f32', { engine: watched.engine });
  if (!result.ok) throw new Error(result.message);
  const executor = result.backend.createTraining(trainingProgramOf(randomProblem({ seed: 1, count: 1 })));
  expect((await readMemory(watched)).wasm).toBeGreaterThan(0);
  executor.dispose();
  expect((await readMemory(watched)).wasm).toBe(0);
});
