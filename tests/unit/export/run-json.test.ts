import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import { readExactJson, writeExactJson } from '../../../src/export/exact-json.ts';
import { readRun, writeRun } from '../../../src/export/run-json.ts';
import { Run } from '../../../src/training/run.ts';

const trained = (experiment: Experiment, epochs: number): Run => {
  const run = new Run(experiment, interpreter, () => 0);
  run.advance(Infinity, epochs);
  run.history.push(run.epoch, NaN, 0.25);
  return run;
};

const experiments: readonly Partial<Experiment>[] = [
  {},
  { optimizer: 'adam', l2: 0.001, hidden: [3] },
  { optimizer: 'momentum', schedule: 'plateau', stopWhen: 'validation', activation: 'relu' },
  { cut: '1.1.2', frozen: '2', hidden: [3] },
  { dataSet: 'rings', loss: 'cross-entropy', optimizer: 'amsgrad' },
];

describe('a run as JSON', () => {
  it.each(experiments)('opens again to the same bits, and goes on to the same: %o', (settings) => {
    const experiment = { ...defaultExperiment, points: 40, ...settings };
    const run = trained(experiment, 3);
    const opened = readRun(writeRun({ state: run.state() }));
    expect(opened).toMatchObject({ ok: true });
    if (!opened.ok) return;
    expect(opened.file.state).toEqual(run.state());
    const again = new Run(opened.file.state.experiment, interpreter, () => 0);
    again.restore(opened.file.state);
    for (const one of [run, again]) one.advance(Infinity, 6);
    expect(again.epoch).toBe(6);
    expect(again.parameters()).toEqual(run.parameters());
    expect(again.state().state).toEqual(run.state().state);
  });

  it('encloses a table', () => {
    const table = { id: '0123456789abcdef', packed: 'AAECAw==' };
    const opened = readRun(writeRun({ state: trained(defaultExperiment, 1).state(), table }));
    expect(opened).toMatchObject({ ok: true, file: { table } });
  });

  const good = (): string => writeRun({ state: trained({ ...defaultExperiment, points: 20 }, 1).state() });

  it.each([
    ['nothing', () => '', /no run of Chainrule/],
    ['another format', () => '{"format": "csv"}', /format is "csv", expected “chainrule run”/],
    ['another version', () => good().replace('"version": 1', '"version": 7'), /version is 7, expected 1/],
    ['half a file', () => good().slice(0, 900), /no run of Chainrule/],
    [
      'a setting out of range',
      () => good().replace('"batchSize": 10', '"batchSize": -3'),
      /Batch size: -3 is not/,
    ],
    [
      'weights that are texts',
      () => good().replace(/("parameters": \{\s*"\$float64": \[)/, '$1"x",'),
      /\$float64 holds "x"/,
    ],
    ['no weights', () => good().replace('"parameters"', '"weights"'), /parameters is no list of doubles/],
    [
      'a negative epoch',
      () => good().replace(/"epoch": 1,/, '"epoch": -1,'),
      /epoch is -1, expected a whole number/,
    ],
  ])('is refused, with what was wrong, where it is %s', (_, text, message) => {
    const opened = readRun(text());
    expect(opened.ok).toBe(false);
    if (!opened.ok) expect(opened.message).toMatch(message);
  });

  it('ends in a message or in a run whatever is changed in the file', () => {
    const text = good();
    const seed = Date.now();
    let refused = 0;
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.string({ maxLength: 3 }), fc.nat(40), (at, put, drop) => {
        const opened = readRun(text.slice(0, at) + put + text.slice(at + drop));
        if (!opened.ok) refused++;
        return opened.ok || opened.message.startsWith('The file is no run of Chainrule: ');
      }),
      { numRuns: 500, seed },
    );
    expect(refused, `seed ${seed}`).toBeGreaterThan(100);
  });
});

describe('exact JSON', () => {
  it('keeps every double, wherever it stands', () => {
    const seed = Date.now();
    const tagged = fc.oneof(
      fc.double(),
      fc.float64Array(),
      fc.string(),
      fc.constantFrom('$number', '$float64', '$$', '__proto__'),
    );
    const tree = fc.object({
      key: fc.constantFrom('a', '$number', '$float64', '$$x', '__proto__', 'constructor'),
      values: [tagged],
    });
    fc.assert(
      fc.property(tree, (value) => {
        expect(readExactJson(writeExactJson({ value }))).toEqual({ value });
      }),
      { seed, numRuns: 300 },
    );
    const numbers = Float64Array.of(-0, NaN, Infinity, -Infinity, 5e-324, 0.1, Number.MAX_VALUE);
    const read = readExactJson(writeExactJson({ numbers, zero: -0 })) as {
      numbers: Float64Array;
      zero: number;
    };
    expect(read.numbers).toBeInstanceOf(Float64Array);
    numbers.forEach((number, i) => expect(Object.is(read.numbers[i], number)).toBe(true));
    expect(Object.is(read.zero, -0)).toBe(true);
  });
});
