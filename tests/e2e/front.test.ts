import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch, openPage } from './browser.ts';
import { Playground, playgroundsIn } from './playground.ts';
import { violations } from './violations.ts';
import { hasFocus } from './waiting.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());

const onPlayground = playgroundsIn(() => browser, baseUrl);

interface Place {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

async function placeOf(locator: Locator): Promise<Place> {
  const box = await locator.boundingBox();
  if (box === null) throw new Error('it is not shown');
  return { top: box.y, bottom: box.y + box.height, left: box.x, right: box.x + box.width };
}

const overlap = (a: Place, b: Place): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

describe('a first visit', () => {
  it('is told in a line what this is, over nothing that it is about, until the playground is used', async () => {
    await onPlayground({ viewport: { width: 1280, height: 720 } }, async (playground, { page }) => {
      const greeting = page.getByRole('region', { name: 'To begin with' });
      await greeting.getByText('Press Play.').waitFor();
      const picture = page.getByTestId('picture').first();
      const curve = page.getByTestId('loss-chart');
      const network = page.locator('chainrule-network-graph');
      for (const [width, height] of [
        [1280, 720],
        [1440, 900],
        [1024, 768],
        [390, 844],
      ]) {
        await page.setViewportSize({ width, height });
        const inView = width > 760 ? [picture, curve, network] : [picture, curve];
        const outOfView = async (): Promise<Place[]> =>
          (await Promise.all(inView.map(placeOf))).filter(
            ({ top, bottom }) => top < 0 || (width > 760 ? bottom : top) > height,
          );
        await expect.poll(outOfView, { message: `${width} px` }).toEqual([]);
        const tiles = await network.locator('button.neuron').all();
        expect(tiles.length).toBeGreaterThan(4);
        // Once all have found their places.
        const covered = async (): Promise<number> => {
          const at = await placeOf(greeting);
          const places = await Promise.all([picture, curve, ...tiles].map(placeOf));
          return places.filter((place) => overlap(at, place)).length;
        };
        await expect.poll(covered, { message: `${width} px` }).toBe(0);
      }
      await page.setViewportSize({ width: 1280, height: 720 });
      expect(await violations(page)).toEqual([]);
      const before = await placeOf(picture);
      await greeting.getByRole('button', { name: 'One that overfits' }).click();
      await greeting.waitFor({ state: 'detached' });
      await playground.until(
        'it is set up',
        async () => (await playground.number('Points').inputValue()) === '100',
      );
      await expect.poll(() => placeOf(picture)).toEqual(before);
      await page.goto(baseUrl);
      await page.reload();
      await playground.ready();
      await playground.button('Presets').waitFor();
      await expect.poll(() => greeting.count()).toBe(0);
    });
  });
});

it.each([
  ['page-front', 'Keys, presets and the large view could not be loaded'],
  ['preset-list', 'This part of the page could not be loaded'],
])('where %s cannot be loaded that is said, and the rest works', async (file, words) => {
  const opened = await openPage(browser, baseUrl, {
    hash: 'noise=5',
    prepare: (context) => context.route(new RegExp(`/${file}-`), (route) => route.abort('failed')),
  });
  const playground = await new Playground(opened.page).ready();
  if (file === 'preset-list') await playground.button('Presets').click();
  await opened.page.getByTestId('notice').getByText(words).waitFor();
  await playground.step();
  // Of what failed only the request is to be heard, no rejection that nobody caught.
  expect(opened.problems.filter((problem) => problem.startsWith('uncaught'))).toEqual([]);
  await opened.close();
});

it('a first visit is over with the first press of Play', () =>
  onPlayground({}, async (playground, { page }) => {
    const greeting = page.getByRole('region', { name: 'To begin with' });
    await greeting.waitFor();
    await playground.button('Play').click();
    await greeting.waitFor({ state: 'detached' });
  }));

describe('the front of the page', () => {
  it('obeys single keys wherever nothing is typed, says all of them, and forgets them when it is told to', async () => {
    await onPlayground({ hash: 'noise=5' }, async (playground, { page }) => {
      await playground.button('Presets').waitFor();
      await page.keyboard.press('s');
      await playground.until('an epoch', async () => (await playground.value('epoch')) === 1);
      await playground.until('the title says it', async () =>
        (await page.title()).startsWith('⏸ epoch 1 · test loss'),
      );
      await playground.select('Speed').focus();
      await page.keyboard.press('r');
      await playground.number('Noise').focus();
      await page.keyboard.press('r');
      expect(await playground.restingEpoch()).toBe(1);
      await playground.button('Step').focus();
      await page.keyboard.press('r');
      await playground.until('the start', async () => (await playground.value('epoch')) === 0);
      const speed = (): Promise<string> => playground.select('Speed').inputValue();
      await page.keyboard.press('+');
      await expect.poll(speed).toBe('10x');
      await page.keyboard.press('-');
      await expect.poll(speed).toBe('film');
      await page.keyboard.press('?');
      const sheet = page.getByRole('dialog', { name: 'Keys' });
      await sheet.waitFor();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('s');
      await sheet.getByRole('checkbox').uncheck();
      await page.keyboard.press('Escape');
      await sheet.waitFor({ state: 'hidden' });
      await page.keyboard.press('s');
      await page.keyboard.press('?');
      expect(await playground.restingEpoch()).toBe(0);
      await expect.poll(() => sheet.isVisible()).toBe(false);
      await playground.button('Keys').click();
      await sheet.getByRole('checkbox').check();
      await sheet.getByRole('button', { name: 'Close' }).click();
      await page.keyboard.press('s');
      await playground.until('an epoch again', async () => (await playground.value('epoch')) === 1);
    });
  });

  it('lists presets, of which one is a change that undo takes back and a link has', async () => {
    await onPlayground({ hash: 'noise=5' }, async (playground, { page }) => {
      const list = page.getByRole('dialog', { name: 'Presets' });
      // Also of a network that nobody has trained.
      await playground.button('Presets').click();
      await list.getByRole('button', { name: 'Too small for a circle', exact: true }).click();
      await playground.until('two neurons', async () => /hidden=2.*speed=10x/.test(page.url()));
      await playground.button('Undo').click();
      await playground.until('the noise is back', async () => page.url().includes('noise=5'));
      await playground.until('the speed too', async () => !page.url().includes('speed'));
      await expect
        .poll(async () => [await playground.status(), await playground.value('epoch')])
        .toEqual(['ready', 0]);
      await playground.step();
      await playground.button('Presets').click();
      await list.waitFor();
      await expect.poll(() => list.getByRole('listitem').count()).toBeGreaterThanOrEqual(20);
      expect(await violations(page)).toEqual([]);
      await list.getByRole('button', { name: 'Vanishing gradients', exact: true }).click();
      await list.waitFor({ state: 'hidden' });
      await playground.until('eight layers', async () => {
        const settings = new URLSearchParams(new URL(page.url()).hash.slice(1));
        const isDeep = settings.get('hidden') === '4,4,4,4,4,4,4,4';
        return isDeep && settings.get('activation') === 'sigmoid' && !settings.has('noise');
      });
      await playground.button('Undo').click();
      await playground.until('the noise again', async () => page.url().includes('noise=5'));
    });
  });

  it('presents picture, loss, network and large figures, and nothing else', async () => {
    const viewport = { width: 1280, height: 720 };
    await onPlayground({ hash: 'noise=5', viewport }, async (playground, { page }) => {
      const figure = playground.readout('test-loss');
      const size = () => figure.evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
      const usual = await size();
      // What is loaded late has its place by then.
      await playground.button('Present').waitFor();
      const before = await placeOf(page.getByTestId('picture').first());
      await playground.button('Present').click();
      await playground.button('End presentation').waitFor();
      for (const [width, height] of [
        [1280, 720],
        [1920, 1080],
      ]) {
        await page.setViewportSize({ width, height });
        await expect.poll(size).toBeGreaterThan(2 * usual);
        const parts = [
          page.getByTestId('picture').first(),
          page.getByTestId('loss-chart'),
          page.locator('chainrule-network-graph'),
          figure,
        ];
        const outOfView = async (): Promise<Place[]> =>
          (await Promise.all(parts.map(placeOf))).filter(
            ({ top, bottom, left, right }) => top < 0 || left < 0 || bottom > height || right > width,
          );
        await expect.poll(outOfView, { message: `${width} px` }).toEqual([]);
        // The chart is enlarged, and drawn with as many pixels as are shown.
        const sharpness = (): Promise<number> =>
          page
            .getByTestId('loss-chart')
            .evaluate((canvas: HTMLCanvasElement) => canvas.width / canvas.getBoundingClientRect().width);
        await expect.poll(sharpness, { message: `${width} px` }).toBeCloseTo(1, 1);
        const cards = page.locator('chainrule-loss-panel .panel, chainrule-output-panel .panel');
        const bottoms = async (): Promise<number[]> =>
          (await Promise.all((await cards.all()).map(placeOf))).map(({ bottom }) => Math.round(bottom));
        await expect.poll(async () => new Set(await bottoms()).size, { message: `${width} px` }).toBe(1);
        // A rule between what one can do here and elsewhere would part nothing.
        const menu = page.locator('chainrule-playground-menu');
        const rule = (): Promise<string> => menu.evaluate((one) => getComputedStyle(one).borderLeftWidth);
        await expect.poll(rule, { message: `${width} px` }).toBe('0px');
        const dot = (): Promise<number> =>
          playground.readout('status').evaluate((one) => parseFloat(getComputedStyle(one, '::before').width));
        await expect.poll(dot, { message: `${width} px` }).toBeGreaterThanOrEqual(10);
        for (const gone of ['nav', 'chainrule-settings', 'chainrule-rows-panel'])
          await page.locator(gone).waitFor({ state: 'hidden' });
      }
      // What changes the network has no place there, for the keyboard neither.
      const freeze = page.getByRole('button', { name: /^Freeze/ });
      await expect.poll(() => freeze.count()).toBe(0);
      expect(await violations(page)).toEqual([]);
      await page.setViewportSize(viewport);
      expect(page.url()).toContain('#noise=5');
      await page.keyboard.press('Escape');
      await page.locator('nav').waitFor();
      await expect.poll(() => freeze.count()).toBeGreaterThan(0);
      await expect.poll(() => placeOf(page.getByTestId('picture').first())).toEqual(before);
      await page.keyboard.press('p');
      await playground.button('End presentation').waitFor();
      await page.keyboard.press('p');
      await playground.button('End presentation').waitFor({ state: 'hidden' });
      const present = playground.button('Present');
      await present.focus();
      await page.keyboard.press('Enter');
      await playground.button('End presentation').focus();
      await page.keyboard.press('Enter');
      await expect.poll(() => hasFocus(present)).toBe(true);
    });
  });

  it('is not offered to present, and speaks of its chapter, in Learn', async () => {
    const { page, close } = await openPage(browser, baseUrl, { hash: '/learn/slope' });
    await new Playground(page).until('the title', async () =>
      (await page.title()).startsWith('Learn: the derivative'),
    );
    await page.keyboard.press('p');
    await expect.poll(() => page.getByRole('navigation', { name: 'Places' }).isVisible()).toBe(true);
    await expect.poll(() => page.getByRole('button', { name: 'Present' }).count()).toBe(0);
    await close();
  });
});
