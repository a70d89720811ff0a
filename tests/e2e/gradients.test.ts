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
        expect(await bars.count()).toBe(0);
        await playground.radio('Links', 'Gradient').check();
        await bars.first().waitFor();
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

        await bars.first().focus();
        await page.keyboard.press('ArrowRight');
        const words = page.locator('chainrule-layer-vitals .tip');
        await words.getByText('Layer 2', { exact: true }).waitFor();
        expect(await words.innerText()).toMatch(
          /gradient norm .*\n.*last batch changed .* %\n.* % .*saturated/,
        );
        expect(await violations(page)).toEqual([]);

        await page.getByRole('button', { name: /^Layer 8, neuron 1/ }).hover();
        const card = page.locator('chainrule-neuron-card');
        await card.getByText('last update').waitFor();
        expect(await card.locator('td.gradient').count()).toBe(5);
        await playground.radio('Links', 'Weight').check();
        await playground.until('the bars are gone', async () => (await bars.count()) === 0);
      },
    ));
});
