import type { Browser, Page } from 'playwright-core';
import { speedNames, type SpeedName } from '../src/experiment/names.ts';
import { openPage } from '../tests/e2e/browser.ts';
import { Playground } from '../tests/e2e/playground.ts';
import { watchMainThread } from './main-thread.ts';

export interface GradientViewFigures {
  readonly network: string;
  readonly speed: SpeedName;
  /** Of the main thread while the pointer moves over the picture; browsers report tasks from 50 ms, 0 where there was none. */
  readonly longestTaskMs: number;
  /** The slowest event of the pointer moving over the picture until the next paint; browsers report from 16 ms. */
  readonly pointingMs: number;
  /** Interaction to next paint: the slowest of clicks and keys while it trains. */
  readonly interactionToNextPaintMs: number;
}

/** The default network, one deep enough to vanish, and one whose links fill the panel. */
const networks: Readonly<Record<string, string>> = {
  'default 4-2': '',
  '8 × 8 sigmoid': 'hidden=8,8,8,8,8,8,8,8&activation=sigmoid&learningRate=0.3',
  '16-16-16 Adam': 'dataSet=spiral&points=1000&hidden=16,16,16&optimizer=adam&learningRate=0.001',
};

/** What the page answers while it trains with the links by gradient, at every speed. */
export async function measureGradientView(browser: Browser, url: string): Promise<GradientViewFigures[]> {
  const figures: GradientViewFigures[] = [];
  for (const [network, settings] of Object.entries(networks)) {
    for (const speed of speedNames) {
      const hash = [settings, 'links=gradient', `speed=${speed}`].filter(Boolean).join('&');
      const opened = await openPage(browser, url, { hash });
      try {
        const playground = await new Playground(opened.page).ready();
        await playground.button('Play').click();
        // What the page does once only is over.
        await touch(playground);
        await point(opened.page, playground);
        const thread = await watchMainThread(opened.page);
        await point(opened.page, playground);
        const pointed = await thread.read();
        await touch(playground);
        await pin(playground);
        const touched = await thread.read();
        opened.assertClean();
        figures.push({
          network,
          speed,
          longestTaskMs: Math.max(pointed.longestTaskMs, touched.longestTaskMs),
          pointingMs: pointed.eventMs,
          interactionToNextPaintMs: touched.interactionMs,
        });
      } finally {
        await opened.close();
      }
    }
  }
  return figures;
}

export function describeGradientView(figures: readonly GradientViewFigures[]): string {
  const rows = figures.map(({ network, speed, longestTaskMs, pointingMs, interactionToNextPaintMs }) =>
    [network, speed, longestTaskMs || 'under 50', pointingMs || 'under 16', interactionToNextPaintMs].join(
      ' | ',
    ),
  );
  return [
    'Links by gradient, while it trains (ms):',
    'network | speed | longest task | pointing | INP (goal: 100)',
    ...rows,
  ].join('\n');
}

/** Clicks and types; with fewer than fifty interactions the slowest one is the INP. */
export async function touch(playground: Playground, rounds = 3): Promise<void> {
  for (let i = 0; i < rounds; i++) {
    await playground.select('Shown as').selectOption(i % 2 === 0 ? 'discrete' : 'continuous');
    await playground.checkbox('Show test points').click();
    await playground.radio('Loss scale', i % 2 === 0 ? 'Log' : 'Linear').click({ force: true });
    await playground.setNumber('Learning rate', 0.01 + i / 1000);
    await playground.page.waitForTimeout(200);
  }
}

async function point(page: Page, playground: Playground): Promise<void> {
  const box = (await playground.readout('picture').boundingBox())!;
  for (let i = 0; i < 40; i++) {
    await page.mouse.move(
      box.x + box.width * (0.1 + i * 0.02),
      box.y + box.height * (0.5 + 0.2 * Math.sin(i / 5)),
    );
    await page.waitForTimeout(25);
  }
}

async function pin(playground: Playground): Promise<void> {
  const box = (await playground.readout('picture').boundingBox())!;
  for (let i = 0; i < 4; i++) {
    await playground.page.mouse.click(box.x + box.width * (0.2 + i * 0.15), box.y + box.height * 0.4);
    await playground.page.waitForTimeout(200);
  }
}
