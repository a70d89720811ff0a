import type { Browser, Page } from 'playwright-core';
import { openPage } from '../tests/e2e/browser.ts';
import { serveGraphPage } from '../tests/e2e/graph-view/build.ts';
import type { GraphLab } from '../tests/e2e/graph-view/page.ts';
import { median } from './measure.ts';

export interface DrawingFigures {
  readonly nodes: number;
  /** From the request to the answer, the worker's start and Graphviz's loading included. */
  readonly firstLayoutMs: number;
  /** The same with Graphviz loaded: median. */
  readonly layoutMs: number;
  /** While it is placed and drawn; browsers report tasks from 50 ms, 0 where there was none. */
  readonly longestTaskMs: number;
  /** Time between two frames: median and the 95th percentile, all of the graph in sight and close up. */
  readonly panMs: readonly [number, number];
  readonly closePanMs: readonly [number, number];
  /** Of that, the main thread's own work on the processor: means, with all of the graph in sight and close up. */
  readonly panWorkMs: readonly [far: number, close: number];
  /** Time between two frames where nothing moves: as often as this machine draws them. */
  readonly idleMs: readonly [number, number];
}

/** A network whose every node is drawn: 2-23-24-1. */
const widths = [23, 24, 1];
const rounds = 3;
const frames = 240;

/** The drawing of a graph of almost 2,000 nodes: how long it takes to be placed, and how smoothly it moves. */
export async function measureDrawing(browser: Browser): Promise<DrawingFigures> {
  const served = await serveGraphPage();
  const opened = await openPage(browser, served.url);
  try {
    const { page } = opened;
    await page.waitForFunction(() => 'lab' in globalThis);
    const longest = await page.evaluateHandle(() => {
      const found = { ms: 0 };
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) found.ms = Math.max(found.ms, duration);
      }).observe({ type: 'longtask' });
      return found;
    });
    const times: number[] = [];
    for (let round = 0; round <= rounds; round++) times.push(await layoutTime(page, round));
    await page.waitForTimeout(1000);
    const { ms: longestTaskMs } = await longest.jsonValue();
    const idleMs = await frameTimes(page, 0);
    await page.getByRole('button', { name: 'Fit the graph' }).click();
    const work = await workMeter(page);
    const panMs = await frameTimes(page, 3);
    const farWork = await work();
    for (let i = 0; i < 9; i++) await page.getByRole('button', { name: 'Zoom in' }).click();
    await work();
    const closePanMs = await frameTimes(page, 12);
    const closeWork = await work();
    const panWorkMs = [farWork, closeWork].map((ms) => Number((ms / frames).toFixed(1))) as [number, number];
    const nodes = await page.evaluate(() => lab.view.graph?.values.length ?? 0);
    opened.assertClean();
    const [firstLayoutMs, ...warm] = times.map(Math.round);
    return {
      nodes,
      firstLayoutMs,
      layoutMs: median(warm),
      longestTaskMs,
      panMs,
      closePanMs,
      panWorkMs,
      idleMs,
    };
  } finally {
    await opened.close();
    await served.stop();
  }
}

/** Gives the milliseconds that the main thread has worked since it was asked last, waiting not counted. */
async function workMeter(page: Page): Promise<() => Promise<number>> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  let last = 0;
  const meter = async (): Promise<number> => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    const now = 1000 * metrics.find(({ name }) => name === 'TaskDuration')!.value;
    const since = now - last;
    last = now;
    return since;
  };
  await meter();
  return meter;
}

declare global {
  var lab: GraphLab;
}

/** Every second round another graph comes between: the same boxes would not be placed again. */
async function layoutTime(page: Page, round: number): Promise<number> {
  const ask = (shape: readonly number[]): Promise<number> =>
    page.evaluate(async (all) => {
      const count = lab.layoutTimes.length;
      lab.network(all, false);
      while (lab.layoutTimes.length === count) await new Promise(requestAnimationFrame);
      return lab.layoutTimes[count];
    }, shape);
  if (round > 0) await ask([2, 1]);
  return ask(widths);
}

/** Pans by so many pixels a frame, to and fro, and takes the time from frame to frame. */
async function frameTimes(page: Page, pixels: number): Promise<readonly [number, number]> {
  const times = await page.evaluate(
    async ([count, distance]) => {
      const stage = lab.view.renderRoot.querySelector('.stage');
      const found: number[] = [];
      let last = await new Promise(requestAnimationFrame);
      for (let frame = 0; frame < count; frame++) {
        const delta = frame % 120 < 60 ? distance : -distance;
        stage?.dispatchEvent(new WheelEvent('wheel', { deltaX: delta, deltaY: delta / 2, cancelable: true }));
        const now = await new Promise(requestAnimationFrame);
        found.push(now - last);
        last = now;
      }
      return found.sort((a, b) => a - b);
    },
    [frames, pixels] as const,
  );
  const at = (share: number): number => Number(times[Math.floor(share * frames)].toFixed(1));
  return [at(0.5), at(0.95)];
}

export function describeDrawing(figures: DrawingFigures): string {
  const { nodes, firstLayoutMs, layoutMs, longestTaskMs, panMs, closePanMs, panWorkMs, idleMs } = figures;
  const longest = longestTaskMs === 0 ? 'no task of 50 ms or more' : `longest task ${longestTaskMs} ms`;
  const pair = ([middle, late]: readonly [number, number]): string => `${middle} ms (95 %: ${late} ms)`;
  return [
    `graph of ${nodes.toLocaleString('en')} nodes: placed in ${firstLayoutMs} ms, then ${layoutMs} ms; main thread: ${longest}`,
    `a frame takes ${pair(panMs)} panning over all of it, ${pair(closePanMs)} close up, ${pair(idleMs)} at rest`,
    `main thread: ${panWorkMs[0]} ms of work a frame panning over all of it, ${panWorkMs[1]} ms close up`,
  ].join('\n');
}
