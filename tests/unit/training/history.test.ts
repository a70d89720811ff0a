import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstEpochs, isMeasured, LossHistory, nextMeasured } from '../../../src/training/history.ts';

describe('the loss history', () => {
  it('keeps every measurement while there is room', () => {
    const history = new LossHistory(4);
    history.push(0, 3, 4);
    history.push(5, 1, 2);
    const { epoch, trainMin, trainMax, testMax } = history.columns();
    expect([...epoch, ...trainMin, ...trainMax, ...testMax]).toEqual([0, 5, 3, 1, 3, 1, 4, 2]);
  });

  it('stays bounded, in order, and loses no extreme', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 300 }),
        (losses) => {
          const history = new LossHistory(8);
          losses.forEach((loss, i) => {
            history.push(i, loss, -loss);
          });
          const { epoch, trainMin, trainMax, testMin } = history.columns();
          expect(epoch.length).toBeLessThanOrEqual(8);
          expect([...epoch]).toEqual([...epoch].sort((a, b) => a - b));
          expect(Math.min(...trainMin)).toBe(Math.min(...losses));
          expect(Math.max(...trainMax)).toBe(Math.max(...losses));
          expect(Math.min(...testMin)).toBe(Math.min(...losses.map((loss) => -loss)));
        },
      ),
    );
  });

  it('goes on from columns taken before', () => {
    const history = new LossHistory(4);
    for (let i = 0; i < 9; i++) history.push(i, i, i);
    const copy = new LossHistory(4);
    copy.restore(history.columns());
    for (let i = 9; i < 99; i++) copy.push(i, i, i);
    const { epoch, trainMax } = copy.columns();
    expect(epoch.length).toBeLessThanOrEqual(4);
    expect(epoch[0]).toBe(0);
    expect(Math.max(...trainMax)).toBe(98);
  });

  it('keeps the first epochs and the log-spaced later ones by themselves, whatever was measured beside them', () => {
    const history = new LossHistory();
    const last = 20_000;
    for (let k = 0; k <= 4 * last; k++) history.push(k / 4, 1 / (1 + k), 2 / (1 + k));
    const copy = new LossHistory();
    copy.restore(history.columns());
    for (const columns of [history.columns(), copy.columns()]) {
      const { epoch, trainMin, trainMax, testMin } = columns;
      const at = new Map([...epoch].map((value, i) => [value, i]));
      const wanted = Array.from({ length: last + 1 }, (_, i) => i).filter((epoch) => isMeasured(epoch));
      expect(wanted.length).toBeGreaterThan(firstEpochs + 20);
      for (const value of wanted) {
        const i = at.get(value)!;
        expect([trainMin[i], trainMax[i], testMin[i]]).toEqual(
          [1, 1, 2].map((loss) => loss / (1 + 4 * value)),
        );
      }
      expect(epoch.length).toBeLessThanOrEqual(1024);
      expect([...epoch]).toEqual([...epoch].sort((a, b) => a - b));
      expect(columns.perBucket).toBeGreaterThan(1);
    }
  });

  it('goes on after being restored as it would have without', () => {
    const [straight, broken] = [new LossHistory(64), new LossHistory(64)];
    for (let epoch = 0; epoch <= 40; epoch++)
      for (const history of [straight, broken]) history.push(epoch, epoch, 1);
    const restored = new LossHistory(64);
    restored.restore(broken.columns());
    for (let epoch = 41; epoch <= 60; epoch++)
      for (const history of [straight, restored]) history.push(epoch, epoch, 1);
    expect(restored.columns()).toEqual(straight.columns());
  });
});

describe('the epochs that are measured at every speed', () => {
  it('are each of the first 256, and then four for every doubling, without end', () => {
    const epochs = [0];
    while (epochs[epochs.length - 1] < 1e12) epochs.push(nextMeasured(epochs[epochs.length - 1]));
    expect(epochs.slice(0, 257)).toEqual(Array.from({ length: 257 }, (_, i) => i));
    expect(epochs.slice(257, 266)).toEqual([304, 362, 431, 512, 609, 724, 861, 1024, 1218]);
    expect(epochs.filter((epoch) => epoch >= 2 ** 30 && epoch < 2 ** 31)).toHaveLength(4);
    expect(epochs.every((epoch) => isMeasured(epoch))).toBe(true);
    // All of them have room to be kept one by one.
    expect(epochs.length).toBeLessThanOrEqual((1024 * 3) / 8 + 1);
  });

  it('are whole, and no others', () => {
    expect([0.5, 255.999, 257, 303, 305, 1023].filter((epoch) => isMeasured(epoch))).toEqual([]);
    expect([nextMeasured(0.2), nextMeasured(256), nextMeasured(300.5), nextMeasured(304)]).toEqual([
      1, 304, 304, 362,
    ]);
  });
});

describe('the lowest training loss', () => {
  it('is where the history stands, or was', () => {
    const history = new LossHistory();
    expect(history.isAtLowest).toBe(false);
    history.push(0, 1, 1);
    expect(history.isAtLowest).toBe(true);
    history.push(1, 3, 0);
    expect(history.isAtLowest).toBe(false);
    history.push(2, 0.5, 9);
    expect(history.isAtLowest).toBe(true);
    history.push(3, 0.7, 9);
    const restored = new LossHistory();
    restored.restore(history.columns());
    expect(restored.isAtLowest).toBe(false);
    restored.push(4, 0.4, 9);
    expect(restored.isAtLowest).toBe(true);
  });

  it('has a gap where there was nothing to measure, and no longer', () => {
    const history = new LossHistory(8);
    for (let k = 0; k <= 40; k++) history.push(k / 100, k, k < 20 ? NaN : k);
    const { testMin, testMax, trainMin } = history.columns();
    expect(trainMin.every(Number.isFinite)).toBe(true);
    const measured = [...testMin].findIndex(Number.isFinite);
    expect(measured).toBeGreaterThan(0);
    expect([...testMin.slice(measured), ...testMax.slice(measured)].every(Number.isFinite)).toBe(true);
    expect(Math.min(...testMin.slice(measured))).toBe(20);
    expect(Math.max(...testMax.slice(measured))).toBe(40);
    const again = new LossHistory(8);
    again.restore(history.columns());
    expect(again.columns().testMax).toEqual(testMax);
  });
});
