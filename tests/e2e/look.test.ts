import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch } from './browser.ts';
import { GraphLab } from './graph-lab.ts';
import { createDataSet } from '../../src/data/data-set.ts';
import { defaultExperiment } from '../../src/experiment/schema.ts';
import { playgroundsIn } from './playground.ts';
import { violationsInBothThemes } from './violations.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());
const withPlayground = playgroundsIn(() => browser, inject('baseUrl'));

const look = (page: Page): Locator => page.getByTestId('look');

/** What stands in the tiles, `[column][index]`. */
async function tiles(page: Page): Promise<number[][]> {
  const all = await page
    .getByTestId('neuron-value')
    .evaluateAll((spans) =>
      spans.map(({ dataset: { column, index, value } }) => [column, index, value].map(Number)),
    );
  const columns: number[][] = [];
  for (const [column, index, value] of all) (columns[column] ??= [])[index] = value;
  return columns;
}

/** Bias and weights of a neuron as its card has them, in full. */
async function parametersOf(page: Page, name: string): Promise<{ bias: number; weights: number[] }> {
  await page.getByRole('button', { name, exact: true }).focus();
  const card = page.locator('chainrule-neuron-card');
  await card.getByText(name, { exact: true }).waitFor();
  const [bias, ...weights] = (
    await card.locator('dd').evaluateAll((cells) => cells.map((cell) => cell.getAttribute('data-value')))
  ).map(Number);
  return { bias, weights };
}

const layers = [
  ['Layer 1, neuron 1', 'Layer 1, neuron 2', 'Layer 1, neuron 3'],
  ['Layer 2, neuron 1', 'Layer 2, neuron 2'],
  ['Output'],
];

/** What keys come to first. */
const firstRow = `train row ${createDataSet(defaultExperiment).rows.train[0] + 1}`;

/** A number as it is shown. */
const shown = (text: string): number => Number(text.replaceAll('−', '-'));

describe('pointing at the picture', () => {
  it('fills every neuron with its value there, by pointer and by keys, and a pinned point follows the training', () =>
    withPlayground(
      { hash: 'hidden=3,2', viewport: { width: 1440, height: 900 } },
      async (playground, { page }) => {
        const picture = page.getByTestId('picture');
        const box = (await picture.boundingBox())!;
        await page.mouse.move(box.x + box.width * 0.12, box.y + box.height * 0.2);
        await look(page).waitFor();
        expect((await picture.boundingBox())?.y).toBe(box.y);
        await expect
          .poll(async () => (await look(page).innerText()).replaceAll('\n', ' '))
          .toMatch(/^x₁ −\d\.\d+, x₂ \d\.\d+ → −?\d\.\d\d, (blue|orange)$/);
        const parameters: { bias: number; weights: number[] }[][] = [];
        for (const layer of layers) {
          const ofLayer = [];
          for (const name of layer) ofLayer.push(await parametersOf(page, name));
          parameters.push(ofLayer);
        }
        const byHand = (inputs: number[]): number[][] => {
          const columns = [inputs];
          for (const layer of parameters) {
            const before = columns[columns.length - 1];
            columns.push(
              layer.map(({ bias, weights }) =>
                Math.tanh(weights.reduce((sum, w, i) => sum + w * before[i], bias)),
              ),
            );
          }
          return columns;
        };
        const expectByHand = async (): Promise<number[][]> => {
          await expect
            .poll(async () => (await tiles(page)).map(({ length }) => length))
            .toEqual([2, 3, 2, 1]);
          const seen = await tiles(page);
          byHand(seen[0]).forEach((column, at) => {
            column.forEach((value, index) => expect(seen[at][index]).toBeCloseTo(value, 10));
          });
          return seen;
        };
        const byPointer = await expectByHand();
        expect(Math.abs(byPointer[0][0])).toBeGreaterThan(3);

        await page.mouse.move(5, 5);
        await page.keyboard.press('Escape');
        await picture.focus();
        // Into the corner, where no point lies.
        for (const key of ['ArrowRight', 'ArrowUp'])
          for (let press = 0; press < 5; press++) await page.keyboard.press(`Shift+${key}`);
        await page.keyboard.press('ArrowLeft');
        await look(page).getByText('x₁ 5.7, x₂ 6 → ').waitFor();
        await playground.until('so are the neurons', async () => (await tiles(page))[0].join() === '5.7,6');
        await expectByHand();

        await page.keyboard.press('PageDown');
        await playground.until(
          'a point is looked at',
          async () => (await look(page).getAttribute('data-kind')) === 'sample',
        );
        const atPoint = await expectByHand();
        const said = await look(page).innerText();
        const label = Number(/label (\S+)/.exec(said)?.[1]);
        expect(said).toContain(`${firstRow}: `);
        expect(Number(await look(page).getAttribute('data-loss'))).toBeCloseTo(
          (atPoint[3][0] - label) ** 2,
          10,
        );

        await page.keyboard.press('Enter');
        await page.getByTestId('chosen-point').waitFor();
        await playground.step();
        await playground.until(
          'it has followed',
          async () => (await look(page).getAttribute('data-epoch')) === '1',
        );
        await expect.poll(() => look(page).getAttribute('data-pinned')).toBe('true');
        await playground.until('so have the neurons', async () => {
          return (await tiles(page))[1].join() !== atPoint[1].join();
        });
        expect((await tiles(page))[0]).toEqual(atPoint[0]);
        await picture.focus();
        await page.keyboard.press('Enter');
        await page.getByTestId('chosen-point').waitFor({ state: 'detached' });
        await picture.blur();
        await playground.until('nothing is looked at', async () => (await tiles(page)).length === 0);
      },
    ));
});

describe('the values of a row', () => {
  it('stand within their tiles, with their signs, however small these are', () =>
    withPlayground(
      { hash: 'dataSet=breast-cancer&hidden=8', viewport: { width: 1280, height: 720 } },
      async (playground, { page }) => {
        for (const [width, height] of [
          [1280, 720],
          [1920, 1000],
          [390, 844],
        ]) {
          await page.setViewportSize({ width, height });
          const picture = page.getByTestId('picture');
          await picture.focus();
          await page.keyboard.press('PageDown');
          await playground.until('values', async () => (await tiles(page))[0]?.length === 12);
          expect((await tiles(page))[0].some((value) => value < 0)).toBe(true);
          const clipped = (): Promise<string[]> =>
            page.getByTestId('neuron-value').evaluateAll((spans) =>
              spans
                .filter((span) => {
                  const [inside, outside] = [span.firstElementChild!, span].map((one) =>
                    one.getBoundingClientRect(),
                  );
                  return inside.left < outside.left - 0.5 || inside.right > outside.right + 0.5;
                })
                .map(({ textContent }) => textContent.trim()),
            );
          await expect.poll(clipped).toEqual([]);
        }
      },
    ));
});

describe('a neuron', () => {
  it('opens beside the network with numbers that add up, gives the focus back, and opens in Graph as it is', () =>
    withPlayground(
      { hash: 'hidden=3,2', viewport: { width: 1440, height: 900 } },
      async (playground, { page }) => {
        await playground.step();
        const picture = page.getByTestId('picture');
        const canvas = picture.locator('canvas');
        const neuron = page.getByRole('button', { name: 'Layer 2, neuron 1' });
        const output = await playground.restingPicture(canvas);
        await neuron.hover();
        await look(page).getByText('Neuron 1 of layer 2: from −1 to +1 by colour').waitFor();
        await playground.until('its map is shown', async () => (await playground.picture(canvas)) !== output);
        await page.mouse.move(5, 5);
        await playground.until(
          'the picture is back',
          async () => (await playground.picture(canvas)) === output,
        );

        await picture.focus();
        await page.keyboard.press('PageDown');
        await page.keyboard.press('Enter');
        await neuron.focus();
        await page.keyboard.press('Enter');
        const drawer = page.getByTestId('neuron-drawer');
        await drawer.getByTestId('neuron-sum').waitFor();
        const numbers = async (id: string): Promise<number[]> =>
          (await drawer.getByTestId(id).allInnerTexts()).map(shown);
        const terms = await numbers('term');
        const [sum] = await numbers('neuron-sum');
        expect(terms).toHaveLength(4);
        expect(Math.abs(terms.reduce((all, term) => all + term) - sum)).toBeLessThanOrEqual(
          0.5e-4 * 5 + 1e-9,
        );
        expect((await numbers('neuron-output'))[0]).toBeCloseTo(Math.tanh(sum), 3);
        await expect.poll(() => drawer.getByTestId('gradient-weight').count()).toBe(3);
        const exactly = (id: string): Promise<number> =>
          drawer.getByTestId(id).getAttribute('data-value').then(Number);
        const [h, reaction] = [await exactly('neuron-output'), await exactly('gradient-output')];
        // tanh' = 1 - h².
        await expect.poll(() => exactly('gradient-bias')).toBeCloseTo(reaction * (1 - h * h), 10);
        for (const part of ['picture', 'loss-chart', 'run-bar'])
          await expect.poll(() => page.getByTestId(part).isVisible()).toBe(true);
        const overlap = (await drawer.boundingBox())!;
        const panel = (await page.locator('chainrule-network-panel').boundingBox())!;
        expect(overlap.x + overlap.width).toBeLessThanOrEqual(panel.x);

        await playground.radio('Neurons', 'Reaction').check();
        await playground.until(
          'the neurons show reactions',
          async () => (await tiles(page))[2]?.[0] === reaction,
        );
        await page.getByText(`d loss / d output at ${firstRow}`, { exact: true }).waitFor();
        await playground.until('the address says so', () =>
          Promise.resolve(page.url().includes('neurons=reaction')),
        );
        expect(await violationsInBothThemes(page)).toEqual([]);

        await neuron.focus();
        await page.keyboard.press('Enter');
        await page.keyboard.press('Escape');
        await drawer.waitFor({ state: 'detached' });
        await expect.poll(() => neuron.evaluate((element) => element.matches(':focus'))).toBe(true);

        const [from, to] = [
          (await page.getByRole('button', { name: 'Layer 1, neuron 1' }).boundingBox())!,
          (await neuron.boundingBox())!,
        ];
        await page.mouse.move(
          (from.x + from.width + to.x) / 2,
          (from.y + from.height / 2 + to.y + to.height / 2) / 2,
        );
        const card = page.locator('chainrule-neuron-card');
        await card.getByText('Layer 1, neuron 1 → Layer 2, neuron 1').waitFor();
        await card.locator('td.gradient').waitFor();
        // From then on the updates are watched.
        await playground.button('Step').evaluate((button: HTMLElement) => button.click());
        await card.locator('td.update').waitFor();
        expect(
          Math.abs(Number(await card.locator('td.gradient').getAttribute('data-value'))),
        ).toBeGreaterThan(0);
        expect(Math.abs(Number(await card.locator('td.update').getAttribute('data-value')))).toBeGreaterThan(
          0,
        );

        await page.mouse.move(5, 5);
        await neuron.focus();
        await page.keyboard.press('Enter');
        await playground.until('it is of now', async () => (await drawer.getAttribute('data-epoch')) === '2');
        const now = await exactly('neuron-output');
        await drawer.getByRole('button', { name: 'Open in Graph' }).click();
        const lab = await new GraphLab(page).ready();
        await lab.until(
          'the trainer has answered',
          async () => (await lab.value('lab-trainer-value')) !== '',
        );
        await expect.poll(() => lab.data('h2_1')).toBeCloseTo(now, 10);
      },
    ));
});

describe('on a phone', () => {
  it.each([320, 390, 1024, 1440])(
    'shows the answer in full, also of a pinned place between long names, at %i pixels',
    (width) =>
      withPlayground(
        { hash: 'dataSet=cars&hidden=4', viewport: { width, height: 900 } },
        async (_, { page }) => {
          const canvas = page.getByTestId('picture').locator('canvas').first();
          const { width: side } = (await canvas.boundingBox())!;
          await canvas.click({ position: { x: 0.3 * side, y: 0.4 * side } });
          await expect.poll(() => look(page).getAttribute('data-pinned')).toBe('true');
          await expect.poll(() => look(page).textContent()).toMatch(/displacement.* → [\d.]+\s+pinned/s);
          const ends = await look(page).evaluate((line) => {
            const answer = line.querySelector<HTMLElement>('.answer');
            if (answer === null) throw new Error('there is no answer');
            const parts = [...line.querySelectorAll('*')].map((part) => part.getBoundingClientRect().right);
            return {
              cut: answer.scrollWidth - answer.clientWidth,
              beyond: Math.max(...parts) - line.getBoundingClientRect().right,
            };
          });
          expect(ends.cut).toBe(0);
          expect(ends.beyond).toBeLessThanOrEqual(0.5);
        },
      ),
  );

  it('a tap looks and pins, another lets go, and a neuron comes up in a sheet', () =>
    withPlayground(
      { viewport: { width: 390, height: 844 }, hasTouch: true, hash: 'hidden=2' },
      async (playground, { page }) => {
        const box = (await page.getByTestId('picture').boundingBox())!;
        const tap = (): Promise<void> =>
          page.touchscreen.tap(box.x + box.width * 0.1, box.y + box.height * 0.1);
        await tap();
        await playground.until(
          'it is pinned',
          async () => (await look(page).getAttribute('data-pinned')) === 'true',
        );
        await playground.until(
          'every neuron has its value',
          async () => (await tiles(page)).map(({ length }) => length).join() === '2,2,1',
        );
        await tap();
        await playground.until('it is let go', async () => (await tiles(page)).length === 0);
        await tap();
        await playground.until('it is pinned again', async () => (await tiles(page)).length === 3);
        const neuron = page.getByRole('button', { name: 'Layer 1, neuron 2' });
        await neuron.tap();
        await neuron.tap();
        const drawer = page.getByTestId('neuron-drawer');
        await drawer.getByTestId('no-loss').waitFor();
        await playground.until('the neuron stands above it', async () => {
          const sheet = (await drawer.boundingBox())!;
          const tile = (await neuron.boundingBox())!;
          return tile.y + tile.height <= sheet.y;
        });
        await drawer.getByRole('button', { name: 'Close' }).tap();
        await drawer.waitFor({ state: 'detached' });
      },
    ));
});
