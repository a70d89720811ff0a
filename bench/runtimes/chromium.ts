import { resolve } from 'node:path';
import { build } from 'vite';
import type { Page } from 'playwright-core';
import { launch, openPage } from '../../tests/e2e/browser.ts';
import { startStaticServer } from '../../tests/e2e/static-server.ts';
import type { ForwardName } from '../forward/workloads.ts';
import type { RowName } from '../rows/workloads.ts';
import type { Stage } from '../stage.ts';
import type { Runtime } from './runtime.ts';

/**
 * A headless Chromium in which workers of a page that is served from this machine do the work. Its WebGPU adapter is a
 * software one.
 */
export async function openChromium(): Promise<Runtime> {
  await build({ configFile: resolve('bench/chromium/vite.config.ts') });
  const server = await startStaticServer(resolve('.cache/bench-chromium'));
  const browser = await launch({ gpu: 'software' });
  const close = async (): Promise<void> => {
    await browser.close();
    await server.stop();
  };
  try {
    const { page, assertClean } = await openPage(browser, server.url);
    await page.waitForFunction(() => 'bench' in window);
    return {
      name: 'chromium',
      stage: stageOf(page, 'training'),
      forwardStage: stageOf<ForwardName>(page, 'forward'),
      rowStage: stageOf<RowName>(page, 'rows'),
      measureFirstStep: (request) => page.evaluate((given) => window.bench.measureFirstStep(given), request),
      async close() {
        try {
          assertClean();
        } finally {
          await close();
        }
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function stageOf<Name extends string>(page: Page, kind: 'training' | 'forward' | 'rows'): Stage<Name> {
  const call = <Method extends keyof Stage>(method: Method) => {
    type Answer = ReturnType<Stage[Method]>;
    return (...given: readonly unknown[]): Answer =>
      page.evaluate(
        ([kind, method, given]) =>
          (window.bench[kind][method] as (...given: readonly unknown[]) => unknown)(...given),
        [kind, method, given] as const,
      ) as Answer;
  };
  return {
    open: call('open'),
    secondsFor: call('secondsFor'),
    numbers: call('numbers'),
    close: call('close'),
  };
}
