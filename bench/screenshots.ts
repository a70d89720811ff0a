/**
 * What the page looks like: every place in six sizes, light and dark, from the built page, to be looked at.
 *
 *   npm run screenshots -- [--only playground,graph] [--size 1440x900] [--scheme dark]
 */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { launch, openPage } from '../tests/e2e/browser.ts';
import { startStaticServer } from '../tests/e2e/static-server.ts';
import { scenes, type Scene } from './screenshot-scenes.ts';

const sizes = ['390x844', '820x1180', '1024x768', '1280x720', '1440x900', '2560x1440'] as const;
const schemes = ['light', 'dark'] as const;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, size: { type: 'string' }, scheme: { type: 'string' } },
  });
  const folder = resolve('.cache/screenshots');
  mkdirSync(folder, { recursive: true });
  const server = await startStaticServer(resolve('dist'));
  const browser = await launch({ gpu: 'none' });
  const names = values.only?.split(',') ?? scenes.map(({ name }) => name);
  const unknown = names.filter((one) => !scenes.some(({ name }) => name === one));
  if (unknown.length > 0)
    throw new Error(
      `there is no “${unknown.join('”, “')}”, only ${scenes.map(({ name }) => name).join(', ')}`,
    );
  for (const scene of scenes.filter(({ name }) => names.includes(name)))
    for (const colorScheme of schemes.filter((one) => values.scheme === undefined || one === values.scheme))
      await shoot(browser, server.url, scene, colorScheme, folder, values.size);
  await browser.close();
  await server.stop();
  console.log(`The pictures are in ${folder}.`);
}

/** One page in all sizes: what it has trained is the same in each. */
async function shoot(
  browser: Browser,
  baseUrl: string,
  { name, hash, epochs = 0, act, see }: Scene,
  colorScheme: (typeof schemes)[number],
  folder: string,
  only?: string,
): Promise<void> {
  const opened = await openPage(browser, baseUrl, { hash, colorScheme, reducedMotion: 'reduce' });
  const { page } = opened;
  await page.locator('h1, h2').first().waitFor();
  if (epochs > 0) {
    const epoch = async (): Promise<number> =>
      Number(await page.getByTestId('epoch').getAttribute('data-value'));
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    while ((await epoch()) < epochs) await page.waitForTimeout(50);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
  }
  await act?.(page);
  while ((await page.locator('[data-testid=status][data-value=loading]').count()) > 0)
    await page.waitForTimeout(50);
  for (const size of sizes) {
    if (only !== undefined && size !== only) continue;
    const [width, height] = size.split('x').map(Number);
    await page.setViewportSize({ width, height });
    // What follows a size does so within some frames; what is loaded for it takes a little longer.
    await page.waitForTimeout(700);
    if (see !== undefined) await page.locator(see).first().scrollIntoViewIfNeeded();
    await page.screenshot({ path: `${folder}/${name}-${size}-${colorScheme}.png` });
  }
  opened.assertClean();
  await opened.close();
}

await main();
