import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readArguments, type Arguments } from '../../src/cli/arguments.ts';
import { commands } from '../../src/cli/commands.ts';
import { ThreadDesk } from '../../src/cli/compare/thread-desk.ts';
import { launch, openPage } from './browser.ts';
import { Playground } from './playground.ts';
import { fingerprints } from './same-numbers/fingerprints.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
let folder: string;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
  folder = mkdtempSync(join(tmpdir(), 'chainrule-same-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await browser.close();
});

/** The same source as one script. */
async function asScript(): Promise<string> {
  const entry = fileURLToPath(new URL('same-numbers/fingerprints.ts', import.meta.url));
  const built = await build({
    configFile: false,
    publicDir: false,
    logLevel: 'silent',
    build: { write: false, lib: { entry, formats: ['iife'], name: 'sameNumbers' } },
  });
  const [chunk] = ([built].flat()[0] as Rolldown.RolldownOutput).output;
  return chunk.code;
}

describe('what is made before training begins', () => {
  it('is the same to the bit in Chromium and in Node', async () => {
    const page = await browser.newPage();
    const inBrowser = await page.evaluate<Record<string, string>>(
      `${await asScript()};\nsameNumbers.fingerprints()`,
    );
    await page.close();
    const here = fingerprints();
    expect(inBrowser).toEqual(here);
    expect(Object.keys(here).length).toBeGreaterThan(40);
    // Each is of something else, but for the rows of the lesson, which have no noise.
    expect(new Set(Object.values(here)).size).toBe(Object.keys(here).length - 1);
    expect(here['lesson, noise 20']).toBe(here['lesson, noise 0']);
  });
});

describe('a swarm', () => {
  it('comes to the same file by the page and by the command line', async () => {
    const hash =
      '/compare?ask=epochs:12,seeds:6,vary:both,target:none&dataSet=moons&noise=15&points=120&hidden=4,3' +
      '&features=x1,x2,sin+x1&initialization=xavier-normal&optimizer=adam&learningRate=0.01&fused=false';
    const opened = await openPage(browser, baseUrl, { hash });
    const compare = new Playground(opened.page);
    await compare.button('Start').click();
    await compare.until('it is done', async () => (await compare.text('compare-phase')) === 'done');
    const downloading = opened.page.waitForEvent('download');
    await compare.button('Save as CSV').click();
    const onPage = readFileSync(await (await downloading).path(), 'utf8');
    opened.assertClean();
    await opened.close();

    const path = join(folder, 'swarm.csv');
    const given = readArguments(['swarm', `#${hash}`, '--out', path]) as Arguments;
    const code = await commands.swarm(given, {
      print: () => undefined,
      terminal: { write: () => undefined },
      now: () => performance.now(),
      nextTask: () => Promise.resolve(),
      isInterrupted: () => false,
      interruption: new AbortController().signal,
      cores: 2,
      hire: (table) => {
        const desk = new ThreadDesk(table);
        return { work: (trials) => desk.work(trials), stop: () => desk.stop(), end: () => desk.stop() };
      },
    });
    expect(code).toBe(0);
    expect(onPage.split('\r\n').length).toBe(8);
    expect(readFileSync(path, 'utf8')).toBe(onPage);
  });
});
