import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { stillness } from './waiting.ts';

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Axe {
  readonly axe: { run(options: RunOptions): Promise<AxeResults> };
}

/** The same in the light theme and in the dark one, in one page: a second one would only be loaded once more. */
export async function violationsInBothThemes(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.waitForFunction((theme) => document.documentElement.dataset['theme'] === theme, colorScheme);
    found.push(...(await violations(page)).map((violation) => `${colorScheme}: ${violation}`));
  }
  return found;
}

/** What axe finds wrong, in words; empty when there is nothing. */
export async function violations(page: Page): Promise<string[]> {
  // Through the debugger: the page's policy allows no script from elsewhere, and no eval.
  await page.evaluate(axeSource);
  await stillness(page);
  const results = await page.evaluate(() =>
    // What passes is only counted, not named: naming it takes as long as finding it.
    (globalThis as unknown as Axe).axe.run({ resultTypes: ['violations'] }),
  );
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${JSON.stringify(target)} ${failureSummary ?? ''}`),
  );
}
