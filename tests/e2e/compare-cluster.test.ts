import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { runCommand } from '../unit/helpers/command-line.ts';
import { launch, openPage } from './browser.ts';
import { Compare, openCompareAt } from './compare-place.ts';
import { violationsInBothThemes } from './violations.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
let folder = '';
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
  folder = mkdtempSync(join(tmpdir(), 'cluster-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await browser.close();
});

const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Train it on a cluster' });
const offered = 'Python for a cluster…';

async function download(page: Page, compare: Compare) {
  const [file] = await Promise.all([page.waitForEvent('download'), compare.button('Download').click()]);
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
}

/** What the command line writes of the page's address. */
async function commandWrites(kind: string, page: Page, ...words: string[]): Promise<string> {
  const path = join(folder, 'by-command.py');
  await runCommand([kind, new URL(page.url()).hash, ...words, '--dask', path]);
  return readFileSync(path, 'utf8');
}

const small = 'points=60&hidden=3&seed=4';

describe('a program for a cluster', () => {
  it('is what the command line writes of the same link, before anything is trained and with what is changed', async () => {
    const x = 'x:learningRate/list/0.03/0.1';
    const { opened, page, compare } = await openCompareAt(
      browser,
      baseUrl,
      `ask=kind:sweep,epochs:12,repeats:2,target:test-loss,goal:0.2,${x}&${small}`,
    );
    const dialog = dialogOf(page);
    await compare.button(offered).click();
    await dialog.getByText('sweep.py,').waitFor();
    await expect
      .poll(() => dialog.getByRole('region', { name: 'Preview' }).innerText())
      .toContain('"""a sweep of');
    await expect.poll(() => violationsInBothThemes(page)).toEqual([]);
    const grid = await download(page, compare);
    expect(grid.name).toBe('sweep.py');
    expect(grid.text).toContain('GOAL = ("test-loss", 0.2)');
    expect(grid.text).toBe(await commandWrites('sweep', page));
    await dialog.getByText('sweep.py was handed to the browser.').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => dialog.isVisible()).toBe(false);

    await compare.radio('Comparison', 'Swarm').check({ force: true });
    await compare.setNumber('Seeds', 3);
    await compare.button(offered).click();
    await dialog.getByTestId('cluster-file').filter({ hasText: '3 runs' }).waitFor();
    const swarm = await download(page, compare);
    expect(swarm.name).toBe('swarm.py');
    expect(swarm.text).toBe(await commandWrites('swarm', page));
    expect(swarm.text).not.toBe(grid.text);
    await dialog.getByRole('button', { name: 'Close' }).click();

    await compare.radio('Comparison', 'Race').check({ force: true });
    await expect.poll(() => compare.button(offered).count()).toBe(0);
    opened.assertClean();
    await opened.close();
  });

  it('says why halving has none, on a phone, and has one of a search at random', async () => {
    const axes = 'axis:learningRate/log/0.01/1/4,axis:noise/linear/0/30/4,axis:optimizer/list/sgd/adam';
    const { opened, page, compare } = await openCompareAt(
      browser,
      baseUrl,
      `ask=kind:sweep,search:halving,epochs:27,first:3,tries:6,${axes}&${small}`,
      { viewport: { width: 390, height: 844 } },
    );
    const dialog = dialogOf(page);
    await compare.button(offered).click();
    await dialog
      .getByRole('alert')
      .getByText('Successive halving cannot be written down beforehand')
      .waitFor();
    await expect.poll(() => compare.button('Download').count()).toBe(0);
    await expect.poll(() => violationsInBothThemes(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await compare.select('Tried are').selectOption('random');
    await compare.button(offered).click();
    await dialog.getByTestId('cluster-file').filter({ hasText: '6 runs' }).waitFor();
    const sideways = (): Promise<number> =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await expect.poll(sideways).toBe(0);
    const { text } = await download(page, compare);
    expect(text).toBe(await commandWrites('sweep', page));
    opened.assertClean();
    await opened.close();
  });

  it('carries the user’s own table', async () => {
    const path = join(folder, 'flowers.csv');
    const rows = Array.from({ length: 60 }, (_, i) => `${(i * 7) % 11},${i % 5},${i % 3 ? 'rose' : 'tulip'}`);
    writeFileSync(path, ['height,width,kind', ...rows].join('\n'));
    const opened = await openPage(browser, baseUrl, { hash: 'hidden=3' });
    const { page } = opened;
    const compare = new Compare(page);
    await compare.ready();
    const transfer = await page.evaluateHandle(
      (text) => {
        const data = new DataTransfer();
        data.items.add(new File([text], 'flowers.csv', { type: 'text/csv' }));
        return data;
      },
      readFileSync(path, 'utf8'),
    );
    for (const type of ['dragover', 'drop'])
      await page.dispatchEvent('main', type, { dataTransfer: transfer });
    await compare.button('Use this data').click();
    await compare.until('the file is in use', () =>
      Promise.resolve(new URLSearchParams(page.url().split('#')[1]).get('dataSet') === 'file'),
    );
    await compare.ready();
    await page.getByRole('link', { name: 'Compare', exact: true }).click();
    await compare.opened();
    await compare.radio('Comparison', 'Swarm').check({ force: true });
    await compare.setNumber('Seeds', 2);
    await compare.button(offered).click();
    await dialogOf(page).getByTestId('cluster-file').filter({ hasText: '2 runs' }).waitFor();
    const { text } = await download(page, compare);
    expect(text).toContain('TABLE = {"id": "');
    expect(text).toBe(await commandWrites('swarm', page, '--data', path));
    opened.assertClean();
    await opened.close();
  });

  it('says so where its writer cannot be loaded, and is there when it can be', async () => {
    let isBroken = true;
    const { opened, page, compare } = await openCompareAt(
      browser,
      baseUrl,
      `ask=kind:swarm,seeds:2&${small}`,
      {
        prepare: (context) =>
          context.route(/cluster\.worker/, (route) =>
            isBroken
              ? route.fulfill({ contentType: 'text/javascript', body: 'throw new Error("it is broken");' })
              : route.fallback(),
          ),
      },
    );
    const dialog = dialogOf(page);
    await compare.button(offered).click();
    await dialog
      .getByRole('alert')
      .getByText(/The program could not be written \(.*it is broken\)\. Close this and open it again\./)
      .waitFor();
    isBroken = false;
    await page.keyboard.press('Escape');
    await compare.button(offered).click();
    await dialog.getByTestId('cluster-file').filter({ hasText: '2 runs' }).waitFor();
    opened.assertClean();
    await opened.close();
  });
});
