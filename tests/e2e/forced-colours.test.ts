import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch, openPage, type OpenedPage } from './browser.ts';
import { GraphLab } from './graph-lab.ts';
import { lookOf, pixelsOf } from './looks.ts';
import { Playground } from './playground.ts';
import { inMass } from '../mass.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());

/** What is marked by the system's own colours is so in either. */
const schemes = inMass(['light', 'dark'] as const, ['dark'] as const);

/** Words of the system's on a colour of the system's: the same colour would hide them. */
async function expectReadable(element: Locator): Promise<void> {
  const { words, ground } = await element.evaluate((one) => {
    const { color, backgroundColor } = getComputedStyle(one);
    return { words: color, ground: backgroundColor };
  });
  expect(words).not.toBe(ground);
}

async function expectMarked(chosen: Locator, other: Locator): Promise<void> {
  expect(await lookOf(chosen)).not.toEqual(await lookOf(other));
}

function pictureOf(input: Locator): Locator {
  return input.locator('xpath=..').locator('.picture');
}

/** The segments of a group. */
function segments(page: Page, group: string): { chosen: Locator; other: Locator } {
  const labels = page.getByRole('radiogroup', { name: group, exact: true }).locator('label');
  return {
    chosen: labels.filter({ has: page.locator(':checked') }).first(),
    other: labels.filter({ has: page.locator('input:not(:checked):enabled') }).first(),
  };
}

describe.each(schemes)('where the system forces colours, %s ones', (colorScheme) => {
  const open = (hash = ''): Promise<OpenedPage> =>
    openPage(browser, baseUrl, { hash, colorScheme, forcedColors: 'active' });

  it('the playground shows what is chosen, and where the focus is', async () => {
    const opened = await open();
    const { page } = opened;
    const playground = await new Playground(page).ready();
    const places = page.getByRole('navigation', { name: 'Places' });
    await expectMarked(places.locator('[aria-current]'), places.getByRole('link', { name: 'Learn' }));
    await expectReadable(places.locator('[aria-current]'));
    const [circle, xor] = ['Circle', 'XOR'].map((name) => playground.radio('Data set', name));
    await expectMarked(pictureOf(circle), pictureOf(xor));
    const [iris, cars] = ['Iris', 'Cars'].map((name) => playground.radio('Data set', name));
    await iris.click({ force: true });
    const chipOf = (radio: typeof iris) => radio.locator('xpath=following-sibling::span');
    await expectMarked(chipOf(iris), chipOf(cars));
    await expectReadable(chipOf(iris));
    await circle.click({ force: true });
    const [x1, product] = ['x1', 'x1x2'].map((name) => playground.checkbox(name));
    await expectMarked(pictureOf(x1), pictureOf(product));
    for (const group of ['Picture', 'Evaluate on', 'Loss scale']) {
      const { chosen, other } = segments(page, group);
      await expectMarked(chosen, other);
      await expectReadable(chosen);
    }
    const tile = x1.locator('xpath=..');
    const before = await lookOf(tile);
    await x1.press('Shift');
    await expect.poll(() => lookOf(tile)).not.toEqual(before);
    opened.assertClean();
    await opened.close();
  });

  it('what forced colours take away counts for nothing, and two that are not chosen look alike (control)', async () => {
    const opened = await open();
    const { page } = opened;
    const playground = await new Playground(page).ready();
    await page.evaluate(() => {
      for (const isChosen of [true, false]) {
        const box = document.createElement('p');
        if (isChosen) box.style.cssText = 'background: rgb(1 2 3); box-shadow: 0 0 0 1px red';
        document.body.append(box);
      }
    });
    const boxes = page.locator('body > p');
    expect(await lookOf(boxes.last())).toEqual(await lookOf(boxes.nth(-2)));
    const [xor, spiral] = ['XOR', 'Spiral'].map((name) => playground.radio('Data set', name));
    expect(await lookOf(pictureOf(xor))).toEqual(await lookOf(pictureOf(spiral)));
    await opened.close();
  });

  it('sliders have tracks, filled as far as they go, and lists have their arrows', async () => {
    const opened = await open();
    const { page } = opened;
    const playground = await new Playground(page).ready();
    const slider = await pixelsOf(page.getByRole('slider', { name: 'Points slider' }));
    const ground = slider[0][0];
    const inked = (x: number): number => slider.filter((row) => row[x] !== ground).length;
    const width = slider[0].length;
    const [filled, rest] = [inked(Math.round(width * 0.08)), inked(Math.round(width * 0.92))];
    expect(rest).toBeGreaterThan(0);
    expect(filled).toBeGreaterThan(rest);
    for (const field of [playground.select('Optimizer'), playground.number('Learning rate')]) {
      const rows = (await pixelsOf(field)).slice(10, -10);
      const colours = new Set(rows.flatMap((row) => row.slice(-20, -5)));
      expect(colours.size).toBeGreaterThan(1);
    }
    opened.assertClean();
    await opened.close();
  });

  it('the keys of the picture say train from test, and show the colours of the canvas', async () => {
    const opened = await open();
    await new Playground(opened.page).ready();
    const mark = (word: string): Locator =>
      opened.page.locator('.key span').filter({ hasText: word }).locator('.mark');
    await expectMarked(mark('train'), mark('test'));
    await expectMarked(mark('+1'), mark('−1'));
    const bar = await pixelsOf(opened.page.locator('.legend .colours'));
    const middle = bar[Math.floor(bar.length / 2)];
    expect(middle.at(8)).not.toBe(middle.at(-8));
    opened.assertClean();
    await opened.close();
  });

  it('the graph shows the tool, the leaf and the step in question', async () => {
    const opened = await open('/graph');
    const { page } = opened;
    const lab = await new GraphLab(page).ready();
    await lab.button('Back').click();
    const rows = page.getByTestId('lab-node');
    const step = page.locator('tr[aria-current=step]');
    await step.waitFor();
    await expectMarked(step, rows.and(page.locator(':not([aria-current])')).first());
    for (const tool of ['Check', 'By hand', 'Take away', 'Step']) {
      await lab.tool(tool);
      const { chosen, other } = segments(page, 'Tools');
      expect((await chosen.textContent())?.trim()).toBe(tool);
      await expectMarked(chosen, other);
      if (tool === 'By hand') {
        const target = page.locator('chainrule-exercise label');
        await expectMarked(
          target.filter({ has: page.locator('input:checked') }),
          target.filter({ has: page.locator('input[type=radio]:not(:checked)') }),
        );
      }
      if (tool === 'Check') {
        const leaves = page.locator('chainrule-node-check tr.selectable');
        await leaves.first().click();
        await page.locator('chainrule-node-check tr.selected').waitFor();
        await expectMarked(leaves.first(), leaves.nth(1));
      }
    }
    opened.assertClean();
    await opened.close();
  });

  it('the path shows the chapter and the stage it is at', async () => {
    const opened = await open('/learn');
    const coach = opened.page.locator('chainrule-coach');
    await coach.locator('summary').filter({ hasText: 'All chapters' }).click();
    const here = coach.locator('.contents a[aria-current]');
    await expectMarked(here, coach.locator('.contents a:not([aria-current])').first());
    await expectReadable(here);
    const stage = coach.getByTestId('stage');
    await expectMarked(stage.first().locator('.box'), stage.last().locator('.box'));
    opened.assertClean();
    await opened.close();
  });
});

it.each([
  { forcedColors: 'active', theme: 'dark' },
  { forcedColors: 'none', theme: 'light' },
] as const)(
  'on a dark system, with the light theme chosen and colours forced or not ($forcedColors), canvases are $theme',
  async ({ forcedColors, theme }) => {
    const opened = await openPage(browser, baseUrl, { colorScheme: 'dark', forcedColors });
    const playground = await new Playground(opened.page).ready();
    await playground.button('Theme: auto').click();
    await playground.button('Theme: light').waitFor();
    await expect.poll(() => opened.page.locator('html').getAttribute('data-theme')).toBe(theme);
    opened.assertClean();
    await opened.close();
  },
);
