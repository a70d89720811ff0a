import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch, openPage } from './browser.ts';
import { overlaps } from './looks.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());

/** How far the page can be scrolled sideways. */
function sideways(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

const bars = [
  'chainrule-header',
  'chainrule-run-bar',
  'chainrule-settings',
  'chainrule-hyperparameters',
  'chainrule-number-field',
  'chainrule-step-bar',
];
const places = [
  { hash: '', bar: 'chainrule-run-bar' },
  { hash: '/graph', bar: 'chainrule-step-bar' },
  { hash: '/learn', bar: 'chainrule-step-bar' },
];

describe.each(['none', 'active'] as const)('with forced colours: %s', (forcedColors) => {
  it.each(places)('nothing of the header and of the bar overlaps at #$hash', async ({ hash, bar }) => {
    const opened = await openPage(browser, baseUrl, { hash, forcedColors });
    const { page } = opened;
    await page.locator(bar).waitFor();
    for (const width of [320, 360, 390, 412, 480]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await overlaps(page, bars), `${width} px`).toEqual([]);
      expect(await sideways(page), `${width} px`).toBe(0);
    }
    opened.assertClean();
    await opened.close();
  });
});

it('with letters half as large again the header takes a second row', async () => {
  const opened = await openPage(browser, baseUrl, { viewport: { width: 320, height: 800 } });
  const { page } = opened;
  await page.locator('chainrule-run-bar').waitFor();
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '150%';
  });
  expect(await overlaps(page, ['chainrule-header'])).toEqual([]);
  const { height } = (await page.locator('chainrule-header').boundingBox()) ?? { height: 0 };
  expect(height).toBeGreaterThan(60);
  await opened.close();
});

it('an overlap is found when there is one (control)', async () => {
  const opened = await openPage(browser, baseUrl, { viewport: { width: 320, height: 800 } });
  const header = opened.page.locator('chainrule-header');
  await header.getByRole('link', { name: 'Learn' }).waitFor();
  await header.evaluate((element) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      'header { flex-wrap: nowrap !important } nav { flex: 1 !important; min-width: 0 } a { padding: 0 12px !important }',
    );
    element.shadowRoot?.adoptedStyleSheets.push(sheet);
  });
  expect(await overlaps(opened.page, bars)).toContain('Learn × Undo');
  await opened.close();
});
