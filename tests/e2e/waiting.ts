import type { Locator, Page } from 'playwright-core';

/** A busy page is not asked more often than it can answer. */
const lookAgainMs = 30;

const pass = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Before the test's own limit: that would not say what was waited for. */
const inVainMs = 120_000;

/** Waits until a condition on the page holds. */
export async function until(page: Page, what: string, condition: () => Promise<boolean>): Promise<void> {
  const since = performance.now();
  for (;;) {
    if (await condition().catch(() => false)) return;
    if (performance.now() - since > inVainMs) throw new Error(`it was waited in vain until ${what}`);
    if (page.isClosed()) throw new Error(`the page was closed while waiting until ${what}`);
    await pass(lookAgainMs);
  }
}

/** Lets the page draw so many frames. */
export function frames(page: Page, count: number): Promise<void> {
  return page.evaluate(async (all) => {
    for (let frame = 0; frame < all; frame++) await new Promise(requestAnimationFrame);
  }, count);
}

/** Until all that fades in or glides has come to its end: half-way nothing looks as it will. */
export function stillness(page: Page): Promise<void> {
  return page.evaluate(async () => {
    const all = (root: Document | ShadowRoot): Animation[] => [
      ...root.getAnimations(),
      ...[...root.querySelectorAll('*')].flatMap(({ shadowRoot }) =>
        shadowRoot === null ? [] : all(shadowRoot),
      ),
    ];
    const moving = all(document).filter(
      ({ effect, playState }) => playState === 'running' && effect?.getComputedTiming().endTime !== Infinity,
    );
    await Promise.all(moving.map(({ finished }) => finished.catch(() => undefined)));
  });
}

/** What is seen of the page once it has stayed the same over some frames. */
export async function rested(page: Page, look: () => Promise<string>): Promise<string> {
  let seen = await look();
  for (let unchanged = 0; unchanged < 4;) {
    await frames(page, 3);
    const now = await look();
    unchanged = now === seen ? unchanged + 1 : 0;
    seen = now;
  }
  return seen;
}

/** For what lasts by itself and is no wait: how long a page lies frozen, where a time limit is what is tried out. */
export const lastFor = pass;

/** Whether this, and nothing within it, has the focus. */
export function hasFocus(element: Locator): Promise<boolean> {
  return element.evaluate((one) => one.matches(':focus'));
}
