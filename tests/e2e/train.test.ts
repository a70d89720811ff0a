import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch } from './browser.ts';
import { keptCheckpoint } from './kept-checkpoint.ts';
import { playgroundsIn, type Playground } from './playground.ts';
import { shownWeights } from './shown-weights.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());

const playgrounds = playgroundsIn(() => browser, inject('baseUrl'));
const withPlayground = (hash: string, use: Parameters<typeof playgrounds>[1]): Promise<void> =>
  playgrounds({ hash }, use);

describe('training', () => {
  it('is ready at once, and plays, pauses and steps', () =>
    withPlayground('', async (playground) => {
      await expect.poll(() => playground.status()).toBe('ready');
      await expect.poll(() => playground.value('epoch')).toBe(0);
      const untrained = await playground.value('train-loss');
      await playground.button('Play').click();
      await playground.untilEpoch(3);
      await expect.poll(() => playground.status()).toBe('running');
      // A time too short for its clock is not told.
      const isTimed = async (): Promise<boolean> => (await playground.value('training-ms')) > 0;
      await playground.until('the training time can be told', isTimed);
      await playground.button('Pause').click();
      await playground.until('it is paused', async () => (await playground.status()) === 'paused');
      const rested = await playground.restingEpoch();
      expect(await playground.restingEpoch()).toBe(rested);
      await playground.step();
      // A pause need not fall on the end of an epoch; a step ends on one.
      await expect.poll(() => playground.value('epoch')).toBe(Math.floor(rested) + 1);
      await expect.poll(() => playground.value('train-loss')).toBeLessThan(untrained);
      expect(await isTimed()).toBe(true);
    }));

  it('comes back to the same weights with Reset, and to others with New seed', () =>
    withPlayground('', async (playground) => {
      const first = await playground.text('train-loss');
      await playground.step();
      const stepped = await playground.text('train-loss');
      await playground.button('Reset').click();
      await playground.until('epoch 0', async () => (await playground.value('epoch')) === 0);
      await expect.poll(() => playground.text('train-loss')).toBe(first);
      await playground.step();
      await expect.poll(() => playground.text('train-loss')).toBe(stepped);
      await playground.button('New seed').click();
      await playground.until('epoch 0', async () => (await playground.value('epoch')) === 0);
      await expect.poll(() => playground.text('train-loss')).not.toBe(first);
      await playground.button('Undo').click();
      await playground.until('the run is back', async () => (await playground.value('epoch')) === 1);
      await expect.poll(() => playground.text('train-loss')).toBe(stepped);
    }));

  it('goes on under a new learning rate, and loses nothing', () =>
    withPlayground('', async (playground) => {
      await playground.button('Play').click();
      await playground.untilEpoch(3);
      const before = await playground.value('epoch');
      await playground.setNumber('Learning rate', 0);
      // At rate 0 the loss stands still while the epochs go on; a view from before may come first.
      await playground.until('the loss stands still', async () => {
        const [epoch, loss] = [await playground.value('epoch'), await playground.text('train-loss')];
        await playground.untilEpoch(epoch + 3);
        return (await playground.text('train-loss')) === loss;
      });
      await expect.poll(() => playground.value('epoch')).toBeGreaterThan(before + 3);
      await expect.poll(() => playground.status()).toBe('running');
    }));

  it('goes on at once in another shape, on the same data', () =>
    withPlayground('', async (playground) => {
      const points = await playground.page.getByTestId('data-seed').textContent();
      const speed = playground.select('Speed');
      await playground.button('Play').click();
      for (const [change, parameters] of [
        ['Add layer', 39],
        ['Add neuron to layer 1', 44],
        ['Remove neuron from layer 2', 34],
        ['Remove layer', 23],
      ] as const) {
        await speed.selectOption('full');
        await playground.untilEpoch(30);
        await speed.selectOption('epoch-a-second');
        const before = await playground.value('epoch');
        await playground.button(change).click();
        await playground.until(`it has its shape after ${change}`, () =>
          playground.page.getByText(`${parameters} parameters`).isVisible(),
        );
        await playground.untilEpoch(before);
        await expect.poll(() => playground.status()).toBe('running');
      }
      await speed.selectOption('full');
      await playground.untilEpoch(30);
      await expect.poll(() => playground.number('Neurons in layer 1').inputValue()).toBe('5');
      await expect.poll(() => playground.page.getByTestId('data-seed').textContent()).toBe(points);
      await playground.setNumber('Neurons in layer 1', 64);
      await playground.untilEpoch(3);
      await expect.poll(() => playground.status()).toBe('running');
    }));

  it('says when it diverges, paints nothing of it, and goes back with a lower rate', () =>
    withPlayground('dataSet=plane&activation=linear&learningRate=50', async (playground) => {
      await playground.button('Play').click();
      await playground.until('it diverged', async () => (await playground.status()) === 'diverged');
      await playground.page.getByText(/diverged in epoch \d+/).waitFor();
      await expect.poll(() => playground.value('train-loss')).toBeLessThan(Infinity);
      await playground.page.getByRole('button', { name: 'Go back and use rate 5', exact: true }).click();
      await playground.until('it is back', async () =>
        ['ready', 'paused'].includes(await playground.status()),
      );
      await expect.poll(() => playground.number('Learning rate').inputValue()).toBe('5');
    }));

  it('runs at the chosen speed', () =>
    withPlayground('', async (playground) => {
      await playground.select('Speed').selectOption('epoch-a-second');
      const now = (): Promise<number> => playground.page.evaluate(() => performance.now());
      const began = await now();
      await playground.button('Play').click();
      await playground.untilEpoch(2);
      const slow = await playground.value('epoch');
      // However late it is looked at: no more than one a second.
      expect(slow).toBeLessThanOrEqual(((await now()) - began) / 1000 + 1);
      await playground.select('Speed').selectOption('full');
      await playground.untilEpoch(slow + 50);
    }));
});

/** The data set of the network that is there, which may not be the one that was chosen yet. */
function trainedSet({ page }: Playground): Promise<string | undefined> {
  return page.evaluate(() => {
    interface App extends Element {
      readonly model: { readonly trained: { readonly value: { readonly dataSet: string } | null } };
    }
    return document.querySelector<App>('chainrule-app')?.model.trained.value?.dataSet;
  });
}

describe('settings', () => {
  it('name data sets that can all be trained', () =>
    withPlayground('', async (playground) => {
      for (const name of ['XOR', 'Gaussian', 'Spiral', 'Moons', 'Plane', 'Multi-Gaussian', 'Circle']) {
        await playground.radio('Data set', name).click({ force: true });
        await playground.until(
          'it is what trains',
          async () => (await trainedSet(playground)) === name.toLowerCase(),
        );
        await playground.ready();
        await playground.step();
        const isRegression = ['Plane', 'Multi-Gaussian'].includes(name);
        await expect
          .poll(() => playground.text('test-accuracy'))
          .toMatch(isRegression ? /^$/ : /^[01](\.\d+)?$/);
        const crossEntropy = playground.select('Loss').locator('option[value="binary-cross-entropy"]');
        await expect.poll(() => crossEntropy.isDisabled()).toBe(isRegression);
      }
    }));

  it('are all reachable, and all of them end up in the address', () =>
    withPlayground('', async (playground) => {
      const { page } = playground;
      for (const name of ['x1²', 'x2²', 'x1x2', 'sin x1', 'sin x2'])
        await playground.checkbox(name).check({ force: true });
      await playground.checkbox('x2').uncheck({ force: true });
      await playground.select('Activation').selectOption('relu');
      await playground.select('Loss').selectOption('binary-cross-entropy');
      await playground.select('Optimizer').selectOption('adam');
      const numbers = {
        Noise: 20,
        Points: 200,
        'Train share': 70,
        'Batch size': 7,
        L2: 0.01,
        'Learning rate': 0.01,
      };
      for (const [label, value] of Object.entries(numbers)) await playground.setNumber(label, value);
      await playground.button('New data').click();
      await playground.step();
      await playground.until('the address has it all', async () => page.url().includes('dataSeed=2'));
      const shared = new URLSearchParams(new URL(page.url()).hash.slice(1));
      expect(Object.fromEntries(shared)).toEqual({
        noise: '20',
        points: '200',
        trainShare: '70',
        dataSeed: '2',
        features: 'x1,x1²,x2²,x1x2,sin x1,sin x2',
        activation: 'relu',
        loss: 'binary-cross-entropy',
        optimizer: 'adam',
        learningRate: '0.01',
        l2: '0.01',
        batchSize: '7',
      });
      const loss = await playground.text('train-loss');
      await playground.until('it is kept', async () => (await keptCheckpoint(page))?.epoch === 1);
      await page.reload();
      await playground.until('the run is there', async () => (await playground.value('epoch')) === 1);
      await expect.poll(() => playground.text('train-loss')).toBe(loss);
      // And from the beginning, by the settings alone.
      await playground.button('Reset').click();
      await playground.until('it is reset', async () => (await playground.value('epoch')) === 0);
      await playground.step();
      await expect.poll(() => playground.text('train-loss')).toBe(loss);
    }));

  it('go with the links between places, and the training with them, however those are followed', () =>
    withPlayground('', async (playground, { page }) => {
      const link = (name: string) =>
        page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name });
      const ways = {
        mouse: (name: string) => link(name).click(),
        keys: async (name: string) => {
          await link(name).focus();
          await page.keyboard.press('Enter');
        },
        // As speech recognition does it.
        script: (name: string) => link(name).evaluate((element: HTMLElement) => element.click()),
      };
      for (const [follow, dataSet] of [
        [ways.mouse, 'Moons'],
        [ways.keys, 'Gaussian'],
        [ways.script, 'Rings'],
      ] as const) {
        for (const name of ['XOR', 'Spiral', dataSet])
          await playground.radio('Data set', name).check({ force: true });
        await playground.step();
        const weights = await shownWeights(page);
        await follow('Graph');
        await page.getByTestId('lab-result').waitFor();
        await follow('Playground');
        await playground.ready();
        await expect.poll(() => playground.radio('Data set', dataSet).isChecked()).toBe(true);
        await expect.poll(() => shownWeights(page)).toEqual(weights);
        // It leads to where one is.
        await follow('Playground');
        await expect.poll(() => shownWeights(page)).toEqual(weights);
      }
    }));

  it('keep one feature', () =>
    withPlayground('features=x1', async (playground) => {
      await expect.poll(() => playground.checkbox('x1').isDisabled()).toBe(true);
    }));

  it('survive hostile addresses, to begin with and later on', () =>
    withPlayground('learningRate=-1&hidden=99&dataSet=%00', async (playground, { page }) => {
      const told = page.getByTestId('notice').filter({ hasText: 'The link had settings that do not fit' });
      const survive = async (): Promise<void> => {
        await told.waitFor();
        const epoch = await playground.known('epoch');
        await playground.step();
        await expect.poll(() => playground.value('epoch')).toBe(epoch + 1);
      };
      await survive();
      for (const hash of ['x='.repeat(5000), '%%%&&&==#?', 'hidden=__proto__&seed=1e999']) {
        await told.getByRole('button').click();
        await told.waitFor({ state: 'detached' });
        await page.evaluate((next) => (location.hash = next), hash);
        await survive();
      }
    }));

  it('refuse what does not fit and show again what holds', () =>
    withPlayground('', async (playground) => {
      await playground.setNumber('Batch size', 0);
      await playground.page
        .getByText(/batchSize|Batch size/)
        .first()
        .waitFor();
      await playground.until(
        'the field is right again',
        async () => (await playground.number('Batch size').inputValue()) === '10',
      );
    }));
});
