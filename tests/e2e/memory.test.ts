import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch, openPage } from './browser.ts';
import { PageMemory, visit, type PageCounts } from './page-memory.ts';
import { inMass } from '../mass.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());

const warmingRounds = 2;
/** Rounds whose lowest counts are what is there at rest, and rounds after them before it is looked again. */
const watched = 2;
const between = 4;
/** What is there for a moment is not there after all of so many rounds; what is left behind is. */
const patience = 12;
/** Fewer than one listener left in every round. */
const listenerSlack = between;
/** Fewer than three nodes in every round. */
const nodeSlack = 3 * between;
/** Code that the engine compiles, and runs that undo can bring back. */
const heapSlackBytes = 2 ** 20;

/**
 * What a page holds more than at rest before, in the round in which it holds the least. What was there last may be held
 * once, until something else is; what is left behind in every round is found again in the rounds after those.
 */
async function leftBehind(memory: PageMemory, round: () => Promise<void>): Promise<PageCounts> {
  let rest = await lowest(memory, round, watched, () => false);
  const moreThanAtRest = async (): Promise<PageCounts> => {
    for (let k = 0; k < between; k++) await round();
    const late = await lowest(memory, round, patience, (counts) => isFlat(growth(rest, counts)));
    const more = growth(rest, late);
    rest = late;
    return more;
  };
  const more = await moreThanAtRest();
  return isFlat(more) ? more : moreThanAtRest();
}

/** The lowest count of each kind over some rounds, or over fewer once that is enough. */
async function lowest(
  memory: PageMemory,
  round: () => Promise<void>,
  rounds: number,
  isEnough: (counts: PageCounts) => boolean,
): Promise<PageCounts> {
  let least: PageCounts = { nodes: Infinity, listeners: Infinity, heapBytes: Infinity };
  for (let k = 0; k < rounds && !isEnough(least); k++) {
    await round();
    const counts = await memory.read();
    least = {
      nodes: Math.min(least.nodes, counts.nodes),
      listeners: Math.min(least.listeners, counts.listeners),
      heapBytes: Math.min(least.heapBytes, counts.heapBytes),
    };
  }
  return least;
}

function growth(before: PageCounts, after: PageCounts): PageCounts {
  return {
    nodes: after.nodes - before.nodes,
    listeners: after.listeners - before.listeners,
    heapBytes: after.heapBytes - before.heapBytes,
  };
}

function isFlat({ nodes, listeners, heapBytes }: PageCounts): boolean {
  return nodes <= nodeSlack && listeners <= listenerSlack && heapBytes < heapSlackBytes;
}

describe('going to and fro', () => {
  const others: [string, string[]][] = [
    [
      'between a graph of its own and the graph of a point',
      ['/graph?preset=neuron', '/graph?sample=train.0'],
    ],
    ['between a chapter that asks and one that does not', ['/learn/order', '/learn/network']],
    ['between chapters on graphs', ['/learn/slope', '/learn/network', '/learn/neuron']],
    ['between chapters that train', ['/learn/xor', '/learn/rate']],
  ];
  it.each<[string, string[]]>([
    [
      'between all places and pictures',
      [
        '',
        '/graph?sample=train.0',
        '/graph?preset=neuron',
        '/learn/slope',
        'picture=landscape',
        // From one chapter that trains to another.
        '/learn/spiral',
        '/learn/xor',
      ],
    ],
    ...inMass(others, []),
  ])('%s leaves nothing behind', async (_, addresses) => {
    const opened = await openPage(browser, baseUrl, { hash: addresses[0] });
    const { page } = opened;
    const round = async (): Promise<void> => {
      for (const address of addresses) await visit(page, address);
    };
    const memory = await PageMemory.of(page);
    for (let k = 0; k < warmingRounds; k++) await round();
    const left = await leftBehind(memory, round);
    expect(left.nodes).toBeLessThanOrEqual(nodeSlack);
    expect(left.listeners).toBeLessThanOrEqual(listenerSlack);
    expect(left.heapBytes).toBeLessThan(heapSlackBytes);
    opened.assertClean();
    await opened.close();
  });

  it('would be noticed if it left a small element behind in every round', async () => {
    const opened = await openPage(browser, baseUrl, { hash: '/learn/slope' });
    const { page } = opened;
    await visit(page, '/learn/slope');
    const memory = await PageMemory.of(page);
    const leave = (): Promise<void> =>
      page.evaluate(() => {
        const all = ((globalThis as { left?: Element[] }).left ??= []);
        const left = document.createElement('p');
        left.innerHTML = 'so <b>little</b>';
        left.addEventListener('click', () => undefined);
        all.push(left);
      });
    const left = await leftBehind(memory, leave);
    expect(left.nodes).toBeGreaterThan(nodeSlack);
    expect(left.listeners).toBeGreaterThan(listenerSlack);
    await opened.close();
  });
});
