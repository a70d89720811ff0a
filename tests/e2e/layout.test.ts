import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { plotNames } from '../../src/experiment/names.ts';
import { launch, openPage } from './browser.ts';
import { playgroundsIn } from './playground.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());
const withPlayground = playgroundsIn(() => browser, baseUrl);

/** In the window as a whole, without scrolling. */
async function isInView(page: Page, element: Locator): Promise<boolean> {
  const box = await element.boundingBox();
  const size = page.viewportSize();
  if (box === null || size === null) return false;
  const { x, y, width, height } = box;
  return x >= 0 && y >= 0 && x + width <= size.width + 0.5 && y + height <= size.height + 0.5;
}

function side(element: Locator): Promise<number> {
  return element.evaluate((one) => one.getBoundingClientRect().width);
}

const windows = [
  { width: 390, height: 844, picture: 300, network: false },
  { width: 820, height: 1180, picture: 340, network: true },
  { width: 1024, height: 768, picture: 300, network: true },
  { width: 1280, height: 720, picture: 300, network: true },
  { width: 1440, height: 900, picture: 400, network: true },
  { width: 2560, height: 1440, picture: 640, network: true },
];

describe('cause and effect', () => {
  it('are in one view, in windows of every size', () =>
    withPlayground({}, async (playground, { page }) => {
      for (const { width, height, picture: least, network } of windows) {
        const at = `${width} × ${height}`;
        await page.setViewportSize({ width, height });
        const picture = page.getByTestId('picture');
        await playground.until(
          `the picture is large enough at ${at}`,
          async () => (await side(picture)) >= least,
        );
        for (const name of ['run-bar', 'picture', 'loss-chart'])
          await playground.until(`${name} in view at ${at}`, () => isInView(page, page.getByTestId(name)));
        await expect
          .poll(() => isInView(page, page.locator('chainrule-network-panel')), { message: at })
          .toBe(network);
        if (width <= 760) {
          // There the tabs stand over the lower edge.
          await playground.until(`the curves stand over the tabs at ${at}`, async () => {
            const tabs = await page.getByRole('tablist', { name: 'Settings' }).boundingBox();
            const curves = await page.getByTestId('loss-chart').boundingBox();
            return (curves?.y ?? NaN) + (curves?.height ?? NaN) <= (tabs?.y ?? NaN);
          });
        }
        // The whole of it is one window high.
        const scrolled = (): Promise<number> =>
          page.evaluate(() => document.documentElement.scrollHeight - innerHeight);
        if (width >= 1280) await expect.poll(scrolled, { message: at }).toBeLessThanOrEqual(0);
        // The picture is a square, and the tiles of the network have grown with the room.
        await playground.until(`the picture is a square at ${at}`, async () => {
          const box = await picture.boundingBox();
          return Math.abs((box?.width ?? 0) - (box?.height ?? 1)) < 1;
        });
        await playground.until(`the tiles fit the room at ${at}`, async () => {
          const tile = await side(page.getByRole('button', { name: 'Layer 1, neuron 1' }));
          return tile >= (width < 1280 ? 36 : 45) && tile <= 96;
        });
      }
    }));

  it('are in one view with two plots, which are offered where there is room for both', () =>
    withPlayground({ viewport: { width: 1280, height: 720 } }, async (playground, { page }) => {
      const more = page.getByRole('button', { name: 'More of this plot' });
      const second = playground.select('Second plot');
      const openMenu = async (): Promise<void> => {
        await more.click();
        await page.getByRole('button', { name: 'Save CSV' }).waitFor();
      };
      await openMenu();
      await expect.poll(() => second.count()).toBe(0);
      await page.keyboard.press('Escape');
      await page.setViewportSize({ width: 1920, height: 1080 });
      await openMenu();
      await second.selectOption('update');
      await page.keyboard.press('Escape');
      for (const [width, height, least] of [
        [1920, 1080, 440],
        [2560, 1440, 640],
      ]) {
        await page.setViewportSize({ width, height });
        for (const name of ['run-bar', 'picture', 'loss-chart', 'second-chart'])
          await playground.until(`${name} in view at ${width} px`, () =>
            isInView(page, page.getByTestId(name)),
          );
        await playground.until(
          `the picture is large at ${width} px`,
          async () => (await side(page.getByTestId('picture'))) >= least,
        );
        await playground.until('each plot can be read', async () => {
          const boxes = await Promise.all(
            ['loss-chart', 'second-chart'].map((name) => page.getByTestId(name).boundingBox()),
          );
          return boxes.every((box) => (box?.height ?? 0) >= 100);
        });
      }
      await page.setViewportSize({ width: 1280, height: 720 });
      await expect.poll(() => page.getByTestId('second-chart').count()).toBe(0);
    }));

  it('are in one view on a phone, whatever the picture and the plot are of', () =>
    withPlayground({ viewport: { width: 390, height: 844 } }, async (playground, { page }) => {
      const deep = 'hidden=8,8,8,8,8,8,8,8';
      const states = [
        '',
        ...plotNames.map((plot) => `${deep}&plot=${plot}`),
        ...['hidden', 'landscape'].map((picture) => `picture=${picture}`),
        'picture=hidden&hidden=',
        'dataSet=digits&hidden=16',
        'dataSet=draw',
      ];
      await page.getByRole('region', { name: 'To begin with' }).waitFor();
      const tabs = page.getByRole('tablist', { name: 'Settings' });
      for (const state of states) {
        if (state !== '') await page.evaluate((hash) => (location.hash = hash), state);
        if (state !== 'picture=hidden&hidden=')
          await playground.until(
            `the picture is large at “${state}”`,
            // What is drawn with stands in the same view.
            async () => (await side(page.getByTestId('picture'))) >= (state === 'dataSet=draw' ? 200 : 300),
          );
        for (const name of ['run-bar', 'loss-chart']) {
          const element = page.getByTestId(name);
          await playground.until(`${name} in view at “${state}”`, async () => {
            const [box, edge] = [await element.boundingBox(), await tabs.boundingBox()];
            if (box === null || edge === null) return false;
            return box.y >= 0 && box.height > 60 && box.y + box.height <= edge.y;
          });
        }
      }
    }));

  it.each(['accumulate', 'order', 'network'])(
    'are in one view beside the question of the chapter %s, on a small screen too',
    async (chapter) => {
      const viewport = { width: 1024, height: 768 };
      const opened = await openPage(browser, baseUrl, { viewport, hash: `/learn/${chapter}` });
      const { page } = opened;
      await page.getByText('finished', { exact: true }).waitFor();
      for (const [name, part] of [
        ['the title', page.locator('chainrule-coach').getByRole('heading', { level: 2 })],
        ['the steps', page.locator('chainrule-step-bar')],
        ['the graph', page.locator('chainrule-graph-view')],
      ] as const)
        await expect.poll(() => isInView(page, part), { message: name }).toBe(true);
      opened.assertClean();
      await opened.close();
    },
  );

  it('are in one view beside the question of a chapter', async () => {
    const viewport = { width: 1280, height: 720 };
    const opened = await openPage(browser, baseUrl, { viewport, hash: '/learn/xor' });
    const { page } = opened;
    const seen = [
      page.getByRole('button', { name: 'Play', exact: true }),
      page.getByTestId('picture'),
      page.getByTestId('loss-chart'),
      page.getByText(/^How many of the train points/),
    ];
    for (const element of seen) {
      await element.waitFor();
      await expect.poll(() => isInView(page, element)).toBe(true);
    }
    opened.assertClean();
    await opened.close();
  });
});

describe('the settings', () => {
  it('are reached by tabs, with keys too, where the window is low', () =>
    withPlayground({ viewport: { width: 1280, height: 720 } }, async (playground, { page }) => {
      const tab = (name: string): Locator => page.getByRole('tab', { name, exact: true });
      const rate = playground.number('Learning rate');
      await expect.poll(() => isInView(page, rate)).toBe(false);
      await tab('Learning').click();
      await playground.until('the learning rate is in view', () => isInView(page, rate));
      const isSelected = (name: string) => () => tab(name).getAttribute('aria-selected');
      await expect.poll(isSelected('Learning')).toBe('true');
      await page.keyboard.press('ArrowRight');
      const noise = playground.number('Noise');
      await playground.until('the data are in view again', () =>
        isInView(page, playground.radio('Data set', 'Circle')),
      );
      await expect.poll(isSelected('Data')).toBe('true');
      // What is scrolled to is what its tab says.
      await noise.focus();
      await rate.focus();
      await playground.until(
        'the tab follows',
        async () => (await tab('Learning').getAttribute('aria-selected')) === 'true',
      );
    }));

  it('come up from the lower edge of a phone, over what they change', () =>
    withPlayground({ viewport: { width: 390, height: 844 } }, async (playground, { page }) => {
      const tab = page.getByRole('tab', { name: 'Learning', exact: true });
      const rate = playground.number('Learning rate');
      await tab.click();
      await playground.until('the learning rate is in view', () => isInView(page, rate));
      await playground.setNumber('Learning rate', 0.1);
      await playground.until('it is taken', () => Promise.resolve(page.url().includes('learningRate=0.1')));
      await rate.press('Escape');
      await playground.until('the sheet is gone', async () => !(await isInView(page, rate)));
      await expect.poll(() => tab.evaluate((element) => element.matches(':focus'))).toBe(true);
    }));
});

it('what a file holds stands in line with the rest, on a very wide screen too', () =>
  withPlayground({ viewport: { width: 2560, height: 1440 } }, async (playground, { page }) => {
    await playground.radio('Data set', 'File').click({ force: true });
    await page.getByLabel('Open a file', { exact: true }).setInputFiles({
      name: 'two.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('a,b,class\n1,2,x\n2,1,y\n3,4,x\n4,3,y\n'),
    });
    const ends = async (element: Locator): Promise<string> => {
      const box = await element.boundingBox();
      return box === null ? 'nowhere' : `${Math.round(box.x)} to ${Math.round(box.x + box.width)}`;
    };
    const panel = page.locator('chainrule-import .panel').first();
    await panel.waitFor();
    const outermost = await page.locator('chainrule-playground main').evaluate((main) => {
      const { paddingLeft, paddingRight } = getComputedStyle(main);
      const { left, right } = main.getBoundingClientRect();
      return `${Math.round(left + parseFloat(paddingLeft))} to ${Math.round(right - parseFloat(paddingRight))}`;
    });
    await expect.poll(() => ends(panel)).toBe(outermost);
  }));

it('what is under the hood is folded away at first, there all the same, and stays open once it was opened', () =>
  withPlayground({}, async (playground, { page }) => {
    await expect.poll(() => playground.text('evaluated-on')).toBe('cpu');
    await expect.poll(() => playground.button('Compare engines').isVisible()).toBe(false);
    await playground.openHood();
    await playground.button('Compare engines').waitFor();
    await page.reload();
    await playground.ready();
    await playground.button('Compare engines').waitFor();
  }));
