import type { Chart, Plugin } from 'chart.js';
import { classColours, classColourCount } from './class-colours.ts';
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
      const { data, theme } = state();
      if (data === null || data.classNames.length <= 2) return;
      // As Chart.js does: the first data set on top.
      for (let set = chart.data.datasets.length - 1; set >= 0; set--) {
        drawSet(chart, set, data[set === 0 ? 'train' : 'test'], { theme, isFilled: set === 0 });
      }
    },
  };
}

function drawSet(
  chart: Chart,
  set: number,
  { label, nearness }: DrawnPoints,
  { theme, isFilled }: { readonly theme: Theme; readonly isFilled: boolean },
): void {
  const { ctx } = chart;
  const { halo } = palettes[theme];
  const { marks } = classColours[theme];
  const active = new Set(
    chart.getActiveElements().flatMap(({ datasetIndex, index }) => (datasetIndex === set ? [index] : [])),
  );
  ctx.save();
  ctx.lineWidth = isFilled ? 0.75 : 1.25;
  chart.getDatasetMeta(set).data.forEach((point, i) => {
    if (Number.isNaN(point.x)) return;
    const place = label[i];
    ctx.globalAlpha = opacityOf(nearness?.[i]);
    const colour = marks[place % classColourCount];
    ctx.beginPath();
    traceClassShape(ctx, place, point.x, point.y, active.has(i) ? hoverRadius : radius);
    ctx.fillStyle = isFilled ? colour : halo;
    ctx.strokeStyle = isFilled ? halo : colour;
    ctx.fill();
    ctx.stroke();
  });
  ctx.restore();
}
