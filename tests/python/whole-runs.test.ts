import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportPytorchRun } from '../../src/export/pytorch-run.ts';
import { lossesIn, runPrograms } from './run-python.ts';
import { cases, epochs, trainedCase, type TrainedCase } from './whole-run-cases.ts';

/** Needs the system's Python with PyTorch: `apt-get install python3-torch`. */
let folder: string;
const trained = new Map<string, TrainedCase>();
let printed: ReadonlyMap<string, string>;

const ending =
  '\nimport json\n\nprint(json.dumps([x for p in model.parameters() for x in p.detach().flatten().tolist()]))\n';

function programOf({ model, run }: TrainedCase): string {
  if (run.data === null) throw new Error('there are no data');
  return exportPytorchRun(model, run, run.data) + ending;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chainrule-runs-'));
  for (const [name, one] of Object.entries(cases)) trained.set(name, await trainedCase(one));
  printed = runPrograms(folder, new Map([...trained].map(([name, one]) => [name, programOf(one)])));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Of losses, absolute, and relative where they are larger than 1. */
const tolerance = 1e-9;

function compare(one: TrainedCase, output: string): void {
  const losses = lossesIn(output);
  expect(losses).toHaveLength(epochs + 1);
  losses.forEach((pair, epoch) => {
    pair.forEach((loss, side) => {
      const expected = one.losses[epoch][side];
      expect(Number.isFinite(expected)).toBe(true);
      expect(Math.abs(loss - expected), `epoch ${epoch}`).toBeLessThanOrEqual(
        tolerance * Math.max(1, Math.abs(expected)),
      );
    });
  });
  const weights = JSON.parse(output.trim().split('\n').at(-1) ?? '') as number[];
  expect(weights).toHaveLength(one.run.final.length);
  weights.forEach((weight, i) => {
    expect(Math.abs(weight - one.run.final[i]), `weight ${i}`).toBeLessThanOrEqual(
      1e-7 * Math.max(1, Math.abs(weight)),
    );
  });
}

describe('a whole run for PyTorch', () => {
  it('is there of every kind', () => {
    expect(Object.keys(cases).length).toBeGreaterThanOrEqual(20);
    expect([...trained.values()].every(({ run }) => run.epoch === epochs)).toBe(true);
  });

  it.each(Object.keys(cases))('prints the losses of the engine, and ends with its weights: %s', (name) => {
    const one = trained.get(name);
    if (one === undefined) throw new Error('it was not trained');
    compare(one, printed.get(name) ?? '');
  });

  it('says itself how far it is from what was measured then', () => {
    const said = /^(\d+) losses differ by at most (\S+) from/m.exec(printed.get(Object.keys(cases)[0]) ?? '');
    expect(Number(said?.[1])).toBeGreaterThan(epochs);
    expect(Number(said?.[2])).toBeLessThanOrEqual(tolerance);
  });

  it('would be found out if a weight, a row or the order were another', () => {
    const name = 'sgd on the squared error';
    const one = trained.get(name);
    if (one === undefined) throw new Error('it was not trained');
    const text = programOf(one);
    const changed = new Map([
      ['order', text.replace(/GENERATOR = \((-?\d+)/, 'GENERATOR = (1 + $1')],
      ['rate', text.replace('"learning_rate": 0.03', '"learning_rate": 0.0300001')],
      ['row', text.replace('TRAIN_TARGETS = _doubles', 'TRAIN_TARGETS = 0.999999 * _doubles')],
    ]);
    for (const [what, output] of runPrograms(folder, changed)) {
      expect(changed.get(what)).not.toBe(text);
      expect(() => {
        compare(one, output);
      }, what).toThrow();
    }
  });
});
