import { mkdtempSync, readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readArguments, type Arguments } from '../../../src/cli/arguments.ts';
import { exitCodes, UsageError } from '../../../src/cli/usage.ts';
import { encodeSettings } from '../../../src/experiment/url.ts';
import { encodeAddress } from '../../../src/experiment/address.ts';
import { defaultExperiment, defaultView, type Experiment } from '../../../src/experiment/schema.ts';
import { readRun } from '../../../src/export/run-json.ts';
import { readSubject } from '../../../src/cli/subject.ts';
import { packTable } from '../../../src/formats/packed-table.ts';
import { packBytes } from '../../../src/ui/links/packed-text.ts';
import { playedFigures, runCommand } from '../helpers/command-line.ts';

let folder: string;
const at = (name: string): string => join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chainrule-cli-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Result = Readonly<Record<string, unknown>>;

async function result(...words: string[]): Promise<Result> {
  const { code, printed } = await runCommand(['train', ...words, '--json']);
  expect(code).toBe(exitCodes.done);
  return JSON.parse(printed) as Result;
}

const small: Experiment = { ...defaultExperiment, dataSet: 'xor', points: 60, hidden: [3], seed: 4 };
const link = `https://example.org/page/#${encodeSettings({ experiment: small, view: defaultView })}`;

describe('chainrule train', () => {
  test.each(['wasm-f32', 'wasm-f64', 'interpreter'] as const)(
    'comes to the bits of the page: %s',
    async (engine) => {
      const said = await result(link, '--epochs', '12', '--engine', engine);
      expect(said).toMatchObject({ epoch: 12, engine, parameters: 13, diverged: false });
      expect(said).toMatchObject(playedFigures({ ...small, engine }, 12));
      expect(await result(link, '--epochs', '12', '--engine', engine, '--seed', '5')).not.toMatchObject(
        playedFigures({ ...small, engine }, 12),
      );
    },
  );

  test('takes a fragment, a file of settings, and settings over both', async () => {
    const expected = await result(link, '--epochs', '3');
    expect(await result(link.slice(link.indexOf('#')), '--epochs', '3')).toEqual(expected);
    expect(await result(link.slice(link.indexOf('#') + 1), '--epochs', '3')).toEqual(expected);
    writeFileSync(at('settings.json'), '{ "dataSet": "xor", "points": 60, "hidden": [3], "seed": 1 }');
    expect(await result(at('settings.json'), '--seed', '4', '--epochs', '3')).toEqual(expected);
    expect(await result(link, '--set', 'hidden=2,2', '--epochs', '3')).toMatchObject({ parameters: 15 });
  });

  test('has no figures of a training that diverged, writes nothing and ends with 3', async () => {
    const words = ['train', 'dataSet=plane&activation=linear&learningRate=90', '--json', '--out', at('a.py')];
    const { code, printed } = await runCommand(words);
    expect(code).toBe(3);
    const { epoch, ...rest } = JSON.parse(printed) as Result;
    expect(epoch).toBeLessThan(100);
    expect(rest).toEqual({
      ...{ trainLoss: null, testLoss: null, trainAccuracy: null, testAccuracy: null },
      ...{ parameters: 25, engine: 'wasm-f32', fused: rest['fused'], diverged: true },
    });
    expect(existsSync(at('a.py'))).toBe(false);
  });

  test('checks no gradients of a training that diverged, and ends with 3 there, too', async () => {
    const words = ['check', 'dataSet=plane&activation=linear&learningRate=90', '--epochs', '50'];
    const { code, printed } = await runCommand([...words, '--json']);
    expect(code).toBe(3);
    expect(JSON.parse(printed)).toMatchObject({ trainLoss: null, parameters: 25, diverged: true });
    expect((await runCommand(words)).code).toBe(3);
    // The control: before it diverges there is something to check.
    expect((await runCommand([...words.slice(0, 2), '--epochs', '0'])).code).toBe(0);
  });

  test('says no accuracy where a number is predicted', async () => {
    expect(await result('dataSet=plane', '--epochs', '2')).toMatchObject({
      trainAccuracy: null,
      testAccuracy: null,
    });
  });

  test('ends where the settings say', async () => {
    const { printed } = await runCommand(['train', `${link}&stopEpoch=7`]);
    expect(printed).toContain('7 epochs of 13 parameters');
    expect(await result(`${link}&stopWhen=train-loss&stopValue=999`, '--epochs', '50')).toMatchObject({
      epoch: 1,
    });
  });

  test('goes on from a run that it has written, to the same bits', async () => {
    const whole = await result(link, '--epochs', '20', '--out', at('whole.json'));
    await result(link, '--epochs', '8', '--out', at('half.json'));
    expect(await result(at('half.json'), '--epochs', '20', '--out', at('both.json'))).toEqual(whole);
    const states = ['whole.json', 'both.json'].map((name) => {
      const read = readRun(readFileSync(at(name), 'utf8'));
      if (!read.ok) throw new Error(read.message);
      return read.file.state;
    });
    expect(states[1].parameters).toEqual(states[0].parameters);
    expect(states[1].history).toEqual(states[0].history);
    expect(states[0].history.epoch.length).toBe(21);
  });

  test('writes every form by the end of its name', async () => {
    const files = [
      'n.py',
      'n_numpy.py',
      'n-numpy.py',
      'n.onnx',
      'n.safetensors',
      'n.js',
      'n.mjs',
      'n.h',
      'n.json',
    ];
    const { printed } = await runCommand([
      'train',
      link,
      '--epochs',
      '2',
      ...files.flatMap((name) => ['--out', at(name)]),
    ]);
    for (const name of files) {
      expect(printed).toContain(at(name));
      expect(readFileSync(at(name)).length).toBeGreaterThan(100);
    }
    expect(readFileSync(at('n.py'), 'utf8')).toContain('torch');
    for (const name of ['n_numpy.py', 'n-numpy.py'])
      expect(readFileSync(at(name), 'utf8')).not.toContain('import torch');
  });

  test('shows progress on a terminal and none in a pipe', async () => {
    const words = ['train', link, '--epochs', '300'];
    const onTerminal = await runCommand(words, { isTTY: true });
    expect(onTerminal.shown).toMatch(/█.* \/ 300 epochs {3}train loss \d/);
    expect(onTerminal.shown.endsWith('\r\x1b[2K')).toBe(true);
    expect((await runCommand(words)).shown).toBe('');
    expect((await runCommand([...words, '--quiet'], { isTTY: true })).shown).toBe('');
    expect(onTerminal.printed).toBe((await runCommand(words)).printed);
  });

  test('ends after the epoch in which it was interrupted, and measures what was learned', async () => {
    let asked = 0;
    const words = ['train', link, '--epochs', '100000', '--json'];
    const { code, printed } = await runCommand(words, { isInterrupted: () => ++asked > 4 });
    expect(code).toBe(exitCodes.interrupted);
    expect(JSON.parse(printed)).toMatchObject({ epoch: 5, ...playedFigures(small, 5) });
  });
});

describe('a table', () => {
  const csv = `size;kind;price\n${Array.from({ length: 60 }, (_, i) => `${i};${i % 3 ? 'cat' : 'dog'};${(3 * i).toFixed(1)}`).join('\n')}\n`;
  beforeEach(() => {
    writeFileSync(at('pets.csv'), csv);
  });

  test('is read as the page reads it, and its columns can be chosen', async () => {
    const words = ['--data', at('pets.csv'), '--epochs', '2', '--set', 'hidden=2'];
    // The last column, from the size and an input for each kind.
    expect(await result(...words)).toMatchObject({ trainAccuracy: null, parameters: 11 });
    expect(await result(...words, '--inputs', 'size')).toMatchObject({ trainAccuracy: null, parameters: 7 });
    const ofKind = await result(...words, '--target', 'kind');
    expect(ofKind).toMatchObject({ parameters: 9 });
    expect(ofKind['trainAccuracy']).toBeGreaterThan(0);
  });

  test('travels with the run, and with a link', async () => {
    const words = ['--data', at('pets.csv'), '--epochs'];
    const whole = await result(...words, '6');
    await result(...words, '4', '--out', at('run.json'));
    expect(await result(at('run.json'), '--epochs', '6')).toEqual(whole);
    const { experiment, table } = await readSubject(
      readArguments(['train', '--data', at('pets.csv')]) as Arguments,
    );
    const address = encodeAddress({
      ...{ place: { name: 'playground' }, lab: {} },
      settings: { experiment, view: defaultView },
      table: await packBytes(packTable(table!)),
    });
    expect(await result(`https://example.org/#${address}`, '--epochs', '6')).toEqual(whole);
    await expect(result(`#${encodeSettings({ experiment, view: defaultView })}`)).rejects.toThrow(
      'these settings are about “pets.csv”, which they do not hold: expected it with --data',
    );
    const alone = `#${encodeSettings({ experiment, view: defaultView })}`;
    expect(await result(alone, ...words, '6')).toEqual(whole);
  });
});

describe('chainrule check', () => {
  test('finds that every gradient agrees', async () => {
    const { code, printed } = await runCommand([
      'check',
      `${link}&activation=gelu`,
      '--epochs',
      '3',
      '--json',
    ]);
    expect(code).toBe(exitCodes.done);
    const said = JSON.parse(printed) as Result;
    expect(said).toMatchObject({ epoch: 3, parameters: 13, agrees: 13, differs: 0, tolerance: 1e-6 });
    expect(said['largestError']).toBeLessThan(1e-6);
  });
});

describe('a check that is interrupted', () => {
  test('ends and prints nothing', async () => {
    const { code, printed } = await runCommand(['check', link], { isInterrupted: () => true });
    expect(code).toBe(exitCodes.interrupted);
    expect(printed).toBe('');
  });
});

describe('chainrule export', () => {
  test('writes a run without training it further', async () => {
    await result(link, '--epochs', '2', '--out', at('run.json'), '--out', at('trained.js'));
    const { code, printed } = await runCommand(['export', at('run.json'), '--out', at('exported.js')]);
    expect(code).toBe(exitCodes.done);
    expect(printed).toBe(`${at('exported.js')}\n`);
    const text = (name: string): string => readFileSync(at(name), 'utf8').replaceAll(name, '');
    expect(text('exported.js')).toBe(text('trained.js'));
  });
});

const misused: readonly (readonly [words: readonly string[], message: string])[] = [
  [['learn'], 'there is no command “learn”, expected one of train, check, export, swarm, sweep'],
  [['train', 'a', 'b'], '“b” is one too many'],
  [['train', '--epoch', '3'], '; train takes --data'],
  [['train', '--epochs', '-3'], 'Option'],
  [['train', '--epochs', '1e3'], '--epochs 1e3 is no number of epochs, expected a whole number from 0'],
  [['train', '--set', 'seed'], '--set seed names no value, expected NAME=VALUE'],
  [['train', '--set', 'sed=3'], 'unknown setting “sed”'],
  [['train', '--seed', 'x'], 'seed: “x” is not a whole number from 0 to 2147483647'],
  [['train', '--engine', 'gpu'], 'engine: “gpu” is not one of wasm-f32, wasm-f64, interpreter'],
  [['train', '--fused', 'no'], 'fused: “no” is not true or false'],
  [['train', '#hidden=999'], 'the link: hidden: “999” is not a whole number from 1 to 128'],
  [['train', 'https://example.org/'], 'the link has no settings: there is no # in it'],
  [['train', 'no-such-file.json'], 'there is no file “no-such-file.json”, and it is no link'],
  [['train', '#dataSet=xor&table=AAAA'], 'the table in the link cannot be read'],
  [['train', '--target', 'price'], '--target and --inputs are about a table, expected --data as well'],
  [['train', '--data', 'no.csv'], '--data no.csv: there is no such file'],
  [['train', '--data', 'LICENSE', '--target', 'nothing'], 'there is no column “nothing” in the table'],
  [
    ['train', '--out', 'network.pt'],
    '--out network.pt does not say in which form, expected a name that ends',
  ],
  [['export', link], 'export needs a file to write, expected --out'],
  [['train', 'package.json'], '“package.json” has a setting “name”, expected some of dataSet'],
  [['train', 'README.md'], '“README.md” is no JSON'],
  [['train', '#dataSet=draw'], 'point'],
];

describe('what cannot be understood', () => {
  test.each(misused)('%j', async (words, message) => {
    const running = (async () => runCommand(words))();
    await expect(running).rejects.toThrow(message);
    await expect(running).rejects.toBeInstanceOf(UsageError);
  });

  test('is not what is asked about', () => {
    expect(readArguments([])).toEqual({ help: '' });
    expect(readArguments(['--help'])).toEqual({ help: '' });
    expect(readArguments(['check', '--help'])).toEqual({ help: 'check' });
    expect(readArguments(['help', 'train'])).toEqual({ help: 'train' });
    expect(readArguments(['--version'])).toEqual({ version: true });
  });
});
