import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch } from './browser.ts';
import { playgroundsIn } from './playground.ts';
import { violations } from './violations.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());

const withPlayground = playgroundsIn(() => browser, inject('baseUrl'));

describe('the gradients of the network', () => {
  it('fade layer by layer through eight layers of sigmoids, in bars, words and numbers', () =>
    withPlayground(
      { hash: 'hidden=4,4,4,4,4,4,4,4&activation=sigmoid', viewport: { width: 1280, height: 720 } },
      async (playground) => {
        const { page } = playground;
        const bars = page.getByTestId('layer-vitals');
        await expect.poll(() => bars.count()).toBe(0);
        const layers = page.locator('chainrule-layer-controls');
        const place = await layers.boundingBox();
        await playground.radio('Links', 'Gradient').check();
        await bars.first().waitFor();
        await page.locator('chainrule-link-legend').getByText('d loss / d weight').waitFor();
        expect(await layers.boundingBox()).toEqual(place);
        const read = async (name: string) =>
          (await bars.evaluateAll((all, key) => all.map((bar) => bar.getAttribute(key)), name)).map(Number);
        await playground.step();
        await playground.until('the update is seen', async () =>
          (await read('data-update')).every((ratio) => ratio > 0),
        );
        const norms = await read('data-value');
        expect(norms).toHaveLength(9);
        norms.slice(1).forEach((norm, i) => {
          expect(norm).toBeGreaterThan(norms[i]);
        });
        expect(norms[8] / norms[0]).toBeGreaterThan(1e4);
        const shown = await read('aria-valuenow');
        expect(shown[8]).toBeGreaterThan(shown[4]);
        expect(shown[4]).toBeGreaterThan(shown[0]);
        await playground.until('the address says so', () =>
          Promise.resolve(page.url().includes('links=gradient')),
        );

        await playground.radio('Links', 'Update').check();
        await playground.until('the bars are of the update', async () =>
          (await bars.first().innerText()).includes('e−'),
        );
        const ratios = await read('data-update');
        const shares = await read('aria-valuenow');
        shares.forEach((share, layer) => {
          expect(share).toBe(Math.round((100 * Math.max(0, Math.log10(ratios[layer]) + 6)) / 6));
        });
        await playground.radio('Links', 'Gradient').check();

        await bars.first().focus();
        await page.keyboard.press('ArrowRight');
        const words = page.locator('chainrule-layer-vitals .tip');
        await words.getByText('Layer 2', { exact: true }).waitFor();
        await expect
          .poll(() => words.innerText())
          .toMatch(/gradient norm .*\n.*last batch changed .* %\n.* % .*saturated/);
        expect(await violations(page)).toEqual([]);

        await page.getByRole('button', { name: /^Layer 8, neuron 1/ }).hover();
        const card = page.locator('chainrule-neuron-card');
        await card.getByText('last update').waitFor();
        await expect.poll(() => card.locator('td.gradient').count()).toBe(5);
        await playground.radio('Links', 'Weight').check();
        await playground.until('the bars are gone', async () => (await bars.count()) === 0);
      },
    ));

  it('shows how they explode at a rate of 3, batch by batch, and says so before it is over', () =>
    withPlayground(
      { hash: 'dataSet=plane&hidden=4,4&learningRate=3&links=gradient&plot=gradient&stepBy=batch' },
      async (playground) => {
        const { page } = playground;
        const bars = page.getByTestId('layer-vitals');
        await bars.first().waitFor();
        const lengths = async (): Promise<number[]> =>
          (await bars.evaluateAll((all) => all.map((bar) => bar.getAttribute('aria-valuenow')))).map(Number);
        const before = await lengths();
        for (let batch = 0; batch < 5; batch++) await playground.step();
        await page.locator('[data-testid=narrator][data-finding=exploding-gradients]').waitFor();
        await playground.until('every bar is longer', async () => {
          const after = await lengths();
          return (
            after.length === before.length && after.every((length, layer) => length > before[layer] + 20)
          );
        });
        await playground.until('the plot has it', async () =>
          /layer 1 \d{2,}/.test((await page.getByTestId('loss-chart').getAttribute('aria-label')) ?? ''),
        );
        expect(await violations(page)).toEqual([]);
      },
    ));
});
