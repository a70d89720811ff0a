import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readArguments, type Arguments } from '../../src/cli/arguments.ts';
import { commands } from '../../src/cli/commands.ts';
import { readRun } from '../../src/export/run-json.ts';
import type { RunState } from '../../src/training/run.ts';
import { readDoubles, readOnnx } from '../unit/helpers/read-binary-models.ts';
import { launch, openPage, type OpenedPage, type PageOptions } from './browser.ts';
import { Playground } from './playground.ts';
import { violations } from './violations.ts';

const baseUrl = inject('baseUrl');
let browser: Browser;
let folder = '';
beforeAll(async () => {
  browser = await launch({ gpu: 'none' });
  folder = mkdtempSync(join(tmpdir(), 'taken-away-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await browser.close();
});

const forms = {
  PyTorch: '.py',
  ONNX: '.onnx',
  safetensors: '.safetensors',
  JSON: '.json',
  JavaScript: '.js',
  C: '.h',
  NumPy: '_numpy.py',
} as const;
type Form = keyof typeof forms;

class Traveller extends Playground {
  readonly dialog = this.page.getByRole('dialog', { name: 'Take the network away' });

  async openDialog(): Promise<void> {
    await this.button('Take away').click();
    await this.untilOffered();
  }

  async untilOffered(): Promise<void> {
    await this.until('a file is offered', async () => (await this.readout('taken-file').count()) === 1);
  }

  async choose(form: Form): Promise<void> {
    await this.dialog.getByRole('radio', { name: form, exact: true }).check();
    await this.until(`a file for ${form} is offered`, async () =>
      (await this.text('taken-file')).endsWith(forms[form]),
    );
  }

  async download(): Promise<{ readonly name: string; readonly content: Buffer }> {
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.button('Download').click(),
    ]);
    return { name: download.suggestedFilename(), content: readFileSync(await download.path()) };
  }

  preview(): Promise<string> {
    return this.dialog.getByRole('region', { name: 'Preview' }).innerText();
  }

  async openModel(name: string, content: string | Buffer): Promise<void> {
    const path = join(folder, name);
    writeFileSync(path, content);
    await this.page.getByLabel('Open a model', { exact: true }).setInputFiles(path);
  }

  /** Figures in full precision. */
  async figures(): Promise<string> {
    const names = ['epoch', 'train-loss', 'test-loss', 'train-accuracy', 'test-accuracy'];
    return (await Promise.all(names.map((name) => this.text(name)))).join();
  }
}

async function withTraveller(
  options: PageOptions,
  use: (traveller: Traveller, opened: OpenedPage) => Promise<void>,
): Promise<void> {
  const opened = await openPage(browser, baseUrl, options);
  try {
    const traveller = new Traveller(opened.page);
    await traveller.ready();
    await use(traveller, opened);
    opened.assertClean();
  } finally {
    await opened.close();
  }
}

function stateIn(text: string): RunState {
  const read = readRun(text);
  if (!read.ok) throw new Error(read.message);
  return read.file.state;
}

/** Where a button of the dialog stood in each frame since that was opened, in px of the window. */
async function placesOf(
  traveller: Traveller,
  name: string,
  meanwhile: () => Promise<void>,
): Promise<number[]> {
  const places = await traveller.page.evaluateHandle((text) => {
    const seen: number[] = [];
    const look = (): void => {
      const root = document.querySelector('chainrule-take-away-dialog')?.shadowRoot;
      const button = [...(root?.querySelectorAll('button') ?? [])].find((one) =>
        one.textContent.includes(text),
      );
      if (button?.checkVisibility() === true) seen.push(Math.round(button.getBoundingClientRect().top));
      requestAnimationFrame(look);
    };
    look();
    return seen;
  }, name);
  await meanwhile();
  return places.evaluate((all) => [...new Set(all)]);
}

describe('taking the network away', () => {
  it.each([
    { width: 390, height: 844 },
    { width: 1280, height: 720 },
  ])(
    'moves nothing that one is about to press while a file is written, $width pixels wide',
    async (viewport) => {
      await withTraveller({ viewport }, async (traveller) => {
        if (viewport.width < 500) await traveller.button('Menu').click();
        const places = await placesOf(traveller, 'Report…', () => traveller.openDialog());
        expect(places).toHaveLength(1);
        if (viewport.width < 500) return;
        await traveller.choose('ONNX');
        const download = await placesOf(traveller, 'Download', () => traveller.choose('safetensors'));
        expect(download).toHaveLength(1);
      });
    },
  );

  it('gives a trained one in every form', async () => {
    await withTraveller({}, async (traveller) => {
      for (let epoch = 0; epoch < 3; epoch++) await traveller.step();
      await traveller.openDialog();
      const files = new Map<Form, Buffer>();
      for (const form of Object.keys(forms) as Form[]) {
        await traveller.choose(form);
        await expect.poll(() => traveller.preview()).not.toBe('');
        const { name, content } = await traveller.download();
        const stem = 'circle-2-4-2-1-epoch-3';
        const isPython = forms[form].endsWith('.py');
        expect(name).toBe(`${isPython ? stem.replaceAll('-', '_') : stem}${forms[form]}`);
        files.set(form, content);
      }
      const address = `data:text/javascript,${encodeURIComponent(String(files.get('JavaScript')))}`;
      const { predict } = (await import(/* @vite-ignore */ address)) as {
        predict: (row: readonly number[]) => { outputs: readonly number[]; class: string };
      };
      const { run } = readOnnx(files.get('ONNX')!);
      const rows = [
        [0, 0],
        [4, -5],
        [-1.5, 2],
      ];
      const said = run(rows);
      rows.forEach((row, i) => {
        expect(said.get('outputs')?.[i]).toBeCloseTo(predict(row).outputs[0], 5);
        expect(said.get('class')?.[i]).toBe(predict(row).class);
      });
      const state = JSON.parse(String(files.get('JSON'))) as {
        state: { parameters: { $float64: readonly number[] } };
      };
      const { tensors } = readDoubles(files.get('safetensors')!);
      expect([...tensors.values()].flatMap(({ values }) => values)).toEqual(state.state.parameters.$float64);
      expect(String(files.get('C'))).toContain('#ifndef CHAINRULE_NETWORK_H');
      expect(String(files.get('PyTorch'))).toContain('nn.Linear(2, 4)');
      expect(String(files.get('NumPy'))).toContain('import numpy as np');
    });
  });

  it('gives what the command line comes to, to the bit', async () => {
    const hash = 'dataSet=xor&hidden=3&activation=relu&seed=4&fused=false';
    await withTraveller({ hash }, async (traveller) => {
      for (let epoch = 0; epoch < 3; epoch++) await traveller.step();
      await traveller.openDialog();
      await traveller.choose('JSON');
      const { content } = await traveller.download();
      const onPage = stateIn(String(content));
      const byCommand = async (...words: string[]): Promise<RunState> => {
        const path = join(folder, 'by-command.json');
        const given = readArguments(['train', `#${hash}`, '--epochs', '3', '--out', path, ...words]);
        const code = await commands.train(given as Arguments, {
          print: () => undefined,
          terminal: { write: () => undefined },
          now: () => performance.now(),
          nextTask: () => Promise.resolve(),
          isInterrupted: () => false,
        });
        expect(code).toBe(0);
        return stateIn(readFileSync(path, 'utf8'));
      };
      const { parameters, history, experiment } = await byCommand();
      expect(parameters).toEqual(onPage.parameters);
      expect(history).toEqual(onPage.history);
      expect(experiment).toEqual(onPage.experiment);
      expect((await byCommand('--engine', 'wasm-f64')).parameters).not.toEqual(parameters);
    });
  });

  it('gives an untrained one, and says what has diverged', async () => {
    await withTraveller(
      { hash: 'learningRate=100&activation=relu&loss=squared-error&seed=3' },
      async (traveller) => {
        await traveller.openDialog();
        await expect.poll(() => traveller.text('taken-file')).toBe('circle_2_4_2_1_epoch_0.py');
        await traveller.page.keyboard.press('Escape');
      },
    );
    await withTraveller(
      { hash: 'dataSet=plane&learningRate=100&activation=linear&loss=squared-error' },
      async (traveller) => {
        await traveller.button('Play').click();
        await traveller.until('it has diverged', async () => (await traveller.status()) === 'diverged');
        await traveller.openDialog();
        await traveller.dialog.getByText('The training has diverged').waitFor();
        await traveller.choose('JavaScript');
        await expect.poll(() => traveller.preview()).toContain('had diverged');
        await traveller.choose('JSON');
        const { content } = await traveller.download();
        expect(String(content)).toContain('"format": "chainrule run"');
      },
    );
  });

  it('opens a run again to the same figures, on own data too, and undo brings the present one back', async () => {
    await withTraveller({}, async (traveller) => {
      const rows = Array.from(
        { length: 40 },
        (_, i) => `${i % 7},${i % 3 === 0 ? 'red' : 'blue'},${i < 20 ? 'a' : 'b'}`,
      );
      const path = join(folder, 'own.csv');
      writeFileSync(path, `size,colour,kind\n${rows.join('\n')}\n`);
      await traveller.radio('Data set', 'File').click({ force: true });
      await traveller.page.getByLabel('Open a file', { exact: true }).setInputFiles(path);
      await traveller.button('Use this data').click();
      await traveller.until('it is in use', async () => (await traveller.text('import-status')) === 'none');
      await traveller.ready();
      await traveller.step();
      await traveller.step();
      const figures = await traveller.figures();
      await traveller.openDialog();
      await traveller.choose('JavaScript');
      await expect.poll(() => traveller.preview()).toContain('categories: ["blue", "red"]');
      await traveller.choose('JSON');
      const { content } = await traveller.download();
      await traveller.page.keyboard.press('Escape');
      await withTraveller({}, async (other) => {
        await other.step();
        const before = await other.figures();
        await other.openDialog();
        await other.openModel('run.json', String(content));
        await other.until('the figures are there again', async () => (await other.figures()) === figures);
        await other.dialog.waitFor({ state: 'hidden' });
        await other.step();
        await traveller.step();
        await traveller.until(
          'both have gone on alike',
          async () => (await other.figures()) === (await traveller.figures()),
        );
        await other.button('Undo').click();
        await other.until('the run of before is back', async () => (await other.figures()) === before);
      });
    });
  });

  it('brings weights in from safetensors, for the present data', async () => {
    await withTraveller({ hash: 'hidden=5&activation=relu' }, async (traveller) => {
      await traveller.step();
      await traveller.openDialog();
      await traveller.choose('safetensors');
      const { name, content } = await traveller.download();
      await traveller.page.keyboard.press('Escape');
      const losses = await traveller.text('train-loss');
      await withTraveller({}, async (other) => {
        await other.openDialog();
        await other.openModel(name, content);
        await other.until('its figures are there', async () => (await other.text('train-loss')) === losses);
        await expect.poll(() => other.number('Neurons in layer 1').inputValue()).toBe('5');
        await other.step();
        await expect.poll(() => other.text('train-loss')).not.toBe(losses);
        // The features that it was trained on are chosen with it.
        await other.checkbox('x1').click();
        await other.openDialog();
        await other.openModel(name, content);
        await other.until('x1 is there again', () => other.checkbox('x1').isChecked());
        await other.until('its figures are there', async () => (await other.text('train-loss')) === losses);
      });
      await withTraveller({ hash: 'dataSet=x-sin-x' }, async (other) => {
        await other.openDialog();
        await other.openModel(name, content);
        const alert = other.dialog.getByRole('alert');
        await other.until('it says why', async () =>
          (await alert.innerText()).includes('It reads 2 inputs, the present data and features give 1 (x)'),
        );
      });
    });
  });

  it('brings weights in that are dropped, or pasted as lists, and says what is wrong with them', async () => {
    await withTraveller({ hash: 'hidden=2' }, async (traveller) => {
      const { page } = traveller;
      await traveller.openDialog();
      const paste = traveller.dialog.getByRole('textbox', { name: 'Paste weights' });
      const alert = traveller.dialog.getByRole('alert');
      const open = async (text: string): Promise<void> => {
        await paste.fill(text);
        await traveller.dialog.getByRole('button', { name: 'Open', exact: true }).click();
      };
      await open('[[[0.5, 1], [2, "3"]], [0, 0], [[1, 1]], [0]]');
      await traveller.until('it says why', async () =>
        (await alert.innerText()).includes('“0.weight” holds "3", expected a number'),
      );
      await open('[[[0.5, 1], [2, 3], [4, 5]], [0, 0, 0], [[1, 1, 1]], [0.25]]');
      await traveller.until('it is closed', async () => !(await traveller.dialog.isVisible()));
      const neurons = traveller.number('Neurons in layer 1');
      await traveller.until('three neurons', async () => (await neurons.inputValue()) === '3');

      await traveller.openDialog();
      await traveller.dialog.locator('.open').evaluate((element) => {
        const transfer = new DataTransfer();
        const text = '{"a.weight": [[0.5, 1]], "a.bias": [0.25]}';
        transfer.items.add(new File([text], 'weights.json'));
        element.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true }));
      });
      await traveller.until('it is closed', async () => !(await traveller.dialog.isVisible()));
      await traveller.until('no hidden layer', async () => (await neurons.count()) === 0);
      await page.getByRole('button', { name: 'Undo' }).click();
      await traveller.until('three neurons again', async () => (await neurons.count()) === 1);
      await expect.poll(() => neurons.inputValue()).toBe('3');
    });
  });

  it('refuses what is no run, says why, and changes nothing', async () => {
    await withTraveller({}, async (traveller) => {
      await traveller.step();
      const figures = await traveller.figures();
      await traveller.openDialog();
      await traveller.choose('JSON');
      const { content } = await traveller.download();
      await traveller.openModel('none.json', '{"format": 3}');
      const alert = traveller.dialog.getByRole('alert');
      await traveller.until('it says why', async () => (await alert.innerText()).includes('format is 3'));
      await expect.poll(() => traveller.dialog.isVisible()).toBe(true);
      // Weights of another network.
      const run = JSON.parse(String(content)) as { settings: { hidden: number[] } };
      run.settings.hidden = [7];
      await traveller.openModel('other.json', JSON.stringify(run));
      await traveller.until(
        'the page says why',
        async () => (await traveller.page.getByText('The run does not fit its settings').count()) > 0,
      );
      await expect.poll(() => traveller.figures()).toBe(figures);
    });
  });

  it('is used by the keys alone, on a phone, without a fault that axe finds', async () => {
    await withTraveller({ viewport: { width: 390, height: 844 } }, async (traveller) => {
      await traveller.button('Presets').click();
      await traveller.button('Take away').focus();
      await traveller.page.keyboard.press('Enter');
      await traveller.untilOffered();
      await traveller.dialog.getByRole('radio', { name: 'PyTorch', exact: true }).focus();
      await traveller.page.keyboard.press('ArrowRight');
      await traveller.until('ONNX is chosen', async () =>
        (await traveller.text('taken-file')).endsWith('.onnx'),
      );
      const sideways = await traveller.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(sideways).toBe(0);
      const box = await traveller.dialog.boundingBox();
      expect(box?.width).toBeLessThanOrEqual(390);
      expect(await violations(traveller.page)).toEqual([]);
      await traveller.button('Download').focus();
      const [download] = await Promise.all([
        traveller.page.waitForEvent('download'),
        traveller.page.keyboard.press('Enter'),
      ]);
      expect(download.suggestedFilename()).toMatch(/\.onnx$/);
      await traveller.page.keyboard.press('Escape');
      await traveller.until('it is closed', async () => !(await traveller.dialog.isVisible()));
    });
  });
});
