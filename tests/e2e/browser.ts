import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { findChromium } from './chromium.ts';

export interface LaunchOptions {
  /**
   * `software`: WebGPU with a real adapter that runs on the CPU. `none`: WebGPU exists, but has no adapter.
   */
  readonly gpu: 'software' | 'none';
  /** For V8, such as `--no-opt`. */
  readonly jsFlags?: string;
}

export interface PageOptions {
  /** Settings in the address, with or without `#`. */
  readonly hash?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
  readonly reducedMotion?: 'reduce' | 'no-preference';
  readonly forcedColors?: 'active' | 'none';
  readonly hasTouch?: boolean;
  /** For instance to prepare `context.route` before the page loads. */
  readonly prepare?: (context: BrowserContext) => Promise<unknown>;
}

export interface OpenedPage {
  readonly page: Page;
  /** What went wrong so far, in words. */
  readonly problems: readonly string[];
  /** Throws if the page or a worker threw or rejected, logged an error, or asked another origin for anything. */
  assertClean(): void;
  close(): Promise<void>;
}

/** Quiet, offline, and as root, where Chromium's own sandbox cannot work. */
const baseArguments = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * What the browser is to do without. Of several such arguments it heeds only the last, so what playwright-core itself
 * goes without stands here too. The address bar's suggestions are a page of their own (two, in truth), which is loaded
 * anew with every window, that is, with every test's own profile: for as long as the page under test itself.
 */
const withoutFeatures = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'TcpPortRandomizationWin',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
];

const gpuArguments = {
  software: ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'],
  none: ['--disable-gpu'],
} as const;

/**
 * Playwright's own limit of 30 s is shorter than a busy machine may take for what it is asked. Just below a test's own
 * limit, so that what says what was waited for in vain is still heard.
 */
const waitLimitMs = 170_000;

/** `E2E_SLOW=6`: the page's own thread gets a sixth of its time, which shows a test that leans on a page's speed. */
const slowness = Number(process.env['E2E_SLOW'] ?? 1);

/** The caller closes the browser. */
export function launch({ gpu, jsFlags }: LaunchOptions): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      ...baseArguments,
      `--disable-features=${withoutFeatures.join()}`,
      ...gpuArguments[gpu],
      ...(jsFlags === undefined ? [] : [`--js-flags=${jsFlags}`]),
    ],
    timeout: 120_000,
  });
}

/** Opens the page in a fresh profile; `close()` drops both. */
export async function openPage(
  browser: Browser,
  baseUrl: string,
  options: PageOptions = {},
): Promise<OpenedPage> {
  const context = await browser.newContext({
    viewport: options.viewport ?? { width: 1280, height: 900 },
    colorScheme: options.colorScheme ?? 'light',
    reducedMotion: options.reducedMotion ?? 'no-preference',
    forcedColors: options.forcedColors ?? 'none',
    hasTouch: options.hasTouch ?? false,
  });
  context.setDefaultTimeout(waitLimitMs);
  const problems = await watch(context, new URL(baseUrl).origin);
  await options.prepare?.(context);
  const page = await context.newPage();
  if (slowness > 1) await slowDown(page);
  const hash = options.hash?.replace(/^#/, '') ?? '';
  await page.goto(hash === '' ? baseUrl : `${baseUrl}#${hash}`);
  return {
    page,
    problems,
    assertClean() {
      if (problems.length > 0) throw new Error(`the page is not clean:\n  ${problems.join('\n  ')}`);
    },
    close: () => context.close(),
  };
}

/** Workers keep their speed: what they answer comes early, seen from such a page. */
async function slowDown(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowness });
}

async function watch(context: BrowserContext, origin: string): Promise<string[]> {
  const problems: string[] = [];
  // Uncaught exceptions and unhandled rejections, of the page and of its workers.
  context.on('weberror', (error) => problems.push(`uncaught: ${String(error.error())}`));
  context.on('console', (message) => {
    if (message.type() === 'error')
      problems.push(`console.error: ${message.text()} (${message.location().url})`);
  });
  context.on('requestfailed', (request) => {
    // A page that is left cancels what it no longer needs.
    const reason = request.failure()?.errorText ?? 'unknown';
    if (reason !== 'net::ERR_ABORTED') problems.push(`request failed: ${request.url()}: ${reason}`);
  });
  // Registered first, so a route of the test's own comes before it and must use `fallback`.
  await context.route(
    (url) => ['http:', 'https:', 'ws:', 'wss:'].includes(url.protocol) && url.origin !== origin,
    async (route) => {
      problems.push(`request to another origin: ${route.request().url()}`);
      await route.abort('blockedbyclient');
    },
  );
  return problems;
}
