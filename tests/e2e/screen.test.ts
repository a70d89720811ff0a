import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch } from './browser.ts';
import { playgroundsIn } from './playground.ts';
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
        for (const name of ['Present', 'Keys', 'Take away']) {
          // Where it stands in the bar, the list has it no more.
          if (!(await playground.button(name).isVisible())) await more.tap();
          const entry = playground.button(name);
          await entry.waitFor();
          expect(await entry.count(), `${name} at ${width} px`).toBe(1);
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
          expect(await page.getByRole('group', { name: 'Menu', exact: true }).isVisible()).toBe(false);
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
  it('has its tools in view with a picture that is large enough, and the curve', () =>
    withPlayground(
      { hash: 'dataSet=draw&drawn=1,1,1_-1,-1,2_2,3,1_-2,-3,2' },
      async (playground, { page }) => {
        for (const [width, height, least] of [
          [390, 844, 255],
          [1280, 720, 260],
          [1440, 900, 380],
        ]) {
          await page.setViewportSize({ width, height });
          const parts = {
            tools: page.getByRole('radiogroup', { name: 'Tool', exact: true }),
            classes: page.getByRole('radiogroup', { name: 'Class', exact: true }),
            curve: page.getByTestId('loss-chart'),
          };
          const picture = page.getByTestId('picture');
          await playground.until(`${width} × ${height}: the picture`, async () => {
            const box = await picture.boundingBox();
            return box !== null && box.width >= least;
          });
          await playground.until(`${width} × ${height}: above each other`, async () => {
            const boxes = await Promise.all(
              [picture, ...Object.values(parts)].map((part) => part.boundingBox()),
            );
            return boxes.every((box, i) => {
              const above = i === 0 ? null : boxes[i - 1];
              return box !== null && (above === null || box.y >= above.y + above.height);
            });
          });
        }
      },
    ));
});
