import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch } from './browser.ts';
import { playgroundsIn, type Playground } from './playground.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());
const withPlayground = playgroundsIn(() => browser, baseUrl);

/** By neuron, how much of the last batch or sample it was dropped in; empty while nothing is said of it. */
function dropped({ page }: Playground, layer: number): Promise<number[]> {
  return page
    .locator(`chainrule-dropped-neurons [data-column="${layer}"]`)
    .evaluateAll((marks) => marks.map((mark) => Number((mark as HTMLElement).dataset['dropped'])));
}

const sampleSteps = '#hidden=8,6&dropout=0.5,0.25&stepBy=sample&batchSize=3';

describe('dropout', () => {
  it('is set layer by layer, keeps what was learned, is in the link, and trains at full speed', () =>
    withPlayground({ hash: '#speed=full&stepBy=epoch' }, async (playground, { page }) => {
      const hash = (): Promise<string> => page.evaluate(() => location.hash);
      await playground.step();
      const before = await playground.value('train-loss');
      await playground.button('More').click();
      await expect.poll(() => playground.number('Dropout in layer 1').inputValue()).toBe('0');
      await playground.setNumber('Dropout in layer 2', 0.4);
      await playground.until('it is in the address', async () => (await hash()).includes('dropout=0,0.4'));
      await playground.until(
        'the weights are those of before',
        async () => (await playground.value('train-loss')) === before,
      );
      await expect.poll(() => playground.value('epoch')).toBe(1);
      await playground.setNumber('Dropout in layer 1', 0.2);
      await playground.setNumber('Input noise', 0.1);
      await playground.setNumber('Label noise', 0.05);
      await playground.until('all is in the address', async () =>
        (await hash()).includes('dropout=0.2,0.4&inputNoise=0.1&labelNoise=0.05'),
      );
      await playground.button('Play').click();
      await playground.untilEpoch(100);
      await playground.button('Pause').click();
      await playground.until('it is paused', async () => (await playground.status()) === 'paused');
      // A layer that goes takes its share with it, and one that comes has none.
      await playground.button('Remove layer').click();
      await playground.until('one share is left', async () => (await hash()).includes('dropout=0.2&'));
      await playground.setNumber('Dropout in layer 1', 2);
      await page.getByTestId('notice').getByText('dropout').first().waitFor();
      await expect.poll(() => hash()).toContain('dropout=0.2&');
    }));

  it('marks the points that are trained with another label, tells it of each, and no longer without the noise', () =>
    withPlayground(
      { hash: '#points=100&labelNoise=0.3&seed=3', viewport: { width: 1440, height: 900 } },
      async (playground, { page }) => {
        const picture = page.getByTestId('picture').locator('canvas');
        const said = async (): Promise<string> => (await picture.getAttribute('aria-label')) ?? '';
        await playground.until('it is told', async () =>
          /, \d+ with another label by noise/.test(await said()),
        );
        const marked = await playground.restingPicture(picture);
        const count = Number(/(\d+) with another label/.exec(await said())?.[1]);
        expect(count).toBeGreaterThan(3);
        expect(count).toBeLessThan(30);
        await page.getByTestId('picture').focus();
        const words = new Set<string>();
        for (
          let point = 0;
          point < 50 && ![...words].some((text) => text.includes('by label noise'));
          point++
        ) {
          await page.keyboard.press('PageDown');
          await page.getByTestId('look').waitFor();
          words.add((await page.getByTestId('look').getAttribute('title')) ?? '');
        }
        expect(
          [...words].some((text) => /trained as .* by label noise/.test(text)),
          [...words].join(),
        ).toBe(true);
        await page.keyboard.press('Escape');
        await playground.setNumber('Label noise', 0);
        await playground.until('nothing is told', async () => !(await said()).includes('by noise'));
        await playground.until(
          'nothing is marked',
          async () => (await playground.picture(picture)) !== marked,
        );
      },
    ));

  it('greys the neurons that a sample does without, others at the next sample, the same ones again', () =>
    withPlayground({ hash: sampleSteps }, async (playground) => {
      const masks: string[] = [];
      for (let sample = 0; sample < 4; sample++) {
        await playground.button('Step').click();
        await playground.until('it is seen which neurons are dropped', async () => {
          const mask = [...(await dropped(playground, 1)), ...(await dropped(playground, 2))];
          const isNew = mask.length === 14 && mask.join() !== masks.at(-1);
          if (isNew) masks.push(mask.join());
          return isNew;
        });
      }
      expect(masks.every((mask) => mask.split(',').every((share) => share === '0' || share === '1'))).toBe(
        true,
      );
      await withPlayground({ hash: sampleSteps }, async (again) => {
        await again.button('Step').click();
        await again.until('the first mask is the same', async () => {
          const mask = [...(await dropped(again, 1)), ...(await dropped(again, 2))];
          return mask.join() === masks[0];
        });
      });
    }));

  it('shows of a batch in how many of its samples each neuron was silent, and nothing at full speed', () =>
    withPlayground(
      { hash: '#hidden=8,6&dropout=0.5,0&stepBy=batch&batchSize=10&speed=full' },
      async (playground) => {
        await playground.button('Step').click();
        await playground.until('shares are shown', async () =>
          (await dropped(playground, 1)).some((share) => share > 0 && share < 1),
        );
        await expect.poll(() => dropped(playground, 2)).toEqual([0, 0, 0, 0, 0, 0]);
        await playground.button('Play').click();
        await playground.until('they are gone', async () => (await dropped(playground, 1)).length === 0);
      },
    ));
});

describe('a rate that is reduced on plateaus', () => {
  it('is shown as it is now, on its curve', () =>
    withPlayground(
      {
        hash: '#schedule=plateau&schedulePatience=0&scheduleThreshold=0.9&scheduleFactor=0.5&learningRate=0.08&stopEpoch=4&speed=full',
      },
      async (playground, { page }) => {
        const now = page.getByTestId('rate-now');
        await expect.poll(() => now.getAttribute('data-value')).toBe('0.08');
        await playground.button('Play').click();
        await playground.untilEpoch(4);
        await playground.until(
          'the rate was halved after each epoch but the first',
          async () => (await now.getAttribute('data-value')) === '0.01',
        );
        await playground.setNumber('Learning rate', 0.8);
        await playground.until('it goes with the rate that is set', async () =>
          ((await now.getAttribute('data-value')) ?? '').startsWith('0.1'),
        );
      },
    ));
});
