import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { launch, openPage } from './browser.ts';
import { Playground } from './playground.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'software' });
});
afterAll(() => browser.close());

/** Collects what the browser calls long tasks, from before the page loads. */
const watchLongTasks = (): void => {
  const tasks: { start: number; duration: number }[] = [];
  Object.assign(globalThis, { longTasks: tasks });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) tasks.push({ start: startTime, duration });
  }).observe({ type: 'longtask', buffered: true });
};

describe('the spiral', () => {
  it('is learned to 98 % on the page while everything moves, and looks the same on the GPU', async () => {
    const opened = await openPage(browser, baseUrl, {
      prepare: (context) => context.addInitScript(watchLongTasks),
    });
    const { page } = opened;
    const playground = await new Playground(page).ready();
    // As a user would: one control after the other.
    await playground.select('Speed').selectOption('full');
    await playground.radio('Data set', 'Spiral').click({ force: true });
    await playground.select('Loss').selectOption('binary-cross-entropy');
    await playground.select('Optimizer').selectOption('adam');
    await playground.setNumber('Learning rate', 0.01);
    await playground.setNumber('Neurons in layer 1', 16);
    await playground.setNumber('Neurons in layer 2', 16);
    await playground.until('the network is 2-16-16-1', async () =>
      page.getByText('337 parameters').isVisible(),
    );
    await playground.ready();
    await expect.poll(() => playground.number('Points').inputValue()).toBe('500');
    await expect.poll(() => playground.number('Train share').inputValue()).toBe('50');
    await expect.poll(() => playground.number('Batch size').inputValue()).toBe('10');

    await playground.button('Play').click();
    await playground.until(
      '98 % of the test points are right',
      async () => (await playground.value('test-accuracy')) >= 0.98,
    );
    await playground.button('Pause').click();
    await playground.until('it is paused', async () => (await playground.status()) === 'paused');
    const fastest = await playground.value('training-ms');
    await playground.button('Reset').click();
    await playground.until('it stands at the beginning', async () => (await playground.value('epoch')) === 0);

    // At full speed it is over before the eye, or a test, can see anything move.
    await playground.select('Speed').selectOption('10x');
    const boundary = page.locator('chainrule-boundary-plot canvas').first();
    const lossChart = page.locator('chainrule-loss-panel canvas').first();
    const boundaries = new Set<string>();
    const charts = new Set<string>();
    const loadedAt = await page.evaluate(() => performance.now());
    await playground.button('Play').click();
    await playground.until('98 % of the test points are right', async () => {
      boundaries.add(await playground.picture(boundary));
      charts.add(await playground.picture(lossChart));
      return (await playground.value('test-accuracy')) >= 0.98;
    });
    const epoch = await playground.value('epoch');
    const elapsed = (await page.evaluate(() => performance.now())) - loadedAt;
    await playground.button('Pause').click();
    expect(boundaries.size).toBeGreaterThan(2);
    expect(charts.size).toBeGreaterThan(2);
    expect(epoch).toBeGreaterThan(10);

    await playground.radio('Evaluate on', 'GPU').click({ force: true });
    await playground.until(
      'the GPU evaluates',
      async () => (await playground.text('evaluated-on')) === 'gpu',
    );
    await playground.until(
      'the difference is known',
      async () => !Number.isNaN(await playground.value('max-difference')),
    );
    await expect.poll(() => playground.value('max-difference')).toBeLessThanOrEqual(1e-4);
    opened.assertClean();

    const long = await page.evaluate(
      () => (globalThis as unknown as { longTasks: { start: number; duration: number }[] }).longTasks,
    );
    const afterLoading = long
      .filter(({ start }) => start >= loadedAt)
      .map(({ duration }) => Math.round(duration));
    console.log(
      `spiral: 98 % seen and paused after ${fastest.toFixed(0)} ms of training at full speed; in real time at epoch ${epoch}, ` +
        `${elapsed.toFixed(0)} ms on the page; ` +
        `main-thread tasks over 50 ms while training: ${afterLoading.length === 0 ? 'none' : `${afterLoading.join(', ')} ms`}; ` +
        `largest difference on the GPU ${await playground.value('max-difference')}`,
    );
    await opened.close();
  });
});
