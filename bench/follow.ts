/**
 * How fast the trained result follows a setting that changes with every frame, on the built page: trainings that came
 * to their end a second, how old a picture is when it appears, counted from the change it belongs to, and how busy the
 * page's main thread is meanwhile.
 *
 *   npm run bench:follow
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import type { Experiment } from '../src/experiment/schema.ts';
import type { PlaygroundModel } from '../src/ui/playground/playground-model.ts';
import { launch, openPage } from '../tests/e2e/browser.ts';
import { Playground } from '../tests/e2e/playground.ts';
import { startStaticServer } from '../tests/e2e/static-server.ts';
import { watchMainThread } from './main-thread.ts';

interface Scene {
  readonly name: string;
  readonly hash: string;
  /** What changes, gone through from frame to frame. */
  readonly changes: readonly Partial<Experiment>[];
}

const rates = Array.from({ length: 40 }, (_, i) => ({ learningRate: 0.01 + i / 1000 }));
const scenes: readonly Scene[] = [
  { name: 'circle 4-2, rate', hash: 'dataSet=circle', changes: rates },
  { name: 'XOR 4-2, rate', hash: 'dataSet=xor', changes: rates },
  { name: 'Gaussian 4-2, rate', hash: 'dataSet=gaussian', changes: rates },
  {
    name: 'circle, neurons',
    hash: 'dataSet=circle',
    changes: [3, 4, 5, 6, 7, 8].map((width) => ({ hidden: [width, 2] })),
  },
  {
    name: 'circle, activation',
    hash: 'dataSet=circle',
    changes: (['tanh', 'relu', 'sigmoid', 'sin'] as const).map((activation) => ({
      activation,
      activations: [],
    })),
  },
  {
    name: 'spiral 16-16, Adam, rate',
    hash: 'dataSet=spiral&hidden=16,16&optimizer=adam&loss=binary-cross-entropy',
    changes: rates,
  },
];

const sceneMs = 5000;

/** Of sorted numbers, that below which such a share of them is. */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

/** Changes a setting in every frame, and notes when which result was shown. */
function drag(page: Page, changes: readonly Partial<Experiment>[], ms: number): Promise<number[]> {
  return page.evaluate(
    ([all, lastsMs]) =>
      new Promise<number[]>((done) => {
        const { model } = document.querySelector<Element & { readonly model: PlaygroundModel | null }>(
          'chainrule-app',
        )!;
        if (model === null) throw new Error('the page has no model');
        const askedAt = new Map<string, number>();
        const ages: number[] = [];
        let shown: unknown = null;
        const keyOf = (experiment: Experiment): string =>
          JSON.stringify([experiment.learningRate, experiment.hidden, experiment.activation]);
        const stop = model.view.subscribe((view) => {
          const trained = model.trained.peek();
          const epochs = model.viewSettings.peek().followEpochs;
          if (view === null || trained === null || view.epoch !== epochs || view === shown) return;
          shown = view;
          const at = askedAt.get(keyOf(trained));
          if (at !== undefined) ages.push(performance.now() - at);
          askedAt.delete(keyOf(trained));
        });
        const start = performance.now();
        let count = 0;
        const frame = (): void => {
          if (performance.now() - start > lastsMs) {
            stop();
            done(ages);
            return;
          }
          const change = all[count++ % all.length];
          askedAt.set(keyOf({ ...model.experiment.peek(), ...change }), performance.now());
          void model.change(change);
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
    [changes, ms] as const,
  );
}

interface Busy {
  /** Share of the time in which a task was under way, waiting for a processor included. */
  readonly tasks: number;
  /** Share of the time for which its thread had a processor. */
  readonly processor: number;
}

async function busyShare(page: Page, during: () => Promise<void>): Promise<Busy> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'timeTicks' });
  const read = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    const seconds = (name: string): number => metrics.find((metric) => metric.name === name)!.value;
    return { task: seconds('TaskDuration'), thread: seconds('ThreadTime'), now: seconds('Timestamp') };
  };
  const before = await read();
  await during();
  const after = await read();
  const wall = after.now - before.now;
  return { tasks: (after.task - before.task) / wall, processor: (after.thread - before.thread) / wall };
}

const folder = resolve('dist');
if (!existsSync(`${folder}/index.html`))
  throw new Error('the built page is missing: run `npm run build` first');
const server = await startStaticServer(folder);
const browser = await launch({ gpu: 'none' });
try {
  for (const { name, hash, changes } of scenes) {
    const opened = await openPage(browser, server.url, { hash: `${hash}&follow=true` });
    const playground = await new Playground(opened.page).ready();
    await playground.untilEpoch(300);
    await drag(opened.page, changes, 1500);
    const thread = await watchMainThread(opened.page);
    let ages: number[] = [];
    const busy = await busyShare(opened.page, async () => {
      ages = await drag(opened.page, changes, sceneMs);
    });
    const perSecond = await playground.value('retrainings-per-second');
    const { longestTaskMs } = await thread.read();
    ages.sort((a, b) => a - b);
    console.log(
      `${name.padEnd(26)} ${String(perSecond).padStart(4)} trainings/s; shown ${(ages.length / (sceneMs / 1000)).toFixed(0)}/s, ` +
        `after ${quantile(ages, 0.5).toFixed(0)} ms (95 %: ${quantile(ages, 0.95).toFixed(0)} ms); ` +
        `main thread ${(100 * busy.tasks).toFixed(0)} % busy, ${(100 * busy.processor).toFixed(0)} % of a processor, longest task ${longestTaskMs === 0 ? '< 50' : longestTaskMs} ms`,
    );
    opened.assertClean();
    await opened.close();
  }
} finally {
  await browser.close();
  await server.stop();
}
