import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch } from './browser.ts';
import { openCompareAt, type Compare } from './compare-place.ts';
import { violationsInBothThemes } from './violations.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());

const small = 'points=60&hidden=3';
const swarm = `ask=epochs:20,seeds:6,goal:0.45&${small}`;

const allRuns = (compare: Compare) => compare.rows('All runs as a table', 'All runs');

describe('comparisons that are kept', () => {
  it('come back after a reload: the one that is asked for at once, the others out of the list', async () => {
    const { opened, page, compare } = await openCompareAt(browser, baseUrl, swarm);
    await compare.start();
    await compare.untilPhase('done');
    const rows = await allRuns(compare);
    expect(rows).toHaveLength(6);
    await expect.poll(() => compare.value('kept-count')).toBe(1);
    await page.reload();
    await compare.opened();
    await compare.untilPhase('done');
    await expect.poll(() => compare.value('runs-done')).toBe(6);
    await expect.poll(() => allRuns(compare)).toEqual(rows);
    // Whatever unfolds has its triangle, down where it is open.
    const triangles = (): Promise<string[]> =>
      page
        .locator('summary')
        .evaluateAll((all) =>
          all.map(
            (one) =>
              `${getComputedStyle(one, '::before').content} ${one.textContent.trim().replace(/\s+/g, ' ')}`,
          ),
        );
    await expect
      .poll(triangles)
      .toEqual([
        ...['"▸" As a table', '"▸" As a table'],
        ...['"▾" All runs as a table', '"▸" Kept comparisons (1)'],
      ]);
    // Another one, cancelled, which takes its place.
    await compare.setNumber('Seeds', 900);
    await compare.setNumber('Epochs', 3000);
    await compare.start();
    await compare.untilDone(1);
    await compare.button('Cancel').click();
    await compare.untilPhase('cancelled');
    await expect.poll(() => compare.value('kept-count')).toBe(2);
    await page.getByText('Kept comparisons').click();
    const list = page.getByRole('list', { name: 'Kept comparisons' }).getByRole('listitem');
    await expect.poll(() => list.count()).toBe(2);
    await list.nth(0).getByText('of 900 runs, cancelled').waitFor();
    await compare.button('Open “Swarm of 6 seeds”').click();
    await expect.poll(() => allRuns(compare)).toEqual(rows);
    await expect.poll(() => compare.number('Seeds').inputValue()).toBe('6');
    await expect.poll(() => violationsInBothThemes(page)).toEqual([]);
    // A run of it opens in the playground.
    await compare.button('Open Seed 4').click();
    await compare.until('the run is there', async () => (await compare.value('epoch')) === 20);
    await expect.poll(() => compare.readout('test-loss').textContent()).toContain(rows[3][2]);
    opened.assertClean();
    await opened.close();
  });

  it('come back with the runs that were done when the page was reloaded in their midst', async () => {
    const ask = `ask=epochs:3000,seeds:900,goal:0.45&${small}`;
    const { opened, page, compare } = await openCompareAt(browser, baseUrl, ask);
    await compare.start();
    await compare.untilDone(2);
    const kept = (): Promise<number> =>
      page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            const opening = indexedDB.open('chainrule-comparisons');
            opening.onsuccess = () => {
              const counting = opening.result.transaction('comparisons').objectStore('comparisons').count();
              counting.onsuccess = () => {
                opening.result.close();
                resolve(counting.result);
              };
            };
          }),
      );
    await expect.poll(kept).toBe(2);
    await page.reload();
    await compare.opened();
    await compare.untilPhase('failed');
    await expect.poll(() => compare.value('runs-done')).toBeGreaterThan(0);
    await expect.poll(() => compare.value('runs-total')).toBe(900);
    await expect.poll(async () => (await allRuns(compare)).length).toBe(900);
    await page.getByText('Kept comparisons').click();
    const list = page.getByRole('list', { name: 'Kept comparisons' }).getByRole('listitem');
    await list.getByText(/\d+ of 900 runs, ended early/).waitFor();
    opened.assertClean();
    await opened.close();
  });

  it('have names, and go and come back as one wishes', async () => {
    const { opened, page, compare } = await openCompareAt(
      browser,
      baseUrl,
      `ask=kind:sweep,epochs:5,x:learningRate/list/0.1/0.3,y:none&${small}`,
      { viewport: { width: 390, height: 844 } },
    );
    await compare.start();
    await compare.untilPhase('done');
    await page.getByText('Kept comparisons').click();
    const name = page.getByRole('textbox', { name: 'Name of “Sweep of Learning rate”' });
    await name.fill('My two rates');
    await name.press('Enter');
    await compare.button('Open “My two rates”').waitFor();
    await page.reload();
    await compare.opened();
    await compare.untilPhase('done');
    await page.getByText('Kept comparisons').click();
    await compare.button('Forget “My two rates”').click();
    await expect.poll(() => compare.value('kept-count')).toBe(0);
    await compare.button('Bring it back').click();
    await expect.poll(() => compare.value('kept-count')).toBe(1);
    await compare.button('Open “My two rates”').waitFor();
    const sideways = (): Promise<number> =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await expect.poll(sideways).toBe(0);
    await compare.button('Forget “My two rates”').click();
    await expect.poll(() => compare.value('kept-count')).toBe(0);
    await page.reload();
    await compare.opened();
    await expect.poll(() => compare.phase()).toBe('idle');
    await expect.poll(() => page.getByText('Kept comparisons').count()).toBe(0);
    opened.assertClean();
    await opened.close();
  });

  it('that another tab has forgotten do not come back by a new name', async () => {
    const where = `ask=kind:sweep,epochs:5,x:learningRate/list/0.1/0.3,y:none&${small}`;
    const { opened, page, compare } = await openCompareAt(browser, baseUrl, where, {});
    await compare.start();
    await compare.untilPhase('done');
    await page.getByText('Kept comparisons').click();
    const name = page.getByRole('textbox', { name: 'Name of “Sweep of Learning rate”' });
    await name.waitFor();
    const other = await page.context().newPage();
    await other.goto(page.url());
    await other.getByText('Kept comparisons').click();
    await other.getByRole('button', { name: 'Forget “Sweep of Learning rate”' }).click();
    await expect.poll(() => other.getByTestId('kept-count').getAttribute('data-value')).toBe('0');
    await name.fill('A ghost');
    await name.press('Enter');
    await expect.poll(() => page.getByText('Kept comparisons').count()).toBe(0);
    await page.reload();
    await compare.opened();
    await expect.poll(() => compare.phase()).toBe('idle');
    await expect.poll(() => page.getByText('Kept comparisons').count()).toBe(0);
    opened.assertClean();
    await opened.close();
  });

  it('are none where storage is denied, which is said once; comparing goes on', async () => {
    const { opened, page, compare } = await openCompareAt(browser, baseUrl, swarm, {
      prepare: (context) =>
        context.addInitScript(() => {
          IDBFactory.prototype.open = () => {
            throw new DOMException('Access is denied.', 'SecurityError');
          };
        }),
    });
    await compare.start();
    await compare.untilPhase('done');
    const said = page.getByText('Comparisons cannot be kept in this browser (Access is denied)');
    await said.waitFor();
    await expect.poll(async () => (await allRuns(compare)).length).toBe(6);
    await page.getByTestId('notice').filter({ has: said }).getByRole('button').click();
    await expect.poll(() => said.count()).toBe(0);
    await compare.setNumber('Seeds', 4);
    await compare.start();
    await compare.until('the second one is done', async () => (await compare.value('runs-total')) === 4);
    await compare.untilPhase('done');
    await expect.poll(async () => (await allRuns(compare)).length).toBe(4);
    await expect.poll(() => said.count()).toBe(0);
    opened.assertClean();
    await opened.close();
  });

  const rates = 'x:learningRate/list/0.1/0.3,y:none';
  const lanes = 'lane:points%253D60%2526hidden%253D3,lane:points%253D60%2526hidden%253D2';
  it.each([
    ['race', `kind:race,epochs:12,target:none,${lanes}`, 'Open in the playground: lane 1', 2],
    ['sweep', `kind:sweep,epochs:12,target:none,${rates}`, 'Open seed 1 in the playground', 2],
    ['swarm', 'epochs:12,seeds:3,target:none', 'Open Seed 1', 3],
  ] as const)(
    'are none where a %s is denied storage of any kind; a run of it opens',
    async (_, ask, open, count) => {
      const { opened, page, compare } = await openCompareAt(browser, baseUrl, `ask=${ask}&${small}`, {
        prepare: (context) =>
          context.addInitScript(() => {
            const denied = (): never => {
              throw new DOMException('Access is denied.', 'SecurityError');
            };
            IDBFactory.prototype.open = denied;
            for (const name of ['localStorage', 'sessionStorage'])
              Object.defineProperty(window, name, { get: denied });
          }),
      });
      await compare.start();
      await compare.untilPhase('done');
      await expect.poll(() => compare.value('runs-done')).toBe(count);
      const said = page.getByText('Comparisons cannot be kept in this browser (Access is denied)');
      await expect.poll(() => said.count()).toBe(1);
      if (open.startsWith('Open Seed')) await allRuns(compare);
      await compare.button(open).click();
      await compare.until('the run is there', async () => (await compare.value('epoch')) === 12);
      opened.assertClean();
      await opened.close();
    },
  );
});
