import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch, openPage, type OpenedPage, type PageOptions } from './browser.ts';
import { GraphLab } from './graph-lab.ts';
import { rested } from './waiting.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());

async function openLab(
  hash: string,
  options: PageOptions = {},
): Promise<{ opened: OpenedPage; page: Page; lab: GraphLab }> {
  const opened = await openPage(browser, baseUrl, { hash, ...options });
  const lab = new GraphLab(opened.page);
  await opened.page.locator('chainrule-graph-view canvas').first().waitFor();
  return { opened, page: opened.page, lab };
}

async function finish(opened: OpenedPage): Promise<void> {
  opened.assertClean();
  await opened.close();
}

/** The name of what has the focus, through all shadow roots; '' where nothing has. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (element === null || element === document.body) return '';
    const input = element instanceof HTMLInputElement ? element.value : '';
    return element.getAttribute('aria-label') ?? (element.textContent.trim() || input);
  });
}

describe('the keyboard keeps its place', () => {
  it('when the control that was pressed is disabled, or taken away', async () => {
    const { opened, page, lab } = await openLab('/graph?preset=neuron&at=3');
    const press = async (name: string | RegExp): Promise<string> => {
      await lab.button(name).first().focus();
      await page.keyboard.press('Enter');
      return rested(page, () => focused(page));
    };
    expect(await press('Finish')).toBe('Step');
    expect(await press('Start')).toBe('Step');
    await lab.editor.fill('a = 2\nb = a * 3');
    expect(await press('Undo')).not.toBe('');
    await lab.tool('By hand');
    await page.locator('chainrule-exercise').getByRole('button', { name: 'Start' }).click();
    expect(await press('Leave')).toBe('Start');
    await finish(opened);
  });

  it('when the check of every gradient begins and ends', async () => {
    const { opened, page, lab } = await openLab('/graph?sample=train.0&tool=check&mode=wrong-derivative');
    await lab.button('Check every gradient').focus();
    await page.keyboard.press('Enter');
    await page.getByTestId('gradient-check-summary').waitFor();
    await expect.poll(() => focused(page)).toBe('Check every gradient');
    // The mistake is the graph's, not the trainer's.
    await page.getByText('it does not make the mistake that is chosen').waitFor();
    await finish(opened);
  });
});

describe('what is said of a long text', () => {
  it('is a few notes and their number, read out in one sentence', async () => {
    const count = 2000;
    const aliases = Array.from({ length: count }, (_, i) => `b${i} = ${i === 0 ? 'a' : `b${i - 1}`}`);
    const { opened, page, lab } = await openLab('/graph');
    // Typing as many lines is the browser's own work, and takes it long.
    await lab.editor.evaluate(
      (editor: HTMLTextAreaElement, text) => {
        editor.value = text;
        editor.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
      },
      `a = 2\n${aliases.join('\n')}\nf = b${count - 1} * 3`,
    );
    await page.getByTestId('more-notes').waitFor();
    await expect.poll(() => page.getByTestId('expression-note').count()).toBe(10);
    expect((await page.getByTestId('more-notes').textContent())?.trim()).toBe('and 1,990 more');
    const said = page.getByTestId('expression-said');
    expect((await said.innerText()).trim()).toBe('2,000 notes:');
    await lab.editor.fill('a = 2\nb = a\nc = a');
    await page.getByTestId('more-notes').waitFor({ state: 'detached' });
    await expect.poll(() => said.getByTestId('expression-note').count()).toBe(2);
    await lab.editor.fill('a = 2\nb = a $');
    await page.getByTestId('expression-error').waitFor();
    await expect.poll(() => said.innerText()).toContain('Line 2, column 7');
    await finish(opened);
  });
});

describe('a name that looks like a number', () => {
  it('gets the number from its note', async () => {
    const { opened, page, lab } = await openLab('/graph');
    await lab.editor.fill('r = 2\nf = r ** 2 * pi');
    await page.getByTestId('expression-note').getByRole('button', { name: 'Write “pi” there' }).click();
    await page.getByTestId('expression-note').waitFor({ state: 'detached' });
    await expect.poll(() => lab.editor.inputValue()).toBe('pi = 3.141592653589793\nr = 2\nf = r ** 2 * pi');
    await expect.poll(() => focused(page)).toBe('Expression');
    await lab.ready();
    await expect.poll(() => lab.data('f')).toBe(4 * Math.PI);
    await finish(opened);
  });
});

describe('what one sees of a graph', () => {
  it('names the reason where a number is not finite', async () => {
    const { opened, page, lab } = await openLab('/graph?source=a+%3D+-1%0Ab+%3D+log(a)%0Ac+%3D+b+%2B+1&at=1');
    await page.getByText('the logarithm of a negative number').first().waitFor();
    await lab.button('Step').click();
    await page.getByText('the logarithm of a negative number').waitFor({ state: 'detached' });
    await finish(opened);
  });

  it('is every node of up to 2,000, or a box a neuron', async () => {
    const { opened, page } = await openLab('/graph?sample=train.0&hidden=23,24');
    const boxes = (): Promise<number> =>
      page.locator('chainrule-graph-view').evaluate((view) => {
        const svg = (view as HTMLElement & { exportSvg(): string }).exportSvg();
        return svg.split('<g transform="translate(').length - 1;
      });
    const lab = new GraphLab(page);
    await lab.until('every node is drawn', async () => (await boxes()) === 1967);
    await lab.button('Group by neuron').click();
    await lab.until('neurons are drawn', async () => (await boxes()) < 60);
    await lab.button('Show every node').click();
    await lab.until('every node is drawn again', async () => (await boxes()) === 1967);
    await finish(opened);
  });
});

describe('what one has done', () => {
  it('is not undone by a nudge that cannot be: of a text with an error', async () => {
    const { opened, page, lab } = await openLab('/graph?preset=chain-rule');
    await expect.poll(() => lab.button('Nudge').isEnabled()).toBe(true);
    await lab.editor.fill('a = 2\nb = a *');
    await page.getByText('First put the text right').waitFor();
    await expect.poll(() => lab.button('Nudge').isDisabled()).toBe(true);
    await finish(opened);
  });

  it('stays in the fields of an exercise, whose node is shown', async () => {
    const { opened, page, lab } = await openLab('/graph?preset=two-ways&exercise=gradients.present');
    const field = page.locator('chainrule-exercise li input').first();
    await field.fill('123');
    await field.press('Enter');
    const selected = (): Promise<number | null> =>
      page
        .locator('chainrule-graph-view')
        .evaluate((view) => (view as HTMLElement & { selected: number | null }).selected);
    await expect.poll(selected).not.toBeNull();
    await lab.tool('Take away');
    await lab.tool('By hand');
    await expect.poll(() => field.inputValue()).toBe('123');
    await expect.poll(() => lab.button('Nudge').isDisabled()).toBe(true);
    const show = lab.button('Show me').first();
    while ((await show.count()) > 0) await show.click();
    // Nothing is left to be told.
    await lab.until('the nudge is free', () => lab.button('Nudge').isEnabled());
    await finish(opened);
  });

  it('can be left behind for the numbers of the training', async () => {
    const { opened, page, lab } = await openLab('/graph?sample=train.0');
    await page.getByTestId('lab-gradient-difference').waitFor();
    const before = await lab.value('lab-result');
    await lab.button('Nudge').click();
    await page.getByText('These numbers are not those of the training').waitFor();
    await lab.button('Back to the training’s numbers').click();
    await page.getByTestId('lab-gradient-difference').waitFor();
    await expect.poll(() => lab.value('lab-result')).toBe(before);
    // One's own link is no news: going there and back brings no message.
    await lab.button('Nudge').click();
    await lab.until('it has moved', async () => (await lab.value('lab-result')) !== before);
    const moved = await lab.value('lab-result');
    await lab.until('the address says what was moved', () => Promise.resolve(page.url().includes('weights')));
    await page.getByRole('link', { name: 'Playground' }).first().click();
    await page.getByRole('button', { name: 'Add layer' }).waitFor();
    await page.getByRole('link', { name: 'Graph', exact: true }).click();
    await lab.until('the lab is back', async () => (await lab.value('lab-result')) === moved);
    await expect.poll(() => page.getByText('The link had settings').count()).toBe(0);
    await finish(opened);
  });
});

describe('on a touch screen', () => {
  it('two fingers zoom the drawing; one scrolls the page where there is nothing more of it to see', async () => {
    const viewport = { width: 390, height: 844 };
    const { opened, page } = await openLab('/graph?preset=neuron', { viewport, hasTouch: true });
    const stage = page.locator('chainrule-graph-view .stage');
    const picture = async (): Promise<string> => (await stage.screenshot()).toString('base64');
    await rested(page, picture);
    const devtools = await page.context().newCDPSession(page);
    const touch = async (
      type: 'touchStart' | 'touchMove' | 'touchEnd',
      ...points: readonly (readonly [x: number, y: number])[]
    ): Promise<void> => {
      const touchPoints = points.map(([x, y], id) => ({ x, y, id }));
      await devtools.send('Input.dispatchTouchEvent', { type, touchPoints });
    };
    const middle = async (): Promise<readonly [x: number, y: number]> => {
      const box = (await stage.boundingBox())!;
      return [box.x + box.width / 2, box.y + box.height / 2];
    };
    const scrolled = (): Promise<number> => page.evaluate(() => scrollY);

    const [x, y] = await middle();
    await touch('touchStart', [x, y]);
    for (let i = 1; i <= 10; i++) await touch('touchMove', [x, y - 10 * i]);
    await touch('touchEnd');
    // The browser scrolls beside the page, which hears of it later.
    await expect.poll(scrolled).toBeGreaterThan(60);
    const at = Number(await rested(page, async () => String(await scrolled())));
    const before = await rested(page, picture);
    const [cx, cy] = await middle();
    await touch('touchStart', [cx - 30, cy], [cx + 30, cy]);
    for (let i = 1; i <= 10; i++) await touch('touchMove', [cx - 30 - 6 * i, cy], [cx + 30 + 6 * i, cy]);
    await touch('touchEnd');
    expect(await rested(page, picture)).not.toBe(before);
    expect(await scrolled()).toBe(at);
    await finish(opened);
  });
});
