/**
 * Does anything stay behind? Goes through all places of the built page again and again, and fails where it holds more
 * nodes, listeners or memory at the end than a tenth above what it held after the first rounds.
 *
 *   npm run bench:places -- [--rounds 50]
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { presets } from '../src/lab/presets.ts';
import { labTools } from '../src/ui/lab/workbench/lab-model.ts';
import { chapters } from '../src/ui/learn/chapters/all.ts';
import { launch, openPage } from '../tests/e2e/browser.ts';
import { Compare } from '../tests/e2e/compare-place.ts';
import { PageMemory, visit, type PageCounts } from '../tests/e2e/page-memory.ts';
import { startStaticServer } from '../tests/e2e/static-server.ts';

/** Until then code is compiled and what is kept on purpose fills up. */
const firstRounds = 5;
const mostGrowth = 1.1;
/** What is held for a moment at the end is not held after one of so many more rounds; what is left behind is. */
const patience = 3;

/** What the engine compiles while it warms up counts as memory of the page, and grows for many rounds. */
const withoutCompiledCode = '--no-opt --no-maglev --no-sparkplug --max-lazy --no-flush-bytecode';

const small = 'points=60&hidden=3';

const addresses = [
  '',
  'picture=landscape',
  'dataSet=spiral&hidden=8,8',
  'dataSet=iris&loss=cross-entropy',
  'dataSet=digits&hidden=8&loss=cross-entropy',
  'dataSet=formula',
  'dataSet=x-sin-x&plot=loss&secondPlot=update',
  '/graph',
  ...presets.map(({ id }) => `/graph?preset=${id}`),
  ...labTools.map((tool) => `/graph?preset=neuron&tool=${tool}`),
  '/graph?sample=train.0',
  '/graph?sample=test.1&neuron=1.2',
  ...chapters.map(({ id }) => `/learn/${id}`),
];

/** Comparisons that are carried out. */
const comparisons = [
  `/compare?ask=epochs:5,seeds:6,goal:0.45&${small}`,
  `/compare?ask=kind:race,epochs:5,lane:hidden%253D4,lane:hidden%253D2&${small}`,
  `/compare?ask=kind:sweep,epochs:5,x:learningRate/log/0.01/1/4,y:l2/list/0/0.1&${small}`,
  `/compare?ask=kind:sweep,search:halving,epochs:9,first:1,tries:9,axis:learningRate/log/0.01/1/4,axis:optimizer/list/sgd/adam&${small}`,
];
/** Where changes are kept to be undone, and the same with another one. */
const undoable = [
  ['', 'seed=2'],
  ['/learn/xor', '/learn/rate'],
  ['/graph?preset=neuron', '/graph?preset=order'],
] as const;

const places = addresses.length + comparisons.length;

async function main(): Promise<void> {
  const rounds = parseRounds();
  const folder = resolve('dist');
  if (!existsSync(`${folder}/index.html`))
    throw new Error('the built page is missing: run `npm run build` first');
  const server = await startStaticServer(folder);
  const browser = await launch({ gpu: 'none', jsFlags: withoutCompiledCode });
  try {
    const { page, assertClean } = await openPage(browser, server.url);
    const memory = await PageMemory.of(page);
    let first: PageCounts | null = null;
    let grown: readonly string[] = [];
    for (let round = 1; round <= rounds || (grown.length > 0 && round <= rounds + patience); round++) {
      await goThroughAll(page);
      if (round % firstRounds > 0 && round < rounds) continue;
      for (const [place, other] of undoable) await forgetSteps(page, place, other);
      const counts = await memory.read();
      console.log(`after ${round} rounds through ${places} places: ${describe(counts)}`);
      first ??= counts;
      grown = growthOf(first, counts);
    }
    assertClean();
    if (grown.length > 0) throw new Error(grown.join('\n'));
    console.log('nothing grew');
  } finally {
    await browser.close();
    await server.stop();
  }
}

async function goThroughAll(page: Page): Promise<void> {
  for (const address of addresses) await visit(page, address);
  for (const address of comparisons) {
    await visit(page, address);
    const compare = await new Compare(page).opened();
    await compare.start();
    await compare.untilPhase('done');
  }
}

/**
 * What undo can bring back is kept on purpose, up to a hundred steps, and more would come for many rounds. So all of it is
 * brought back here, and the change that follows leaves nothing to redo.
 */
async function forgetSteps(page: Page, place: string, other: string): Promise<void> {
  await visit(page, place);
  const undo = page.getByRole('button', { name: 'Undo', exact: true });
  // A click of Playwright's would wait for a button that is disabled by now.
  while (await undo.isEnabled()) await undo.evaluate((button: HTMLButtonElement) => button.click());
  await visit(page, other);
}

function parseRounds(): number {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '50' } } });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds <= firstRounds)
    throw new Error(`--rounds takes a whole number above ${firstRounds}, got ${values.rounds}`);
  return rounds;
}

const keys = ['nodes', 'listeners', 'heapBytes'] as const satisfies readonly (keyof PageCounts)[];

function describe(counts: PageCounts): string {
  const { nodes, listeners, heapBytes } = counts;
  return `${nodes} nodes, ${listeners} listeners, ${(heapBytes / 2 ** 20).toFixed(2)} MiB`;
}

function growthOf(first: PageCounts, last: PageCounts): string[] {
  return keys
    .filter((key) => last[key] > mostGrowth * first[key])
    .map((key) => `${key} grew from ${first[key]} to ${last[key]}`);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
