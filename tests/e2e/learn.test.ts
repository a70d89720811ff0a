import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { goldenLesson } from '../unit/helpers/goldens.ts';
import { launch, openPage } from './browser.ts';
import { isSeen } from './looks.ts';
import { Playground } from './playground.ts';
import { violationsInBothThemes } from './violations.ts';
import { inMass } from '../mass.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());

/** The guided path as a user handles it. */
class Learn {
  readonly page: Page;
  /** The live tools, by their own labels. */
  readonly tool: Playground;

  constructor(page: Page) {
    this.page = page;
    this.tool = new Playground(page);
  }

  get title(): Locator {
    return this.page.locator('chainrule-coach').getByRole('heading', { level: 2 });
  }

  async at(title: string): Promise<this> {
    await this.title.filter({ hasText: title }).waitFor();
    return this;
  }

  async next(): Promise<void> {
    await this.page.getByRole('link', { name: /^Next: / }).click();
  }

  /** Waits until so many stages are done. */
  async untilStages(count: number): Promise<void> {
    const done = this.page.locator('[data-testid=stage][data-value=done]');
    await this.tool.until(`${count} stages are done`, async () => (await done.count()) === count);
  }

  async untilReached(): Promise<void> {
    await this.tool.until('the goal is reached', async () => (await this.tool.text('goal')) === 'reached');
  }

  chaptersDone(): Promise<number> {
    return this.tool.value('chapters-done');
  }

  async goTo(place: string): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: place }).click();
  }
}

describe('the guided path', () => {
  it('is gone through as a user goes, and keeps what is done', async () => {
    const opened = await openPage(browser, baseUrl, { hash: '/learn' });
    const { page } = opened;
    const learn = new Learn(page);
    const { tool } = learn;

    await learn.at('The derivative is a slope');
    await expect.poll(() => new URL(page.url()).hash).toBe('#/learn/slope');
    await expect.poll(() => tool.text('goal')).toBe('open');
    const point = page.getByRole('slider', { name: 'The point on the curve' });
    const place = (await point.boundingBox())!;
    await page.mouse.move(place.x + place.width / 2, place.y + place.height / 2);
    await page.mouse.down();
    await page.mouse.move(place.x - 260, place.y, { steps: 4 });
    await page.mouse.up();
    await learn.untilStages(1);
    const dragged = Number(await point.getAttribute('aria-valuenow'));
    expect(dragged).toBeLessThan(0.66);
    await page.keyboard.press('ArrowRight');
    await tool.until('a key moves the point', async () => {
      return Math.abs(Number(await point.getAttribute('aria-valuenow')) - dragged - 0.06) < 1e-9;
    });
    await tool.setNumber('x', 0.67);
    await learn.untilReached();
    const voice = page.locator('chainrule-coach').getByRole('status');
    await tool.until('it is said', async () => (await voice.textContent()) === 'Goal reached.');
    await expect.poll(() => learn.chaptersDone()).toBe(1);

    await learn.next();
    await learn.at('An expression and its graph');
    await tool.button('Step').click();
    await tool.button('Step').click();
    await learn.untilStages(1);
    await tool.button('Finish').click();
    await learn.untilStages(2);
    const expression = page.getByRole('textbox', { name: 'Expression' });
    await expression.fill(`${await expression.inputValue()}\nL = d * f`);
    await learn.untilReached();

    await learn.next();
    await learn.at('The chain rule by hand');
    const exercise = page.locator('chainrule-exercise');
    await exercise.getByRole('button', { name: 'Start', exact: true }).click();
    await exercise.getByRole('textbox').first().waitFor();
    const answers: Readonly<Record<string, string>> = {
      a: '6',
      b: '-4',
      c: '-2',
      f: '4',
      d: '-2',
      e: '-2',
      L: '1',
    };
    for (const [name, answer] of Object.entries(answers)) {
      const field = page.getByRole('textbox', { name: `Gradient of ${name}`, exact: true });
      if ((await field.count()) === 0) continue;
      await field.fill(answer);
      await field.press('Enter');
    }
    await learn.untilReached();

    await page.goto(`${baseUrl}#/learn/order`);
    await learn.at('Why topological order');
    await tool.select('Backward pass').selectOption('no-topological-order');
    await page.getByText('The answer can be seen already').waitFor();
    await expect.poll(() => page.getByRole('radio', { name: /^26:/ }).isDisabled()).toBe(true);
    await tool.select('Backward pass').selectOption('correct');
    await page.getByRole('radio', { name: /^26:/ }).check();
    await learn.untilStages(1);
    await tool.select('Backward pass').selectOption('no-topological-order');
    await learn.untilStages(2);
    await page.getByTestId('outcome').getByText('Not as you predicted.').waitFor();
    await expect
      .poll(() => page.locator('label', { has: page.getByTestId('wrong-answer') }).textContent())
      .toMatch(/26:/);
    const constant = page.locator('.contribution', { hasText: 'To the constant 2' });
    await expect.poll(() => constant.textContent()).toMatch(/\+60.*wrong: \+39 is right/s);
    await expect.poll(() => page.getByTestId('leaf-gradient').textContent()).toMatch(/\+40.*not \+26/s);
    await tool.select('Backward pass').selectOption('correct');
    await learn.untilReached();
    const { height } = page.viewportSize()!;
    await tool.until('the way on is in sight', async () => {
      const way = (await page.getByRole('link', { name: /^Next: / }).boundingBox())!;
      return way.y > 0 && way.y + way.height <= height;
    });
    await expect.poll(() => learn.chaptersDone()).toBe(4);

    await page.reload();
    await learn.at('Why topological order');
    await expect.poll(() => learn.chaptersDone()).toBe(4);
    await expect.poll(() => tool.text('goal')).toBe('open');
    await page.getByRole('heading', { name: 'Goal reached before' }).waitFor();
    await learn.goTo('Learn');
    await learn.at('A neuron');
    opened.assertClean();
    await opened.close();
  });

  it('has all digits of a leaf in sight while one works on it, and keeps what is half typed', async () => {
    const opened = await openPage(browser, baseUrl, { hash: '/learn/neuron' });
    const { page } = opened;
    const learn = await new Learn(page).at('A neuron');
    const { tool } = learn;
    await page.getByText('finished', { exact: true }).waitFor();
    const bias = tool.number('b');
    // What one comes to by keys is chosen as a whole: the first digit takes its place.
    await tool.button('Lock b').focus();
    await page.keyboard.press('Tab');
    await expect.poll(() => bias.inputValue()).toMatch(/^6\.88137358701\d+$/);
    await expect.poll(() => bias.evaluate((field) => field.scrollWidth <= field.clientWidth)).toBe(true);
    await bias.pressSequentially('8');
    // The graph is written anew, and the field is not.
    await tool.button('Back').evaluate((button: HTMLElement) => {
      button.click();
    });
    await expect.poll(() => bias.inputValue()).toBe('8');
    await bias.press('Enter');
    await tool.button('Finish').click();
    await learn.untilStages(1);
    await tool.setNumber('w1', -6);
    await learn.untilReached();
    opened.assertClean();
    await opened.close();
  });

  it('on a phone shows what is played, and the field that one works on', async () => {
    const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };
    const opened = await openPage(browser, baseUrl, { hash: '/learn/xor', ...phone });
    const { page } = opened;
    const learn = await new Learn(page).at('Challenge: a line for XOR');
    await learn.tool.ready();
    await page.getByRole('radio', { name: /^Most/ }).check();
    await learn.tool.button('Play').tap();
    for (const name of ['run-bar', 'picture', 'loss-chart'])
      await learn.tool.until(`${name} is in sight`, () => isSeen(page.getByTestId(name)));
    await learn.untilStages(2);
    await page.evaluate(() => (location.hash = '/learn/chain-rule'));
    await learn.at('The chain rule by hand');
    await page.locator('chainrule-exercise').getByRole('button', { name: 'Start', exact: true }).tap();
    const field = page.getByRole('textbox', { name: /^Gradient of/ }).first();
    const bar = page.locator('chainrule-step-bar');
    const isBelowBar = async (): Promise<boolean> => {
      const [box, edge] = [await field.boundingBox(), await bar.boundingBox()];
      return box !== null && edge !== null && box.y >= edge.y + edge.height;
    };
    await learn.tool.until('the first field is below the bar', isBelowBar);
    await field.fill('7');
    await field.press('Enter');
    await page.getByText('Not yet.').waitFor();
    await learn.tool.until('so it is with what is said of it', isBelowBar);
    opened.assertClean();
    await opened.close();
  });

  it('on a phone has the words of the slope in the figure, and none under the point', async () => {
    const opened = await openPage(browser, baseUrl, {
      hash: '/learn/slope',
      viewport: { width: 390, height: 844 },
    });
    const { page } = opened;
    const learn = await new Learn(page).at('The derivative is a slope');
    const point = page.getByRole('slider', { name: 'The point on the curve' });
    await page.locator('svg .of-run').waitFor();
    const faults = (): Promise<string[]> =>
      point.evaluate((handle) => {
        const disc = handle.getBoundingClientRect();
        const [x, y, radius] = [disc.x + disc.width / 2, disc.y + disc.height / 2, disc.width / 2];
        const plot = handle.parentElement!;
        const { left, right } = plot.closest('.panel')!.getBoundingClientRect();
        return [...plot.querySelectorAll('.word')].flatMap((word) => {
          const box = word.getBoundingClientRect();
          const across = Math.max(box.left - x, 0, x - box.right);
          const down = Math.max(box.top - y, 0, y - box.bottom);
          return [
            ...(box.left < left + 4 || box.right > right - 4 ? [`${word.textContent} leaves the panel`] : []),
            // The box of a word is a little larger than what is written.
            ...(Math.hypot(across, down) < radius - 1 ? [`${word.textContent} is under the point`] : []),
          ];
        });
      });
    expect(await faults()).toEqual([]);
    // On the other side of the curve, and where the run goes back.
    for (const [x, run] of [
      [-1, 'run +1'],
      [3.6, 'run −1'],
    ] as const) {
      await learn.tool.setNumber('x', x);
      await page.locator('svg .of-run', { hasText: run }).waitFor();
      await learn.tool.until(
        'the point is there',
        async () => (await point.getAttribute('aria-valuenow')) === String(x),
      );
      await expect.poll(faults, { message: `x = ${x}` }).toEqual([]);
    }
    opened.assertClean();
    await opened.close();
  });

  it('lets one predict, run and do better, and leaves the user’s own playground and graph alone', async () => {
    const opened = await openPage(browser, baseUrl, { hash: 'dataSet=moons&hidden=5&learningRate=0.1' });
    const { page } = opened;
    const learn = new Learn(page);
    const { tool } = learn;
    await tool.ready();
    await tool.step();
    const ownLoss = await tool.value('train-loss');
    await learn.goTo('Graph');
    const expression = page.getByRole('textbox', { name: 'Expression' });
    await expression.fill('mine = x * y');

    await learn.goTo('Learn');
    await page.getByText('All chapters').click();
    await page.getByRole('link', { name: 'Challenge: a line for XOR' }).click();
    await learn.at('Challenge: a line for XOR');
    await tool.ready();
    await expect.poll(() => tool.number('Neurons in layer 1').count()).toBe(0);
    await page.getByRole('radio', { name: /^Nearly all/ }).check();
    await learn.untilStages(1);
    await tool.button('Play').click();
    await learn.untilStages(2);
    const outcome = page.getByTestId('outcome');
    await expect.poll(() => outcome.getAttribute('data-value')).toBe('2');
    await expect
      .poll(() => outcome.textContent())
      .toMatch(/Not as you predicted\.\s+After [\d,]+ epochs it has \d\d\.\d %/);
    await tool.button('Add layer').click();
    await learn.untilReached();
    // It trains on: what has been reached may be missed by a point a moment later.
    await tool.until('it is learned', async () => (await tool.value('train-accuracy')) > 0.95);

    await learn.goTo('Graph');
    await expect.poll(() => expression.inputValue()).toBe('mine = x * y');

    await learn.goTo('Playground');
    await tool.until('the playground is shown', async () => (await tool.value('epoch')) === 1);
    await expect.poll(() => tool.value('train-loss')).toBe(ownLoss);
    await expect.poll(() => tool.number('Neurons in layer 1').inputValue()).toBe('5');
    await expect.poll(() => tool.radio('Data set', 'Moons').isChecked()).toBe(true);
    await expect.poll(() => new URL(page.url()).hash).toContain('dataSet=moons');

    await page.goBack();
    await page.goBack();
    await learn.at('Challenge: a line for XOR');
    await learn.untilReached();
    opened.assertClean();
    await opened.close();
  });

  it('works where storage is forbidden', async () => {
    const opened = await openPage(browser, baseUrl, {
      hash: '/learn/order',
      prepare: (context) =>
        context.addInitScript(() => {
          Object.defineProperty(globalThis, 'localStorage', {
            get: () => {
              throw new DOMException('forbidden', 'SecurityError');
            },
          });
        }),
    });
    const learn = await new Learn(opened.page).at('Why topological order');
    await opened.page.getByRole('radio', { name: /^40:/ }).check();
    await learn.tool.select('Backward pass').selectOption('no-topological-order');
    await learn.tool.select('Backward pass').selectOption('correct');
    await learn.untilReached();
    await opened.page.getByText('All chapters').click();
    await opened.page.getByText('This browser keeps no progress').waitFor();
    await opened.page.reload();
    await learn.at('Why topological order');
    await expect.poll(() => learn.chaptersDone()).toBe(0);
    opened.assertClean();
    await opened.close();
  });

  it('trains the lesson’s network by hand: ten nudges, and the loss that PyTorch comes to', async () => {
    const opened = await openPage(browser, baseUrl, { hash: '/learn/training' });
    const learn = await new Learn(opened.page).at('The training loop by hand');
    const { tool } = learn;
    await tool.setNumber('Step × gradient', -0.1);
    const current = opened.page.getByTestId('stage').first();
    for (let nudge = 1; nudge <= 10; nudge++) {
      await tool.button('Nudge').click();
      await tool.until(`nudge ${nudge} has counted`, async () => {
        const isDone = (await current.getAttribute('data-value')) === 'done';
        return isDone || (await current.textContent())?.includes(`(${nudge} of 10)`) === true;
      });
    }
    await learn.untilReached();
    await expect.poll(() => tool.value('lab-result')).toBeCloseTo(goldenLesson().losses[10], 12);
    opened.assertClean();
    await opened.close();
  });

  it('takes a prediction from the keyboard, which may still be changed before the run', async () => {
    const opened = await openPage(browser, baseUrl, { hash: '/learn/rate' });
    const { page } = opened;
    const learn = await new Learn(page).at('Challenge: a rate too high');
    await learn.tool.ready();
    const answers = page.getByRole('radiogroup', { name: 'What will happen' }).getByRole('radio');
    await answers.first().focus();
    await page.keyboard.press('Space');
    await learn.untilStages(1);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => answers.last().isChecked()).toBe(true);
    // As Enter does in some browsers. There is nothing to send: the policy of the page would refuse it, with an error.
    await page.locator('chainrule-coach form').evaluate((form: HTMLFormElement) => form.requestSubmit());
    // The speed of the chapter takes seconds.
    await learn.tool.select('Speed').selectOption('full');
    await learn.tool.button('Play').focus();
    const bubble = page.locator('.help-bubble');
    await bubble.waitFor({ state: 'visible' });
    await page.keyboard.press('Enter');
    await bubble.waitFor({ state: 'hidden' });
    await learn.untilStages(2);
    await expect
      .poll(() => page.getByTestId('outcome').textContent())
      .toMatch(/As you predicted\.\s+The loss was 2\.9\d+/);
    await expect.poll(() => answers.first().isDisabled()).toBe(true);
    opened.assertClean();
    await opened.close();
  });

  it('asks for a number before two menus can give it away, and says kindly why it is another', async () => {
    const opened = await openPage(browser, baseUrl, { hash: '/learn/accumulate' });
    const { page } = opened;
    const learn = await new Learn(page).at('Why += and not =');
    const { tool } = learn;
    await tool.select('Backward pass').selectOption('overwrite');
    await page.getByText('The answer can be seen already').waitFor();
    const field = page.getByRole('textbox', { name: 'Your prediction' });
    await expect.poll(() => field.isEditable()).toBe(false);
    await tool.select('Backward pass').selectOption('correct');
    await expect.poll(() => field.isEditable()).toBe(true);
    await learn.untilStages(0);

    await field.focus();
    await page.keyboard.type('two');
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: '“two” is no number' }).waitFor();
    await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true');
    await expect.poll(() => field.inputValue()).toBe('two');
    await field.fill('2');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.getByRole('status').filter({ hasText: 'You predict 2.' }).waitFor();
    await learn.untilStages(1);

    await tool.select('Backward pass').selectOption('overwrite');
    await learn.untilStages(2);
    await expect
      .poll(() => page.getByTestId('outcome').textContent())
      .toMatch(/Not as you predicted\.\s+2 is what/);
    await page
      .getByRole('status')
      .filter({ hasText: /Not as you predicted\. 2 is what .* Next: Stay in it/ })
      .waitFor();
    await expect.poll(() => page.getByTestId('wrong-answer').textContent()).toMatch(/not so: 1/);
    await expect.poll(() => field.isEditable()).toBe(false);
    expect(await violationsInBothThemes(page)).toEqual([]);
    await tool.button('Set up again').click();
    await learn.untilStages(0);
    await expect.poll(() => field.inputValue()).toBe('');
    await field.fill('1');
    await field.press('Enter');
    await learn.untilStages(1);
    await tool.select('Backward pass').selectOption('overwrite');
    await expect
      .poll(() => page.getByTestId('outcome').textContent())
      .toMatch(/As you predicted\.\s+Two ways/);
    await page.getByRole('textbox', { name: 'Expression' }).fill('a = 3\nb = 2 * a');
    await learn.untilReached();
    opened.assertClean();
    await opened.close();
  });

  it('comes to the end of the chapters on a rate and on a spiral at the speeds that they set', async () => {
    const opened = await openPage(browser, baseUrl, { hash: '/learn/rate' });
    const { page } = opened;
    const learn = await new Learn(page).at('Challenge: a rate too high');
    const { tool } = learn;
    await tool.ready();
    await expect.poll(() => tool.select('Speed').inputValue()).toBe('ten-batches-a-second');
    // At ten batches a second it takes half a minute, by design; what it comes to is the same at any speed.
    await tool.select('Speed').selectOption(inMass('ten-batches-a-second', 'full'));
    await page.getByRole('radio', { name: /^The loss grows/ }).check();
    await tool.button('Play').click();
    await learn.untilStages(2);
    await expect.poll(() => page.getByTestId('outcome').getAttribute('data-value')).toBe('2');
    await tool.setNumber('Learning rate', 0.03);
    await tool.until('it is sound again', async () => (await tool.status()) !== 'diverged');
    await page.getByText(/^The run went back to epoch \d/).waitFor();
    if ((await tool.status()) !== 'running') await tool.button('Play').click();
    await learn.untilReached();
    await learn.next();

    await learn.at('Challenge: two neurons for a spiral');
    await tool.until('its playground is there', async () => (await tool.value('epoch')) === 0);
    await expect.poll(() => tool.select('Speed').inputValue()).toBe('100x');
    await page.getByRole('radio', { name: /^About half/ }).check();
    await tool.button('Play').click();
    await learn.untilStages(2);
    await expect.poll(() => page.getByTestId('outcome').getAttribute('data-value')).toBe('2');
    await tool.setNumber('Neurons in layer 1', 8);
    await tool.button('Add layer').click();
    await tool.setNumber('Neurons in layer 2', 8);
    await tool.setNumber('Learning rate', 0.1);
    // Added to a network that is trained already, as far as this machine got, neurons may never find a place.
    await tool.button('Reset').click();
    await tool.until('it begins anew', async () => (await tool.value('epoch')) === 0);
    await tool.button('Play').click();
    await learn.untilReached();
    opened.assertClean();
    await opened.close();
  });

  it('goes back and forth through the browser’s history', async () => {
    const opened = await openPage(browser, baseUrl);
    const { page } = opened;
    const learn = new Learn(page);
    await learn.tool.ready();
    await learn.goTo('Learn');
    await learn.at('The derivative is a slope');
    await learn.next();
    await learn.at('An expression and its graph');
    await page.goBack();
    await learn.at('The derivative is a slope');
    await page.goBack();
    await learn.tool.ready();
    await expect.poll(() => new URL(page.url()).hash).toBe('');
    await page.goForward();
    await learn.at('The derivative is a slope');
    opened.assertClean();
    await opened.close();
  });
});

it('axe finds no violation in chapters of every kind, in both themes', async () => {
  const opened = await openPage(browser, baseUrl, { hash: '/learn/slope' });
  const { page } = opened;
  const learn = new Learn(page);
  const open = async (summary: Locator): Promise<void> => {
    const isOpen = (): Promise<boolean> => summary.evaluate((one) => one.closest('details')!.open);
    if (!(await isOpen())) await summary.click();
    await learn.tool.until('it is open', isOpen);
  };
  for (const [id, title] of [
    ['slope', 'The derivative is a slope'],
    ['chain-rule', 'The chain rule by hand'],
    ['xor', 'Challenge: a line for XOR'],
  ]) {
    await page.evaluate((hash) => (location.hash = hash), `/learn/${id}`);
    await learn.at(title);
    await open(page.getByText('All chapters'));
    await open(page.getByText('Hint', { exact: true }));
    expect(await violationsInBothThemes(page), id).toEqual([]);
  }
  opened.assertClean();
  await opened.close();
});

it.each([
  ['training', 'The training loop by hand'],
  ['spiral', 'Challenge: two neurons for a spiral'],
])('nothing of the chapter %s has to be scrolled sideways', async (id, title) => {
  const opened = await openPage(browser, baseUrl, { hash: `/learn/${id}` });
  const { page } = opened;
  await new Learn(page).at(title);
  for (const [width, height] of [
    [1440, 900],
    [1024, 768],
    [390, 844],
    [320, 640],
  ]) {
    await page.setViewportSize({ width, height });
    // Once the canvases have followed, which they do a frame later.
    const overflow = (): Promise<number> =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await expect.poll(overflow, { message: `${width} px` }).toBe(0);
  }
  opened.assertClean();
  await opened.close();
});
