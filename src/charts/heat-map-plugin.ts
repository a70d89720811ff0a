import type { Plugin } from 'chart.js';
import type { Theme } from './colour-scale.ts';
import { paintGrid, type GridValues } from './heat-map-painter.ts';

export interface HeatMapState {
  readonly grid: GridValues | null;
  readonly theme: Theme;
  readonly discrete: boolean;
}

/**
 * A Chart.js plugin that paints a grid over the chart area, below the points. `state` is asked at every draw;
 * the grid is coloured again only when something in it changed.
 */
export function heatMapPlugin(state: () => HeatMapState): Plugin<'scatter'> {
  const offscreen = document.createElement('canvas');
  let painted: HeatMapState | null = null;
  return {
    id: 'heat-map',
    beforeDatasetsDraw({ ctx, chartArea }) {
      const wanted = state();
      if (wanted.grid === null) return;
      const { theme, discrete, grid } = wanted;
      if (painted?.grid !== grid || painted.theme !== theme || painted.discrete !== discrete) {
        paintGrid(offscreen, grid, { theme, discrete });
        painted = wanted;
      }
      const { left, top, width, height } = chartArea;
      ctx.save();
      ctx.imageSmoothingEnabled = !discrete;
      ctx.imageSmoothingQuality = 'high';
      ctx.drawImage(offscreen, left, top, width, height);
      ctx.restore();
    },
  };
}
