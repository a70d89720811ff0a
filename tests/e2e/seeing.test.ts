import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch } from './browser.ts';
import { playgroundsIn, type Playground } from './playground.ts';
import { violationsInBothThemes } from './violations.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());

const withPlayground = playgroundsIn(() => browser, baseUrl);

/** What a canvas shows, in figures: its pixels are counted where they are. */
interface Looks {
  /** The share of pixels that have one of the two commonest colours. */
  readonly plain: number;
  /** The share without a hue. */
  readonly grey: number;
  /** How many are nearly black. */
  readonly ink: number;
}

function looksOf(canvas: Locator): Promise<Looks> {
  return canvas.evaluate((element) => {
    const { width, height } = element as HTMLCanvasElement;
    const { data } = (element as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height);
    const counts = new Map<number, number>();
    let [grey, ink] = [0, 0];
    for (let i = 0; i < data.length; i += 4) {
      const parts = [data[i], data[i + 1], data[i + 2]];
      const key = (parts[0] << 16) | (parts[1] << 8) | parts[2];
      counts.set(key, (counts.get(key) ?? 0) + 1);
      if (Math.max(...parts) - Math.min(...parts) < 14) grey++;
      if (Math.max(...parts) < 60) ink++;
    }
    const [first = 0, second = 0] = [...counts.values()].sort((x, y) => y - x);
    const all = width * height;
    return { plain: (first + second) / all, grey: grey / all, ink };
  });
}

/** Numbers in `data-value` of all that have a test id beginning so. */
async function valuesOf({ page }: Playground, prefix: string): Promise<number[]> {
  const texts = await page
    .locator(`[data-testid^="${prefix}"]`)
    .evaluateAll((all) => all.map((one) => one.getAttribute('data-value') ?? ''));
  return texts.map(Number);
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const markedIn = async (playground: Playground): Promise<number> =>
  Number(await playground.readout('picture').locator('canvas').getAttribute('data-marked'));

describe('the picture of the boundary', () => {
  it('is shown in four ways, and marks the points that are wrong', () =>
    withPlayground({ hash: 'noise=40&showTestPoints=false' }, async (playground) => {
      await playground.step();
      const canvas = playground.readout('picture').locator('canvas');
      const surface = playground.select('Shown as');
      const looks = new Map<string, Looks>();
      const line = playground.page.locator('chainrule-look-line');
      const place = await line.boundingBox();
      for (const name of ['Continuous', 'Discrete', 'Contour lines', 'Certainty']) {
        const before = await playground.restingPicture(canvas);
        if (name !== 'Continuous') {
          await surface.selectOption({ label: name });
          await playground.until(
            `${name} is painted`,
            async () => (await playground.picture(canvas)) !== before,
          );
          await playground.restingPicture(canvas);
        }
        looks.set(name, await looksOf(canvas));
      }
      expect(looks.get('Discrete')?.plain).toBeGreaterThan(0.7);
      expect(looks.get('Continuous')?.plain).toBeLessThan(0.5);
      expect(looks.get('Contour lines')?.ink).toBeGreaterThan((looks.get('Continuous')?.ink ?? NaN) + 300);
      expect(looks.get('Certainty')?.grey).toBeGreaterThan(0.8);
      expect(looks.get('Discrete')?.grey).toBeLessThan(0.4);
      await playground.readout('certainty-key').waitFor();
      await expect.poll(() => playground.readout('certainty-key').innerText()).toMatch(/undecided\s+certain/);
      expect((await line.boundingBox())?.y).toBe(place?.y);
      expect(await line.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);

      await playground.checkbox('Mark wrong').click();
      const wrong = await playground.known('train-wrong');
      await playground.until('they are marked', async () => (await markedIn(playground)) === wrong);
      const accuracy = await playground.value('train-accuracy');
      expect(wrong).toBe(Math.round((1 - accuracy) * 250));
      await playground.checkbox('Show test points').click();
      const both = wrong + (await playground.known('test-wrong'));
      await playground.until('those of the test too', async () => (await markedIn(playground)) === both);
      await playground.until('it is in the address', () =>
        Promise.resolve(/surface=certainty.*markWrong=true/.test(playground.page.url())),
      );

      // While it trains both are written of one moment.
      await playground.select('Speed').selectOption('100x');
      await playground.button('Play').click();
      await playground.untilEpoch(20);
      const [share, count] = await Promise.all(
        ['train-accuracy', 'train-wrong'].map((id) => playground.readout(id).elementHandle()),
      );
      const apart = await playground.page.evaluate(
        ([first, second]) =>
          new Promise<readonly string[]>((done) => {
            const seen: string[] = [];
            let frames = 0;
            const look = (): void => {
              const [right, wrong] = [first, second].map((one) => Number(one?.getAttribute('data-value')));
              if (Math.round((1 - right) * 250) !== wrong) seen.push(`${right} right, ${wrong} wrong`);
              if (++frames < 120) requestAnimationFrame(look);
              else done(seen);
            };
            look();
          }),
        [share, count],
      );
      expect(apart).toEqual([]);
    }));

  it('is discrete where an old link says so', () =>
    withPlayground({ hash: 'discreteOutput=true' }, async (playground) => {
      await expect.poll(() => playground.select('Shown as').inputValue()).toBe('discrete');
    }));
});

describe('how well it does', () => {
  it('is counted in a matrix, whose cells mark their points, and compared with its probabilities', () =>
    withPlayground(
      { hash: 'dataSet=blobs&classes=3&noise=50&loss=cross-entropy&showTestPoints=false' },
      async (playground) => {
        const { page } = playground;
        await playground.step();
        const stands = await page.getByTestId('picture').boundingBox();
        await playground.button('How well?').click();
        await playground.readout('confusion').waitFor();
        await expect.poll(() => page.getByTestId('picture').boundingBox()).toEqual(stands);
        for (const split of ['test', 'train'] as const) {
          await playground.radio('Figures of', split === 'test' ? 'Test' : 'Train').click({ force: true });
          const cells = page.locator('[data-testid^="cell-"]');
          const accuracy = await playground.value(`${split}-accuracy`);
          let counts: readonly number[] = [];
          await playground.until(`the points of the ${split} set are counted`, async () => {
            counts = await valuesOf(playground, 'cell-');
            return Math.abs((counts[0] + counts[4] + counts[8]) / 250 - accuracy) < 1e-12;
          });
          expect(counts).toHaveLength(9);
          expect(sumOf(counts)).toBe(250);
          await expect
            .poll(() => playground.value('recall-0'))
            .toBeCloseTo(counts[0] / sumOf(counts.slice(0, 3)), 12);
          await expect
            .poll(() => playground.value('precision-0'))
            .toBeCloseTo(counts[0] / (counts[0] + counts[3] + counts[6]), 12);
          const fullest = counts.indexOf(Math.max(...counts));
          // By keyboard.
          await cells.nth(fullest).focus();
          await page.keyboard.press('Enter');
          await playground.until(
            'its points are marked',
            async () => (await markedIn(playground)) === counts[fullest],
          );
          const bins = page.getByTestId('calibration-bins').locator('li');
          const inBins = await bins.evaluateAll((all) =>
            all.map((one) => Number(one.getAttribute('data-value'))),
          );
          expect(inBins).toHaveLength(10);
          expect(sumOf(inBins)).toBe(250);
        }
        await expect.poll(() => playground.value('calibration-error')).toBeGreaterThan(0);
        expect(await violationsInBothThemes(page)).toEqual([]);
        await page.keyboard.press('Enter');
        await playground.until('they are let go of', async () => (await markedIn(playground)) === 0);
        await playground.button('Close How well?').click();
        await playground.readout('confusion').waitFor({ state: 'detached' });
      },
    ));

  it('of a number is R² and its residuals', () =>
    withPlayground({ hash: 'dataSet=plane&points=200&howWell=true' }, async (playground) => {
      for (let step = 0; step < 2; step++) await playground.step();
      await playground.readout('residuals').waitFor();
      await expect.poll(() => playground.known('residuals')).toBe(100);
      // The loss is the mean squared error.
      const error = Math.sqrt(await playground.value('test-loss'));
      await expect.poll(() => playground.value('rms-error')).toBeCloseTo(error, 5);
      const share = await playground.value('r-squared');
      expect(share).toBeGreaterThan(0);
      expect(share).toBeLessThan(1);
      const accuracyOnly = await playground.page.getByRole('checkbox', { name: 'Mark wrong' }).count();
      expect(accuracyOnly).toBe(0);
    }));
});

describe('the hidden space', () => {
  it('has every point, moves while it learns, and shows any layer', () =>
    withPlayground({ hash: 'hidden=4,2&picture=hidden&speed=film' }, async (playground) => {
      const { page } = playground;
      const canvas = playground.readout('hidden-space');
      await canvas.waitFor();
      const count = async (): Promise<number> => Number(await canvas.getAttribute('data-value'));
      await playground.until('all points are there', async () => (await count()) === 500);
      const pictures = new Set([await playground.restingPicture(canvas)]);
      await playground.button('Play').click();
      await playground.until('it has moved', async () => {
        pictures.add(await playground.picture(canvas));
        return pictures.size > 5;
      });
      await playground.button('Pause').click();
      await expect
        .poll(() => playground.readout('hidden-axes').innerText())
        .toMatch(/neuron 1 of layer 2, up neuron 2.*Colours/);
      await playground.checkbox('Show test points').click();
      await playground.until('only those that train are there', async () => (await count()) === 250);
      await playground.select('Layer').selectOption('1');
      await playground.until('the first layer is shown', async () =>
        /component 1 of layer 1 \(\d+ %\)/.test(await playground.readout('hidden-axes').innerText()),
      );
      await playground.select('Across').selectOption({ label: 'neuron 3' });
      await playground.until('its neurons are shown', async () =>
        (await playground.readout('hidden-axes').innerText()).includes(
          'Across neuron 3 of layer 1, up neuron 1',
        ),
      );
      await expect.poll(() => playground.select('Up').inputValue()).toBe('1');
      expect(await violationsInBothThemes(page)).toEqual([]);
      await page.emulateMedia({ forcedColors: 'active' });
      expect(await violationsInBothThemes(page)).toEqual([]);
      await playground.button('Remove layer').click();
      await playground.button('Remove layer').click();
      await playground.readout('no-hidden-layer').waitFor();
    }));
});
