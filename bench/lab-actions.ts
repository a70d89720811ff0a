import type { Browser, Page } from 'playwright-core';
import { openPage } from '../tests/e2e/browser.ts';
import type { GraphView } from '../src/ui/lab/graph/graph-view.ts';
import { GraphLab } from '../tests/e2e/graph-lab.ts';

export interface LabActionFigures {
  readonly hidden: string;
  readonly nodes: number;
  /** By what was done: the longest task of the main thread. Browsers report tasks from 50 ms, 0 where there was none. */
  readonly longestTaskMs: Readonly<Record<string, number>>;
}

interface LongTasks {
  ms: number;
}

const actions: Readonly<Record<string, (lab: GraphLab) => Promise<void>>> = {
  'nudge all leaves': (lab) => lab.button('Nudge').click(),
  'nudge again': (lab) => lab.button('Nudge').click(),
  'open the check': (lab) => lab.tool('Check'),
  'nudge beside the check': (lab) => lab.button('Nudge').click(),
  'open the table': (lab) => lab.page.locator('chainrule-lab summary', { hasText: 'Table' }).first().click(),
  'nudge beside the table': (lab) => lab.button('Nudge').click(),
  'show the steps': (lab) => lab.tool('Step'),
  'step back': (lab) => lab.button('Back').click(),
  'run without order': async (lab) => {
    await lab.select('Backward pass').selectOption('no-topological-order');
  },
  'run rightly': async (lab) => {
    await lab.select('Backward pass').selectOption('correct');
  },
  'take it away': (lab) => lab.tool('Take away'),
  'follow the training': (lab) => lab.page.getByRole('checkbox', { name: /^Follow/ }).check(),
};

/** How long the lab holds the page up, with a network of these hidden layers on it: the longest task of each action. */
export async function measureLabActions(
  browser: Browser,
  url: string,
  hidden: string,
  settleMs = 2500,
): Promise<LabActionFigures> {
  const opened = await openPage(browser, url, { hash: `/graph?hidden=${hidden}&sample=train.0` });
  try {
    const { page } = opened;
    const longest = await page.evaluateHandle(() => {
      const found = { ms: 0 };
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) found.ms = Math.max(found.ms, duration);
      }).observe({ type: 'longtask', buffered: true });
      return found;
    });
    const nodes = await whenDrawn(page);
    const longestTaskMs: Record<string, number> = { 'load and open': await settle(longest) };
    const lab = new GraphLab(page);
    for (const [name, act] of Object.entries(actions)) {
      await longest.evaluate((found) => (found.ms = 0));
      await act(lab);
      longestTaskMs[name] = await settle(longest);
    }
    opened.assertClean();
    return { hidden, nodes, longestTaskMs };
  } finally {
    await opened.close();
  }

  async function settle(longest: { evaluate(f: (found: LongTasks) => number): Promise<number> }) {
    await opened.page.waitForTimeout(settleMs);
    return longest.evaluate((found) => found.ms);
  }
}

async function whenDrawn(page: Page): Promise<number> {
  await page.locator('chainrule-lab .trail').waitFor();
  await page.waitForTimeout(2000);
  return page
    .locator('chainrule-graph-view')
    .evaluate((view) => (view as GraphView).graph?.values.length ?? 0);
}

export function describeLabActions({ hidden, nodes, longestTaskMs }: LabActionFigures): string {
  const long = Object.entries(longestTaskMs).filter(([, ms]) => ms > 0);
  const told = long.map(([name, ms]) => `${name} ${ms} ms`).join(', ');
  const count = Object.keys(longestTaskMs).length;
  return `lab with a network of ${hidden} (${nodes.toLocaleString('en')} nodes), ${count} actions: ${
    told === '' ? 'no task of 50 ms or more' : `longest tasks: ${told}`
  }`;
}
