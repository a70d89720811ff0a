import type { Browser, Locator, Page } from 'playwright-core';
import { openPage, type OpenedPage, type PageOptions } from './browser.ts';
import { rested, until } from './waiting.ts';

/** The page as a user handles it: by labels, roles and the readouts that DOM tests may rely on. */
export class Playground {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  radio(group: string, name: string): Locator {
    return this.page
      .getByRole('radiogroup', { name: group, exact: true })
      .getByRole('radio', { name, exact: true });
  }

  checkbox(name: string): Locator {
    return this.page.getByRole('checkbox', { name, exact: true });
  }

  select(label: string): Locator {
    return this.page.getByRole('combobox', { name: label, exact: true });
  }

  number(label: string): Locator {
    return this.page.getByRole('spinbutton', { name: label, exact: true });
  }

  async setNumber(label: string, value: number): Promise<void> {
    await this.number(label).fill(String(value));
    await this.number(label).press('Enter');
  }

  /** Engines, comparisons and their figures are folded away at first. */
  async openHood(): Promise<void> {
    const hood = this.page.getByText('Under the hood', { exact: true });
    const isOpen = () => hood.evaluate((summary) => summary.closest('details')?.open === true);
    if (!(await isOpen())) await hood.click();
    await this.until('it is open', isOpen);
  }

  readout(name: string): Locator {
    return this.page.getByTestId(name);
  }

  /** The full-precision number of a readout, or NaN while it shows none. */
  async value(name: string): Promise<number> {
    const text = await this.text(name);
    return text === '' ? NaN : Number(text);
  }

  async text(name: string): Promise<string> {
    return (await this.readout(name).getAttribute('data-value')) ?? '';
  }

  status(): Promise<string> {
    return this.text('status');
  }

  /** Waits until a condition on the page holds; the test's own time limit ends a wait in vain. */
  until(what: string, condition: () => Promise<boolean>): Promise<void> {
    return until(this.page, what, condition);
  }

  /** Until a network of the settings that are chosen is shown, with its figures. */
  async ready(): Promise<this> {
    await this.until('the network is shown', async () => {
      if (!(await this.#isUpToDate())) return false;
      const figures = [await this.value('train-loss'), await this.value('epoch')];
      return figures.every((figure) => !Number.isNaN(figure));
    });
    return this;
  }

  /** Whether the worker has taken in what is chosen: until then the figures are of what was chosen before. */
  #isUpToDate(): Promise<boolean> {
    return this.page.evaluate(() => {
      interface Place extends Element {
        readonly model: Readonly<Record<'trained' | 'experiment', { readonly value: unknown }>>;
      }
      const find = (root: ParentNode): Place | null => {
        const found = root.querySelector<Place>('chainrule-playground');
        if (found !== null) return found;
        for (const { shadowRoot } of root.querySelectorAll('*')) {
          const inside = shadowRoot === null ? null : find(shadowRoot);
          if (inside !== null) return inside;
        }
        return null;
      };
      const model = find(document)?.model;
      if (model === undefined) return false;
      return JSON.stringify(model.trained.value) === JSON.stringify(model.experiment.value);
    });
  }

  /** The epoch once it has stayed the same over some frames. */
  async restingEpoch(): Promise<number> {
    return Number(await rested(this.page, () => this.text('epoch')));
  }

  async untilEpoch(epoch: number): Promise<void> {
    await this.until(`epoch ${epoch}`, async () => (await this.value('epoch')) >= epoch);
  }

  /** Presses Step and waits for its epoch. */
  async step(): Promise<void> {
    await this.ready();
    const epoch = await this.value('epoch');
    await this.button('Step').click();
    await this.until(
      'the step is done',
      async () => (await this.value('epoch')) > epoch && (await this.status()) === 'paused',
    );
  }

  /** Waits until a readout is there, and gives its number. */
  async known(name: string): Promise<number> {
    let value = NaN;
    await this.until(`${name} is known`, async () => !Number.isNaN((value = await this.value(name))));
    return value;
  }

  /** What a canvas shows once it has stayed the same over some frames: figures are there before pictures are painted. */
  restingPicture(canvas: Locator): Promise<string> {
    return rested(this.page, () => this.picture(canvas));
  }

  /** Tells whether a canvas changes: a hash of what it shows. */
  picture(canvas: Locator): Promise<string> {
    return canvas.evaluate((element) => (element as HTMLCanvasElement).toDataURL());
  }
}

/** Opens pages of a browser as playgrounds that are ready, closes them, and fails for whatever they complained of. */
export function playgroundsIn(browser: () => Browser, baseUrl: string) {
  return async (
    options: PageOptions,
    use: (playground: Playground, opened: OpenedPage) => Promise<void>,
  ): Promise<void> => {
    const opened = await openPage(browser(), baseUrl, options);
    try {
      await use(await new Playground(opened.page).ready(), opened);
      opened.assertClean();
    } finally {
      await opened.close();
    }
  };
}
