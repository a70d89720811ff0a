import type { Browser } from 'playwright-core';
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
