import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch } from '../browser.ts';
import type { WeightScale } from './random-networks.ts';
import { CheckServer, runCheck } from './worker-harness.ts';

/** Random networks of each weight scale. */
const networkCount = 40;

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
    ['computes a steeper tanh', 'signedRatio(2.0 * z)', 'signedRatio(2.001 * z)'],
    ['forgets the biases', 'var sum = weights[cursor];', 'var sum = vec4f(0.0);'],
    ['reads one layer too few', 'l < network.layerCount', 'l + 1 < network.layerCount'],
  ])('refuses a GPU that %s', async (_what, from, to) => {
    const { outcome } = await runCheck(page, 'changedShader', { from, to });
    expect(outcome).toBe('self-test-failed');
  });

  it('names the line of the shader that a compiler rejects', async () => {
    const order = { from: 'let t = exp(', to: 'let t = expo(' };
    const { outcome, message } = await runCheck(page, 'changedShader', order);
    expect(outcome).toBe('shader-rejected');
    expect(message).toContain('let t = exp(-min(abs(x), vec4f(80.0)));');
  });

  it.each<[WeightScale, number]>([
    ['usual', 1],
    ['large', 2],
  ])('computes random networks of %s weights within the bound of every point', async (scale, seed) => {
    const results = await runCheck(page, 'parity', { scale, seed, count: networkCount, sampleCount: 128 });
    expect(results).toHaveLength(networkCount);
    for (const { shape, compared, outside, largestReferenceGap } of results) {
      const name = JSON.stringify(shape);
      expect(compared, name).toBeGreaterThanOrEqual(128);
      expect(outside, name).toBe(0);
      // The bound's own f64 network is the interpreter's.
      expect(largestReferenceGap, name).toBeLessThan(1e-9);
    }
    // Neither bit-equal by not having run, nor inside a bound that allows anything.
    expect(results.some(({ largestDifference }) => largestDifference > 0)).toBe(true);
    expect(Math.max(...results.map(({ largestShare }) => largestShare))).toBeGreaterThan(0.01);
  });

  it('control: a weight that is 1 % off is far outside the bound', async () => {
    const { outside, largestShare } = await runCheck(page, 'changedWeight', { seed: 3 });
    expect(outside).toBeGreaterThan(100);
    expect(largestShare).toBeGreaterThan(100);
  });

  it('keeps overlapping calls apart', async () => {
    expect(await runCheck(page, 'overlapping')).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it('refuses what it cannot compute, and goes on afterwards', async () => {
    expect(await runCheck(page, 'refusals')).toEqual({
      control: 'ok',
      nan: 'not-finite',
      beyondF32: 'not-finite',
      tooWide: 'unsupported',
      missingColumn: 'unsupported',
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

  it('gives up on results that do not come in time, and goes on', async () => {
    expect(await runCheck(page, 'lateAnswer')).toEqual({ late: 'timeout', after: 'ok', unhandled: [] });
  });

  it('destroys every buffer it made, and the device', async () => {
    const { created, alive, devicesLost } = await runCheck(page, 'everythingReleased');
    expect(created).toBeGreaterThan(5);
    expect(alive).toEqual([]);
    expect(devicesLost).toBe(1);
  });

  it('uploads columns once', async () => {
    const { first, again, otherColumns, firstOnceMore } = await runCheck(page, 'featureUploads');
    expect([first, again, otherColumns, firstOnceMore]).toEqual([1, 0, 1, 0]);
  });

  it('opens as fast for eight layers of 64 as for two small ones, because it compiles once', async () => {
    const { elapsedMs } = await runCheck(page, 'openingTime');
    expect(elapsedMs).toBeLessThan(5000);
    const deep = await runCheck(page, 'speed', {
      hidden: Array<number>(8).fill(64),
      sampleCount: 64,
      repeats: 1,
    });
    expect(deep.medianMs).toBeLessThan(5000);
  });
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
