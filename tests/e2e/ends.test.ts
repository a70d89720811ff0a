import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch } from './browser.ts';
import { playgroundsIn, type Playground } from './playground.ts';
import { shownWeights } from './shown-weights.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());
const withPlayground = playgroundsIn(() => browser, baseUrl);

function untilStopped({ page }: Playground, words: RegExp): Promise<void> {
  return page.getByText(words).first().waitFor();
}

const weightsOf = async ({ page }: Playground): Promise<number[]> =>
  (await shownWeights(page)).weights.split(',').map(Number);

describe('a training', () => {
  it('stops at an epoch, says so, and goes on when that is a later one, at full speed', () =>
    withPlayground({ hash: '#speed=full' }, async (playground) => {
      await playground.setNumber('Stop at epoch', 300);
      await playground.ready();
      await playground.button('Play').click();
      await untilStopped(playground, /Stopped after epoch 300, as it was set to\./);
      await expect.poll(() => playground.status()).toBe('paused');
      await expect.poll(() => playground.value('epoch')).toBe(300);
      await playground.setNumber('Stop at epoch', 500);
      await playground.ready();
      await playground.button('Play').click();
      await untilStopped(playground, /Stopped after epoch 500, as it was set to\./);
      await expect.poll(() => playground.value('epoch')).toBe(500);
    }));

  it('stops after the same epoch at any speed where an accuracy is reached', () =>
    withPlayground({ hash: '#stopWhen=test-accuracy&stopValue=95&speed=10x' }, async (playground) => {
      await playground.button('Play').click();
      await untilStopped(playground, /the test accuracy has reached 9[5-9]\.\d %\./);
      await expect.poll(() => playground.status()).toBe('paused');
      const { epoch, weights } = await shownWeights(playground.page);
      expect(epoch).toBeGreaterThan(1);
      await playground.select('Speed').selectOption('full');
      await playground.button('Reset').click();
      await playground.until('it begins anew', async () => (await playground.value('epoch')) === 0);
      await playground.button('Play').click();
      await playground.until('it has stopped', async () => (await playground.value('epoch')) === epoch);
      await expect.poll(() => shownWeights(playground.page)).toEqual({ epoch, weights });
    }));

  it('stops where the validation loss falls no more, and goes back to where it was lowest', () =>
    withPlayground(
      { hash: '#speed=full&noise=50&points=60&hidden=16,16&optimizer=adam&learningRate=0.03' },
      async (playground) => {
        await playground.select('Stop by').selectOption('validation');
        await playground.ready();
        await playground.button('Play').click();
        const said = playground.page.getByText(/The weights are those of epoch \d+, where it was lowest\./);
        await said.first().waitFor();
        const best = Number(/those of epoch (\d+)/.exec(await said.first().innerText())![1]);
        await expect.poll(() => playground.status()).toBe('paused');
        const { weights } = await shownWeights(playground.page);
        // The same training again, to that epoch.
        await playground.setNumber('Stop at epoch', best);
        await playground.ready();
        await playground.button('Reset').click();
        await playground.until('it begins anew', async () => (await playground.value('epoch')) === 0);
        await playground.button('Play').click();
        await untilStopped(playground, /as it was set to\./);
        await expect.poll(() => shownWeights(playground.page)).toEqual({ epoch: best, weights });
      },
    ));
});

describe('initial weights', () => {
  it('are drawn as is chosen; biases from a seed of their own leave the weights as they were; Reset gives them again', () =>
    withPlayground({ hash: '#hidden=3' }, async (playground) => {
      const { page } = playground;
      // 3 × 2 weights, 3 biases, 3 weights, a bias.
      const biases = [6, 7, 8, 12];
      const own = await weightsOf(playground);
      await page.getByRole('button', { name: 'More', exact: true }).click();
      await page.getByLabel('Bias seed', { exact: true }).fill('7');
      await page.getByLabel('Bias seed', { exact: true }).press('Enter');
      await playground.until(
        'the biases are others',
        async () => (await weightsOf(playground))[6] !== own[6],
      );
      const seeded = await weightsOf(playground);
      expect(seeded.filter((_, i) => !biases.includes(i))).toEqual(own.filter((_, i) => !biases.includes(i)));
      await playground.select('Initialization').selectOption('zero');
      await playground.until('all are 0', async () =>
        (await weightsOf(playground)).every((value) => value === 0),
      );
      await playground.select('Initialization').selectOption('tensorflow-playground');
      await playground.until('biases are 0.1', async () => {
        const values = await weightsOf(playground);
        return biases.every((i) => Math.abs(values[i] - 0.1) < 1e-7);
      });
      const begun = await weightsOf(playground);
      expect(begun.every((value) => Math.abs(value) <= 0.5)).toBe(true);
      await playground.step();
      expect(await weightsOf(playground)).not.toEqual(begun);
      await playground.button('Reset').click();
      await playground.until('it begins anew', async () => (await playground.value('epoch')) === 0);
      await expect.poll(() => weightsOf(playground)).toEqual(begun);
    }));

  it('stay where a neuron or a layer comes once training has begun: all others keep what they have learned', () =>
    withPlayground({ hash: '#hidden=3' }, async (playground) => {
      for (let epoch = 0; epoch < 2; epoch++) await playground.step();
      const learned = await weightsOf(playground);
      await playground.button('Add neuron to layer 1').click();
      await playground.until('it is there', async () => (await weightsOf(playground)).length === 17);
      const grown = await weightsOf(playground);
      // The first three neurons' weights and biases, and what the output makes of them.
      expect(grown.slice(0, 6)).toEqual(learned.slice(0, 6));
      expect(grown.slice(8, 11)).toEqual(learned.slice(6, 9));
      expect(grown.slice(12, 15)).toEqual(learned.slice(9, 12));
      await expect.poll(() => playground.value('epoch')).toBe(2);
    }));
});
