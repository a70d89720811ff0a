/**
 * What the page looks like: every place in six sizes, light and dark, from the built page, to be looked at.
 *
 *   npm run screenshots -- [--only playground] [--size 1440x900]
 */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { launch, openPage } from '../tests/e2e/browser.ts';
import { startStaticServer } from '../tests/e2e/static-server.ts';

const sizes = ['390x844', '820x1180', '1024x768', '1280x720', '1440x900', '2560x1440'] as const;
const schemes = ['light', 'dark'] as const;

interface Scene {
  readonly name: string;
  readonly hash: string;
  /** Epochs that are trained first; 0 where there is nothing to train, or it is to be seen untrained. */
  readonly epochs: number;
  /** A key that is pressed before it is looked at. */
  readonly key?: string;
}

const scenes: readonly Scene[] = [
  { name: 'first-visit', hash: '', epochs: 0 },
  { name: 'playground', hash: 'dataSet=circle&speed=10x', epochs: 150 },
  {
    name: 'spiral',
    hash: 'dataSet=spiral&hidden=8,8&optimizer=adam&speed=100x&surface=contours',
    epochs: 300,
  },
  {
    name: 'vanishing',
    hash: 'hidden=4,4,4,4,4,4,4,4&activation=sigmoid&links=gradient&plot=gradient&speed=10x',
    epochs: 40,
  },
  {
    name: 'hidden-space',
    hash: 'dataSet=circle&picture=hidden&speed=10x&markWrong=true&howWell=true',
    epochs: 60,
  },
  { name: 'landscape', hash: 'picture=landscape&speed=10x', epochs: 60 },
  { name: 'digits', hash: 'dataSet=digits&hidden=16&loss=cross-entropy&optimizer=adam', epochs: 4 },
  {
    name: 'draw',
    hash: 'dataSet=draw&drawn=-2,2,1_-3,1,1_-1,3,1_2,-2,2_3,-1,2_1,-3,2_3,3,3_2,4,3_4,2,3&speed=10x',
    epochs: 40,
  },
  { name: 'regression', hash: 'dataSet=plane&hidden=8&speed=10x&howWell=true', epochs: 3 },
  { name: 'present', hash: 'dataSet=xor&hidden=4,4&speed=10x', epochs: 30, key: 'p' },
  { name: 'graph', hash: '/graph', epochs: 0 },
  { name: 'compare', hash: '/compare', epochs: 0 },
  { name: 'learn', hash: '/learn', epochs: 0 },
  { name: 'chapter', hash: '/learn/xor', epochs: 0 },
];

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string' }, size: { type: 'string' } } });
  const folder = resolve('.cache/screenshots');
  mkdirSync(folder, { recursive: true });
  const server = await startStaticServer(resolve('dist'));
  const browser = await launch({ gpu: 'none' });
  const wanted = scenes.filter(({ name }) => values.only === undefined || name === values.only);
  if (wanted.length === 0)
    throw new Error(`there is no “${values.only}”, only ${scenes.map(({ name }) => name).join(', ')}`);
  for (const scene of wanted)
    for (const colorScheme of schemes)
      await shoot(browser, server.url, scene, colorScheme, folder, values.size);
  await browser.close();
  await server.stop();
  console.log(`The pictures are in ${folder}.`);
}

/** One page in all sizes: what it has trained is the same in each. */
async function shoot(
  browser: Browser,
  baseUrl: string,
  { name, hash, epochs, key }: Scene,
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
  if (key !== undefined) await page.keyboard.press(key);
  for (const size of sizes) {
    if (only !== undefined && size !== only) continue;
    const [width, height] = size.split('x').map(Number);
    await page.setViewportSize({ width, height });
    // What follows a size does so within some frames; what is loaded for it takes a little longer.
    await page.waitForTimeout(700);
    await page.screenshot({ path: `${folder}/${name}-${size}-${colorScheme}.png` });
  }
  opened.assertClean();
  await opened.close();
}

await main();
