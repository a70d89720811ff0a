import type { Browser, Locator, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createDataSet } from '../../src/data/data-set.ts';
import { defaultExperiment } from '../../src/experiment/schema.ts';
import { realTables } from '../unit/helpers/real-tables.ts';
import { launch, openPage, type OpenedPage, type PageOptions } from './browser.ts';
import { GraphLab } from './graph-lab.ts';
import { Playground } from './playground.ts';
import { violationsInBothThemes } from './violations.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());

async function withPlayground(
  options: PageOptions,
  use: (playground: Playground, opened: OpenedPage) => Promise<void>,
): Promise<void> {
  const opened = await openPage(browser, baseUrl, options);
  try {
    await use(await new Playground(opened.page).ready(), opened);
  } finally {
    await opened.close();
  }
}

/** Chooses a data set as a user does, and waits until so many rows of so many inputs and classes are there. */
async function choose(playground: Playground, name: string, counts: readonly [number, number, number]) {
  await playground.radio('Data set', name).click({ force: true });
  await playground.until(`${name} is there: ${counts.join(', ')}`, async () => {
    const shown = ['row-count', 'input-count', 'class-count'].map((count) => playground.text(count));
    return (await Promise.all(shown)).join() === counts.join();
  });
  await playground.ready();
}

const loss = (playground: Playground): Promise<string> => playground.select('Loss').inputValue();

async function trainTo(playground: Playground, accuracy: number): Promise<void> {
  await playground.button('Play').click();
  await playground.until(
    `more than ${accuracy} of the test rows are right`,
    async () => (await playground.value('test-accuracy')) > accuracy,
  );
  await playground.button('Pause').click();
  await playground.until('it is paused', async () => (await playground.status()) === 'paused');
}

const boundary = (playground: Playground): Locator =>
  playground.page.locator('chainrule-boundary-plot canvas').first();

describe('several classes', () => {
  it('take cross-entropy along and give it back, are learned, and can be hidden one by one', () =>
    withPlayground({ hash: 'loss=binary-cross-entropy' }, async (playground, opened) => {
      await choose(playground, 'Blobs', [500, 2, 3]);
      await expect.poll(() => loss(playground)).toBe('cross-entropy');
      const twoOnly = playground.select('Loss').locator('option[value="binary-cross-entropy"]');
      await expect.poll(() => twoOnly.isDisabled()).toBe(true);
      await trainTo(playground, 0.95);

      const legend = opened.page.getByRole('table', { name: 'Classes' });
      const first = legend.getByRole('button').first();
      await expect.poll(() => legend.getByRole('button').count()).toBe(3);
      // To point at a class paints its own output: the pictures below differ in the points alone.
      await first.hover();
      const pressed = (): Promise<string | null> => first.getAttribute('aria-pressed');
      const picture = (): Promise<string> => playground.picture(boundary(playground));
      const withThem = await playground.restingPicture(boundary(playground));
      await first.click();
      await playground.until('its points are hidden', async () => (await pressed()) === 'false');
      await playground.until('they are gone', async () => (await picture()) !== withThem);
      const without = await playground.restingPicture(boundary(playground));
      await first.click();
      await playground.until('they are shown', async () => (await pressed()) === 'true');
      await playground.until('they are painted', async () => (await picture()) !== without);
      await first.click();
      await playground.until('they are gone again', async () => (await picture()) === without);

      const accuracy = await playground.text('test-accuracy');
      await choose(playground, 'Circle', [500, 2, 2]);
      await expect.poll(() => loss(playground)).toBe('binary-cross-entropy');
      await expect.poll(() => legend.count()).toBe(0);
      await playground.button('Undo').click();
      await playground.until(
        'the blobs are back',
        async () => (await playground.text('class-count')) === '3',
      );
      await playground.until(
        'so is what was learned',
        async () => (await playground.text('test-accuracy')) === accuracy,
      );
      await expect.poll(() => loss(playground)).toBe('cross-entropy');
      opened.assertClean();
    }));

  it('of two, which share one output, are hidden one by one too, also by keys', () =>
    withPlayground({}, async (playground, opened) => {
      const { page } = opened;
      const key = (name: string): Locator => page.getByRole('button', { name, exact: true });
      const [positive, negative] = [key('Class +1'), key('Class −1')];
      const picture = (): Promise<string> => playground.picture(boundary(playground));
      const isPressed = (one: Locator) => () => one.getAttribute('aria-pressed');
      await expect.poll(isPressed(positive)).toBe('true');
      const withAll = await playground.restingPicture(boundary(playground));
      await positive.click();
      await expect.poll(isPressed(positive)).toBe('false');
      await playground.until('its points are gone', async () => (await picture()) !== withAll);
      const withoutPositive = await playground.restingPicture(boundary(playground));
      // With the other one nothing would be left: then all are there again.
      await page.keyboard.press('Tab');
      await page.keyboard.press('Space');
      await expect.poll(isPressed(positive)).toBe('true');
      await expect.poll(isPressed(negative)).toBe('true');
      await playground.until('all points are back', async () => (await picture()) === withAll);
      await page.keyboard.press('Enter');
      await expect.poll(isPressed(negative)).toBe('false');
      await playground.until('others are gone', async () => {
        const now = await picture();
        return now !== withAll && now !== withoutPositive;
      });
      // In hidden space they are hidden too, and other classes are all shown.
      await playground.radio('Picture', 'Hidden space').click({ force: true });
      await expect.poll(isPressed(key('Class −1'))).toBe('false');
      await playground.radio('Picture', 'Boundary').click({ force: true });
      await choose(playground, 'Breast cancer', [569, 30, 2]);
      await expect.poll(isPressed(key('Class benign'))).toBe('true');
      await expect.poll(isPressed(key('Class malignant'))).toBe('true');
      await choose(playground, 'Plane', [1200, 2, 0]);
      await expect.poll(() => page.getByRole('button', { name: /^Class / }).count()).toBe(0);
      opened.assertClean();
    }));

  it('are there in every set that has them, and each trains', () =>
    withPlayground({}, async (playground, opened) => {
      const sets: [string, [number, number, number]][] = [
        ['Rings', [500, 2, 3]],
        ['Yin-yang', [500, 2, 3]],
        ['Four spirals', [500, 2, 4]],
        ['Checkerboard', [500, 2, 2]],
        ['Breast cancer', [569, 30, 2]],
        ['Cars', [398, 10, 0]],
      ];
      for (const [name, counts] of sets) {
        await choose(playground, name, counts);
        // Two sets may have the same counts: only a run of its own stands before its first epoch.
        await playground.until('its run is there', async () => (await playground.value('epoch')) === 0);
        await playground.step();
        await expect.poll(() => playground.value('train-loss'), { message: name }).toBeGreaterThan(0);
        await expect
          .poll(() => playground.text('test-accuracy'), { message: name })
          .toMatch(counts[2] === 0 ? /^$/ : /^[01]/);
      }
      opened.assertClean();
    }));
});

describe('real data', () => {
  it('of irises comes with its counts, source and licence, is learned, and a row of it opens as a graph', () =>
    withPlayground({}, async (playground, opened) => {
      const { page } = opened;
      await choose(playground, 'Iris', [150, 4, 3]);
      await expect.poll(() => loss(playground)).toBe('cross-entropy');
      const links = page.locator('chainrule-data-panel a');
      await expect.poll(() => links.nth(0).getAttribute('href')).toBe('https://doi.org/10.24432/C56C76');
      await expect.poll(() => links.nth(1).textContent()).toContain('CC BY 4.0');
      const outputs = page.locator('chainrule-network-panel .output-name');
      await expect.poll(() => outputs.allInnerTexts()).toEqual(['setosa', 'versicolor', 'virginica']);
      const drawing = (await page.locator('chainrule-network-graph').boundingBox())!;
      for (const output of await outputs.all()) {
        await expect.poll(async () => (await output.boundingBox())!.width).toBeGreaterThan(20);
        const { x, width } = (await output.boundingBox())!;
        expect(x + width).toBeLessThanOrEqual(drawing.x + drawing.width + 1);
      }
      await trainTo(playground, 0.9);

      const {
        test,
        train,
        slice,
        rows: numbers,
      } = createDataSet({ ...defaultExperiment, dataSet: 'iris' }, realTables);
      const { x1, x2 } = slice.window;
      const at = (set: typeof test, i: number) => ({
        x: (set.x1[i] - x1[0]) / (x1[1] - x1[0]),
        y: 1 - (set.x2[i] - x2[0]) / (x2[1] - x2[0]),
      });
      const all = [test, train].flatMap((set) => Array.from(set.x1, (_, i) => at(set, i)));
      // The test row that has the most room around it.
      const room = (i: number): number =>
        Math.min(...all.filter((_, j) => j !== i).map(({ x, y }) => Math.hypot(x - all[i].x, y - all[i].y)));
      const rows = Array.from(test.x1, (_, i) => i);
      const lonely = rows.reduce((best, i) => (room(i) > room(best) ? i : best));
      const box = (await boundary(playground).boundingBox())!;
      await boundary(playground).click({
        position: { x: box.width * all[lonely].x, y: box.height * all[lonely].y },
      });
      const name = `test row ${numbers.test[lonely] + 1}`;
      await page.getByTestId('chosen-point').getByText(name, { exact: true }).waitFor();
      await playground.select('Others at').selectOption('pinned');
      await page.getByText(`A slice through ${name}:`).waitFor();
      await page.getByRole('button', { name: 'Open its graph' }).click();
      const origin = page.getByRole('navigation', { name: 'Where this graph is from' });
      await origin.getByText(name, { exact: true }).waitFor();
      await expect
        .poll(() => playground.number('Row, of 150').inputValue())
        .toBe(name.replace('test row ', ''));
      const lab = new GraphLab(page);
      await lab.until('the trainer has answered', async () => (await lab.value('lab-trainer-value')) !== '');
      expect(Number(await lab.value('lab-gradient-difference'))).toBeLessThan(1e-5);
      const parts = await playground.select('Graph of').locator('option').allTextContents();
      expect(parts.map((part) => part.trim())).toContain('output for setosa');
      await playground.select('Graph of').selectOption('output.1');
      await origin.getByText('output 2 for versicolor', { exact: true }).waitFor();
      opened.assertClean();
    }));

  it('of handwritten digits is learned', () =>
    withPlayground(
      { hash: 'hidden=32&optimizer=adam&learningRate=0.01&batchSize=32&trainShare=80' },
      async (playground, opened) => {
        await choose(playground, 'Digits', [1797, 64, 10]);
        await playground.select('Speed').selectOption('full');
        await trainTo(playground, 0.95);
        opened.assertClean();
      },
    ));

  it('of penguins is opened by a link, and by its reload', () =>
    withPlayground({ hash: 'dataSet=penguins' }, async (playground, opened) => {
      await expect.poll(() => playground.text('class-count')).toBe('3');
      const rows = await playground.value('row-count');
      expect(rows + (await playground.value('rows-left-out'))).toBe(344);
      const untrained = await playground.text('train-loss');
      await opened.page.reload();
      await playground.ready();
      await expect.poll(() => playground.radio('Data set', 'Penguins').isChecked()).toBe(true);
      await expect.poll(() => playground.text('train-loss')).toBe(untrained);
      opened.assertClean();
    }));

  it('has inputs whose scaling is told as it is', async () => {
    const told: readonly [string, string, string][] = [
      ['digits', '64, scaled all alike', 'x / 16'],
      // The mean of years lies far from 0, beside how they are spread.
      ['cars', '10, scaled by the train rows', '(x − 1976.2) / 3.57'],
    ];
    for (const [dataSet, title, scaling] of told)
      await withPlayground({ hash: `dataSet=${dataSet}` }, async (_, { page }) => {
        await page.getByRole('heading', { name: `Inputs · ${title}` }).waitFor();
        await page.getByText(scaling, { exact: true }).first().waitFor();
      });
  });

  it('counts the rows that validation is by apart', () =>
    withPlayground(
      { hash: 'points=200&stopWhen=validation&validationShare=20' },
      async (playground, { page }) => {
        await page.getByText('for validation', { exact: false }).first().waitFor();
        const counts = ['row-count', 'validation-count', 'rows-left-out'].map((name) =>
          playground.value(name),
        );
        expect(await Promise.all(counts)).toEqual([180, 20, 0]);
        await expect.poll(() => page.getByText('left out').isVisible()).toBe(false);
      },
    ));

  it('that can not be loaded is said to be missing, what trains goes on, and it comes when asked for again', async () => {
    let isBroken = true;
    const answer = (route: Route): Promise<void> => (isBroken ? route.abort() : route.fallback());
    await withPlayground(
      { prepare: (context) => context.route(/data\/iris/, answer) },
      async (playground, { page }) => {
        await playground.button('Play').click();
        await playground.untilEpoch(5);
        await playground.radio('Data set', 'Iris').click({ force: true });
        await page.getByTestId('notice').getByText('“Iris” could not be loaded').waitFor();
        await playground.until('the circle is chosen again', () =>
          playground.radio('Data set', 'Circle').isChecked(),
        );
        await expect.poll(() => playground.text('row-count')).toBe('500');
        await expect.poll(() => loss(playground)).toBe('squared-error');
        const epoch = await playground.known('epoch');
        expect(epoch).toBeGreaterThanOrEqual(5);
        await playground.untilEpoch(epoch + 5);
        await expect.poll(() => playground.status()).toBe('running');
        isBroken = false;
        await choose(playground, 'Iris', [150, 4, 3]);
      },
    );
  });
});

it('axe finds no violation with eight classes and with digits, in both themes', () =>
  withPlayground(
    { hash: 'dataSet=blobs&classes=8&loss=cross-entropy' },
    async (playground, { page, assertClean }) => {
      await expect.poll(() => playground.text('class-count')).toBe('8');
      await playground.step();
      expect(await violationsInBothThemes(page)).toEqual([]);
      await choose(playground, 'Digits', [1797, 64, 10]);
      await page.getByRole('table', { name: 'Classes' }).getByRole('button').nth(9).click();
      expect(await violationsInBothThemes(page)).toEqual([]);
      assertClean();
    },
  ));
