import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch, openPage } from './browser.ts';
import { Playground } from './playground.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());

describe('the network diagram', () => {
  it('shows exact numbers of a neuron on hover and by keyboard, and they follow the training', async () => {
    const opened = await openPage(browser, baseUrl);
    const playground = await new Playground(opened.page).ready();
    const card = opened.page.locator('chainrule-neuron-card');
    const neuron = opened.page.getByRole('button', { name: /^Layer 1, neuron 2/ });
    await neuron.hover();
    await card.getByText('bias').waitFor();
    // The card's text is in its shadow root, which textContent does not see.
    const numbers = async (): Promise<string> => (await card.locator('dl').allTextContents()).join(' ');
    const untrained = await numbers();
    expect(untrained).toMatch(/x₁\s*[−-]?0\.\d{3,}/);
    await opened.page.mouse.move(0, 0);
    await card.getByText('bias').waitFor({ state: 'hidden' });
    await playground.step();
    await neuron.focus();
    await card.getByText('bias').waitFor();
    await expect.poll(numbers).not.toBe(untrained);
    await opened.page.keyboard.press('ArrowRight');
    await card.getByText('Layer 2, neuron').waitFor();
    await opened.page.keyboard.press('ArrowRight');
    await card.getByText('Output').first().waitFor();
    await expect.poll(() => card.getByText('bias').isVisible()).toBe(true);
    opened.assertClean();
    await opened.close();
  });

  it('shows twelve neurons of a wide layer and says how many more there are', async () => {
    const opened = await openPage(browser, baseUrl, { hash: 'hidden=14,3' });
    await new Playground(opened.page).ready();
    await opened.page.getByText('+ 2 more').waitFor();
    await expect.poll(() => opened.page.getByRole('button', { name: /^Layer 1, neuron/ }).count()).toBe(12);
    await expect.poll(() => opened.page.getByRole('button', { name: /^Layer 2, neuron/ }).count()).toBe(3);
    await opened.close();
  });

  it('names the inputs and outputs that it shows, and no other', async () => {
    const opened = await openPage(browser, baseUrl, { hash: 'dataSet=breast-cancer' });
    const playground = await new Playground(opened.page).ready();
    const texts = (kind: string) => opened.page.locator(`chainrule-network-graph .${kind}`).allTextContents();
    const names = async () => (await texts('name')).map((name) => name.trim());
    await opened.page.getByText('+ 18 more').waitFor();
    await expect.poll(async () => (await names()).length).toBe(12);
    await expect.poll(names).toEqual(expect.arrayContaining(['mean radius', 'texture error']));

    const classes = Array.from({ length: 20 }, (_, i) => `kind ${String(i + 1).padStart(2, '0')}`);
    const rows = classes.flatMap((name, i) => [`${i},${name}`, `${i + 0.5},${name}`, `${i + 0.2},${name}`]);
    await playground.radio('Data set', 'File').click({ force: true });
    await opened.page.getByLabel('Paste data', { exact: true }).fill(['size,kind', ...rows].join('\n'));
    await playground.until('it is read', async () => (await playground.text('import-status')) === 'ready');
    await playground.button('Use this data').click();
    await playground.until('it is used', async () => (await playground.value('class-count')) === 20);
    await playground.ready();
    await expect.poll(() => opened.page.getByRole('button', { name: /^Output/ }).count()).toBe(12);
    await expect.poll(() => texts('output-name')).toEqual(classes.slice(0, 12));
    opened.assertClean();
    await opened.close();
  });

  it('paints living maps, also of the largest network', async () => {
    const opened = await openPage(browser, baseUrl, {
      hash: `hidden=${Array(8).fill(64).join()}&optimizer=adam`,
    });
    const playground = await new Playground(opened.page).ready();
    const diagram = opened.page.locator('chainrule-network-graph canvas').first();
    const before = await playground.restingPicture(diagram);
    await playground.button('Play').click();
    await playground.untilEpoch(2);
    await playground.until('the picture changes', async () => (await playground.picture(diagram)) !== before);
    await expect.poll(() => opened.page.getByText('+ 52 more').count()).toBe(8);
    await playground.button('Pause').click();
    await playground.until('it is paused', async () => (await playground.status()) === 'paused');
    opened.assertClean();
    await opened.close();
  });

  it('has nothing between inputs and output when there is no hidden layer', async () => {
    const opened = await openPage(browser, baseUrl, { hash: 'hidden=' });
    const playground = await new Playground(opened.page).ready();
    await playground.step();
    await expect.poll(() => opened.page.getByRole('button', { name: /^Layer/ }).count()).toBe(0);
    opened.assertClean();
    await opened.close();
  });
});
