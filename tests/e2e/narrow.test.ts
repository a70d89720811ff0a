import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { Finding } from '../../src/protocol/doctor-messages.ts';
import { findingLine } from '../../src/ui/playground/doctor/finding-lines.ts';
import { launch, openPage } from './browser.ts';
import { covered, cutTexts, overlaps } from './looks.ts';
import { Playground } from './playground.ts';
import { inMass } from '../mass.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());

/** How far the page can be scrolled sideways. */
function sideways(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

const bars = [
  'chainrule-header',
  'chainrule-run-bar',
  'chainrule-settings',
  'chainrule-hyperparameters',
  'chainrule-number-field',
  'chainrule-step-bar',
];
const windows = [
  { width: 390, height: 844 },
  { width: 820, height: 1180 },
  { width: 1024, height: 768 },
  { width: 1280, height: 720 },
  { width: 1440, height: 900 },
  { width: 2560, height: 1440 },
];
const places = [
  { hash: '', bar: 'chainrule-run-bar' },
  { hash: '/graph', bar: 'chainrule-step-bar' },
  { hash: '/learn', bar: 'chainrule-step-bar' },
];

it.each(places)(
  'nothing of the header and of the bar overlaps at #$hash, with forced colours too',
  async ({ hash, bar }) => {
    const opened = await openPage(browser, baseUrl, { hash });
    const { page } = opened;
    await page.locator(bar).waitFor();
    for (const forcedColors of ['none', 'active'] as const) {
      await page.emulateMedia({ forcedColors });
      for (const width of [320, 360, 390, 412, 480]) {
        await page.setViewportSize({ width, height: 800 });
        // What is measured by the page itself follows a frame later.
        await expect.poll(() => overlaps(page, bars), { message: `${width} px` }).toEqual([]);
        await expect.poll(() => sideways(page), { message: `${width} px` }).toBe(0);
      }
    }
    opened.assertClean();
    await opened.close();
  },
);

it.each([...places.map(({ hash }) => hash), '/compare'])(
  'with letters half as large again nothing of #%s lies beside a phone’s screen',
  async (hash) => {
    const viewport = { width: 390, height: 844 };
    const opened = await openPage(browser, baseUrl, { hash, viewport });
    const { page } = opened;
    await page.locator('main').first().waitFor();
    await page.evaluate(() => {
      const larger = new CSSStyleSheet();
      larger.replaceSync('html { font-size: 131.25% !important; }');
      document.adoptedStyleSheets.push(larger);
    });
    await expect
      .poll(() => page.evaluate(() => getComputedStyle(document.documentElement).fontSize))
      .toBe('21px');
    if (hash === '') await new Playground(page).ready();
    await expect.poll(() => sideways(page)).toBe(0);
    opened.assertClean();
    await opened.close();
  },
);

it('between a phone and a desk every figure has its room, and presenting is offered', async () => {
  const opened = await openPage(browser, baseUrl, { hash: 'speed=full' });
  const { page } = opened;
  const playground = await new Playground(page).ready();
  await playground.button('Present').waitFor();
  const tooFarRight = (width: number): Promise<string[]> =>
    page
      .locator('chainrule-run-bar dt, chainrule-run-bar dd')
      .evaluateAll(
        (parts, edge) =>
          parts
            .filter(
              (part) => part.scrollWidth > part.clientWidth || part.getBoundingClientRect().right > edge,
            )
            .map((part) => part.textContent.trim()),
        width,
      );
  for (const width of [761, 768, 800, 820, 850, 900, 979, 980, 1023, 1024, 1100, 1180, 1181, 1280, 1399]) {
    await page.setViewportSize({ width, height: 1024 });
    const at = { message: `${width} px` };
    await expect.poll(() => playground.button('Present').isVisible(), at).toBe(true);
    await expect.poll(() => overlaps(page, [...bars, 'chainrule-playground-menu']), at).toEqual([]);
    await expect.poll(() => tooFarRight(width), at).toEqual([]);
  }
  opened.assertClean();
  await opened.close();
});

it('on a phone the longest sentence of the narrator is read to its end', async () => {
  const opened = await openPage(browser, baseUrl, {
    hash: 'hidden=4,4,4,4,4,4,4,4&activation=sigmoid&speed=100x',
    viewport: { width: 390, height: 844 },
  });
  const { page } = opened;
  const playground = await new Playground(page).ready();
  await playground.button('Play').click();
  await playground.button('Why?').waitFor();
  await playground.button('Pause').click();
  const [small, large] = [0.00123, 0.0987];
  const findings: readonly Finding[] = [
    { kind: 'dead-relus', layer: 7, dead: 128, neurons: 128 } as Finding,
    { kind: 'saturated-layer', layer: 1, share: 1 } as Finding,
    { kind: 'saturated-layer', layer: 8, share: 1 } as Finding,
    { kind: 'vanishing-gradients', first: 1.2e-12, last: small } as Finding,
    { kind: 'exploding-gradients', before: small, now: 1.2e12 } as Finding,
    { kind: 'divergence-coming', from: small, to: large, rises: 12 } as Finding,
    { kind: 'overfitting', test: large, testLowest: small, train: small, epochs: 400, limit: 1.1 } as Finding,
    { kind: 'overfitting', test: small, testLowest: small, train: small, epochs: 400, limit: 1.1 } as Finding,
    { kind: 'underfitting', loss: small, baseline: large } as Finding,
    { kind: 'rate-too-high', low: small, high: large } as Finding,
    { kind: 'rate-too-low', from: large, to: large, epochs: 400 } as Finding,
  ];
  for (const width of [390, 360]) {
    await page.setViewportSize({ width, height: 844 });
    for (const { short } of findings.map((finding) => findingLine(finding, 8))) {
      const room = await page.getByTestId('narrator').evaluate((line, text) => {
        // In a copy: what is Lit's own is its to write.
        const copy = line.cloneNode(true) as typeof line;
        copy.querySelector('.short')!.textContent = text;
        line.replaceWith(copy);
        const room = copy.clientWidth - copy.scrollWidth;
        copy.replaceWith(line);
        return room;
      }, short);
      expect(room, `“${short}” at ${width} px`).toBeGreaterThanOrEqual(0);
    }
  }
  opened.assertClean();
  await opened.close();
});

it('on a phone the tools to draw with stand between the picture and its curve, and all three are in view', async () => {
  const opened = await openPage(browser, baseUrl, {
    hash: 'dataSet=draw&drawn=1,1,1_-1,-1,2_2,3,1_-2,-3,2',
    viewport: { width: 390, height: 844 },
  });
  const { page } = opened;
  const bottomOf = async (part: Locator): Promise<number> => {
    const box = await part.boundingBox();
    return box === null ? Infinity : box.y + box.height;
  };
  const parts = [
    page.getByTestId('picture'),
    page.getByRole('radiogroup', { name: 'Class', exact: true }),
    page.getByTestId('loss-chart'),
    page.getByRole('tablist', { name: 'Settings' }),
  ];
  for (const part of parts) await part.waitFor();
  await expect
    .poll(async () => {
      const bottoms = await Promise.all(parts.map(bottomOf));
      return bottoms.every((bottom, at) => at === 0 || bottom > bottoms[at - 1]);
    })
    .toBe(true);
  expect((await page.getByTestId('picture').boundingBox())!.width).toBeGreaterThanOrEqual(200);
  opened.assertClean();
  await opened.close();
});

it('a notice lies over nothing that is pressed next, on a phone and on a large screen', async () => {
  const opened = await openPage(browser, baseUrl, {
    hash: 'points=60&hidden=2&stopEpoch=20&speed=full',
    viewport: { width: 390, height: 844 },
  });
  const { page } = opened;
  const playground = await new Playground(page).ready();
  await playground.button('Play').click();
  const notice = page.getByTestId('notice');
  await notice.getByText('Stopped after epoch 20').waitFor();
  const pressed = [
    playground.button('Play'),
    playground.button('Step'),
    page.getByRole('radiogroup', { name: 'Picture', exact: true }),
    page.getByTestId('loss-chart'),
    page.getByRole('slider', { name: 'Time', exact: true }),
    page.getByRole('tablist', { name: 'Settings' }),
  ];
  const isClear = async (part: Locator): Promise<boolean> => {
    const [one, other] = [await notice.boundingBox(), await part.boundingBox()];
    return one!.y + one!.height <= other!.y || other!.y + other!.height <= one!.y;
  };
  await page.evaluate(() => {
    scrollTo(0, 0);
  });
  await expect.poll(() => Promise.all(pressed.map(isClear))).toEqual(pressed.map(() => true));
  await page.setViewportSize({ width: 1280, height: 720 });
  const rows = page.getByRole('heading', { name: 'Rows', exact: true });
  await expect.poll(() => isClear(rows)).toBe(true);
  opened.assertClean();
  await opened.close();
});

it('with letters half as large again the header takes a second row', async () => {
  const opened = await openPage(browser, baseUrl, { viewport: { width: 320, height: 800 } });
  const { page } = opened;
  await page.locator('chainrule-run-bar').waitFor();
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '150%';
  });
  const header = page.locator('chainrule-header');
  await expect.poll(async () => (await header.boundingBox())?.height ?? 0).toBeGreaterThan(60);
  await expect.poll(() => overlaps(page, ['chainrule-header'])).toEqual([]);
  await opened.close();
});

it('an overlap is found when there is one (control)', async () => {
  const opened = await openPage(browser, baseUrl, { viewport: { width: 320, height: 800 } });
  const header = opened.page.locator('chainrule-header');
  await header.getByRole('link', { name: 'Learn' }).waitFor();
  await header.evaluate((element) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      'header { flex-wrap: nowrap !important } nav { flex: 1 !important; min-width: 0 } a { padding: 0 12px !important }',
    );
    element.shadowRoot?.adoptedStyleSheets.push(sheet);
  });
  expect(await overlaps(opened.page, bars)).toContain('Compare × Undo');
  await opened.close();
});

/** What is said in more letters than usual: eight layers, ten classes, the longest names. */
const wordy: readonly { readonly hash: string; readonly isThere: (page: Page) => Locator }[] = [
  {
    hash: 'hidden=8,8,8,8,8,8,8,8&links=gradient&plot=gradient',
    isThere: (page) => page.getByRole('button', { name: 'Layer 8, neuron 1' }),
  },
  {
    hash: 'dataSet=digits&hidden=16&neurons=reaction&howWell=true',
    isThere: (page) => page.getByTestId('confusion'),
  },
  {
    hash: 'picture=hidden&hidden=4,4&markWrong=true',
    isThere: (page) => page.getByTestId('hidden-axes'),
  },
  { hash: 'picture=landscape', isThere: (page) => page.getByTestId('landscape-loss') },
  { hash: '/learn/xor', isThere: (page) => page.getByRole('heading', { name: 'Challenge: a line for XOR' }) },
  {
    hash: '/learn/training',
    isThere: (page) => page.getByRole('heading', { name: 'The training loop by hand' }),
  },
];

it('no text is cut off in a window of any size, wherever there are many words', async () => {
  const opened = await openPage(browser, baseUrl);
  const { page } = opened;
  for (const { hash, isThere } of wordy) {
    await page.evaluate((next) => (location.hash = next), hash);
    await isThere(page).first().waitFor();
    for (const { width, height } of inMass(windows, windows.slice(0, 4))) {
      await page.setViewportSize({ width, height });
      await expect.poll(() => cutTexts(page), { message: `#${hash}, ${width} × ${height}` }).toEqual([]);
    }
  }
  opened.assertClean();
  await opened.close();
});

it('a text that is cut off is found (control)', async () => {
  const opened = await openPage(browser, baseUrl, { viewport: { width: 1280, height: 720 } });
  const panel = opened.page.locator('chainrule-network-panel');
  await panel.getByRole('heading', { name: 'Network' }).waitFor();
  await panel.evaluate((element) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('.panel-head h2 { flex: none; width: 90px; overflow: hidden; white-space: nowrap }');
    element.shadowRoot?.adoptedStyleSheets.push(sheet);
  });
  expect((await cutTexts(opened.page)).join()).toContain('Network');
  await opened.close();
});

const layersOf16 = Array.from({ length: 8 }, () => 16);

it.each(['8,8', '16', '16,16', '128,128,8', layersOf16.join()])(
  'all of the controls of layers of %s can be pressed, also in a low window',
  async (hidden) => {
    const opened = await openPage(browser, baseUrl, { hash: `hidden=${hidden}&links=gradient` });
    const { page } = opened;
    const controls = page.locator('chainrule-layer-controls');
    await page.getByRole('button', { name: 'Layer 1, neuron 1', exact: true }).waitFor();
    for (const { width, height } of [
      ...windows,
      { width: 768, height: 1024 },
      { width: 1024, height: 600 },
    ]) {
      await page.setViewportSize({ width, height });
      await expect.poll(() => covered(controls), { message: `${width} × ${height}` }).toEqual([]);
    }
    // And it is found where it is so (control).
    await controls.evaluate((element) => {
      element.style.flex = '0 1 0px';
    });
    await expect.poll(() => covered(controls)).not.toEqual([]);
    opened.assertClean();
    await opened.close();
  },
);

it.each([
  { width: 1280, height: 720 },
  { width: 390, height: 844 },
])('what is pressed in tight places is 24 pixels high and wide at $width px', async (viewport) => {
  const opened = await openPage(browser, baseUrl, { viewport });
  const { page } = opened;
  const playground = await new Playground(page).ready();
  const small = async (targets: readonly Locator[]): Promise<string[]> => {
    const boxes = await Promise.all(targets.map((target) => target.boundingBox()));
    return boxes.flatMap((box, at) =>
      box !== null && Math.min(box.width, box.height) >= 24 ? [] : [targets[at].toString()],
    );
  };
  await expect.poll(() => small([page.locator('chainrule-first-visit .close')])).toEqual([]);
  await playground.step();
  await playground.step();
  const time = page.getByRole('slider', { name: 'Time', exact: true });
  await time.fill('1');
  const targets = [
    ...['Play backwards', 'Go on from here', 'Copy link to this moment'].map((name) =>
      playground.button(name),
    ),
    time,
    playground.select('Activation in layer 1'),
  ];
  await expect.poll(() => small(targets)).toEqual([]);
  opened.assertClean();
  await opened.close();
});
