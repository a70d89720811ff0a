import type { Chart } from 'chart.js';
import zoomPlugin from 'chartjs-plugin-zoom';
import type { ZoomParts } from './plot-chart.ts';

const whole = { min: 'original', max: 'original' } as const;

/** Wheel, drag and pinch; loaded when somebody turns to a plot. */
export const zoomParts: ZoomParts = {
  plugin: zoomPlugin,
  options: (onChange) => {
    // Where all of it is in sight, nothing moves.
    const tell = ({ chart }: { readonly chart: Chart }): void => {
      onChange(chart.isZoomedOrPanned());
    };
    return {
      limits: { x: whole, y: whole },
      zoom: { wheel: { enabled: true, speed: 0.15 }, pinch: { enabled: true }, mode: 'xy', onZoom: tell },
      pan: { enabled: true, mode: 'xy', onPan: tell },
    };
  },
  zoom: (chart: Chart, factor: number) => {
    chart.zoom(factor, 'none');
  },
  pan: (chart: Chart, x: number, y: number) => {
    chart.pan({ x, y }, undefined, 'none');
  },
};
