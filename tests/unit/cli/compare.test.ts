import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ThreadDesk } from '../../../src/cli/compare/thread-desk.ts';
import { timeLeft } from '../../../src/cli/compare/time-left.ts';
import { exitCodes, UsageError } from '../../../src/cli/usage.ts';
import { usualAsk } from '../../../src/compare/ask.ts';
import { writeAsk } from '../../../src/compare/ask-text.ts';
import type { Hand } from '../../../src/compare/hand.ts';
import type { Table } from '../../../src/data/table.ts';
import { encodeAddress } from '../../../src/experiment/address.ts';
import { activationNames } from '../../../src/experiment/names.ts';
import { defaultExperiment, defaultView, type Experiment } from '../../../src/experiment/schema.ts';
import type { Trial, TrialAnswer } from '../../../src/training/trials/trial.ts';
import { playedFigures, runCommand, type Circumstances, type Ran } from '../helpers/command-line.ts';

let folder: string;
const at = (name: string): string => join(folder, name);
const text = (name: string): string => readFileSync(at(name), 'utf8');
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chainrule-compare-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What a thread does, without one. */
class DeskHand implements Hand<Trial, TrialAnswer> {
  readonly #desk: ThreadDesk;

  constructor(table: Table | null) {
    this.#desk = new ThreadDesk(table);
  }

  work(trials: readonly Trial[]): Promise<readonly TrialAnswer[]> {
    return this.#desk.work(trials);
  }

  stop(): void {
    this.#desk.stop();
  }

  end(): void {
    this.#desk.stop();
  }
}

/** Dies at its first work. */
class DyingHand extends DeskHand {
  override work(): Promise<readonly TrialAnswer[]> {
    return Promise.reject(new Error('it was killed'));
  }
}

/** Is told of what has come, and may end everything then. */
class WatchedHand extends DeskHand {
  readonly #onDone: (count: number) => void;

  constructor(table: Table | null, onDone: (count: number) => void) {
    super(table);
    this.#onDone = onDone;
  }

  override async work(trials: readonly Trial[]): Promise<readonly TrialAnswer[]> {
    const answers = await super.work(trials);
    this.#onDone(answers.length);
    return answers;
  }
}

const run = (words: readonly string[], circumstances: Circumstances = {}): Promise<Ran> =>
  runCommand(words, { columns: 100, hire: (table) => new DeskHand(table), ...circumstances });

const small: Experiment = { ...defaultExperiment, dataSet: 'xor', points: 60, hidden: [3], seed: 4 };
const settings = { experiment: small, view: defaultView };
const addressOf = (ask: string): string =>
  `#${encodeAddress({ place: { name: 'compare', ask }, lab: {}, settings })}`;
const link = `https://example.org/page/${addressOf('')}`;

/** What the file has of it. */
function played(experiment: Experiment, epochs: number) {
  const { trainLoss, testLoss, testAccuracy } = playedFigures(experiment, epochs);
  return { trainLoss, testLoss, testAccuracy };
}

/** By the names of the columns. */
function rowsOf(csv: string): Readonly<Record<string, string>>[] {
  const [head, ...lines] = csv.trimEnd().split('\r\n');
  const names = head.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i], cell])));
}

describe('chainrule swarm', () => {
  const words = ['swarm', link, '--seeds', '5', '--epochs', '12', '--goal', 'test-loss=0.9'];

  test('has the figures that Reset and Play have, seed by seed', async () => {
    const { code, printed } = await run([...words, '--out', at('runs.csv'), '--json']);
    expect(code).toBe(exitCodes.done);
    const rows = rowsOf(text('runs.csv'));
    expect(rows.map(({ run: place, seed }) => [place, seed])).toEqual(
      [4, 5, 6, 7, 8].map((seed, i) => [String(i + 1), String(seed)]),
    );
    const byHand = rows.map(({ seed }) => played({ ...small, seed: Number(seed) }, 12));
    rows.forEach((row, i) => {
      expect(row['trainLoss']).toBe(String(byHand[i].trainLoss));
      expect(row['testLoss']).toBe(String(byHand[i].testLoss));
      expect(row['testAccuracy']).toBe(String(byHand[i].testAccuracy));
    });
    const report = JSON.parse(printed) as Record<string, unknown>;
    const lowest = Math.min(...byHand.map(({ testLoss }) => testLoss));
    expect(report).toMatchObject({
      comparison: 'swarm',
      epochs: 12,
      runs: 5,
      done: 5,
      failed: 0,
      workers: 2,
    });
    expect(report).toMatchObject({ engine: 'wasm-f32', diverged: 0, best: { testLoss: lowest } });
    const reached = rows.filter(({ reachedAt }) => reachedAt !== '').length;
    expect(report['reached']).toBe(reached);
    expect(reached).toBeGreaterThan(0);
  });

  test('comes to the same bytes with any number of workers', async () => {
    const csv: string[] = [];
    for (const workers of ['1', '2', '5']) {
      await run([...words, '--workers', workers, '--out', at('runs.csv')]);
      csv.push(text('runs.csv'));
    }
    expect(new Set(csv).size).toBe(1);
    await run([...words, '--set', 'seed=5', '--out', at('runs.csv')]);
    expect(text('runs.csv')).not.toBe(csv[0]);
  });

  test('takes what a copied link asks for, and what was typed goes over it', async () => {
    const asked = addressOf(writeAsk({ ...usualAsk, seeds: 3, epochs: 9, vary: 'data', target: 'none' }));
    const { printed } = await run(['swarm', asked, '--out', at('asked.csv'), '--json']);
    expect(JSON.parse(printed)).toMatchObject({ runs: 3, epochs: 9, goal: null });
    const typed = ['--seeds', '3', '--epochs', '9', '--vary', 'data', '--goal', 'none'];
    await run(['swarm', link, ...typed, '--out', at('typed.csv')]);
    expect(text('asked.csv')).toBe(text('typed.csv'));
    expect(rowsOf(text('asked.csv')).map(({ seed, dataSeed }) => [seed, dataSeed])).toEqual([
      ['4', '1'],
      ['4', '2'],
      ['4', '3'],
    ]);
    const over = await run(['swarm', asked, '--epochs', '5', '--json']);
    expect(JSON.parse(over.printed)).toMatchObject({ runs: 3, epochs: 5 });
  });

  test('does the runs of a worker that was killed again', async () => {
    await run([...words, '--out', at('all-well.csv')]);
    let hired = 0;
    const { code, printed } = await run([...words, '--out', at('with-deaths.csv'), '--json'], {
      hire: (table) => (++hired % 2 === 1 ? new DyingHand(table) : new DeskHand(table)),
    });
    expect(code).toBe(exitCodes.done);
    expect(hired).toBeGreaterThan(2);
    expect(JSON.parse(printed)).toMatchObject({ done: 5, failed: 0 });
    expect(text('with-deaths.csv')).toBe(text('all-well.csv'));
  });

  test('says why it has ended where every worker dies', async () => {
    const running = run(words, { hire: (table) => new DyingHand(table) });
    await expect(running).rejects.toThrow('the comparison has ended: it was killed');
  });

  test('writes what is done where it is interrupted, and ends with 130', async () => {
    const interruption = new AbortController();
    let done = 0;
    const { code, printed } = await run(
      ['swarm', link, '--seeds', '40', '--epochs', '5', '--workers', '1', '--out', at('part.csv'), '--json'],
      {
        interruption: interruption.signal,
        hire: (table) =>
          new WatchedHand(table, (count) => {
            // What this batch brings is taken first.
            if (done > 0) interruption.abort();
            done += count;
          }),
      },
    );
    expect(code).toBe(exitCodes.interrupted);
    const report = JSON.parse(printed) as { readonly done: number; readonly interrupted: boolean };
    expect(report).toMatchObject({ runs: 40, interrupted: true });
    expect(report.done).toBeGreaterThan(0);
    expect(report.done).toBeLessThan(40);
    const rows = rowsOf(text('part.csv'));
    expect(rows.length).toBe(40);
    expect(rows.filter(({ epochs }) => epochs === '5').length).toBe(report.done);
  });

  test('ends with 3 only where every run diverged', async () => {
    const wild = ['dataSet=plane&activation=linear', '--epochs', '60', '--json'];
    const all = await run(['swarm', ...wild, '--set', 'learningRate=90', '--seeds', '3']);
    expect(all.code).toBe(exitCodes.diverged);
    expect(JSON.parse(all.printed)).toMatchObject({ done: 3, diverged: 3, best: null });
    const some = await run(['sweep', ...wild, '--vary', 'learningRate=0.01,90']);
    expect(some.code).toBe(exitCodes.done);
    expect(JSON.parse(some.printed)).toMatchObject({ done: 2, diverged: 1 });
  });

  test('says what could not be trained, and ends with 1', async () => {
    const { code, printed } = await run(['swarm', 'dataSet=draw', '--seeds', '2']);
    expect(code).toBe(exitCodes.failed);
    expect(printed).toMatch(/0 of 2 runs.*\n2 could not be trained: .*point/);
  });

  test('trains on real data and on a table of one’s own', async () => {
    const iris = await run([
      'swarm',
      'dataSet=iris&loss=cross-entropy',
      '--seeds',
      '2',
      '--epochs',
      '2',
      '--json',
    ]);
    expect(JSON.parse(iris.printed)).toMatchObject({ done: 2 });
    writeFileSync(
      at('own.csv'),
      `x;y\n${Array.from({ length: 40 }, (_, i) => `${i};${3 * i}.5`).join('\n')}\n`,
    );
    const own = await run(['swarm', '--data', at('own.csv'), '--seeds', '2', '--epochs', '2', '--json']);
    expect(JSON.parse(own.printed)).toMatchObject({ done: 2, best: { testAccuracy: null } });
  });

  test('shows progress on a terminal, with the time that is left, and none in a pipe', async () => {
    const onTerminal = await run(words, { isTTY: true });
    expect(onTerminal.shown).toMatch(/█.* \d \/ 5 runs {3}about .* left/);
    expect(onTerminal.shown.endsWith('\r\x1b[2K')).toBe(true);
    expect((await run(words)).shown).toBe('');
    expect((await run([...words, '--quiet'], { isTTY: true })).shown).toBe('');
    expect(onTerminal.printed).toBe((await run(words)).printed);
    expect(onTerminal.printed).toMatch(/\d of 5 runs reached a test loss of at most 0\.9/);
    expect(onTerminal.printed).toMatch(/best {3}run \d \(seed \d, data seed 1\): train loss/);
  });
});

describe('chainrule sweep', () => {
  const drawn = [
    '--vary',
    'learningRate=log:0.01..1:2',
    '--vary',
    'noise=linear:0..40:2',
    '--vary',
    'activation',
  ];

  test('draws set-ups of any number of settings, and lets the best of them go on for longer', async () => {
    const words = [
      'sweep',
      link,
      '--epochs',
      '18',
      ...drawn,
      '--search',
      'halving',
      '--tries',
      '9',
      '--first',
      '2',
    ];
    const { code, printed } = await run([...words, '--out', at('one.csv'), '--workers', '1']);
    expect(code).toBe(exitCodes.done);
    expect(printed).toContain(
      '9 set-ups for 2 epochs, then 3 set-ups for 6 epochs, then 1 set-up for 18 epochs.',
    );
    expect(printed).toMatch(
      /best first:\n {2}\S+ +Learning rate \S+, Noise \S+, Activation \S+ \(18 epochs\)\n/,
    );
    const rows = rowsOf(text('one.csv'));
    expect(rows.map(({ epochs }) => epochs)).toEqual([
      ...Array<string>(9).fill('2'),
      ...Array<string>(3).fill('6'),
      '18',
    ]);
    const [last] = rows.slice(-1);
    const experiment: Experiment = {
      ...small,
      learningRate: Number(last['set learningRate']),
      noise: Number(last['set noise']),
      activation: activationNames.find((name) => name === last['set activation']) ?? 'tanh',
      seed: Number(last['seed']),
    };
    expect(last['testLoss']).toBe(String(played(experiment, 18).testLoss));
    await run([...words, '--out', at('three.csv'), '--workers', '3']);
    expect(text('three.csv')).toBe(text('one.csv'));
    // As the page asks by its link.
    const ask = writeAsk({
      ...{ ...usualAsk, kind: 'sweep', search: 'halving', epochs: 18, tries: 9, first: 2 },
      axes: [
        { setting: 'learningRate', scale: 'log', from: 0.01, to: 1, count: 2 },
        { setting: 'noise', scale: 'linear', from: 0, to: 40, count: 2 },
        { setting: 'activation', scale: 'list', values: activationNames },
      ],
    });
    await run(['sweep', addressOf(ask), '--out', at('linked.csv')]);
    expect(text('linked.csv')).toBe(text('one.csv'));
  });

  test.each([
    [['--tries', '9'], '--tries belongs to --search random or halving, but the search is grid'],
    [['--search', 'random', '--keep', '3'], '--keep belongs to --search halving, but the search is random'],
    [['--search', 'best'], '--search best is not one of grid, random, halving'],
    [['--search', 'random', '--tries', '0'], '--tries 0 is not a whole number from 1 to 1000'],
    [
      ['--search', 'random', '--vary', 'l2', '--vary', 'l2'],
      '--vary l2 is given twice, expected another setting',
    ],
  ])('refuses %j with a sentence', async (words, message) => {
    await expect(run(['sweep', link, ...words])).rejects.toThrow(new UsageError(message));
  });

  test('has a run for each value and seed, by rows, and names the best cell', async () => {
    const words = ['sweep', link, '--epochs', '8', '--seeds', '2', '--out', at('cells.csv')];
    const vary = ['--vary', 'learningRate=log:0.01..1:3', '--vary', 'activation=tanh,relu'];
    const { code, printed } = await run([...words, ...vary, '--json']);
    expect(code).toBe(exitCodes.done);
    const rows = rowsOf(text('cells.csv'));
    expect(
      rows.map((row) => [row['set activation'], row['set learningRate'], row['seed']].join(' ')),
    ).toEqual(
      ['tanh', 'relu'].flatMap((activation) =>
        ['0.01', '0.1', '1'].flatMap((rate) => ['4', '5'].map((seed) => `${activation} ${rate} ${seed}`)),
      ),
    );
    rows.forEach((row) => {
      const experiment: Experiment = {
        ...small,
        learningRate: Number(row['set learningRate']),
        activation: row['set activation'] === 'relu' ? 'relu' : 'tanh',
        seed: Number(row['seed']),
      };
      expect(row['testLoss']).toBe(String(played(experiment, 8).testLoss));
    });
    const { bestCell } = JSON.parse(printed) as {
      bestCell: { settings: Record<string, string>; value: number };
    };
    const medians = Array.from({ length: 6 }, (_, cell) => {
      const [a, b] = rows.slice(2 * cell, 2 * cell + 2).map((row) => Number(row['testLoss']));
      return (a + b) / 2;
    });
    expect(bestCell.value).toBeCloseTo(Math.min(...medians), 12);
    const best = rows[2 * medians.indexOf(Math.min(...medians))];
    expect(bestCell.settings).toEqual({
      learningRate: best['set learningRate'],
      activation: best['set activation'],
    });
  });

  test('tells the best cells by what is asked for', async () => {
    const words = ['sweep', link, '--epochs', '3', '--vary', 'noise=linear:0..50:3'];
    const { printed } = await run([...words, '--measure', 'test-accuracy']);
    expect(printed).toMatch(/^3 runs of 3 epochs/);
    const values = [...printed.matchAll(/^ {2}(\S+) +Noise (\d+)$/gm)].map(([, value]) => Number(value));
    expect(values.length).toBe(3);
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    const usual = await run([...words.slice(0, 4), '--vary', 'optimizer', '--json', '--out', at('all.json')]);
    const { runs } = JSON.parse(usual.printed) as { runs: number };
    const written = JSON.parse(text('all.json')) as {
      asked: string;
      runs: { result: { parameters: number[] } }[];
    };
    expect(written.runs.length).toBe(runs);
    expect(written.runs[0].result.parameters.length).toBe(13);
    expect(written.asked).toContain('kind:sweep');
  });
});

const misused: readonly (readonly [words: readonly string[], message: string])[] = [
  [['swarm', '--seeds', '0'], '--seeds 0 is not a whole number from 1 to 1000'],
  [['swarm', '--seeds', '2.5'], '--seeds 2.5 is not a whole number from 1 to 1000'],
  [['sweep', '--seeds', '17'], '--seeds 17 is not a whole number from 1 to 16'],
  [['swarm', '--epochs', '0'], '--epochs 0 is not a whole number from 1 to 100000'],
  [['swarm', '--workers', 'all'], '--workers all is not a whole number from 1 to 256'],
  [['swarm', '--vary', 'seed'], '--vary seed is not one of weights, data, both'],
  [['swarm', '--vary', 'data', '--vary', 'both'], '--vary is given more than once'],
  [['swarm', '--goal', '0.1'], '--goal 0.1 is no goal, expected none or NAME=VALUE with one of train-loss'],
  [['swarm', '--goal', 'test-loss=low'], '--goal test-loss=low is no goal'],
  [['swarm', '--goal', 'test-loss='], '--goal test-loss= is no goal'],
  [['swarm', '--measure', 'test-accuracy'], '; swarm takes --data'],
  [['sweep', '--measure', 'accuracy'], '--measure accuracy is not one of final-test-loss'],
  [
    ['sweep', '--vary', 'hidden=4'],
    '--vary hidden=4: “hidden” cannot be varied, expected one of learningRate',
  ],
  [['sweep', '--vary', 'l2=log:0..1:4'], '--vary l2=log:0..1:4: L2'],
  [['sweep', '--vary', 'l2=log:0.1..1'], '--vary l2=log:0.1..1: expected SETTING, SETTING=A,B,C'],
  [['sweep', '--vary', 'l2=log:0.1..1:40'], '--vary l2=log:0.1..1:40: 40 values, expected 1 to 32'],
  [['sweep', '--vary', 'l2=log:0.1..1:0'], '0 values, expected 1 to 32'],
  [['sweep', '--vary', 'activation=tanh,sine'], '“sine” is not one of'],
  [['sweep', '--vary', 'activation=linear:1..2:3'], 'Activation has names, no range'],
  [['sweep', '--vary', 'neurons=1000'], '“1000” is not a whole number from 1'],
  [['sweep', '--vary', 'l2', '--vary', 'l2=0.1'], '--vary l2 is given twice, expected another setting'],
  [['sweep', '--vary', 'l2', '--vary', 'l1', '--vary', 'noise'], '--vary is given 3 times, expected one'],
  [['sweep', '--out', 'cells.onnx'], '--out cells.onnx does not say in which form, expected'],
  [['swarm', addressOf('kind:sweep')], 'the link asks for a sweep, expected chainrule sweep'],
  [['sweep', addressOf('kind:race')], 'the link asks for a race, which runs on the page alone'],
  [['swarm', addressOf('seeds:many')], 'the link: comparison: seeds “many” is not a whole number'],
];

describe('a comparison that cannot be understood', () => {
  test.each(misused)('%j', async (words, message) => {
    const running = (async () => run(words))();
    await expect(running).rejects.toThrow(message);
    await expect(running).rejects.toBeInstanceOf(UsageError);
    expect(existsSync('cells.onnx')).toBe(false);
  });
});

describe('the time that is left', () => {
  test.each([
    [80, 'about 1 s left'],
    [59_400, 'about 59 s left'],
    [80_000, 'about 1 min 20 s left'],
    [3_599_000, 'about 59 min 59 s left'],
    [7_500_000, 'about 2 h 5 min left'],
  ])('%d ms', (ms, words) => {
    expect(timeLeft(ms)).toBe(words);
  });
});
