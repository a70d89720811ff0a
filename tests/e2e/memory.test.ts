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
/** Rounds whose counts are compared, at the beginning and at the end, and rounds between. */
const watched = 3;
const between = 3;
/** One thing left in every round is one more than this between the highest at first and the lowest at last. */
const slack = watched + between - 3;
/** Code that the engine compiles, and runs that undo can bring back. */
const heapSlackBytes = 2 ** 20;

/** The counts after each of some rounds: what is there for a moment is not there after all of them. */
async function countsOf(memory: PageMemory, round: () => Promise<void>): Promise<PageCounts[]> {
  const counts: PageCounts[] = [];
  for (let k = 0; k < watched; k++) {
    await round();
    counts.push(await memory.read());
  }
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
    const early = await countsOf(memory, round);
    for (let k = 0; k < between; k++) await round();
    const late = await countsOf(memory, round);
    const growthOf = (count: keyof PageCounts): number =>
      Math.min(...late.map((counts) => counts[count])) - Math.max(...early.map((counts) => counts[count]));
    expect(growthOf('nodes')).toBeLessThanOrEqual(slack);
    expect(growthOf('listeners')).toBeLessThanOrEqual(slack);
    expect(growthOf('heapBytes')).toBeLessThan(heapSlackBytes);
    opened.assertClean();
    await opened.close();
  });

  it('would be noticed if it left three nodes and listeners behind in every round', async () => {
    const opened = await openPage(browser, baseUrl, { hash: '/learn/slope' });
    const { page } = opened;
    await visit(page, '/learn/slope');
    const memory = await PageMemory.of(page);
    const leave = (): Promise<void> =>
      page.evaluate(() => {
        const all = ((globalThis as { left?: Element[] }).left ??= []);
        for (let k = 0; k < 3; k++) {
          const left = document.createElement('p');
          left.addEventListener('click', () => undefined);
          all.push(left);
        }
      });
    const early = await countsOf(memory, leave);
    for (let k = 0; k < between; k++) await leave();
    const late = await countsOf(memory, leave);
    const lowest = (count: 'nodes' | 'listeners'): number => Math.min(...late.map((counts) => counts[count]));
    expect(lowest('nodes')).toBeGreaterThan(Math.max(...early.map(({ nodes }) => nodes)) + slack);
    expect(lowest('listeners')).toBeGreaterThan(Math.max(...early.map(({ listeners }) => listeners)) + slack);
    await opened.close();
  });
});
