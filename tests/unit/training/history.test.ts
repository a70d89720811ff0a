import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LossHistory } from '../../../src/training/history.ts';

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
});
