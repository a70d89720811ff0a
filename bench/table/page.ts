import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { randomFromSeed } from '../../src/data/random.ts';
import { launch, openPage } from '../../tests/e2e/browser.ts';
import { Playground } from '../../tests/e2e/playground.ts';
import { startStaticServer } from '../../tests/e2e/static-server.ts';
import { watchMainThread, type MainThreadFigures } from '../main-thread.ts';
import { batchSize, headerText, hidden, rows, rowsText } from './subject.ts';

/** What the main thread did in each part, in turn. */
export type PageFigures = readonly (MainThreadFigures & {
  readonly part: string;
  readonly seconds: number;
})[];

/** The circle trains meanwhile, with the network of the table and as fast as it can. */
const atFullSpeed = new URLSearchParams({
  dataSet: 'circle',
  speed: 'full',
  hidden: hidden.join(),
  activation: 'relu',
  loss: 'binary-cross-entropy',
  batchSize: String(batchSize),
  learningRate: '0.01',
  trainShare: '80',
}).toString();

/** What a first visitor sees: the circle as a film. */
const asFilm = 'learningRate=0.003';

/** Of the built page in Chromium: a file of 100,000 rows until it is trained on, and a large one that is cancelled. */
export async function measurePage(text: string, megabytes: number): Promise<PageFigures> {
  const dist = resolve('dist');
  if (!existsSync(`${dist}/index.html`))
    throw new Error('the built page is missing: run `npm run build` first');
  const folder = mkdtempSync(join(tmpdir(), 'bench-table-'));
  const server = await startStaticServer(dist);
  const browser = await launch({ gpu: 'none' });
  try {
    const small = join(folder, 'table.csv');
    writeFileSync(small, text);
    const figures = await measureImport(browser, server.url, small);
    if (megabytes === 0) return figures;
    const large = join(folder, 'large.csv');
    writeLarge(large, megabytes);
    return [
      ...figures,
      ...(await measureLarge(browser, server.url, large)),
      ...(await measureAtEase(browser, server.url, large)),
    ];
  } finally {
    await browser.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureImport(browser: Browser, url: string, file: string): Promise<PageFigures> {
  const visit = await Visit.begin(browser, url);
  const { playground } = visit;
  await visit.measure('opening a file', () => visit.open(file));
  await visit.measure('reading 100,000 rows', () => visit.touchUntilRead());
  if ((await visit.importStatus()) !== 'ready') throw new Error('the table was refused');
  await visit.measure('its preview', () => visit.touch());
  await visit.measure('using it', async () => {
    await playground.button('Use this data').click();
    await playground.until('the table is there', async () => {
      const [status, count] = [await visit.importStatus(), await playground.value('row-count')];
      return status === 'none' && count === rows && !Number.isNaN(await playground.value('epoch'));
    });
  });
  if ((await playground.status()) !== 'running') await playground.button('Play').click();
  await playground.until('it trains', async () => (await playground.value('epoch')) > 0);
  await visit.measure('training on it', () => visit.touch(10));
  await visit.end();
  return visit.figures;
}

async function measureLarge(browser: Browser, url: string, file: string): Promise<PageFigures> {
  const visit = await Visit.begin(browser, url);
  const { playground } = visit;
  await visit.measure('opening the large file', () => visit.open(file));
  await visit.measure('half of it', async () => {
    await visit.touchUntil(async () => (await visit.share()) >= 0.5);
  });
  await visit.measure('cancelling it', async () => {
    await playground.button('Cancel').click();
    await playground.until('it is cancelled', async () => (await visit.importStatus()) === 'none');
  });
  const before = await playground.value('epoch');
  await playground.until('the circle trains on', async () => (await playground.value('epoch')) > before);
  await visit.open(file);
  await visit.measure('all of it', () => visit.touchUntilRead());
  await visit.end();
  return visit.figures;
}

/** The large file again, beside the film of a first visit and beside nothing. */
async function measureAtEase(browser: Browser, url: string, file: string): Promise<PageFigures> {
  const visit = await Visit.begin(browser, url, asFilm);
  const { playground } = visit;
  await visit.open(file);
  await visit.measure('all of it, beside a film', () => visit.touchUntilRead());
  await playground.button('Cancel').click();
  await playground.button('Pause').click();
  await visit.open(file);
  await visit.measure('all of it, nothing trains', () => visit.touchUntilRead());
  await visit.end();
  return visit.figures;
}

/** One visitor, who goes on clicking while the page works. */
class Visit {
  readonly playground: Playground;
  readonly figures: PageFigures[number][] = [];
  readonly #opened: Awaited<ReturnType<typeof openPage>>;
  readonly #thread: Awaited<ReturnType<typeof watchMainThread>>;

  private constructor(
    opened: Awaited<ReturnType<typeof openPage>>,
    playground: Playground,
    thread: Awaited<ReturnType<typeof watchMainThread>>,
  ) {
    this.#opened = opened;
    this.playground = playground;
    this.#thread = thread;
  }

  static async begin(browser: Browser, url: string, hash = atFullSpeed): Promise<Visit> {
    const opened = await openPage(browser, url, { hash });
    const playground = await new Playground(opened.page).ready();
    await playground.button('Play').click();
    await playground.untilEpoch(1);
    // What the page does once only is over.
    for (let i = 0; i < 4; i++) await playground.checkbox('Show test points').click();
    const visit = new Visit(opened, playground, await watchMainThread(opened.page));
    await visit.measure('the circle alone', () => visit.touch(5));
    return visit;
  }

  async end(): Promise<void> {
    this.#opened.assertClean();
    await this.#opened.close();
  }

  async measure(part: string, action: () => Promise<void>): Promise<void> {
    await this.#thread.read();
    const start = performance.now();
    await action();
    const seconds = (performance.now() - start) / 1000;
    // Observers tell of what was over a little later.
    await this.playground.page.waitForTimeout(300);
    this.figures.push({ part, seconds, ...(await this.#thread.read()) });
  }

  async open(file: string): Promise<void> {
    const { page } = this.playground;
    await this.playground.radio('Data set', 'File').click({ force: true });
    const input = page.locator('input[type=file]');
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), input.click()]);
    await chooser.setFiles(file);
    await this.playground.until('it is being read', async () => (await this.importStatus()) !== 'none');
  }

  importStatus(): Promise<string> {
    return this.playground.text('import-status');
  }

  /** Of the file that has been read; 1 where there is nothing to read any more. */
  share(): Promise<number> {
    return this.playground.page
      .getByRole('progressbar', { name: 'Reading' })
      .evaluateAll(([bar]) => (bar as HTMLProgressElement | undefined)?.value ?? 1);
  }

  async touch(times = 3): Promise<void> {
    for (let i = 0; i < times; i++) {
      await this.playground.checkbox('Show test points').click();
      await this.playground.radio('Loss scale', i % 2 === 0 ? 'Log' : 'Linear').click({ force: true });
      await this.playground.page.waitForTimeout(200);
    }
  }

  touchUntilRead(): Promise<void> {
    return this.touchUntil(async () => (await this.importStatus()) !== 'reading');
  }

  async touchUntil(isOver: () => Promise<boolean>): Promise<void> {
    while (!(await isOver())) await this.touch(1);
  }
}

function writeLarge(path: string, megabytes: number): void {
  const random = randomFromSeed(3, 0);
  const file = openSync(path, 'w');
  try {
    let written = writeSync(file, headerText());
    while (written < megabytes * 2 ** 20) written += writeSync(file, rowsText(random, 12));
  } finally {
    closeSync(file);
  }
}
