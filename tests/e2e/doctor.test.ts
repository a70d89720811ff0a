import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch } from './browser.ts';
import { playgroundsIn, type Playground } from './playground.ts';
import { violationsInBothThemes } from './violations.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());
const withPlayground = playgroundsIn(() => browser, baseUrl);

/** The preset “A rate too high”. */
const tooHigh = '#dataSet=plane&hidden=&points=500&batchSize=250&learningRate=0.1';

const narratorOf = (page: Page): Locator => page.getByTestId('narrator');

const findingOf = async (page: Page): Promise<string> =>
  (await narratorOf(page).getAttribute('data-finding')) ?? '';

/** Steps until the narrator names what is wrong. */
async function untilFound(playground: Playground, page: Page, kind: string): Promise<void> {
  for (let epoch = 0; epoch < 12 && (await findingOf(page)) !== kind; epoch++) await playground.step();
  await playground.until(`${kind} is named`, async () => (await findingOf(page)) === kind);
}

describe('the narrator', () => {
  it('names what is wrong; the doctor’s change helps, and is undone', () =>
    withPlayground(
      { viewport: { width: 1280, height: 720 }, hash: tooHigh },
      async (playground, { page }) => {
        const narrator = narratorOf(page);
        await narrator.waitFor();
        const { y } = (await narrator.boundingBox()) ?? {};
        await untilFound(playground, page, 'divergence-coming');
        await expect
          .poll(() => narrator.locator('.long').innerText())
          .toMatch(/about to diverge: train loss rose \d+ times/);
        // All of it is to be read, and nothing has moved.
        expect(await narrator.evaluate((line) => line.scrollWidth <= line.clientWidth)).toBe(true);
        expect((await narrator.boundingBox())?.y).toBe(y);

        // By keys alone.
        await page.getByRole('button', { name: 'What can I do?' }).focus();
        await page.keyboard.press('Enter');
        const doctor = page.getByRole('dialog', { name: 'What is wrong, and what helps' });
        await doctor.waitFor();
        await doctor
          .getByText(/^Seen since epoch .* Named where the train loss rose 6 times in a row/)
          .waitFor();
        expect(await violationsInBothThemes(page)).toEqual([]);
        await page.keyboard.press('Escape');
        await doctor.waitFor({ state: 'hidden' });
        await page.keyboard.press('Enter');
        await doctor.waitFor();
        const remedy = doctor.getByRole('button', { name: 'Use rate 0.03' });
        while (!(await remedy.evaluate((button) => button.matches(':focus'))))
          await page.keyboard.press('Tab');
        const [loss, epoch] = [await playground.value('train-loss'), await playground.value('epoch')];
        await page.keyboard.press('Enter');
        await doctor.waitFor({ state: 'hidden' });
        const rate = playground.number('Learning rate');
        await playground.until('the rate is lower', async () => (await rate.inputValue()) === '0.03');
        await playground.until('nothing is wrong with it yet', async () => (await findingOf(page)) === '');
        // It goes on from where it was, downhill.
        await expect.poll(() => playground.value('epoch')).toBe(epoch);
        await playground.step();
        await expect.poll(() => playground.value('train-loss')).toBeLessThan(loss);

        await playground.button('Undo').click();
        await playground.until('the rate is back', async () => (await rate.inputValue()) === '0.1');
        await playground.until('so is the run', async () => (await playground.value('epoch')) === epoch);
        await expect.poll(() => playground.value('train-loss')).toBe(loss);
        await playground.until(
          'and what is wrong',
          async () => (await findingOf(page)) === 'divergence-coming',
        );
      },
    ));

  it('says nothing of later epochs at an earlier moment, and says it again where the run has come to', () =>
    withPlayground({ hash: tooHigh }, async (playground, { page }) => {
      await untilFound(playground, page, 'divergence-coming');
      const time = page.getByRole('slider', { name: 'Time', exact: true });
      const said = (): Promise<string> => narratorOf(page).locator('.long').innerText();
      await time.focus();
      await page.keyboard.press('Home');
      await expect.poll(said).toBe('Untrained: the weights are random. Press Play.');
      await expect.poll(() => findingOf(page)).toBe('');
      await expect.poll(() => page.getByRole('button', { name: 'What can I do?' }).count()).toBe(0);
      await time.fill('1');
      await expect.poll(said).toMatch(/^Paused at epoch 1: train loss/);
      await expect.poll(() => findingOf(page)).toBe('');
      await page.keyboard.press('End');
      await expect.poll(() => findingOf(page)).toBe('divergence-coming');
      await expect.poll(said).toContain('about to diverge');
    }));

  it('tells of a healthy run what it does, and can be hidden and called back', () =>
    withPlayground({ viewport: { width: 1440, height: 900 } }, async (playground, { page }) => {
      const narrator = narratorOf(page);
      const kind = (): Promise<string | null> => narrator.getAttribute('data-kind');
      await playground.until('it says how to begin', async () => (await kind()) === 'untrained');
      await expect
        .poll(() => narrator.locator('.long').innerText())
        .toBe('Untrained: the weights are random. Press Play.');
      // What is read aloud is one of the sentences that were true, and does not stand beside one that says otherwise.
      const spoken = narrator.getByRole('status');
      await playground.step();
      await expect.poll(() => spoken.innerText()).toMatch(/^Paused at epoch 1: train loss .*\.$/);
      await playground.step();
      await expect.poll(() => spoken.innerText()).toBe('');
      expect(await narrator.ariaSnapshot()).toContain('Paused at epoch 2: train loss');
      await playground.button('Play').click();
      await playground.until('it tells how the loss goes', async () =>
        ['falls', 'level', 'jumps', 'solved'].includes((await kind()) ?? ''),
      );
      await playground.select('Speed').selectOption('10×');
      await playground.until('it has learned it', async () => (await kind()) === 'solved');
      await expect.poll(() => findingOf(page)).toBe('');
      await expect.poll(() => page.getByRole('button', { name: 'What can I do?' }).count()).toBe(0);

      const picture = page.getByTestId('picture');
      const above = (await picture.boundingBox())?.y ?? NaN;
      await playground.button('Hide the narrator').click();
      await narrator.waitFor({ state: 'detached' });
      await expect.poll(async () => (await picture.boundingBox())?.y).toBeLessThan(above);
      await page.reload();
      await playground.ready();
      await expect.poll(() => narrator.count()).toBe(0);
      await page.getByRole('button', { name: 'Show the narrator' }).click();
      await narrator.waitFor();
    }));
});
