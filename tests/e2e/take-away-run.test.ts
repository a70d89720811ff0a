import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch, openPage } from './browser.ts';
import { Playground } from './playground.ts';
import { violations } from './violations.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
});
afterAll(() => browser.close());

class Traveller extends Playground {
  readonly dialog = this.page.getByRole('dialog', { name: 'Take the network away' });

  async choose(contents: string): Promise<void> {
    await this.button('Take away').click();
    await this.dialog
      .getByRole('combobox', { name: 'Contents', exact: true })
      .selectOption({ label: contents });
  }

  async download(): Promise<{ readonly name: string; readonly text: string }> {
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.button('Download').click(),
    ]);
    return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
  }
}

async function withTraveller(hash: string, use: (traveller: Traveller) => Promise<void>): Promise<void> {
  const opened = await openPage(browser, baseUrl, { hash });
  try {
    const traveller = new Traveller(opened.page);
    await traveller.ready();
    await use(traveller);
    opened.assertClean();
  } finally {
    await opened.close();
  }
}

describe('the whole run for PyTorch', () => {
  it('is chosen beside the network, and holds what was trained and changed', async () => {
    await withTraveller('engine=wasm-f64&points=40&hidden=2', async (traveller) => {
      await traveller.step();
      await traveller.choose('the whole run');
      await traveller.until('the program is offered', async () =>
        (await traveller.text('taken-file')).includes('_run.py'),
      );
      expect(await violations(traveller.page)).toEqual([]);
      const { name, text } = await traveller.download();
      expect(name).toBe('circle_2_2_1_epoch_1_run.py');
      expect(text).toContain('EPOCHS = 1\nPOSITION = 0');
      expect(text).toContain('"optimizer": "sgd"');
      expect(text).toMatch(/RECORDED = \{\n {4}0: \(0\.\d+/);
    });
  });

  it('is refused in words where a program could not repeat it, and the network still is to be had', async () => {
    await withTraveller('stopWhen=validation', async (traveller) => {
      await traveller.choose('the whole run');
      await traveller.until(
        'it says why not',
        async () => (await traveller.dialog.getByText('its validation loss').count()) === 1,
      );
      await expect.poll(() => traveller.button('Download').count()).toBe(0);
      await traveller.dialog
        .getByRole('combobox', { name: 'Contents', exact: true })
        .selectOption({ label: 'the network' });
      await expect.poll(() => traveller.button('Download').count()).toBe(1);
    });
  });
});
