import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch, openPage, type OpenedPage, type PageOptions } from './browser.ts';
import { keptCheckpoint } from './kept-checkpoint.ts';
import { Playground } from './playground.ts';
import { violations } from './violations.ts';
import { rested } from './waiting.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());

/** The plane as it is drawn on. */
class DrawingPlane {
  readonly playground: Playground;
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.playground = new Playground(page);
  }

  readonly #surface = () => this.page.getByRole('application', { name: /^Drawing plane/ });

  /** On the screen. */
  async at(x1: number, x2: number): Promise<readonly [number, number]> {
    await this.#surface().scrollIntoViewIfNeeded();
    const box = await this.#surface().boundingBox();
    if (box === null) throw new Error('there is no plane to draw on');
    return [box.x + ((x1 + 6) / 12) * box.width, box.y + ((6 - x2) / 12) * box.height];
  }

  async click(x1: number, x2: number): Promise<void> {
    await this.page.mouse.click(...(await this.at(x1, x2)));
  }

  async drag(from: readonly [number, number], ...to: readonly (readonly [number, number])[]): Promise<void> {
    await this.page.mouse.move(...(await this.at(...from)));
    await this.page.mouse.down();
    for (const place of to) await this.page.mouse.move(...(await this.at(...place)), { steps: 4 });
    await this.page.mouse.up();
  }

  async press(...keys: readonly string[]): Promise<void> {
    await this.#surface().focus();
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** What the address says is drawn, once it has so many points and they are as expected. */
  async drawn(
    count: number,
    isExpected: (points: readonly (readonly number[])[]) => boolean = () => true,
  ): Promise<(readonly number[])[]> {
    let points: (readonly number[])[] = [];
    await this.playground.until(`${count} points, as expected`, async () => {
      const rows = Number(await this.playground.text('row-count'));
      points = (await this.#inAddress()).map((point) => point.split(',').slice(0, 3).map(Number));
      return rows === count && points.length === count && isExpected(points);
    });
    return points;
  }

  async #inAddress(): Promise<string[]> {
    const hash = await this.page.evaluate(() => location.hash.slice(1));
    // What the plane stands for comes before the points.
    const text = new URLSearchParams(hash).get('drawn')?.replace(/^(\{.*\n)?(n_?)?/, '') ?? '';
    return text === '' ? [] : text.split('_');
  }

  says(words: string): Promise<void> {
    return this.playground.until(`it says “${words}”`, async () =>
      (await this.page.getByTestId('drawing-status').innerText()).includes(words),
    );
  }

  async undo(): Promise<void> {
    await this.playground.button('Undo').click();
  }
}

async function withPlane(
  options: PageOptions,
  use: (plane: DrawingPlane, opened: OpenedPage) => Promise<void>,
): Promise<void> {
  const opened = await openPage(browser, baseUrl, options);
  try {
    await use(new DrawingPlane(opened.page), opened);
    opened.assertClean();
  } finally {
    await opened.close();
  }
}

const near = (value: number): unknown => expect.closeTo(value, 1) as unknown;

describe('drawing', () => {
  it('begins with nothing, by mouse and by keys, and the training goes on under every stroke', () =>
    withPlane({ hash: 'speed=full' }, async (plane, { page }) => {
      const { playground } = plane;
      await playground.ready();
      await playground.radio('Data set', 'Draw').click({ force: true });
      await expect.poll(() => plane.drawn(0)).toEqual([]);
      await expect
        .poll(() => page.getByTestId('drawing-lacks').innerText())
        .toContain('two points of two classes');
      // Of numbers none is right or wrong, also where there is none yet.
      await playground.radio('Points have', 'A number').click({ force: true });
      await page.getByTestId('train-accuracy').waitFor({ state: 'hidden' });
      await playground.radio('Points have', 'A class').click({ force: true });
      await page.getByTestId('train-accuracy').waitFor();
      await playground.button('Play').click();
      await page.getByText('Draw at least two points of two classes.').nth(1).waitFor();
      await expect.poll(() => playground.status()).toBe('ready');

      // A click adds a point of the chosen class, a drag moves one.
      await plane.click(-3, 2);
      await expect.poll(() => playground.text('class-count')).toBe('1');
      await playground.radio('Class', 'Class 2').click({ force: true });
      await plane.click(3, -2);
      expect(await plane.drawn(2)).toEqual([
        [near(-3), near(2), 1],
        [near(3), near(-2), 2],
      ]);
      await page.getByRole('button', { name: 'class 2', exact: true }).waitFor();
      await plane.drag([3, -2], [2, -4]);
      expect((await plane.drawn(2, (points) => points[1][1] < -3.9))[1]).toEqual([near(2), near(-4), 2]);
      await playground.button('Play').click();
      await playground.untilEpoch(20);

      // By keys: class, cursor, points; the nearest is removed.
      await plane.press('1', 'Shift+ArrowLeft', 'ArrowUp', 'Enter');
      expect((await plane.drawn(3))[2]).toEqual([-1, 0.2, 1]);
      await plane.says('Class 1 at x1 −1, x2 0.2; 3 points');
      await plane.press('2', 'Shift+ArrowRight', 'Shift+ArrowRight', 'm', 'Shift+ArrowDown', 'm', 'Space');
      const moved = await plane.drawn(4, (points) => points[2][1] < 0);
      expect(moved.map((point) => point[2])).toEqual([1, 2, 1, 2]);
      await plane.press('Delete');
      await plane.says('Removed the point of class 2');
      await plane.drawn(3);
      await plane.press('b', 'Enter');
      await plane.drawn(7);
      await plane.press('e', 'Enter', 'a');
      await playground.until('some are erased', async () => Number(await playground.text('row-count')) < 7);

      // All of that on one network, which has trained all the while.
      const epoch = await playground.known('epoch');
      expect(epoch).toBeGreaterThanOrEqual(20);
      await playground.untilEpoch(epoch + 20);
      await expect.poll(() => playground.status()).toBe('running');
      const left = Number(await rested(page, () => playground.text('row-count')));
      await plane.undo();
      await plane.drawn(7);
      await plane.press('Control+z');
      await plane.drawn(3);
      await plane.press('Control+Shift+z');
      await plane.drawn(7);
      expect(left).toBeLessThan(7);
      await expect.poll(() => playground.known('epoch')).toBeGreaterThan(epoch);
      await expect.poll(() => playground.status()).toBe('running');

      // A third class needs another network, which undo takes back.
      await plane.press('3', 'Enter');
      await plane.drawn(8);
      await playground.until(
        'there are three classes',
        async () => (await playground.text('class-count')) === '3',
      );
      await expect.poll(() => playground.select('Loss').inputValue()).toBe('cross-entropy');
      await plane.undo();
      await plane.drawn(7);
      await playground.until(
        'there are two again',
        async () => (await playground.text('class-count')) === '2',
      );
      await playground.untilEpoch(epoch);
    }));

  it('goes on with the points of a set, by touch, brush and eraser, and is still there after a reload', () =>
    withPlane(
      { hash: 'dataSet=xor&points=200', viewport: { width: 390, height: 844 }, hasTouch: true },
      async (plane, { page }) => {
        const { playground } = plane;
        await playground.ready();
        await playground.button('Draw from these points').click();
        await playground.until(
          'they are drawn',
          async () => await playground.radio('Data set', 'Draw').isChecked(),
        );
        await expect.poll(() => playground.text('row-count')).toBe('200');
        const touch = await page.context().newCDPSession(page);
        const finger = async (...places: readonly (readonly [number, number])[]): Promise<void> => {
          const points = [];
          for (const place of places) {
            const [x, y] = await plane.at(...place);
            points.push({ x, y });
          }
          const scrolled = await page.evaluate(() => scrollY);
          await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [points[0]] });
          for (const point of points.slice(1))
            await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [point] });
          await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
          // Drawing scrolls nothing.
          expect(await page.evaluate(() => scrollY)).toBe(scrolled);
        };
        const rows = async (): Promise<number> => Number(await playground.text('row-count'));
        const restingRows = async (): Promise<number> =>
          Number(await rested(page, () => playground.text('row-count')));

        await playground.radio('Tool', 'Brush').click({ force: true });
        await finger([-5, -5.5], [-3, -5.5], [0, -5.5], [3, -5.5], [5, -5.5]);
        await playground.until('many are scattered', async () => (await rows()) > 230);
        const many = await restingRows();
        await playground.radio('Tool', 'Eraser').click({ force: true });
        await finger([-5, 0], [-5, 4], [0, 4], [5, 4], [5, -4]);
        await playground.until('some are erased', async () => (await rows()) < many);
        const left = await restingRows();

        // One stroke is one step, however many points it had.
        await plane.undo();
        await playground.until('they are back', async () => (await rows()) === many);
        await plane.undo();
        await playground.until('the set is as it was', async () => (await rows()) === 200);
        await playground.button('Redo').click();
        await playground.button('Redo').click();
        await playground.until('they are gone again', async () => (await rows()) === left);

        // Beside a short address, a mark and six characters for each point.
        await playground.until('they are held', async () => {
          const state = await page.evaluate(() => JSON.stringify(history.state));
          return state.includes('"drawn":".') && /"drawn":"([^"]*)"/.exec(state)?.[1].length === 1 + 6 * left;
        });
        expect(await page.evaluate(() => location.hash)).toContain('held=drawn');
        expect((await page.evaluate(() => location.href)).length).toBeLessThan(200);
        await page.reload();
        await playground.ready();
        await expect.poll(rows).toBe(left);
        await plane.playground.step();
        expect(await violations(page)).toEqual([]);
      },
    ));

  it('is taken back stroke by stroke, also where another place lies between, and lays down what was carried', () =>
    withPlane({ hash: 'dataSet=draw' }, async (plane, { page }) => {
      const { playground } = plane;
      for (let visit = 1; visit <= 3; visit++) {
        await plane.click(visit, 1);
        await plane.drawn(visit);
        await page.getByRole('link', { name: 'Graph', exact: true }).click();
        await page.getByRole('textbox', { name: 'Expression' }).waitFor();
        await page.getByRole('link', { name: 'Playground', exact: true }).click();
      }
      for (const left of [2, 1]) {
        await playground.button('Undo').click();
        await plane.drawn(left);
      }
      await playground.button('Redo').click();
      await plane.drawn(2);
      // The first goes, and comes back while the other one is carried: it stays where it is.
      await plane.press('Delete', 'm', 'ControlOrMeta+z');
      await plane.drawn(2);
      await plane.press('ArrowLeft');
      // Where the arrow would have moved the other one to, there is none.
      await plane.press('Enter');
      await plane.drawn(3, (points) => points.slice(0, 2).every(([x1, x2], i) => x1 === i + 1 && x2 === 1));
    }));

  it('says how to begin with a finger', () =>
    withPlane({ hash: 'dataSet=draw', hasTouch: true }, async (_, { page }) => {
      await page.getByText('Tap here to draw.', { exact: true }).waitFor();
    }));

  it('opens the graph of a pinned point by a press, and draws nothing under it', () =>
    withPlane(
      { hash: 'dataSet=draw&hidden=3&drawn=-2,4,1_-3,-3,1_3,2,2_0,-4,2' },
      async (plane, { page }) => {
        await plane.playground.ready();
        await page.keyboard.down('Alt');
        await plane.click(-2, 4);
        await page.keyboard.up('Alt');
        const button = page.getByRole('button', { name: 'Open its graph' });
        await button.click();
        await expect.poll(() => page.url()).toContain('#/graph');
        await page.goBack();
        await plane.playground.ready();
        await expect.poll(() => plane.playground.value('row-count')).toBe(4);
      },
    ));

  it('goes on from a file of two numbers in its own units, for good, and says why not from digits', () =>
    withPlane({ hash: 'dataSet=digits&hidden=8' }, async (plane, { page }) => {
      const { playground } = plane;
      await playground.ready();
      const refusal = page.getByTestId('not-drawn');
      await expect.poll(() => refusal.innerText()).toBe('A drawing has two inputs, and these data have 64.');
      await expect.poll(() => playground.button('Draw from these points').count()).toBe(0);
      await playground.button('Start an empty drawing').click();
      await playground.until('nothing is drawn yet', async () => (await playground.value('row-count')) === 0);
      await playground.radio('Data set', 'Digits').click({ force: true });
      await expect.poll(() => refusal.innerText()).toBe('A drawing has two inputs, and these data have 64.');

      await playground.radio('Data set', 'File').click({ force: true });
      const rows = Array.from(
        { length: 30 },
        (_, i) => `${150 + i},${1000 * (i % 7)},${i < 15 ? 'low' : 'high'}`,
      );
      await page.getByLabel('Paste data', { exact: true }).fill(`height,income,kind\n${rows.join('\n')}\n`);
      await playground.until('it is read', async () => (await playground.text('import-status')) === 'ready');
      await playground.select('Target').selectOption('kind');
      await playground.button('Use this data').click();
      await playground.until('its rows are there', async () => (await playground.value('row-count')) === 30);
      await playground.ready();
      await expect.poll(() => refusal.count()).toBe(0);
      await playground.button('Draw from these points').click();
      const points = await plane.drawn(30);
      // A little room is left around what the picture was of.
      const across = points.map(([x1]) => x1);
      expect(Math.min(...across)).toBeCloseTo(-6 + (12 * 0.06) / 1.12, 2);
      expect(Math.max(...across)).toBeCloseTo(6 - (12 * 0.06) / 1.12, 2);
      const left = new Set(points.filter(([x1]) => x1 < 0).map(([, , place]) => place));
      const right = new Set(points.filter(([x1]) => x1 > 0).map(([, , place]) => place));
      expect([...left, ...right].sort((a, b) => a - b)).toEqual([1, 2]);
      const units = async (): Promise<void> => {
        await expect
          .poll(() => page.getByTestId('drawing-units').innerText())
          .toBe('The plane is height from 148.3 to 180.7, income from −360 to 6360.');
        await page.getByText('2, scaled as in the file').waitFor();
        await page.getByText('Across is height, up is income, in their own units.').waitFor();
        await expect.poll(() => playground.number('height').inputValue()).toMatch(/^16\d/);
        await expect.poll(() => playground.radio('Class', 'Class 2, low').count()).toBe(1);
        await expect.poll(() => playground.value('class-count')).toBe(2);
      };
      await units();
      await playground.radio('Class', 'Class 1, high').click({ force: true });
      await plane.click(0, 5.8);
      await plane.drawn(31);
      await plane.press('2', 'Shift+ArrowRight', 'Enter');
      await plane.says('Class 2, low at height 167.2, income 3000; 32 points');
      await plane.undo();
      await plane.drawn(31);

      // Asked about by its own names; alt and a click do the same.
      await playground.setNumber('height', 170);
      await playground.until('it answers', async () =>
        ['low', 'high'].includes(await playground.text('answer')),
      );
      await page.keyboard.down('Alt');
      await plane.click(-5, -5);
      await page.keyboard.up('Alt');
      await expect.poll(() => playground.number('height').inputValue()).toMatch(/^150\.9/);
      await expect.poll(() => playground.number('income').inputValue()).toMatch(/^20\d/);

      // Still there after a reload, and for whoever opens the link.
      await playground.step();
      await playground.until('it is kept', async () => (await keptCheckpoint(page))?.epoch === 1);
      await page.reload();
      await playground.ready();
      await units();
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await playground.button('Copy link').click();
      await page.getByText('The link is on the clipboard').waitFor({ state: 'attached' });
      const link = await page.evaluate(() => navigator.clipboard.readText());
      await withPlane({ hash: link.slice(link.indexOf('#') + 1) }, async (other) => {
        await other.playground.ready();
        await other.drawn(31);
        await expect
          .poll(() => other.page.getByTestId('drawing-units').innerText())
          .toContain('income from −360 to 6360');
      });
      expect(await violations(page)).toEqual([]);
    }));

  it('leaves the units of a file for a plane of its own, and undo brings them back', () =>
    withPlane({}, async (plane, { page }) => {
      const { playground } = plane;
      await playground.ready();
      await playground.radio('Data set', 'File').click({ force: true });
      const rows = Array.from({ length: 20 }, (_, i) => `${i},${(7 * i) % 20},${100 + i}`);
      await page.getByLabel('Paste data', { exact: true }).fill(`age,years,price\n${rows.join('\n')}\n`);
      await playground.until('it is read', async () => (await playground.text('import-status')) === 'ready');
      await playground.select('Target').selectOption('price');
      await playground.button('Use this data').click();
      await playground.until('its rows are there', async () => (await playground.value('row-count')) === 20);
      await playground.ready();
      await playground.button('Draw from these points').click();
      const places = (await plane.drawn(20)).map(([x1, x2]) => [x1, x2]);
      // A number is drawn in the units of its column.
      await playground.setNumber('price', 110);
      await plane.press('Enter');
      await plane.says('price 110 at age 9.5, years 9.5; 21 points');
      await plane.undo();
      await plane.drawn(20);
      await playground.button('Plain plane').click();
      await expect.poll(() => page.getByTestId('drawing-units').count()).toBe(0);
      expect((await plane.drawn(20)).map(([x1, x2]) => [x1, x2])).toEqual(places);
      await expect.poll(() => playground.number('age').count()).toBe(0);
      await plane.undo();
      await page.getByTestId('drawing-units').waitFor();
      await expect.poll(() => playground.number('age').count()).toBe(1);
      // The points gone, the plane is what it was.
      await playground.button('Clear').click();
      await plane.drawn(0);
      await page.getByTestId('drawing-units').waitFor();
      await plane.undo();
      await plane.drawn(20);
      await playground.step();
      await expect.poll(() => playground.value('train-loss')).toBeGreaterThan(0);
    }));

  it('goes back to the file that it was begun from', () =>
    withPlane({}, async (plane, { page }) => {
      const { playground } = plane;
      await playground.ready();
      await playground.radio('Data set', 'File').click({ force: true });
      const rows = Array.from({ length: 30 }, (_, i) => `${i},${(7 * i) % 30},${i < 15 ? 'low' : 'high'}`);
      await page.getByLabel('Paste data', { exact: true }).fill(`a,b,kind\n${rows.join('\n')}\n`);
      await playground.until('it is read', async () => (await playground.text('import-status')) === 'ready');
      await playground.select('Target').selectOption('kind');
      await playground.button('Use this data').click();
      await playground.until('its rows are there', async () => (await playground.value('row-count')) === 30);
      await playground.ready();
      await playground.button('Draw from these points').click();
      await plane.drawn(30);
      await plane.undo();
      await playground.until('the file is back', async () => (await playground.value('input-count')) === 2);
      await expect.poll(() => playground.radio('Data set', 'File').isChecked()).toBe(true);
    }));
});
