import type { CDPSession, Page } from 'playwright-core';
import { Playground } from './playground.ts';

/** What the page holds, after a collection of garbage. */
export interface PageCounts {
  readonly nodes: number;
  readonly listeners: number;
  readonly heapBytes: number;
}

/** Reads what a page holds through the browser's debugger. */
export class PageMemory {
  readonly #page: Page;
  readonly #devtools: CDPSession;

  private constructor(page: Page, devtools: CDPSession) {
    this.#page = page;
    this.#devtools = devtools;
  }

  static async of(page: Page): Promise<PageMemory> {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable');
    await devtools.send('HeapProfiler.enable');
    return new PageMemory(page, devtools);
  }

  async read(): Promise<PageCounts> {
    // Twice, with frames in between: what a pending callback or a weak reference was asked for stays until it has run.
    for (let k = 0; k < 2; k++) {
      await twoFrames(this.#page);
      await this.#devtools.send('HeapProfiler.collectGarbage');
    }
    const { metrics } = await this.#devtools.send('Performance.getMetrics');
    const valueOf = (name: string): number => metrics.find((metric) => metric.name === name)!.value;
    return {
      nodes: valueOf('Nodes'),
      listeners: valueOf('JSEventListeners'),
      heapBytes: valueOf('JSHeapUsedSize'),
    };
  }
}

/** Goes to a place on the page by its address and waits until it is shown with its figures or its drawing. */
export async function visit(page: Page, address: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, address);
  await twoFrames(page);
  const graph = page.locator('chainrule-graph-view');
  const comparisons = page.locator('chainrule-compare');
  const tool = page.locator('chainrule-loss-panel').or(graph).or(comparisons);
  await tool.waitFor();
  if (await comparisons.isVisible()) return;
  if (await graph.isVisible()) await page.getByText('Drawing the graph…').waitFor({ state: 'detached' });
  else await new Playground(page).ready();
}

function twoFrames(page: Page): Promise<void> {
  return page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
      }),
  );
}
