import type { JSHandle, Page } from 'playwright-core';
import type { Experiment } from '../../../src/experiment/schema.ts';
import { freshFigures } from './fresh-figures.ts';

/** What a playground in sight says of its run, all of one moment. */
export interface Shown {
  readonly status: string;
  /** The user's own playground, not a chapter's. */
  readonly isOwn: boolean;
  /** Settings of what is trained. */
  readonly trained: Experiment;
  /** Settings as they are chosen. */
  readonly chosen: Experiment;
  /** By the names of the readouts; '' where one says nothing. */
  readonly readouts: Readonly<Record<string, string>>;
  /** What the picture of the plot says in words. */
  readonly plot: string;
  readonly title: string;
  /** The weights that the readouts are of; null before there are any. */
  readonly parameters: readonly number[] | null;
}

/** The page's elements, as far as they are looked at here. */
interface Playgrounds extends HTMLElement {
  readonly model: {
    readonly trained: { readonly value: Experiment | null };
    readonly experiment: { readonly value: Experiment };
    ownTable(): Promise<Blob | null>;
  };
}

function playgroundOf(page: Page): Promise<JSHandle<Playgrounds | null>> {
  return page.evaluateHandle(() => {
    const find = (root: ParentNode): Playgrounds | null => {
      for (const element of root.querySelectorAll('*')) {
        const found =
          element.localName === 'chainrule-playground'
            ? (element as Playgrounds)
            : element.shadowRoot && find(element.shadowRoot);
        if (found) return found;
      }
      return null;
    };
    return find(document);
  });
}

/** null where no playground is in sight, or nothing is trained yet. */
export async function shownBy(page: Page): Promise<Shown | null> {
  const playground = await playgroundOf(page);
  return playground.evaluate((element) => {
    const root = element?.shadowRoot;
    const trained = element?.model.trained.value;
    const bar = root?.querySelector('chainrule-run-bar');
    if (!element || !root || !trained || !bar?.shadowRoot) return null;
    const { status, view } = bar as unknown as {
      readonly status: string;
      readonly view: { readonly parameters: Float64Array } | null;
    };
    const readouts = Object.fromEntries(
      Array.from(bar.shadowRoot.querySelectorAll('[data-testid]'), (one) => [
        one.getAttribute('data-testid') ?? '',
        one.getAttribute('data-value') ?? '',
      ]),
    );
    const plots = root.querySelector('chainrule-loss-panel')?.shadowRoot?.querySelector('chainrule-plot');
    const canvas = plots?.shadowRoot?.querySelector('[data-testid=loss-chart]');
    const plot = canvas?.getAttribute('aria-label') ?? '';
    return {
      status,
      isOwn: element.hasAttribute('own'),
      trained,
      chosen: element.model.experiment.value,
      readouts,
      plot,
      title: document.title,
      parameters: view === null ? null : Array.from(view.parameters),
    };
  });
}

/** The present table of the user's own, as it lies in the browser. */
async function tableOf(page: Page): Promise<Blob | null> {
  const playground = await playgroundOf(page);
  const bytes = await playground.evaluate(async (element) => {
    const blob = (await element?.model.ownTable()) ?? null;
    return blob === null ? null : Array.from(new Uint8Array(await blob.arrayBuffer()));
  });
  return bytes === null ? null : new Blob([Uint8Array.from(bytes)]);
}

/** Of 32 bits what sums of thousands of numbers lose, and of 64 bits far more than that. */
const tolerance = 2e-4;

const isNear = (shown: number, computed: number): boolean =>
  Object.is(shown, computed) ||
  Math.abs(shown - computed) <= tolerance * (1 + Math.abs(computed)) ||
  // Beyond what 32 bits hold, sums end at infinity, and at what infinities cancel to.
  (!Number.isFinite(shown) && !(Math.abs(computed) < 1e30));

/** Shares are counted: a point whose output is zero but for rounding may be of either class. */
const mostRounded = 3;

/** What is wrong with the readouts, in words: each is compared with what the shown weights come to when computed anew. */
export async function disagreements(page: Page, shown: Shown): Promise<string[]> {
  const { parameters, readouts, trained } = shown;
  if (parameters === null) {
    const said = Object.entries(readouts).filter(([name, value]) => name !== 'status' && value !== '');
    return said.map(([name, value]) => `${name} says ${value} of no weights`);
  }
  const table = trained.dataSet === 'file' ? await tableOf(page) : null;
  const fresh = await freshFigures(trained, Float64Array.from(parameters), table);
  return Object.entries(fresh.figures).flatMap(([name, computed]) => {
    const text = readouts[name];
    const isLoss = name.endsWith('loss');
    const counted = name.startsWith('train') ? fresh.rows.train : fresh.rows.test;
    const agrees =
      computed === null || text === ''
        ? computed === null && text === ''
        : isLoss
          ? isNear(Number(text), computed)
          : Math.abs(Number(text) - computed) * counted <= mostRounded;
    return agrees ? [] : [`${name} says ${text || 'nothing'}, and it is ${computed ?? 'nothing'}`];
  });
}
