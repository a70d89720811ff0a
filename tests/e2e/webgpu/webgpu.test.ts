import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { opNames } from '../../../src/autograd/ops.ts';
import type { EmitPath } from '../../../src/backends/webgpu/requests.ts';
import { launch } from '../browser.ts';
import type { WeightScale } from './random-networks.ts';
import { CheckServer, runCheck } from './worker-harness.ts';
import { inMass } from '../../mass.ts';

/** Every random case, as `npm run test:mass` asks for them: minutes of compiling shaders. */
/** Random networks of each weight scale, for each kind of shader; those written out are compiled one by one. */
const networkCounts = inMass({ 'straight-line': 200, loops: 200 }, { 'straight-line': 10, loops: 30 });
const endurance = inMass({ shapes: 1000, evaluations: 10_000 }, { shapes: 200, evaluations: 800 });

/** Ops whose error grows with what they return, by how much relative to it; the others stay below 5e-7. */
const relativeOps: Readonly<Record<string, number>> = {
  exp: 2e-5,
  expm1: 2e-5,
  'pow 9': 1e-5,
  'pow 1.5': 2e-6,
  // e^(y·log x), |y·log x| up to 6.4: so many times as far off as the exponent is rounded.
  power: 3e-6,
};

let server: CheckServer;

beforeAll(async () => {
  server = await CheckServer.start();
}, 60_000);

afterAll(() => server.stop());

async function openPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(server.url);
  return page;
}

describe('in a worker with a software GPU', { timeout: 60_000 }, () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await launch({ gpu: 'software' });
    page = await openPage(browser);
  }, 60_000);

  afterAll(() => browser.close());

  it('opens, passes its self-test and says that it is software', async () => {
    expect(await runCheck(page, 'open')).toMatchObject({ outcome: 'ok', isSoftware: true });
  });

  it.each([
    ['computes a steeper tanh', 'decayOf4(2.0 * x)', 'decayOf4(2.001 * x)'],
    ['computes a steeper tanh where it is written out', 'decayOf(2.0 * x)', 'decayOf(2.001 * x)'],
    ['forgets the biases', 'var sum = weights[cursor];', 'var sum = vec4f(0.0);'],
    ['divides by too large a sum', 'shares[i] /= total', 'shares[i] /= 1.001 * total'],
    ['reads one layer too few', 'l < network.layerCount', 'l + 1 < network.layerCount'],
    ['mixes up columns and rows', 'sample % width', 'sample / width'],
    ['returns nothing', '+ sample] = value;', '+ sample] = 0.0 * value;'],
  ])('refuses a GPU that %s', async (_what, from, to) => {
    const { outcome } = await runCheck(page, 'changedShader', { from, to });
    expect(outcome).toBe('self-test-failed');
  });

  it('names the line of the shader that a compiler rejects', async () => {
    const order = { from: 'return exp(-min', to: 'return expo(-min' };
    const { outcome, message } = await runCheck(page, 'changedShader', order);
    expect(outcome).toBe('shader-rejected');
    expect(message).toContain('in "return exp(-min(abs(x), vec4f(80.0)));"');
  });

  it('computes every op of the table', async () => {
    const errors = await runCheck(page, 'ops');
    expect(new Set(errors.map(({ name }) => name.split(' ')[0]))).toEqual(new Set(opNames));
    for (const { name, absolute, relative } of errors) {
      expect(name in relativeOps ? relative : absolute, name).toBeLessThan(
        name in relativeOps ? relativeOps[name] : 5e-7,
      );
    }
    // Control: not all are exact.
    expect(errors.filter(({ absolute }) => absolute > 0).length).toBeGreaterThan(10);
  });

  describe.each<EmitPath>(['straight-line', 'loops'])('by %s', (path) => {
    it.each<[WeightScale, number]>([
      ['usual', 1],
      ['large', 2],
    ])('computes random networks of %s weights within the bound of every point', async (scale, seed) => {
      const count = networkCounts[path];
      const order = { scale, seed, path, count, sampleCount: 49 };
      const results = await runCheck(page, 'parity', order);
      expect(results.length).toBeGreaterThan(path === 'loops' ? 2 * count - 1 : count / 2);
      for (const { shape, path: taken, compared, outside, largestReferenceGap } of results) {
        const name = JSON.stringify(shape);
        expect(taken, name).toBe(path);
        expect(compared, name).toBeGreaterThanOrEqual(49);
        expect(outside, name).toBe(0);
        // The bound's own f64 network is the interpreter's.
        expect(largestReferenceGap, name).toBeLessThan(1e-9);
      }
      const sum = (of: (result: (typeof results)[number]) => number): number =>
        results.reduce((total, result) => total + of(result), 0);
      const undecided = sum((result) => result.undecided) / sum((result) => result.compared);
      console.log(`${path}, ${scale} weights: ${(100 * undecided).toFixed(2)} % of the values undecided`);
      if (scale === 'usual') expect(undecided).toBeLessThan(0.05);
      // Neither bit-equal by not having run, nor inside a bound that allows anything.
      expect(results.some(({ largestDifference }) => largestDifference > 0)).toBe(true);
      expect(Math.max(...results.map(({ largestShare }) => largestShare))).toBeGreaterThan(0.01);
    });
  });

  it('control: a weight that is 1 % off is far outside the bound', async () => {
    const { outside, largestShare } = await runCheck(page, 'changedWeight', { seed: 3 });
    expect(outside).toBeGreaterThan(100);
    expect(largestShare).toBeGreaterThan(100);
  });

  it.each([
    ['binary-cross-entropy', [5], 'straight-line', 2],
    ['squared-error', [31, 100], 'loops', 2],
    ['cross-entropy', [4, 3], 'straight-line', 3],
    ['cross-entropy', [31, 40], 'loops', 8],
    ['squared-error', [5], 'straight-line', 5],
  ] as const)(
    'computes a loss landscape of %s over %j by %s, classes: %i',
    async (loss, hidden, path, classCount) => {
      const task = 'classification';
      const shape = { inputCount: 3, hidden, activation: 'tanh', loss, task, classCount } as const;
      const order = { shape, side: 9, sampleCount: 70 };
      const result = await runCheck(page, 'landscape', order);
      expect(result).toMatchObject({ cells: 81, path, lastProgress: 1, outside: undefined });
      expect(result.largestRelative).toBeLessThan(1e-5);
      // Controls: the plane is not flat, and a weight that is a little off is seen.
      expect(result.largestLoss).toBeGreaterThan(1.1 * result.smallestLoss);
      const changed = await runCheck(page, 'landscape', { ...order, change: 0.01 });
      expect(changed.largestRelative).toBeGreaterThan(1e-4);
      expect(changed.outside).toMatch(/^loss at α = /);
    },
  );

  it('refuses what is beyond its ring of buffers, and keeps overlapping calls apart', async () => {
    const { outcomes, outside, after } = await runCheck(page, 'overlapping');
    expect(outcomes).toEqual(['ok', 'ok', 'ok', 'busy', 'busy']);
    expect(outside).toEqual([0, 0, 0, 0, 0, 0]);
    expect(after).toBe('ok');
  });

  it('refuses what it cannot compute, and goes on afterwards', async () => {
    expect(await runCheck(page, 'refusals')).toEqual({
      control: 'ok',
      nan: 'not-finite',
      beyondF32: 'not-finite',
      tooWide: 'unsupported',
      nothing: 'unsupported',
      missingColumn: 'unsupported',
      tooManyRows: 'unsupported',
      tooFine: 'unsupported',
      noSuchNeuron: 'unsupported',
      tooMany: 'unsupported',
      after: 'ok',
    });
  });

  it('settles every pending call when the device is destroyed', async () => {
    expect(await runCheck(page, 'destroyedDevice')).toEqual({
      settled: ['device-lost', 'device-lost'],
      later: 'device-lost',
      lost: 'device-lost',
      unhandled: [],
    });
  });

  it('settles a pending call when it is disposed', async () => {
    expect(await runCheck(page, 'disposedWhilePending')).toEqual({
      settled: 'disposed',
      lost: 'disposed',
      unhandled: [],
    });
  });

  it('ends with results that do not come in time, and releases everything', async () => {
    expect(await runCheck(page, 'lateAnswer')).toEqual({
      late: 'timeout',
      after: 'timeout',
      lost: 'timeout',
      alive: 0,
      unhandled: [],
    });
  });

  it('ends with an error that nobody caught', async () => {
    const { code, message, after } = await runCheck(page, 'uncapturedError');
    expect([code, after]).toEqual(['validation', 'validation']);
    expect(message).toContain('impossible');
  });

  it('ends when there is no memory', async () => {
    expect(await runCheck(page, 'outOfMemory')).toEqual({
      code: 'out-of-memory',
      lost: 'out-of-memory',
      unhandled: [],
    });
  });

  it('destroys every buffer it made, and the device', async () => {
    const { counts, created, alive, devicesLost } = await runCheck(page, 'everythingReleased');
    expect(created).toBeGreaterThan(5);
    expect(counts.buffers).toBeLessThan(created);
    expect(alive).toEqual([]);
    expect(devicesLost).toBe(1);
  });

  it('uploads only what changed', async () => {
    expect(await runCheck(page, 'uploads')).toEqual({
      first: ['parts', 'weights', 'samples', 'samples'],
      again: [],
      otherWeights: ['weights'],
      otherSamples: ['samples'],
      onceMore: [],
    });
  });

  it('compiles a topology once, whatever its weights and its grid', async () => {
    expect(await runCheck(page, 'compilations')).toEqual({
      first: 1,
      otherWeights: 0,
      otherGrid: 0,
      sameTopology: 0,
      otherShape: 1,
      again: 0,
    });
  });

  it('keeps a bounded number of buffers and pipelines over many shapes and evaluations', async () => {
    const { most, settled, last, failures } = await runCheck(page, 'endurance', endurance);
    expect(failures).toBe(0);
    expect(most.pipelines).toBe(16);
    expect(most.buffers).toBeLessThanOrEqual(20);
    // Once every kind of shape was there, nothing grows.
    expect(last.bufferBytes).toBe(settled.bufferBytes);
    expect(last.buffers).toBe(settled.buffers);
  }, 180_000);
});

describe('in a worker without a GPU', () => {
  it('says so as data', async () => {
    const browser = await launch({ gpu: 'none' });
    try {
      expect(await runCheck(await openPage(browser), 'open')).toMatchObject({ outcome: 'no-adapter' });
    } finally {
      await browser.close();
    }
  }, 60_000);
});
