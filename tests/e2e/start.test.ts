import { resolve } from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch, openPage } from './browser.ts';
import { Playground } from './playground.ts';
import { until } from './waiting.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());

/** Sends the document with one more policy, as a strict host would. */
function withPolicy(policy: string): (context: BrowserContext) => Promise<unknown> {
  return (context) =>
    context.route(baseUrl, async (route) => {
      const response = await route.fetch();
      const headers = { ...response.headers(), 'content-security-policy': policy };
      await route.fulfill({ response, headers });
    });
}

describe('a page that does not start', () => {
  it('says so where a script does not load, and starts when it is tried again', async () => {
    let broken = true;
    const { page, close } = await openPage(browser, baseUrl, {
      prepare: (context) =>
        context.route(/assets\/signals-core/, (route) => (broken ? route.abort() : route.fallback())),
    });
    await page.getByRole('alert').filter({ hasText: 'one of its scripts could not be loaded' }).waitFor();
    broken = false;
    await page.getByRole('link', { name: 'Try again' }).click();
    await new Playground(page).ready();
    await expect.poll(() => page.locator('#not-started').count()).toBe(0);
    await close();
  });

  it('says so where a host forbids the policies of Trusted Types', async () => {
    const { page, close } = await openPage(browser, baseUrl, {
      prepare: withPolicy("require-trusted-types-for 'script'; trusted-types 'none'"),
    });
    await page
      .getByRole('alert')
      .filter({ hasText: /could not start: .*[Pp]olicy/ })
      .waitFor();
    await page.getByText('Trusted Types must allow').waitFor();
    await close();
  });

  it('says so where it was opened as a file', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`file://${resolve('dist/index.html')}`);
    await page.getByText('Browsers start no scripts of this kind from files').waitFor();
    await context.close();
  });

  it('says so where scripts are switched off', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(baseUrl);
    await page.getByText('JavaScript switched off?').waitFor();
    await context.close();
  });
});

describe('a page that starts', () => {
  it('trains where a host requires Trusted Types', async () => {
    const { page, close } = await openPage(browser, baseUrl, {
      prepare: withPolicy("require-trusted-types-for 'script'"),
    });
    const playground = await new Playground(page).ready();
    await playground.step();
    await expect.poll(() => playground.value('epoch')).toBe(1);
    await close();
  });

  it('never shows that it did not, and does not move for it', async () => {
    const opened = await openPage(browser, baseUrl, {
      prepare: (context) =>
        context.addInitScript(() => {
          const seen = { shift: 0, text: false };
          Object.assign(globalThis, { seen });
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) if ('value' in entry) seen.shift += Number(entry.value);
          }).observe({ type: 'layout-shift', buffered: true });
          const look = (): void => {
            const text = document.getElementById('not-started');
            if (text !== null && getComputedStyle(text).visibility === 'visible') seen.text = true;
            requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
        }),
    });
    await new Playground(opened.page).ready();
    const seen = await opened.page.evaluate(
      () => Reflect.get(globalThis, 'seen') as { shift: number; text: boolean },
    );
    expect(seen.text).toBe(false);
    expect(seen.shift).toBeLessThanOrEqual(0.02);
    await expect.poll(() => opened.page.locator('#not-started').count()).toBe(0);
    opened.assertClean();
    await opened.close();
  });
});

describe('a part that does not load', () => {
  it.each([
    ['Graph', /lab-page-[^/]*\.js/, '/graph', 'chainrule-lab'],
    ['a part of Graph', /layout-client/, '/graph', 'chainrule-lab'],
    ['Learn', /learn-page/, '/learn', 'chainrule-learn'],
  ])('%s is said to be missing, and really asked for again', async (_, file, place, element) => {
    let broken = true;
    const { page, close } = await openPage(browser, baseUrl, {
      hash: place,
      prepare: (context) =>
        context.route(file, (route) =>
          broken ? route.fulfill({ status: 404, body: 'gone' }) : route.fallback(),
        ),
    });
    const told = page.getByRole('alert').filter({ hasText: 'This part of the page could not be loaded' });
    await told.waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Reload the page' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('button', { name: 'Reload the page' }).waitFor();
    broken = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator(element).waitFor();
    await expect.poll(() => told.count()).toBe(0);
    await close();
  });

  it('Graphviz that may not use WebAssembly leaves a graph in columns, in words that are not its own', async () => {
    const { page, close } = await openPage(browser, baseUrl, {
      hash: '/graph',
      prepare: (context) =>
        context.route(/layout\.worker/, async (route) => {
          const response = await route.fetch();
          const headers = { ...response.headers(), 'content-security-policy': "script-src 'self'" };
          await route.fulfill({ response, headers });
        }),
    });
    const notice = page.getByTestId('notice').filter({ hasText: 'Graphviz' });
    await notice.waitFor();
    await expect
      .poll(() => notice.locator('p').textContent())
      .toBe(
        'Graphviz, which draws the graph, could not be started: this host or this browser forbids WebAssembly. ' +
          'The graph is drawn in plain columns instead.',
      );
    await page.getByText('Drawing the graph…').waitFor({ state: 'detached' });
    await close();
  });
});

describe('the help of a control', () => {
  it('is its description, and is asked for again where it could not be loaded', async () => {
    let refusals = 1;
    const { page, close } = await openPage(browser, baseUrl, {
      prepare: (context) =>
        context.route(/help-text/, (route) => (refusals-- > 0 ? route.abort() : route.continue())),
    });
    const playground = await new Playground(page).ready();
    const [play, step] = [playground.button('Play'), playground.button('Step')];
    await play.hover();
    await step.hover();
    const bubble = page.locator('.help-bubble');
    await bubble.waitFor({ state: 'visible' });
    await expect.poll(() => bubble.textContent()).toMatch(/^Trains for one epoch/);
    const told = (await bubble.textContent())!;
    await expect.poll(() => step.getAttribute('aria-description')).toBe(told);
    await close();
  });
});

describe('a worker', () => {
  it('that may not be started is said in words, with a way to try again', async () => {
    const { page, close } = await openPage(browser, baseUrl, {
      prepare: (context) =>
        context.addInitScript(() => {
          const { Worker: real } = globalThis;
          const forbidden = function () {
            throw new DOMException('not from this origin', 'SecurityError');
          };
          Object.assign(globalThis, {
            Worker: forbidden,
            allow: () => {
              Object.assign(globalThis, { Worker: real });
            },
          });
        }),
    });
    await page.getByText('does not let the page start the training worker').waitFor();
    await page.evaluate(() => {
      (Reflect.get(globalThis, 'allow') as () => void)();
    });
    await page.getByRole('button', { name: 'Try again', exact: true }).click();
    await new Playground(page).ready();
    await close();
  });

  it('that ends itself while nothing trains is replaced although nobody asked it anything', async () => {
    const { page, close } = await openPage(browser, baseUrl);
    const playground = await new Playground(page).ready();
    await page.workers()[0].evaluate(() => {
      setTimeout(() => {
        (globalThis as unknown as { close: () => void }).close();
      });
    });
    await page.getByText('The training worker has ended. A new one took over').waitFor();
    await playground.step();
    await close();
  });

  it('that never answers is spoken of before it is given up', async () => {
    const { page, close } = await openPage(browser, baseUrl, {
      prepare: async (context) => {
        await context.clock.install();
        await context.route(/training\.worker/, (route) =>
          route.fulfill({ contentType: 'text/javascript', body: 'for (;;);' }),
        );
      },
    });
    const told = page.getByText('did not answer for 9 s. Another one is being started');
    await until(page, 'it is spoken of', async () => {
      if (await told.isVisible()) return true;
      await page.clock.runFor(1000);
      return false;
    });
    await close();
  });
});
