import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { PlaygroundModel } from '../../src/ui/playground/playground-model.ts';
import { launch } from './browser.ts';
import { keptCheckpoint } from './kept-checkpoint.ts';
import { playgroundsIn, type Playground } from './playground.ts';
import { shownWeights, type ShownWeights } from './shown-weights.ts';
import { violationsInBothThemes } from './violations.ts';
import { hasFocus } from './waiting.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());
const withPlayground = playgroundsIn(() => browser, baseUrl);

const settings = 'points=100&optimizer=adam&learningRate=0.01';
const time = (page: Page) => page.getByRole('slider', { name: 'Time', exact: true });

async function stepTo(playground: Playground, epoch: number): Promise<ShownWeights[]> {
  const seen: ShownWeights[] = [];
  for (;;) {
    const shown = await shownWeights(playground.page);
    seen[shown.epoch] = shown;
    if (shown.epoch === epoch) return seen;
    await playground.step();
  }
}

async function untilShown(playground: Playground, expected: ShownWeights): Promise<void> {
  await playground.until(`epoch ${expected.epoch} is shown`, async () => {
    const { epoch } = await shownWeights(playground.page);
    return epoch === expected.epoch && (await playground.value('epoch')) === epoch;
  });
  expect(await shownWeights(playground.page)).toEqual(expected);
}

describe('the time line', () => {
  it('shows the network as it was, by keys and by pointer, and goes on from there', () =>
    withPlayground({ hash: settings }, async (playground) => {
      const { page } = playground;
      await expect.poll(() => time(page).isDisabled()).toBe(true);
      const seen = await stepTo(playground, 4);
      const accuracy = await playground.text('test-accuracy');
      await playground.setNumber('Learning rate', 0.1);
      await playground.until('it is taken', () => Promise.resolve(page.url().includes('learningRate=0.1')));
      Object.assign(seen, await stepTo(playground, 8));

      await time(page).focus();
      await page.keyboard.press('Home');
      await untilShown(playground, seen[0]);
      // The settings of then, and the curve of all.
      const rate = (): Promise<string> => playground.number('Learning rate').inputValue();
      const plot = (): Promise<string | null> => page.getByTestId('loss-chart').getAttribute('aria-label');
      await expect.poll(rate).toBe('0.01');
      await expect.poll(() => page.getByTestId('time-shown').textContent()).toBe('0 of 8');
      await expect.poll(plot).toContain('at epoch 4');
      await page.keyboard.press('End');
      await untilShown(playground, seen[8]);
      await expect.poll(rate).toBe('0.1');
      await expect.poll(() => page.getByTestId('time-shown').count()).toBe(0);

      // It stays where it is under the hand that drags it.
      const box = (await time(page).boundingBox())!;
      const pictures = new Set<string>();
      const picture = page.getByTestId('picture').locator('canvas').first();
      await page.mouse.move(box.x + box.width - 8, box.y + box.height / 2);
      await page.mouse.down();
      for (const share of [0.75, 0.5, 0.25]) {
        const before = await playground.value('epoch');
        const pictured = await playground.restingPicture(picture);
        await page.mouse.move(box.x + share * box.width, box.y + box.height / 2);
        await playground.until('it is earlier', async () => (await playground.value('epoch')) < before);
        await playground.until(
          'so is the picture',
          async () => (await playground.picture(picture)) !== pictured,
        );
        pictures.add(await playground.restingPicture(picture));
      }
      await expect.poll(() => time(page).boundingBox()).toEqual(box);
      await page.mouse.up();
      expect(pictures.size).toBe(3);
      expect(await violationsInBothThemes(page)).toEqual([]);

      await time(page).fill('4');
      await untilShown(playground, seen[4]);
      await expect.poll(() => playground.text('test-accuracy')).toBe(accuracy);
      await playground.button('Step').click();
      await playground.until('it goes on', async () => (await playground.value('epoch')) === 5);
      // With the rate of the moment that was shown.
      await expect.poll(rate).toBe('0.1');
      await untilShown(playground, seen[5]);
      await expect.poll(plot).toContain('epoch 5');
      // What came after it is not lost.
      await playground.button('Undo').click();
      await untilShown(playground, seen[8]);
    }));

  it('branches by going on from a moment, and the old curve stays beside the new one', () =>
    withPlayground({ hash: settings }, async (playground) => {
      const { page } = playground;
      const seen = await stepTo(playground, 3);
      await time(page).fill('1');
      await untilShown(playground, seen[1]);
      await playground.select('Speed').selectOption('epoch-a-second');
      await playground.button('Go on from here').focus();
      await page.keyboard.press('Space');
      await playground.until('it trains', async () => (await playground.status()) === 'running');
      // That button has gone; another Space presses none.
      await expect.poll(() => hasFocus(time(page))).toBe(true);
      await page.keyboard.press('Space');
      await playground.untilEpoch(2);
      await playground.button('Pause').click();
      await playground.until('it is paused', async () => (await playground.status()) === 'paused');
      await page.getByText('before going on from epoch 1').first().waitFor({ state: 'attached' });
      // A race takes it up, beside the one that goes on.
      await page.getByRole('link', { name: 'Compare', exact: true }).click();
      await page.getByRole('radio', { name: 'Race', exact: true }).click({ force: true });
      await playground.button('Add as a lane').click();
      await playground.button('Add “before going on from epoch 1”').click();
      await page.getByText('All lanes have the same data, initial weights and batches.').waitFor();
      await expect.poll(() => page.getByRole('button', { name: 'Remove lane 2' }).count()).toBe(1);
      await page.getByRole('link', { name: 'Playground', exact: true }).click();
      await playground.ready();
      await playground.button('Undo').click();
      await untilShown(playground, seen[3]);
    }));

  it('drops the curve of what was branched from where another data set takes the place of its own', () =>
    withPlayground({ hash: settings }, async (playground) => {
      const { page } = playground;
      const seen = await stepTo(playground, 3);
      const kept = page.getByText('before going on from epoch 1');
      await time(page).fill('1');
      await untilShown(playground, seen[1]);
      await playground.setNumber('Learning rate', 0.1);
      await kept.first().waitFor({ state: 'attached' });
      // What undo brings back is on the same data.
      await playground.button('Undo').click();
      await untilShown(playground, seen[3]);
      await expect.poll(() => kept.count()).toBeGreaterThan(0);
      // Another network on the same data is still to be compared with it.
      await playground.button('Reset').click();
      await playground.until('it begins anew', async () => (await playground.value('epoch')) === 0);
      await expect.poll(() => kept.count()).toBeGreaterThan(0);
      await playground.radio('Data set', 'XOR').click({ force: true });
      await expect.poll(() => kept.count()).toBe(0);
      await playground.ready();
      await expect.poll(() => page.url()).toContain('dataSet=xor');
    }));

  it('branches by a change of a setting too', () =>
    withPlayground({ hash: settings }, async (playground) => {
      const { page } = playground;
      const seen = await stepTo(playground, 3);
      await time(page).fill('1');
      await untilShown(playground, seen[1]);
      await playground.setNumber('Learning rate', 0.1);
      await page.getByText('before going on from epoch 1').first().waitFor({ state: 'attached' });
      await untilShown(playground, seen[1]);
      await playground.button('Undo').click();
      await untilShown(playground, seen[3]);
    }));

  it('runs backwards to the beginning, and stops there', () =>
    withPlayground({ hash: settings }, async (playground) => {
      const { page } = playground;
      const seen = await stepTo(playground, 3);
      const backwards = page.getByRole('button', { name: 'Play backwards', exact: true });
      await backwards.click();
      await untilShown(playground, seen[0]);
      await playground.until(
        'it has stopped',
        async () => (await backwards.getAttribute('aria-pressed')) === 'false',
      );
    }));

  it('is rewound, branched and run backwards over changes of the shape, after undo and after a reload', () =>
    withPlayground({ hash: settings }, async (playground) => {
      const { page } = playground;
      const seen = await stepTo(playground, 2);
      await playground.button('Add neuron to layer 1').click();
      await expect.poll(() => page.url()).toContain('hidden=5');
      await playground.until('it is there', async () => {
        return (await shownWeights(page)).weights.length > seen[2].weights.length;
      });
      Object.assign(seen, await stepTo(playground, 4));
      const neurons = (): Promise<string> => playground.number('Neurons in layer 1').inputValue();
      const backwards = page.getByRole('button', { name: 'Play backwards', exact: true });

      await time(page).fill('1');
      await untilShown(playground, seen[1]);
      await expect.poll(neurons).toBe('4');
      await time(page).focus();
      await page.keyboard.press('End');
      await untilShown(playground, seen[4]);
      await expect.poll(neurons).toBe('5');
      await backwards.click();
      await untilShown(playground, seen[0]);
      await expect.poll(() => backwards.getAttribute('aria-pressed')).toBe('false');
      await expect.poll(neurons).toBe('4');

      // On with the shape of then, and back to the one that it had come to, with its past.
      await playground.button('Step').click();
      await untilShown(playground, seen[1]);
      await playground.button('Undo').click();
      await untilShown(playground, seen[4]);
      await expect.poll(neurons).toBe('5');
      await time(page).fill('3');
      await untilShown(playground, seen[3]);
      await page.keyboard.press('End');
      await untilShown(playground, seen[4]);

      await expect.poll(async () => (await keptCheckpoint(page))?.epoch).toBe(4);
      await page.reload();
      await untilShown(playground, seen[4]);
      await time(page).fill('1');
      await untilShown(playground, seen[1]);
      await expect.poll(neurons).toBe('4');
    }));

  it.each([
    { plots: 'plot=rate', widths: [320, 390, 1024, 1280, 1920], canvas: 'loss-chart' },
    { plots: 'plot=rate&epochScale=log', widths: [390, 1280], canvas: 'loss-chart' },
    { plots: 'plot=accuracy&secondPlot=rate', widths: [1024, 1440], canvas: 'second-chart' },
  ])(
    'has a track of one place and length below the axis of $plots, and its thumb below the moment',
    ({ plots, widths, canvas }) =>
      withPlayground(
        { hash: `points=20&hidden=1&stopEpoch=12000&speed=full&${plots}` },
        async (playground, { page }) => {
          await playground.button('Play').click();
          await playground.until('it is over', async () => {
            return (await playground.value('epoch')) === 12_000 && (await playground.status()) === 'paused';
          });
          const chart = page.getByTestId(canvas);
          for (const width of widths) {
            await page.setViewportSize({ width, height: 1100 });
            await playground.until('it is laid out', async () => !Number.isNaN(await restingWidth(chart)));
            const tracks = new Set<string>();
            for (const epoch of [12_000, 3, 345, 6789, 11_999]) {
              await travel(page, epoch);
              await expect.poll(() => playground.value('epoch')).toBe(epoch);
              await expect.poll(() => page.getByTestId('time-shown').count()).toBe(epoch < 12_000 ? 1 : 0);
              const [track, plot] = [(await time(page).boundingBox())!, (await chart.boundingBox())!];
              tracks.add(
                JSON.stringify([track.x - plot.x, track.y - plot.y, track.width, track.height, plot.height]),
              );
              if (epoch === 12_000) continue;
              const isBelow = async () => Math.abs((await thumbAt(page)) - (await markAt(chart))) < 3;
              await playground.until(`at ${width} px the thumb is below epoch ${epoch}`, isBelow);
              expect(await isInSight(page.getByTestId('time-shown')), `${width} px`).toBe(true);
              expect(await isInSight(playground.button('Go on from here')), `${width} px`).toBe(true);
            }
            expect([...tracks], `${width} px`).toHaveLength(1);
          }
        },
      ),
  );

  it.each([
    { stopEpoch: 200, left: [199, 198, 197, 196, 195], right: 197 },
    // A tenth of an epoch a key, in a short past.
    { stopEpoch: 8, left: [7.9, 7.8, 7.7, 7.6, 7.5], right: 7.7 },
  ])(
    'goes as far as keys were pressed, however quickly, of $stopEpoch epochs',
    ({ stopEpoch, left, right }) =>
      withPlayground(
        { hash: `points=20&hidden=1&batchSize=1&speed=full&stopEpoch=${stopEpoch}` },
        async (playground, { page }) => {
          await playground.button('Play').click();
          await expect
            .poll(async () => [await playground.value('epoch'), await playground.status()])
            .toEqual([stopEpoch, 'paused']);
          await time(page).focus();
          await Promise.all(left.map(() => page.keyboard.press('ArrowLeft')));
          await expect.poll(() => playground.value('epoch')).toBe(left[4]);
          await Promise.all([page.keyboard.press('ArrowRight'), page.keyboard.press('ArrowRight')]);
          await expect.poll(() => playground.value('epoch')).toBe(right);
          await page.keyboard.press('End');
          await expect.poll(() => playground.value('epoch')).toBe(stopEpoch);
        },
      ),
  );

  it('is as logarithmic as the axis: a press below a place of the plot is of that moment', () =>
    withPlayground(
      { hash: 'points=20&hidden=1&stopEpoch=1000&speed=full&epochScale=log' },
      async (playground, { page }) => {
        await playground.button('Play').click();
        await expect
          .poll(async () => [await playground.value('epoch'), await playground.status()])
          .toEqual([1000, 'paused']);
        const box = (await time(page).boundingBox())!;
        const press = (share: number) =>
          page.mouse.click(box.x + halfThumb + share * (box.width - 2 * halfThumb), box.y + box.height / 2);
        // The first of its three decades ends at the tenth epoch.
        await press(1 / 3);
        await expect.poll(async () => Math.round(await playground.value('epoch'))).toBe(10);
        await expect.poll(() => time(page).getAttribute('aria-valuetext')).toMatch(/^epoch (9\.|10)/);
        await page.keyboard.press('ArrowRight');
        await expect.poll(() => playground.value('epoch')).toBeOneOf([10, 11]);
        await page.keyboard.press('Home');
        await expect.poll(() => playground.value('epoch')).toBe(0);
        await page.keyboard.press('End');
        await expect.poll(() => playground.value('epoch')).toBe(1000);
      },
    ));

  it('has its thumb below the end of a curve that does not fill its axis, and goes no further', () =>
    withPlayground({ hash: settings }, async (playground) => {
      const { page } = playground;
      const seen = await stepTo(playground, 4);
      // The axis is of ten epochs.
      const box = (await time(page).boundingBox())!;
      const shareAt = async () => ((await thumbAt(page)) - box.x - halfThumb) / (box.width - 2 * halfThumb);
      await expect.poll(shareAt).toBeCloseTo(0.4, 5);
      await page.mouse.click(box.x + 0.8 * box.width, box.y + box.height / 2);
      await expect.poll(shareAt).toBeCloseTo(0.4, 5);
      await page.mouse.click(box.x + halfThumb + 0.2 * (box.width - 2 * halfThumb), box.y + box.height / 2);
      await untilShown(playground, seen[2]);
      await page.keyboard.press('End');
      await untilShown(playground, seen[4]);
      await expect.poll(shareAt).toBeCloseTo(0.4, 5);
    }));
});

const halfThumb = 8;

/** To an epoch, wherever on the track it lies. */
async function travel(page: Page, epoch: number): Promise<void> {
  await page.evaluate(
    (to) =>
      document
        .querySelector<Element & { readonly model: PlaygroundModel | null }>('chainrule-app')!
        .model!.time.travel(to),
    epoch,
  );
}

/** Where the middle of the thumb is across, in px of the window. */
function thumbAt(page: Page): Promise<number> {
  return time(page).evaluate((element, half) => {
    const { min, max, valueAsNumber } = element as HTMLInputElement;
    const { left, width } = element.getBoundingClientRect();
    return left + half + ((valueAsNumber - Number(min)) / (Number(max) - Number(min))) * (width - 2 * half);
  }, halfThumb);
}

/** Where the line of the moment that is shown goes up: where most is drawn in ink. */
function markAt(chart: Locator): Promise<number> {
  return chart.evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const { width, height } = canvas;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, width, height);
    // A line may lie on two columns. Before the axis stands its title.
    const inks = Array.from({ length: width }, (_, x) => {
      let ink = 0;
      for (let y = 0; y < height && x >= 36; y++) {
        const at = 4 * (y * width + x);
        const [red, green, blue, alpha] = data.subarray(at, at + 4);
        const dark = 255 - Math.max(red, green, blue);
        if (dark > 80) ink += (dark * alpha) / 255 / 255;
      }
      return ink;
    });
    const most = Math.max(...inks);
    const { left, width: shownWidth } = canvas.getBoundingClientRect();
    return most < 0.12 * height ? NaN : left + ((inks.indexOf(most) + 0.5) * shownWidth) / width;
  });
}

/** Its width once it is drawn as wide as it is shown. */
function restingWidth(chart: Locator): Promise<number> {
  return chart.evaluate((element) => {
    const { clientWidth, width, parentElement } = element as HTMLCanvasElement;
    return width === clientWidth && clientWidth === parentElement?.clientWidth ? width : NaN;
  });
}

/** Whether nothing is cut off of it, and a press on it is on it. */
function isInSight(part: Locator): Promise<boolean> {
  return part.evaluate((element) => {
    element.scrollIntoView({ block: 'center' });
    const { left, right, top, height } = element.getBoundingClientRect();
    const root = element.getRootNode() as ShadowRoot;
    const isPressed = (x: number): boolean => root.elementsFromPoint(x, top + height / 2)[0] === element;
    const { pointerEvents } = getComputedStyle(element);
    const isWhole = element.scrollWidth <= element.clientWidth && left >= 0 && right <= innerWidth;
    return isWhole && (pointerEvents === 'none' || [left + 2, right - 2].every(isPressed));
  });
}
