import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch } from './browser.ts';
import { playgroundsIn, type Playground } from './playground.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());

const withPlayground = playgroundsIn(() => browser, inject('baseUrl'));

/** What a page has shown in its frames: every epoch, every loss and every picture of the boundary once, in order. */
interface Reel {
  readonly epochs: number[];
  readonly losses: string[];
  readonly pictures: string[];
}

/** Looks at every frame of the page from now on, until the test accuracy is this high. */
function watch(playground: Playground, accuracy: number): Promise<Reel> {
  return playground.page.evaluate(async (enough) => {
    const find = (selector: string, within: ParentNode = document): Element | null => {
      const found = within.querySelector(selector);
      if (found !== null) return found;
      for (const { shadowRoot } of within.querySelectorAll('*')) {
        const inside = shadowRoot === null ? null : find(selector, shadowRoot);
        if (inside !== null) return inside;
      }
      return null;
    };
    const readout = (name: string) => find(`[data-testid=${name}]`)?.getAttribute('data-value') ?? '';
    const plot = find('chainrule-boundary-plot')!.shadowRoot!;
    const reel: { epochs: number[]; losses: string[]; pictures: string[] } = {
      epochs: [],
      losses: [],
      pictures: [],
    };
    const add = <T>(list: T[], value: T) => {
      if (list.at(-1) !== value) list.push(value);
    };
    while (Number(readout('test-accuracy')) < enough) {
      add(reel.epochs, Number(readout('epoch')));
      add(reel.losses, readout('train-loss'));
      add(reel.pictures, plot.querySelector('canvas')!.toDataURL());
      await new Promise(requestAnimationFrame);
    }
    return reel;
  }, accuracy);
}

describe('the first press of Play', () => {
  it('shows how the circle is learned: many losses and many boundaries before 95 %', () =>
    withPlayground({}, async (playground) => {
      await expect.poll(() => playground.select('Speed').inputValue()).toBe('film');
      await playground.button('Play').click();
      const { epochs, losses, pictures } = await watch(playground, 0.95);
      const epoch = await playground.value('epoch');
      await playground.button('Pause').click();
      expect(new Set(losses).size).toBeGreaterThanOrEqual(30);
      expect(new Set(pictures).size).toBeGreaterThanOrEqual(20);
      expect(epoch).toBeGreaterThan(5);
      // 25 batches an epoch: every epoch that is shown stands at the end of one of them.
      for (const shown of epochs) expect(shown * 25).toBeCloseTo(Math.round(shown * 25), 9);
      expect(epochs.some((shown) => !Number.isInteger(shown))).toBe(true);
      await playground.page.getByText('Table', { exact: true }).click();
      const rows = playground.page.getByRole('region', { name: 'Loss in numbers' }).locator('tbody tr');
      await expect.poll(() => rows.count()).toBeGreaterThanOrEqual(30);
      await expect
        .poll(() => rows.getByRole('rowheader').allTextContents())
        .toContainEqual(expect.stringMatching(/^\d+\.\d\d$/));
    }));

  it('goes on by four batches a picture for those who asked for less motion', () =>
    withPlayground({ reducedMotion: 'reduce' }, async (playground) => {
      await playground.button('Play').click();
      const shown = new Set<number>();
      await playground.until('five pictures were shown', async () => {
        shown.add(await playground.value('epoch'));
        return shown.size >= 5;
      });
      await playground.button('Pause').click();
      const [epochs] = [[...shown].filter((epoch) => !Number.isNaN(epoch))];
      for (const [i, epoch] of epochs.slice(1).entries()) {
        // A poll may miss a picture, but none is between two.
        const frames = (epoch - epochs[i]) / (4 / 25);
        expect(frames).toBeCloseTo(Math.round(frames), 6);
      }
    }));
});

describe('the speed', () => {
  it('is part of the link, and a link that names one keeps it', () =>
    withPlayground({ hash: 'speed=full' }, async (playground, { page }) => {
      await expect.poll(() => playground.select('Speed').inputValue()).toBe('full');
      await playground.select('Speed').selectOption('100x');
      await playground.until('the address has it', () => Promise.resolve(page.url().endsWith('#speed=100x')));
      await page.reload();
      await playground.ready();
      await expect.poll(() => playground.select('Speed').inputValue()).toBe('100x');
      await playground.button('Play').click();
      await playground.untilEpoch(100);
      await playground.select('Speed').selectOption('film');
      await playground.until('the usual speed is not in it', () =>
        Promise.resolve(!page.url().includes('speed')),
      );
    }));
});

describe('the space bar', () => {
  it('plays and pauses, and scrolls nothing', () =>
    withPlayground({ viewport: { width: 390, height: 844 } }, async (playground, { page }) => {
      const play = playground.button('Play');
      await expect.poll(() => play.getAttribute('aria-keyshortcuts')).toBe('Space');
      await page.keyboard.press('Space');
      await playground.until('it plays', async () => (await playground.status()) === 'running');
      await playground.untilEpoch(1);
      await page.keyboard.press('Space');
      await playground.until('it is paused', async () => (await playground.status()) === 'paused');
      expect(await page.evaluate(() => scrollY)).toBe(0);
    }));

  it('is left to whatever has the focus', () =>
    withPlayground({}, async (playground, { page }) => {
      const widgets = [
        playground.number('Learning rate'),
        playground.select('Optimizer'),
        playground.checkbox('Show test points'),
        playground.radio('Data set', 'Circle'),
        page.getByText('Table', { exact: true }),
        page.getByRole('link', { name: 'Graph', exact: true }),
      ];
      for (const widget of widgets) {
        await widget.focus();
        await page.keyboard.press('Space');
        // A menu that has opened.
        await page.keyboard.press('Escape');
        await expect.poll(() => playground.status()).toBe('ready');
      }
      // A neuron opens beside the network, and nothing is trained meanwhile.
      await page.getByRole('button', { name: 'Layer 1, neuron 2' }).focus();
      await page.keyboard.press('Space');
      await page.getByTestId('neuron-drawer').waitFor();
      await page.keyboard.press('Space');
      await page.keyboard.press('Escape');
      await page.getByTestId('neuron-drawer').waitFor({ state: 'detached' });
      expect([await playground.status(), await playground.value('epoch')]).toEqual(['ready', 0]);
      // A button does what it says, once: not what the space bar does elsewhere besides.
      await playground.button('Step').focus();
      await page.keyboard.press('Space');
      await playground.until('the step is done', async () => (await playground.value('epoch')) === 1);
      await playground.until('it rests', async () => (await playground.status()) === 'paused');
      await page.evaluate(() => {
        let element = document.activeElement;
        while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
        if (element instanceof HTMLElement) element.blur();
      });
      await page.keyboard.press('Space');
      await playground.until('it plays', async () => (await playground.status()) === 'running');
    }));

  it('plays the playground of a chapter, and nothing in the graph lab', () =>
    withPlayground({ hash: '/learn/xor' }, async (playground, { page }) => {
      await page.evaluate(() => {
        let element = document.activeElement;
        while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
        if (element instanceof HTMLElement) element.blur();
      });
      await page.keyboard.press('Space');
      await playground.until('it runs', async () => (await playground.value('epoch')) > 0);
      await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'Graph' }).click();
      await page.getByRole('textbox', { name: 'Expression' }).waitFor();
      await page.evaluate(() => {
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      });
      await page.keyboard.press('Space');
      await page
        .getByRole('navigation', { name: 'Places' })
        .getByRole('link', { name: 'Playground' })
        .click();
      await playground.ready();
      expect([await playground.status(), await playground.value('epoch')]).toEqual(['ready', 0]);
    }));
});

describe('quick changes of one thing', () => {
  it('are undone one by one where Step was pressed between them', () =>
    withPlayground({}, async (playground) => {
      const more = playground.button('Add neuron to layer 1');
      const neurons = (): Promise<string> => playground.number('Neurons in layer 1').inputValue();
      await playground.step();
      for (const width of ['5', '6']) {
        await more.click();
        await playground.until('it is larger', async () => (await neurons()) === width);
        await playground.ready();
        await playground.step();
      }
      for (const [width, epoch] of [
        ['5', 2],
        ['4', 1],
      ] as const) {
        await playground.button('Undo').click();
        await playground.until('it is as before', async () => (await neurons()) === width);
        await playground.until('its epoch is back', async () => (await playground.value('epoch')) === epoch);
      }
      await expect.poll(() => playground.button('Undo').isDisabled()).toBe(true);
    }));
});
