import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, openPage, type OpenedPage, type PageOptions } from '../browser.ts';
import { violations } from '../violations.ts';
import { frames, rested } from '../waiting.ts';
import { serveGraphPage, type ServedPage } from './build.ts';
import type { GraphLab } from './page.ts';

declare global {
  var lab: GraphLab;
}

let browser: Browser;
let served: ServedPage;
beforeAll(async () => {
  [browser, served] = await Promise.all([launch({ gpu: 'none' }), serveGraphPage()]);
});
afterAll(async () => {
  await browser.close();
  await served.stop();
});

/** The page with a drawing on it that stands still. */
async function openGraph(
  draw: (lab: Page) => Promise<unknown>,
  options: PageOptions = {},
): Promise<OpenedPage & { readonly stage: Locator; readonly said: () => Promise<string> }> {
  const opened = await openPage(browser, served.url, { reducedMotion: 'reduce', ...options });
  const { page } = opened;
  await page.waitForFunction(() => globalThis.lab !== undefined);
  await draw(page);
  await page.getByText('Drawing the graph…').waitFor({ state: 'detached' });
  return {
    ...opened,
    stage: page.getByRole('application'),
    said: async () => (await page.getByRole('status').textContent()) ?? '',
  };
}

const preset = (id: string) => (page: Page) => page.evaluate((name) => lab.preset(name), id);
const network = (widths: readonly number[]) => (page: Page) =>
  page.evaluate((all) => lab.network(all), widths);

/** What is seen of the drawing, as one text. */
const picture = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const png = new TextEncoder().encode((await lab.picture()).toDataURL());
    const hash = await crypto.subtle.digest('SHA-256', png);
    return new Uint8Array(hash).join(' ');
  });

/** The largest change of a colour on the canvas, 0…255. */
function differenceWith(page: Page, change: 'version' | 'active'): Promise<number> {
  return page.evaluate(async (property) => {
    const look = async (): Promise<Uint8ClampedArray> => {
      const canvas = await lab.picture();
      return canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height).data;
    };
    const before = await look();
    if (property === 'version') lab.view.version++;
    else lab.view.active = lab.view.graph!.root;
    await lab.view.updateComplete;
    const after = await look();
    let largest = 0;
    for (let i = 0; i < before.length; i++) {
      const alpha = i - (i % 4) + 3;
      const [a, b] =
        i === alpha
          ? [before[i], after[i]]
          : [before[i] * before[alpha], after[i] * after[alpha]].map((x) => x / 255);
      largest = Math.max(largest, Math.abs(a - b));
    }
    return largest;
  }, change);
}

const selected = (page: Page): Promise<string | null> =>
  page.evaluate(() => {
    const { graph, selected } = lab.view;
    return graph === null || selected === null ? null : graph.names[selected];
  });

describe.each(['light', 'dark'] as const)('the drawing in the %s theme', (colorScheme) => {
  it('has nothing that axe objects to, at rest and while the keyboard is in it', async () => {
    const opened = await openGraph(preset('neuron'), { colorScheme });
    expect(await violations(opened.page)).toEqual([]);
    await opened.stage.focus();
    await opened.page.keyboard.press('ArrowLeft');
    expect(await violations(opened.page)).toEqual([]);
    opened.assertClean();
    await opened.close();
  });
});

describe('the keyboard', () => {
  it('walks node by node, and each is said', async () => {
    const opened = await openGraph(preset('neuron'));
    const { page, said } = opened;
    await page.keyboard.press('Tab');
    await expect
      .poll(said)
      .toMatch(/^o, node \d+ of 10: tanh of n, data 0\.7071, gradient 1\.0000\. Operands: n\. The result\.$/);
    await page.keyboard.press('ArrowLeft');
    await expect
      .poll(said)
      .toMatch(
        /^n, node \d+ of 10: x1 \* w1 \+ x2 \* w2 plus b, data 0\.8814, gradient 0\.5000\. Operands: .*, b\. Used by: o\.$/,
      );
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowDown');
    await expect.poll(said).toMatch(/^b, .*: leaf, data 6\.8814, gradient 0\.5000\. Used by: n\.$/);
    await page.keyboard.press('Enter');
    await expect.poll(() => selected(page)).toBe('b');
    await page.keyboard.press('End');
    await page.keyboard.press('Space');
    await expect.poll(() => selected(page)).toBe('o');
    opened.assertClean();
    await opened.close();
  });

  it('opens a group, says what is in it, and closes it again', async () => {
    const opened = await openGraph(network([60, 60, 1]));
    const { page, said } = opened;
    await page.keyboard.press('Tab');
    await expect.poll(said).toMatch(/^layer 3, neuron 1, box \d+ of 123: closed group of \d+ nodes, data/);
    await page.keyboard.press('Enter');
    await page.waitForFunction(
      () => !lab.view.renderRoot.querySelector('[role=status]')!.textContent.includes('closed group'),
    );
    await expect.poll(said).toMatch(/^h3_1, .*: tanh of .* In layer 3, neuron 1\. .*The result\.$/);
    await page.keyboard.press('Backspace');
    await page.waitForFunction(() =>
      lab.view.renderRoot.querySelector('[role=status]')!.textContent.includes('closed group'),
    );
    await expect.poll(said).toMatch(/^layer 3, neuron 1, box/);
    opened.assertClean();
    await opened.close();
  });

  it('zooms, moves the drawing and shows everything again', async () => {
    const opened = await openGraph(preset('neuron'));
    const { page } = opened;
    await opened.stage.focus();
    await page.keyboard.press('0');
    const resting = (): Promise<string> => rested(page, () => picture(page));
    const pictures = [await resting()];
    for (const key of ['+', '+', 'Shift+ArrowLeft', 'Shift+ArrowUp', '-']) {
      await page.keyboard.press(key);
      pictures.push(await resting());
    }
    expect(new Set(pictures).size).toBe(pictures.length);
    await page.keyboard.press('0');
    expect(await resting()).toBe(pictures[0]);
    await opened.close();
  });
});

describe('the pointer', () => {
  it('selects the node that it clicks', async () => {
    const opened = await openGraph(preset('used-twice'));
    const { page } = opened;
    const box = (await opened.stage.boundingBox())!;
    // Two cards side by side in the middle.
    await page.mouse.click(box.x + box.width / 2 + 90, box.y + box.height / 2);
    await expect.poll(() => selected(page)).toBe('b');
    await page.mouse.click(box.x + box.width / 2 - 90, box.y + box.height / 2);
    await expect.poll(() => selected(page)).toBe('a');
    await page.mouse.click(box.x + 30, box.y + 30);
    await expect.poll(() => selected(page)).toBe('a');
    await opened.close();
  });

  it('drags the drawing without selecting anything', async () => {
    const opened = await openGraph(preset('used-twice'));
    const { page } = opened;
    const before = await rested(page, () => picture(page));
    const box = (await opened.stage.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2 + 90, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + 150, box.y + box.height / 2 + 40, { steps: 5 });
    await page.mouse.up();
    await expect.poll(() => picture(page)).not.toBe(before);
    await expect.poll(() => selected(page)).toBeNull();
    await opened.close();
  });

  it('leaves the same pixels whether they were shifted or painted anew', async () => {
    const opened = await openGraph(network([12, 1]));
    const { page } = opened;
    await opened.stage.hover();
    for (const name of ['Zoom in', 'Zoom in', 'Zoom in']) await page.getByRole('button', { name }).click();
    await opened.stage.hover({ position: { x: 300, y: 300 } });
    for (const [dx, dy] of [
      [37, 11],
      [-80, 140],
      [25, -60],
    ] as const) {
      await page.mouse.wheel(dx, dy);
      await frames(page, 3);
    }
    const difference = await differenceWith(page, 'version');
    // Rounding along strokes that were cut in two.
    expect(difference).toBeLessThan(16);
    const control = await differenceWith(page, 'active');
    expect(control).toBeGreaterThan(100);
    await opened.close();
  });

  it('zooms with ctrl and the wheel, and back with the button that shows everything', async () => {
    const opened = await openGraph(preset('neuron'));
    const { page } = opened;
    await page.getByRole('button', { name: 'Fit the graph' }).click();
    const all = await rested(page, () => picture(page));
    await opened.stage.hover();
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -40);
    await page.keyboard.up('Control');
    expect(await rested(page, () => picture(page))).not.toBe(all);
    await page.getByRole('button', { name: 'Fit the graph' }).click();
    await page.mouse.move(5, 5);
    expect(await rested(page, () => picture(page))).toBe(all);
    await opened.close();
  });
});

describe('what is shown', () => {
  it('hides what is to be found by hand, but for what is revealed', async () => {
    const opened = await openGraph(preset('neuron'));
    const { page } = opened;
    const svg = (): Promise<string> => page.evaluate(() => lab.view.exportSvg());
    expect(await svg()).not.toContain('>?<');
    await page.evaluate(async () => {
      lab.view.hiding = 'gradients';
      lab.view.revealed = new Set([lab.view.graph!.root]);
      await lab.view.updateComplete;
    });
    const hidden = await svg();
    expect(hidden.match(/>\?</g)).toHaveLength(9);
    expect(hidden).toContain('>1.0000<');
    expect(hidden).toContain('>0.8814<');
    await opened.close();
  });

  it('is exported as a well-formed document with every card', async () => {
    const opened = await openGraph((page) =>
      page.evaluate(() => lab.expression('q = 3\nr = 0.5\np = q * q - r / (q - 3)')),
    );
    const texts = await opened.page.evaluate(() => {
      const parsed = new DOMParser().parseFromString(lab.view.exportSvg(), 'image/svg+xml');
      return [...parsed.querySelectorAll('text, parsererror')].map(({ textContent }) => textContent);
    });
    for (const text of ['q', 'p', 'q × q', '∞', '−∞', '9.0000']) expect(texts).toContain(text);
    expect(texts.join()).not.toContain('error');
    await opened.close();
  });

  it('moves to the places of a changed expression and stays where nothing changed', async () => {
    const opened = await openGraph((page) => page.evaluate(() => lab.expression('a = 1\nb = 2\nf = a * b')), {
      reducedMotion: 'no-preference',
    });
    const { page } = opened;
    const before = await rested(page, () => picture(page));
    const layouts = (): Promise<number> => page.evaluate(() => lab.layoutTimes.length);
    await page.evaluate(() => lab.expression('a = 1\nb = 3\nf = a * b'));
    await expect.poll(() => picture(page)).not.toBe(before);
    expect(await layouts()).toBe(1);
    await page.evaluate(() => lab.expression('a = 1\nb = 2\nf = a * b + a'));
    await page.waitForFunction(() => lab.layoutTimes.length === 2);
    await rested(page, () => picture(page));
    await page.evaluate(() => lab.expression('a = 1\nb = 2\nf = a * b'));
    await page.waitForFunction(() => lab.layoutTimes.length === 3);
    expect(await rested(page, () => picture(page))).toBe(before);
    opened.assertClean();
    await opened.close();
  });

  it('lets go of the page when it is taken out, and takes hold of it again when it is put back', async () => {
    const opened = await openGraph(preset('neuron'));
    const { page, stage } = opened;
    await stage.focus();
    await page.keyboard.press('+');
    const wheel = (): Promise<number> =>
      page.evaluate(async () => {
        const sheet = lab.view.renderRoot.querySelector<HTMLElement>('.sheet')!;
        const place = (): number => new DOMMatrix(getComputedStyle(sheet).transform).e;
        // A busy machine may skip frames: a place counts when it has stood for three.
        const resting = async (): Promise<number> => {
          let [rested, last] = [0, place()];
          while (rested < 3) {
            await new Promise(requestAnimationFrame);
            rested = place() === last ? rested + 1 : 0;
            last = place();
          }
          return last;
        };
        const before = await resting();
        const event = new WheelEvent('wheel', { deltaX: 10, cancelable: true });
        lab.view.renderRoot.querySelector('.stage')!.dispatchEvent(event);
        return (await resting()) - before;
      });
    expect(await wheel()).toBe(-10);
    await page.evaluate(() => {
      const parent = lab.view.parentElement!;
      lab.view.remove();
      const event = new WheelEvent('wheel', { deltaX: 500, cancelable: true });
      lab.view.renderRoot.querySelector('.stage')!.dispatchEvent(event);
      parent.append(lab.view);
    });
    // Once, and not once for each time it was put in.
    expect(await wheel()).toBe(-10);
    await stage.focus();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(opened.said).toMatch(/^n, node/);
    opened.assertClean();
    await opened.close();
  });

  it('is drawn without Graphviz where that cannot be loaded, and says so', async () => {
    const opened = await openGraph(preset('neuron'), {
      prepare: (context) =>
        context.route(/layout\.worker/, (route) => route.fulfill({ status: 404, body: '' })),
    });
    expect(await opened.page.evaluate(() => lab.problems)).toEqual([
      'Graphviz, which draws the graph, could not be loaded. The graph is drawn in plain columns instead.',
    ]);
    expect(await opened.page.evaluate(() => lab.view.exportSvg())).toContain('>0.8814<');
    await opened.close();
  });

  it.each([
    { width: 390, height: 844 },
    { width: 1440, height: 900 },
  ])('keeps to its place at $width × $height', async (viewport) => {
    const opened = await openGraph(preset('readme'), { viewport });
    const overflow = await opened.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
    for (const name of ['Zoom in', 'Zoom out', 'Fit the graph']) {
      const { width, height } = (await opened.page.getByRole('button', { name }).boundingBox())!;
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(24);
    }
    await opened.close();
  });
});
