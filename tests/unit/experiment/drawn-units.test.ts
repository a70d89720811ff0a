import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classNamesOf } from '../../../src/experiment/data-sets.ts';
import {
  drawnClassCount,
  drawnTarget,
  drawnUnits,
  packedText,
  parseDrawing,
  redraw,
  writeDrawing,
  type DrawnPoint,
  type DrawnUnits,
} from '../../../src/experiment/drawing.ts';
import { drawnCoordinate } from '../../../src/experiment/drawn-point.ts';
import { gridOf, ontoAxis } from '../../../src/experiment/drawn-grid.ts';
import { drawnNames, ontoNumbers, ontoPlane } from '../../../src/experiment/drawn-names.ts';
import type { DrawnAxis } from '../../../src/experiment/drawn-units.ts';
import { effectsOf } from '../../../src/experiment/effects.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import {
  decodeSettings,
  defaultSettings,
  encodeSettings,
  heldSettings,
} from '../../../src/experiment/url.ts';

const axis = (name: string, from: number, to: number): DrawnAxis => ({
  name,
  from,
  to,
  shift: 5.84,
  scale: 0.83,
});

const flowers: DrawnUnits = {
  axes: [axis('sepal length', 4.08, 8.12), axis('größe_{1},\n"x"', 2, 4.5)],
  target: { name: 'species', classes: ['setosa', 'class 4', 'virginica'] },
};

const at = (x1: number, x2: number, place: number): DrawnPoint => ({ x1, x2, place, side: 'train' });
const drawn = writeDrawing([at(1, 2, 0), at(-1, 0.5, 2)], 'class', flowers);

function linked(experiment: Experiment): Experiment {
  const decoded = decodeSettings(encodeSettings({ ...defaultSettings, experiment }));
  expect(decoded.problems).toEqual([]);
  return decoded.settings.experiment;
}

describe('the units of a drawing', () => {
  it('stand before its points, and come back with them, whatever the names', () => {
    for (const other of ['1,1,1', '2,2,2', '3,3,3', '4,4,4']) parseDrawing(other);
    expect(parseDrawing(drawn)).toEqual({
      ok: true,
      drawing: [at(1, 2, 0), at(-1, 0.5, 2)],
      text: drawn,
    });
    expect(drawnUnits(drawn)).toEqual(flowers);
    const numbers: DrawnUnits = { ...flowers, target: { name: 'price', shift: 1000, scale: 250 } };
    const ofNumbers = writeDrawing([{ ...at(1, 2, 0), value: -0.5 }], 'number', numbers);
    expect([drawnTarget(drawn), drawnTarget(ofNumbers)]).toEqual(['class', 'number']);
    expect(parseDrawing(ofNumbers)).toMatchObject({ ok: true, text: ofNumbers });
    expect(ontoNumbers(numbers)(-0.5)).toBe(875);
  });

  it('are in a link, a short and a long one, and beside the address', () => {
    const experiment = { ...defaultExperiment, dataSet: 'draw', drawn, loss: 'cross-entropy' } as const;
    expect(linked(experiment)).toEqual(experiment);
    const many = redraw(
      drawn,
      Array.from({ length: 300 }, (_, i) => at(drawnCoordinate(i / 100), -1, i % 3)),
    );
    const long = { ...experiment, drawn: many };
    expect(linked(long)).toEqual(long);
    expect(drawnUnits(packedText(many))).toEqual(flowers);
    const held = heldSettings({ ...defaultSettings, experiment: long });
    expect(held?.drawn).toBe(packedText(many));
    expect(packedText(many).length).toBeLessThan(400 + 6 * 300);
  });

  it('stay with other points, and make another plane other data', () => {
    const experiment = { ...defaultExperiment, dataSet: 'draw', drawn } as const;
    const more = { ...experiment, drawn: redraw(drawn, [at(0, 0, 1)]) };
    expect(drawnUnits(more.drawn)).toEqual(flowers);
    expect([...effectsOf(experiment, more)]).toEqual(['rows']);
    const plain = { ...experiment, drawn: writeDrawing([at(1, 2, 0), at(-1, 0.5, 2)]) };
    expect([...effectsOf(experiment, plain)]).toContain('table');
  });

  it('name the classes, and more of them as they are drawn', () => {
    expect(drawnClassCount(writeDrawing([], 'class', flowers))).toBe(3);
    expect(classNamesOf({ dataSet: 'draw', drawn })).toEqual(['setosa', 'class 4', 'virginica']);
    const more = redraw(drawn, [at(0, 0, 4)]);
    expect(classNamesOf({ dataSet: 'draw', drawn: more })).toEqual([
      ...['setosa', 'class 4', 'virginica', 'class 4 (drawn)', 'class 5'],
    ]);
    // The control: without units they are as ever.
    expect(classNamesOf({ dataSet: 'draw', drawn: '0,0,3' })).toEqual(['class 1', 'class 2', 'class 3']);
  });

  it('name three different columns, whatever is predicted now', () => {
    expect(drawnNames(flowers, true)).toEqual(['sepal length', 'größe_{1},\n"x"', 'species']);
    expect(drawnNames(flowers, false)[2]).toBe('y');
    const strange: DrawnUnits = { axes: [axis('y', 0, 1), axis('y (drawn)', 0, 1)] };
    expect(drawnNames(strange, false)).toEqual(['y', 'y (drawn)', 'y (drawn) (drawn)']);
    expect(drawnNames({ target: { name: 'z', shift: 1, scale: 2 } }, false)).toEqual(['x1', 'x2', 'y']);
    expect(drawnNames(null, true)).toEqual(['x1', 'x2', 'class']);
  });

  it('that are damaged are refused by what is wrong with them', () => {
    const wrong = [
      '{"axes":[]}',
      '{"axes":1',
      drawn.split('\n')[0].replace('4.08', '9.08'),
      drawn.split('\n')[0].replace('0.83', '0'),
      drawn.split('\n')[0].replace('"class 4"', '"setosa"'),
      '{"axes":[{"name":"a","from":0,"to":1,"shift":0,"scale":1},{"name":"a","from":0,"to":1,"shift":0,"scale":1}]}',
      '{"target":{"name":"y","shift":1e999}}',
    ];
    for (const said of wrong) {
      const parsed = parseDrawing(`${said}\n1,1,1`);
      expect(parsed.ok ? parsed.text : parsed.expected).toContain('what its plane stands for is damaged (“{');
    }
    // No end of a line, no units: then it is a point that is none.
    expect(parseDrawing('{"axes":1}')).toMatchObject({ ok: false });
    expect(parseDrawing('{}\n1,1,1')).toMatchObject({ ok: true, text: '{}\n1,1,1' });
  });

  it('give back any number with four digits, of any size and anywhere', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -15, max: 15 }),
        fc.integer({ min: -1_000_000, max: 1_000_000 }),
        fc.integer({ min: 100, max: 9000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (power, first, count, share) => {
          const said = (whole: number): number => Number(`${whole}e${power}`);
          const value = said(first + Math.round(share * count));
          const { down, up } = gridOf([said(first), said(first + count)]);
          const ends = { from: down(said(first)), to: up(said(first + count)) };
          const own = ontoAxis({ name: 'x', ...ends, shift: 0, scale: 1 });
          expect(own(drawnCoordinate(ontoPlane(ends)(value)))).toBe(value);
        },
      ),
    );
  });

  it('hold numbers that are near the largest or the smallest', () => {
    for (const [from, to] of [
      [-8e307, 8e307],
      [0, 5e-320],
      [1e300, 1.5e300],
      [1e15, 1e15 + 1],
    ]) {
      const own = ontoAxis({ name: 'x', from, to, shift: 0, scale: 1 });
      for (const coordinate of [-6, 0, 6]) {
        expect(own(coordinate)).toBeGreaterThanOrEqual(from);
        expect(own(coordinate)).toBeLessThanOrEqual(to);
      }
    }
  });
});
