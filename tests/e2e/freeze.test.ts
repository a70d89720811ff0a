import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch } from './browser.ts';
import { playgroundsIn, type Playground } from './playground.ts';
import { inMass } from '../mass.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());
const onPlayground = playgroundsIn(() => browser, baseUrl);

const drawer = (page: Page): Locator => page.getByTestId('neuron-drawer');
const neuron = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });
const field = (page: Page, name: string): Locator =>
  drawer(page).getByRole('spinbutton', { name, exact: true });
const press = (page: Page, name: string): Promise<void> =>
  drawer(page).getByRole('button', { name, exact: true }).click();

async function weight(page: Page, name: string): Promise<number> {
  return Number(await field(page, name).getAttribute('data-value'));
}

async function untilWeight(
  playground: Playground,
  name: string,
  fits: (value: number) => boolean,
): Promise<number> {
  let value = NaN;
  await playground.until(`${name} fits`, async () => fits((value = await weight(playground.page, name))));
  return value;
}

/** The weights and the bias of the neuron that stands open. */
function allOf(page: Page): Promise<string[]> {
  return drawer(page)
    .getByRole('spinbutton')
    .evaluateAll((fields) => fields.map((one) => (one as HTMLElement).dataset['value'] ?? ''));
}

const settings = (page: Page): Promise<string> => page.evaluate(() => location.hash);

async function open(playground: Playground, name: string): Promise<void> {
  await neuron(playground.page, name).click();
  // Another one may stand open there until then.
  const title = name.replace(/^Layer (\d+), neuron (\d+)$/, 'Neuron $2 of layer $1');
  await drawer(playground.page).getByRole('heading', { name: title, exact: true }).waitFor();
  await field(playground.page, 'Bias').waitFor();
  await playground.until('its numbers are there', async () => !(await allOf(playground.page)).includes(''));
}

describe('weights in the user’s hands', () => {
  it('are frozen at full speed, and trained again', async () => {
    await onPlayground({ hash: 'optimizer=adam&l2=0.01&speed=full' }, async (playground) => {
      const { page } = playground;
      await open(playground, 'Layer 1, neuron 2');
      await press(page, 'Freeze weight of x₁');
      await playground.until('the link has it', async () => (await settings(page)).includes('frozen=1.2.1'));
      const before = await allOf(page);
      await playground.button('Play').click();
      await playground.untilEpoch(20);
      const after = await allOf(page);
      expect(after[0]).toBe(before[0]);
      await playground.until('the others move', async () => (await allOf(page))[1] !== before[1]);
      expect((await allOf(page))[2]).not.toBe(before[2]);
      await press(page, 'Freeze');
      await playground.until('the neuron rests', async () => /frozen=1\.2(&|$)/.test(await settings(page)));
      const resting = await restingOf(playground);
      await playground.untilEpoch((await playground.value('epoch')) + 20);
      await expect.poll(() => allOf(page)).toEqual(resting);
      await press(page, 'Freeze');
      await playground.until('it moves again', async () => (await allOf(page))[0] !== resting[0]);
      await playground.button('Pause').click();
    });
  });

  it('stay what is frozen and cut of the output when layers come and go before it, and undo brings both back', async () => {
    await onPlayground({ hash: 'hidden=3,2&frozen=1.1,3.1.b&cut=2.1' }, async (playground) => {
      const { page } = playground;
      const says = (what: string): Promise<void> =>
        playground.until(what, async () => (await settings(page)).includes(what));
      await playground.step();
      await open(playground, 'Output');
      const before = await allOf(page);
      await playground.button('Add layer').click();
      await says('frozen=1.1,4.1.b&cut=3.1');
      await open(playground, 'Output');
      // Of the new layer's first two neurons, and the bias; those of its others are new.
      const after = await allOf(page);
      expect([...after.slice(0, 2), after.at(-1)]).toEqual(before);
      await playground.button('Undo').click();
      await says('frozen=1.1,3.1.b&cut=2.1');
      await playground.button('Remove layer').click();
      await says('frozen=1.1,2.1.b&cut=1.1');
    });
  });

  it('are cut and come back; a muted neuron says nothing; undo and redo, to the same bits', async () => {
    await onPlayground({}, async (playground) => {
      const { page } = playground;
      await playground.step();
      await open(playground, 'Layer 2, neuron 1');
      const before = await allOf(page);
      const loss = await playground.text('train-loss');
      await press(page, 'Cut link from n2');
      await untilWeight(playground, 'Weight of n2', (value) => value === 0);
      await expect.poll(() => field(page, 'Weight of n2').isDisabled()).toBe(true);
      await playground.until(
        'the loss is another',
        async () => (await playground.text('train-loss')) !== loss,
      );
      await press(page, 'Cut link from n2');
      await playground.until('it is back', async () => (await allOf(page)).join() === before.join());
      await press(page, 'Mute');
      await playground.until('the link has it', async () => (await settings(page)).includes('cut=2.1'));
      await playground.button('Undo').click();
      await playground.until('it is heard', async () => !(await settings(page)).includes('cut='));
      await playground.until('the loss is back', async () => (await playground.text('train-loss')) === loss);
      await playground.button('Redo').click();
      await playground.until('it is muted', async () => (await settings(page)).includes('cut=2.1'));
      for (let k = 0; k < 3; k++) await playground.button('Undo').click();
      await playground.until('nothing is cut', async () => !(await settings(page)).includes('cut='));
      await playground.until('all is back', async () => (await allOf(page)).join() === before.join());
      await expect.poll(() => playground.text('train-loss')).toBe(loss);
      await expect.poll(() => playground.value('epoch')).toBe(1);
    });
  });

  it('are set by the keyboard alone, before the first step too, and Reset gives the seed’s own', async () => {
    await onPlayground({ hash: 'engine=wasm-f64' }, async (playground) => {
      const { page } = playground;
      await neuron(page, 'Output').focus();
      await page.keyboard.press('Enter');
      await field(page, 'Bias').waitFor();
      await playground.until('its numbers are there', async () => !(await allOf(page)).includes(''));
      const initial = await weight(page, 'Bias');
      for (let k = 0; k < 40 && !(await isFocused(field(page, 'Bias'))); k++)
        await page.keyboard.press('Tab');
      await expect.poll(() => isFocused(field(page, 'Bias'))).toBe(true);
      await page.keyboard.press('Control+a');
      await page.keyboard.type('0.123456789012345');
      await page.keyboard.press('Enter');
      await untilWeight(playground, 'Bias', (value) => value === 0.123456789012345);
      await page.keyboard.press('ArrowUp');
      await untilWeight(playground, 'Bias', (value) => Math.abs(value - 0.223456789012345) < 1e-9);
      await page.keyboard.press('Shift+ArrowDown');
      const set = await untilWeight(playground, 'Bias', (value) => Math.abs(value - 0.213456789012) < 1e-9);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await playground.until('it is frozen', async () => (await settings(page)).includes('frozen=3.1.b'));
      await playground.step();
      await expect.poll(() => weight(page, 'Bias')).toBe(set);
      await playground.button('Reset').click();
      await untilWeight(playground, 'Bias', (value) => value === initial);
      await expect.poll(() => settings(page)).toContain('frozen=3.1.b');
      await field(page, 'Bias').fill('');
      await field(page, 'Bias').press('Enter');
      await drawer(page)
        .getByText('Nothing is no weight, so it stays as it was')
        .waitFor({ state: 'attached' });
      await expect.poll(() => weight(page, 'Bias')).toBe(initial);
    });
  });

  it('are dragged, while the page trains, and one undo takes the drag back', async () => {
    await onPlayground({ hash: 'hidden=&features=x1&learningRate=0' }, async (playground) => {
      const { page } = playground;
      const [from, to] = await Promise.all(
        ['Input x₁', 'Output'].map((name) => neuron(page, name).boundingBox()),
      );
      if (from === null || to === null) throw new Error('there is no link to drag');
      const x = (from.x + from.width + to.x) / 2;
      const y = (from.y + from.height / 2 + to.y + to.height / 2) / 2;
      await neuron(page, 'Output').hover();
      await playground.button('Play').click();
      await playground.untilEpoch(1);
      // The link opens at its field.
      await page.mouse.click(x, y);
      await field(page, 'Weight of x₁').waitFor();
      await playground.until('its field has the focus', () => isFocused(field(page, 'Weight of x₁')));
      const before = await untilWeight(playground, 'Weight of x₁', (value) => value !== 0);
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x, y - 10);
      await page.getByTestId('dragged-weight').waitFor();
      await page.mouse.move(x, y - 50);
      await page.mouse.up();
      await untilWeight(playground, 'Weight of x₁', (value) => Math.abs(value - before - 1) < 1e-6);
      await playground.button('Pause').click();
      await playground.button('Undo').click();
      await untilWeight(playground, 'Weight of x₁', (value) => value === before);
    });
  });

  it('frozen and cut are in the link, and what a network does not have is said', async () => {
    await onPlayground({ hash: 'frozen=2,9&cut=1.1,5.5' }, async (playground) => {
      const { page } = playground;
      await page.getByText('does not have what was set as frozen: 9; cut: 5.5').waitFor();
      await playground.until('the link has the rest', async () =>
        /frozen=2&cut=1\.1$/.test(await settings(page)),
      );
      await playground.until(
        'the handles are there',
        async () => (await neuron(page, 'Freeze layer 2').getAttribute('aria-pressed')) === 'true',
      );
      await neuron(page, 'Freeze layer 2').click();
      await playground.until('the layer is free', async () => !(await settings(page)).includes('frozen'));
      await open(playground, 'Layer 2, neuron 2');
      await expect.poll(() => weight(page, 'Weight of n1')).toBe(0);
      await page.reload();
      await playground.ready();
      await open(playground, 'Layer 2, neuron 2');
      await expect.poll(() => weight(page, 'Weight of n1')).toBe(0);
      await open(playground, 'Layer 1, neuron 1');
      await press(page, 'Mute');
      await open(playground, 'Layer 2, neuron 2');
      expect(await untilWeight(playground, 'Weight of n1', (value) => value !== 0)).not.toBe(0);
    });
  });

  it('are read with all their digits, and their names stand beside or over them', async () => {
    const windows = [
      { width: 390, height: 844 },
      { width: 1024, height: 768 },
      { width: 1280, height: 720 },
    ];
    // Digits go by the engine, room by the window: every window once, with either engine somewhere.
    for (const [engine, viewports] of [
      ['wasm-f32', inMass(windows, windows.slice(1, 2))],
      ['wasm-f64', inMass(windows, [windows[0], windows[2]])],
    ] as const) {
      for (const viewport of viewports) {
        const hash = `dataSet=breast-cancer&engine=${engine}`;
        await onPlayground({ hash, viewport }, async (playground) => {
          const { page } = playground;
          await open(playground, 'Layer 1, neuron 1');
          const name = drawer(page).getByTitle('mean compactness', { exact: true });
          for (const one of [name, field(page, 'Weight of mean compactness'), field(page, 'Bias')])
            await expect.poll(() => isWhole(one)).toBe(true);
          await page.getByTestId('picture').focus();
          await page.keyboard.press('PageDown');
          await drawer(page).getByRole('table').first().waitFor();
          await expect.poll(() => isWhole(drawer(page))).toBe(true);
        });
      }
    }
  });
});

function isWhole(locator: Locator): Promise<boolean> {
  return locator.evaluate(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth <= clientWidth);
}

function isFocused(locator: Locator): Promise<boolean> {
  return locator.evaluate((element) => element.matches(':focus'));
}

/** Once a change has reached the worker, and what it shows is of after it. */
async function restingOf(playground: Playground): Promise<string[]> {
  const { page } = playground;
  let seen = await allOf(page);
  await playground.until('they rest', async () => {
    const epoch = await playground.value('epoch');
    await playground.untilEpoch(epoch + 2);
    const now = await allOf(page);
    const isSame = now.join() === seen.join();
    seen = now;
    return isSame;
  });
  return seen;
}
