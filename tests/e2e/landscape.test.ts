import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch, openPage, type PageOptions } from './browser.ts';
import { Playground } from './playground.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());

async function withLandscape(
  options: PageOptions,
  use: (playground: Playground) => Promise<void>,
): Promise<void> {
  const opened = await openPage(browser, baseUrl, options);
  try {
    await use(await new Playground(opened.page).ready());
    opened.assertClean();
  } finally {
    await opened.close();
  }
}

const attribute = async (playground: Playground, name: string): Promise<number> =>
  Number((await playground.readout('landscape-loss').getAttribute(`data-${name}`)) ?? NaN);

/** Waits until the finest slice of the shown epoch is there. */
async function untilFinest(playground: Playground, cells = 64): Promise<void> {
  await playground.until('the slice is there', async () => {
    const epoch = await playground.value('epoch');
    return (
      (await attribute(playground, 'cells')) === cells && (await attribute(playground, 'epoch')) === epoch
    );
  });
}

describe('the loss landscape', () => {
  it('is a choice beside the boundary, and its centre has the train loss of the epoch', () =>
    withLandscape({}, async (playground) => {
      await playground.page.locator('chainrule-boundary-plot').waitFor();
      await playground.radio('Picture', 'Loss landscape').click({ force: true });
      for (let step = 0; step < 2; step++) {
        await untilFinest(playground);
        const [loss, reported] = [
          await playground.value('landscape-loss'),
          await playground.value('train-loss'),
        ];
        expect(Math.abs(loss - reported)).toBeLessThanOrEqual(1e-6 * reported);
        await playground.step();
      }
      await playground.until('it is in the address', () =>
        Promise.resolve(playground.page.url().includes('picture=landscape')),
      );
      await playground.radio('Picture', 'Boundary').click({ force: true });
      await playground.page.locator('chainrule-boundary-plot').waitFor();
      await expect.poll(() => playground.page.locator('chainrule-landscape-view').count()).toBe(0);
    }));

  it('is cut along other directions, farther and finer when that is asked for', () =>
    withLandscape({ hash: 'picture=landscape' }, async (playground) => {
      await untilFinest(playground);
      const canvas = playground.page.locator('chainrule-landscape-plot canvas');
      const lowest = (): Promise<number> => attribute(playground, 'lowest');
      const first = await lowest();
      const picture = await playground.restingPicture(canvas);
      await playground.button('New directions').click();
      await playground.until('another slice is there', async () => (await lowest()) !== first);
      await expect.poll(() => playground.text('landscape-seed')).toBe('2');
      const second = await lowest();
      await playground.setNumber('Extent', 3);
      await playground.until('a wider slice is there', async () => (await lowest()) !== second);
      await playground.select('Resolution').selectOption({ label: '128 × 128' });
      await untilFinest(playground, 128);
      await expect.poll(() => playground.picture(canvas)).not.toBe(picture);
      const [min, max] = [await playground.value('landscape-min'), await playground.value('landscape-max')];
      expect(min).toBe(await lowest());
      expect(max).toBeGreaterThan(min);
    }));

  it('follows the weights, or stays while the path goes on', () =>
    withLandscape({ hash: 'picture=landscape&speed=full' }, async (playground) => {
      await playground.button('Play').click();
      await playground.until('the slice follows', async () => (await attribute(playground, 'epoch')) > 20);
      await playground.checkbox('Follow the weights').uncheck();
      const summary = playground.readout('landscape-summary');
      const path = async (): Promise<string> => (await summary.textContent()) ?? '';
      await playground.until('the path leads away', async () =>
        /[\d.]+\s% of the way to epoch [\d,]+ lies in this plane/.test(await path()),
      );
      // An answer may have been under way when the box was unticked: the one after the next was asked for later.
      for (let answer = 0; answer < 2; answer++) {
        const before = await path();
        await playground.until('the path goes on', async () => (await path()) !== before);
      }
      const kept = await attribute(playground, 'epoch');
      await playground.untilEpoch((await playground.value('epoch')) + 200);
      await expect.poll(() => attribute(playground, 'epoch')).toBe(kept);
      await playground.button('Pause').click();
    }));

  it('gives the exact loss of every point by pointer and by keyboard', () =>
    withLandscape({ hash: 'picture=landscape' }, async (playground) => {
      await untilFinest(playground);
      const centre = await playground.value('landscape-loss');
      const plot = playground.page.getByRole('application', { name: 'Loss landscape' });
      await plot.focus();
      await playground.page.keyboard.press('End');
      await playground.until(
        'the lowest loss is told',
        async () => (await playground.value('landscape-loss')) === (await attribute(playground, 'lowest')),
      );
      await playground.page.keyboard.press('Home');
      await expect.poll(() => playground.value('landscape-loss')).toBe(centre);
      await playground.page.keyboard.press('ArrowRight');
      await playground.page.keyboard.press('Shift+ArrowUp');
      expect([await attribute(playground, 'alpha'), await attribute(playground, 'beta')]).toEqual([
        1 / 32,
        8 / 32,
      ]);
      const box = (await plot.boundingBox())!;
      await playground.page.mouse.move(box.x + box.width * 0.9, box.y + box.height * 0.1);
      await playground.until('the pointer is read', async () => (await attribute(playground, 'alpha')) > 0.5);
      await expect.poll(() => attribute(playground, 'beta')).toBeGreaterThan(0.5);
      await playground.page.mouse.move(0, 0);
      await playground.until(
        'it is the centre again',
        async () => (await playground.value('landscape-loss')) === centre,
      );
    }));

  it('fits a phone', () =>
    withLandscape(
      { hash: 'picture=landscape', viewport: { width: 390, height: 844 } },
      async (playground) => {
        await untilFinest(playground);
        const overflow = (): Promise<number> =>
          playground.page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
        await expect.poll(overflow).toBe(0);
      },
    ));
});

describe('the loss landscape on a software GPU', () => {
  it('has the same numbers as on the CPU', async () => {
    const software = await launch({ gpu: 'software' });
    try {
      const opened = await openPage(software, baseUrl, { hash: 'picture=landscape&dataSet=spiral&hidden=6' });
      const playground = await new Playground(opened.page).ready();
      await playground.step();
      await untilFinest(playground);
      /** The loss in the corners and in the centre, by the cursor, and the extremes of the scale. */
      const numbers = async (): Promise<number[]> => {
        const plot = playground.page.getByRole('application', { name: 'Loss landscape' });
        await plot.focus();
        const losses: number[] = [];
        for (const key of ['Home', ...Array<string>(4).fill('Shift+ArrowRight'), 'Shift+ArrowUp', 'End']) {
          await playground.page.keyboard.press(key);
          losses.push(await playground.value('landscape-loss'));
        }
        return [...losses, await playground.value('landscape-min'), await playground.value('landscape-max')];
      };
      const onCpu = await numbers();
      const gpu = playground.radio('Evaluate on', 'GPU');
      await playground.until('the GPU can be chosen', () => gpu.isEnabled());
      await gpu.click({ force: true });
      await playground.until(
        'the GPU has evaluated it',
        async () => (await playground.text('evaluated-on')) === 'gpu',
      );
      // The slice that the CPU has made is as fine, and stays until the other one is there.
      let onGpu = onCpu;
      await playground.until('the GPU has sliced it', async () => {
        await untilFinest(playground);
        onGpu = await numbers();
        return onGpu.join() !== onCpu.join();
      });
      onCpu.forEach((loss, i) => expect(Math.abs(onGpu[i] - loss)).toBeLessThanOrEqual(1e-4 * loss));
      // The control: another slice is another.
      await playground.button('New directions').click();
      await playground.until('another slice is there', async () => {
        const lowest = await attribute(playground, 'lowest');
        return Math.abs(lowest - onCpu[6]) > 1e-3 * lowest;
      });
      opened.assertClean();
      await opened.close();
    } finally {
      await software.close();
    }
  });
});
