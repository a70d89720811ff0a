import { describe, expect, it } from 'vitest';
import { Chart, fastOptions } from '../../../src/charts/chart-setup.ts';
import { marksPerFrame, pointsPlugin } from '../../../src/charts/points-plugin.ts';
import type { MarkLook } from '../../../src/charts/point-marks.ts';
import { RecordingCanvas } from './recording-canvas.ts';

const size = 200;
const look: MarkLook = { classCount: 2, chosenClass: 0, theme: 'light', isFilled: true };

type Place = readonly [x1: number, x2: number, label: number];

function datasetOf(label: string, places: readonly Place[], hiddenClasses = new Set<number>()) {
  const column = (k: 0 | 1 | 2): Float64Array => Float64Array.from(places, (place) => place[k]);
  const points = { x1: column(0), x2: column(1), label: column(2) };
  return { label, data: [], points, hiddenClasses, look: { ...look, isFilled: label === 'train' } };
}

/** A chart of Chart.js over -1…1 both ways, on canvases that remember; a frame passes when it is told to. */
function chartOf(...datasets: ReturnType<typeof datasetOf>[]) {
  return chartOfSize(size, datasets);
}

function chartOfSize(width: number, datasets: readonly ReturnType<typeof datasetOf>[]) {
  const canvas = new RecordingCanvas(width, width);
  const waiting: (() => void)[] = [];
  const page = {
    createCanvas: () => new RecordingCanvas().asElement,
    inNextFrame: (action: () => void) => {
      waiting.push(action);
      return () => waiting.splice(waiting.indexOf(action), 1);
    },
  };
  const axis = { type: 'linear', display: false, min: -1, max: 1 } as const;
  const chart = new Chart(canvas.asElement, {
    type: 'marks',
    data: { datasets: [...datasets] },
    options: {
      ...fastOptions,
      responsive: false,
      devicePixelRatio: 1,
      layout: { autoPadding: false },
      interaction: { mode: 'marks' },
      scales: { x: axis, y: axis },
    },
    plugins: [pointsPlugin(page)],
  });
  const picture = (): RecordingCanvas => canvas.copied[canvas.copied.length - 1] as RecordingCanvas;
  return {
    chart,
    waiting,
    passFrame: () => waiting.shift()?.(),
    /** What is seen of the points: the picture that was copied last. */
    seen: () => picture().shapes.map(({ x, y }) => [x, y]),
    picture,
    at: (x: number, y: number) =>
      chart
        .getElementsAtEventForMode({ x, y, type: 'mousemove', native: null } as never, 'marks', {}, false)
        .map(({ datasetIndex, index }) => [datasetIndex, index]),
  };
}

const discs = (count: number): Place[] =>
  Array.from({ length: count }, (_, i) => [(2 * i) / count - 1, 0, 1]);

describe('the points of a chart', () => {
  it('are drawn at their places, those of the first data set on top', () => {
    const { seen, waiting } = chartOf(
      datasetOf('train', [[0, 0, 1]]),
      datasetOf('test', [
        [-1, 1, 1],
        [0.5, -0.5, 1],
      ]),
    );
    expect(seen()).toEqual([
      [0, 0],
      [150, 150],
      [100, 100],
    ]);
    expect(waiting).toEqual([]);
  });

  it('are larger in a large picture, up to twice, and met from as much farther', () => {
    const sizeIn = (width: number): number =>
      chartOfSize(width, [datasetOf('train', [[0, 0, 1]])]).picture().shapes[0].size;
    expect([200, 480, 720, 960, 2000].map(sizeIn)).toEqual([1, 1, 1.5, 2, 2].map((scale) => scale * 2.8));
    const metAt = (width: number, away: number): number =>
      chartOfSize(width, [datasetOf('train', [[0, 0, 1]]), datasetOf('test', [])]).at(
        width / 2 + away,
        width / 2,
      ).length;
    expect([metAt(200, 3.5), metAt(200, 4), metAt(960, 7), metAt(960, 8)]).toEqual([1, 0, 1, 0]);
  });

  it('are not drawn where their class is hidden, and not met', () => {
    const places: Place[] = [
      [0, 0, 1],
      [0.5, 0, -1],
    ];
    expect(chartOf(datasetOf('train', places)).at(100, 100)).toEqual([[0, 0]]);
    const { seen, at } = chartOf(datasetOf('train', places, new Set([1])));
    expect(seen()).toHaveLength(1);
    expect(at(100, 100)).toEqual([]);
    expect(at(150, 100)).toEqual([[0, 1]]);
  });

  it('are copied while only what lies below them changes', () => {
    const { chart, picture } = chartOf(datasetOf('train', discs(3)));
    chart.draw();
    chart.draw();
    expect(picture().drawnCount).toBe(3);
    chart.update('none');
    chart.draw();
    expect(picture().shapes).toHaveLength(3);
    expect(picture().drawnCount).toBe(3);
  });

  it('are drawn over several frames where they are very many, none of them twice', () => {
    const places = discs(2 * marksPerFrame + 10);
    const { chart, seen, waiting, passFrame } = chartOf(datasetOf('train', places));
    expect(seen()).toHaveLength(marksPerFrame);
    expect(waiting).toHaveLength(1);
    passFrame();
    expect(seen()).toHaveLength(2 * marksPerFrame);
    passFrame();
    expect(seen()).toHaveLength(places.length);
    expect(new Set(seen().map(String)).size).toBe(places.length);
    expect(waiting).toEqual([]);
    chart.destroy();
  });

  it('stay in sight until those that take their place are all drawn, however often they change', () => {
    const { chart, seen, passFrame } = chartOf(datasetOf('train', discs(5)));
    const count = 3 * marksPerFrame;
    for (let change = 0; change < 3; change++) {
      expect(seen()).toHaveLength(5);
      chart.data.datasets = [datasetOf('train', discs(count))];
      chart.update('none');
    }
    expect(seen()).toHaveLength(count);
    for (let frame = 0; frame < 3; frame++) passFrame();
    expect(seen()).toHaveLength(count);
  });

  it('are not drawn on after the chart is gone', () => {
    const { chart, waiting } = chartOf(datasetOf('train', discs(marksPerFrame + 1)));
    expect(waiting).toHaveLength(1);
    chart.destroy();
    expect(waiting).toEqual([]);
  });
});

describe('a point under the pointer', () => {
  const { at } = chartOf(
    datasetOf('train', [
      [0, 0, 1],
      [0.05, 0, -1],
      [0, 0, 1],
    ]),
    datasetOf('test', [[0, 0, 1]]),
  );

  it('is the nearest one that is met, with all those in the same place', () => {
    expect(at(101, 100)).toEqual([
      [0, 0],
      [0, 2],
      [1, 0],
    ]);
    expect(at(104, 100)).toEqual([[0, 1]]);
  });

  it('is none beside its mark, and none beside the chart', () => {
    expect(at(100, 103.7)).toHaveLength(3);
    expect(at(100, 103.9)).toEqual([]);
    expect(at(-1, 100)).toEqual([]);
  });

  it('is drawn larger than it lies there', () => {
    const { chart } = chartOf(datasetOf('train', [[0, 0, 1]]));
    const canvas = chart.canvas as unknown as RecordingCanvas;
    const before = canvas.shapes.length;
    chart.setActiveElements([{ datasetIndex: 0, index: 0 }]);
    chart.draw();
    expect(canvas.shapes.slice(before)).toMatchObject([{ x: 100, y: 100, size: 4.5 }]);
  });
});
