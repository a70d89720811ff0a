import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { writeDrawing } from '../../src/experiment/drawing.ts';
import { launch } from './browser.ts';
import { openCompareAt } from './compare-place.ts';
import { playgroundsIn } from './playground.ts';
import { writeAddressLate } from './write-address-late.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());
const withPlayground = playgroundsIn(() => browser, baseUrl);

describe("the browser's way back", () => {
  it.each(['Graph', 'Learn', 'Compare'])(
    'leads from %s to the settings of the last moment, though the address had no time to tell them',
    (place) =>
      withPlayground(
        {
          hash: 'dataSet=xor&hidden=4,2',
          prepare: (context) => context.addInitScript(writeAddressLate),
        },
        async (playground, { page, assertClean }) => {
          await page.locator('html[data-is-address-written=true]').waitFor();
          await playground.button('Add neuron to layer 1').click();
          await playground.ready();
          await page.getByRole('link', { name: place, exact: true }).click();
          await expect.poll(() => page.url()).toContain(`#/${place.toLowerCase()}`);
          await page.goBack();
          await expect.poll(() => page.url()).toContain('#dataSet=xor');
          expect(page.url()).toContain('hidden=5,2');
          await playground.ready();
          await expect.poll(() => playground.number('Neurons in layer 1').inputValue()).toBe('5');
          assertClean();
        },
      ),
  );

  it('and forth again has what was changed in the last moment before it', () =>
    withPlayground({ hash: 'dataSet=xor&hidden=3,2' }, async (playground, { page, assertClean }) => {
      const neurons = playground.number('Neurons in layer 1');
      await page.evaluate(() => {
        location.hash = 'hidden=5,2&dataSet=spiral';
      });
      // In the order in which the page writes it.
      await expect.poll(() => page.url()).toMatch(/#dataSet=spiral&hidden=5,2$/);
      await playground.ready();
      await playground.button('Add neuron to layer 1').evaluate((button: HTMLElement) => {
        button.click();
        history.back();
      });
      await expect.poll(() => page.url()).toMatch(/#dataSet=xor&hidden=3,2$/);
      await playground.ready();
      await page.goForward();
      await expect.poll(() => page.url()).toMatch(/#dataSet=spiral&hidden=6,2$/);
      await expect.poll(() => neurons.inputValue()).toBe('6');
      await playground.ready();
      assertClean();
    }));

  it('leads from one long drawing to another, though both have the same short address', () => {
    const linked = (count: number): string => {
      const drawn = writeDrawing(
        Array.from({ length: count }, (_, i) => ({ x1: i / 100, x2: -i / 100, place: i % 2, side: 'train' })),
      );
      return `dataSet=draw&drawn=${drawn}`;
    };
    return withPlayground({ hash: linked(300) }, async (playground, { page, assertClean }) => {
      const untilShown = (count: number): Promise<void> =>
        playground.until(`${count} points are shown`, async () => {
          const rows = await playground.value('row-count');
          return rows === count && page.url().endsWith('#dataSet=draw&held=drawn');
        });
      await untilShown(300);
      await page.evaluate((hash) => {
        location.hash = hash;
      }, linked(250));
      await untilShown(250);
      await page.goBack();
      await untilShown(300);
      await page.goForward();
      await untilShown(250);
      assertClean();
    });
  });

  it('brings the run of before a change of shape, and that of after it on the way forth', () =>
    withPlayground({ hash: 'dataSet=xor&hidden=4,2' }, async (playground, { page, assertClean }) => {
      const untilShown = (neurons: string, epoch: number): Promise<void> =>
        playground.until(`${neurons} neurons at epoch ${epoch}`, async () => {
          const shown = await playground.number('Neurons in layer 1').inputValue();
          return shown === neurons && (await playground.value('epoch')) === epoch;
        });
      const go = (place: string) => page.getByRole('link', { name: place, exact: true }).click();
      await playground.step();
      await playground.step();
      const before = await playground.text('train-loss');
      await go('Learn');
      await expect.poll(() => page.url()).toContain('#/learn');
      await go('Playground');
      await untilShown('4', 2);
      await playground.button('Add neuron to layer 1').click();
      await playground.step();
      await untilShown('5', 3);
      await expect.poll(() => page.url()).toContain('hidden=5,2');
      const after = await playground.text('train-loss');
      await page.goBack();
      await page.goBack();
      await untilShown('4', 2);
      await expect.poll(() => playground.text('train-loss')).toBe(before);
      await page.goForward();
      await page.goForward();
      await untilShown('5', 3);
      await expect.poll(() => playground.text('train-loss')).toBe(after);
      assertClean();
    }));

  it('leads from the comparisons to a run that was opened of them, as it was', async () => {
    const ask = 'ask=epochs:20,seeds:3,target:none&dataSet=xor&hidden=3&points=60';
    const { opened, page, compare } = await openCompareAt(browser, baseUrl, ask);
    await compare.start();
    await compare.untilPhase('done');
    await compare.rows('All runs as a table', 'All runs');
    await compare.button('Open Seed 2').click();
    await compare.until('the run is there', async () => (await compare.value('epoch')) === 20);
    const opens = await compare.text('train-loss');
    await page.goBack();
    await compare.opened();
    await expect.poll(() => page.url()).toContain('#/compare');
    // What was compared, not the run of it that was opened.
    expect(page.url()).not.toContain('seed=');
    await page.goForward();
    await compare.until('the run is there', async () => (await compare.value('epoch')) === 20);
    await expect.poll(() => compare.text('train-loss')).toBe(opens);
    opened.assertClean();
    await opened.close();
  });
});
