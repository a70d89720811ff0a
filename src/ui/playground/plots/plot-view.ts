import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { PlotChart, type AxisPlace, type ZoomParts } from '../../../charts/plot-chart.ts';
import type { Plot } from '../../../charts/plot-configuration.ts';
import { palettes } from '../../../charts/palette.ts';
import { help } from '../../controls/help.ts';
import { OwnedChart } from '../../controls/owned-chart.ts';
import { baseStyles, buttonStyles } from '../../controls/styles.ts';

let loading: Promise<ZoomParts> | null = null;

/** Once, whoever wants it first; asked for again after it failed. */
function loadZoom(): Promise<ZoomParts> {
  loading ??= import('../../../charts/plot-zoom.ts').then(
    ({ zoomParts }) => zoomParts,
    (error: unknown) => {
      loading = null;
      throw error;
    },
  );
  return loading;
}

/** Of what is in sight, at a press of a key. */
const panStep = 0.2;
const zoomStep = 1.5;

/** A plot that can be zoomed and moved, by pointer and by keyboard. */
@customElement('chainrule-plot')
export class PlotView extends LitElement {
  static override readonly styles = [
    baseStyles,
    buttonStyles,
    css`
      :host {
        position: relative;
        min-height: 0;
      }
      .stage,
      .chart {
        position: absolute;
        inset: 0;
      }
      /* A finger scrolls the page past it, two zoom it. Whatever takes the two would else keep the one. */
      canvas {
        touch-action: pan-y !important;
      }
      .stage:focus-visible {
        outline-offset: 0;
      }
      button {
        position: absolute;
        top: 2px;
        right: 2px;
        min-height: 26px;
        padding: 0 8px;
        font-size: 0.75rem;
      }
      .said {
        position: absolute;
        bottom: 34px;
        left: 56px;
        margin: 0;
        font-size: 0.6875rem;
        line-height: 14px;
        color: var(--muted);
        /* It is read where curves are, too. */
        background: color-mix(in srgb, var(--panel) 80%, transparent);
        pointer-events: none;
      }
    `,
  ];

  @property({ attribute: false }) plot: Plot | null = null;
  /** What its picture says in words. */
  @property() label = '';
  /** Of its canvas, for tests of the page. */
  @property() hook = 'loss-chart';
  /** What has to be said where it is seen. */
  @property() said = '';

  /** Told where its axis across lies, whenever it is laid out. */
  @property({ attribute: false }) onAxis: ((place: AxisPlace) => void) | null = null;

  @state() private isZoomed = false;
  @state() private problem = '';
  @query('canvas') private readonly canvas!: HTMLCanvasElement;
  readonly #owned = new OwnedChart(
    this,
    () =>
      new PlotChart(this.canvas, {
        onZoom: (isZoomed) => {
          this.isZoomed = isZoomed;
        },
        onAxis: (place) => this.onAxis?.(place),
      }),
  );

  override render() {
    return html`<div
        class="stage"
        role="group"
        tabindex="0"
        aria-label="Zoom of the plot"
        ${help('plotZoom')}
        @keydown=${this.#onKey}
        @focus=${this.#onTurnTo}
        @pointerenter=${this.#onTurnTo}
      >
        <div class="chart">
          <canvas data-testid=${this.hook} role="img" aria-label=${this.label}></canvas>
        </div>
      </div>
      ${this.said === '' ? nothing : html`<p class="said">${this.said}</p>`}
      ${this.problem === '' ? nothing : html`<p class="said" role="alert">${this.problem}</p>`}
      ${this.isZoomed ? html`<button data-testid="show-all" @click=${this.#showAll}>Show all</button>` : nothing}`;
  }

  protected override updated(): void {
    if (this.plot === null) return;
    this.#owned.current?.show(this.plot);
  }

  /** As it is seen, as a file. */
  picture(): Promise<Blob | null> {
    const { plot } = this;
    return plot === null
      ? Promise.resolve(null)
      : (this.#owned.shown?.picture(palettes[plot.theme].panel) ?? Promise.resolve(null));
  }

  readonly #onTurnTo = (): void => {
    void this.#letZoom();
  };

  async #letZoom(): Promise<PlotChart | null> {
    try {
      const parts = await loadZoom();
      this.problem = '';
      const chart = this.#owned.shown;
      if (chart !== null && !chart.canZoom) chart.letZoom(parts);
      return chart;
    } catch {
      this.problem = 'What zooms could not be loaded.';
      return null;
    }
  }

  readonly #showAll = (): void => {
    this.#owned.shown?.showAll();
    this.renderRoot.querySelector<HTMLElement>('.stage')?.focus();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = actions[event.key];
    if (act === undefined) return;
    event.preventDefault();
    // Of the page some of them mean something else.
    event.stopPropagation();
    void this.#letZoom().then((chart) => {
      if (chart !== null) act(chart);
    });
  };
}

const actions: Readonly<Record<string, ((chart: PlotChart) => void) | undefined>> = {
  '+': (chart) => {
    chart.zoomBy(zoomStep);
  },
  '=': (chart) => {
    chart.zoomBy(zoomStep);
  },
  '-': (chart) => {
    chart.zoomBy(1 / zoomStep);
  },
  ArrowLeft: (chart) => {
    chart.panBy(panStep, 0);
  },
  ArrowRight: (chart) => {
    chart.panBy(-panStep, 0);
  },
  ArrowUp: (chart) => {
    chart.panBy(0, panStep);
  },
  ArrowDown: (chart) => {
    chart.panBy(0, -panStep);
  },
  '0': (chart) => {
    chart.showAll();
  },
  Home: (chart) => {
    chart.showAll();
  },
};

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-plot': PlotView;
  }
}
