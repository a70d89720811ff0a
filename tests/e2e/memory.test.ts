import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch, openPage } from './browser.ts';
import { PageMemory, visit, type PageCounts } from './page-memory.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());

const warmingRounds = 3;
const rounds = 6;
/** A canvas or two may be there or not; whatever is left behind in every round is more. */
const slack = rounds - 1;
/** Code that the engine compiles, and runs that undo can bring back. */
const heapSlackBytes = 2 ** 20;

/** What is still to be let go a moment later is given that moment, and no more. */
async function readAtMost(memory: PageMemory, most: PageCounts): Promise<PageCounts> {
  let counts = await memory.read();
  for (
    let k = 0;
    k < 5 && (counts.nodes > most.nodes + slack || counts.listeners > most.listeners + slack);
    k++
  )
    counts = await memory.read();
  return counts;
}

describe('going to and fro', () => {
  it.each([
    ['between chapters that train', ['/learn/xor', '/learn/rate']],
    [
      'between a graph of its own and the graph of a point',
      ['/graph?preset=neuron', '/graph?sample=train.0'],
    ],
    ['between chapters on graphs', ['/learn/slope', '/learn/network', '/learn/neuron']],
    ['between all places and pictures', ['', '/graph', '/learn/slope', 'picture=landscape', '/learn/spiral']],
  ])('%s leaves nothing behind', async (_, addresses) => {
    const opened = await openPage(browser, baseUrl, { hash: addresses[0] });
    const { page } = opened;
    const round = async (): Promise<void> => {
      for (const address of addresses) await visit(page, address);
    };
    const memory = await PageMemory.of(page);
    for (let k = 0; k < warmingRounds; k++) await round();
    const before = await memory.read();
    for (let k = 0; k < rounds; k++) await round();
    const after = await readAtMost(memory, before);
    expect(after.nodes).toBeLessThanOrEqual(before.nodes + slack);
    expect(after.listeners).toBeLessThanOrEqual(before.listeners + slack);
    expect(after.heapBytes).toBeLessThan(before.heapBytes + heapSlackBytes);
    opened.assertClean();
    await opened.close();
  });

  it('would be noticed if it left one node and one listener behind', async () => {
    const opened = await openPage(browser, baseUrl, { hash: '/learn/slope' });
    const { page } = opened;
    await visit(page, '/learn/slope');
    const memory = await PageMemory.of(page);
    const before = await memory.read();
    await page.evaluate(() => {
      const left = document.createElement('p');
      left.addEventListener('click', () => undefined);
      Object.assign(globalThis, { left });
    });
    const after = await memory.read();
    expect(after.nodes).toBe(before.nodes + 1);
    expect(after.listeners).toBe(before.listeners + 1);
    await opened.close();
  });
});
