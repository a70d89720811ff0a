import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../../../../src/experiment/schema.ts';
import type { Finding } from '../../../../../src/protocol/doctor-messages.ts';
import type { History } from '../../../../../src/protocol/snapshot-messages.ts';
import { findingLine } from '../../../../../src/ui/playground/doctor/finding-lines.ts';
import {
  findingWords,
  remedyFor,
  remedyLabel,
} from '../../../../../src/ui/playground/doctor/finding-words.ts';
import {
  happeningLine,
  settledLine,
  type Happening,
} from '../../../../../src/ui/playground/doctor/happening.ts';
import { apart, epochsOf, shortNumber, type Line } from '../../../../../src/ui/playground/doctor/line.ts';

const serious = { severity: 'serious', since: 12 } as const;
const warning = { severity: 'warning', since: 12 } as const;

/** One of each kind, with numbers as long as they get. */
const findings: readonly Finding[] = [
  {
    kind: 'dead-relus',
    ...serious,
    layer: 7,
    dead: 63,
    neurons: 64,
    limit: 0.5,
    remedy: { activation: 'tanh' },
  },
  {
    kind: 'saturated-layer',
    ...serious,
    layer: 1,
    share: 0.9876,
    limit: 0.7,
    remedy: { activation: 'relu' },
  },
  {
    kind: 'vanishing-gradients',
    ...serious,
    first: 1.43e-12,
    last: 0.1378,
    limit: 3e-3,
    remedy: { hidden: [4, 4], activation: 'tanh' },
  },
  {
    kind: 'exploding-gradients',
    ...serious,
    layer: 0,
    before: 8.912,
    now: 5.34e12,
    limit: 10,
    remedy: { learningRate: 0.03, seed: 2 },
  },
  {
    kind: 'divergence-coming',
    ...serious,
    from: 1.9561,
    to: 4.21e25,
    epochs: 120,
    rises: 118,
    limit: 6,
    remedy: { learningRate: 0.03 },
  },
  {
    kind: 'overfitting',
    ...warning,
    testLowest: 0.4123,
    test: 1.2345,
    train: 0.0123,
    epochs: 400,
    limit: 1.1,
    remedy: { l2: 0.03 },
  },
  {
    kind: 'underfitting',
    ...warning,
    loss: 0.98765,
    baseline: 0.9951,
    epochs: 60,
    limit: 0.5,
    remedy: { hidden: [8] },
  },
  {
    kind: 'rate-too-high',
    ...warning,
    low: 0.4321,
    high: 12345,
    epochs: 30,
    swing: 0.31,
    limit: 0.15,
    remedy: { learningRate: 0.3 },
  },
  {
    kind: 'rate-too-low',
    ...warning,
    from: 1.3333,
    to: 1.2345,
    epochs: 1200,
    limit: 0.3,
    remedy: { learningRate: 0.03 },
  },
  {
    kind: 'feature-scale',
    ...warning,
    input: 'x1²',
    deviation: 8.1,
    others: 0.7,
    limit: 5,
    remedy: { optimizer: 'adam', learningRate: 0.01 },
  },
];

const ofKind = (kind: Finding['kind']): Finding =>
  findings.find((finding) => finding.kind === kind) ?? findings[0];

function of<Kind extends Finding['kind']>(kind: Kind): Extract<Finding, { kind: Kind }> {
  const found = findings.find(
    (finding): finding is Extract<Finding, { kind: Kind }> => finding.kind === kind,
  );
  if (found === undefined) throw new RangeError(kind);
  return found;
}

describe('the line of a finding', () => {
  it('is one sentence, short enough for one line, and shorter still for a phone', () => {
    expect(new Set(findings.map(({ kind }) => kind)).size).toBe(10);
    for (const finding of findings) {
      const { text, short } = findingLine(finding, 8);
      for (const line of [text, short]) expect(line).toMatch(/^[A-Zx\d][^\n]*\.$/);
      expect(text.length).toBeLessThanOrEqual(112);
      expect(short.length).toBeLessThanOrEqual(44);
      expect(`${text}${short}`).not.toMatch(/NaN|undefined|Infinity/);
    }
  });

  it('says the numbers that were found', () => {
    expect(findingLine(ofKind('overfitting'), 1).text).toBe(
      'Test loss has not fallen for 400 epochs while train loss still falls: it is learning the noise.',
    );
    expect(findingLine(ofKind('dead-relus'), 8).text).toContain('63 of 64 ReLUs in hidden layer 8');
    expect(findingLine(ofKind('saturated-layer'), 1).text).toMatch(/^The output layer is saturated: 98.8 %/);
    expect(findingLine(ofKind('saturated-layer'), 2).text).toMatch(/^Hidden layer 2/);
    expect(findingLine(ofKind('feature-scale'), 1).text).toMatch(/x₁² is 11.6 times/);
  });

  it('tells two numbers apart that three digits do not', () => {
    const compared: readonly (readonly [finding: Finding, text: string, short: string])[] = [
      [
        { ...of('rate-too-low'), from: 1.3004, to: 1.2996, epochs: 57 },
        'in 57 epochs train loss went only from 1.3004 to 1.2996.',
        'only 1.3004 → 1.2996.',
      ],
      [
        { ...of('rate-too-high'), low: 0.43211, high: 0.43212 },
        'between 0.43211 and 0.43212.',
        'leaps 0.43211 to 0.43212.',
      ],
      [
        { ...of('exploding-gradients'), before: 8.9121, now: 8.9124 },
        'from 8.9121 to 8.9124.',
        '8.9121 → 8.9124.',
      ],
      [{ ...of('divergence-coming'), from: 1.9561, to: 1.9562 }, '1.9561 → 1.9562.', '1.9561 → 1.9562.'],
      [
        { ...of('vanishing-gradients'), last: 0.13781, first: 0.13779 },
        'of 0.13781 in the last layer 0.13779 reaches',
        '0.13781 → 0.13779.',
      ],
    ];
    for (const [finding, text, short] of compared) {
      const line = findingLine(finding, 1);
      expect(line.text).toContain(text);
      expect(line.short).toContain(short);
    }
  });

  it('of a test loss that stays high does not say that it has risen', () => {
    const finding = ofKind('overfitting');
    if (finding.kind !== 'overfitting') throw new Error('not what was asked for');
    const stays = findingLine({ ...finding, testLowest: 1.2 }, 1).text;
    expect(stays).toBe(
      'Test loss stays at 1.23 while train loss is down to 0.0123: it has learned the noise.',
    );
  });
});

describe('the words of a finding', () => {
  it('say what it means, and from which number on it is named', () => {
    for (const finding of findings) {
      const { title, meaning, threshold } = findingWords(finding);
      expect(title).toMatch(/^[A-Z][^.]*$/);
      expect(meaning).toMatch(/\.$/);
      expect(threshold).toMatch(/[Nn]amed/);
      expect(threshold).not.toMatch(/NaN|undefined/);
    }
    expect(findingWords(ofKind('saturated-layer')).threshold).toContain('70 %');
  });

  it('name the change on its button', () => {
    const present = { ...defaultExperiment, hidden: [4, 2] };
    const deep = { ...present, hidden: [4, 4, 4, 4, 4, 4] };
    const labels = findings.map(({ kind, remedy }) =>
      remedyLabel(remedy, kind === 'vanishing-gradients' ? deep : present),
    );
    expect(labels).toEqual([
      'Use tanh',
      'Use ReLU',
      'Use 2 hidden layers, with tanh',
      'Start again with rate 0.03',
      'Use rate 0.03',
      'Add 0.03 of L2',
      'Use 1 hidden layer',
      'Use rate 0.3',
      'Use rate 0.03',
      'Use Adam with rate 0.01',
    ]);
    expect(remedyLabel({ hidden: [8], activation: 'tanh' }, { ...present, hidden: [] })).toBe(
      'Add a hidden layer of 8, with tanh',
    );
    expect(remedyLabel({ hidden: [8, 8] }, present)).toBe('Use 8 neurons in each layer');
    expect(remedyLabel({ hidden: [8] }, { ...present, hidden: [2] })).toBe('Use 8 neurons');
    expect(remedyLabel({ l2: 0.09 }, { ...present, l2: 0.03 })).toBe('Use 0.09 of L2');
  });

  it('propose new weights for a run that has diverged: its own are no numbers', () => {
    const finding = ofKind('divergence-coming');
    expect(remedyFor(finding, false, { seed: 4 })).toEqual({ learningRate: 0.03 });
    expect(remedyFor(finding, true, { seed: 4 })).toEqual({ learningRate: 0.03, seed: 5 });
  });
});

function historyOf(losses: readonly number[]): History {
  const column = Float64Array.from(losses);
  const epoch = Float64Array.from(losses, (_, i) => i);
  const extremes = { trainMin: column, trainMax: column, testMin: column, testMax: column };
  return { version: 1, epoch, ...extremes, perBucket: 1, lastEpoch: losses.length - 1 };
}

function happening(losses: readonly number[], patch: Partial<Happening> = {}): string {
  const trainLoss = losses[losses.length - 1];
  const view = { epoch: losses.length - 1, trainLoss, testLoss: trainLoss, testAccuracy: 0.5 };
  return happeningLine({ status: 'running', view, history: historyOf(losses), ...patch })?.text ?? '';
}

describe('what happens', () => {
  const falling = Array.from({ length: 101 }, (_, epoch) => 1 / (1 + epoch));

  it('is told by the losses, of 50 epochs or of half of those that there are', () => {
    expect(happening(falling)).toBe('Train loss falls: 0.0196 → 0.01 in the last 50 epochs.');
    expect(happening(falling.slice(0, 11))).toBe('Train loss falls: 0.167 → 0.1 in the last 5 epochs.');
    expect(happening(falling.slice(0, 3))).toBe('Train loss falls: 0.5 → 0.333 in the last epoch.');
    expect(happening([0.5, 0.5, 0.5])).toBe('Train loss is about level: 0.5 → 0.5 in the last epoch.');
    expect(happening(falling.map(() => 0.5))).toBe(
      'Train loss is about level: 0.5 → 0.5 in the last 50 epochs.',
    );
    expect(happening([...falling.map(() => 1.3004), 1.2996, 1.2996])).toBe(
      'Train loss is about level: 1.3004 → 1.2996 in the last 50 epochs.',
    );
    expect(happening([1.3004, 1.2996])).toBe('The training begins: train loss 1.3004 → 1.2996.');
    expect(happening([1, 1, 1, 1, 2, 2, 2])).toBe('Train loss has risen: 1 → 2 in the last 3 epochs.');
    expect(happening([1, 0.5])).toBe('The training begins: train loss 1 → 0.5.');
  });

  it('is not that it rises, for one unlucky batch', () => {
    expect(happening([...falling.slice(0, 100), 0.9])).toBe(
      'Train loss jumps about: between 0.01 and 0.9 at the last looks.',
    );
  });

  it('is told in the numbers that its word is judged by, also between two measurements', () => {
    const measured = [0.4, 0.4, 0.38, 0.376, 0.37, 0.38, 0.375];
    const at = (trainLoss: number): string =>
      happening(measured, { view: { epoch: 6.5, trainLoss, testLoss: 1, testAccuracy: 0.5 } });
    expect(at(0.319)).toBe('Train loss is about level: 0.376 → 0.375 in the last 4 epochs.');
    // What the readouts beside it show is within what it says.
    expect(at(0.29)).toBe('Train loss jumps about: between 0.29 and 0.38 at the last looks.');
    // It fell, and is where it was just now.
    expect(happening([1, 1, 1, 1, 0.92, 0.92, 1.05])).toBe(
      'Train loss jumps about: between 0.92 and 1.05 at the last looks.',
    );
  });

  it('is that it waits, that it begins, that it rests, or that it has diverged', () => {
    expect(happening([1], { status: 'ready' })).toBe('Untrained: the weights are random. Press Play.');
    expect(happening([1])).toMatch(/^The training begins/);
    for (const status of ['ready', 'running'] as const)
      expect(happening([NaN], { status })).toMatch(/^There is nothing to learn from yet/);
    // Whoever draws points of one class sees losses, and Play does nothing.
    const shortfall = 'Draw at least two points of two classes.';
    expect(happening([1], { status: 'ready', shortfall })).toBe(
      'There is nothing to learn from yet. Draw at least two points of two classes.',
    );
    expect(happening(falling, { status: 'paused' })).toBe(
      'Paused at epoch 100: train loss 0.0099, test loss 0.0099.',
    );
    const view = { epoch: 152, trainLoss: 0.004371, testLoss: 0.5, testAccuracy: 1 };
    expect(happening(falling, { status: 'paused', view })).toBe(
      'Paused at epoch 152: train loss 0.0044, test loss 0.5000.',
    );
    expect(happening(falling, { status: 'diverged' })).toMatch(/^It has diverged/);
    expect(happening(falling, { status: 'loading' })).toBe('');
    expect(happening(falling, { view: null })).toBe('');
  });

  it('is that it has learned it, once nearly all test points are right', () => {
    const view = { epoch: 100, trainLoss: 0.01, testLoss: 0.02, testAccuracy: 0.996 };
    expect(happening(falling, { view })).toBe('It has learned it: 99.6 % of the test points are right.');
    const less = { ...view, testAccuracy: 0.98 };
    expect(happening(falling, { view: less })).toMatch(/^Train loss falls/);
    // Once it has, some points more or less are no news; the share is that of the readout beside it.
    expect(happening(falling, { view: less, wasSolved: true })).toBe(
      'It has learned it: 98.0 % of the test points are right.',
    );
    expect(happening(falling, { view: { ...view, testAccuracy: 0.96 }, wasSolved: true })).toMatch(
      /^Train loss falls/,
    );
  });
});

describe('numbers in a line', () => {
  it('have three digits, and an exponent where they are tiny or huge', () => {
    expect([0, 0.31249, 1, 12.345, 215.33, 1e5, 1.43e-12].map(shortNumber)).toEqual([
      '0',
      '0.312',
      '1',
      '12.3',
      '215',
      '1e5',
      '1.4e−12',
    ]);
    expect([0.2, 1, 1.6, 12_345].map(epochsOf)).toEqual(['1 epoch', '1 epoch', '2 epochs', '12,345 epochs']);
  });

  it('that are compared are told apart, by up to six digits, and where they are the same by no more', () => {
    expect(apart(1.3333, 1.2345)).toEqual(['1.33', '1.23']);
    expect(apart(1.3004, 1.2996)).toEqual(['1.3004', '1.2996']);
    expect(apart(215.33, 215.41)).toEqual(['215.3', '215.4']);
    expect(apart(12_345.2, 12_345.4)).toEqual(['12345.2', '12345.4']);
    expect(apart(1.431e-12, 1.43e-12)).toEqual(['1.431e−12', '1.43e−12']);
    expect(apart(0.5, 0.5)).toEqual(['0.5', '0.5']);
    expect(apart(0.5000001, 0.5000002)).toEqual(['0.5', '0.5']);
    expect(apart(NaN, NaN)).toEqual(['NaN', 'NaN']);
  });

  it('tells of each sample how far its batch is, whatever else there is to tell', () => {
    const line = (pending: number) =>
      happeningLine({
        status: 'paused',
        view: { epoch: 0, trainLoss: 1, testLoss: 1, testAccuracy: 1 },
        history: null,
        sample: { index: 7, pending, batchSize: 10 },
      });
    expect(line(3)?.text).toBe(
      'Sample 3 of 10 of its batch: its gradient is added up. The weights move with the last.',
    );
    expect(line(0)?.text).toContain('the weights have moved');
    // Another sample is another kind: it is worth being read aloud.
    expect(line(3)?.kind).not.toBe(line(4)?.kind);
  });
});

describe('what is said after something else', () => {
  const line = (kind: string): Line => ({ kind, text: `It ${kind}.`, short: kind });
  const level = settledLine({ line: null, sinceMs: -Infinity, trainLoss: NaN }, line('level'), {
    trainLoss: 0.94,
    nowMs: 1000,
  });

  it('waits until what was said could be read, where a training goes to and fro', () => {
    expect(settledLine(level, line('falls'), { trainLoss: 0.92, nowMs: 2000 })).toBe(level);
    const later = settledLine(level, line('falls'), { trainLoss: 0.92, nowMs: 3600 });
    expect(later).toEqual({ line: line('falls'), sinceMs: 3600, trainLoss: 0.92 });
  });

  it('comes at once where what was said is no longer true', () => {
    const now = { trainLoss: 0.083, nowMs: 1200 };
    expect(settledLine(level, line('falls'), now)).toEqual({
      line: line('falls'),
      sinceMs: 1200,
      trainLoss: 0.083,
    });
  });

  it('comes at once where the points were said to be right', () => {
    const solved = settledLine(level, line('solved'), { trainLoss: 0.94, nowMs: 4000 });
    expect(settledLine(solved, line('falls'), { trainLoss: 0.94, nowMs: 4100 }).line?.kind).toBe('falls');
  });

  it('comes at once where the loss is not where it was said to jump', () => {
    const within = [0.9, 1.2] as const;
    const jumps = settledLine(level, { ...line('jumps'), within }, { trainLoss: 0.92, nowMs: 4000 });
    expect(settledLine(jumps, line('falls'), { trainLoss: 1.15, nowMs: 4100 })).toBe(jumps);
    expect(settledLine(jumps, line('falls'), { trainLoss: 0.88, nowMs: 4100 }).line?.kind).toBe('falls');
  });

  it('comes at once where it is no passing matter, and says the same kind with its new numbers', () => {
    expect(settledLine(level, line('diverged'), { trainLoss: 0.94, nowMs: 1100 }).line?.kind).toBe(
      'diverged',
    );
    expect(settledLine(level, null, { trainLoss: 0.94, nowMs: 1100 }).line).toBe(null);
    const again = { ...line('level'), text: 'It is level at 0.95.' };
    expect(settledLine(level, again, { trainLoss: 0.95, nowMs: 1100 })).toEqual({
      line: again,
      sinceMs: 1000,
      trainLoss: 0.95,
    });
  });
});
