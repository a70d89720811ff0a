import { readFileSync } from 'node:fs';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch } from './browser.ts';
import { playgroundsIn, type Playground } from './playground.ts';
import { violationsInBothThemes } from './violations.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());

const onPlayground = playgroundsIn(() => browser, baseUrl);

async function opened({ page }: Playground): Promise<Locator> {
  await page.getByRole('button', { name: 'Take away' }).click();
  await page.getByRole('button', { name: 'Report…' }).click();
  const report = page.locator('chainrule-report').getByRole('dialog');
  await report.waitFor();
  return report;
}

async function saved(page: Page, name: string): Promise<{ readonly name: string; readonly content: Buffer }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name, exact: true }).click(),
  ]);
  return { name: download.suggestedFilename(), content: readFileSync(await download.path()) };
}

/** Pages of a PDF. */
function pageCount(pdf: Buffer): number {
  return pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/g)?.length ?? 0;
}

describe('a report', () => {
  it('tells settings and figures on one page, and gives picture and curve as files', () =>
    onPlayground({ hash: '#l2=0.01&optimizer=adam' }, async (playground, { page }) => {
      for (let epoch = 0; epoch < 3; epoch++) await playground.step();
      const loss = await playground.readout('train-loss').innerText();
      const report = await opened(playground);
      await report.getByRole('heading', { name: 'Circle, 2-4-2-1' }).waitFor();
      await expect.poll(() => report.innerText()).toContain(loss);
      await expect.poll(() => report.getByRole('row', { name: /^Penalty/ }).innerText()).toContain('L2 0.01');
      await expect.poll(() => report.getByRole('row', { name: /^Optimizer/ }).innerText()).toContain('Adam');
      await expect.poll(() => report.getByRole('link').innerText()).toContain('l2=0.01');
      await expect.poll(() => report.getByRole('img').count()).toBe(2);
      const tops = await report
        .getByRole('img')
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().y));
      expect(tops[0]).toBeCloseTo(tops[1], 0);
      expect(await violationsInBothThemes(page)).toEqual([]);

      const picture = await saved(page, 'Save Output as SVG');
      expect(picture.name).toBe('circle-2-4-2-1-picture.svg');
      const svg = String(picture.content);
      expect(svg).toMatch(/^<svg [^>]*viewBox="0 0 480 480">/);
      // The output below, and each of the 500 points over it.
      expect(svg.match(/<image /g)).toHaveLength(1);
      expect(svg.match(/<path [^>]*fill="none"/g)).toHaveLength(500);
      const curve = String((await saved(page, 'Save Loss as SVG')).content);
      expect(curve).toContain('>mean loss</text>');
      expect(curve).toContain('stroke-dasharray="4 3"');
      for (const name of ['Output', 'Loss']) {
        const { content } = await saved(page, `Save ${name} as PNG`);
        expect(content.subarray(1, 4).toString()).toBe('PNG');
        // Two pixels to a pixel of the page.
        expect(content.readUInt32BE(16)).toBe(name === 'Output' ? 960 : 1280);
      }

      expect(pageCount(await page.pdf({ format: 'A4' }))).toBe(1);
      await page.emulateMedia({ media: 'print' });
      await expect.poll(() => page.locator('chainrule-app').isVisible()).toBe(false);
      await expect.poll(() => report.getByRole('button', { name: 'Print' }).isVisible()).toBe(false);
      await page.emulateMedia({ media: null });

      await page.keyboard.press('Escape');
      await report.waitFor({ state: 'hidden' });
      await page.emulateMedia({ media: 'print' });
      await expect.poll(() => page.locator('chainrule-app').isVisible()).toBe(true);
    }));

  it('shows the hidden space as it is seen, and many classes, on a phone too', () =>
    onPlayground(
      { hash: '#dataSet=rings&loss=cross-entropy&picture=hidden', viewport: { width: 390, height: 844 } },
      async (playground, { page }) => {
        await playground.step();
        await page.locator('chainrule-hidden-plot canvas').waitFor();
        await page.getByRole('button', { name: 'Menu' }).click();
        const report = await opened(playground);
        const picture = report.getByRole('img').first();
        await expect.poll(() => picture.getAttribute('src')).toMatch(/^data:image\/png/);
        await expect.poll(() => report.getByRole('button', { name: 'Save Picture as SVG' }).count()).toBe(0);
        const box = (await report.boundingBox())!;
        expect(box.x).toBeGreaterThanOrEqual(0);
        expect(box.x + box.width).toBeLessThanOrEqual(390);
      },
    ));
});
