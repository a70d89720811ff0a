import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { html, nothing, type TemplateResult } from 'lit';

/** Longer lists have only those rows that are in sight, and some around them. */
const longest = 400;
const rowsAround = 20;
/** There is room for at least so many: nobody has asked yet how many are in sight. */
const leastRoom = 100;

export interface ShownRows {
  /** The first row to make, and the one before which to end. */
  readonly from: number;
  readonly to: number;
  /** Pixels of the rows before and after that are not made. */
  readonly before: number;
  readonly after: number;
}

/** Which rows of a long list to make, by how far it is scrolled; `onScroll` listens to what scrolls. */
export class RowWindow implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #rowHeight: number;
  #first = 0;
  #room = leastRoom;

  /** Rows are about so many pixels high. */
  constructor(host: ReactiveControllerHost, rowHeight: number) {
    this.#host = host;
    this.#rowHeight = rowHeight;
    host.addController(this);
  }

  hostConnected(): void {
    this.#first = 0;
  }

  readonly onScroll = ({ currentTarget }: Event): void => {
    const { scrollTop, clientHeight } = currentTarget as HTMLElement;
    const first = Math.floor(scrollTop / this.#rowHeight);
    this.#room = Math.max(leastRoom, Math.ceil(clientHeight / this.#rowHeight));
    // Rows around those in sight are there already.
    if (Math.abs(first - this.#first) < rowsAround / 2) return;
    this.#first = first;
    this.#host.requestUpdate();
  };

  of(count: number): ShownRows {
    if (count <= longest) return { from: 0, to: count, before: 0, after: 0 };
    const to = Math.min(count, this.#first + this.#room + rowsAround);
    const from = Math.max(0, Math.min(this.#first, to - this.#room) - rowsAround);
    return { from, to, before: from * this.#rowHeight, after: (count - to) * this.#rowHeight };
  }
}

/** The room of rows that are not made, as a row of a table. */
export function gapRow(height: number, columns: number): TemplateResult | typeof nothing {
  if (height === 0) return nothing;
  // Not `style`, which a strict content security policy forbids in markup.
  return html`<tr class="gap" aria-hidden="true" height=${height}>
    <td colspan=${columns}></td>
  </tr>`;
}
