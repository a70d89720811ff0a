import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, openPage, type OpenedPage, type PageOptions } from '../browser.ts';
import { serveTestPage, type ServedPage } from '../built-page.ts';
import { violations } from '../violations.ts';
import type { LabPanels } from './page.ts';

declare global {
  var panels: LabPanels;
}

let browser: Browser;
let served: ServedPage;
beforeAll(async () => {
  [browser, served] = await Promise.all([launch({ gpu: 'none' }), serveTestPage('tests/e2e/lab-panels')]);
});
afterAll(async () => {
  await browser.close();
  await served.stop();
});

async function openPanels(options: PageOptions = {}): Promise<OpenedPage> {
  const opened = await openPage(browser, served.url, options);
  await opened.page.waitForFunction(() => globalThis.panels !== undefined);
  return opened;
}

interface Overflow {
  /** The formulas that reach beyond their panel. */
  readonly wide: readonly string[];
  /** How many there are in all. */
  readonly count: number;
}

/** The overflow as it is, or of every step of a preset in its turn: one question, for there are hundreds of steps. */
function overflows(page: Page, preset?: string): Promise<readonly Overflow[]> {
  return page.evaluate(async (name) => {
    const host = document.querySelector('chainrule-step-explanation')!;
    const look = (): { wide: string[]; count: number } => {
      const right = host.getBoundingClientRect().right - 12;
      const formulas = [...host.renderRoot.querySelectorAll('math')];
      const wide = formulas.filter((math) => math.getBoundingClientRect().right > right);
      return { wide: wide.map((math) => math.textContent), count: formulas.length };
    };
    if (name === undefined) return [look()];
    panels.open(name);
    const steps = panels.step(-1);
    const found = [];
    for (let i = 0; i < steps; i++) {
      panels.step(i);
      await host.updateComplete;
      found.push(look());
    }
    return found;
  }, preset);
}

const value = (page: Page, id: string): Promise<number> =>
  page
    .getByTestId(id)
    .getAttribute('data-value')
    .then((text) => Number(text ?? NaN));

describe.each(['light', 'dark'] as const)('the panels in the %s theme', (colorScheme) => {
  it('have nothing that axe objects to, before and in the midst of everything', async () => {
    const opened = await openPanels({ colorScheme });
    const { page } = opened;
    expect(await violations(page)).toEqual([]);
    await page.evaluate(() => {
      panels.open('used-twice', 'a', { mode: 'overwrite' });
      panels.step(panels.step(-1) - 1);
      panels.exercises.start('present', 'gradients');
    });
    await page.getByLabel('Gradient of a').fill('7');
    await page.getByLabel('Gradient of a').press('Enter');
    await page.getByRole('button', { name: 'Nudge' }).click();
    await page.locator('chainrule-node-check summary').click();
    await page.getByText('Not yet.').waitFor();
    await page.getByText('is lost: = puts').waitFor();
    expect(await violations(page)).toEqual([]);
    opened.assertClean();
    await opened.close();
  });
});

describe('the explanation of a step', () => {
  it('keeps every formula of every preset inside a panel of 300 pixels', async () => {
    const opened = await openPanels();
    const { page } = opened;
    let formulas = 0;
    for (const id of await page.evaluate(() => panels.presets)) {
      for (const [i, { wide, count }] of (await overflows(page, id)).entries()) {
        expect(wide, `${id}, step ${i}`).toEqual([]);
        formulas += count;
      }
    }
    expect(formulas).toBeGreaterThan(1000);
    // Control: in a panel that is too narrow, some do reach beyond it.
    await page.evaluate(() =>
      document.querySelector('chainrule-step-explanation')!.style.setProperty('width', '60px'),
    );
    expect((await overflows(page))[0].wide).not.toEqual([]);
    opened.assertClean();
    await opened.close();
  });

  it('draws formulas as MathML, and hostile names as text', async () => {
    const opened = await openPanels();
    const { page } = opened;
    await page.evaluate(() => {
      panels.open('neuron');
      panels.step(6);
    });
    const power = page.locator('chainrule-step-explanation msup').first();
    await expect.poll(() => power.textContent()).toBe('o2');
    expect(await power.evaluate((element) => element.namespaceURI)).toBe(
      'http://www.w3.org/1998/Math/MathML',
    );
    const heights = await page
      .locator('chainrule-step-explanation mfrac')
      .first()
      .evaluate((fraction) => [...fraction.children].map((part) => part.getBoundingClientRect().top));
    expect(heights[1]).toBeGreaterThan(heights[0]);
    await page.evaluate(() => {
      const host = document.querySelector('chainrule-step-explanation')!;
      const root = { node: 0, name: '<img src=x onerror="document.title=1">', value: 1 };
      host.description = { kind: 'seed', root, pass: 1, before: 0, after: 1, words: '' };
    });
    await page.locator('chainrule-step-explanation').getByText('<img src=x').first().waitFor();
    await expect.poll(() => page.locator('chainrule-step-explanation img').count()).toBe(0);
    await expect.poll(() => page.title()).toBe('Panels of the lab');
    opened.assertClean();
    await opened.close();
  });
});

describe('the check by a small step', () => {
  it('follows the slider, the field and the table, by keyboard too', async () => {
    const opened = await openPanels();
    const { page } = opened;
    await page.evaluate(() => panels.open('x = 1\ny = 0.5\nz = exp(x) * y', 'x'));
    await expect.poll(() => value(page, 'check-backward')).toBe(Math.E / 2);
    const errorAtSmall = Math.abs((await value(page, 'check-forward')) - Math.E / 2);
    const slider = page.getByLabel('Step h slider');
    await slider.focus();
    await page.keyboard.press('End');
    await page.waitForFunction(() => document.querySelector('chainrule-node-check')!.step === 0.1);
    const forwardError = Math.abs((await value(page, 'check-forward')) - Math.E / 2);
    expect(forwardError).toBeGreaterThan(1e3 * errorAtSmall);
    expect(Math.abs((await value(page, 'check-central')) - Math.E / 2)).toBeLessThan(forwardError / 10);
    const field = page.getByLabel('Step h', { exact: true });
    await field.fill('3e-4');
    await field.press('Enter');
    await page.waitForFunction(() => document.querySelector('chainrule-node-check')!.step === 3e-4);
    await field.fill('5');
    await field.press('Enter');
    // What is out of range is refused, and the field shows what holds.
    await expect.poll(() => field.inputValue()).toBe('3e-4');
    await page.getByRole('button', { name: 'y', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('How z moves when y moves by h').waitFor();
    await expect.poll(() => value(page, 'check-backward')).toBe(Math.E);
    opened.assertClean();
    await opened.close();
  });

  it('works thousands of leaves out bit by bit, and stops when it is taken away', async () => {
    const opened = await openPanels();
    const { page } = opened;
    const names = Array.from({ length: 3000 }, (_, i) => `x${i}`);
    const lines = names.slice(1).map((name, i) => `s${i + 1} = ${i === 0 ? 'x0' : `s${i}`} + ${name}`);
    await page.evaluate((source) => panels.open(source), lines.join('\n'));
    const rows = page.locator('chainrule-node-check tbody tr.selectable');
    await expect.poll(() => rows.count()).toBe(20);
    await page.getByRole('button', { name: 'Show all 3,000' }).click();
    // No more rows are made than are in sight, or near.
    await page.locator('chainrule-node-check table[aria-rowcount="3001"]').waitFor();
    await expect.poll(() => rows.count()).toBeLessThan(200);
    const scrolled = page.locator('chainrule-node-check .scroll');
    await scrolled.evaluate((scroll) => {
      scroll.scrollTop = scroll.scrollHeight;
    });
    await rows.getByText('x2999', { exact: true }).first().waitFor();
    const { first, last } = await scrolled.evaluate((scroll) => {
      const shown = [...scroll.querySelectorAll('tbody tr.selectable')];
      return {
        first: shown[0].getAttribute('aria-rowindex'),
        last: shown.at(-1)?.querySelector('th')?.textContent.trim(),
      };
    });
    expect(Number(first)).toBeGreaterThan(2800);
    expect(last).toBe('x2999');
    await expect.poll(() => page.getByRole('heading', { name: /All leaves: \d+ of 3000/ }).count()).toBe(1);
    const updates = await page.evaluate(async () => {
      const check = document.querySelector('chainrule-node-check')!;
      let count = 0;
      check.requestUpdate = () => {
        count++;
      };
      const frame = (): Promise<unknown> => new Promise(requestAnimationFrame);
      // It tells four times a second, with many frames between: the work goes on until it has.
      while (count === 0) await frame();
      const connected = count;
      check.remove();
      count = 0;
      for (let passed = 0; passed < 60; passed++) await frame();
      return { connected, removed: count };
    });
    expect(updates.connected).toBeGreaterThan(0);
    expect(updates.removed).toBe(0);
    opened.assertClean();
    await opened.close();
  });
});

describe('the nudge', () => {
  it('is gradient descent when it is repeated with a minus sign', async () => {
    const opened = await openPanels();
    const { page } = opened;
    await page.evaluate(() => panels.open('x = 3\ny = x ** 2'));
    const step = page.locator('chainrule-nudge').getByLabel('Step × gradient');
    await step.fill('-0.1');
    await step.press('Tab');
    await expect.poll(() => value(page, 'nudge-predicted')).toBeCloseTo(-3.6, 12);
    await expect.poll(() => value(page, 'nudge-true')).toBeCloseTo(-3.24, 12);
    for (let i = 0; i < 20; i++) await page.getByRole('button', { name: 'Nudge' }).click();
    await page.getByText(/^y from 9 to .* in 20 nudges$/).waitFor();
    await expect.poll(() => value(page, 'nudge-before')).toBeCloseTo(9 * 0.8 ** 40, 9);
    // Another expression is another story.
    await page.evaluate(() => panels.open('x = 5\ny = x ** 2'));
    await page.getByText('in 20 nudges').waitFor({ state: 'detached' });
    opened.assertClean();
    await opened.close();
  });

  it('has usual steps to pick, uphill and downhill, by the list and by the arrow keys', async () => {
    const opened = await openPanels();
    const { page } = opened;
    await page.evaluate(() => panels.open('x = 3\ny = x ** 2'));
    const nudges = page.locator('chainrule-nudge');
    const step = nudges.getByLabel('Step × gradient');
    await expect.poll(() => step.inputValue()).toBe('0.01');
    const offered = nudges.locator('datalist option');
    await expect
      .poll(() =>
        offered.evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value)),
      )
      .toEqual(['-1', '-0.1', '-0.01', '-0.001', '0.001', '0.01', '0.1', '1']);
    await step.focus();
    for (const next of ['0.001', '-0.001', '-0.01', '-0.1']) {
      await page.keyboard.press('ArrowDown');
      await expect.poll(() => step.inputValue()).toBe(next);
    }
    await expect.poll(() => value(page, 'nudge-predicted')).toBeCloseTo(-3.6, 12);
    opened.assertClean();
    await opened.close();
  });

  it('waits for the backward pass, and says so', async () => {
    const opened = await openPanels();
    const button = opened.page.getByRole('button', { name: 'Nudge' });
    await expect.poll(() => button.isDisabled()).toBe(true);
    await opened.page.getByText('First finish the backward pass').waitFor();
    await opened.close();
  });
});

describe('an exercise', () => {
  it('is done by keyboard alone, and ends with its points', async () => {
    const opened = await openPanels();
    const { page } = opened;
    await page.evaluate(() => panels.open('a = 2\nb = -3\nL = a * b'));
    await page.getByRole('button', { name: 'Start' }).press('Enter');
    const a = page.getByLabel('Gradient of a');
    const b = page.getByLabel('Gradient of b');
    await b.waitFor();
    const focused = (): Promise<string> =>
      page.evaluate(() => document.querySelector('chainrule-exercise')!.shadowRoot!.activeElement?.id ?? '');
    await expect.poll(focused).toBe('answer-0');
    const [first, second] = await page.evaluate(() =>
      panels.exercises.exercise.value!.questions.map(({ answer }) => answer),
    );
    await page.keyboard.type(String(-first));
    await page.keyboard.press('Enter');
    await page.getByText('Only the sign is wrong.').waitFor();
    // The field keeps the focus and its text is selected, so that it can be typed over.
    await expect.poll(() => focused()).toBe('answer-0');
    await page.keyboard.type(`${2 * first}/2`);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => panels.exercises.score.value.right === 1);
    await expect.poll(focused).toBe('answer-1');
    await page.keyboard.type(String(second));
    await page.keyboard.press('Enter');
    await page.getByText('75 of 100 points').waitFor();
    await page.getByText('2 of 2 right, 1 mistake.').waitFor();
    // The keystroke that ended it has not begun another.
    expect(await page.evaluate(() => panels.exercises.score.value.isFinished)).toBe(true);
    await expect.poll(() => a.inputValue()).not.toBe('');
    opened.assertClean();
    await opened.close();
  });

  it('shows an answer for no points, and leaves a text alone that is not a new one', async () => {
    const opened = await openPanels();
    const { page } = opened;
    await page.evaluate(() => panels.open('a = 2\nb = -3\nL = a * b'));
    await page.getByLabel('Exercise').selectOption('2');
    await page.getByLabel('Seed').fill('7');
    await page.getByLabel('Seed').press('Tab');
    await page.getByRole('button', { name: 'Start' }).click();
    await page.waitForFunction(() => panels.exercises.exercise.value !== null);
    expect(await page.evaluate(() => panels.exercises.origin.value?.source)).toEqual({ level: 2, seed: 7 });
    const field = page.locator('#answer-0');
    await field.fill('123456');
    await field.press('Enter');
    await field.press('Enter');
    await field.blur();
    expect(await page.evaluate(() => panels.exercises.state.value.answers[0].mistakes)).toBe(1);
    await page.getByRole('button', { name: 'Show me' }).first().click();
    await page.getByText(/^It is /).waitFor();
    expect(await page.evaluate(() => panels.exercises.score.value)).toMatchObject({ shown: 1, right: 0 });
    await page.getByRole('button', { name: 'New exercise' }).click();
    await page.waitForFunction(() => {
      const origin = panels.exercises.origin.value?.source;
      return origin !== undefined && origin !== 'present' && origin.seed === 8;
    });
    // Fields of another exercise start empty.
    await expect.poll(() => page.locator('#answer-0').inputValue()).toBe('');
    opened.assertClean();
    await opened.close();
  });
});
