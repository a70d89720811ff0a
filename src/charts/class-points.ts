import type { Chart, Plugin } from 'chart.js';
import { classColours } from './class-colours.ts';
import { isOneAgainstRest, pairOf } from './class-pairs.ts';
import { traceClassShape } from './class-shapes.ts';
import type { Theme } from './colour-scale.ts';
import { opacityOf } from './nearness.ts';
import { palettes } from './palette.ts';

interface DrawnPoints {
  readonly label: Float64Array;
  readonly nearness?: Float64Array;
}

interface ClassPoints {
  readonly data: {
    readonly classNames: readonly string[];
    readonly train: DrawnPoints;
    readonly test: DrawnPoints;
  } | null;
  /** The class that is told from the rest where there are more than have colours. */
  readonly chosenClass: number;
  readonly theme: Theme;
}

/** Half the width of a mark, pixels. */
const radius = 3.4;
const hoverRadius = 5;

/** Chart.js knows where the points are, and draws none of these: it has not as many filled shapes as there are classes. */
export const classPointStyle = { pointRadius: 0, pointHoverRadius: 0, pointHitRadius: 6 } as const;

/** Draws points of more than two classes, each in its shape and colour: train filled, test hollow. */
export function classPointsPlugin(state: () => ClassPoints): Plugin<'scatter'> {
  return {
    id: 'class-points',
    afterDatasetsDraw(chart) {
      const { data, theme, chosenClass } = state();
      if (data === null || data.classNames.length <= 2) return;
      // As Chart.js does: the first data set on top.
      for (let set = chart.data.datasets.length - 1; set >= 0; set--) {
        const points = data[set === 0 ? 'train' : 'test'];
        const classCount = data.classNames.length;
        drawSet(chart, set, points, { theme, isFilled: set === 0, classCount, chosenClass });
      }
    },
  };
}

interface SetLook {
  readonly theme: Theme;
  readonly isFilled: boolean;
  readonly classCount: number;
  readonly chosenClass: number;
}

function drawSet(
  chart: Chart,
  set: number,
  { label, nearness }: DrawnPoints,
  { theme, isFilled, classCount, chosenClass }: SetLook,
): void {
  const { ctx } = chart;
  const { halo } = palettes[theme];
  const { marks } = classColours[theme];
  const active = new Set(
    chart.getActiveElements().flatMap(({ datasetIndex, index }) => (datasetIndex === set ? [index] : [])),
  );
  const { data: points } = chart.getDatasetMeta(set);
  ctx.save();
  ctx.lineWidth = isFilled ? 0.75 : 1.25;
  for (const i of inDrawingOrder(label, classCount, chosenClass)) {
    const point = points[i];
    if (Number.isNaN(point.x)) continue;
    const pair = pairOf(label[i], classCount, chosenClass);
    ctx.globalAlpha = opacityOf(nearness?.[i]);
    ctx.beginPath();
    traceClassShape(ctx, pair, point.x, point.y, active.has(i) ? hoverRadius : radius);
    ctx.fillStyle = isFilled ? marks[pair] : halo;
    ctx.strokeStyle = isFilled ? halo : marks[pair];
    ctx.fill();
    ctx.stroke();
  }
  ctx.restore();
}

/** As they come, but one class against very many others on top of them. */
function inDrawingOrder(label: Float64Array, classCount: number, chosenClass: number): number[] {
  const all = Array.from(label, (_, i) => i);
  if (!isOneAgainstRest(classCount)) return all;
  const isChosen = (i: number): boolean => label[i] === chosenClass;
  return [...all.filter((i) => !isChosen(i)), ...all.filter(isChosen)];
}
