import { BasicPlatform, type ChartConfiguration, type ChartType, type Plugin } from 'chart.js';
import { Chart } from './chart-setup.ts';
import { SvgContext } from './svg-context.ts';

/** CSS pixels. */
export interface FigureSize {
  readonly width: number;
  readonly height: number;
}

/** A chart that is drawn once more, as a file. */
export interface DrawnFigure {
  /** A document of that size: lines, points and words stay lines, points and words. */
  readonly svg: string;
  /** Two pixels to a pixel of the page; null where the browser makes none. */
  readonly png: () => Promise<Blob | null>;
}

export function drawFigure<Type extends ChartType, Data>(
  drawing: ChartConfiguration<Type, Data>,
  size: FigureSize,
  background: string,
): DrawnFigure {
  return { svg: svgOf(drawing, size, background), png: () => pngOf(drawing, size, background) };
}

function svgOf<Type extends ChartType, Data>(
  drawing: ChartConfiguration<Type, Data>,
  size: FigureSize,
  background: string,
): string {
  const measure = document.createElement('canvas').getContext('2d');
  if (measure === null) throw new Error('the browser has no canvas');
  const context = new SvgContext(size, measure);
  const canvas: unknown = context;
  const chart = drawn(canvas as HTMLCanvasElement, drawing, size, background, 1);
  const svg = context.document();
  chart.destroy();
  return svg;
}

function pngOf<Type extends ChartType, Data>(
  drawing: ChartConfiguration<Type, Data>,
  size: FigureSize,
  background: string,
): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [size.width, size.height];
  const chart = drawn(canvas, drawing, size, background, pngRatio);
  return new Promise((resolve) => {
    canvas.toBlob((file) => {
      // It takes the picture with it.
      chart.destroy();
      resolve(file);
    }, 'image/png');
  });
}

const pngRatio = 2;

function drawn<Type extends ChartType, Data>(
  canvas: HTMLCanvasElement,
  drawing: ChartConfiguration<Type, Data>,
  size: FigureSize,
  background: string,
  devicePixelRatio: number,
): Chart {
  const backdrop: Plugin = {
    id: 'backdrop',
    beforeDraw: ({ ctx }) => {
      ctx.fillStyle = background;
      ctx.fillRect(0, 0, size.width, size.height);
    },
  };
  // For what is drawn it does not matter of which type the chart is.
  const { data, options, plugins = [], ...others } = drawing as unknown as ChartConfiguration;
  return new Chart(canvas, {
    ...others,
    data: { ...data, datasets: data.datasets.map(pieceByPiece) },
    // Without a page around it: it has the size that it is given, and nothing is listened to.
    platform: BasicPlatform,
    options: { ...options, responsive: false, devicePixelRatio, events: [] },
    plugins: [backdrop, ...plugins],
  });
}

/** Lines are else handed over as paths that only a canvas can read. */
function pieceByPiece<Dataset extends object>(dataset: Dataset): Dataset {
  return 'borderDash' in dataset ? { ...dataset, segment: {} } : dataset;
}
