import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch, openPage } from './browser.ts';
import { keptCheckpoint } from './kept-checkpoint.ts';
import { Playground } from './playground.ts';
import { until } from './waiting.ts';
import { writeAddressLate } from './write-address-late.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());

const figures = ['epoch', 'train-loss', 'test-loss'] as const;

function read(playground: Playground): Promise<string[]> {
  return Promise.all(figures.map((name) => playground.text(name)));
}

async function inTab(context: BrowserContext, hash = ''): Promise<Playground> {
  const page = await context.newPage();
  await page.goto(`${baseUrl}#${hash}`);
  return new Playground(page).ready();
}

/** A tab that waits for its name for ever, or one that hears nothing of others, and waits a tenth of the time. */
function as(how: string): void {
  const wait = setTimeout;
  const patienceMs = 6000;
  const instead = how === 'does not hear' ? patienceMs / 10 : 2 ** 30;
  if (how === 'does not hear') Reflect.deleteProperty(globalThis, 'BroadcastChannel');
  globalThis.setTimeout = ((callback: () => void, ms?: number, ...rest: []) =>
    wait(callback, ms === patienceMs ? instead : ms, ...rest)) as typeof setTimeout;
}

const offers = (page: Page) => page.getByTestId('notice').filter({ hasText: 'Your last run is still there' });

describe('a run', () => {
  it('is there after a reload, and goes on to the same bits; a link goes before it, a second tab beside it', async () => {
    const settings = 'dataSet=xor&optimizer=adam&learningRate=0.01&hidden=5,3';
    const opened = await openPage(browser, baseUrl, { hash: settings });
    const playground = await new Playground(opened.page).ready();
    for (let i = 0; i < 4; i++) await playground.step();
    const undisturbed = await read(playground);
    await playground.button('Reset').click();
    await playground.until('it is reset', async () => (await playground.value('epoch')) === 0);

    await playground.step();
    await playground.step();
    const before = await read(playground);
    const context = opened.page.context();
    await untilKept(opened.page, 2);
    await opened.page.reload();
    await playground.ready();
    await playground.until('the run is there', async () => (await playground.value('epoch')) === 2);
    await expect.poll(() => read(playground)).toEqual(before);
    await expect.poll(() => playground.status()).toBe('paused');

    // Another tab has a run of its own.
    const second = await inTab(context);
    await second.step();
    await untilKept(second.page, 1);
    await second.page.close();
    await opened.page.reload();
    await playground.ready();
    await playground.until('the run is there', async () => (await playground.value('epoch')) === 2);
    await playground.step();
    await playground.step();
    await expect.poll(() => read(playground)).toEqual(undisturbed);

    await untilKept(opened.page, 4);
    await opened.page.goto('about:blank');
    await opened.page.goto(`${baseUrl}#dataSet=moons`);
    await playground.ready();
    await expect.poll(() => playground.value('epoch')).toBe(0);
    await offers(opened.page).filter({ hasText: 'XOR, after 4 epochs' }).waitFor();
    await opened.page.getByRole('button', { name: 'Bring it back' }).click();
    await playground.until('it is back', async () => (await playground.value('epoch')) === 4);
    await expect.poll(() => read(playground)).toEqual(undisturbed);
    opened.assertClean();
    await opened.close();
  });

  it('is there as it had come to its end, though an earlier moment with other settings was shown', async () => {
    const opened = await openPage(browser, baseUrl, { hash: 'dataSet=xor&hidden=4,2&points=60' });
    const { page } = opened;
    const playground = await new Playground(page).ready();
    await playground.step();
    await playground.step();
    await playground.setNumber('Learning rate', 0.3);
    await playground.button('Add neuron to layer 1').click();
    await playground.step();
    await playground.step();
    const before = await read(playground);
    await untilKept(page, 4);
    await page.getByRole('slider', { name: 'Time', exact: true }).fill('1');
    await playground.until('it is shown', async () => (await playground.value('epoch')) === 1);
    await expect.poll(() => page.url()).not.toContain('hidden=5');
    await expect.poll(() => page.url()).not.toContain('learningRate');
    await page.reload();
    await playground.ready();
    await playground.until('the run is there', async () => (await playground.value('epoch')) === 4);
    await expect.poll(() => read(playground)).toEqual(before);
    await expect.poll(() => playground.number('Learning rate').inputValue()).toBe('0.3');
    await expect.poll(() => playground.number('Neurons in layer 1').inputValue()).toBe('5');
    await expect.poll(() => page.url()).toContain('hidden=5');
    await expect.poll(() => offers(page).count()).toBe(0);
    opened.assertClean();
    await opened.close();
  });

  it('is there with the settings of the last moment, though the page was loaded again before its address told them', async () => {
    const opened = await openPage(browser, baseUrl, {
      hash: 'dataSet=xor&hidden=4,2',
      prepare: (context) => context.addInitScript(writeAddressLate),
    });
    const playground = await new Playground(opened.page).ready();
    await opened.page.locator('html[data-is-address-written=true]').waitFor();
    await playground.button('Add neuron to layer 1').click();
    await playground.step();
    await playground.step();
    const before = await read(playground);
    await untilKept(opened.page, 2);
    expect(opened.page.url()).not.toContain('hidden=5');
    await opened.page.reload();
    await playground.ready();
    await playground.until('the run is there', async () => (await playground.value('epoch')) === 2);
    await expect.poll(() => read(playground)).toEqual(before);
    await expect.poll(() => playground.number('Neurons in layer 1').inputValue()).toBe('5');
    await expect.poll(() => opened.page.url()).toContain('hidden=5,2');
    await expect.poll(() => offers(opened.page).count()).toBe(0);

    // A link goes before it, in the same tab too.
    await playground.button('Add neuron to layer 1').click();
    await opened.page.goto('about:blank');
    await opened.page.goto(`${baseUrl}#dataSet=xor&hidden=5,2`);
    await playground.ready();
    await expect.poll(() => playground.number('Neurons in layer 1').inputValue()).toBe('5');
    opened.assertClean();
    await opened.close();
  });

  it('stays to be had where a link in its own tab takes its place, until it is kept again', async () => {
    const opened = await openPage(browser, baseUrl, { hash: 'dataSet=xor&hidden=5,3' });
    const { page } = opened;
    const playground = await new Playground(page).ready();
    await playground.step();
    await playground.step();
    const before = await read(playground);
    await untilKept(page, 2);
    await page.evaluate(() => {
      location.hash = 'dataSet=moons';
    });
    await expect.poll(() => playground.radio('Data set', 'Moons').isChecked()).toBe(true);
    await expect.poll(() => keptCheckpoint(page)).toBe(null);
    await page.reload();
    await playground.ready();
    await offers(page).filter({ hasText: 'XOR, after 2 epochs' }).waitFor();
    // It is not forgotten before the page has it by its own.
    await page.getByRole('button', { name: 'Bring it back' }).evaluate((button: HTMLElement) => {
      button.click();
      location.reload();
    });
    await page.waitForEvent('load');
    await playground.ready();
    const isBack = async (): Promise<boolean> => (await playground.value('epoch')) === 2;
    const isOffered = async (): Promise<boolean> => (await offers(page).count()) === 1;
    await playground.until('it is back, or can be had', async () => (await isBack()) || isOffered());
    if (!(await isBack())) await page.getByRole('button', { name: 'Bring it back' }).click();
    await playground.until('it is back', isBack);
    await expect.poll(() => read(playground)).toEqual(before);
    opened.assertClean();
    await opened.close();
  });

  it.each([
    ['at once, as the tabs hear of one another', 'never waits'],
    ['once the wait for its name is over, where they do not', 'does not hear'],
  ])('of a copied tab is kept %s', async (_, how) => {
    const opened = await openPage(browser, baseUrl, {
      hash: 'dataSet=xor&hidden=4,2',
      prepare: (context) => context.addInitScript(as, how),
    });
    const original = await new Playground(opened.page).ready();
    await original.step();
    await original.step();
    await untilKept(opened.page, 2);
    const before = await keptCheckpoint(opened.page);
    // The browser copies what the tab has stored, as with “Duplicate”.
    const [page] = await Promise.all([
      opened.page.context().waitForEvent('page'),
      opened.page.evaluate(() => void window.open(location.href)),
    ]);
    const copy = await new Playground(page).ready();
    await copy.step();
    await untilKept(page, 1);
    expect(await keptCheckpoint(opened.page)).toEqual(before);
    opened.assertClean();
    await opened.close();
  });

  it('is not kept where the browser forbids it, which is said once', async () => {
    const opened = await openPage(browser, baseUrl, {
      prepare: (context) =>
        context.addInitScript(() => {
          Object.defineProperty(globalThis, 'indexedDB', {
            get: () => {
              throw new DOMException('Not in this window.', 'SecurityError');
            },
          });
        }),
    });
    const playground = await new Playground(opened.page).ready();
    await playground.step();
    const notice = opened.page.getByTestId('notice').filter({ hasText: 'does not keep your run' });
    await notice.waitFor();
    await expect.poll(() => notice.textContent()).toContain('Not in this window.');
    await notice.getByRole('button').click();
    await playground.step();
    await playground.step();
    await expect.poll(() => notice.count()).toBe(0);
    await opened.close();
  });
});

/** Until the browser has a run of this tab at that epoch. */
function untilKept(page: Page, epoch: number): Promise<void> {
  return until(page, `epoch ${epoch} is kept`, async () => (await keptCheckpoint(page))?.epoch === epoch);
}
