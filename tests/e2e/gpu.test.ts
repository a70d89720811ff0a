import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch, openPage, type PageOptions } from './browser.ts';
import { Playground } from './playground.ts';

const baseUrl = inject('baseUrl');

/** Puts code in front of the built worker: the only way into it from outside. */
async function withWorkerPrelude(context: BrowserContext, prelude: string): Promise<void> {
  await context.route(/training\.worker/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${prelude}\n${await response.text()}` });
  });
}

const keepDevice = `
  const requestDevice = GPUAdapter.prototype.requestDevice;
  GPUAdapter.prototype.requestDevice = async function (...request) {
    return (globalThis.lastDevice = await requestDevice.apply(this, request));
  };`;

/** A GPU with hardly any memory: the self-test fits into it, and no picture. */
const smallMemory = `
  {
    const { get } = Object.getOwnPropertyDescriptor(GPUDevice.prototype, 'limits');
    const small = { maxStorageBufferBindingSize: 8192, maxBufferSize: 8192 };
    Object.defineProperty(GPUDevice.prototype, 'limits', {
      get() {
        const { maxComputeWorkgroupsPerDimension } = get.call(this);
        return { maxComputeWorkgroupsPerDimension, ...small };
      },
    });
  }`;

async function withPlayground(
  browser: Browser,
  options: PageOptions,
  use: (playground: Playground) => Promise<void>,
): Promise<void> {
  const opened = await openPage(browser, baseUrl, options);
  try {
    await use(await new Playground(opened.page).ready());
    opened.assertClean();
  } finally {
    await opened.close();
  }
}

/** Software that says it is not. */
const disguise = `
  Object.defineProperty(GPUAdapterInfo.prototype, 'isFallbackAdapter', { get: () => false });
  Object.defineProperty(GPUAdapterInfo.prototype, 'architecture', { get: () => 'disguised' });
  Object.defineProperty(GPUAdapterInfo.prototype, 'description', { get: () => '' });
  Object.defineProperty(GPUAdapterInfo.prototype, 'device', { get: () => '' });`;

async function chooseAuto(playground: Playground): Promise<void> {
  await playground.radio('Evaluate on', 'Auto').click({ force: true });
}

async function evaluateOn(playground: Playground, evaluator: 'CPU' | 'GPU'): Promise<void> {
  const choice = playground.radio('Evaluate on', evaluator);
  await playground.until(`the ${evaluator} can be chosen`, () => choice.isEnabled());
  await choice.click({ force: true });
  await playground.until(
    `the ${evaluator} evaluates`,
    async () => (await playground.text('evaluated-on')) === evaluator.toLowerCase(),
  );
}

/** '12.4 M' as a number. */
function rateOf(text: string): number {
  const prefixes: Readonly<Record<string, number>> = { k: 1e3, M: 1e6, G: 1e9 };
  const [digits, prefix = ''] = text.trim().split(' ');
  return Number(digits) * (prefixes[prefix] ?? 1);
}

/** Three kinds of flowers by four measures, one of them a category: five inputs. */
const flowers = [
  'height,width,weight,colour,kind',
  ...Array.from({ length: 90 }, (_, i) => {
    const kind = i % 3;
    const [a, b] = [(i * 7) % 11, (i * 5) % 13];
    return [150 + 8 * kind + a, 20 - 3 * kind + b / 4, 1000 * (1 + kind) + 40 * a - 30 * b].join();
  }).map(
    (measures, i) => `${measures},${i % 2 === 0 ? 'red' : 'blue'},${['aster', 'bluebell', 'crocus'][i % 3]}`,
  ),
].join('\n');

describe('evaluation on a software GPU', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch({ gpu: 'software' });
  });
  afterAll(() => browser.close());

  it('of a file of one’s own, with five inputs and three classes, is that of the CPU, and its landscape is shown', () =>
    withPlayground(browser, { hash: 'hidden=6' }, async (playground) => {
      const { page } = playground;
      await playground.radio('Data set', 'File').click({ force: true });
      const buffer = Buffer.from(flowers);
      await page
        .getByLabel('Open a file')
        .setInputFiles({ name: 'flowers.csv', mimeType: 'text/csv', buffer });
      await playground.until('it is read', async () => (await playground.text('import-status')) === 'ready');
      await playground.select('Target').selectOption('kind');
      await playground.button('Use this data').click();
      await playground.until('its rows are there', async () => {
        const counts = ['row-count', 'input-count', 'class-count'].map((name) => playground.text(name));
        return (await Promise.all(counts)).join() === '90,5,3';
      });
      await playground.ready();
      for (let step = 0; step < 3; step++) await playground.step();
      const figures = ['train-loss', 'test-loss', 'train-accuracy', 'test-accuracy'] as const;
      const read = (): Promise<number[]> => Promise.all(figures.map((name) => playground.known(name)));
      await playground.until(
        'the CPU has evaluated',
        async () => (await playground.text('evaluated-on')) === 'cpu',
      );
      const onCpu = await read();
      await evaluateOn(playground, 'GPU');
      const readout = playground.readout('max-difference');
      const detail = (name: string) => readout.evaluate((one, key) => Number(one.dataset[key] || NaN), name);
      await playground.until(
        'the difference of this epoch is known',
        async () => (await detail('epoch')) === 3,
      );
      const [difference, bound] = [await detail('value'), await detail('bound')];
      expect(difference).toBeGreaterThan(0);
      expect(difference).toBeLessThanOrEqual(Math.min(bound, 1e-4));
      const onGpu = await read();
      onCpu.forEach((figure, i) => {
        expect(Math.abs(onGpu[i] - figure), figures[i]).toBeLessThanOrEqual(
          1e-5 * Math.max(1, Math.abs(figure)),
        );
      });
      // The control: what is compared are figures of something, and training moves them.
      expect(onCpu.every((figure) => figure > 0)).toBe(true);

      await playground.radio('Picture', 'Loss landscape').click({ force: true });
      const loss = playground.readout('landscape-loss');
      await playground.until('the finest slice of the epoch is there', async () => {
        const [cells, epoch] = await loss.evaluate((one) => [one.dataset['cells'], one.dataset['epoch']]);
        return cells === '64' && epoch === '3';
      });
      const centre = await playground.value('landscape-loss');
      expect(Math.abs(centre - (await playground.value('train-loss')))).toBeLessThanOrEqual(1e-4 * centre);
      await page.locator('chainrule-landscape-plot canvas').first().waitFor();
    }));

  it.each([
    ['with one output', 'dataSet=spiral&hidden=8,8'],
    ['with eight outputs', 'dataSet=blobs&classes=8&loss=cross-entropy'],
  ])(
    '%s, is never chosen by itself, is labelled, and differs from the CPU by next to nothing',
    (_what, hash) =>
      withPlayground(browser, { hash: `${hash}&evaluateOn=gpu` }, async (playground) => {
        await playground.page.getByText('software adapter').first().waitFor();
        await expect.poll(() => playground.text('evaluated-on')).toBe('cpu');
        await evaluateOn(playground, 'GPU');
        const epochOfDifference = async (): Promise<number> =>
          Number((await playground.readout('max-difference').getAttribute('data-epoch')) || NaN);
        await playground.until('the difference is known', async () => (await epochOfDifference()) === 0);
        await expect.poll(() => playground.value('max-difference')).toBeLessThanOrEqual(1e-4);
        await playground.button('Play').click();
        await playground.until('there is a later difference', async () => (await epochOfDifference()) > 0);
        await expect.poll(() => playground.value('max-difference')).toBeLessThanOrEqual(1e-4);
        await expect.poll(() => playground.known('points-per-second')).toBeGreaterThan(0);
        // The bound is computed, and there are more points than one: all of one moment.
        const [difference, bound, points] = await playground
          .readout('max-difference')
          .evaluate((one) => ['value', 'bound', 'points'].map((name) => Number(one.dataset[name])));
        expect(bound).toBeGreaterThan(difference);
        expect(points).toBeGreaterThan(5);
        await evaluateOn(playground, 'CPU');
      }),
  );

  it('is not what Auto chooses, which says why', () =>
    withPlayground(browser, { hash: 'evaluateOn=auto' }, async (playground) => {
      await playground.page.getByText('Auto keeps to the CPU: software plays the GPU here.').waitFor();
      await playground.step();
      await expect.poll(() => playground.text('evaluated-on')).toBe('cpu');
      expect(new URL(playground.page.url()).hash).toContain('evaluateOn=auto');
    }));

  it('taken for hardware, is chosen by Auto exactly if it measures faster', () =>
    withPlayground(
      browser,
      { hash: 'hidden=4', prepare: (context) => withWorkerPrelude(context, disguise) },
      async (playground) => {
        await playground.page.getByText('GPU: google disguised.').waitFor();
        await chooseAuto(playground);
        const words = playground.page.getByText(/Auto chose the [CG]PU: /);
        await words.waitFor();
        const text = (await words.textContent()) ?? '';
        const [, chosen, chosenRate, otherRate] =
          /Auto chose the ([CG]PU): (\S+ [GMk]?) ?points \/ s, the [CG]PU (\S+ [GMk]?)\./.exec(text) ?? [];
        expect(rateOf(chosenRate)).toBeGreaterThanOrEqual(rateOf(otherRate));
        await playground.until(
          'what was chosen evaluates',
          async () => (await playground.text('evaluated-on')) === chosen.toLowerCase(),
        );
      },
    ));

  it('is compared with the CPU on this network, and labelled', () =>
    withPlayground(browser, { hash: 'hidden=4,2' }, async (playground) => {
      await playground.page.getByText('software adapter').first().waitFor();
      await playground.openHood();
      await playground.button('Compare evaluation…').click();
      // Larger grids are left out where the software takes too long for them.
      const cells = ['interpreted-64', 'compiled-64', 'gpu-64', 'interpreted-1024', 'compiled-1024'].map(
        (cell) => `evaluation-${cell}`,
      );
      for (const cell of cells)
        await playground.until(`${cell} is measured`, async () => (await playground.value(cell)) > 0);
      await playground.until('all is measured', () => playground.button('Measure again').isEnabled());
      const dialog = playground.page.getByRole('dialog', { name: 'Evaluation of this network' });
      await expect.poll(() => dialog.textContent()).toContain('GPU (software)');
      await expect.poll(() => playground.readout('crossover').textContent()).toMatch(/faster|Too few/);
      await playground.button('Close').click();
      await dialog.waitFor({ state: 'hidden' });
      // Figures of one network are not shown for another.
      await playground.button('Add layer').click();
      await playground.step();
      await expect.poll(() => playground.text('evaluation-gpu-64')).toBe('');
    }));

  it('shows a wide and deep network without compiling anything new', () =>
    withPlayground(browser, { hash: `hidden=${Array(8).fill(64).join()}` }, async (playground) => {
      await evaluateOn(playground, 'GPU');
    }));

  it('is left to the CPU where it does not fit, and the note says why', () =>
    withPlayground(
      browser,
      {
        hash: 'dataSet=blobs&classes=8&loss=cross-entropy',
        prepare: (context) => withWorkerPrelude(context, smallMemory),
      },
      async (playground) => {
        const gpu = playground.radio('Evaluate on', 'GPU');
        await playground.until('the GPU can be chosen', () => gpu.isEnabled());
        await gpu.click({ force: true });
        const words =
          /The GPU cannot run this network: \d+ results at once, at most 2048 fit\. Evaluation goes on on the CPU\./;
        await playground.page.getByText(words).waitFor();
        await playground.step();
        await expect.poll(() => playground.text('evaluated-on')).toBe('cpu');
        await evaluateOn(playground, 'CPU');
        await playground.page.getByText(words).waitFor({ state: 'hidden' });
      },
    ));

  it('goes on on the CPU when the device is lost while training, and says so', () =>
    withPlayground(
      browser,
      {
        hash: 'dataSet=spiral&hidden=8,8&speed=full',
        prepare: (context) => withWorkerPrelude(context, keepDevice),
      },
      async (playground) => {
        await evaluateOn(playground, 'GPU');
        await playground.button('Play').click();
        await playground.untilEpoch(5);
        const [worker] = playground.page.workers();
        await worker.evaluate(() => {
          (globalThis as unknown as { lastDevice: GPUDevice }).lastDevice.destroy();
        });
        await playground.page.getByText('Evaluation goes on on the CPU').waitFor();
        await playground.until(
          'the CPU evaluates',
          async () => (await playground.text('evaluated-on')) === 'cpu',
        );
        await playground.untilEpoch((await playground.known('epoch')) + 20);
        await expect.poll(() => playground.status()).toBe('running');
        // It can be asked for again.
        await evaluateOn(playground, 'GPU');
      },
    ));
});

describe('evaluation without a GPU', () => {
  it('leaves the switch disabled, with the reason', async () => {
    const browser = await launch({ gpu: 'none' });
    try {
      await withPlayground(browser, {}, async (playground) => {
        await playground.page.getByText('found no GPU').first().waitFor();
        await expect.poll(() => playground.radio('Evaluate on', 'GPU').isDisabled()).toBe(true);
        await playground.step();
      });
    } finally {
      await browser.close();
    }
  });
});

describe('the built page', () => {
  it('carries its policy, so it is the built page that is tested', async () => {
    const html = await readFile(new URL('../../dist/index.html', import.meta.url), 'utf8');
    expect(html).toContain('Content-Security-Policy');
  });
});
