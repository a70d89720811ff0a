import { signal } from '@preact/signals-core';
import type { CallResult } from '../../../client/worker-connection.ts';
import type { ViewSettings } from '../../../experiment/schema.ts';
import type {
  Landscape,
  LandscapeRequest,
  LandscapeSlice,
  PathPoint,
} from '../../../protocol/landscape-messages.ts';

/** The slice of the loss landscape, and the way of the weights as seen from it. */
export interface LandscapeShown {
  /** null while the first one of a run is computed. */
  readonly slice: LandscapeSlice | null;
  /** Oldest first; the last are the present weights. */
  readonly path: readonly PathPoint[];
}

export interface LandscapeFeedOptions {
  readonly ask: (request: LandscapeRequest) => Promise<CallResult<Landscape>>;
  /** There is more to come: look again soon. */
  readonly onPending: () => void;
}

const nothing: LandscapeShown = { slice: null, path: [] };

/** Pulls the slice of the loss landscape, one request in flight. */
export class LandscapeFeed {
  readonly shown = signal<LandscapeShown>(nothing);
  readonly #options: LandscapeFeedOptions;
  #isAsking = false;
  /** What was shown before belongs to another run. */
  #isForgotten = false;

  constructor(options: LandscapeFeedOptions) {
    this.#options = options;
  }

  async look(
    { landscapeCells, landscapeExtent, landscapeSeed, landscapeFollow }: ViewSettings,
    runId: number,
  ): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    this.#isForgotten = false;
    const reply = await this.#options.ask({
      settings: {
        cells: landscapeCells,
        extent: landscapeExtent,
        seed: landscapeSeed,
        follow: landscapeFollow,
      },
      version: this.shown.value.slice?.version ?? 0,
    });
    this.#isAsking = false;
    if (!reply.ok || reply.value.runId !== runId || this.#isForgotten) return;
    this.#receive(reply.value);
    if (reply.value.pending) this.#options.onPending();
  }

  #receive({ slice, version, path }: Landscape): void {
    const { value: before } = this.shown;
    // A worker that took over for another knows nothing of the slices of that one.
    const next = slice ?? (before.slice?.version === version ? before.slice : null);
    const samePath = next === before.slice && isSame(path, before.path);
    if (samePath && next === before.slice) return;
    this.shown.value = { slice: next, path };
  }

  forget(): void {
    this.#isForgotten = true;
    this.shown.value = nothing;
  }
}

/** Seen from the same slice, paths to the same weights are the same. */
function isSame(a: Landscape['path'], b: Landscape['path']): boolean {
  return a.length === b.length && a[a.length - 1]?.epoch === b[b.length - 1]?.epoch;
}
