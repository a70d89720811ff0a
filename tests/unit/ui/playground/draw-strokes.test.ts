import { describe, expect, it } from 'vitest';
import { mostDrawnPoints, type Drawing, type DrawnPoint } from '../../../../src/experiment/drawing.ts';
import { defaultExperiment } from '../../../../src/experiment/schema.ts';
import { beginDrawing } from '../../../../src/ui/playground/draw/begin-drawing.ts';
import { keyAction } from '../../../../src/ui/playground/draw/keys.ts';
import {
  nearestTo,
  placesBetween,
  sampleOf,
  withMoved,
  without,
  withoutDisc,
  withPoint,
  withScattered,
  withTarget,
} from '../../../../src/ui/playground/draw/strokes.ts';

const ink = { place: 1, trainShare: 50 };
const point = (x1: number, x2: number, place = 0, side: DrawnPoint['side'] = 'train'): DrawnPoint => ({
  x1,
  x2,
  place,
  side,
});
const three: Drawing = [point(0, 0), point(1, 1, 1, 'test'), point(-3, 2, 1)];

describe('strokes', () => {
  it('add a point of the chosen class inside the window', () => {
    expect(withPoint(three, { x1: 7, x2: -0.12345 }, ink).at(-1)).toMatchObject({
      x1: 6,
      x2: -0.123,
      place: 1,
    });
    const full = new Array<DrawnPoint>(mostDrawnPoints).fill(point(0, 0));
    expect(withPoint(full, { x1: 0, x2: 0 }, ink)).toBe(full);
  });

  it('move a point, which keeps its class, its side and its place in the order', () => {
    expect(withMoved(three, 1, { x1: -9, x2: 0.5 })).toEqual([three[0], point(-6, 0.5, 1, 'test'), three[2]]);
  });

  it('take away one point, or all of a disc', () => {
    expect(without(three, 1)).toEqual([three[0], three[2]]);
    expect(withoutDisc(three, { x1: 0.5, x2: 0.5 }, 0.8)).toEqual([three[2]]);
    expect(withoutDisc(three, { x1: 5, x2: 5 }, 0.8)).toBe(three);
  });

  it('scatter points over the whole disc, and the same ones each time', () => {
    const centre = { x1: 1, x2: -2 };
    const scattered = withScattered([], centre, { ...ink, radius: 2, count: 400 });
    expect(scattered).toEqual(withScattered([], centre, { ...ink, radius: 2, count: 400 }));
    const away = scattered.map(({ x1, x2 }) => Math.hypot(x1 - 1, x2 + 2));
    expect(Math.max(...away)).toBeLessThanOrEqual(2.001);
    // Evenly: a quarter of the area has a quarter of the points, on either side as many.
    expect(away.filter((distance) => distance < 1).length / 400).toBeCloseTo(0.25, 1);
    expect(scattered.filter(({ x1 }) => x1 < 1).length / 400).toBeCloseTo(0.5, 1);
    expect(new Set(scattered.map(({ x1, x2 }) => `${x1},${x2}`)).size).toBe(400);
  });

  it('scatter at the border only what is within it, and as many', () => {
    for (const centre of [
      { x1: -6, x2: 2 },
      { x1: 6, x2: 6 },
      { x1: 5.7, x2: 0 },
    ]) {
      const scattered = withScattered([], centre, { ...ink, radius: 2, count: 100 });
      expect(scattered).toHaveLength(100);
      // One may lie there, as anywhere.
      const onBorder = scattered.filter((one) => Math.abs(one.x1) === 6 || Math.abs(one.x2) === 6);
      expect(onBorder.length).toBeLessThanOrEqual(1);
      for (const { x1, x2 } of scattered)
        expect(Math.hypot(x1 - centre.x1, x2 - centre.x2)).toBeLessThanOrEqual(2.001);
      expect(new Set(scattered.map(({ x1, x2 }) => `${x1},${x2}`)).size).toBe(100);
    }
  });

  it('find the nearest point, of equals the one that lies on top', () => {
    expect(nearestTo([], { x1: 0, x2: 0 })).toBe(null);
    expect(nearestTo(three, { x1: 1.3, x2: 1.4 })).toEqual({ index: 1, distance: 0.5 });
    expect(nearestTo([...three, point(0, 0)], { x1: 0, x2: 0 })?.index).toBe(3);
    expect(sampleOf(three, 2)).toEqual({ split: 'train', index: 1 });
  });

  it('add points with a number as it can be written', () => {
    const drawn = withPoint([], { x1: 1, x2: 2 }, { place: 3, value: 0.12345, trainShare: 50 });
    expect(drawn).toEqual([{ x1: 1, x2: 2, place: 0, value: 0.123, side: 'train' }]);
    expect(withMoved(drawn, 0, { x1: 0, x2: 0 })[0]).toMatchObject({ x1: 0, value: 0.123 });
    const many = withScattered(
      [],
      { x1: 0, x2: 0 },
      { place: 0, value: -2, trainShare: 50, radius: 1, count: 9 },
    );
    expect(many.map(({ value }) => value)).toEqual(new Array(9).fill(-2));
  });

  it('become points of numbers or of classes where they are', () => {
    const [first, second, third] = three;
    expect(withTarget(three, 'number')).toEqual([
      { ...first, place: 0, value: -1 },
      { ...second, place: 0, value: 1 },
      { ...third, place: 0, value: 1 },
    ]);
    expect(withTarget(withTarget(three, 'number'), 'class')).toEqual(three);
    expect(
      withTarget(
        [0, 1, 2].map((place) => point(0, 0, place)),
        'number',
      ).map(({ value }) => value),
    ).toEqual([-1, 0, 1]);
    expect(withTarget(three, 'class')).toEqual(three);
    // Of up to eight numbers each is a class, as it was one; of more each side of 0.
    for (const count of [2, 3, 4, 8]) {
      const classes = Array.from({ length: 3 * count }, (_, i) => point(i / 10, 0, i % count));
      expect(withTarget(withTarget(classes, 'number'), 'class')).toEqual(classes);
    }
    const alone = [point(0, 0, 1), point(1, 0, 1)];
    expect(withTarget(withTarget(alone, 'number'), 'class')).toEqual(alone);
    const many = Array.from({ length: 9 }, (_, i) => ({ ...point(0, 0), value: i - 4 }));
    expect(withTarget(many, 'class').map(({ place }) => place)).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1]);
  });

  it('begin with numbers where numbers are predicted and nothing was drawn', () => {
    const of = (patch: object) => beginDrawing({ ...defaultExperiment, ...patch });
    expect(of({ dataSet: 'plane' })).toEqual({ dataSet: 'draw', drawn: 'n' });
    expect(of({ dataSet: 'plane', drawn: '1,2,1' })).toEqual({ dataSet: 'draw' });
    expect(of({})).toEqual({ dataSet: 'draw' });
  });

  it('leave no gap on a fast way', () => {
    const places = placesBetween({ x1: 0, x2: 0 }, { x1: 3, x2: 4 }, 0.5);
    expect(places).toHaveLength(10);
    expect(places.at(-1)).toEqual({ x1: 3, x2: 4 });
    expect(placesBetween({ x1: 1, x2: 1 }, { x1: 1, x2: 1 }, 0.5)).toEqual([{ x1: 1, x2: 1 }]);
  });
});

describe('keys on the drawing plane', () => {
  const press = (key: string, modifiers: Partial<Record<'shiftKey' | 'ctrlKey', boolean>> = {}) =>
    keyAction({ key, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, ...modifiers });

  it('move the cursor, with Shift farther', () => {
    expect(press('ArrowUp')).toEqual({ kind: 'step', by: { x1: 0, x2: 0.2 } });
    expect(press('ArrowLeft', { shiftKey: true })).toEqual({ kind: 'step', by: { x1: -1, x2: 0 } });
  });

  it('choose classes and tools, draw and remove', () => {
    expect(press('8')).toEqual({ kind: 'pen', pen: { place: 7 } });
    expect(['b', 'E', 'a'].map((key) => press(key))).toEqual(
      ['brush', 'eraser', 'add'].map((tool) => ({ kind: 'pen', pen: { tool } })),
    );
    expect(['Enter', ' ', 'Delete', 'm'].map((key) => press(key)?.kind)).toEqual([
      'draw',
      'draw',
      'remove',
      'carry',
    ]);
  });

  it('change the number where points have one, and choose no class there', () => {
    const on = (key: string) =>
      keyAction({ key, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false }, 'number');
    expect(['+', '=', '-'].map(on)).toEqual([0.1, 0.1, -0.1].map((by) => ({ kind: 'value', by })));
    expect(on('3')).toBe(null);
    expect(on('b')).toEqual({ kind: 'pen', pen: { tool: 'brush' } });
    expect(press('+')).toBe(null);
  });

  it('are left to the page where they mean nothing here', () => {
    expect(['9', '0', 'Tab', 'x', 'constructor'].map((key) => press(key))).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(press('e', { ctrlKey: true })).toBe(null);
  });
});
