import type { Page } from 'playwright-core';

/** A place of the page as it is looked at. */
export interface Scene {
  readonly name: string;
  readonly hash: string;
  /** Epochs that are trained first; none where there is nothing to train, or it is to be seen untrained. */
  readonly epochs?: number;
  /** What a user does before it is looked at. */
  readonly act?: (page: Page) => Promise<void>;
  /** A selector of what is scrolled into sight in every size. */
  readonly see?: string;
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

async function takeAway(page: Page): Promise<void> {
  await button(page, 'Take away').click();
  await page.getByTestId('taken-file').waitFor();
}

async function compared(page: Page): Promise<void> {
  await button(page, 'Start').click();
  const phase = page.getByTestId('compare-phase');
  while ((await phase.getAttribute('data-value')) !== 'done') await page.waitForTimeout(100);
}

const table = [
  'species,length,depth,island,when',
  ...Array.from({ length: 40 }, (_, i) =>
    [
      i % 3 === 0 ? 'Adelie' : 'Gentoo',
      (38 + ((i * 7) % 11) + (i % 3) * 2).toFixed(1),
      i === 5 ? '' : (17 - ((i * 5) % 7) / 2).toFixed(2),
      ['Torgersen', 'Biscoe', 'Dream'][i % 3],
      `2007-11-${String(1 + (i % 28)).padStart(2, '0')}`,
    ].join(),
  ),
].join('\n');

const small = 'points=120&hidden=4';

const playground: readonly Scene[] = [
  { name: 'first-visit', hash: '' },
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
  { name: 'blobs', hash: 'dataSet=blobs&classes=5&loss=cross-entropy&speed=10x', epochs: 20 },
  { name: 'digits', hash: 'dataSet=digits&hidden=16&loss=cross-entropy&optimizer=adam', epochs: 4 },
  {
    name: 'draw',
    hash: 'dataSet=draw&drawn=-2,2,1_-3,1,1_-1,3,1_2,-2,2_3,-1,2_1,-3,2_3,3,3_2,4,3_4,2,3&speed=10x',
    epochs: 40,
  },
  { name: 'formula', hash: 'dataSet=formula&speed=10x', epochs: 10 },
  { name: 'regression', hash: 'dataSet=plane&hidden=8&speed=10x&howWell=true', epochs: 3 },
  { name: 'curve', hash: 'dataSet=x-sin-x&hidden=8&speed=10x', epochs: 60 },
  { name: 'two-plots', hash: 'plot=loss&secondPlot=update&speed=10x', epochs: 60 },
  {
    name: 'doctor',
    hash: 'hidden=4,4,4,4,4,4,4,4&activation=sigmoid&speed=10x',
    epochs: 40,
    act: async (page) => button(page, 'What can I do?').click(),
  },
  { name: 'ask', hash: 'dataSet=iris&loss=cross-entropy&speed=10x', epochs: 20, see: 'chainrule-ask-form' },
  {
    name: 'rows',
    hash: 'dataSet=penguins&loss=cross-entropy&points=344&speed=10x',
    epochs: 5,
    act: async (page) => page.locator('chainrule-rows-panel summary').click(),
    see: 'chainrule-rows-panel',
  },
  {
    name: 'neuron',
    hash: 'dataSet=circle&speed=10x',
    epochs: 40,
    act: async (page) => button(page, 'Layer 1, neuron 1').click(),
  },
  { name: 'presets', hash: '', act: async (page) => button(page, 'Presets').click() },
  { name: 'keys', hash: '', act: async (page) => page.keyboard.press('?') },
  {
    name: 'present',
    hash: 'dataSet=xor&hidden=4,4&speed=10x',
    epochs: 30,
    act: (page) => page.keyboard.press('p'),
  },
  { name: 'take-away', hash: 'speed=10x', epochs: 20, act: takeAway },
  {
    name: 'report',
    hash: 'l2=0.01&optimizer=adam&speed=10x',
    epochs: 40,
    act: async (page) => {
      await takeAway(page);
      await button(page, 'Report…').click();
      await page.locator('chainrule-report').getByRole('dialog').waitFor();
    },
  },
  {
    name: 'file',
    hash: '',
    act: async (page) => {
      await page.getByRole('radio', { name: 'File', exact: true }).click({ force: true });
      await page
        .getByLabel('Open a file', { exact: true })
        .setInputFiles({ name: 'penguins.csv', mimeType: 'text/csv', buffer: Buffer.from(table) });
      await page.locator('chainrule-import table').first().waitFor();
    },
  },
];

const elsewhere: readonly Scene[] = [
  { name: 'graph', hash: '/graph' },
  { name: 'compare', hash: '/compare' },
  { name: 'swarm', hash: `/compare?ask=epochs:20,seeds:12,goal:0.45&${small}`, act: compared },
  {
    name: 'sweep',
    hash: `/compare?ask=kind:sweep,epochs:15,repeats:2,x:learningRate/log/0.01/1/5,y:l2/list/0/0.01/0.1&${small}`,
    act: compared,
  },
  {
    name: 'halving',
    hash: `/compare?ask=kind:sweep,search:halving,epochs:27,first:3,tries:18,axis:learningRate/log/0.01/1/4,axis:noise/linear/0/30/4,axis:optimizer/list/sgd/adam&${small}`,
    act: compared,
  },
  {
    name: 'race',
    hash: `/compare?ask=kind:race,epochs:40,goal:5,lane:hidden%253D4,lane:hidden%253D2&${small}`,
    act: compared,
  },
  ...[
    'slope',
    'graph',
    'chain-rule',
    'neuron',
    'accumulate',
    'order',
    'network',
    'training',
    'xor',
    'rate',
    'spiral',
  ].map((chapter, i) => ({ name: `learn-${i + 1}-${chapter}`, hash: `/learn/${chapter}` })),
];

/** Every place. */
export const scenes: readonly Scene[] = [...playground, ...elsewhere];
