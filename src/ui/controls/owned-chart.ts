import type { LitElement, ReactiveController } from 'lit';

type Host = Pick<LitElement, 'isConnected' | 'hasUpdated' | 'requestUpdate' | 'addController'>;

/** A chart that stands and falls with its element: ended when that goes, made anew when it is back. */
export class OwnedChart<Chart extends { destroy(): void }> implements ReactiveController {
  readonly #host: Host;
  readonly #make: () => Chart;
  #chart: Chart | null = null;

  /** `make` is called once the element is rendered. */
  constructor(host: Host, make: () => Chart) {
    this.#host = host;
    this.#make = make;
    host.addController(this);
  }

  /** The chart that there is; null before the first update, and while the element is nowhere. */
  get shown(): Chart | null {
    return this.#chart;
  }

  /** To be drawn on. An update may come after the element has gone: a chart that it made then nobody would end. */
  get current(): Chart | null {
    if (!this.#host.isConnected) return null;
    return (this.#chart ??= this.#make());
  }

  hostConnected(): void {
    if (this.#host.hasUpdated) this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#chart?.destroy();
    this.#chart = null;
  }
}
