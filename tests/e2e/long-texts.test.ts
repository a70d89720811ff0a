import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch, openPage } from './browser.ts';
import { GraphLab } from './graph-lab.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());

const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

/** Texts that make long lists: of notes, of leaves, of nodes, of names in one sentence. */
const longTexts = {
  aliases: `a = 2\n${lines(2000, (i) => `b${i} = a`)}`,
  powers: `a = 2\n${lines(2000, (i) => `b${i} = a ** a`)}`,
  'names such as inf': lines(2000, (i) => `b${i} = inf * nan + ${i}`),
  leaves: lines(2000, (i) => `b${i} = ${i}`),
  'a long sum': `y = ${Array.from({ length: 2000 }, (_, i) => `x${i}`).join(' + ')}`,
  'a long mistake': `y = ${Array.from({ length: 2000 }, (_, i) => `x${i}`).join(' + ')} +`,
} as const;

interface PageSize {
  readonly elements: number;
  /** What is in the live regions, and the longest of them in characters. */
  readonly spoken: readonly string[];
}

function sizeOf(page: Page): Promise<PageSize> {
  return page.evaluate(() => {
    let elements = 0;
    const spoken: string[] = [];
    const visit = (root: Document | ShadowRoot): void => {
      for (const element of root.querySelectorAll('*')) {
        elements++;
        if (element.matches('[aria-live]:not([aria-live=off]), [role=status], [role=alert]'))
          spoken.push((element.textContent ?? '').replace(/\s+/g, ' ').trim());
        if (element.shadowRoot !== null) visit(element.shadowRoot);
      }
    };
    visit(document);
    return { elements, spoken };
  });
}

/** Another link to the graph lab, whose tool is the first one again. */
async function follow(page: Page, lab: GraphLab, source: string): Promise<void> {
  await page.evaluate((text) => {
    location.hash = `/graph?${new URLSearchParams({ source: text }).toString()}`;
  }, source);
  await lab.until('the text is there', async () => (await lab.editor.inputValue()) === source);
}

describe('a long text', () => {
  it('leaves the page small and the live regions short, whatever it is of, with every tool', async () => {
    const opened = await openPage(browser, baseUrl, { hash: '/graph?preset=neuron' });
    const { page } = opened;
    const lab = await new GraphLab(page).ready();
    for (const [kind, source] of Object.entries(longTexts)) {
      await follow(page, lab, source);
      for (const tool of ['Step', 'Check', 'By hand', 'Take away']) {
        await lab.tool(tool);
        await page.locator('chainrule-expression-panel').waitFor();
        const { elements, spoken } = await sizeOf(page);
        expect(elements, `${kind}: ${tool}`).toBeLessThan(2000);
        for (const text of spoken) expect(text.length, `${kind}: ${text.slice(0, 80)}`).toBeLessThan(400);
      }
    }
    opened.assertClean();
    await opened.close();
  });
});
