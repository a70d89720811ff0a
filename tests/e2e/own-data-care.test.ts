import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch } from './browser.ts';
import { playgroundsIn, type Playground } from './playground.ts';
import { violations } from './violations.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());
const withPlayground = playgroundsIn(() => browser, baseUrl);

const rowsOf = (name: string): string =>
  `size,weight,${name}\n${Array.from({ length: 30 }, (_, i) => `${i % 7},${i},${i < 15 ? 'light' : 'heavy'}`).join('\n')}\n`;

async function paste(playground: Playground, text: string): Promise<void> {
  await playground.radio('Data set', 'File').click({ force: true });
  await playground.page.getByLabel('Paste data', { exact: true }).fill(text);
  await playground.until('it is read', async () => (await playground.text('import-status')) === 'ready');
}

async function use(playground: Playground, rows: number): Promise<void> {
  await playground.button('Use this data').click();
  await playground.until('it is closed', async () => (await playground.text('import-status')) === 'none');
  await playground.until('its rows are there', async () => (await playground.value('row-count')) === rows);
  await playground.ready();
}

/** Whether all of it is in the window, and nothing lies over its middle. */
const isInSight = (element: Locator): Promise<boolean> =>
  element.evaluate((node) => {
    const { left, right, top, bottom } = node.getBoundingClientRect();
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    let seen = document.elementFromPoint(x, y);
    while (seen?.shadowRoot) {
      const inner = seen.shadowRoot.elementFromPoint(x, y);
      if (inner === null || inner === seen) break;
      seen = inner;
    }
    const isOnTop = seen !== null && (node.contains(seen) || seen.contains(node));
    return isOnTop && top >= 0 && bottom <= innerHeight && left >= 0 && right <= innerWidth;
  });

describe('own data, with care', () => {
  it('that were used before are found again at a second visit, used as they were, and forgotten one by one', () =>
    withPlayground({}, async (playground, { page }) => {
      await paste(playground, rowsOf('first'));
      await playground.select('Target').selectOption('weight');
      await playground.until(
        'a number is predicted',
        async () => (await playground.text('class-count')) === '0',
      );
      await use(playground, 30);
      await paste(playground, `${rowsOf('second')}1,2,light\n`);
      await use(playground, 31);
      const kept = page.getByRole('list', { name: 'Kept in this browser' }).getByRole('listitem');
      await playground.until('the other one is listed', async () => (await kept.count()) === 1);
      await expect.poll(() => kept.innerText()).toContain('30 rows, weight');

      // Another visit, with an address that knows nothing of either.
      await page.goto('about:blank');
      await page.goto(`${baseUrl}#dataSet=xor`);
      await playground.ready();
      await playground.radio('Data set', 'File').click({ force: true });
      await playground.until('both are listed', async () => (await kept.count()) === 2);
      expect(await violations(page)).toEqual([]);
      await kept.filter({ hasText: 'weight' }).getByRole('button', { name: /^Use/ }).click();
      await playground.until('it trains', async () => (await playground.text('row-count')) === '30');
      await expect.poll(() => playground.text('class-count')).toBe('0');
      await playground.ready();
      await playground.step();
      const trained = await playground.text('train-loss');

      // Those that are not trained on go, and nothing else changes.
      await kept.getByRole('button', { name: /^Forget/ }).focus();
      await page.keyboard.press('Enter');
      await playground.until('none is left', async () => (await kept.count()) === 0);
      await expect.poll(() => playground.text('train-loss')).toBe(trained);
      await expect.poll(() => playground.text('row-count')).toBe('30');
      // By keys one goes on from where the list was.
      await page.keyboard.press('Shift+Tab');
      expect(
        await page.getByLabel('Paste data', { exact: true }).evaluate((area) => {
          const root = area.getRootNode();
          return root instanceof ShadowRoot && root.activeElement === area;
        }),
      ).toBe(true);
    }));

  it.each([
    ['are kept, and then no longer in the address', true],
    ['stay in the address where the browser keeps nothing, and outlast a reload', false],
  ])('of a link %s', (_, keeps) =>
    withPlayground(
      {
        prepare: (context) =>
          context.addInitScript((isDenied: boolean) => {
            if (!isDenied) return;
            IDBFactory.prototype.open = () => {
              throw new DOMException('Access is denied.', 'SecurityError');
            };
          }, !keeps),
      },
      async (playground, { page, assertClean }) => {
        await paste(playground, rowsOf('linked'));
        await use(playground, 30);
        await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
        await playground.button('Copy link').click();
        await page.getByText('The link is on the clipboard').waitFor({ state: 'attached' });
        const link = await page.evaluate(() => navigator.clipboard.readText());
        expect(link).toContain('&table=');
        if (keeps) await page.evaluate(() => indexedDB.deleteDatabase('chainrule'));
        await page.goto('about:blank');
        await page.goto(link);
        await playground.until('it is there', async () => (await playground.value('row-count')) === 30);
        await playground.ready();
        const said = page.getByText('It stays in the address of this page.');
        await playground.until('it is said', async () => (await said.count()) === (keeps ? 0 : 1));
        const isCarried = (): boolean => page.url().includes('&table=');
        if (keeps) await expect.poll(isCarried).toBe(false);
        // A setting is written with it.
        await playground.setNumber('Neurons in layer 1', 3);
        await expect.poll(() => page.url()).toContain('hidden=3');
        expect(isCarried()).toBe(!keeps);
        await page.reload();
        await playground.until('it is there again', async () => (await playground.value('row-count')) === 30);
        await playground.ready();
        assertClean();
      },
    ),
  );

  it('are shown with the names of what the picture is over, and all that is wrong of them is in sight', () =>
    withPlayground({ hash: 'dataSet=cars', colorScheme: 'dark' }, async (playground, { page }) => {
      const across = page.locator('chainrule-boundary-plot .axis.across');
      const up = page.locator('chainrule-boundary-plot .axis.up');
      expect([await across.innerText(), await up.innerText()]).toEqual([
        'weight (lb) →',
        '↑ displacement (cu in)',
      ]);
      expect([await isInSight(across.locator('..')), await up.isVisible()]).toEqual([true, true]);
      await page.getByText('A slice: the rest at its mean or usual category.', { exact: true }).waitFor();
      await playground.radio('Data set', 'Iris').click({ force: true });
      await page.getByText('A slice: the rest at its mean.', { exact: true }).waitFor();
      await playground.radio('Data set', 'Cars').click({ force: true });
      await playground.select('Across').selectOption('principal components');
      await playground.until(
        'it is over components',
        async () => (await across.innerText()) === 'component 1 →',
      );
      await page.getByText('A slice along two components.').waitFor();
      await playground.radio('Data set', 'Circle').click({ force: true });
      // Control: of the usual plane nothing has to be said.
      await playground.until('they are gone', async () => (await across.count()) === 0);

      await paste(playground, `${rowsOf('kind')}1.2.3,4,light\n1,2,3,heavy\n`);
      const wrong = page.getByRole('list', { name: 'What is wrong in the file' }).getByRole('listitem');
      await expect
        .poll(() => wrong.allInnerTexts())
        .toEqual(['line 32, column 1 “1.2.3” is not a number', 'line 33 4 fields, expected 3']);
      expect(await violations(page)).toEqual([]);
    }));

  it.each([
    [1280, 720],
    [1440, 900],
  ])('are drawn with all tools and classes in sight at %i × %i', (width, height) =>
    withPlayground({ viewport: { width, height } }, async (playground, { page }) => {
      await playground.radio('Data set', 'Draw').click({ force: true });
      const plane = page.getByRole('application', { name: /^Drawing plane/ });
      await plane.waitFor();
      const inSight = [
        plane,
        playground.radio('Tool', 'Eraser').locator('..'),
        playground.radio('Class', 'Class 1').locator('..'),
        playground.radio('Class', 'Class 8').locator('..'),
        page.getByText('Click here to draw.'),
        page.locator('chainrule-loss-panel canvas').first(),
      ];
      for (const element of inSight)
        await playground.until(`${await element.innerText()} is in sight`, () => isInSight(element));
    }),
  );

  it('have a table that comes into sight when it is opened, also by a key', () =>
    withPlayground(
      { hash: 'dataSet=iris', viewport: { width: 1280, height: 720 } },
      async (playground, { page }) => {
        const head = page.getByRole('heading', { name: 'Rows', exact: true });
        const first = page.getByRole('button', { name: /^Pin row/ }).first();
        for (const open of [() => head.click(), () => page.keyboard.press('Enter')]) {
          await open();
          await playground.until('its head is in sight', () => isInSight(head));
          await playground.until(
            'so is its first row',
            async () => (await first.count()) > 0 && (await isInSight(first)),
          );
          await head.click();
          await playground.until('it is closed', async () => (await first.count()) === 0);
        }
      },
    ));

  it('that a column divides have no share to be set, and train as that column says', () =>
    withPlayground({}, async (playground) => {
      const rows = Array.from(
        { length: 40 },
        (_, i) => `${i},${(7 * i) % 40},${i % 2 === 0 ? 'a' : 'b'},${i % 4 < 3 ? 'old' : 'new'}`,
      );
      await paste(playground, `x,y,kind,part\n${rows.join('\n')}\n`);
      await playground.select('Target').selectOption('kind');
      await playground.select('Test rows').selectOption({ label: 'by “part”' });
      await playground.checkbox('new').waitFor();
      // The rarer value tests.
      await expect.poll(() => playground.checkbox('new').isChecked()).toBe(true);
      await use(playground, 40);
      await expect.poll(() => playground.value('input-count')).toBe(2);
      await expect.poll(() => playground.number('Train share').count()).toBe(0);
      await expect.poll(() => playground.button('New split').count()).toBe(0);
      // The control: other data have both.
      await playground.radio('Data set', 'XOR').click({ force: true });
      await playground.number('Train share').waitFor();
      await playground.button('New data').waitFor();
    }));
});
