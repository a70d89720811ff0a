import { readFile } from 'node:fs/promises';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch } from './browser.ts';
import { isSeen } from './looks.ts';
import { playgroundsIn, type Playground } from './playground.ts';
import { violationsInBothThemes } from './violations.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());

const withPlayground = playgroundsIn(() => browser, inject('baseUrl'));

/** What the picture of the plot says in words. */
async function said({ page }: Playground): Promise<string> {
  return (await page.getByTestId('loss-chart').getAttribute('aria-label')) ?? '';
}

/** Figures by layer out of that: 'layer 1 3.1e−9, …, output 0.2'. */
async function byLayer(playground: Playground): Promise<ReadonlyMap<string, number>> {
  const figures = (await said(playground)).matchAll(/(layer \d+|output) ([\d.e−]+)/g);
  return new Map(Array.from(figures, ([, name, value]) => [name, Number(value.replace('−', '-'))]));
}

async function openMenu({ page }: Playground): Promise<void> {
  await page.getByRole('button', { name: 'More of this plot' }).click();
  await page.getByRole('button', { name: 'Save CSV' }).waitFor();
}

/** What a button saves, with the name that it is saved by. */
async function saved({ page }: Playground, button: string) {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

const zoomStage = ({ page }: Playground): Locator => page.getByRole('group', { name: 'Zoom of the plot' });

describe('the plots', () => {
  it('show how gradients vanish through eight sigmoid layers, in words too, and nothing that axe objects to', () =>
    withPlayground({ hash: 'hidden=4,4,4,4,4,4,4,4&activation=sigmoid' }, async (playground) => {
      const { page } = playground;
      await playground.step();
      // It is drawn less often than the figures change.
      await expect.poll(() => said(playground)).toMatch(/^Loss curves: epoch 1, train loss/);
      await playground.select('Plot').selectOption({ label: 'Gradient norm' });
      await playground.step();
      await playground.until('gradients are measured', async () => (await byLayer(playground)).size === 9);
      const norms = await byLayer(playground);
      expect(norms.get('layer 1')).toBeGreaterThan(0);
      expect(norms.get('layer 1')).toBeLessThan(norms.get('layer 8')! / 1000);
      expect(norms.get('layer 8')).toBeLessThan(norms.get('output')!);
      await playground.select('Plot').selectOption({ label: 'Update ratio' });
      await playground.until('updates too', async () => (await said(playground)).startsWith('Last update'));
      await expect.poll(async () => (await byLayer(playground)).get('output')).toBeGreaterThan(0);
      await page.getByText('Table', { exact: true }).click();
      const table = page.getByRole('region', { name: 'Update ratio in numbers' });
      await expect.poll(() => table.getByRole('columnheader').count()).toBe(10);
      const lastEpoch = table.getByRole('row').last().getByRole('rowheader');
      await expect.poll(() => lastEpoch.textContent()).toBe('2');
      await openMenu(playground);
      expect(await violationsInBothThemes(page)).toEqual([]);
      await expect.poll(() => page.url()).toContain('plot=update');
    }));

  it('have all that stands above them in view, beside a penalty too, however narrow they are', () =>
    withPlayground(
      { hash: 'points=60&l2=0.00001', viewport: { width: 1280, height: 720 } },
      async (playground, { page }) => {
        await playground.step();
        const head = page.locator('chainrule-loss-panel').first();
        for (const width of [1280, 1024, 390, 1440]) {
          await page.setViewportSize({ width, height: 844 });
          await head.scrollIntoViewIfNeeded();
          for (const part of [
            playground.radio('Loss scale', 'Log'),
            page.getByTestId('penalty'),
            head.locator('summary').first(),
          ])
            await expect
              .poll(() => isSeen(part), { message: `${part.toString()} at ${width} px` })
              .toBe(true);
        }
      },
    ));

  it('are zoomed by keys, logarithmic on request, beside a kept curve, marked where a setting changed, and saved', () =>
    withPlayground({}, async (playground) => {
      const { page } = playground;
      for (let epoch = 0; epoch < 3; epoch++) await playground.step();
      const chart = page.getByTestId('loss-chart');
      const showAll = page.getByTestId('show-all');
      await expect.poll(() => said(playground)).toMatch(/^Loss curves: epoch 3, /);
      const whole = await playground.restingPicture(chart);

      await zoomStage(playground).focus();
      await page.keyboard.press('+');
      await showAll.waitFor();
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => playground.picture(chart)).not.toBe(whole);
      await page.keyboard.press('0');
      await showAll.waitFor({ state: 'detached' });
      await playground.until('all is shown', async () => (await playground.picture(chart)) === whole);
      await chart.hover();
      await page.mouse.wheel(0, -300);
      await showAll.click();
      await showAll.waitFor({ state: 'detached' });

      await playground.setNumber('Learning rate', 0.3);
      await playground.step();
      await playground.until('the change is marked', async () =>
        (await said(playground)).includes('changed: rate 0.03 → 0.3 at epoch 3'),
      );

      await openMenu(playground);
      const table = await saved(playground, 'Save CSV');
      expect(table.name).toBe('chainrule-loss.csv');
      const [header, ...rows] = table.bytes.toString().trim().split('\r\n');
      expect(header).toMatch(/^epoch \(epochs completed\),"train loss, lowest/);
      const last = rows.at(-1)!.split(',').map(Number);
      expect(last[0]).toBe(4);
      expect(last.slice(1)).toEqual(
        [await playground.value('train-loss'), await playground.value('test-loss')].flatMap((x) => [x, x]),
      );
      const picture = await saved(playground, 'Save PNG');
      expect(picture.name).toBe('chainrule-loss.png');
      expect(picture.bytes.subarray(1, 4).toString()).toBe('PNG');

      await playground.radio('Epoch scale', 'Log').check();
      await playground.until('the axis is another', async () =>
        (await said(playground)).includes('no place for epoch 0'),
      );
      await page.getByRole('button', { name: 'Keep this curve' }).click();
      await playground.button('Reset').click();
      await playground.until('it begins anew', async () => (await playground.value('epoch')) === 0);
      await expect.poll(() => said(playground)).toContain('beside it the test loss of 1 kept');
      await expect.poll(() => said(playground)).not.toContain('changed');
      await playground.setNumber('Learning rate', 0.03);
      await playground.step();
      await openMenu(playground);
      await page.getByRole('button', { name: 'Remove the kept curve rate 0.3' }).click();
      await expect.poll(() => said(playground)).not.toContain('kept');
    }));
});
