import fc from 'fast-check';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { formatEpoch } from '../../src/ui/controls/format.ts';
import { launch, openPage } from './browser.ts';
import { keptCheckpoint } from './kept-checkpoint.ts';
import { Playground } from './playground.ts';
import { anyDeed, type Deed } from './sequences/deeds.ts';
import { disagreements, shownBy, type Shown } from './sequences/shown.ts';
import { inMass } from '../mass.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());

/** Another one is tried by SEQUENCE_SEED, with more or longer sequences by SEQUENCES and DEEDS. */
const { SEQUENCE_SEED, SEQUENCES, DEEDS } = process.env;
const sequences = Number(SEQUENCES ?? inMass(40, 2));
const deeds = Number(DEEDS ?? inMass(60, 20));
const seed = Number(SEQUENCE_SEED ?? inMass(Date.now() % 1e9, 20_261_129));

/** What else must be so of one moment, in words where it is not. */
function contradictions({ status, readouts, plot, chosen, trained }: Shown): string[] {
  const epoch = readouts['epoch'];
  const isAtRest = status === 'paused' || status === 'ready';
  const found: string[] = [];
  if (readouts['status'] !== status) found.push(`it is ${status}, and says ${readouts['status']}`);
  if (status === 'ready' && Number(epoch) > 0) found.push(`untrained at epoch ${epoch}`);
  if (isAtRest && epoch !== '' && /^(Loss|Accuracy) curves: epoch/.test(plot)) {
    const said = / epoch ([^,]*),/.exec(plot)?.[1];
    if (said !== formatEpoch(Number(epoch))) found.push(`epoch ${epoch}, and its plot says ${said}`);
  }
  if (isAtRest && JSON.stringify(chosen) !== JSON.stringify(trained))
    found.push('it shows settings that it does not train');
  return found;
}

/** What comes a frame later is waited for: only what stays wrong is wrong. */
async function expectAgreement(playground: Playground, after: string): Promise<void> {
  let wrong: readonly string[] = [];
  await expect
    .poll(
      async () => {
        const shown = await shownBy(playground.page);
        wrong =
          shown === null ? [] : [...contradictions(shown), ...(await disagreements(playground.page, shown))];
        return wrong;
      },
      { message: `after: ${after}` },
    )
    .toEqual([]);
}

/** What the page shows in the end is what the worker has given the browser to keep. */
async function expectKept(playground: Playground): Promise<void> {
  const { page } = playground;
  const pause = playground.button('Pause').first();
  if (await pause.isVisible()) await pause.click({ timeout: 1500 }).catch(() => undefined);
  const shown = await shownBy(page);
  if (shown?.isOwn !== true || shown.status !== 'paused' || !(Number(shown.readouts['epoch']) > 0)) return;
  await expect
    .poll(
      async () => {
        const { parameters } = (await shownBy(page)) ?? {};
        return JSON.stringify(parameters) === JSON.stringify((await keptCheckpoint(page))?.parameters);
      },
      { message: 'the run that is kept is the run that is shown' },
    )
    .toBe(true);
}

async function follow(sequence: readonly Deed[]): Promise<void> {
  const opened = await openPage(browser, baseUrl, { viewport: { width: 1280, height: 720 } });
  opened.page.on('dialog', (dialog) => void dialog.dismiss());
  const done: string[] = [];
  try {
    const playground = await new Playground(opened.page).ready();
    for (const [place, deed] of sequence.entries()) {
      // What lies over the page is looked at for a while, and then closed.
      if (place % 4 === 0 && (await opened.page.locator('dialog:modal').count()) > 0)
        await opened.page.keyboard.press('Escape');
      await deed.run(playground);
      done.push(deed.name);
      if (process.env['VERBOSE']) console.log(new Date().toISOString(), deed.name);
      opened.assertClean();
      await expectAgreement(playground, done.join(' · '));
    }
    await expectKept(playground);
    opened.assertClean();
  } catch (error) {
    throw new Error(`after: ${done.join(' · ')}`, { cause: error });
  } finally {
    await opened.close();
  }
}

it(
  `${sequences} times ${deeds} things that users do lead to no error and to no readout that the weights contradict`,
  { timeout: sequences * deeds * 20_000 + 180_000 },
  async () => {
    const sequence = fc.array(anyDeed, { minLength: deeds, maxLength: deeds });
    await fc.assert(fc.asyncProperty(sequence, follow), { seed, numRuns: sequences, endOnFailure: true });
  },
);

it('a readout that the weights contradict is found (control)', async () => {
  const opened = await openPage(browser, baseUrl);
  const playground = await new Playground(opened.page).ready();
  await playground.step();
  const shown = await shownBy(opened.page);
  if (shown === null || shown.parameters === null) throw new Error('nothing is shown');
  expect(await disagreements(opened.page, shown)).toEqual([]);
  const [first, ...others] = shown.parameters;
  const moved = { ...shown, parameters: [first + 0.1, ...others] };
  expect((await disagreements(opened.page, moved)).join()).toContain('train-loss says');
  expect(contradictions({ ...shown, readouts: { ...shown.readouts, epoch: '2' } })).toEqual([
    'epoch 2, and its plot says 1',
  ]);
  await opened.close();
});
