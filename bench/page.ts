import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { launch, openPage } from '../tests/e2e/browser.ts';
import { Playground } from '../tests/e2e/playground.ts';
import { startStaticServer } from '../tests/e2e/static-server.ts';
import { describeLabActions, measureLabActions } from './lab-actions.ts';
import { describeDrawing, measureDrawing } from './graph-drawing.ts';
import { describeGradientView, measureGradientView, touch } from './gradient-view.ts';
import { watchMainThread } from './main-thread.ts';
import { median } from './measure.ts';
import { parseOptions } from './options.ts';
import { createWorkload, describeWorkload, type Workload } from './workloads.ts';

/**
 * What a visitor gets from the built page at full speed, with the pictures and the charts drawn meanwhile: training
 * steps a second by the clock on the wall, and how much of the page's main thread that takes; and how fast a large
 * graph is placed, how smoothly it moves, and how long what one does in the lab holds the page up.
 */
async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  const folder = resolve('dist');
  if (!existsSync(`${folder}/index.html`))
    throw new Error('the built page is missing: run `npm run build` first');
  const server = await startStaticServer(folder);
  const browser = await launch({ gpu: 'none' });
  try {
    for (const name of options.workloads) {
      const workload = createWorkload(name);
      const opened = await openPage(browser, server.url, { hash: settingsOf(workload).toString() });
      const figures = await measure(opened.page, workload, options.rounds);
      opened.assertClean();
      await opened.close();
      console.log(
        options.json
          ? JSON.stringify({ workload: name, engine: 'playground', runtime: 'page', ...figures })
          : `${describeWorkload(workload)}\n${describeFigures(figures)}\n`,
      );
    }
    const gradientView = await measureGradientView(browser, server.url);
    console.log(
      options.json
        ? gradientView.map((figures) => JSON.stringify({ ...figures, runtime: 'page' })).join('\n')
        : describeGradientView(gradientView),
    );
    const drawing = await measureDrawing(browser);
    console.log(
      options.json
        ? JSON.stringify({ drawing: 'graph', runtime: 'page', ...drawing })
        : describeDrawing(drawing),
    );
    for (const hidden of labNetworks) {
      const figures = await measureLabActions(browser, server.url, hidden);
      console.log(
        options.json
          ? JSON.stringify({ lab: hidden, runtime: 'page', ...figures })
          : describeLabActions(figures),
      );
    }
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** Hidden layers: of almost 2,000 nodes, all of them drawn, and the largest that the page allows. */
const labNetworks = ['23,24', Array(8).fill(64).join()];

interface Figures {
  readonly stepsPerSecond: number;
  /** Share of the time in which the main thread ran a task. */
  readonly mainThreadBusy: number;
  /** Browsers report tasks from 50 ms; 0 where there was none. */
  readonly longestTaskMs: number;
  /** Interaction to next paint: the slowest of twenty clicks and keys while it trains. Browsers report from 16 ms. */
  readonly interactionToNextPaintMs: number;
}

function describeFigures(figures: Figures): string {
  const { stepsPerSecond, mainThreadBusy, longestTaskMs, interactionToNextPaintMs } = figures;
  const longest = longestTaskMs === 0 ? 'no task of 50 ms or more' : `longest task ${longestTaskMs} ms`;
  const busy = (mainThreadBusy * 100).toFixed(1);
  return `${stepsPerSecond.toLocaleString('en')} steps/s; main thread ${busy} % busy, ${longest}; INP ${interactionToNextPaintMs} ms`;
}

const features = ['x1', 'x2', 'x1x2'];
const roundMs = 2000;

/** As many points as the page allows that half of them fill whole batches. */
function pointsFor({ batchSize }: Workload): number {
  return Math.floor(2000 / (2 * batchSize)) * 2 * batchSize;
}

function settingsOf(workload: Workload): URLSearchParams {
  const { widths, batchSize, learningRate } = workload;
  return new URLSearchParams({
    dataSet: 'xor',
    points: String(pointsFor(workload)),
    trainShare: '50',
    features: features.slice(0, widths[0]).join(','),
    hidden: widths.slice(1, -1).join(','),
    batchSize: String(batchSize),
    learningRate: String(learningRate),
    speed: 'full',
  });
}

async function measure(page: Page, workload: Workload, rounds: number): Promise<Figures> {
  const playground = await new Playground(page).ready();
  await expectSettings(playground, workload);
  await playground.button('Play').click();
  await playground.untilEpoch(1);
  await page.waitForTimeout(roundMs);
  const thread = await watchMainThread(page);
  const busy = await watchBusy(page);
  const stepsPerEpoch = pointsFor(workload) / 2 / workload.batchSize;
  const rates = [];
  let before = await readEpoch(playground);
  for (let round = 0; round < rounds; round++) {
    await page.waitForTimeout(roundMs);
    const now = await readEpoch(playground);
    rates.push(((now.epoch - before.epoch) * stepsPerEpoch) / ((now.timeMs - before.timeMs) / 1000));
    before = now;
  }
  const mainThreadBusy = await busy();
  const { longestTaskMs } = await thread.read();
  await touch(playground, 5);
  const { interactionMs } = await thread.read();
  return {
    stepsPerSecond: Math.round(median(rates)),
    mainThreadBusy,
    longestTaskMs,
    interactionToNextPaintMs: interactionMs,
  };
}

/** Share of the time in which the main thread runs a task, from now on. */
async function watchBusy(page: Page): Promise<() => Promise<number>> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'timeTicks' });
  const times = async (): Promise<{ task: number; now: number }> => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    const seconds = (name: string): number => metrics.find((metric) => metric.name === name)!.value;
    return { task: seconds('TaskDuration'), now: seconds('Timestamp') };
  };
  const start = await times();
  return async () => {
    const end = await times();
    return Number(((end.task - start.task) / (end.now - start.now)).toFixed(4));
  };
}

/** The page replaces a setting that it does not allow by its default, and the figure would be another network's. */
async function expectSettings(playground: Playground, { name, widths, batchSize }: Workload): Promise<void> {
  const wanted = [batchSize, ...widths.slice(1, -1)];
  const labels = ['Batch size', ...widths.slice(1, -1).map((_, layer) => `Neurons in layer ${layer + 1}`)];
  const shown = await Promise.all(
    labels.map(async (label) => Number(await playground.number(label).inputValue())),
  );
  if (shown.join() !== wanted.join()) {
    throw new Error(
      `the page does not take ${name}: ${labels.join(', ')} are ${shown.join()}, not ${wanted.join()}`,
    );
  }
}

function readEpoch(playground: Playground): Promise<{ epoch: number; timeMs: number }> {
  return playground.readout('epoch').evaluate((element) => ({
    epoch: Number(element.getAttribute('data-value')),
    timeMs: performance.now(),
  }));
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
