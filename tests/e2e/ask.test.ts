import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
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

/** The displayed output for the class at this place. */
function output(page: Page, place: number): Promise<number> {
  return page
    .getByRole('list', { name: /^(Output|Outputs|Probabilities)$/ })
    .getByRole('listitem')
    .nth(place)
    .locator('[data-value]')
    .getAttribute('data-value')
    .then(Number);
}

/** Whether the answer that is shown is about this row, with the weights of this epoch. */
function isAnswered(page: Page, row: Readonly<Record<string, number>>, epoch: number): Promise<boolean> {
  return page.evaluate(
    ([asked, at]) => {
      interface App extends Element {
        readonly model: {
          readonly viewers: {
            readonly asks: {
              readonly shown: {
                readonly value: { readonly answer: { readonly row: unknown; readonly epoch: number } };
              };
            };
          };
        };
      }
      const { answer } = document.querySelector<App>('chainrule-app')!.model.viewers.asks.shown.value;
      return answer.epoch === at && JSON.stringify(answer.row) === JSON.stringify(asked);
    },
    [row, epoch] as const,
  );
}

describe('asking the network', () => {
  it('by keyboard alone: the answer follows the row and the training, and its graph has the same value', async () => {
    const opened = await openPage(browser, baseUrl, { hash: 'seed=3&loss=binary-cross-entropy' });
    const { page } = opened;
    const playground = await new Playground(page).ready();
    await playground.number('x1').focus();
    /** The answer about exactly this row, of exactly this epoch: the ones before it are shown until it comes. */
    const answerOf = async (row: Readonly<Record<string, number>>, epoch: number): Promise<number> => {
      await playground.until('its answer', () => isAnswered(page, row, epoch));
      return playground.value('answer-probability');
    };
    await page.keyboard.press('Control+A');
    await page.keyboard.type('0.5');
    await page.keyboard.press('Tab');
    await page.keyboard.type('0.25');
    const row = { x1: 0.5, x2: 0.25 };
    const untrained = await answerOf(row, 0);
    expect(untrained).toBeGreaterThanOrEqual(0.5);
    await playground.step();
    await expect.poll(() => answerOf(row, 1)).not.toBe(untrained);
    await expect.poll(() => playground.number('x1').inputValue()).toBe('0.5');
    expect(['-1', '+1']).toContain(await playground.text('answer'));
    await expect.poll(() => page.getByTestId('answer').textContent()).toMatch(/^[−+]1$/);
    const [negative, positive] = [await output(page, 0), await output(page, 1)];
    expect(negative + positive).toBeCloseTo(1, 6);
    await expect.poll(() => playground.value('answer-probability')).toBe(Math.max(negative, positive));

    await playground.button('Open in Graph').focus();
    await page.keyboard.press('Enter');
    const lab = await new GraphLab(page).ready();
    await lab.until('the graph of this input', async () => (await lab.numbers('output')).data !== '');
    await expect.poll(() => lab.data('x1')).toBe(0.5);
    await expect.poll(() => lab.data('x2')).toBe(0.25);
    expect(((await lab.data('output')) + 1) / 2).toBeCloseTo(positive, 5);
    expect(page.url()).toContain('row=');
    opened.assertClean();
    await opened.close();
  });

  it('of irises: a click in the plane fills both axes, a wrong number is told, the middle comes back', async () => {
    const opened = await openPage(browser, baseUrl, { hash: 'dataSet=iris&loss=cross-entropy' });
    const { page } = opened;
    const playground = await new Playground(page).ready();
    const fields = page.locator('chainrule-ask-form').getByRole('spinbutton');
    const values = (): Promise<string[]> =>
      fields.evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
    await playground.until('an answer', async () => (await playground.text('answer')) !== '');
    const middle = await values();
    expect(middle).toHaveLength(4);
    const plot = page.locator('chainrule-boundary-plot canvas');
    await plot.click({ position: { x: 4, y: 4 } });
    await playground.until('two other values', async () => {
      const now = await values();
      return now.filter((value, i) => value !== middle[i]).length === 2;
    });
    await fields.first().fill('');
    await page.getByText('“sepal length (cm)” needs a number.').waitFor();
    await playground.button('Middle').click();
    await expect.poll(values).toEqual(middle);
    expect(await violations(page)).toEqual([]);
    opened.assertClean();
    await opened.close();
  });

  it('of a digit that is drawn, by pointer and keyboard', async () => {
    const opened = await openPage(browser, baseUrl, { hash: 'dataSet=digits&loss=cross-entropy' });
    const { page } = opened;
    const playground = await new Playground(page).ready();
    await playground.until('an answer', async () => (await playground.text('answer-probability')) !== '');
    const blank = await playground.text('answer-probability');
    const pad = page.getByRole('grid', { name: 'Picture to draw on' });
    await pad.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await pad.boundingBox())!;
    await page.mouse.move(x + width * 0.56, y + height * 0.1);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.56, y + height * 0.9, { steps: 8 });
    await page.mouse.up();
    await playground.until('another answer', async () => {
      return (await playground.text('answer-probability')) !== blank;
    });
    const pixel = (row: number, column: number): Promise<string | null> =>
      page.locator(`#pixel-${row * 8 + column}`).getAttribute('data-value');
    await expect.poll(() => pixel(3, 4)).toBe('16');
    await expect.poll(() => pixel(3, 0)).toBe('0');
    await pad.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await page.keyboard.press('-');
    await playground.until('the pixel of the cursor', async () => (await pixel(1, 0)) === '15');
    expect(await violations(page)).toEqual([]);
    opened.assertClean();
    await opened.close();
  });
});
