import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { stillness } from './waiting.ts';

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Axe {
  readonly axe: { run(options: RunOptions): Promise<AxeResults> };
}

/** Of axe's usual rules; its tag for colour has those of AAA as well. */
const colourRules = ['color-contrast', 'link-in-text-block'];

/** All rules in one theme, and in the other those on colours: names, roles and order are the same in both. */
export async function violationsInBothThemes(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const [colorScheme, rules] of [
    ['dark', undefined],
    ['light', colourRules],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.waitForFunction((theme) => document.documentElement.dataset['theme'] === theme, colorScheme);
    found.push(...(await violations(page, rules)).map((violation) => `${colorScheme}: ${violation}`));
  }
  return found;
}

/** What axe finds wrong, in words, by all rules or by these; empty when there is nothing. */
export async function violations(page: Page, rules?: readonly string[]): Promise<string[]> {
  // Through the debugger: the page's policy allows no script from elsewhere, and no eval. Read once by each document:
  // read again, all of it would have to be compiled again.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource);
  await stillness(page);
  const results = await page.evaluate(
    (only) =>
      // What passes is only counted, not named: naming it takes as long as finding it.
      (globalThis as unknown as Axe).axe.run({
        resultTypes: ['violations'],
        ...(only === undefined ? {} : { runOnly: { type: 'rule', values: [...only] } }),
      }),
    rules,
  );
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${JSON.stringify(target)} ${failureSummary ?? ''}`),
  );
}
