import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch } from './browser.ts';
import { playgroundsIn } from './playground.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());
const withPlayground = playgroundsIn(() => browser, baseUrl);

/** Choices whose text has no room in their field. */
function cutOff(page: Page): Promise<string[]> {
  return page.locator('select:visible').evaluateAll((all) => {
    const context = document.createElement('canvas').getContext('2d')!;
    return (all as HTMLSelectElement[]).flatMap((select) => {
      const { font, paddingLeft, paddingRight } = getComputedStyle(select);
      context.font = font;
      const text = select.selectedOptions[0].text.trim();
      const room = select.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
      return context.measureText(text).width > room + 0.5 ? [text] : [];
    });
  });
}

describe('the learning panel', () => {
  it.each([1024, 1280, 1440])('has room for what is chosen at length, at %i pixels', (width) =>
    withPlayground(
      {
        viewport: { width, height: 900 },
        hash: 'dataSet=spiral&loss=binary-cross-entropy&initialization=lesson&schedule=cosine-restarts',
      },
      async (playground, { page }) => {
        await playground.until(
          'the choice is shown',
          async () => (await playground.select('Initialization').inputValue()) === 'lesson',
        );
        await expect.poll(() => playground.select('Loss').inputValue()).toBe('binary-cross-entropy');
        await expect.poll(() => playground.select('Loss').isVisible()).toBe(true);
        await expect.poll(() => cutOff(page)).toEqual([]);
        for (const name of ['kaiming-uniform', 'tensorflow-playground', 'kaiming-normal', 'xavier-uniform']) {
          await playground.select('Initialization').selectOption(name);
          await expect.poll(() => cutOff(page)).toEqual([]);
        }
      },
    ),
  );

  it('offers every loss, optimizer and schedule, and the numbers of what is chosen', () =>
    withPlayground({}, async (playground, { page }) => {
      const hash = (): Promise<string> => page.evaluate(() => location.hash);
      await playground.select('Schedule').selectOption('one-cycle');
      await playground.number('Rise').waitFor();
      await playground.setNumber('Epochs', 40);
      const curve = page.locator('chainrule-schedule-curve').getByRole('img');
      const said = (): Promise<string | null> => curve.getAttribute('aria-label');
      await expect.poll(said).toContain('from epoch 0 to 40, from 0.0012 to');
      await playground.select('Optimizer').selectOption('lion');
      await playground.select('Loss').selectOption('huber');
      await playground.setNumber('δ', 0.5);
      await playground.setNumber('L1', 0.001);
      await playground.setNumber('Clip gradients', 0.5);
      await playground.select('Clip by').selectOption('value');
      await playground.button('More').click();
      await playground.setNumber('β₂', 0.95);
      await expect.poll(() => playground.number('ε').count()).toBe(0);
      const settings =
        '#loss=huber&optimizer=lion&l1=0.001&clipGradients=0.5&clipBy=value&delta=0.5&beta2=0.95&schedule=one-cycle&scheduleEpochs=40';
      await playground.until('all of it is in the address', async () => (await hash()) === settings);

      // The place on the curve goes with the training.
      await playground.button('Step').click();
      const place = page.getByTestId('schedule-place');
      await playground.until(
        'the curve shows epoch 1',
        async () => (await place.getAttribute('data-epoch')) === '1',
      );
      await expect.poll(said).not.toContain('now 0.0012');

      await playground.select('Schedule').selectOption('formula');
      const formula = page.getByRole('textbox', { name: 'Rate in epoch e' });
      await formula.fill('lr * x');
      await page.getByText('“x” is not known').waitFor();
      await expect.poll(() => hash()).not.toContain('rateFormula');
      await formula.fill('lr * exp(-e / 5)  # down, and down');
      await playground.until('the formula is in the address, commas and all', async () =>
        (await hash()).includes('rateFormula=lr+*+exp%28-e+%2F+5%29++%23+down,+and+down'),
      );
      await expect.poll(() => page.getByText('“x” is not known').count()).toBe(0);
    }));

  it('says so when what the optimizer remembers is no longer finite, at full speed too', () =>
    withPlayground(
      {
        hash: '#dataSet=plane&points=100&hidden=8,8,8,8&activation=relu&optimizer=adam&learningRate=100&speed=full',
      },
      async (playground, { page }) => {
        await playground.button('Play').click();
        await page.getByText('what the optimizer remembers of the gradients is no longer').first().waitFor();
        await expect.poll(() => playground.status()).toBe('diverged');
      },
    ));
});
