import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch } from './browser.ts';
import { playgroundsIn } from './playground.ts';
import { violationsInBothThemes } from './violations.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());
const withPlayground = playgroundsIn(() => browser, inject('baseUrl'));

const panel = (page: Page): Locator => page.getByTestId('update-step');

/** The numbers of the step that is shown, by their symbols. */
async function numbers(page: Page): Promise<Map<string, number>> {
  const read = (id: string): Promise<[string, number][]> =>
    panel(page)
      .getByTestId(id)
      .evaluateAll((lines) => lines.map(({ dataset }) => [dataset.symbol ?? '', Number(dataset.value)]));
  return new Map([...(await read('update-leaf')), ...(await read('update-line'))]);
}

/** The step that begins with this number of epochs. */
async function stepFrom(page: Page, epoch: number): Promise<Map<string, number>> {
  await panel(page)
    .and(page.locator(`[data-epoch="${epoch}"]`))
    .waitFor();
  return numbers(page);
}

const desktop = { width: 1440, height: 900 };

describe('an optimizer that is opened', () => {
  it('shows what the next batch does to a weight, and does just that, step after step', () =>
    withPlayground(
      {
        hash: 'hidden=3&engine=wasm-f64&optimizer=adam&batchSize=40&points=200&l2=0.01&clipBy=value&clipGradients=0.1',
        viewport: desktop,
      },
      async (playground, { page }) => {
        const neuron = page.getByRole('button', { name: 'Layer 1, neuron 2', exact: true });
        await neuron.focus();
        await page.keyboard.press('Enter');
        const button = page.getByTestId('neuron-drawer').getByRole('button', { name: 'Step the update' });
        await button.click();
        await expect.poll(() => button.getAttribute('aria-expanded')).toBe('true');
        await page.getByLabel('Step of').selectOption({ label: 'weight of x₂' });
        let before = await stepFrom(page, 0);
        for (const batch of [1, 2, 3]) {
          const at = (symbol: string): number => before.get(symbol) ?? NaN;
          expect(at('λ')).toBe(0.01);
          expect(Math.abs(at('g₂'))).toBeLessThanOrEqual(0.1);
          expect(at('g₄')).toBeCloseTo(at('g₂') + 0.01 * at('w'), 12);
          expect(at('m')).toBeCloseTo(0.9 * at('m₀') + 0.1 * at('g₄'), 12);
          expect(at('v')).toBeCloseTo(0.999 * at('v₀') + 0.001 * at('g₄') ** 2, 12);
          expect(at('m̂')).toBeCloseTo(at('m') / (1 - 0.9 ** batch), 12);
          const step = (at('η') * at('m̂')) / (Math.sqrt(at('v̂')) + at('ε'));
          expect(at('w′')).toBeCloseTo(at('w') - step, 12);
          expect(at('w′')).not.toBe(at('w'));
          await page.getByRole('button', { name: 'Next step' }).click();
          await playground.until(
            'the step is done as it was shown',
            async () => (await numbers(page)).get('w') === at('w′'),
          );
          const after = await numbers(page);
          expect(after.get('m₀')).toBe(at('m'));
          expect(after.get('v₀')).toBe(at('v'));
          before = after;
        }
        await expect.poll(() => playground.status()).toBe('paused');

        await page.getByLabel('Step of').selectOption({ label: 'bias' });
        await playground.until('it is a bias', async () => (await numbers(page)).get('d') === 0);
        await page.getByLabel('Step of').selectOption({ label: 'weight of x₂' });
      },
    ));

  it('follows the choice of another optimizer, and says what takes no step', () =>
    withPlayground(
      { hash: 'hidden=2&engine=wasm-f64&optimizer=sgd', viewport: desktop },
      async (playground, { page }) => {
        await page.getByRole('button', { name: 'More', exact: true }).click();
        await page.getByRole('button', { name: 'Step the update' }).click();
        const drawer = page.getByTestId('neuron-drawer');
        await drawer.waitFor();
        await expect.poll(() => drawer.getAttribute('data-layer')).toBe('1');
        const plain = await stepFrom(page, 0);
        expect(plain.get('Δw')).toBeCloseTo(-plain.get('η')! * plain.get('g₄')!, 12);
        expect(plain.has('v̂')).toBe(false);
        expect(await violationsInBothThemes(page)).toEqual([]);

        await drawer.getByRole('button', { name: 'Close' }).click();
        await page.getByLabel('Optimizer').selectOption('amsgrad');
        const output = page.getByRole('button', { name: 'Output', exact: true });
        await output.focus();
        await page.keyboard.press('Enter');
        await playground.until('it is the other one', async () => (await numbers(page)).has('vₘ'));
        await drawer.getByRole('button', { name: 'Freeze', exact: true }).click();
        await panel(page).getByText('It is frozen').waitFor();
      },
    ));
});
