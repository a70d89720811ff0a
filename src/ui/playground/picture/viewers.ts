import type { ReadonlySignal } from '@preact/signals-core';
import type { TrainingClient } from '../../../client/training-client.ts';
import type { ViewSettings } from '../../../experiment/schema.ts';
import type { DataPicture, NetworkPicture } from '../../../protocol/picture-messages.ts';
import type { Snapshot, View } from '../../../protocol/snapshot-messages.ts';
import { HiddenFeed } from '../hidden-space/hidden-feed.ts';
import { LandscapeFeed } from '../landscape/landscape-feed.ts';
import type { LookDesk } from '../look/look-desk.ts';
import { AskDesk } from './ask-desk.ts';
import { PointStore } from './point-store.ts';

export interface ViewersParts {
  readonly client: Pick<TrainingClient, 'landscape' | 'hiddenSpace' | 'ask'>;
  readonly viewSettings: ReadonlySignal<ViewSettings>;
  /** What tells of every neuron; without it none is looked at. */
  readonly look: LookDesk | null;
  readonly now: () => number;
  /** The page should ask for what is new once more. */
  readonly onPending: () => void;
  /** Another slice is to be taken. */
  readonly onSlice: () => void;
}

/** While it trains, or a trained result is followed, there are other weights in every frame: answers are no faster than an eye. */
const answersIntervalMs = 100;

/** Whatever looks at the network of the moment beside the view itself, each with questions of its own. */
export class Viewers {
  readonly points: PointStore;
  readonly asks: AskDesk;
  readonly landscape: LandscapeFeed;
  readonly hidden: HiddenFeed;
  readonly look: LookDesk | null;
  readonly #viewSettings: ReadonlySignal<ViewSettings>;
  /** What the present network says, and of what. */
  #outputs = '';
  #isTraining = false;

  constructor({ client, viewSettings, look, now, onPending, onSlice }: ViewersParts) {
    this.#viewSettings = viewSettings;
    this.points = new PointStore(onSlice);
    this.asks = new AskDesk({
      ask: (request) => client.ask(request),
      intervalMs: () => (this.#isTraining || viewSettings.peek().follow ? answersIntervalMs : 0),
      now,
    });
    this.landscape = new LandscapeFeed({ ask: (request) => client.landscape(request), onPending });
    this.hidden = new HiddenFeed({ ask: (request) => client.hiddenSpace(request), now });
    this.look = look;
    viewSettings.subscribe(({ neurons }) => look?.show(neurons));
    this.points.chosen.subscribe((point) => look?.followPoint(point));
  }

  /** Another slice shows the same points. */
  setData(data: DataPicture, isAnew: boolean): void {
    if (isAnew) this.points.setData(data);
    this.look?.setData(data, isAnew);
    this.asks.setData(data);
  }

  setRun(runId: number, network: NetworkPicture | null, isAnew: boolean): void {
    const outputs = JSON.stringify(network?.outputs ?? null);
    // Of a training that is followed the answer of the one before stands until there is another, as the picture does.
    const staysInSight = this.#viewSettings.peek().follow && outputs === this.#outputs;
    this.#outputs = outputs;
    this.asks.setRun(runId, isAnew && !staysInSight);
    if (network !== null) this.look?.setRun(runId, network, isAnew);
  }

  /** After a snapshot; `shown` is the view that is on the page with it. */
  receive({ runId, status, view }: Snapshot, shown: View | null): void {
    this.#isTraining = status === 'running';
    if (view !== null) {
      this.asks.look();
      this.look?.refresh(view);
    }
    const settings = this.#viewSettings.value;
    if (settings.picture === 'landscape') void this.landscape.look(settings, runId);
    if (settings.picture === 'hidden')
      void this.hidden.look(settings, { runId, epoch: shown?.epoch ?? null, isTraining: this.#isTraining });
  }

  /** What was seen is of a run that is no more. */
  forget(): void {
    this.landscape.forget();
    this.hidden.forget();
  }
}
