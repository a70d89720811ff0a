import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch, openPage } from './browser.ts';
import { isSeen } from './looks.ts';
import { Playground, playgroundsIn } from './playground.ts';
import { violations } from './violations.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());
const withPlayground = playgroundsIn(() => browser, baseUrl);

describe('the network', () => {
  it('comes to rest in every window: its pictures stand in their frames', () =>
    withPlayground({ hash: 'dataSet=spiral&hidden=8,8' }, async (_playground, { page }) => {
      for (const size of [
        { width: 820, height: 1180 },
        { width: 1024, height: 768 },
        { width: 1100, height: 740 },
        { width: 1280, height: 720 },
      ]) {
        await page.setViewportSize(size);
        const diagram = page.locator('chainrule-network-graph');
        // In each of so many frames: what is painted is as high as where it is painted.
        const heights = await diagram.evaluate(async (graph) => {
          const frames = (count: number): Promise<void> =>
            new Promise((done) => {
              const next = (left: number): void => {
                if (left === 0) done();
                else
                  requestAnimationFrame(() => {
                    next(left - 1);
                  });
              };
              next(count);
            });
          // What a new size brings with it is over after some of them.
          await frames(30);
          const seen = new Set<string>();
          for (let i = 0; i < 30; i++) {
            await frames(1);
            const canvas = graph.shadowRoot?.querySelector('canvas');
            seen.add(`${String(canvas?.height)} of ${Math.round(graph.clientHeight)}`);
          }
          return [...seen];
        });
        expect(heights, `${size.width} × ${size.height}`).toHaveLength(1);
        const [painted, room] = (heights[0] ?? '').split(' of ').map(Number);
        expect(Math.abs(painted - room), `${size.width} × ${size.height}`).toBeLessThanOrEqual(1);
      }
    }));
});

describe('what opens over the playground', () => {
  it('is reached in every window, without keys: the large view, the keys, what is taken away', () =>
    withPlayground({ hash: 'dataSet=xor', hasTouch: true }, async (playground, { page }) => {
      const more = playground.button('Menu');
      for (const [width, height] of [
        [390, 844],
        [744, 1133],
        [820, 1180],
        [1024, 768],
      ]) {
        await page.setViewportSize({ width, height });
        const isAll = width >= 980;
        await playground.until(`${width} px`, async () => (await more.isVisible()) !== isAll);
        // By keys it comes in the order in which it stands.
        const sequence = (): Promise<readonly boolean[]> =>
          page.locator('chainrule-playground-menu').evaluate((menu) => {
            const bar = menu.parentElement!.querySelector('chainrule-run-bar')!;
            const isBefore = (menu.compareDocumentPosition(bar) & Node.DOCUMENT_POSITION_FOLLOWING) > 0;
            return [isBefore, menu.getBoundingClientRect().top < bar.getBoundingClientRect().top];
          });
        await expect.poll(sequence, { message: `at ${width} px` }).toEqual([width > 760, width > 760]);
        for (const name of ['Present', 'Keys', 'Take away']) {
          // Where it stands in the bar, the list has it no more.
          if (!(await playground.button(name).isVisible())) await more.tap();
          const entry = playground.button(name);
          await entry.waitFor();
          await expect.poll(() => entry.count(), { message: `${name} at ${width} px` }).toBe(1);
          await entry.tap();
          if (name === 'Present') {
            const end = playground.button('End presentation');
            await end.waitFor();
            const readouts = await Promise.all(
              ['epoch', 'train-loss', 'test-loss', 'train-accuracy', 'test-accuracy'].map((id) =>
                page.getByTestId(id).evaluate((one) => {
                  const { left, right } = one.getBoundingClientRect();
                  return left >= 0 && right <= innerWidth && one.scrollWidth <= one.clientWidth;
                }),
              ),
            );
            expect(readouts, `readouts at ${width} px`).toEqual(readouts.map(() => true));
            await playground.button('End presentation').tap();
            await playground.button('Presets').waitFor();
            continue;
          }
          await page.getByRole('dialog').waitFor();
          await expect
            .poll(() => page.getByRole('group', { name: 'Menu', exact: true }).isVisible())
            .toBe(false);
          await page.keyboard.press('Escape');
          await page.getByRole('dialog').waitFor({ state: 'hidden' });
        }
      }
      await page.setViewportSize({ width: 390, height: 844 });
      await more.tap();
      await playground.button('Take away').waitFor();
      expect(await violations(page)).toEqual([]);
    }));
});

describe('drawing', () => {
  it('has a picture that is large enough, and all of its tools, whichever, and the curve in the same view', () =>
    withPlayground(
      { hash: 'dataSet=draw&drawn=1,1,1_-1,-1,2_2,3,1_-2,-3,2' },
      async (playground, { page }) => {
        const tool = (name: string): Locator =>
          page.getByRole('radiogroup', { name: 'Tool', exact: true }).getByText(name, { exact: true });
        await tool('Add').waitFor();
        for (const [width, height, least] of [
          [390, 844, 255],
          [1024, 768, 280],
          [1280, 720, 300],
          [1440, 900, 400],
          [2560, 1440, 640],
        ]) {
          await page.setViewportSize({ width, height });
          for (const name of ['Add', 'Brush']) {
            await tool(name).click();
            const at = `${width} × ${height}, ${name}`;
            await playground.until(`${at}: the picture is large`, async () => {
              const box = await page.getByTestId('picture').boundingBox();
              return box !== null && box.width >= least;
            });
            const seen = [
              page.getByTestId('picture'),
              tool('Look'),
              page.getByRole('radiogroup', { name: 'Class', exact: true }),
              ...(name === 'Brush' ? [playground.number('Size')] : []),
              page.locator('chainrule-draw-tools').getByRole('button', { name: 'Clear', exact: true }),
              page.getByTestId('loss-chart'),
            ];
            for (const part of seen)
              await playground.until(`${at}: ${String(part)} is in view`, () => isSeen(part));
          }
        }
      },
    ));
});

describe('figures', () => {
  it('of right answers stand where there are right answers only', () =>
    withPlayground({ hash: 'dataSet=plane&points=100' }, async (playground, { page }) => {
      const accuracies = ['train-accuracy', 'test-accuracy'].map((id) => page.getByTestId(id));
      await playground.until('none is shown of numbers', async () => {
        const shown = await Promise.all(accuracies.map((one) => one.isVisible()));
        return !shown.some(Boolean);
      });
      await expect.poll(() => playground.text('train-accuracy')).toBe('');
      await playground.radio('Data set', 'XOR').click({ force: true });
      for (const one of accuracies) await one.waitFor();
      await playground.until('it is measured', async () => (await playground.value('train-accuracy')) >= 0);
    }));

  it('of the loss before the first step are drawn: the plot is not empty', () =>
    withPlayground({ viewport: { width: 1280, height: 720 } }, async (playground, { page }) => {
      const chart = page.getByTestId('loss-chart');
      // In the colour of the train curve, left of the middle of the plot.
      const inked = (): Promise<number> =>
        chart.evaluate((canvas: HTMLCanvasElement) => {
          const { width, height } = canvas;
          const { data } = canvas.getContext('2d')!.getImageData(0, 0, width / 2, height - 24);
          let count = 0;
          for (let i = 0; i < data.length; i += 4)
            if (data[i + 3] > 200 && data[i] < 60 && data[i + 1] < 60 && data[i + 2] < 60) count++;
          return count;
        });
      await playground.until('a dot', async () => (await inked()) > 8);
      await expect.poll(() => playground.value('epoch')).toBe(0);
    }));
});

/** Fields of numbers in sight that show less than they hold: 'Learning rate: 0.03'. */
function cutFields(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const look = (root: ParentNode): void => {
      for (const element of root.querySelectorAll('*')) {
        if (element.shadowRoot !== null) look(element.shadowRoot);
        if (!(element instanceof HTMLInputElement) || element.type !== 'number') continue;
        if (!element.checkVisibility() || element.scrollWidth <= element.clientWidth) continue;
        found.push(`${element.ariaLabel ?? element.labels?.[0]?.textContent.trim() ?? ''}: ${element.value}`);
      }
    };
    look(document);
    return found;
  });
}

describe('numbers in fields', () => {
  it('are seen whole, in the playground as in a comparison', async () => {
    for (const [width, height] of [
      [1440, 900],
      [1280, 720],
      [390, 844],
    ]) {
      const opened = await openPage(browser, baseUrl, {
        viewport: { width, height },
        hash: '#optimizer=adam',
      });
      const { page } = opened;
      const playground = await new Playground(page).ready();
      if (width < 1400) await page.getByRole('tab', { name: 'Learning', exact: true }).click();
      await playground.number('Learning rate').waitFor();
      await expect.poll(() => cutFields(page), { message: `playground at ${width} px` }).toEqual([]);
      await page.goto(`${baseUrl}#/compare?ask=kind:sweep,search:halving`);
      await page.getByRole('radio', { name: 'Sweep', exact: true }).waitFor();
      await page.getByRole('spinbutton', { name: 'Epochs', exact: true }).waitFor();
      await expect.poll(() => cutFields(page), { message: `comparison at ${width} px` }).toEqual([]);
      opened.assertClean();
      await opened.close();
    }
  });
});

describe('a nudge', () => {
  it('is large enough to be seen in a chapter, and small in the graph of one\u2019s own', async () => {
    for (const [hash, step] of [
      ['/learn/network', '0.1'],
      ['/graph', '0.01'],
    ]) {
      const opened = await openPage(browser, baseUrl, { hash });
      const field = opened.page.getByRole('spinbutton', { name: 'Step × gradient' });
      await field.waitFor();
      await expect.poll(() => field.inputValue(), { message: hash }).toBe(step);
      opened.assertClean();
      await opened.close();
    }
  });
});

describe('a wheel over a graph that was zoomed', () => {
  it('moves the drawing, but for the rest of a scroll that the page has begun', async () => {
    const opened = await openPage(browser, baseUrl, { hash: '/graph' });
    const { page } = opened;
    const stage = page.getByRole('application', { name: /^Graph of/ });
    for (let i = 0; i < 4; i++) await page.getByRole('button', { name: 'Zoom in' }).click();
    const moved = (cancelable: boolean): Promise<boolean> =>
      stage.evaluate(async (element, mayStop) => {
        const sheet = element.querySelector('.sheet')!;
        const place = (): string => getComputedStyle(sheet).transform;
        // A place counts when it has stood for some frames.
        const resting = async (): Promise<string> => {
          let [rested, last] = [0, place()];
          while (rested < 4) {
            await new Promise(requestAnimationFrame);
            rested = place() === last ? rested + 1 : 0;
            last = place();
          }
          return last;
        };
        const before = await resting();
        element.dispatchEvent(new WheelEvent('wheel', { deltaY: 20, deltaX: 20, cancelable: mayStop }));
        return (await resting()) !== before;
      }, cancelable);
    expect(await moved(false)).toBe(false);
    expect(await moved(true)).toBe(true);
    opened.assertClean();
    await opened.close();
  });
});

describe('fingers on a plot', () => {
  it('zoom it by a pinch, and one of them alone scrolls the page past it', () =>
    withPlayground(
      { hash: 'speed=full', viewport: { width: 390, height: 844 }, hasTouch: true },
      async (playground, { page }) => {
        await playground.button('Play').click();
        await playground.untilEpoch(30);
        await playground.button('Pause').click();
        const chart = page.getByTestId('loss-chart');
        const all = page.getByTestId('show-all');
        const box = (await chart.boundingBox())!;
        const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
        const cdp = await page.context().newCDPSession(page);
        const touch = async (
          type: 'touchStart' | 'touchMove' | 'touchEnd',
          ...at: (readonly [number, number])[]
        ): Promise<void> => {
          const touchPoints = at.map(([across, down], id) => ({ x: across, y: down, id }));
          await cdp.send('Input.dispatchTouchEvent', { type, touchPoints });
          await page.evaluate(() => new Promise(requestAnimationFrame));
        };
        // The first touch asks for what zooms; a later pinch finds it.
        await playground.until('a pinch has zoomed it', async () => {
          await touch('touchStart', [x - 20, y]);
          await touch('touchStart', [x - 20, y], [x + 20, y]);
          for (let i = 1; i <= 10; i++) await touch('touchMove', [x - 20 - 6 * i, y], [x + 20 + 6 * i, y]);
          await touch('touchEnd');
          return all.isVisible();
        });
        const scrolled = (): Promise<number> => page.evaluate(() => scrollY);
        expect(await scrolled()).toBe(0);
        await all.tap();
        await all.waitFor({ state: 'hidden' });
        await touch('touchStart', [x, y]);
        for (let i = 1; i <= 20; i++) await touch('touchMove', [x, y - 10 * i]);
        await touch('touchEnd');
        await playground.until('the page has scrolled', async () => (await scrolled()) > 100);
      },
    ));
});
