import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { activationNames } from '../../src/experiment/names.ts';
import { launch } from './browser.ts';
import { inMass } from '../mass.ts';
import { playgroundsIn, type Playground } from './playground.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());
const withPlayground = playgroundsIn(() => browser, baseUrl);

const settingsOf = (page: Page): Promise<URLSearchParams> =>
  page.evaluate(() => location.hash).then((hash) => new URLSearchParams(hash.slice(1)));

async function untilSetting(playground: Playground, name: string, value: string | null): Promise<void> {
  await playground.until(
    `${name} is ${value ?? 'the usual one'}`,
    async () => (await settingsOf(playground.page)).get(name) === value,
  );
}

/** The drawing beside a choice, by what it says. */
const drawing = (page: Page, words: string): Locator => page.getByRole('img', { name: words });

describe('activations', () => {
  it('are chosen for all layers, and each trains and is drawn beside the choice', () =>
    withPlayground({ hash: '#points=40&hidden=3' }, async (playground, { page }) => {
      const all = playground.select('Activation');
      const options = await all
        .locator('option')
        .evaluateAll((each) => each.map((option) => (option as HTMLOptionElement).value));
      expect(options).toEqual([...activationNames, 'formula']);
      // Each is trained by every back end in tests of its own; here it is the way of a choice.
      const some = ['relu', 'leaky-relu', 'gelu-tanh', 'tanh', 'step'] as const;
      for (const name of inMass(activationNames, some)) {
        await all.selectOption(name);
        await untilSetting(playground, 'activation', name === 'tanh' ? null : name);
        await playground.step();
        expect(Number.isFinite(await playground.value('train-loss')), name).toBe(true);
        await expect.poll(() => playground.select('Activation in layer 1').inputValue()).toBe(name);
      }
      await drawing(page, 'step at z = −4, 0 and 4: 0, 0, 1; its slope: 0, 0, 0. It is flat')
        .first()
        .waitFor();
      const note = page.getByText('Nothing flows back through it.', { exact: true });
      await note.waitFor();
      await all.selectOption('tanh');
      await note.waitFor({ state: 'detached' });
    }));

  it('are mixed by layer', () =>
    withPlayground({ hash: '#points=40' }, async (playground, { page }) => {
      await playground.select('Activation in layer 2').selectOption('gelu');
      await untilSetting(playground, 'activations', 'tanh,gelu');
      await expect.poll(() => playground.select('Activation').inputValue()).toBe('mixed');
      await drawing(page, 'GELU at z').waitFor();
      await playground.step();
      await playground.select('Activation').selectOption('elu');
      await untilSetting(playground, 'activations', null);
      await untilSetting(playground, 'activation', 'elu');
      await expect.poll(() => playground.select('Activation in layer 2').inputValue()).toBe('elu');
    }));

  it('are typed, for all and for one layer; what is wrong is said at its place, and a link and undo keep them', () =>
    withPlayground({ hash: '#points=40' }, async (playground, { page }) => {
      await playground.select('Activation').selectOption('formula');
      await untilSetting(playground, 'activation', '=z * sigmoid(1.702 * z)');
      const field = page.getByRole('textbox', { name: 'Activation formula', exact: true });
      await expect.poll(() => field.inputValue()).toBe('z * sigmoid(1.702 * z)');
      await field.fill('max(z, y)');
      await page.getByText('column 8: “y” is not known').waitFor();
      const marked = page.locator('chainrule-activation-formula mark');
      await expect.poll(() => marked.innerText()).toBe('y');
      await page.getByRole('button', { name: 'Go there' }).click();
      const selected = await field.evaluate((input: HTMLInputElement) =>
        input.value.slice(input.selectionStart ?? 0, input.selectionEnd ?? 0),
      );
      expect(selected).toBe('y');
      await field.press('Enter');
      expect((await settingsOf(page)).get('activation')).toBe('=z * sigmoid(1.702 * z)');
      await field.fill('max(z, -z / pi)');
      // Drawn before it is entered.
      await drawing(page, 'max(z, -z / pi) at z = −4, 0 and 4: 1.27').first().waitFor();
      expect((await settingsOf(page)).get('activation')).toBe('=z * sigmoid(1.702 * z)');
      await field.press('Enter');
      await untilSetting(playground, 'activation', '=max(z, -z / pi)');
      await playground.step();
      expect(Number.isFinite(await playground.value('train-loss'))).toBe(true);

      await playground.select('Activation in layer 1').selectOption('tanh');
      await untilSetting(playground, 'activations', 'tanh,=max(z, -z / pi)');
      const second = page.getByRole('textbox', { name: 'Activation formula in layer 2', exact: true });
      await second.fill('min(z, erf(z))');
      await second.press('Enter');
      await untilSetting(playground, 'activations', 'tanh,=min(z, erf(z))');
      await playground.step();

      await page.reload();
      await playground.ready();
      await expect.poll(() => playground.select('Activation in layer 2').inputValue()).toBe('formula');
      await expect.poll(() => second.inputValue()).toBe('min(z, erf(z))');
      await untilSetting(playground, 'activations', 'tanh,=min(z, erf(z))');

      await playground.select('Activation in layer 2').selectOption('relu');
      await untilSetting(playground, 'activations', 'tanh,relu');
      await playground.button('Undo').click();
      await untilSetting(playground, 'activations', 'tanh,=min(z, erf(z))');
      await expect.poll(() => second.inputValue()).toBe('min(z, erf(z))');
    }));

  it('that are wrong in a link are told, and the usual ones stand', () =>
    withPlayground({ hash: '#activation=%3Dz+*+q' }, async (playground, { page }) => {
      await page.getByText('“q” is not known').first().waitFor();
      await expect.poll(() => playground.select('Activation').inputValue()).toBe('tanh');
    }));

  it.each([
    [390, 'hidden=4,3,2,2'],
    [1024, 'hidden=4,3,2'],
    [1280, 'hidden=4,2'],
  ])('have room for every name and keep clear of what is beside them, at %i pixels', (width, hidden) =>
    withPlayground({ hash: hidden, viewport: { width, height: 844 } }, async (playground, { page }) => {
      const first = playground.select('Activation in layer 1');
      await first.waitFor();
      expect(await first.evaluate(cutOff)).toEqual([]);
      const beside = page.getByRole('button', { name: /(neuron (from|to) layer|Freeze layer) / });
      await expect.poll(() => overlaps(playground, beside)).toEqual([]);
    }),
  );
});

/** Names that are longer than the room there is for them. */
function cutOff(select: HTMLElement | SVGElement): string[] {
  if (!(select instanceof HTMLSelectElement)) throw new TypeError('this is no select');
  const context = document.createElement('canvas').getContext('2d')!;
  const { fontSize, fontFamily, letterSpacing, paddingLeft, paddingRight } = getComputedStyle(select);
  context.font = `${fontSize} ${fontFamily}`;
  if (letterSpacing !== 'normal') context.letterSpacing = letterSpacing;
  const room = select.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
  const texts = Array.from(select.options, ({ text }) => text);
  return texts.filter((text) => context.measureText(text).width > room);
}

/** What lies on another of them, of the fields and menus of all layers too. */
async function overlaps({ page }: Playground, buttons: Locator): Promise<string[]> {
  const all = buttons
    .or(page.getByRole('combobox', { name: /^Activation in layer/ }))
    .or(page.getByRole('spinbutton', { name: /^Neurons in layer/ }));
  const boxes = await all.evaluateAll((elements) =>
    elements.map((element) => ({
      name: element.ariaLabel ?? '',
      box: element.getBoundingClientRect().toJSON() as Record<'left' | 'right' | 'top' | 'bottom', number>,
    })),
  );
  expect(boxes.length).toBeGreaterThan(7);
  const isOver = (a: (typeof boxes)[0]['box'], b: (typeof boxes)[0]['box']): boolean =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.01 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.01;
  return boxes.flatMap(({ name, box }, i) =>
    boxes.slice(i + 1).flatMap((other) => (isOver(box, other.box) ? [`${name}, ${other.name}`] : [])),
  );
}
