import type { Page } from 'playwright-core';

export interface ShownWeights {
  readonly epoch: number;
  /** To the bit. */
  readonly weights: string;
}

/** The weights that are shown, and their epoch. */
export function shownWeights(page: Page): Promise<ShownWeights> {
  return page.evaluate(() => {
    interface App extends Element {
      readonly model: {
        readonly view: { readonly value: { readonly epoch: number; readonly parameters: Float64Array } };
      };
    }
    const { epoch, parameters } = document.querySelector<App>('chainrule-app')!.model.view.value;
    return { epoch, weights: parameters.join() };
  });
}
