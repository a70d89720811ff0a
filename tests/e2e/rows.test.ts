import { readFileSync } from 'node:fs';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { tableOf } from '../unit/helpers/reading.ts';
import { launch, openPage } from './browser.ts';
import { GraphLab } from './graph-lab.ts';
import { Playground } from './playground.ts';
import { violations } from './violations.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());

describe('the table of all rows', () => {
  it('by keyboard: opens, sorts, filters, pins, is written as a file, and opens a graph', async () => {
    const opened = await openPage(browser, baseUrl, {
      hash: 'dataSet=penguins&loss=cross-entropy&points=344',
    });
    const { page } = opened;
    const playground = await new Playground(page).ready();
    const panel = page.locator('chainrule-rows-panel');
    const grid = page.getByRole('grid', { name: 'Rows of the data set' });
    const rows = panel.getByTestId('row');
    await expect.poll(() => panel.getByTestId('rows-status').count()).toBe(0);
    await panel.locator('summary').focus();
    await page.keyboard.press('Enter');
    await playground.until('all rows', async () => (await playground.value('rows-status')) === 344);
    await expect.poll(() => rows.count()).toBeLessThan(60);
    await playground.step();
    const epoch = (): Promise<string | null> => panel.getByTestId('rows-status').getAttribute('data-epoch');
    await playground.until('the losses of that epoch', async () => (await epoch()) === '1');

    const cells = (column: number): Promise<string[]> =>
      rows.evaluateAll(
        (all, i) => all.map((row) => row.children[i].getAttribute('data-value') ?? ''),
        column,
      );
    await playground.until('they are there', async () => (await grid.getAttribute('aria-busy')) === 'false');
    const losses = (await cells(3)).map(Number);
    expect(losses).toEqual([...losses].sort((a, b) => b - a));
    expect(losses[0]).toBeGreaterThan(losses[losses.length - 1]);
    const header = (name: string): Locator => grid.getByRole('columnheader', { name });
    await expect.poll(() => header('Loss').getAttribute('aria-sort')).toBe('descending');
    await header('Loss').getByRole('button').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await playground.until('the order of the table', async () => (await cells(1))[0] === '1');
    await expect.poll(() => header('Row').getAttribute('aria-sort')).toBe('ascending');

    await playground.select('Verdict').selectOption('wrong');
    await playground.select('Set').selectOption('test');
    await panel.getByRole('button', { name: 'Gentoo' }).click();
    // Between two of these choices the rows of the one before stand there.
    await playground.until('the rows that were asked for', async () => {
      return (await grid.getAttribute('aria-busy')) === 'false';
    });
    const count = await playground.value('rows-status');
    expect(count).toBeLessThan(172);
    expect(new Set(await cells(2))).toEqual(new Set(['test']));
    expect(new Set(await cells(4))).toEqual(new Set(['wrong']));
    await expect.poll(() => cells(5)).not.toContain('Gentoo');
    // As the network's answer is told everywhere else.
    const certainty = panel.locator('tbody tr[data-row] td:nth-child(8)');
    await expect.poll(() => certainty.first().innerText()).toMatch(/^\d+\.\d %$/);

    const offsets = (): Promise<number[]> =>
      grid.evaluate((table) => {
        const textOf = (element: Element): DOMRect => {
          const range = document.createRange();
          range.selectNodeContents(element);
          return range.getBoundingClientRect();
        };
        const cells = table.querySelectorAll('tbody tr[data-row] td');
        return [...table.querySelectorAll('thead th')].map((head, i) => {
          const [name, cell] = [head.querySelector('button span')!, cells[i + 1]].map(textOf);
          return head.classList.contains('text') ? name.left - cell.left : name.right - cell.right;
        });
      });
    // Each name over what it names, that of the order too.
    await expect.poll(async () => Math.max(...(await offsets()).map(Math.abs))).toBeLessThan(1);

    await grid.focus();
    await page.keyboard.press('End');
    await playground.until('the last row', async () => {
      return (await grid.getAttribute('aria-activedescendant')) === `row-${count - 1}`;
    });
    const last = panel.locator(`#row-${count - 1}`);
    await expect.poll(() => last.getAttribute('aria-rowindex')).toBe(String(count + 1));
    await page.keyboard.press('Enter');
    await playground.until('it is marked', async () => (await last.getAttribute('aria-selected')) === 'true');
    const row = Number(await last.getAttribute('data-row'));
    await page.getByTestId('chosen-point').getByText(`test row ${row}`, { exact: true }).waitFor();
    expect(await violations(page)).toEqual([]);

    const download = page.waitForEvent('download');
    await panel.getByRole('button', { name: 'Download CSV' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe('penguins-epoch-1.csv');
    const { table } = await tableOf(readFileSync(await file.path(), 'utf8'));
    expect(table.rowCount).toBe(count);
    const numbers = table.columns.find(({ name }) => name === 'row');
    expect(numbers?.kind === 'number' && numbers.values[count - 1]).toBe(row);

    await page.setViewportSize({ width: 390, height: 844 });
    await playground.until('a page no wider than the window', () => {
      return page.evaluate(() => document.documentElement.scrollWidth === 390);
    });
    await grid.focus();
    await page.keyboard.press('Shift+Enter');
    await new GraphLab(page).ready();
    expect(page.url()).toContain('sample=test.');
    await page.goBack();
    await playground.until('the table as it was left', async () => {
      return (await playground.value('rows-status')) === count && (await rows.count()) > 0;
    });
    await expect.poll(() => playground.select('Set').inputValue()).toBe('test');
    opened.assertClean();
    await opened.close();
  });

  it('does what is asked of a row that is on its way once it is there', async () => {
    const opened = await openPage(browser, baseUrl, {
      hash: 'dataSet=penguins&loss=cross-entropy&points=344',
    });
    const { page } = opened;
    const playground = await new Playground(page).ready();
    await page.locator('chainrule-rows-panel summary').click();
    await playground.until('all rows', async () => (await playground.value('rows-status')) === 344);
    const grid = page.getByRole('grid', { name: 'Rows of the data set' });
    const press = (...keys: string[]): Promise<void> =>
      grid.evaluate((element, pressed) => {
        for (const key of pressed)
          element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
      }, keys);
    const selected = page.locator('chainrule-rows-panel tr[aria-selected=true]');
    await press('End', 'Enter');
    await playground.until('the last row is pinned', async () => {
      return (await selected.count()) === 1 && (await selected.getAttribute('id')) === 'row-343';
    });
    // Whoever goes on before it is there means another one.
    await press('Home', 'Enter', 'ArrowDown', 'Enter');
    await playground.until('the second row is pinned', async () => {
      return (await selected.count()) === 1 && (await selected.getAttribute('id')) === 'row-1';
    });
    opened.assertClean();
    await opened.close();
  });

  it('takes keys to be about the rows that are asked for, not about those that still stand there', async () => {
    const opened = await openPage(browser, baseUrl, {
      hash: 'dataSet=penguins&loss=cross-entropy&points=344',
    });
    const { page } = opened;
    const playground = await new Playground(page).ready();
    await page.locator('chainrule-rows-panel summary').click();
    await playground.until('all rows', async () => (await playground.value('rows-status')) === 344);
    await page.getByRole('grid', { name: 'Rows of the data set' }).evaluate((grid) => {
      const board = (grid.getRootNode() as ShadowRoot).host.getRootNode() as ShadowRoot;
      const set = [...board.querySelectorAll('select')].find(({ labels }) =>
        labels[0]?.textContent.includes('Set'),
      )!;
      set.value = 'test';
      set.dispatchEvent(new Event('change'));
      // In the same task: no row of the test set can have come.
      for (const key of ['End', 'ArrowUp', 'Enter'])
        grid.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    });
    await page.getByTestId('chosen-point').getByText('test row').waitFor();
    const count = await playground.value('rows-status');
    expect(count).toBeLessThan(344);
    const pinned = page.locator('chainrule-rows-panel tr[aria-selected=true]');
    await expect.poll(() => pinned.getAttribute('id')).toBe(`row-${count - 2}`);
    opened.assertClean();
    await opened.close();
  });
});
