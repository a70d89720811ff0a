import type { Page } from 'playwright-core';

export interface MainThreadFigures {
  /** Browsers report tasks from 50 ms; 0 where there was none. */
  readonly longestTaskMs: number;
  /** The longest time in which the page did not answer a message to itself; it is sent one every 10 ms. */
  readonly longestAnswerMs: number;
  /** The slowest interaction (a click, a tap, a key) to next paint; browsers report from 16 ms. */
  readonly interactionMs: number;
  /** The slowest event of any kind, pointing included. */
  readonly eventMs: number;
}

/** Watches what holds the main thread up; each `read` tells of the time since the one before. */
export async function watchMainThread(page: Page): Promise<{ read(): Promise<MainThreadFigures> }> {
  const found = await page.evaluateHandle(() => {
    const worst = { longestTaskMs: 0, longestAnswerMs: 0, interactionMs: 0, eventMs: 0 };
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries())
        worst.longestTaskMs = Math.max(worst.longestTaskMs, duration);
    }).observe({ type: 'longtask' });
    const events = { type: 'event', durationThreshold: 16 };
    new PerformanceObserver((list) => {
      for (const event of list.getEntries() as (PerformanceEntry & { interactionId: number })[]) {
        worst.eventMs = Math.max(worst.eventMs, event.duration);
        // Events that are no interaction, such as moving the pointer, have the identity 0.
        if (event.interactionId > 0) worst.interactionMs = Math.max(worst.interactionMs, event.duration);
      }
    }).observe(events);
    const { port1, port2 } = new MessageChannel();
    const pauseMs = 10;
    let last = performance.now();
    port1.onmessage = () => {
      const now = performance.now();
      worst.longestAnswerMs = Math.max(worst.longestAnswerMs, now - last - pauseMs);
      last = now;
      setTimeout(() => {
        port2.postMessage(null);
      }, pauseMs);
    };
    port2.postMessage(null);
    return worst;
  });
  return {
    read: () =>
      found.evaluate((worst) => {
        const figures = { ...worst };
        Object.assign(worst, { longestTaskMs: 0, longestAnswerMs: 0, interactionMs: 0, eventMs: 0 });
        return figures;
      }),
  };
}
