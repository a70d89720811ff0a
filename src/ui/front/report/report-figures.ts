import { boundaryConfiguration, type BoundaryChartState } from '../../../charts/boundary-chart.ts';
import { drawFigure, type DrawnFigure, type FigureSize } from '../../../charts/figure.ts';
import { palettes } from '../../../charts/palette.ts';
import { plotConfiguration, type Plot } from '../../../charts/plot-configuration.ts';
import { pointsAtOncePlugin } from '../../../charts/points-plugin.ts';
import type { NamedPlot } from '../../figures-ask.ts';

/** A figure of the report. */
export interface ReportFigure {
  /** Of its files. */
  readonly name: string;
  readonly title: string;
  /** In words. */
  readonly label: string;
  /** What its lines and points are; '' where there is nothing to say. */
  readonly key: string;
  readonly size: FigureSize;
  /** null where it is pixels and nothing else. */
  readonly svg: string | null;
  /** As an address. */
  readonly image: string;
  readonly png: () => Promise<Blob | null>;
}

const pictureSize = { width: 480, height: 480 };
const plotSize = { width: 640, height: 300 };
/** A report is read on paper. */
const { panel } = palettes.light;

export function pictureFigure(state: BoundaryChartState, label: string): ReportFigure {
  // Nobody points at paper.
  const drawing = boundaryConfiguration(() => ({ ...state, chosen: null }), pointsAtOncePlugin);
  const head = { name: 'picture', title: 'Output', label, key: pointsKey(state), size: pictureSize };
  return drawnFigure(head, drawFigure(drawing, pictureSize, panel));
}

/** Of what has no drawing of its own: as it is seen. */
export function canvasFigure(canvas: HTMLCanvasElement, label: string): ReportFigure {
  return {
    ...{ name: 'picture', title: 'Picture', label, key: '', size: pictureSize, svg: null },
    image: canvas.toDataURL('image/png'),
    png: () =>
      new Promise((resolve) => {
        canvas.toBlob(resolve, 'image/png');
      }),
  };
}

export function plotFigure({ title, label, plot }: NamedPlot): ReportFigure {
  const drawing = plotConfiguration(plot, { x: true, y: true }, () => plot.marks);
  const name = title.toLowerCase().replaceAll(' ', '-');
  const head = { name, title, label, key: linesKey(plot), size: plotSize };
  return drawnFigure(head, drawFigure(drawing, plotSize, panel));
}

function pointsKey({ showTest }: BoundaryChartState): string {
  return showTest ? 'train filled, test hollow' : 'train points';
}

/** More lines are not told one by one. */
const mostLines = 10;

/** 'train, test dashed' */
function linesKey({ lines }: Plot): string {
  const named = lines
    .filter(({ isRaw }) => isRaw !== true)
    .map(({ label, dash = [] }) => (dash.length > 0 ? `${label} dashed` : label));
  return named.length > mostLines ? '' : named.join(', ');
}

type FigureHead = Pick<ReportFigure, 'name' | 'title' | 'label' | 'key' | 'size'>;

function drawnFigure(head: FigureHead, figure: DrawnFigure): ReportFigure {
  return { ...head, ...figure, image: `data:image/svg+xml,${encodeURIComponent(figure.svg)}` };
}
