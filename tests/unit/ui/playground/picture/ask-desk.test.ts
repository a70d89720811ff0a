import { describe, expect, it, vi } from 'vitest';
import type { CallResult } from '../../../../../src/client/worker-connection.ts';
import type { Answer, AskedColumn, AskRequest } from '../../../../../src/protocol/ask-messages.ts';
import { AskDesk, rounded, stepOf } from '../../../../../src/ui/playground/picture/ask-desk.ts';

const number = (name: string, middle = 0.123456): AskedColumn => ({
  name,
  kind: 'number',
  mayBeMissing: false,
  middle,
  range: [-6, 6],
});
const plane = {
  columns: [number('x1'), number('x2', -2.71)],
  pixels: null,
  classNames: ['−1', '1'],
  targetName: null,
};

/** A desk whose questions are answered one by one, by hand. */
function createDesk({ intervalMs = 0 } = {}) {
  const asked: AskRequest[] = [];
  const waiting: ((reply: CallResult<Answer>) => void)[] = [];
  const desk = new AskDesk({
    ask: (request) => {
      asked.push(request);
      return new Promise((resolve) => waiting.push(resolve));
    },
    intervalMs: () => intervalMs,
    now: () => performance.now(),
  });
  const reply = async (result: CallResult<Answer>): Promise<void> => {
    waiting.shift()!(result);
    await Promise.resolve();
    await Promise.resolve();
  };
  const answer = (runId: number, output: number, row: Answer['row'] = {}): Promise<void> =>
    reply({
      ok: true,
      value: { runId, epoch: 1, row, outputs: [output], prediction: { kind: 'number', value: output } },
    });
  return { desk, asked, waiting, reply, answer };
}

describe('the questions to the network', () => {
  it('begin with the middle of the data, without its last digits', () => {
    const { desk, asked } = createDesk();
    desk.setData(plane);
    desk.setRun(1, true);
    expect(desk.shown.value.row).toEqual({ x1: 0.1, x2: -2.7 });
    expect(asked).toEqual([{ kind: 'row', row: { x1: 0.1, x2: -2.7 } }]);
  });

  it('go out one at a time; the latest row wins, and no answer to another is shown', async () => {
    const { desk, asked, answer, waiting } = createDesk();
    desk.setData(plane);
    desk.setRun(1, true);
    desk.perform({ kind: 'values', values: { x1: 1 } });
    desk.perform({ kind: 'values', values: { x1: 2 } });
    expect(asked).toHaveLength(1);
    await answer(1, 0.5);
    expect(desk.shown.value.answer).toBeNull();
    expect(asked.slice(1)).toEqual([{ kind: 'row', row: { x1: 2, x2: -2.7 } }]);
    await answer(1, 0.25);
    expect(desk.shown.value.answer?.outputs).toEqual([0.25]);
    expect(waiting).toHaveLength(0);
  });

  it('are asked again with every new view, and what another run answers is dropped', async () => {
    const { desk, asked, answer } = createDesk();
    desk.setData(plane);
    desk.setRun(1, true);
    await answer(1, 0.5);
    desk.look();
    desk.look();
    expect(asked).toHaveLength(2);
    await answer(1, 0.6);
    expect(desk.shown.value.answer?.outputs).toEqual([0.6]);
    await answer(2, 0.7);
    expect(desk.shown.value.answer?.outputs).toEqual([0.6]);
    desk.setRun(2, true);
    expect(desk.shown.value.answer).toBeNull();
    await answer(2, 0.8);
    expect(desk.shown.value.answer?.outputs).toEqual([0.8]);
  });

  it('follow the weights no faster than asked, to the last of them, and a user at once', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    try {
      const { desk, asked, answer } = createDesk({ intervalMs: 100 });
      desk.setData(plane);
      desk.setRun(1, true);
      await answer(1, 0.5);
      vi.advanceTimersByTime(40);
      desk.look();
      desk.look();
      expect(asked).toHaveLength(1);
      vi.advanceTimersByTime(60);
      expect(asked).toHaveLength(2);
      await answer(1, 0.6);
      expect(desk.shown.value.answer?.outputs).toEqual([0.6]);
      vi.advanceTimersByTime(10);
      desk.look();
      desk.perform({ kind: 'values', values: { x1: 1 } });
      expect(asked.slice(2)).toEqual([{ kind: 'row', row: { x1: 1, x2: -2.7 } }]);
      await answer(1, 0.7);
      vi.advanceTimersByTime(1000);
      expect(asked).toHaveLength(3);
      desk.look();
      expect(asked).toHaveLength(4);
    } finally {
      vi.useRealTimers();
    }
  });

  it('have no answer of other classes, nor of another number, beside data of the same columns', async () => {
    for (const other of [{ classNames: ['1', '2', '3'] }, { classNames: [], targetName: 'y' }]) {
      const { desk, answer } = createDesk();
      desk.setData(plane);
      desk.setRun(1, true);
      await answer(1, 0.5);
      desk.setData({ ...plane });
      expect(desk.shown.value.answer?.outputs).toEqual([0.5]);
      desk.setData({ ...plane, ...other });
      expect(desk.shown.value).toEqual({ row: { x1: 0.1, x2: -2.7 }, answer: null, problem: '' });
    }
  });

  it('take over the row of a point, and keep the row where other data have the same columns', async () => {
    const { desk, asked, answer } = createDesk();
    desk.setData(plane);
    desk.setRun(1, true);
    await answer(1, 0.5);
    desk.perform({ kind: 'point', point: { split: 'test', index: 3 } });
    expect(asked[1]).toEqual({ kind: 'sample', split: 'test', index: 3 });
    await answer(1, 0.5, { x1: 4, x2: 5 });
    expect(desk.shown.value.row).toEqual({ x1: 4, x2: 5 });
    desk.setData({ ...plane, columns: [number('x1', 9), number('x2', 9)] });
    expect(desk.shown.value.row).toEqual({ x1: 4, x2: 5 });
    desk.setData({ ...plane, columns: [number('x1'), number('width')] });
    expect(desk.shown.value.row).toEqual({ x1: 0.1, width: 0.1 });
    desk.setData({ ...plane, columns: [number('a'), number('b')], pixels: { rows: 1, columns: 2 } });
    expect(desk.shown.value.row).toEqual({ a: 0, b: 0 });
  });

  it('say what was wrong, until they can be answered again; values of strangers are left out', async () => {
    const { desk, reply, answer } = createDesk();
    desk.setData(plane);
    desk.setRun(1, true);
    await reply({ ok: false, code: 'invalid-row', message: 'No.' });
    expect(desk.shown.value).toMatchObject({ answer: null, problem: 'No.' });
    desk.perform({ kind: 'values', values: { x2: 3, 'first component': 8 } });
    expect(desk.shown.value.row).toEqual({ x1: 0.1, x2: 3 });
    await answer(1, 0.5);
    expect(desk.shown.value).toMatchObject({ answer: { outputs: [0.5] }, problem: '' });
  });
});

describe('the steps of a field', () => {
  it.each([
    [-6, 6, 0.1],
    [4.3, 7.9, 0.01],
    [2700, 6300, 10],
    [0.05, 0.16, 0.001],
    [3, 3, 1],
  ])('from %s to %s are of %s', (low, high, step) => {
    expect(stepOf([low, high])).toBeCloseTo(step, 12);
  });

  it('round to what one would write', () => {
    expect(rounded(5.843333, [4.3, 7.9])).toBe(5.84);
    expect(rounded(4201.75, [2700, 6300])).toBe(4200);
    expect(rounded(0.0963602, [0.05, 0.16])).toBe(0.096);
  });
});
