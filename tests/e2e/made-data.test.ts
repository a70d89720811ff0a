import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch } from './browser.ts';
import { GraphLab } from './graph-lab.ts';
import { playgroundsIn, type Playground } from './playground.ts';
import { violations } from './violations.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());

const withPlayground = playgroundsIn(() => browser, inject('baseUrl'));

/** Rows, rows left out, inputs and classes. */
function counts(playground: Playground): Promise<string> {
  const names = ['row-count', 'rows-left-out', 'input-count', 'class-count'];
  return Promise.all(names.map((name) => playground.text(name))).then((shown) => shown.join());
}

describe('data that are made here', () => {
  it('may be a curve, which is learned, read and asked about, and the lesson’s rows', () =>
    withPlayground({ hash: 'hidden=8&optimizer=adam' }, async (playground, { page }) => {
      await playground.radio('Data set', 'x·sin x').click({ force: true });
      await playground.until('the curve is there', async () => (await counts(playground)) === '1200,0,1,0');
      await playground.ready();
      const before = await playground.value('train-loss');
      await playground.button('Play').click();
      await playground.until('it is half learned', async () => {
        return (await playground.value('train-loss')) < before / 2;
      });
      await playground.button('Pause').click();
      await playground.until('it is paused', async () => (await playground.status()) === 'paused');
      const plot = page.locator('chainrule-boundary-plot canvas');
      await expect
        .poll(() => plot.getAttribute('aria-label'))
        .toMatch(/^Network output as a curve over x from −6.7\d to/);

      await playground.number('x').fill('0');
      await playground.until('an answer', async () => (await playground.text('answer')) !== '');
      await plot.click({ position: { x: 60, y: 30 } });
      await playground.until('the place across is asked about', async () => {
        return Number(await playground.number('x').inputValue()) < -3;
      });
      const asked = Number(await playground.number('x').inputValue());
      await playground.button('Open in Graph').click();
      const lab = await new GraphLab(page).ready();
      await lab.until('the graph of this input', async () => (await lab.numbers('h2_1')).data !== '');
      const link = new URLSearchParams(page.url().split('?')[1]);
      expect(link.get('row')).toBe(`x:${asked}`);
      await page.goBack();

      await playground.radio('Data set', 'Lesson rows').click({ force: true });
      await playground.until('four rows are there', async () => (await counts(playground)) === '4,0,3,2');
      await playground.ready();
      await playground.step();
      await playground.until(
        'both losses are the same',
        async () => (await playground.text('train-loss')) === (await playground.text('test-loss')),
      );
      await page.getByText('All four train, and the test figures are of the same rows.').waitFor();
      expect(await violations(page)).toEqual([]);
    }));

  it('may be drawn by a formula: a mistake is marked and changes nothing, what can be read is drawn', () =>
    withPlayground({}, async (playground, { page }) => {
      await playground.radio('Data set', 'Formula').click({ force: true });
      // Its counts are those of the set before it.
      await playground.until('it is chosen', () => playground.radio('Data set', 'Formula').isChecked());
      await playground.until('it is drawn', async () => (await counts(playground)) === '500,0,2,2');
      await playground.ready();
      const text = page.getByRole('textbox', { name: 'Formula', exact: true });
      await expect.poll(() => text.inputValue()).toBe('x2 > sin(x1)');
      await playground.button('Play').click();
      await playground.untilEpoch(1);
      await text.press('End');
      await text.pressSequentially(' and ');
      const said = page.getByTestId('formula-error');
      await page.getByText('something is missing after “and”').waitFor();
      await said.getByRole('button').click();
      const selected = await text.evaluate((area: HTMLTextAreaElement) =>
        area.value.slice(area.selectionStart, area.selectionEnd),
      );
      expect(selected).toBe('and');
      // The same run goes on.
      const epoch = await playground.known('epoch');
      expect(epoch).toBeGreaterThanOrEqual(1);
      await playground.untilEpoch(epoch + 1);
      expect(await violations(page)).toEqual([]);
      expect(decodeURIComponent(page.url())).not.toContain('and');

      await text.fill('r = sqrt(x1**2 + x2**2)\nr < 2\nr < 4');
      await playground.until('three classes', async () => (await counts(playground)) === '500,0,2,3');
      await expect.poll(() => playground.select('Loss').inputValue()).toBe('cross-entropy');
      await expect.poll(() => said.count()).toBe(0);
      await page.getByRole('table', { name: 'Classes' }).getByRole('button', { name: 'r < 2' }).waitFor();

      await text.fill('r = x1\nr < -7; r > 7');
      await page.getByText('Every point is of one class: “otherwise”.').waitFor();
      await expect.poll(() => said.innerText()).toBe('No data can be made of it. The data stay as they are.');
      await expect.poll(() => text.inputValue()).toBe('r = x1\nr < -7; r > 7');
      await expect.poll(() => counts(playground)).toBe('500,0,2,3');

      await text.fill('1 / (x1 * x2)');
      await playground.until('a number', async () => (await counts(playground)) === '500,0,2,0');
      await expect.poll(() => page.getByText('Every point is of one class: “otherwise”.').count()).toBe(0);
      await playground.setNumber('Points', 441);
      await playground.radio('Sampling', 'Grid').click({ force: true });
      await playground.until(
        'the axes are left out',
        async () => (await counts(playground)) === '400,41,2,0',
      );
      await playground.button('Undo').click();
      await playground.until('it is undone', async () => (await counts(playground)) === '441,0,2,0');
      await text.fill('x1 > 1');
      await playground.until('two classes', async () => (await counts(playground)) === '441,0,2,2');
      await playground.button('Undo').click();
      await playground.until('the text is undone', async () => (await text.inputValue()) === '1 / (x1 * x2)');
    }));
});
