import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch, openPage } from './browser.ts';
import { Playground } from './playground.ts';
import { inMass } from '../mass.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());

const figures = ['epoch', 'train-loss', 'test-loss'] as const;

/** All that says which run this is, to the last bit of its losses. The address would follow a moment later. */
async function read(playground: Playground): Promise<string[]> {
  const settings = await playground.page.evaluate(() => {
    interface App extends Element {
      readonly model: { readonly trained: { readonly value: Readonly<Record<string, unknown>> } };
    }
    const { trained } = document.querySelector<App>('chainrule-app')!.model;
    return JSON.stringify(Object.entries(trained.value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
  return [settings, ...(await Promise.all(figures.map((name) => playground.text(name))))];
}

/** Until what is shown is of these settings: the figures of another run are gone. */
async function rest(playground: Playground): Promise<string[]> {
  await playground.ready();
  await playground.restingEpoch();
  return read(playground);
}

describe('the steps of a run', () => {
  it('are undone to the same bits, one by one and all at once, and redone', async () => {
    const opened = await openPage(browser, baseUrl, { hash: 'dataSet=xor&hidden=4,3&points=100' });
    const playground = await new Playground(opened.page).ready();
    const { page } = playground;
    const set = (label: string, value: number) => () => playground.setNumber(label, value);
    const choose = (label: string, value: string) => async () => {
      await playground.select(label).selectOption(value);
    };
    const press = (name: string) => () => playground.button(name).click();
    /** A network that begins anew, or is back at its beginning. */
    const anew = (change: () => Promise<void>) => async () => {
      await change();
      await playground.until('it begins anew', async () => (await playground.value('epoch')) === 0);
    };
    const all = [
      set('Learning rate', 0.1),
      press('Add neuron to layer 1'),
      press('Remove neuron from layer 2'),
      press('Add layer'),
      anew(choose('Activation in layer 1', 'relu')),
      choose('Optimizer', 'adam'),
      set('L2', 0.01),
      anew(press('Reset')),
      set('Batch size', 5),
      press('Remove layer'),
      set('Learning rate', 0.05),
      anew(choose('Loss', 'binary-cross-entropy')),
      anew(press('Reset')),
      choose('Optimizer', 'momentum'),
      press('Add neuron to layer 2'),
      anew(choose('Activation', 'tanh')),
      set('L2', 0.001),
      set('Batch size', 7),
      anew(press('New seed')),
      set('Learning rate', 0.3),
    ];
    const changes = inMass(all, all.slice(0, 10));
    const states: string[][] = [];
    for (const change of changes) {
      await playground.step();
      states.push(await rest(playground));
      await change();
    }
    await playground.step();
    const last = await rest(playground);
    for (const state of states.toReversed()) {
      await playground.button('Undo').click();
      await playground.until('the state is back', async () => {
        return JSON.stringify(await read(playground)) === JSON.stringify(state);
      });
    }

    await playground.button('Steps').click();
    const list = page.getByRole('dialog', { name: 'Steps' });
    const steps = list.getByRole('button', { name: /^(Undo to before|Redo up to)/ });
    await playground.until('all are listed', async () => (await steps.count()) === changes.length);
    await expect.poll(() => steps.last().textContent()).toContain('rate 0.03 → 0.1');
    expect((await list.getByRole('status').textContent())?.trim()).toMatch(
      new RegExp(`^${changes.length} steps in .+ of 64`),
    );
    await steps.first().click();
    await playground.until('all is done again', async () => {
      return JSON.stringify(await read(playground)) === JSON.stringify(last);
    });
    await steps.last().click();
    await playground.until('all is undone', async () => {
      return JSON.stringify(await read(playground)) === JSON.stringify(states[0]);
    });
    await page.keyboard.press('Escape');
    opened.assertClean();
    await opened.close();
  });
});
