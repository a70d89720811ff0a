import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { exportOnnx } from '../../src/export/onnx.ts';
import { modelCase, planePoints } from '../unit/helpers/exported-models.ts';
import { gemm, written } from '../unit/helpers/foreign-onnx.ts';
import { onnxFile } from '../unit/helpers/onnx-files.ts';
import { launch, openPage, type OpenedPage, type PageOptions } from './browser.ts';
import { Playground } from './playground.ts';
import { violations } from './violations.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
let folder = '';
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
  folder = mkdtempSync(join(tmpdir(), 'brought-in-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await browser.close();
});

/** Who comes with a network of another program. */
class Bringer extends Playground {
  readonly dialog = this.page.getByRole('dialog', { name: 'Take the network away' });
  readonly alert = this.dialog.getByRole('alert');

  async openDialog(): Promise<void> {
    await this.button('Take away').click();
    await this.until('a file is offered', async () => (await this.readout('taken-file').count()) === 1);
  }

  async choose(name: string, content: Uint8Array): Promise<void> {
    const path = join(folder, name);
    writeFileSync(path, content);
    await this.page.getByLabel('Open a model', { exact: true }).setInputFiles(path);
  }

  async drop(name: string, content: Uint8Array): Promise<void> {
    await this.dialog.locator('.open').evaluate(
      (element, [fileName, bytes]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([Uint8Array.from(bytes)], fileName));
        element.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true }));
      },
      [name, [...content]] as const,
    );
  }

  async untilClosed(): Promise<void> {
    await this.until('it is closed', async () => !(await this.dialog.isVisible()));
  }

  /** Figures in full precision. */
  async seen(): Promise<string> {
    const figures = ['epoch', 'train-loss', 'test-loss', 'train-accuracy'];
    for (const name of figures) await expect.poll(() => this.readout(name).count()).toBe(1);
    return (await Promise.all(figures.map((name) => this.text(name)))).join();
  }
}

async function withBringer(
  options: PageOptions,
  use: (bringer: Bringer, opened: OpenedPage) => Promise<void>,
): Promise<void> {
  const opened = await openPage(browser, baseUrl, options);
  try {
    const bringer = new Bringer(opened.page);
    await bringer.ready();
    await use(bringer, opened);
    opened.assertClean();
  } finally {
    await opened.close();
  }
}

/** Of all features, with layers of different activations and a loss of its own. */
const ours = exportOnnx(
  modelCase({
    ...planePoints(['-1', '+1']),
    hidden: [5, 3],
    activations: ['gelu', 'sin'],
    loss: 'binary-cross-entropy',
  }).model,
).bytes;

/** x1 above 0, told by one neuron. */
const side = { weights: [4, 0], biases: [0] } as const;
const foreign = onnxFile(written((g) => [g.add('Sigmoid', [gemm(g, 'x', side)])]));

const convolution = onnxFile({
  nodes: [
    { op: 'Conv', name: 'conv1', inputs: ['image', 'w'], outputs: ['c'] },
    { op: 'Relu', name: 'relu1', inputs: ['c'], outputs: ['y'] },
  ],
  initializers: { w: { sizes: [1, 1, 2, 2], values: [1, 2, 3, 4] } },
  inputs: { image: [-1, 1, 8, 8] },
  outputs: ['y'],
});

describe('a network in ONNX', () => {
  it('of ours is chosen: its features, layers, activations and loss are there, and it can be trained on', () =>
    withBringer({}, async (bringer) => {
      await bringer.openDialog();
      await bringer.choose('network.onnx', ours);
      await bringer.untilClosed();
      await expect.poll(() => bringer.number('Neurons in layer 1').inputValue()).toBe('5');
      await expect.poll(() => bringer.number('Neurons in layer 2').inputValue()).toBe('3');
      await expect.poll(() => bringer.checkbox('sin x2').isChecked()).toBe(true);
      await expect.poll(() => bringer.select('Loss').inputValue()).toBe('binary-cross-entropy');
      await bringer.page.waitForURL(/gelu/);
      const before = await bringer.text('train-loss');
      await bringer.step();
      await bringer.until('it was trained on', async () => (await bringer.text('train-loss')) !== before);
    }));

  it('from elsewhere is dropped: half of the plane is its class, and undo brings the other one back', () =>
    withBringer({ hash: 'dataSet=xor' }, async (bringer) => {
      await bringer.step();
      const before = await bringer.seen();
      await bringer.openDialog();
      await bringer.drop('side', foreign);
      await bringer.untilClosed();
      await bringer.until('no hidden layer', async () => {
        return (await bringer.number('Neurons in layer 1').count()) === 0;
      });
      await expect.poll(() => bringer.select('Loss').inputValue()).toBe('binary-cross-entropy');
      // One of two squares on either side.
      await bringer.until('half of them are right', async () => {
        return Math.abs((await bringer.value('train-accuracy')) - 0.5) < 0.1;
      });
      await bringer.button('Undo').click();
      await bringer.until('it is back', async () => (await bringer.seen()) === before);
    }));

  it('that is none of layers is refused by its first node, chosen or dropped, and nothing changes', () =>
    withBringer({}, async (bringer, { page }) => {
      await bringer.step();
      const before = await bringer.seen();
      const address = page.url();
      await bringer.openDialog();
      const says = (words: string): Promise<void> =>
        bringer.until(`it says ${words}`, async () => {
          return (await bringer.alert.count()) === 1 && (await bringer.alert.innerText()).includes(words);
        });
      await bringer.choose('picture.onnx', convolution);
      await says('Conv at conv1 is no part of a network of fully connected layers');
      expect(await violations(page)).toEqual([]);
      await bringer.drop('cut.onnx', ours.slice(0, 300));
      await says('it is cut short');
      await bringer.drop('picture.onnx', convolution);
      await says('Conv at conv1');
      await page.keyboard.press('Escape');
      await bringer.untilClosed();
      await expect.poll(() => bringer.seen()).toBe(before);
      expect(page.url()).toBe(address);
      // Control: it goes on from where it was.
      await bringer.step();
      await expect.poll(() => bringer.seen()).not.toBe(before);
    }));
});

describe('what reads a model', () => {
  const readerScript = /model\.worker/;
  const silent = '// It never answers.';
  const broken = 'throw new Error("it is broken");';

  /** A reader that is not ours, as long as `script` says so. */
  const withReader = (script: { body: string | null }): PageOptions => ({
    prepare: (context) =>
      context.route(readerScript, (route) =>
        script.body === null
          ? route.fallback()
          : route.fulfill({ contentType: 'text/javascript', body: script.body }),
      ),
  });

  it('leaves the page free meanwhile, is cancelled, and can be asked again', async () => {
    const script: { body: string | null } = { body: silent };
    await withBringer(withReader(script), async (bringer, { page }) => {
      await bringer.step();
      const before = await bringer.seen();
      await bringer.openDialog();
      await bringer.choose('network.onnx', ours);
      const reading = bringer.dialog.getByText('Reading “network.onnx” …');
      await reading.waitFor();
      expect(await violations(page)).toEqual([]);
      // Meanwhile other forms are written.
      await bringer.dialog.getByRole('radio', { name: 'NumPy', exact: true }).check();
      await bringer.until('it is offered', async () =>
        (await bringer.text('taken-file')).endsWith('_numpy.py'),
      );
      await expect.poll(() => reading.count()).toBe(1);
      await bringer.dialog.getByRole('button', { name: 'Cancel' }).click();
      await expect.poll(() => reading.count()).toBe(0);
      await expect.poll(() => bringer.alert.count()).toBe(0);
      await expect.poll(() => bringer.seen()).toBe(before);
      // What is chosen next takes the place of what is still being read, and so does closing.
      await bringer.choose('network.onnx', ours);
      await reading.waitFor();
      await page.keyboard.press('Escape');
      await bringer.untilClosed();
      script.body = null;
      await bringer.openDialog();
      await expect.poll(() => reading.count()).toBe(0);
      await bringer.choose('network.onnx', ours);
      await bringer.untilClosed();
      await expect.poll(() => bringer.number('Neurons in layer 1').inputValue()).toBe('5');
    });
  });

  it('says so where it cannot start, and nothing changes', async () => {
    const script: { body: string | null } = { body: broken };
    await withBringer(withReader(script), async (bringer) => {
      await bringer.step();
      const before = await bringer.seen();
      await bringer.openDialog();
      const says = (words: string): Promise<void> =>
        bringer.until(`it says ${words}`, async () => {
          return (await bringer.alert.count()) === 1 && (await bringer.alert.innerText()).includes(words);
        });
      await bringer.choose('network.onnx', ours);
      await says('it is broken. Open it again; nothing has changed.');
      await bringer.dialog.getByRole('textbox', { name: 'Paste weights' }).fill('[[[1, 2]], [0]]');
      await bringer.dialog.getByRole('button', { name: 'Open', exact: true }).click();
      await says('it is broken. Open it again; nothing has changed.');
      await expect.poll(() => bringer.seen()).toBe(before);
      script.body = null;
      await bringer.dialog.getByRole('button', { name: 'Open', exact: true }).click();
      await bringer.untilClosed();
      await expect.poll(() => bringer.number('Neurons in layer 1').count()).toBe(0);
    });
  });

  it('is in its own worker, and in no script of the page', () => {
    const folderOfScripts = fileURLToPath(new URL('../../dist/assets/', import.meta.url));
    const said = [
      'is no part of a network of fully connected layers',
      'expected weights and biases, layer by layer',
    ];
    for (const words of said) {
      const holders = readdirSync(folderOfScripts).filter(
        (name) => name.endsWith('.js') && readFileSync(join(folderOfScripts, name), 'utf8').includes(words),
      );
      expect(holders).toEqual([expect.stringMatching(readerScript)]);
    }
  });
});
