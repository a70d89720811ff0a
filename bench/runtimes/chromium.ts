import { resolve } from 'node:path';
import { build } from 'vite';
import { launch, openPage } from '../../tests/e2e/browser.ts';
import { startStaticServer } from '../../tests/e2e/static-server.ts';
import type { Runtime } from './runtime.ts';

/** A headless Chromium in which a worker of a page that is served from this machine does the training. */
export async function openChromium(): Promise<Runtime> {
  await build({ configFile: resolve('bench/chromium/vite.config.ts') });
  const server = await startStaticServer(resolve('.cache/bench-chromium'));
  const browser = await launch({ gpu: 'none' });
  const close = async (): Promise<void> => {
    await browser.close();
    await server.stop();
  };
  try {
    const { page, assertClean } = await openPage(browser, server.url);
    await page.waitForFunction(() => 'bench' in window);
    return {
      name: 'chromium',
      stage: {
        open: (...call) => page.evaluate((given) => window.bench.open(...given), call),
        secondsFor: (...call) => page.evaluate((given) => window.bench.secondsFor(...given), call),
        isFinite: (...call) => page.evaluate((given) => window.bench.isFinite(...given), call),
        close: (...call) => page.evaluate((given) => window.bench.close(...given), call),
      },
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
