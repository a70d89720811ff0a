import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch } from './browser.ts';
import { playgroundsIn, type Playground } from './playground.ts';
import { shownWeights } from './shown-weights.ts';
import { violationsInBothThemes } from './violations.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());
const withPlayground = playgroundsIn(() => browser, baseUrl);

const readouts = ['epoch', 'train-loss', 'test-loss', 'train-accuracy', 'test-accuracy'] as const;
const exactReadouts = ({ page }: Playground): Promise<(string | null)[]> =>
  Promise.all(readouts.map((name) => page.getByTestId(name).getAttribute('data-value')));

async function copiedMoment({ page }: Playground): Promise<string> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy link to this moment', exact: true }).click();
  await page.getByText('The link to epoch').first().waitFor({ state: 'attached' });
  const link = await page.evaluate(() => navigator.clipboard.readText());
  return new URL(link).hash.slice(1);
}

async function untilTaken({ page }: Playground, text: string): Promise<void> {
  await expect.poll(() => page.url()).toContain(text);
}

/** Until the link's moment is there, or it is said why not. */
async function untilReplayed(page: Page): Promise<void> {
  await expect.poll(() => page.getByTestId('replay').count()).toBe(0);
}

describe('a link to a moment', () => {
  it('opens the same network in another page, over all that was changed on the way', () =>
    withPlayground({ hash: 'points=100&optimizer=adam&learningRate=0.01' }, async (playground) => {
      const { page } = playground;
      await playground.step();
      await playground.step();
      await playground.setNumber('Learning rate', 0.1);
      await untilTaken(playground, 'learningRate=0.1');
      await playground.step();
      await playground.setNumber('Batch size', 7);
      await untilTaken(playground, 'batchSize=7');
      await playground.button('Add neuron to layer 1').click();
      await untilTaken(playground, 'hidden=5');
      await playground.step();
      await playground.step();
      await playground.until('it rests', async () => (await playground.status()) === 'paused');
      const expected = await exactReadouts(playground);
      expect(expected[0]).toBe('5');
      expect(expected[1]).not.toBe('');
      const shown = await shownWeights(page);
      const link = await copiedMoment(playground);
      expect(link).toContain('epoch=5&log=');
      expect(link).toContain('learningRate=0.01');

      await withPlayground({ hash: link }, async (other) => {
        await other.until('it is there', async () => (await other.value('epoch')) === 5);
        await other.until('with its figures', async () => {
          return (await exactReadouts(other)).join() === expected.join();
        });
        expect(await shownWeights(other.page)).toEqual(shown);
        await expect.poll(() => other.number('Learning rate').inputValue()).toBe('0.1');
        await expect.poll(() => other.number('Neurons in layer 1').inputValue()).toBe('5');
        await untilTaken(other, 'hidden=5');
        await expect.poll(() => other.page.url()).not.toContain('epoch=');
        // Both go on alike.
        await other.step();
        await playground.step();
        await expect.poll(() => exactReadouts(other)).toEqual(await exactReadouts(playground));
      });

      // A moment of the past: what came later is not in its link.
      await page.getByRole('slider', { name: 'Time', exact: true }).fill('5');
      await playground.until('it is earlier', async () => (await playground.value('epoch')) === 5);
      expect(await violationsInBothThemes(page)).toEqual([]);
    }));

  it('shows how far it has come, and can be cancelled; what is shown then trains as ever', () =>
    withPlayground({ hash: 'dataSet=spiral&points=4000&hidden=64,64&epoch=1000000' }, async (playground) => {
      const { page } = playground;
      const replay = page.getByTestId('replay');
      await replay.waitFor();
      await page.getByRole('progressbar', { name: 'Training to the moment of the link' }).waitFor();
      await expect.poll(() => page.url()).toContain('epoch=1000000');
      expect(await violationsInBothThemes(page)).toEqual([]);
      await replay.getByRole('button', { name: 'Cancel' }).click();
      await page.getByText('was cancelled at epoch').first().waitFor({ state: 'attached' });
      await untilReplayed(page);
      await expect.poll(() => page.url()).not.toContain('epoch=');
      await expect.poll(() => playground.value('epoch')).toBe(0);
      await playground.button('Play').click();
      await playground.until('it trains', async () => (await playground.status()) === 'running');
    }));

  it('gives way to whoever goes on otherwise', () =>
    withPlayground({ hash: 'dataSet=spiral&points=4000&hidden=64,64&epoch=1000000' }, async (playground) => {
      const { page } = playground;
      await page.getByTestId('replay').waitFor();
      await playground.setNumber('Learning rate', 0.2);
      await page.getByText('since you went on otherwise').first().waitFor({ state: 'attached' });
      await untilReplayed(page);
      await expect.poll(() => playground.number('Learning rate').inputValue()).toBe('0.2');
    }));

  it.each([
    ['epoch=soon', 'is no moment of a training'],
    ['epoch=99999999', 'is no moment of a training'],
    ['epoch=3&log=AAAA', 'its log is damaged'],
    ['epoch=1,3', 'no batch of this training ends at sample 3 after epoch 1'],
  ])('says what is wrong with %s, and shows the settings', (moment, message) =>
    withPlayground({ hash: `points=100&hidden=3&${moment}` }, async (playground) => {
      await playground.page.getByText(message).first().waitFor({ state: 'attached' });
      await untilReplayed(playground.page);
      await expect.poll(() => playground.number('Neurons in layer 1').inputValue()).toBe('3');
      await playground.step();
      await expect.poll(() => playground.value('epoch')).toBe(1);
    }),
  );
});
