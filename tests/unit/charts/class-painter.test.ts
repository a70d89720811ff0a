import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { certaintySteps, classColours } from '../../../src/charts/class-colours.ts';
import { paintClasses, paintOneClass, type ClassOutputs } from '../../../src/charts/heat-map-painter.ts';

const { words } = classColours.light;
const last = certaintySteps - 1;

/** What is put on the canvas, as words, row by row. */
class Paper {
  width = 0;
  height = 0;
  pixels: number[] = [];

  getContext(): { putImageData: (image: ImageData) => void } {
    return {
      putImageData: (image) => {
        this.pixels = [...new Uint32Array(image.data.buffer.slice(0))];
      },
    };
  }
}

beforeEach(() => {
  vi.stubGlobal(
    'ImageData',
    class {
      readonly data: Uint8ClampedArray;
      constructor(width: number, height: number) {
        this.data = new Uint8ClampedArray(4 * width * height);
      }
    },
  );
});
afterEach(() => {
  vi.unstubAllGlobals();
});

type Painter = (canvas: HTMLCanvasElement, grid: { resolution: number; values: Float32Array }) => void;

/** Four cells, each given by its outputs. */
function painted(cells: readonly (readonly number[])[], paint: Painter): number[] {
  const paper = new Paper();
  const values = Float32Array.from(cells[0].flatMap((_, output) => cells.map((cell) => cell[output])));
  paint(paper as unknown as HTMLCanvasElement, { resolution: Math.sqrt(cells.length), values });
  expect([paper.width, paper.height]).toEqual([2, 2]);
  return paper.pixels;
}

const shares: ClassOutputs = { count: 3, low: 0 };

describe('paintClasses', () => {
  const classes =
    (outputs: ClassOutputs, discrete = false): Painter =>
    (canvas, grid) => {
      paintClasses(canvas, grid, outputs, { theme: 'light', discrete });
    };

  it('takes the colour of the largest output, the paler the closer the next comes', () => {
    const cells = [
      [1, 0, 0],
      [0, 0.75, 0.25],
      [0.3, 0.3, 0.4],
      [0.5, 0.5, 0],
    ];
    expect(painted(cells, classes(shares))).toEqual([
      words[0][last],
      words[1][Math.round(last / 2)],
      words[2][Math.round(last / 10)],
      words[0][0],
    ]);
  });

  it('paints the class alone when discrete, the first of equals', () => {
    const cells = [
      [0.34, 0.33, 0.33],
      [0.3, 0.3, 0.4],
      [0.2, 0.4, 0.4],
      [0, 0, 0],
    ];
    expect(painted(cells, classes(shares, true))).toEqual([0, 2, 1, 0].map((place) => words[place][last]));
  });

  it('measures outputs from -1 to 1 by their own ends, and never beyond the full colour', () => {
    const cells = [
      [1, -1, -1],
      [0, -1, -1],
      [-1, 5, -9],
      [-1, -1, -1],
    ];
    expect(painted(cells, classes({ count: 3, low: -1 }))).toEqual([
      words[0][last],
      words[0][Math.round(last / 2)],
      words[1][last],
      words[0][0],
    ]);
  });

  it('leaves out what is not finite', () => {
    const cells = [
      [NaN, 1, 0],
      [Infinity, 0, 0],
      [0, -Infinity, 1],
      [0, 0, 1],
    ];
    for (const discrete of [false, true])
      expect(painted(cells, classes(shares, discrete))).toEqual([0, 0, 0, words[2][last]]);
  });

  it('gives each of ten classes its own colour (control)', () => {
    const one = (place: number): number[] => Array.from({ length: 10 }, (_, k) => Number(k === place));
    expect(painted([9, 8, 5, 0].map(one), classes({ count: 10, low: 0 }, true))).toEqual(
      [9, 8, 5, 0].map((place) => words[place][last]),
    );
  });

  const cellsOf = (count: number, shares: readonly Readonly<Record<number, number>>[]): number[][] =>
    shares.map((given) => Array.from({ length: count }, (_, k) => given[k] ?? 0));

  it.each([11, 20, 50])('sets the chosen one of %i classes against all the rest', (count) => {
    const chosen = (chosenClass: number, discrete = false): Painter => {
      return (canvas, grid) => {
        paintClasses(canvas, grid, { count, low: 0 }, { theme: 'light', discrete, chosenClass });
      };
    };
    const end = count - 1;
    const cells = cellsOf(count, [{ [end]: 1 }, { 0: 1 }, { 3: 0.75, [end]: 0.25 }, { 3: 0.5, [end]: 0.5 }]);
    const half = Math.round(last / 2);
    expect(painted(cells, chosen(end))).toEqual([
      words[1][last],
      words[0][last],
      words[0][half],
      words[0][0],
    ]);
    expect(painted(cells, chosen(3, true))).toEqual([0, 0, 1, 1].map((pair) => words[pair][last]));
    expect(painted(cells, classes({ count, low: 0 }, true))).toEqual(
      [0, 1, 0, 0].map((pair) => words[pair][last]),
    );
    // What is not finite among the rest counts as well.
    cells[0][1] = NaN;
    cells[1][2] = -Infinity;
    expect(painted(cells, chosen(end)).slice(0, 2)).toEqual([0, 0]);
  });
});

describe('paintOneClass', () => {
  const oneClass =
    (place: number, low: number, discrete = false): Painter =>
    (canvas, grid) => {
      paintOneClass(canvas, grid, place, { low }, { theme: 'light', discrete });
    };
  const cells = [
    [0, 1, 0],
    [1, 0, 0],
    [0.5, 0.25, 0.25],
    [0.4, 0.6, NaN],
  ];

  it('shows what one output says, from the paper to its colour', () => {
    const quarter = Math.round(last / 4);
    expect(painted(cells, oneClass(1, 0))).toEqual(
      [last, 0, quarter, Math.round(0.6 * last)].map((step) => words[1][step]),
    );
    expect(painted(cells, oneClass(2, 0))).toEqual([words[2][0], words[2][0], words[2][quarter], 0]);
  });

  it('shows one of very many in the colour of the chosen one or of the rest', () => {
    const many = [0, 11, 4, 11].map((place) => Array.from({ length: 12 }, (_, k) => Number(k === place)));
    const ofTwelve = (place: number): Painter => {
      return (canvas, grid) => {
        paintOneClass(canvas, grid, place, { low: 0 }, { theme: 'light', chosenClass: 11 });
      };
    };
    expect(painted(many, ofTwelve(11))).toEqual([0, last, 0, last].map((step) => words[1][step]));
    expect(painted(many, ofTwelve(4))).toEqual([0, 0, last, 0].map((step) => words[0][step]));
  });

  it('shows which half it is in when discrete', () => {
    expect(painted(cells, oneClass(1, 0, true))).toEqual([last, 0, 0, last].map((step) => words[1][step]));
  });

  it('measures outputs from -1 to 1 by their own ends', () => {
    const half = Math.round(last / 2);
    expect(
      painted(
        [
          [-1, 0],
          [0, 0],
          [1, 0],
          [3, 0],
        ],
        oneClass(0, -1),
      ),
    ).toEqual([0, half, last, last].map((step) => words[0][step]));
  });
});
