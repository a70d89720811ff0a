import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch, openPage, type OpenedPage, type PageOptions } from './browser.ts';
import { keptCheckpoint } from './kept-checkpoint.ts';
import { lookOf, pixelsOf } from './looks.ts';
import { Playground } from './playground.ts';
import { violations, violationsInBothThemes } from './violations.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());

/** Links by gradient, neurons by reaction, two plots, the table of how well it does, a neuron beside the network. */
const rich =
  'hidden=3,2&activations=relu,tanh&links=gradient&neurons=reaction&plot=gradient&secondPlot=update&howWell=true&markWrong=true';

async function withRichPage(
  options: PageOptions,
  use: (playground: Playground, page: Page) => Promise<void>,
): Promise<void> {
  const opened = await openPage(browser, baseUrl, {
    hash: rich,
    viewport: { width: 1440, height: 900 },
    ...options,
  });
  const playground = await new Playground(opened.page).ready();
  await playground.step();
  await opened.page.getByTestId('layer-vitals').first().waitFor();
  await use(playground, opened.page);
  opened.assertClean();
  await opened.close();
}

/** A place is pinned, and a neuron stands open beside the network. */
async function openNeuron(page: Page): Promise<Locator> {
  await page.getByTestId('picture').focus();
  await page.keyboard.press('PageDown');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Layer 2, neuron 1' }).focus();
  await page.keyboard.press('Enter');
  const drawer = page.getByTestId('neuron-drawer');
  await drawer.getByTestId('neuron-sum').waitFor();
  return drawer;
}

/** Two runs of one tab: the second is shown, and the first is offered. */
async function leaveARun({ page }: OpenedPage): Promise<void> {
  const playground = await new Playground(page).ready();
  await playground.step();
  await playground.until('it is kept', async () => (await keptCheckpoint(page))?.epoch === 1);
  await page.goto('about:blank');
  await page.goto(`${baseUrl}#dataSet=moons&stopEpoch=2`);
  await playground.ready();
}

const keptRun = (page: Page): Locator =>
  page.getByTestId('notice').filter({ hasText: 'Your last run is still there' });

describe('axe finds no violation in both themes', () => {
  it('in links by gradient with plots, matrix, a pinned place and a neuron beside the network', () =>
    withRichPage({}, async (playground, page) => {
      await openNeuron(page);
      await page.getByRole('button', { name: 'More of this plot' }).click();
      await page.getByRole('button', { name: 'Save CSV' }).waitFor();
      await playground.select('Activation in layer 1').focus();
      expect(await violationsInBothThemes(page)).toEqual([]);
    }));

  it('in the large view', () =>
    withRichPage({}, async (playground, page) => {
      await playground.button('Present').click();
      await playground.button('End presentation').waitFor();
      expect(await violationsInBothThemes(page)).toEqual([]);
    }));

  it('in what says why training stopped, and that a run is still there', async () => {
    const opened = await openPage(browser, baseUrl, { hash: 'hidden=2' });
    await leaveARun(opened);
    await keptRun(opened.page).waitFor();
    const playground = new Playground(opened.page);
    await playground.button('Play').click();
    await playground.until('it has stopped', async () => (await playground.value('epoch')) === 2);
    await playground.until('and says so', async () => (await playground.status()) === 'paused');
    expect(await violationsInBothThemes(opened.page)).toEqual([]);
    opened.assertClean();
    await opened.close();
  });
});

describe('where the system forces colours', () => {
  it('what is chosen is marked, and a bar is filled as far as it goes', () =>
    withRichPage({ forcedColors: 'active', colorScheme: 'dark' }, async (playground, page) => {
      for (const [group, chosen, other] of [
        ['Links', 'Gradient', 'Update'],
        ['Neurons', 'Reaction', 'Output'],
        ['Figures of', 'Test', 'Train'],
      ]) {
        const label = (name: string): Locator =>
          playground.radio(group, name).locator('xpath=ancestor::label');
        expect(await lookOf(label(chosen)), group).not.toEqual(await lookOf(label(other)));
      }
      const bars = page.getByTestId('layer-vitals');
      const lengths = (
        await bars.evaluateAll((all) => all.map((bar) => bar.getAttribute('aria-valuenow')))
      ).map(Number);
      const inked = await Promise.all(
        lengths.map(async (_, layer) => {
          const rows = await pixelsOf(bars.nth(layer).locator('.track'));
          const middle = rows[Math.floor(rows.length / 2)].slice(2, -2);
          return (100 * middle.filter((pixel) => pixel === middle[0]).length) / middle.length;
        }),
      );
      inked.forEach((share, layer) => {
        expect(Math.abs(share - lengths[layer]), `layer ${layer + 1}`).toBeLessThan(8);
      });
      const drawer = await openNeuron(page);
      expect((await lookOf(drawer))['borderTopStyle']).toBe('solid');
      const tile = page.getByRole('button', { name: 'Layer 1, neuron 2' });
      const before = await lookOf(tile);
      await tile.focus();
      await page.keyboard.press('Shift');
      await expect.poll(() => lookOf(tile)).not.toEqual(before);
      expect(await violations(page)).toEqual([]);
    }));

  it('the large view and the notices have edges', async () => {
    const opened = await openPage(browser, baseUrl, { hash: 'hidden=2', forcedColors: 'active' });
    const { page } = opened;
    await leaveARun(opened);
    const notice = keptRun(page);
    await notice.waitFor();
    expect((await lookOf(notice))['borderTopStyle']).toBe('solid');
    const playground = new Playground(page);
    await playground.button('Present').click();
    const end = playground.button('End presentation');
    await end.waitFor();
    expect((await lookOf(end))['borderTopStyle']).toBe('solid');
    expect(await violations(page)).toEqual([]);
    opened.assertClean();
    await opened.close();
  });
});

it('whoever asked for less motion sees nothing glide, whatever is open', () =>
  withRichPage({ reducedMotion: 'reduce' }, async (playground, page) => {
    await playground.button('Play').click();
    await playground.untilEpoch(3);
    await openNeuron(page);
    await playground.button('Present').click();
    await playground.button('End presentation').click();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    const gliding = await page.evaluate(() => {
      const all = (root: ParentNode): Animation[] =>
        [...root.querySelectorAll('*')].flatMap((element) => [
          ...element.getAnimations(),
          ...(element.shadowRoot === null ? [] : all(element.shadowRoot)),
        ]);
      return all(document).map(({ id, playState }) => `${id} ${playState}`);
    });
    expect(gliding).toEqual([]);
  }));
