import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch, openPage } from './browser.ts';
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

describe('evaluation on a software GPU', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch({ gpu: 'software' });
  });
  afterAll(() => browser.close());

  it('is never chosen by itself, is labelled, and differs from the CPU by next to nothing', async () => {
    const opened = await openPage(browser, baseUrl, { hash: 'dataSet=spiral&hidden=8,8&evaluateOn=gpu' });
    const playground = await new Playground(opened.page).ready();
    await opened.page.getByText('software adapter').first().waitFor();
    expect(await playground.text('evaluated-on')).toBe('cpu');
    await playground.radio('Evaluate on', 'GPU').click({ force: true });
    await playground.until(
      'the GPU evaluates',
      async () => (await playground.text('evaluated-on')) === 'gpu',
    );
    await playground.until(
      'the difference is known',
      async () => !Number.isNaN(await playground.value('max-difference')),
    );
    expect(await playground.value('max-difference')).toBeLessThanOrEqual(1e-4);
    expect(await playground.readout('max-difference').getAttribute('data-epoch')).toBe('0');
    await playground.button('Play').click();
    await playground.until(
      'a later difference',
      async () => Number(await playground.readout('max-difference').getAttribute('data-epoch')) > 0,
    );
    expect(await playground.value('max-difference')).toBeLessThanOrEqual(1e-4);
    expect(await playground.value('points-per-second')).toBeGreaterThan(0);
    await playground.radio('Evaluate on', 'CPU').click({ force: true });
    await playground.until(
      'the CPU evaluates',
      async () => (await playground.text('evaluated-on')) === 'cpu',
    );
    opened.assertClean();
    await opened.close();
  });

  it('shows a wide and deep network without compiling anything new', async () => {
    const opened = await openPage(browser, baseUrl, { hash: `hidden=${Array(8).fill(64).join()}` });
    const playground = await new Playground(opened.page).ready();
    await playground.radio('Evaluate on', 'GPU').click({ force: true });
    await playground.until(
      'the GPU evaluates',
      async () => (await playground.text('evaluated-on')) === 'gpu',
    );
    opened.assertClean();
    await opened.close();
  });

  it('goes on on the CPU when the device is lost while training, and says so', async () => {
    const opened = await openPage(browser, baseUrl, {
      hash: 'dataSet=spiral&hidden=8,8',
      prepare: (context) => withWorkerPrelude(context, keepDevice),
    });
    const playground = await new Playground(opened.page).ready();
    await playground.radio('Evaluate on', 'GPU').click({ force: true });
    await playground.until(
      'the GPU evaluates',
      async () => (await playground.text('evaluated-on')) === 'gpu',
    );
    await playground.button('Play').click();
    await playground.untilEpoch(5);
    const [worker] = opened.page.workers();
    await worker.evaluate(() => (globalThis as unknown as { lastDevice: GPUDevice }).lastDevice.destroy());
    await opened.page.getByText('Evaluation goes on on the CPU').waitFor();
    await playground.until(
      'the CPU evaluates',
      async () => (await playground.text('evaluated-on')) === 'cpu',
    );
    const epoch = await playground.value('epoch');
    await playground.untilEpoch(epoch + 20);
    expect(await playground.status()).toBe('running');
    // It can be asked for again.
    await playground.radio('Evaluate on', 'GPU').click({ force: true });
    await playground.until(
      'the GPU evaluates',
      async () => (await playground.text('evaluated-on')) === 'gpu',
    );
    opened.assertClean();
    await opened.close();
  });
});

describe('evaluation without a GPU', () => {
  it('leaves the switch disabled, with the reason', async () => {
    const browser = await launch({ gpu: 'none' });
    const opened = await openPage(browser, baseUrl);
    const playground = await new Playground(opened.page).ready();
    await opened.page.getByText('found no GPU').first().waitFor();
    expect(await playground.radio('Evaluate on', 'GPU').isDisabled()).toBe(true);
    await playground.step();
    opened.assertClean();
    await opened.close();
    await browser.close();
  });
});

describe('the built page', () => {
  it('is served from its folder by the test, not from a development server', async () => {
    const html = await readFile(new URL('../../dist/index.html', import.meta.url), 'utf8');
    expect(html).toContain('Content-Security-Policy');
  });
});
