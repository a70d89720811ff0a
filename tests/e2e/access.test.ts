import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch, openPage } from './browser.ts';
import { Playground } from './playground.ts';

const baseUrl = inject('baseUrl');
const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());

/** Violations in words; empty when there are none. */
async function violations(page: Page): Promise<string[]> {
  // Through the debugger: the page's policy allows no script from elsewhere, and no eval.
  await page.evaluate(axeSource);
  const results = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run(),
  );
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${JSON.stringify(target)} ${failureSummary ?? ''}`),
  );
}

const viewports = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
];

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
  it('axe finds no violation, before and after training', async () => {
    const opened = await openPage(browser, baseUrl, { colorScheme, hash: 'hidden=14,3' });
    const playground = await new Playground(opened.page).ready();
    expect(await violations(opened.page)).toEqual([]);
    await playground.step();
    expect(await violations(opened.page)).toEqual([]);
    opened.assertClean();
    await opened.close();
  });

  it('axe finds no violation in the loss landscape', async () => {
    const opened = await openPage(browser, baseUrl, { colorScheme, hash: 'picture=landscape' });
    const playground = await new Playground(opened.page).ready();
    await playground.until('there is a slice', async () => (await playground.text('landscape-loss')) !== '');
    expect(await violations(opened.page)).toEqual([]);
    opened.assertClean();
    await opened.close();
  });

  it('axe finds what is wrong when something is (control)', async () => {
    const opened = await openPage(browser, baseUrl, { colorScheme });
    await new Playground(opened.page).ready();
    await opened.page.evaluate(() => document.body.append(document.createElement('button')));
    expect((await violations(opened.page)).join()).toContain('button-name');
    await opened.close();
  });
});

describe.each(viewports)('at $width × $height', (viewport) => {
  it('nothing has to be scrolled sideways', async () => {
    const opened = await openPage(browser, baseUrl, { viewport, hash: `hidden=${Array(8).fill(12).join()}` });
    await new Playground(opened.page).ready();
    const overflow = await opened.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
    opened.assertClean();
    await opened.close();
  });
});

describe('the keyboard alone', () => {
  it('plays, changes settings, and walks through the network', async () => {
    const opened = await openPage(browser, baseUrl);
    const { page } = opened;
    const playground = await new Playground(page).ready();
    const focused = (): Promise<string> =>
      page.evaluate(() => {
        let element = document.activeElement;
        while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
        return element?.getAttribute('aria-label') ?? element?.textContent.trim() ?? '';
      });
    const tabTo = async (name: RegExp): Promise<void> => {
      for (let presses = 0; presses < 120; presses++) {
        if (name.test(await focused())) return;
        await page.keyboard.press('Tab');
      }
      throw new Error(`Tab never reaches ${String(name)}`);
    };
    await tabTo(/^Play$/);
    await page.keyboard.press('Enter');
    await playground.untilEpoch(3);
    await tabTo(/^Pause$/);
    await page.keyboard.press('Space');
    await playground.until('it is paused', async () => (await playground.status()) === 'paused');
    await playground.radio('Data set', 'Circle').focus();
    await page.keyboard.press('ArrowRight');
    await playground.until('XOR is chosen', () => playground.radio('Data set', 'XOR').isChecked());
    await tabTo(/^Add layer$/);
    await page.keyboard.press('Enter');
    await page.getByText('3 hidden layers').waitFor();
    opened.assertClean();
    await opened.close();
  });
});
