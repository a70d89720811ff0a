import type { ReactiveControllerHost } from 'lit';
import type { BoundaryChartState } from '../charts/boundary-chart.ts';
import type { Theme } from '../charts/colour-scale.ts';
import type { Plot } from '../charts/plot-configuration.ts';

/** A plot that is seen, and what it is of. */
export interface NamedPlot {
  readonly title: string;
  /** In words. */
  readonly label: string;
  readonly plot: Plot;
}

/** What is painted now; those who paint it fill that in. */
export interface FiguresAsk {
  /** In which colours. */
  readonly theme: Theme;
  /** What a chart of it is made of, or where no chart is, the canvas itself. */
  picture: BoundaryChartState | HTMLCanvasElement | null;
  plots: readonly NamedPlot[];
}

/** Asks whoever paints something. */
export function askForFigures(theme: Theme): FiguresAsk {
  const detail: FiguresAsk = { theme, picture: null, plots: [] };
  document.dispatchEvent(new CustomEvent('figures-ask', { detail }));
  return detail;
}

/** Lets an element answer while it is on the page. */
export function answerFigures(host: ReactiveControllerHost, answer: (ask: FiguresAsk) => void): void {
  const onAsk = ({ detail }: CustomEvent<FiguresAsk>): void => {
    answer(detail);
  };
  host.addController({
    hostConnected: () => {
      document.addEventListener('figures-ask', onAsk);
    },
    hostDisconnected: () => {
      document.removeEventListener('figures-ask', onAsk);
    },
  });
}

declare global {
  interface DocumentEventMap {
    'figures-ask': CustomEvent<FiguresAsk>;
  }
}
