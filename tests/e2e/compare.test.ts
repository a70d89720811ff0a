import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch, openPage, type PageOptions } from './browser.ts';
import { Compare, openCompareAt, withInjury } from './compare-place.ts';
import { isSeen } from './looks.ts';
import { violationsInBothThemes } from './violations.ts';
import { hasFocus } from './waiting.ts';
import { inMass } from '../mass.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());

const openCompare = (hash: string, options?: PageOptions) => openCompareAt(browser, baseUrl, hash, options);

const small = 'points=60&hidden=3';
const quick = `ask=epochs:20,seeds:12,goal:0.45&${small}`;

describe('a swarm', () => {
  it('is asked for, trained to its end, and any of its runs opens in the playground to the same bits', async () => {
    const opened = await openPage(browser, baseUrl, { hash: small });
    const { page } = opened;
    const compare = new Compare(page);
    await compare.ready();
    await page.getByRole('link', { name: 'Compare', exact: true }).click();
    await compare.opened();
    await expect.poll(() => compare.radio('Comparison', 'Swarm').isChecked()).toBe(true);
    await compare.setNumber('Seeds', 8);
    await compare.setNumber('Epochs', 25);
    await compare.start();
    await compare.untilPhase('done');
    expect([await compare.value('runs-done'), await compare.value('runs-total')]).toEqual([8, 8]);
    await expect.poll(() => compare.value('share-reached')).toBeGreaterThanOrEqual(0);
    await expect.poll(() => page.getByTestId('verdict').textContent()).toContain('8 runs');
    const rows = await compare.rows('All runs as a table', 'All runs');
    expect(rows).toHaveLength(8);
    expect(new Set(rows.map(([, , testLoss]) => testLoss)).size).toBeGreaterThan(4);
    const [name, trainLoss, testLoss] = rows[4];
    expect(name).toBe('Seed 5');
    await compare.button('Open Seed 5').click();
    await compare.until('the run is there', async () => (await compare.value('epoch')) === 25);
    await expect.poll(() => compare.readout('train-loss').textContent()).toContain(trainLoss);
    await expect.poll(() => compare.readout('test-loss').textContent()).toContain(testLoss);
    await compare.until('the address says so', () => Promise.resolve(page.url().includes('seed=5')));
    const loss = await compare.text('train-loss');
    // The same by hand: from the beginning, epoch by epoch.
    await compare.button('Reset').click();
    await compare.until('it begins anew', async () => (await compare.value('epoch')) === 0);
    for (let epoch = 1; epoch <= 25; epoch++) {
      await compare.step();
      await expect.poll(() => compare.value('epoch')).toBe(epoch);
    }
    await expect.poll(() => compare.text('train-loss')).toBe(loss);
    opened.assertClean();
    await opened.close();
  });

  it('is cancelled, and keeps what is known', async () => {
    const { opened, compare } = await openCompare(`ask=epochs:3000,seeds:1000&${small}`);
    await compare.start();
    await compare.untilDone(1);
    await expect.poll(() => hasFocus(compare.button('Cancel'))).toBe(true);
    await expect.poll(() => opened.page.getByRole('button', { name: /^Go on/ }).count()).toBe(0);
    await compare.button('Cancel').click();
    await compare.untilPhase('cancelled');
    const done = await compare.value('runs-done');
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(1000);
    await expect.poll(() => compare.button('Start').isEnabled()).toBe(true);
    await expect.poll(() => hasFocus(compare.button('Start'))).toBe(true);
    await expect.poll(() => compare.button('Cancel').isDisabled()).toBe(true);
    opened.assertClean();
    await opened.close();
  });

  it('goes on where it was cancelled, to the same results', async () => {
    const { opened, compare } = await openCompare(`ask=epochs:1500,seeds:60&${small}`);
    const goOn = opened.page.getByRole('button', { name: /^Go on: \d+ left$/ });
    await expect.poll(() => goOn.count()).toBe(0);
    await compare.startAndCancel();
    await compare.untilPhase('cancelled');
    const left = 60 - (await compare.value('runs-done'));
    expect(left).toBeGreaterThan(0);
    await expect.poll(() => goOn.textContent()).toBe(`Go on: ${left} left`);
    // It goes on with what was begun: where something else is asked for, there is nothing to go on with.
    await compare.setNumber('Seeds', 50);
    await expect.poll(() => goOn.count()).toBe(0);
    await compare.setNumber('Seeds', 60);
    await goOn.press('Enter');
    await compare.untilPhase('done');
    // By Cancel, which is there while it goes on.
    await expect.poll(() => hasFocus(compare.button('Start'))).toBe(true);
    expect([await compare.value('runs-done'), await compare.value('runs-total')]).toEqual([60, 60]);
    await expect.poll(() => goOn.count()).toBe(0);
    const inTwo = await compare.rows('All runs as a table', 'All runs');
    await compare.start();
    await compare.untilPhase('done');
    await expect.poll(() => compare.rows('All runs as a table', 'All runs')).toEqual(inTwo);
    opened.assertClean();
    await opened.close();
  });

  const throws = ['throws', "throw new Error('injected fault')"];
  // close() ends it without a word to the page, which may have to wait for its silence: twenty seconds.
  const fallsSilent = ['falls silent', 'close()'];
  it.each(inMass([throws, fallsSilent], [throws]))(
    'loses nothing by a worker that %s in the middle',
    async (_, injury) => {
      const { opened, compare } = await openCompare(`ask=epochs:1500,seeds:60&${small}`, withInjury(injury));
      const said: string[] = [];
      opened.page.context().on('console', (message) => said.push(message.text()));
      await compare.start();
      await compare.untilPhase('done');
      expect(said).toContain('injured');
      expect([await compare.value('runs-done'), await compare.value('runs-total')]).toEqual([60, 60]);
      const injured = await compare.rows('All runs as a table', 'All runs');
      await compare.start();
      await compare.untilPhase('done');
      await expect.poll(() => compare.rows('All runs as a table', 'All runs')).toEqual(injured);
      await opened.close();
    },
  );

  it('counts the runs that diverge, and says why none can be had where the data are missing', async () => {
    const { opened, page, compare } = await openCompare(
      'ask=epochs:60,seeds:6,target:none&dataSet=plane&points=60&hidden=4&activation=relu&learningRate=60',
    );
    await compare.start();
    await compare.untilPhase('done');
    await expect.poll(() => compare.value('diverged')).toBeGreaterThan(0);
    opened.assertClean();
    await opened.close();
    const drawn = await openCompare('ask=seeds:2&dataSet=draw');
    await drawn.compare.start();
    await drawn.compare.untilPhase('done');
    await drawn.page.getByText('Without a result').waitFor();
    const why = 'No run has come to a result. Draw at least two points of two classes.';
    await expect.poll(() => drawn.page.getByTestId('no-results').allTextContents()).toEqual([why]);
    await drawn.compare.radio('Comparison', 'Sweep').check();
    await drawn.compare.start();
    await drawn.compare.untilPhase('done');
    await expect.poll(() => drawn.page.getByTestId('no-results').allTextContents()).toEqual([why]);
    await expect.poll(() => drawn.page.getByTestId('verdict').count()).toBe(0);
    expect(page.isClosed()).toBe(true);
    await drawn.opened.close();
  });

  it.each([
    [1280, 720],
    [390, 844],
  ])('shows the curve of a run beside its thumbnail, %i px wide', async (width, height) => {
    const { opened, page, compare } = await openCompare(`ask=epochs:10,seeds:60&${small}`, {
      viewport: { width, height },
    });
    await compare.start();
    await compare.untilPhase('done');
    const runs = page.locator('chainrule-swarm-runs');
    const tiles = runs.locator('[data-run]');
    await expect.poll(() => tiles.count()).toBe(48);
    const curve = runs.getByRole('img', { name: 'among all runs, over the epochs' });
    for (const tile of [tiles.first(), tiles.last()]) {
      await tile.click();
      const place = Number(await tile.getAttribute('data-run'));
      await expect.poll(() => compare.value('chosen-run')).toBe(place);
      await expect.poll(() => curve.getAttribute('aria-label')).toContain(`Seed ${place + 1} among`);
      for (const part of [tile, curve, compare.button('Open in the playground')])
        expect(await isSeen(part)).toBe(true);
    }
    opened.assertClean();
    await opened.close();
  });

  it('leaves the training of the playground alone', async () => {
    const { opened, page, compare } = await openCompare(quick);
    await page.getByRole('link', { name: 'Playground', exact: true }).click();
    await compare.ready();
    await compare.button('Play').click();
    await compare.untilEpoch(3);
    await page.getByRole('link', { name: 'Compare', exact: true }).click();
    await compare.opened();
    // What was asked comes back with the place.
    await expect.poll(() => compare.number('Seeds').inputValue()).toBe('12');
    await compare.start();
    await compare.untilPhase('done');
    await page.getByRole('link', { name: 'Playground', exact: true }).click();
    const epoch = await compare.known('epoch');
    await compare.untilEpoch(epoch + 5);
    await expect.poll(() => compare.status()).toBe('running');
    opened.assertClean();
    await opened.close();
  });
});

describe('a sweep', () => {
  const asked = `ask=kind:sweep,epochs:15,repeats:2,x:learningRate/log/0.01/1/4,y:l2/list/0/0.01/0.1&${small}`;

  it('fills its map, and any of its cells opens in the playground', async () => {
    const { opened, page, compare } = await openCompare(asked);
    await expect.poll(() => compare.radio('Comparison', 'Sweep').isChecked()).toBe(true);
    await compare.start();
    await compare.untilPhase('done');
    await expect.poll(() => compare.value('runs-total')).toBe(24);
    const cells = await compare.rows('As a table, where each cell can be chosen', 'All cells');
    expect(cells.map(([name]) => name)).toEqual(['0', '0.01', '0.1']);
    expect(cells.flat().every((cell) => cell !== '…')).toBe(true);
    await page.getByRole('region', { name: 'All cells' }).getByRole('button').nth(6).click();
    await page.getByText('The chosen cell: Learning rate 0.215, L2 0.01').waitFor();
    const runs = await compare.rows('', 'Runs of the cell');
    expect(runs.map(([seed]) => seed)).toEqual(['1', '2']);
    await compare.button('Open seed 2 in the playground').click();
    await compare.until('the run is there', async () => (await compare.value('epoch')) === 15);
    await expect.poll(() => compare.readout('test-loss').textContent()).toContain(runs[1][2]);
    await expect.poll(() => compare.number('Learning rate').inputValue()).toBe('0.215');
    await expect.poll(() => compare.number('L2').inputValue()).toBe('0.01');
    opened.assertClean();
    await opened.close();
  });

  it('goes on more finely around a cell, and says what cannot be swept', async () => {
    const { opened, page, compare } = await openCompare(asked);
    await compare.start();
    await compare.untilPhase('done');
    await compare.rows('As a table, where each cell can be chosen', 'All cells');
    await page.getByRole('region', { name: 'All cells' }).getByRole('button').nth(5).click();
    await compare.button('Sweep more finely around it').click();
    await compare.until('it is over', async () => {
      const isDone = (await compare.phase()) === 'done';
      return isDone && (await compare.number('From X').inputValue()) === '0.01';
    });
    await expect.poll(() => compare.number('To X').inputValue()).toBe('0.215');
    await compare.setNumber('From X', 0);
    await page.getByText('Learning rate: a range of powers lies above 0').waitFor();
    opened.assertClean();
    await opened.close();
  });

  it('is cancelled with what is known, and shows which cells diverged', async () => {
    const { opened, page, compare } = await openCompare(
      'ask=kind:sweep,epochs:60,target:none,x:learningRate/list/0.01/60,y:none&dataSet=plane&points=60&hidden=4&activation=relu',
    );
    await compare.start();
    await compare.untilPhase('done');
    const cells = await compare.rows('As a table, where each cell can be chosen', 'All cells');
    expect(cells[0][2]).toBe('diverged');
    expect(cells[0][1]).not.toBe('diverged');
    await page.getByRole('region', { name: 'All cells' }).getByRole('button').nth(1).click();
    await expect.poll(() => compare.button('Open seed 1 in the playground').isDisabled()).toBe(true);
    await compare.setNumber('Epochs', 90_000);
    await compare.setNumber('Seeds', 16);
    await compare.start();
    await compare.untilDone(1);
    await compare.button('Cancel').click();
    await compare.untilPhase('cancelled');
    await expect.poll(() => compare.value('runs-done')).toBeLessThan(32);
    opened.assertClean();
    await opened.close();
  });

  it.each([1024, 390, 320])(
    'has the button that opens a run in view, and figures that are scrolled by a key below it, at %i pixels',
    async (width) => {
      const viewport = { width, height: 844 };
      const { opened, page, compare } = await openCompare(`ask=kind:sweep,epochs:3&${small}`, { viewport });
      await compare.start();
      await compare.untilPhase('done');
      const table = page.getByRole('region', { name: 'Runs of the cell', exact: true });
      const scrolled = (): Promise<number> => table.evaluate(({ scrollLeft }) => scrollLeft);
      await table.scrollIntoViewIfNeeded();
      const open = compare.button('Open seed 1 in the playground');
      await expect.poll(() => isSeen(open)).toBe(true);
      expect(await scrolled()).toBe(0);
      await table.press('ArrowRight');
      await expect.poll(scrolled).toBeGreaterThan(0);
      await expect.poll(() => isSeen(open)).toBe(true);
      opened.assertClean();
      await opened.close();
    },
  );

  it('has no flaw that axe finds, in both themes', async () => {
    const { opened, page, compare } = await openCompare(asked);
    await compare.start();
    await compare.untilPhase('done');
    await compare.rows('As a table, where each cell can be chosen', 'All cells');
    expect(await violationsInBothThemes(page)).toEqual([]);
    await opened.close();
  });
});

describe('what a set-up does not have', () => {
  it('judges nothing: an accuracy of numbers is refused, and the loss is shown in its place', async () => {
    const numbers =
      'epochs:3,measure:test-accuracy,x:learningRate/list/0.01/0.1,y:none&dataSet=cars&hidden=2';
    const { opened, page, compare } = await openCompare(`ask=kind:sweep,target:test-accuracy,${numbers}`);
    await compare.start();
    await page.getByText('An accuracy needs classes, and this set-up predicts a number').waitFor();
    const accuracy = compare.select('Until').locator('option[value="test-accuracy"]');
    await expect.poll(() => accuracy.isDisabled()).toBe(true);
    await expect.poll(() => accuracy.textContent()).toContain('test accuracy (%): an accuracy needs classes');
    await compare.select('Until').selectOption('test-loss');
    await compare.start();
    await compare.untilPhase('done');
    await expect.poll(() => compare.select('Shown').inputValue()).toBe('final-test-loss');
    await expect
      .poll(() => page.getByTestId('verdict').textContent())
      .toMatch(/^Best: test loss at the end 0\.\d/);
    await expect
      .poll(() => compare.select('Shown').locator('option:disabled').count())
      .toBe(['test-accuracy', 'train-accuracy'].length);
    opened.assertClean();
    await opened.close();
  });

  it('is not swept, and the reason is where it would be chosen', async () => {
    const { opened, page, compare } = await openCompare(
      'ask=kind:sweep,x:points/list/20/200,y:none&dataSet=iris',
    );
    await page.getByText('Points: the data have their own rows.', { exact: true }).waitFor();
    await compare.start();
    await page
      .getByText('Points changes nothing here: the data have their own rows. Choose another')
      .waitFor();
    await expect.poll(() => compare.phase()).toBe('idle');
    const disabled = compare.select('Setting X').locator('option:disabled');
    await expect
      .poll(() => disabled.evaluateAll((options) => options.map((one) => one.getAttribute('value'))))
      .toEqual(['initialWidth', 'noise', 'points']);
    await compare.select('Setting X').selectOption('optimizer');
    await page
      .getByText('Points: the data have their own rows.', { exact: true })
      .waitFor({ state: 'detached' });
    opened.assertClean();
    await opened.close();
  });
});

describe('a race', () => {
  it('is run between lanes that are added one by one; the first is named, and a lane opens', async () => {
    const opened = await openPage(browser, baseUrl, {
      hash: `/compare?ask=kind:race,epochs:20,goal:5&${small}`,
    });
    const { page } = opened;
    const compare = await new Compare(page).opened();
    await compare.start();
    await page.getByText('There is no lane yet').waitFor();
    await compare.button('Add as a lane').click();
    await page.getByRole('link', { name: 'Playground', exact: true }).click();
    await compare.ready();
    await compare.setNumber('Learning rate', 0.3);
    await compare.until('the rate is set', () => Promise.resolve(page.url().includes('learningRate=0.3')));
    await page.getByRole('link', { name: 'Compare', exact: true }).click();
    await compare.button('Add as a lane').click();
    await page.getByText('All lanes have the same data, initial weights and batches.').waitFor();
    await compare.start();
    await compare.untilPhase('done');
    await expect
      .poll(() => page.getByTestId('verdict').textContent())
      .toBe('Lane 1 and Lane 2 were first to reach a test loss of at most 5, after 1 epoch.');
    const lanes = await compare.rows('', 'All lanes');
    expect(lanes).toHaveLength(2);
    expect(lanes[0][2]).not.toBe(lanes[1][2]);
    const buttons = page.getByRole('button', { name: 'Open in the playground: lane' });
    await page.setViewportSize({ width: 700, height: 900 });
    const [first, second] = await buttons.evaluateAll((all) =>
      all.map((one) => one.getBoundingClientRect().y),
    );
    expect(first).toBeCloseTo(second, 0);
    expect(await violationsInBothThemes(page)).toEqual([]);
    await compare.radio('Curves over', 'Training time').check();
    await compare.button('Open in the playground: lane 1').click();
    await compare.until('the run is there', async () => (await compare.value('epoch')) === 20);
    await expect.poll(() => compare.readout('test-loss').textContent()).toContain(lanes[0][2]);
    await expect.poll(() => compare.number('Learning rate').inputValue()).toBe('0.03');
    opened.assertClean();
    await opened.close();
  });

  it('has the parts of its curves together, also beside lanes that take two rows', async () => {
    const viewport = { width: 1024, height: 768 };
    const { opened, page, compare } = await openCompare(`ask=kind:race,epochs:5&${small}`, { viewport });
    for (let lane = 0; lane < 3; lane++) await compare.button('Add as a lane').click();
    await compare.start();
    await compare.untilPhase('done');
    const curves = page.getByRole('region', { name: 'Curves', exact: true });
    const parts = [
      curves.locator('.panel-head'),
      curves.locator('chainrule-painted'),
      curves.getByText('As a table', { exact: true }),
    ];
    /** From the top of the heading. */
    const tops = async (): Promise<number[]> => {
      const boxes = await Promise.all(parts.map((part) => part.boundingBox()));
      return boxes.map((box) => box!.y - boxes[0]!.y);
    };
    await expect.poll(async () => (await tops())[1]).toBeLessThan(80);
    await expect.poll(async () => (await tops())[2]).toBeLessThan(400);
    const lanes = page.getByRole('region', { name: 'Who was first?', exact: true });
    expect((await lanes.boundingBox())!.height).toBeGreaterThan(500);
    opened.assertClean();
    await opened.close();
  });
});

describe('a race with a lane that diverges', () => {
  it('says so, names who was first, and can be cancelled', async () => {
    const lane = (rate: number): string =>
      `lane:dataSet%253Dplane%2526points%253D60%2526hidden%253D4%2526activation%253Drelu%2526learningRate%253D${rate}`;
    const { opened, page, compare } = await openCompare(
      `ask=kind:race,epochs:60,goal:5,${lane(0.01)},${lane(60)}`,
    );
    await compare.start();
    await compare.untilPhase('done');
    await expect
      .poll(async () => (await compare.rows('', 'All lanes'))[1].join(' '))
      .toContain('diverged in');
    await expect.poll(() => page.getByTestId('verdict').textContent()).toContain('Lane 1');
    await expect.poll(() => compare.button('Open in the playground: lane 2').isDisabled()).toBe(true);
    opened.assertClean();
    await opened.close();
    const long = await openCompare(
      'ask=kind:race,epochs:100000,lane:points%253D2000%2526hidden%253D32%252C32,lane:points%253D60',
    );
    await long.compare.start();
    await long.compare.untilPhase('running');
    await long.compare.button('Cancel').click();
    await long.compare.untilPhase('cancelled');
    await expect.poll(() => long.compare.value('runs-done')).toBeLessThan(2);
    long.opened.assertClean();
    await long.opened.close();
  });
});

describe('the place of comparisons', () => {
  it('has no flaw that axe finds, before and after, in both themes', async () => {
    const { opened, page, compare } = await openCompare(quick);
    expect(await violationsInBothThemes(page)).toEqual([]);
    await compare.start();
    await compare.untilPhase('done');
    await compare.rows('All runs as a table', 'All runs');
    await page.locator('chainrule-swarm-view .tiles button').first().click();
    await page.getByRole('button', { name: 'Open in the playground' }).waitFor();
    expect(await violationsInBothThemes(page)).toEqual([]);
    opened.assertClean();
    await opened.close();
  });

  it.each([
    [320, quick],
    [390, quick],
    [390, `ask=kind:sweep,epochs:5,x:optimizer/list/sgd/adam,y:none&${small}`],
    [390, `ask=kind:race,epochs:5,lane:hidden%253D3,lane:hidden%253D2&${small}`],
  ])('needs no scrolling sideways at %d px: %s', async (width, asked) => {
    const { opened, page, compare } = await openCompare(asked, { viewport: { width, height: 844 } });
    await compare.start();
    await compare.untilPhase('done');
    // Once the canvases have followed, which they do a frame later.
    const sideways = (): Promise<number> =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await expect.poll(sideways).toBe(0);
    await opened.close();
  });

  it('keeps what was asked in its link', async () => {
    const { opened, page, compare } = await openCompare(small);
    await compare.setNumber('Seeds', 33);
    await compare.select('Until').selectOption('test-accuracy');
    await compare.until('the address says so', () =>
      Promise.resolve(/seeds:33/.test(page.url()) && /target:test-accuracy/.test(page.url())),
    );
    await page.reload();
    await compare.opened();
    await expect.poll(() => compare.number('Seeds').inputValue()).toBe('33');
    await expect.poll(() => compare.select('Until').inputValue()).toBe('test-accuracy');
    await expect.poll(() => compare.number('Of at least').inputValue()).toBe('95');
    opened.assertClean();
    await opened.close();
  });
});
