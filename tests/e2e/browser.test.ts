import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, openPage } from './browser.ts';
import { startStaticServer, type StaticServer } from './static-server.ts';

/** A page, or its worker, that misbehaves as its address says. */
const misbehaviour = `
  const faults = {
    throw() { throw new Error('thrown') },
    reject() { void Promise.reject(new Error('rejected')) },
    log() { console.error('logged') },
    fetch() { fetch('https://example.com/').catch(() => {}) },
    eval() { eval('1') },
  };
  faults[location.hash.split('-')[1]]?.();
`;

const files = {
  'index.html': '<!doctype html><title>loading</title><script type="module" src="./page.js"></script>',
  'page.js': `
    if (location.hash.startsWith('#page-')) await import('./misbehave.js' + location.hash);
    if (location.hash.startsWith('#worker-')) {
      new Worker(new URL('./misbehave.js' + location.hash, import.meta.url), { type: 'module' });
    }
    const adapter = await navigator.gpu.requestAdapter();
    document.title = adapter === null ? 'no adapter' : 'adapter';
  `,
  'misbehave.js': misbehaviour.replaceAll('location.hash', 'new URL(import.meta.url).hash'),
};

let folder: string;
let server: StaticServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'browser-test-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  server = await startStaticServer(folder);
});

afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('a page opened for a test', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch({ gpu: 'software' });
  });
  afterAll(() => browser.close());

  test('is clean when nothing went wrong, and has a software GPU', async () => {
    const { page, assertClean, close } = await openPage(browser, server.url);
    await expect.poll(() => page.title()).toBe('adapter');
    assertClean();
    await close();
  });

  test.each([
    ['page-throw', 'uncaught: Error: thrown'],
    ['page-reject', 'uncaught: Error: rejected'],
    ['page-log', 'console.error: logged'],
    ['page-fetch', 'request to another origin: https://example.com/'],
    ['worker-throw', 'uncaught: Error: thrown'],
    ['worker-reject', 'uncaught: Error: rejected'],
    ['worker-log', 'console.error: logged'],
    ['worker-fetch', 'request to another origin: https://example.com/'],
    ['worker-eval', 'uncaught: EvalError'],
  ])('is not clean after %s', async (hash, problem) => {
    const { problems, assertClean, close } = await openPage(browser, server.url, { hash });
    await expect.poll(() => problems.join('\n')).toContain(problem);
    expect(assertClean).toThrow(problem);
    await close();
  });
});

test('without a GPU, WebGPU is there but has no adapter', async () => {
  const browser = await launch({ gpu: 'none' });
  const { page, assertClean, close } = await openPage(browser, server.url);
  await expect.poll(() => page.title()).toBe('no adapter');
  assertClean();
  await close();
  await browser.close();
});
