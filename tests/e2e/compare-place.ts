import type { Browser } from 'playwright-core';
import { openPage, type PageOptions } from './browser.ts';
import { Playground } from './playground.ts';

/** The comparisons as a user handles them. */
export class Compare extends Playground {
  async opened(): Promise<this> {
    await this.button('Start').waitFor();
    return this;
  }

  start(): Promise<void> {
    return this.button('Start').click();
  }

  phase(): Promise<string> {
    return this.text('compare-phase');
  }

  untilPhase(phase: string): Promise<void> {
    return this.until(`the comparison is ${phase}`, async () => (await this.phase()) === phase);
  }

  untilDone(count: number): Promise<void> {
    return this.until(`${count} runs are done`, async () => (await this.value('runs-done')) >= count);
  }

  /**
   * Starts, and is cancelled with the first result: by the page itself, as the time until a test presses is no less than
   * what all runs may take.
   */
  async startAndCancel(): Promise<void> {
    const [start, cancel] = await Promise.all([
      this.button('Start').elementHandle(),
      this.button('Cancel').elementHandle(),
    ]);
    await this.page.evaluate(
      ([startButton, cancelButton]) =>
        new Promise<void>((resolve) => {
          const place = startButton.getRootNode() as ShadowRoot;
          const look = (): void => {
            const done = place.querySelector('[data-testid=runs-done]')?.getAttribute('data-value') ?? '0';
            if (done === '0') return;
            observer.disconnect();
            (cancelButton as HTMLElement).click();
            resolve();
          };
          const observer = new MutationObserver(look);
          observer.observe(place, { subtree: true, childList: true, attributes: true });
          (startButton as HTMLElement).click();
        }),
      [start, cancel] as const,
    );
  }

  /** The rows of a table that is folded away at first. */
  async rows(summary: string, region: string): Promise<string[][]> {
    const table = this.page.getByRole('region', { name: region, exact: true });
    if (summary !== '' && !(await table.isVisible()))
      await this.page.getByText(summary, { exact: true }).click();
    await table.waitFor();
    return table
      .locator('tbody tr')
      .evaluateAll((rows) =>
        rows.map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent.trim())),
      );
  }
}

/** With what is asked and the settings, as a link has them. */
export async function openCompareAt(
  browser: Browser,
  baseUrl: string,
  hash: string,
  options: PageOptions = {},
) {
  const opened = await openPage(browser, baseUrl, { ...options, hash: `/compare?${hash}` });
  return { opened, page: opened.page, compare: await new Compare(opened.page).opened() };
}

/**
 * The first worker of a comparison comes to harm in its midst; it says 'injured' then. `injury` is what it does. Its
 * greeting is the first message; with the third one it has been given jobs for the second time.
 */
export function withInjury(injury: string): Pick<PageOptions, 'prepare'> {
  const prelude = `
    let heard = 0;
    addEventListener('message', () => {
      if (++heard !== 3) return;
      console.log('injured');
      setTimeout(() => { ${injury}; });
    });`;
  let isFirst = true;
  return {
    prepare: (context) =>
      context.route(/compare\.worker/, async (route) => {
        const response = await route.fetch();
        const script = await response.text();
        await route.fulfill({ response, body: isFirst ? `${prelude}\n${script}` : script });
        isFirst = false;
      }),
  };
}
