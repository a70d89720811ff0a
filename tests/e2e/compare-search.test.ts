import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch } from './browser.ts';
import { openCompareAt, withInjury } from './compare-place.ts';
import { violationsInBothThemes } from './violations.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());

const small = 'points=60&hidden=3';
const axes = 'axis:learningRate/log/0.01/1/4,axis:noise/linear/0/30/4,axis:optimizer/list/sgd/adam';

describe('a sweep of any number of settings', () => {
  it('is put together, draws set-ups at random, and any of them opens', async () => {
    const { opened, page, compare } = await openCompareAt(
      browser,
      baseUrl,
      `ask=kind:sweep,epochs:15&${small}`,
    );
    await compare.select('Tried are').selectOption('random');
    await compare.setNumber('Set-ups', 12);
    await compare.button('Add a setting').click();
    await compare.select('Setting 3').selectOption('optimizer');
    await page.getByTestId('search-plan').getByText('12 set-ups, each for 15 epochs: 12 runs.').waitFor();
    await compare.start();
    await compare.untilPhase('done');
    await expect.poll(() => compare.value('runs-total')).toBe(12);
    await expect.poll(async () => (await compare.rows('', 'All set-ups')).length).toBe(12);
    const rows = await compare.rows('', 'All set-ups');
    expect(rows.map(([rank]) => rank)).toEqual([...Array(12).keys()].map((at) => String(at + 1)));
    expect(new Set(rows.map(([, rate]) => rate)).size).toBe(12);
    const losses = rows.map((row) => Number(row[4]));
    expect(losses).toEqual(losses.toSorted((a, b) => a - b));
    // The line is marked by keys as well.
    await expect.poll(() => compare.value('chosen-set-up')).toBe(1);
    await page.getByRole('slider', { name: 'Marked, from the best' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => compare.value('chosen-set-up')).toBe(3);
    const words = page.getByRole('img', { name: /marked is number 3: Learning rate/ });
    await words.waitFor();
    // And in its table.
    await compare.button('Mark number 5').click();
    await expect.poll(() => compare.value('chosen-set-up')).toBe(5);
    await page.getByRole('heading', { name: `Number 5: Learning rate ${rows[4][1]}` }).waitFor();
    await expect.poll(() => violationsInBothThemes(page)).toEqual([]);
    await compare.button('Open seed 1 in the playground').click();
    await compare.until('the run is there', async () => (await compare.value('epoch')) === 15);
    await expect.poll(() => compare.number('Learning rate').inputValue()).toBe(rows[4][1]);
    const optimizer = compare.select('Optimizer').locator('option:checked');
    await expect.poll(async () => (await optimizer.textContent())?.trim()).toBe(rows[4][3]);
    await expect.poll(() => compare.readout('test-loss').textContent()).toContain(rows[4][4]);
    opened.assertClean();
    await opened.close();
  });

  it('gives the best more epochs, round by round, out of a link; what is kept and what is drawn again are the same', async () => {
    const { opened, page, compare } = await openCompareAt(
      browser,
      baseUrl,
      `ask=kind:sweep,search:halving,epochs:27,first:3,tries:18,${axes}&${small}`,
      { viewport: { width: 390, height: 844 } },
    );
    await page
      .getByTestId('search-plan')
      .getByText('18 set-ups, each for 3 epochs; then the best 6 for 9; then the best 2 for 27: 26 runs.')
      .waitFor();
    // The rounds come out of all epochs, which leave the first one more than it is asked for.
    await expect.poll(() => compare.number('First round, epochs at least').inputValue()).toBe('3');
    await compare.start();
    await compare.untilPhase('done');
    await expect.poll(() => compare.value('runs-done')).toBe(26);
    await expect.poll(async () => (await compare.rows('', 'All set-ups')).length).toBe(18);
    const rows = await compare.rows('', 'All set-ups');
    const epochs = [
      ...Array<string>(2).fill('27'),
      ...Array<string>(4).fill('9'),
      ...Array<string>(12).fill('3'),
    ];
    expect(rows.map((row) => row[5])).toEqual(epochs);
    const sideways = (): Promise<number> =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await expect.poll(sideways).toBe(0);
    await expect.poll(() => compare.value('kept-count')).toBe(1);
    await page.reload();
    await compare.opened();
    await compare.untilPhase('done');
    await expect.poll(() => compare.rows('', 'All set-ups')).toEqual(rows);
    await compare.start();
    await compare.until('it is over again', async () => (await compare.value('kept-count')) === 2);
    await expect.poll(() => compare.rows('', 'All set-ups')).toEqual(rows);
    // Closer around the best: within the half of each range.
    await compare.button('Sweep closer around it').click();
    await compare.until('the range is the half', async () => {
      const from = Number(await compare.number('From 2').inputValue());
      const to = Number(await compare.number('To 2').inputValue());
      return Math.abs(to - from - 15) < 0.5;
    });
    await compare.untilPhase('done');
    opened.assertClean();
    await opened.close();
  });

  it('loses nothing by a worker that is killed in the middle, and shows which set-ups diverged', async () => {
    const asked =
      'ask=kind:sweep,search:halving,epochs:300,first:30,tries:30,target:none,axis:learningRate/log/0.1/80/4,axis:l2/log/0.00001/0.1/4';
    const settings = 'dataSet=plane&points=200&hidden=4&activation=relu';
    const { opened, page, compare } = await openCompareAt(
      browser,
      baseUrl,
      `${asked}&${settings}`,
      withInjury("throw new Error('injected fault')"),
    );
    const said: string[] = [];
    page.context().on('console', (message) => said.push(message.text()));
    await compare.start();
    await compare.untilPhase('done');
    expect(said).toContain('injured');
    await expect.poll(() => compare.value('runs-done')).toBe(43);
    await expect.poll(async () => (await compare.rows('', 'All set-ups')).length).toBe(30);
    const rows = await compare.rows('', 'All set-ups');
    const isDiverged = rows.map((row) => row.includes('diverged'));
    expect(isDiverged).toContain(true);
    expect(isDiverged).toContain(false);
    expect(isDiverged[0]).toBe(false);
    await page.getByText('Lines that end before the last axis diverged, or never got there.').waitFor();
    await compare.button(`Mark number ${isDiverged.lastIndexOf(true) + 1}`).click();
    await expect.poll(() => compare.button('Open seed 1 in the playground').isDisabled()).toBe(true);
    await compare.start();
    await compare.until('it is over again', async () => (await compare.value('kept-count')) === 2);
    await expect.poll(() => compare.rows('', 'All set-ups')).toEqual(rows);
    await opened.close();
  });

  it('is cancelled in the middle of a round, and keeps what is known', async () => {
    const { opened, page, compare } = await openCompareAt(
      browser,
      baseUrl,
      `ask=kind:sweep,search:halving,epochs:9000,first:3,tries:900,${axes}&points=2000&hidden=8,8`,
    );
    await compare.start();
    await compare.untilDone(20);
    await compare.button('Cancel').click();
    await compare.untilPhase('cancelled');
    const done = await compare.value('runs-done');
    expect(done).toBeLessThan(await compare.value('runs-total'));
    await expect.poll(async () => (await compare.rows('', 'All set-ups')).length).toBeGreaterThan(0);
    const rows = await compare.rows('', 'All set-ups');
    await expect.poll(() => compare.value('kept-count')).toBe(1);
    await page.reload();
    await compare.opened();
    await compare.untilPhase('cancelled');
    await expect.poll(() => compare.value('runs-done')).toBe(done);
    await expect.poll(() => compare.rows('', 'All set-ups')).toEqual(rows);
    opened.assertClean();
    await opened.close();
  });
});
