import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createDataSet } from '../../src/data/data-set.ts';
import { defaultExperiment } from '../../src/experiment/schema.ts';
import { exerciseOf } from '../../src/lab/make-exercise.ts';
import { presets } from '../../src/lab/presets.ts';
import { launch, openPage, type OpenedPage, type PageOptions } from './browser.ts';
import { GraphLab } from './graph-lab.ts';
import { Playground } from './playground.ts';
import { violationsInBothThemes } from './violations.ts';
import { hasFocus } from './waiting.ts';
import { inMass } from '../mass.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());

async function openLab(
  options: PageOptions = {},
): Promise<{ opened: OpenedPage; page: Page; lab: GraphLab }> {
  const opened = await openPage(browser, baseUrl, { hash: '/graph', ...options });
  const lab = await new GraphLab(opened.page).ready();
  return { opened, page: opened.page, lab };
}

async function finish(opened: OpenedPage): Promise<void> {
  opened.assertClean();
  await opened.close();
}

describe('the lesson’s numbers in the graph lab', () => {
  it('are all shown, for every preset that is chosen, with the mistakes that it is made for', async () => {
    const { opened, lab } = await openLab();
    // The numbers of all are tested where they are computed; here those that show the mistakes.
    const some = presets.filter(({ mistake }) => mistake !== undefined);
    for (const { id, numbers, mistake, source } of inMass(presets, some)) {
      await lab.select('Expression from').selectOption(id);
      await lab.until('the text is there', async () => (await lab.editor.inputValue()) === source);
      for (const [name, value] of Object.entries(numbers.data)) {
        // A preset before may have had a node of that name.
        await expect.poll(() => lab.data(name), { message: `${id}: ${name}` }).toBeCloseTo(value, 11);
      }
      for (const [name, value] of Object.entries(numbers.gradients)) {
        await expect
          .poll(() => lab.gradient(name), { message: `${id}: gradient of ${name}` })
          .toBeCloseTo(value, 9);
      }
      if (mistake === undefined) continue;
      await lab.select('Backward pass').selectOption(mistake.mode);
      for (const [name, value] of Object.entries(mistake.gradients)) {
        await lab.until(
          `${id}: ${name} by mistake`,
          async () => Math.abs((await lab.gradient(name)) - value) < 1e-9,
        );
      }
      await lab.select('Backward pass').selectOption('correct');
    }
    await finish(opened);
  });

  it('come step by step, forth and back, each said in words and as a formula', async () => {
    const { opened, page, lab } = await openLab({ hash: '/graph?preset=chain-rule' });
    const explanation = page.locator('chainrule-step-explanation');
    await lab.button('Start').click();
    await expect.poll(() => lab.numbers('e')).toEqual({ data: '', gradient: '' });
    await lab.button('Step').click();
    await expect.poll(() => lab.data('e')).toBe(-6);
    await expect.poll(() => lab.value('lab-phase')).toBe('forward');
    for (let step = 0; step < 4; step++) await lab.button('Step').click();
    await expect.poll(() => lab.value('lab-phase')).toBe('backward');
    await explanation.getByText('the arriving gradient times the other operand').waitFor();
    await expect.poll(() => explanation.locator('math').count()).toBeGreaterThan(2);
    await expect.poll(() => lab.gradient('f')).toBe(4);
    await lab.button('Back').click();
    expect((await lab.numbers('f')).gradient).toBe('');
    await lab.button('Finish').click();
    await expect.poll(() => lab.gradient('b')).toBe(-4);
    await lab.button('Play').click();
    await lab.until('it plays from the beginning', async () => Number(await lab.value('lab-step')) >= 2);
    await lab.button('Pause').click();
    await finish(opened);
  });

  it('move as the gradients say when all leaves are nudged', async () => {
    const { opened, page, lab } = await openLab({ hash: '/graph?preset=chain-rule' });
    await page.getByRole('spinbutton', { name: 'Step × gradient' }).fill('0.01');
    await page.getByRole('spinbutton', { name: 'Step × gradient' }).press('Enter');
    await lab.button('Nudge').click();
    await lab.until('L has moved', async () => Math.abs((await lab.data('L')) + 7.286496) < 1e-12);
    await lab.button('Undo').click();
    await lab.until('L is back', async () => (await lab.data('L')) === -8);
    await finish(opened);
  });
});

describe('an expression', () => {
  it('is drawn as it is typed; what is wrong is said with its place, and the last graph stays', async () => {
    const { opened, page, lab } = await openLab();
    await lab.editor.fill('a = 2\nf = a ** 2 + tanh(b)');
    await lab.until(
      'f is computed',
      async () => Math.abs((await lab.data('f')) - (4 + Math.tanh(1))) < 1e-12,
    );
    await lab.editor.fill('a = 2\nf = a ** 2 + tann(b)');
    await page.getByText('Line 2, column 14').waitFor();
    await expect.poll(() => lab.data('f')).toBeCloseTo(4 + Math.tanh(1), 12);
    await expect.poll(() => lab.editor.getAttribute('aria-invalid')).toBe('true');
    await finish(opened);
  });

  it('follows its leaves, and its text follows them', async () => {
    const { opened, page, lab } = await openLab({ hash: '/graph?preset=chain-rule' });
    await page.getByRole('spinbutton', { name: 'a', exact: true }).fill('5');
    await page.getByRole('spinbutton', { name: 'a', exact: true }).press('Enter');
    await lab.until('L follows', async () => (await lab.data('L')) === -2 * (5 * -3 + 10));
    await expect.poll(() => lab.editor.inputValue()).toContain('a = 5\n');
    await page.getByRole('slider', { name: 'b slider' }).focus();
    await page.keyboard.press('ArrowRight');
    await lab.until('b moves by a hundredth of the range', async () => (await lab.data('b')) === -2.8);
    await lab.button('Lock b').click();
    await expect.poll(() => page.getByRole('slider', { name: 'b slider' }).isDisabled()).toBe(true);
    await lab.button('Nudge').click();
    await lab.until('the others move', async () => (await lab.data('a')) !== 5);
    await expect.poll(() => lab.data('b')).toBe(-2.8);
    const gradient = page.locator('[data-testid=leaf-gradient][data-name=a]');
    expect(Number(await gradient.getAttribute('data-value'))).toBe(await lab.gradient('a'));
    await lab.button('Step').click();
    await expect.poll(() => page.getByTestId('lab-end').textContent()).toContain('This is the end');
    await expect.poll(() => lab.value('lab-step')).not.toBe('1');
    await lab.button('Step').click();
    await lab.until('the walk begins again', async () => (await lab.value('lab-step')) === '1');
    await expect.poll(() => page.getByTestId('lab-end').textContent()).not.toContain('end');
    await expect.poll(() => gradient.count()).toBe(0);
    await expect.poll(() => page.getByText('not computed yet').count()).toBeGreaterThan(3);
    await finish(opened);
  });

  it('may be hostile: a clear message or an honest number, and the page lives', async () => {
    const { opened, page, lab } = await openLab();
    const texts: readonly (readonly [string, RegExp | null])[] = [
      ['('.repeat(100_000), /bracket|nest/i],
      [`f = a${' + a'.repeat(25_000)}`, null],
      ['constructor = 2\n__proto__ = 3\nf = constructor * __proto__', null],
      ['this = 2', /cannot be used as a name/],
      ['f = alert(1)', /alert/],
      ['f = a.b', /not/],
    ];
    for (const [text, complaint] of texts) {
      await lab.editor.fill(text);
      if (complaint === null) {
        await page.getByTestId('expression-error').waitFor({ state: 'hidden' });
      } else {
        await lab.until(`a complaint about ${text.slice(0, 20)}`, async () =>
          complaint.test(await page.getByTestId('expression-error').innerText()),
        );
      }
    }
    await lab.editor.fill('a = -1\nb = log(a)\nc = 1 / (a + 1)\nd = b + c');
    await lab.until('NaN is shown', async () => (await lab.numbers('b')).data === 'NaN');
    expect((await lab.numbers('c')).data).toBe('Infinity');
    await finish(opened);
  });

  it('comes back from its address as it was left', async () => {
    const { opened, page, lab } = await openLab();
    await lab.editor.fill('f = p * q\ng = f + p');
    await page.getByRole('spinbutton', { name: 'p', exact: true }).fill('4');
    await page.getByRole('spinbutton', { name: 'p', exact: true }).press('Enter');
    await lab.select('Backward pass').selectOption('overwrite');
    await lab.button('Back').click();
    await lab.until(
      'the address follows',
      async () => /at=\d/.test(page.url()) && page.url().includes('p:4'),
    );
    const address = page.url();
    const step = await lab.value('lab-step');
    const again = await openLab({ hash: new URL(address).hash });
    await expect.poll(() => again.lab.editor.inputValue()).toBe('f = p * q\ng = f + p');
    await expect.poll(() => again.lab.data('g')).toBe(8);
    await expect.poll(() => again.lab.value('lab-step')).toBe(step);
    await expect.poll(() => again.lab.select('Backward pass').inputValue()).toBe('overwrite');
    await finish(again.opened);
    await finish(opened);
  });

  it('is kept while one visits the playground, which keeps its own settings', async () => {
    const { opened, page, lab } = await openLab({ hash: '/graph?hidden=3' });
    await lab.editor.fill('f = mine * 2');
    await page.getByRole('link', { name: 'Playground' }).click();
    await new Playground(page).ready();
    await page.getByText('1 hidden layer ').waitFor();
    await page.getByRole('link', { name: 'Graph' }).click();
    await expect.poll(() => lab.editor.inputValue()).toBe('f = mine * 2');
    await page.goBack();
    await page.getByText('1 hidden layer ').waitFor();
    await finish(opened);
  });
});

describe('checks and exercises', () => {
  it('find a wrong derivative', async () => {
    const { opened, page, lab } = await openLab();
    await lab.tool('Check');
    const check = page.locator('chainrule-node-check');
    await check.getByText('agrees').first().waitFor();
    await lab.select('Backward pass').selectOption('wrong-derivative');
    await check.getByText('differs').first().waitFor();
    await finish(opened);
  });

  it('an exercise hides the gradients, judges answers at once with the rule, and is scored', async () => {
    const { opened, page, lab } = await openLab({ hash: '/graph?preset=three-inputs' });
    await lab.tool('By hand');
    await page
      .getByRole('button', { name: /^Start/ })
      .last()
      .click();
    await lab.until('the gradients are hidden', async () => (await lab.numbers('a')).gradient === '');
    await expect.poll(() => lab.data('a')).toBe(2);
    const exercise = page.locator('chainrule-exercise');
    const fields = exercise.getByRole('textbox');
    const { questions } = exerciseOf(presets.find(({ id }) => id === 'three-inputs')!.source, 'gradients');
    await expect.poll(() => fields.count()).toBe(questions.length);
    await fields.first().fill('77');
    await fields.first().press('Enter');
    await exercise
      .getByText(/sum hands the arriving gradient on/)
      .first()
      .waitFor();
    for (const [i, { answer }] of questions.entries()) {
      await fields.nth(i).fill(String(answer));
      await fields.nth(i).press('Enter');
    }
    await lab.until('every gradient is known', async () => (await lab.numbers('a')).gradient === '-3');
    await finish(opened);
  });
});

describe('what can be taken away', () => {
  it('is the expression as Python, and the drawing as DOT and SVG', async () => {
    const { opened, page, lab } = await openLab({ hash: '/graph?preset=neuron' });
    await lab.tool('Take away');
    const download = async (name: string): Promise<string> => {
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        lab.button(`Download ${name}`).click(),
      ]);
      return readFile(await file.path(), 'utf8');
    };
    const micrograd = await download('Python, micrograd style');
    expect(micrograd).toBe(await readFile('tests/golden/exports/neuron.micrograd.py', 'utf8'));
    expect(await download('Python, PyTorch')).toContain('torch.float64');
    expect(await download('Drawing, Graphviz DOT')).toMatch(/^digraph expression \{/);
    const svg = await download('Drawing, SVG');
    expect(svg).toMatch(/^<svg /);
    for (const text of ['x₁', '−1.5000', '0.7071', 'tanh']) expect(svg).toContain(text);
    await finish(opened);
  });
});

describe('the user’s own network', () => {
  it('opens from a neuron and from a point, with the trainer’s gradients, follows it, and leads back', async () => {
    const opened = await openPage(browser, baseUrl, { hash: 'hidden=3,2&speed=epoch-a-second' });
    const { page } = opened;
    const playground = await new Playground(page).ready();
    await playground.button('Play').click();
    await playground.untilEpoch(2);
    await page.getByRole('button', { name: 'Layer 1, neuron 2' }).click();
    await page.getByTestId('neuron-drawer').getByRole('button', { name: 'Open in Graph' }).click();
    await expect.poll(() => hasFocus(page.locator('#graph-title'))).toBe(true);
    const lab = await new GraphLab(page).ready();
    await lab.until('the trainer has answered', async () => (await lab.value('lab-trainer-value')) !== '');
    expect(Number(await lab.value('lab-gradient-difference'))).toBeLessThan(1e-5);
    await expect
      .poll(async () => (await lab.data('h1_2')) - Number(await lab.value('lab-trainer-value')))
      .toBeCloseTo(0, 5);
    const [first] = createDataSet(defaultExperiment).rows.train;
    await lab.button(`train row ${first + 1}`).click();
    await lab.until('the whole loss is shown', async () => (await lab.numbers('loss')).data !== '');
    const epoch = Number(await lab.value('lab-epoch'));
    await page.getByLabel('Follow the training').check();
    await lab.until('it follows', async () => Number(await lab.value('lab-epoch')) > epoch + 2);
    expect(Number(await lab.value('lab-gradient-difference'))).toBeLessThan(1e-5);
    await page.getByRole('navigation', { name: 'Where this graph is from' }).getByRole('link').click();
    await playground.ready();
    await expect.poll(() => playground.status()).toBe('running');
    await playground.untilEpoch(epoch + 1);
    await finish(opened);
  });

  it('opens the point that is clicked in the output', async () => {
    const opened = await openPage(browser, baseUrl, { hash: 'points=20&trainShare=50&hidden=2' });
    const { page } = opened;
    await new Playground(page).ready();
    const { test, slice, rows } = createDataSet({ ...defaultExperiment, points: 20 });
    const { window } = slice;
    const plot = page.locator('chainrule-boundary-plot canvas');
    const box = (await plot.boundingBox())!;
    const share = (value: number, [from, to]: readonly [number, number]): number =>
      (value - from) / (to - from);
    await plot.click({
      position: {
        x: box.width * share(test.x1[3], window.x1),
        y: box.height * (1 - share(test.x2[3], window.x2)),
      },
    });
    const name = `test row ${rows.test[3] + 1}`;
    await page.getByTestId('chosen-point').getByText(name, { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Open its graph' }).click();
    await page.getByText(name, { exact: true }).waitFor();
    await finish(opened);
  });

  it('has every gradient checked', async () => {
    const { opened, page, lab } = await openLab({ hash: '/graph?sample=train.0&hidden=8,8' });
    await lab.tool('Check');
    await page.clock.install();
    await page.getByRole('button', { name: 'Check every gradient' }).click();
    const panel = page.locator('chainrule-gradient-check');
    await panel
      .getByText(/105 parameters on the 10 samples/)
      .first()
      .waitFor();
    await panel.getByText('agrees').first().waitFor();
    // The pointer rests where the button was, and another has taken its place: no help lies over the verdict.
    const bubble = page.locator('.help-bubble');
    // A second of the page's own clock, which is twice as long as help waits.
    await page.clock.runFor(1000);
    await expect.poll(() => bubble.isVisible()).toBe(false);
    const again = panel.getByRole('button').first();
    await page.mouse.move(5, 5);
    await again.hover();
    await bubble.waitFor({ state: 'visible' });
    await finish(opened);
  });

  it('opens at its largest, grouped, with the page answering all the while', async () => {
    const opened = await openPage(browser, baseUrl, {
      hash: `/graph?sample=train.0&hidden=${Array(8).fill(64).join()}`,
    });
    const lab = new GraphLab(opened.page);
    await lab.until('the trainer has answered', async () => (await lab.value('lab-trainer-value')) !== '');
    expect(Number(await lab.value('lab-gradient-difference'))).toBeLessThan(1e-5);
    await opened.page.getByText('87,623 nodes').waitFor();
    await lab.button('Start').click();
    await lab.until('it is at the start', async () => (await lab.value('lab-phase')) === 'start');
    await finish(opened);
  });
});

describe('access to the graph lab', () => {
  it('axe finds no violation with any tool, in both themes', async () => {
    const { opened, page, lab } = await openLab({});
    for (const tool of ['Step', 'By hand', 'Take away']) {
      await lab.tool(tool);
      await expect.poll(() => violationsInBothThemes(page), { message: tool }).toEqual([]);
    }
    await lab.select('Backward pass').selectOption('no-topological-order');
    await lab.editor.fill('a = (');
    await page.getByTestId('expression-error').waitFor();
    expect(await violationsInBothThemes(page)).toEqual([]);
    await finish(opened);
    const network = await openLab({ hash: '/graph?sample=train.0' });
    await network.lab.tool('Check');
    expect(await violationsInBothThemes(network.page)).toEqual([]);
    await finish(network.opened);
  });

  it('a network of thousands of weights comes back from a copied link, and after a reload', async () => {
    const { opened, page, lab } = await openLab({ hash: '/graph?sample=train.0&hidden=30,30' });
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await lab.button('Nudge').click();
    await page.getByText('in 1 nudge').first().waitFor();
    const loss = await lab.value('lab-result');
    await lab.tool('Take away');
    await page.getByText('It is long: some mail programs').waitFor();
    await lab.button('Copy the link').click();
    await page.getByText('The link is on the clipboard').waitFor({ state: 'attached' });
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link.length).toBeGreaterThan(10_000);
    // The address follows a moment later.
    await page.waitForURL(/tool=take-away/);
    expect(page.url().length).toBeLessThan(500);
    await page.reload();
    await lab.ready();
    await lab.until('the reloaded lab is as it was', async () => (await lab.value('lab-result')) === loss);
    const again = await openLab({ hash: new URL(link).hash });
    await again.lab.until(
      'the linked lab is as it was',
      async () => (await again.lab.value('lab-result')) === loss,
    );
    await expect.poll(() => again.page.getByRole('radio', { name: 'Take away' }).isChecked()).toBe(true);
    await finish(again.opened);
    await finish(opened);
  });

  it('the graph is walked node by node by keyboard, each announced with its neighbours', async () => {
    const { opened, page, lab } = await openLab({ hash: '/graph?preset=neuron' });
    await page.locator('chainrule-lab summary', { hasText: 'Table' }).first().click();
    const graph = page.getByRole('application');
    await graph.focus();
    await page.keyboard.press('End');
    const spoken = (): Promise<string> =>
      page.locator('chainrule-graph-view').evaluate((element) => element.shadowRoot?.textContent ?? '');
    await lab.until('the result is announced', async () => /o\b.*tanh.*0\.7071/s.test(await spoken()));
    await page.keyboard.press('ArrowLeft');
    await lab.until('its operand is announced', async () => /0\.8814/.test(await spoken()));
    await finish(opened);
  });

  it.each(['/graph?preset=readme', '/graph?sample=train.0&hidden=8,8'])(
    'nothing of #%s has to be scrolled sideways',
    async (hash) => {
      const { opened, page } = await openLab({ hash });
      for (const [width, height] of [
        [1440, 900],
        [1024, 768],
        [390, 844],
      ]) {
        await page.setViewportSize({ width, height });
        // Once the canvases have followed, which they do a frame later.
        const overflow = (): Promise<number> =>
          page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        await expect.poll(overflow, { message: `${width} px` }).toBe(0);
      }
      await finish(opened);
    },
  );
});
