import type { Locator, Page } from 'playwright-core';
import { until } from './waiting.ts';

/** The graph lab as a user handles it; numbers are read from the table that stands beside the drawing. */
export class GraphLab {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get editor(): Locator {
    return this.page.getByRole('textbox', { name: 'Expression', exact: true });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  select(label: string): Locator {
    return this.page.getByRole('combobox', { name: label, exact: true });
  }

  async tool(name: string): Promise<void> {
    await this.page
      .getByRole('radiogroup', { name: 'Tools' })
      .getByRole('radio', { name })
      .check({ force: true });
  }

  /** Opens the table of numbers, once the graph is there. */
  async ready(): Promise<this> {
    await this.page.locator('chainrule-graph-view canvas').first().waitFor();
    await this.page.locator('chainrule-lab summary', { hasText: 'Table' }).first().click();
    await this.page.getByTestId('lab-node').first().waitFor();
    return this;
  }

  /** What the table says of a node; '' where it says nothing yet. */
  async numbers(name: string): Promise<{ data: string; gradient: string }> {
    const row = this.page.locator(`[data-testid="lab-node"][data-name=${JSON.stringify(name)}]`);
    return {
      data: (await row.getAttribute('data-data')) ?? '',
      gradient: (await row.getAttribute('data-gradient')) ?? '',
    };
  }

  async data(name: string): Promise<number> {
    return Number((await this.numbers(name)).data);
  }

  async gradient(name: string): Promise<number> {
    return Number((await this.numbers(name)).gradient);
  }

  async value(testId: string): Promise<string> {
    return (await this.page.getByTestId(testId).getAttribute('data-value')) ?? '';
  }

  /** Waits until a condition holds; the test's own time limit ends a wait in vain. */
  until(what: string, condition: () => Promise<boolean>): Promise<void> {
    return until(this.page, what, condition);
  }
}
