import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  drawnClassCount,
  drawnCoordinate,
  drawnTarget,
  mostDrawnPoints,
  packDrawing,
  parseDrawing,
  writeDrawing,
  type Drawing,
  type DrawnPoint,
} from '../../../src/experiment/drawing.ts';
import { drawingShortfall, sideOfNext } from '../../../src/experiment/drawn-sides.ts';
import { drawnValue } from '../../../src/experiment/drawn-point.ts';
import { classCountOf, taskFor } from '../../../src/experiment/data-sets.ts';
import { defaultExperiment, parseExperiment } from '../../../src/experiment/schema.ts';

const anyPoint: fc.Arbitrary<DrawnPoint> = fc.record({
  x1: fc.double({ min: -7, max: 7, noNaN: true }).map(drawnCoordinate),
  x2: fc.double({ min: -7, max: 7, noNaN: true }).map(drawnCoordinate),
  place: fc.nat({ max: 7 }),
  side: fc.constantFrom('train' as const, 'test' as const),
});
const anyDrawing = fc.array(anyPoint, { maxLength: 40 });

const at = (x1: number, place: number, side: DrawnPoint['side'] = 'train'): DrawnPoint => ({
  x1,
  x2: 0,
  place,
  side,
});

describe('a drawing', () => {
  it('comes back from its text, written out or packed', () => {
    fc.assert(
      fc.property(anyDrawing, (drawing) => {
        const text = writeDrawing(drawing);
        // Read, not remembered.
        for (const other of ['1,1,1', '2,2,2', '3,3,3', '4,4,4']) parseDrawing(other);
        expect(parseDrawing(text)).toEqual({ ok: true, drawing, text });
        expect(parseDrawing(packDrawing(drawing))).toEqual({ ok: true, drawing, text });
      }),
    );
    expect(writeDrawing([at(-1.25, 0), at(0.5, 7, 'test')])).toBe('-1.25,0,1_0.5,0,8,t');
    expect(packDrawing([at(6, 7, 'test')])).toHaveLength(7);
  });

  it('is not taken for one because someone has written it', () => {
    for (const wrong of [at(7, 0), at(0.12345, 0), at(NaN, 0), at(0, 8)])
      expect(parseDrawing(writeDrawing([wrong]))).toMatchObject({ ok: false });
  });

  it('has coordinates of three decimals inside its window', () => {
    expect([1.23456, -7, 6.0004, -0.0001, NaN, Infinity].map(drawnCoordinate)).toEqual([
      1.235, -6, 6, 0, 0, 6,
    ]);
  });

  it.each([
    ['1,2', 'point 1 is “1,2”'],
    ['1,2,0', 'point 1'],
    ['1,2,9', 'point 1'],
    ['1,2,1_', 'point 2 is “”'],
    ['1,2,1_6.001,0,1', 'point 2 is “6.001,0,1”'],
    ['1,2,1_0,-6.5,1', 'point 2'],
    ['1.2345,2,1', 'at most 3 decimals'],
    ['1e1,2,1', 'point 1'],
    [' 1,2,1', 'point 1'],
    ['1,2,1,x', 'point 1'],
    ['NaN,0,1', 'point 1'],
    ['.AAAAA', 'point 1 is damaged'],
    ['.AAAAAA!AAAAA', 'point 2 is damaged'],
    ['.______', 'point 1 is damaged'],
    [new Array<string>(mostDrawnPoints + 1).fill('1,2,1').join('_'), 'at most 10,000 points'],
    [`.${'A'.repeat(6 * (mostDrawnPoints + 1))}`, 'at most 10,000 points'],
  ])('is refused as a whole where a point is wrong: %s', (text, expected) => {
    const parsed = parseDrawing(text);
    expect(parsed).toMatchObject({ ok: false, expected: expect.stringContaining(expected) as string });
    const experiment = parseExperiment({ ...defaultExperiment, drawn: text });
    expect(experiment).toMatchObject({ ok: false, message: expect.stringContaining('Drawing: ') as string });
  });

  it('is refused or read for every text, and what is read is written the same from then on', () => {
    const parts = fc.constantFrom('1', '-6', ',', '_', '.', '8', 't', 'A', 'n', '0.5', '-', '~', '𝟙');
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(parts, { maxLength: 30 }).map((some) => some.join('')),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        const parsed = parseExperiment({ ...defaultExperiment, drawn: text });
        if (!parsed.ok) return;
        const { drawn } = parsed.value;
        expect(parseExperiment({ ...defaultExperiment, drawn })).toEqual(parsed);
      }),
      { numRuns: 500 },
    );
    const ofEither = ['1.50,2,1', '.']
      .map((drawn) => parseExperiment({ ...defaultExperiment, drawn }))
      .map((parsed) => (parsed.ok ? parsed.value.drawn : null));
    expect(ofEither).toEqual(['1.5,2,1', '']);
  });

  it('holds ten thousand points', () => {
    const text = new Array<string>(mostDrawnPoints).fill('1.234,-2.345,1').join('_');
    const parsed = parseDrawing(text);
    expect(parsed.ok && parsed.drawing.length).toBe(mostDrawnPoints);
  });

  it('tells apart the classes up to the last that was drawn, and two at least', () => {
    expect(['', '1,2,1', '1,2,2', '1,2,1_1,2,5'].map(drawnClassCount)).toEqual([2, 2, 2, 5]);
  });
});

describe('a drawing of numbers', () => {
  const numbered = fc.record({
    x1: fc.double({ min: -7, max: 7, noNaN: true }).map(drawnCoordinate),
    x2: fc.double({ min: -7, max: 7, noNaN: true }).map(drawnCoordinate),
    place: fc.constant(0),
    value: fc
      .oneof(fc.double({ min: -2, max: 2, noNaN: true }), fc.double({ min: -2e3, max: 2e3, noNaN: true }))
      .map(drawnValue),
    side: fc.constantFrom('train' as const, 'test' as const),
  });

  it('comes back from its text, written out or packed', () => {
    fc.assert(
      fc.property(fc.array(numbered, { maxLength: 40 }), (drawing) => {
        const text = writeDrawing(drawing, 'number');
        for (const other of ['1,1,1', '2,2,2', '3,3,3', '4,4,4']) parseDrawing(other);
        expect(parseDrawing(text)).toEqual({ ok: true, drawing, text });
        expect(parseDrawing(packDrawing(drawing, 'number'))).toEqual({ ok: true, drawing, text });
      }),
    );
    const point = { x1: -1.25, x2: 0, place: 0, value: -0.5, side: 'test' } as const;
    expect(writeDrawing([point], 'number')).toBe('n_-1.25,0,-0.5,t');
    for (const value of [-1000, 1000])
      expect(packDrawing([{ ...point, x1: 6, x2: 6, value }], 'number')).toHaveLength(2 + 9);
  });

  it('is one of numbers also while nothing is drawn, and one of classes is none', () => {
    expect(['n', 'n.', 'n_1,2,0.5', '', '.', '1,2,1'].map(drawnTarget)).toEqual([
      ...['number', 'number', 'number'],
      ...['class', 'class', 'class'],
    ]);
    expect(parseDrawing('n')).toEqual({ ok: true, drawing: [], text: 'n' });
    const settings = { dataSet: 'draw', drawn: 'n' } as const;
    expect([taskFor(settings), classCountOf(settings)]).toEqual(['regression', 0]);
    expect([taskFor({ dataSet: 'draw' }), classCountOf({ dataSet: 'draw' })]).toEqual(['classification', 2]);
  });

  it.each([
    ['nonsense', 'it begins with “nonsense”'],
    ['n1,2,3', 'it begins with “n1,2,3”'],
    ['n_', 'point 1 is “”'],
    ['n_1,2,1000.001', 'a number from -1000 to 1000'],
    ['n_1,2,1e3', 'point 1'],
    ['n_1,2,', 'point 1'],
    ['n_1,2,0.5_7,0,0', 'point 2 is “7,0,0”'],
    ['1,2,0.5', 'a class from 1 to 8'],
    ['n.AAAAA', 'point 1 is damaged'],
    ['n.________A', 'point 1 is damaged'],
  ])('is refused as a whole where a point is wrong: %s', (text, expected) => {
    const parsed = parseDrawing(text);
    expect(parsed).toMatchObject({ ok: false, expected: expect.stringContaining(expected) as string });
  });

  it('holds ten thousand points', () => {
    const text = `n_${new Array<string>(mostDrawnPoints).fill('1.234,-2.345,-0.5').join('_')}`;
    const parsed = parseDrawing(text);
    expect(parsed.ok && parsed.drawing.length).toBe(mostDrawnPoints);
    expect(parseDrawing(`${text}_0,0,0`)).toEqual({
      ok: false,
      expected: 'a drawing of at most 10,000 points',
    });
  });

  it('lacks nothing from two points on, one of which trains', () => {
    const point = (side: DrawnPoint['side']): DrawnPoint => ({ ...at(0, 0, side), value: 1 });
    for (const lacking of [[], [point('train')]])
      expect(drawingShortfall(lacking, 'number')).toBe('Draw at least two points.');
    expect(drawingShortfall([point('test'), point('test')], 'number')).toContain('for the test');
    expect(drawingShortfall([point('train'), point('test')], 'number')).toBe(null);
    // Control: of classes that is one class.
    expect(drawingShortfall([at(0, 0), at(1, 0)])).not.toBe(null);
  });
});

describe('the side of the split of a drawn point', () => {
  /** As many points of each class as asked, one after the other. */
  function draw(counts: readonly number[], share: number): Drawing {
    const drawing: DrawnPoint[] = [];
    counts.forEach((count, place) => {
      for (let i = 0; i < count; i++) drawing.push(at(i / 1000, place, sideOfNext(drawing, place, share)));
    });
    return drawing;
  }

  it('is for the training where it is the first of its class', () => {
    expect(draw([1, 1, 1], 10).map(({ side }) => side)).toEqual(['train', 'train', 'train']);
    expect(sideOfNext([at(0, 0), at(1, 1, 'test')], 1, 10)).toBe('train');
  });

  it.each([10, 50, 80, 90])('comes near a train share of %i percent in every class, soon', (share) => {
    const drawing = draw([50, 200], share);
    for (const [place, count] of [50, 200].entries()) {
      const trained = drawing.filter((point) => point.place === place && point.side === 'train').length;
      expect(Math.abs(trained - (count * share) / 100)).toBeLessThan(2.5);
    }
  });

  it('does not depend on what is drawn later, nor on other classes', () => {
    expect(draw([20, 30], 50).slice(0, 20)).toEqual(draw([20], 50));
    expect(draw([0, 20], 50).map(({ side }) => side)).toEqual(draw([20], 50).map(({ side }) => side));
  });
});

describe('what a drawing lacks', () => {
  it('is said until two classes have points that train', () => {
    for (const lacking of [[], [at(0, 0)], [at(0, 3), at(1, 3)]])
      expect(drawingShortfall(lacking)).toBe('Draw at least two points of two classes.');
    expect(drawingShortfall([at(0, 0), at(1, 1, 'test')])).toContain('Only points of one class train');
    expect(drawingShortfall([at(0, 0), at(1, 1)])).toBe(null);
  });
});
