import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch, openPage } from './browser.ts';
import { Playground } from './playground.ts';
import { violationsInBothThemes } from './violations.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());

describe('in both themes', () => {
  it('axe finds no violation, before and after training', async () => {
    const opened = await openPage(browser, baseUrl, { hash: 'hidden=14,3' });
    const playground = await new Playground(opened.page).ready();
    expect(await violationsInBothThemes(opened.page)).toEqual([]);
    await playground.openHood();
    await playground.step();
    expect(await violationsInBothThemes(opened.page)).toEqual([]);
    opened.assertClean();
    await opened.close();
  });

  it('axe finds no violation in the loss landscape', async () => {
    const opened = await openPage(browser, baseUrl, { hash: 'picture=landscape' });
    const playground = await new Playground(opened.page).ready();
    await playground.until('there is a slice', async () => (await playground.text('landscape-loss')) !== '');
    expect(await violationsInBothThemes(opened.page)).toEqual([]);
    opened.assertClean();
    await opened.close();
  });

  it('axe finds what is wrong when something is (control)', async () => {
    const opened = await openPage(browser, baseUrl);
    await new Playground(opened.page).ready();
    await opened.page.evaluate(() => {
      const pale = document.createElement('p');
      pale.textContent = 'grey on grey';
      pale.style.color = '#888';
      pale.style.backgroundColor = '#999';
      document.body.append(document.createElement('button'), pale);
    });
    const found = (await violationsInBothThemes(opened.page)).join();
    expect(found).toMatch(/dark: button-name/);
    expect(found).toMatch(/dark: color-contrast.*light: color-contrast/s);
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
