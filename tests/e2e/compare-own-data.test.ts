import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch, openPage } from './browser.ts';
import { Compare } from './compare-place.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());

/** Two kinds of flowers that a line tells apart, and one in ten that it does not. */
const flowers = [
  'height,width,kind',
  ...Array.from({ length: 60 }, (_, i) => {
    const isRose = i % 10 === 9 ? i % 2 === 1 : i % 2 === 0;
    return `${isRose ? 10 + (i % 7) : 3 + (i % 5)},${1 + ((i * 7) % 11) / 4},${isRose ? 'rose' : 'tulip'}`;
  }),
].join('\n');

/** With a file of the user's own in use, at the place of comparisons. */
async function openWithFile(width = 1280) {
  const opened = await openPage(browser, baseUrl, {
    hash: 'hidden=3',
    viewport: { width, height: 900 },
  });
  const { page } = opened;
  const compare = new Compare(page);
  await compare.ready();
  const transfer = await page.evaluateHandle((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], 'flowers.csv', { type: 'text/csv' }));
    return data;
  }, flowers);
  for (const type of ['dragover', 'drop']) await page.dispatchEvent('main', type, { dataTransfer: transfer });
  await compare.button('Use this data').click();
  await compare.until('the file is in use', () =>
    Promise.resolve(new URLSearchParams(page.url().split('#')[1]).get('dataSet') === 'file'),
  );
  await compare.ready();
  await page.getByRole('link', { name: 'Compare', exact: true }).click();
  await compare.opened();
  await page.getByText('flowers.csv, 3 tanh').first().waitFor();
  return { opened, page, compare };
}

describe('the user’s own data', () => {
  it('are trained on by each kind of comparison, and a run opens with them to the same figures', async () => {
    const { opened, page, compare } = await openWithFile();
    await compare.radio('Comparison', 'Swarm').check({ force: true });
    await compare.setNumber('Seeds', 6);
    await compare.setNumber('Epochs', 12);
    await compare.start();
    await compare.untilPhase('done');
    const swarm = await compare.rows('All runs as a table', 'All runs');
    expect(swarm).toHaveLength(6);
    expect(new Set(swarm.map(([, trainLoss]) => trainLoss)).size).toBeGreaterThan(3);

    await compare.radio('Comparison', 'Sweep').check({ force: true });
    await compare.select('Tried are').selectOption('random');
    await compare.setNumber('Set-ups', 5);
    await compare.start();
    await compare.until('the sweep is done', async () => (await compare.value('runs-total')) === 5);
    await compare.untilPhase('done');
    await expect.poll(async () => (await compare.rows('', 'All set-ups')).length).toBe(5);

    await compare.radio('Comparison', 'Race').check({ force: true });
    await compare.button('Add as a lane').click();
    await compare.button('Add as a lane').click();
    await compare.start();
    await compare.until('the race is over', async () => (await compare.value('runs-total')) === 2);
    await compare.untilPhase('done');
    const lanes = await compare.rows('', 'All lanes');
    // The first seed of the swarm, and twice the same.
    expect(lanes.map(([, trainLoss]) => trainLoss)).toEqual([swarm[0][1], swarm[0][1]]);

    await compare.radio('Comparison', 'Swarm').check({ force: true });
    await compare.rows('All runs as a table', 'All runs');
    await compare.button('Open Seed 4').click();
    await compare.until('the run is there', async () => (await compare.value('epoch')) === 12);
    await expect.poll(() => compare.readout('train-loss').textContent()).toContain(swarm[3][1]);
    await expect.poll(() => compare.readout('test-loss').textContent()).toContain(swarm[3][2]);
    expect(new URLSearchParams(page.url().split('#')[1]).get('dataSet')).toBe('file');
    opened.assertClean();
    await opened.close();
  });

  it('are there after a reload with what came of them, also on a phone', async () => {
    const { opened, page, compare } = await openWithFile(390);
    await compare.radio('Comparison', 'Swarm').check({ force: true });
    await compare.setNumber('Seeds', 5);
    await compare.setNumber('Epochs', 8);
    await compare.start();
    await compare.untilPhase('done');
    await expect.poll(() => compare.value('kept-count')).toBe(1);
    const swarm = await compare.rows('All runs as a table', 'All runs');
    const sideways = (): Promise<number> =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await expect.poll(sideways).toBe(0);
    await page.reload();
    await compare.opened();
    await compare.untilPhase('done');
    await expect.poll(() => compare.rows('All runs as a table', 'All runs')).toEqual(swarm);
    await compare.start();
    await compare.until('it is done again', async () => (await compare.value('kept-count')) === 2);
    await expect.poll(() => compare.rows('All runs as a table', 'All runs')).toEqual(swarm);
    opened.assertClean();
    await opened.close();
  });
});
