import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch, openPage, type OpenedPage, type PageOptions } from './browser.ts';
import { Playground } from './playground.ts';
import { violations } from './violations.ts';
import { frames } from './waiting.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
let folder = '';
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
  folder = mkdtempSync(join(tmpdir(), 'own-files-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await browser.close();
});

/** A playground into which files of the user's own are brought. */
class FilePlayground extends Playground {
  readonly target = this.select('Target');

  /** As a user does who finds the data set first. */
  async chooseFile(name: string, content: string): Promise<void> {
    const path = join(folder, name);
    writeFileSync(path, content);
    await this.radio('Data set', 'File').click({ force: true });
    await this.page.getByLabel('Open a file', { exact: true }).setInputFiles(path);
  }

  async drop(name: string, content: string): Promise<void> {
    const transfer = await this.page.evaluateHandle(
      ([fileName, text]) => {
        const data = new DataTransfer();
        data.items.add(new File([text], fileName, { type: 'text/csv' }));
        return data;
      },
      [name, content] as const,
    );
    for (const type of ['dragover', 'drop'])
      await this.page.dispatchEvent('main', type, { dataTransfer: transfer });
  }

  /** Where the focus is, as by the keys. */
  async paste(text: string): Promise<void> {
    await this.page.evaluate((pasted) => {
      let element: Element = document.activeElement ?? document.body;
      while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', pasted);
      element.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, composed: true, cancelable: true }),
      );
    }, text);
  }

  untilImport(status: string): Promise<void> {
    return this.until(`the import is ${status}`, async () => (await this.text('import-status')) === status);
  }

  async counts(): Promise<string> {
    const names = ['row-count', 'rows-left-out', 'input-count', 'class-count'];
    for (const name of [...names, 'import-status'])
      await expect.poll(() => this.readout(name).count()).toBe(1);
    return (await Promise.all(names.map((name) => this.text(name)))).join();
  }

  untilCounts(counts: string): Promise<void> {
    return this.until(`the counts are ${counts}`, async () => (await this.counts()) === counts);
  }

  async use(counts: string): Promise<void> {
    await this.button('Use this data').click();
    await this.untilImport('none');
    await this.untilCounts(counts);
    await this.ready();
  }

  /** The label, the name or the text of what has the focus. */
  focused(): Promise<string> {
    return this.page.evaluate(() => {
      let element: Element = document.activeElement ?? document.body;
      while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      const own = 'labels' in element ? (element as HTMLInputElement).labels?.[0] : undefined;
      const label = element.getAttribute('aria-label') ?? (own ?? element).textContent;
      return label.trim();
    });
  }

  async untilFocused(name: string): Promise<void> {
    await this.until(`“${name}” has the focus`, async () => (await this.focused()) === name);
  }
}

async function withPlayground(
  options: PageOptions,
  use: (playground: FilePlayground, opened: OpenedPage) => Promise<void>,
): Promise<void> {
  const opened = await openPage(browser, baseUrl, options);
  try {
    const playground = new FilePlayground(opened.page);
    await playground.ready();
    await use(playground, opened);
  } finally {
    await opened.close();
  }
}

/** Rows of two classes that a line parts, of which one lacks an input and one has a field too many. */
const kinds = `size,weight,kind\n${Array.from({ length: 38 }, (_, i) => `${i % 7},${i},${i < 19 ? 'light' : 'heavy'}`).join('\n')}\n3,,light\n1,2,3,heavy\n`;
const sums = `a\tb\tsum\n${Array.from({ length: 12 }, (_, i) => `${i},5\t${(i * 5) % 7},25\t${i + ((i * 5) % 7)},75`).join('\n')}\n`;

/** Twenty rows around each hour of a clock. */
const hours = `x,y,label\n${Array.from({ length: 240 }, (_, i) => {
  const [turn, out] = [(i % 12) / 12 + ((i % 7) - 3) / 200, 3 + (i % 5) / 5];
  const [x, y] = [out * Math.sin(2 * Math.PI * turn), out * Math.cos(2 * Math.PI * turn)];
  return `${x.toFixed(3)},${y.toFixed(3)},hour ${(i % 12) + 1}`;
}).join('\n')}\n`;

/** To the last bit. */
const losses = async (playground: Playground): Promise<string> =>
  `${await playground.text('train-loss')} ${await playground.text('test-loss')}`;

const hasNoSidewaysScroll = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);

describe('a file of the user’s own', () => {
  it('is chosen, seen, trained on, there again after a reload, and forgotten', () =>
    withPlayground({}, async (playground, opened) => {
      await expect.poll(() => playground.text('import-status')).toBe('none');
      await playground.chooseFile('kinds.csv', kinds);
      await playground.untilImport('ready');
      await playground.untilCounts('38,2,2,2');
      // Nothing is replaced yet.
      expect(opened.page.url()).not.toContain('dataSet');
      await expect.poll(() => playground.target.inputValue()).toBe('kind');
      await playground.use('38,2,2,2');
      await expect.poll(() => playground.radio('Data set', 'File').isChecked()).toBe(true);
      await playground.step();
      const trained = await playground.text('train-loss');
      await playground.button('Reset').click();
      await playground.until('it is reset', async () => (await playground.value('epoch')) === 0);

      await opened.page.reload();
      await playground.ready();
      await expect.poll(() => playground.counts()).toBe('38,2,2,2');
      await playground.step();
      await expect.poll(() => playground.text('train-loss')).toBe(trained);

      // The same file again, after it was chosen and cancelled.
      for (const end of ['Cancel', 'Use this data']) {
        await playground.chooseFile('kinds.csv', kinds);
        await playground.untilImport('ready');
        await playground.button(end).click();
        await playground.untilImport('none');
      }
      await playground.button('Forget').click();
      await playground.until('the circle is back', () => playground.radio('Data set', 'Circle').isChecked());
      await playground.untilCounts('500,0,2,2');
      const kept = await opened.page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            const opening = indexedDB.open('chainrule');
            opening.onsuccess = () => {
              const asked = opening.result.transaction('tables').objectStore('tables').count();
              asked.onsuccess = () => resolve(asked.result);
            };
          }),
      );
      expect(kept).toBe(0);
      opened.assertClean();
    }));

  it('comes by the keyboard alone, by dropping and by pasting, and what is wrong of it harms no training', () =>
    withPlayground({ viewport: { width: 390, height: 844 } }, async (playground, opened) => {
      const { page } = opened;
      // The browser's own window is caught from now on.
      page.on('filechooser', () => undefined);
      // It plays all the while: a file that is broken, one that is empty, rows that are none.
      await playground.button('Play').click();
      await playground.untilEpoch(1);
      await playground.drop('broken.json', '[{"x": 1}, {"x": ');
      await playground.untilImport('refused');
      await playground.drop('zero.csv', '');
      await playground.until('it is empty', () => page.getByText('The file is empty.').last().isVisible());
      await playground.paste('{"x": [1,\n2');
      await playground.untilFocused('pasted data');
      await playground.untilImport('refused');
      await expect.poll(() => playground.status()).toBe('running');
      const played = await playground.value('epoch');
      await playground.untilEpoch(played + 1);
      await playground.button('Pause').click();
      await playground.until('it is paused', async () => (await playground.status()) === 'paused');
      // To the end of the epoch.
      await playground.step();
      const disturbed = [await playground.text('epoch'), await losses(playground)];
      await playground.button('Cancel').click();
      await playground.untilImport('none');
      // Control: as many epochs of the same run, undisturbed.
      await playground.button('Reset').click();
      await playground.until('it is reset', async () => (await playground.value('epoch')) === 0);
      const untrained = await losses(playground);
      while ((await playground.text('epoch')) !== disturbed[0]) await playground.step();
      expect([await playground.text('epoch'), await losses(playground)]).toEqual(disturbed);
      expect(disturbed[1]).not.toEqual(untrained);

      await playground.radio('Data set', 'File').focus();
      await page.keyboard.press('Space');
      await page.getByLabel('Paste data', { exact: true }).waitFor();
      for (let tabs = 0; (await playground.focused()) !== 'Open a file' && tabs < 5; tabs++)
        await page.keyboard.press('Tab');
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Space')]);
      const path = join(folder, 'sums.tsv');
      writeFileSync(path, sums);
      await chooser.setFiles(path);
      await playground.untilImport('ready');
      await playground.untilFocused('sums.tsv');
      await playground.untilCounts('12,0,2,0');
      await expect.poll(() => hasNoSidewaysScroll(page)).toBe(true);
      await page.keyboard.press('Escape');
      await playground.untilImport('none');
      await playground.untilFocused('Open a file');

      await page.keyboard.press('Tab');
      await playground.untilFocused('Paste data');
      await playground.paste(kinds);
      await playground.untilCounts('38,2,2,2');
      await playground.untilFocused('pasted data');
      // To the target, by its first letter.
      for (let tabs = 0; (await playground.focused()) !== 'Target' && tabs < 30; tabs++)
        await page.keyboard.press('Tab');
      await page.keyboard.press('w');
      await playground.untilCounts('38,2,3,0');
      await playground.untilFocused('Target');
      // Another delimiter: the focus stays where it is.
      await playground.select('Delimiter').focus();
      await page.keyboard.press('t');
      await playground.until(
        'there is one column',
        async () => (await playground.text('import-status')) === 'refused',
      );
      await playground.untilFocused('Delimiter');
      await page.keyboard.press('Home');
      await playground.untilCounts('38,2,2,2');
      await playground.button('Use this data').focus();
      await page.keyboard.press('Enter');
      await playground.untilImport('none');
      await playground.untilCounts('38,2,2,2');
      await playground.untilFocused('Paste data');

      await playground.radio('Data set', 'File').focus();
      await playground.paste(sums);
      await playground.untilCounts('12,0,2,0');
      await playground.use('12,0,2,0');
      await playground.step();
      await expect.poll(() => hasNoSidewaysScroll(page)).toBe(true);
      opened.assertClean();
    }));

  it('is seen on a phone with what can be done about it, whatever was open or scrolled to', () =>
    withPlayground(
      { viewport: { width: 390, height: 844 }, hasTouch: true },
      async (playground, { page, assertClean }) => {
        /** Whether a tap on the button of that name would come to it. */
        const isInReach = (name: string): Promise<boolean> =>
          playground.button(name).evaluate((button) => {
            const { left, top, width, height } = button.getBoundingClientRect();
            const root = button.getRootNode() as ShadowRoot;
            return button.contains(root.elementFromPoint(left + width / 2, top + height / 2));
          });
        const choose = async (name: string, content: string): Promise<void> => {
          await page.getByRole('tab', { name: 'Data' }).tap();
          await playground.chooseFile(name, content);
        };
        await choose('kinds.csv', kinds);
        await playground.untilImport('ready');
        await playground.untilFocused('kinds.csv');
        for (const name of ['Use this data', 'Cancel']) await expect.poll(() => isInReach(name)).toBe(true);
        // The sheet has gone down: where it stood, the preview goes on.
        await expect
          .poll(() =>
            page.locator('chainrule-import').evaluate((panel) => {
              const at = (panel.getRootNode() as ShadowRoot).elementFromPoint(innerWidth / 2, 500);
              return at === panel;
            }),
          )
          .toBe(true);
        // In the place of that one, from the end of the page.
        await page.evaluate(() => {
          scrollTo(0, document.documentElement.scrollHeight);
        });
        await playground.until('its buttons are out of sight', async () => !(await isInReach('Cancel')));
        await choose('broken.json', '[{"x": 1}, {"x": ');
        await playground.untilImport('refused');
        await playground.untilFocused('broken.json');
        await expect.poll(() => isInReach('Cancel')).toBe(true);
        await playground.button('Cancel').tap();
        await playground.untilImport('none');
        assertClean();
      },
    ));

  it('of more classes than there are colours is shown as one class against the rest, and each is learned', () =>
    withPlayground(
      { hash: 'hidden=8&optimizer=adam&learningRate=0.03&speed=full' },
      async (playground, opened) => {
        const { page } = opened;
        await playground.drop('hours.csv', hours);
        await playground.untilCounts('240,0,2,12');
        await playground.use('240,0,2,12');
        await expect.poll(() => playground.select('Loss').inputValue()).toBe('cross-entropy');
        const chosen = playground.select('Class');
        await expect.poll(() => chosen.locator('option').count()).toBe(12);
        const rows = page.getByRole('table', { name: 'Classes' }).locator('tbody tr');
        await expect.poll(() => rows.count()).toBe(12);
        /** The classes of which the mark is not that of most. */
        const apart = (): Promise<string> =>
          rows.evaluateAll((all) => {
            const marks = all.map((row) => row.querySelector('svg')?.innerHTML ?? '');
            const common = marks.filter((mark) => marks.indexOf(mark) !== marks.lastIndexOf(mark))[0];
            return all
              .filter((_, i) => marks[i] !== common)
              .map((row) => row.querySelector('button')?.textContent.trim() ?? '')
              .join();
          });
        await playground.button('Play').click();
        await playground.until('most are told', async () => (await playground.value('test-accuracy')) > 0.9);
        await playground.button('Pause').click();
        await playground.until('it is paused', async () => (await playground.status()) === 'paused');
        await expect.poll(() => apart()).toBe('hour 1');
        const picture = page.locator('chainrule-boundary-plot canvas').first();
        const before = await playground.picture(picture);
        await chosen.selectOption({ label: 'hour 7' });
        await playground.until('hour 7 stands apart', async () => (await apart()) === 'hour 7');
        await playground.until('so it does on the plane', async () => {
          return (await playground.picture(picture)) !== before;
        });
        // Of each class by itself, and of all together.
        const right = await rows.evaluateAll((all) =>
          all.map((row) => Number(row.querySelectorAll('td')[1].getAttribute('data-value'))),
        );
        const mean = right.reduce((sum, share) => sum + share, 0) / right.length;
        expect(mean).toBeCloseTo(await playground.value('test-accuracy'), 9);
        await expect.poll(() => playground.text('answer')).toMatch(/^hour \d+$/);
        expect(await violations(page)).toEqual([]);
        opened.assertClean();
      },
    ));

  it('is trained on though the browser keeps nothing, and says so', () =>
    withPlayground(
      {
        colorScheme: 'dark',
        prepare: (context) =>
          context.addInitScript(() => {
            IDBFactory.prototype.open = () => {
              throw new DOMException('Access is denied.', 'SecurityError');
            };
          }),
      },
      async (playground, opened) => {
        const { page } = opened;
        await playground.step();
        await playground.drop('kinds.csv', kinds);
        await playground.untilCounts('38,2,2,2');
        expect(await violations(page)).toEqual([]);
        await page.emulateMedia({ colorScheme: 'light' });
        await frames(page, 2);
        expect(await violations(page)).toEqual([]);
        await playground.use('38,2,2,2');
        await page
          .getByTestId('notice')
          .getByText('“kinds.csv” cannot be kept in this browser (Access is denied)')
          .waitFor();
        await playground.step();
        await playground.button('Undo').click();
        await playground.untilCounts('500,0,2,2');
        await playground.button('Redo').click();
        await playground.untilCounts('38,2,2,2');
        // The address has it, as it is small.
        await page.getByTestId('notice').getByText('It stays in the address of this page.').waitFor();
        await playground.until('it is there', () => page.evaluate(() => location.hash.includes('table=')));
        await page.reload();
        await playground.untilCounts('38,2,2,2');
        await playground.button('Forget').click();
        await playground.untilCounts('500,0,2,2');
        opened.assertClean();
      },
    ));
});
