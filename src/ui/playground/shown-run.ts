import { batch } from '@preact/signals-core';
import type { Configured } from '../../protocol/messages.ts';
import type { DataPicture } from '../../protocol/picture-messages.ts';
import type { RunId } from '../../protocol/run-id.ts';
import type { Snapshot } from '../../protocol/snapshot-messages.ts';
import type { DoctorStore } from './doctor/doctor-store.ts';
import type { DrawingStore } from './draw/drawing-store.ts';
import type { EngineStore } from './engine/engine-store.ts';
import type { Viewers } from './picture/viewers.ts';
import type { PlaygroundState } from './playground-state.ts';
import type { PlotStore } from './plots/plot-store.ts';

export interface ShownRunParts {
  readonly state: PlaygroundState;
  readonly doctor: DoctorStore;
  readonly plots: PlotStore;
  readonly engines: EngineStore;
  readonly viewers: Viewers;
  readonly drawing: Pick<DrawingStore, 'upToDate'>;
  /** As the store's. */
  readonly onChange: (forget: boolean, outcome?: Snapshot) => void;
}

/** The run that the page shows: takes in what the worker tells of it, and takes down what was of the run before. */
export class ShownRun {
  readonly #parts: ShownRunParts;
  #id: RunId = -1;

  constructor(parts: ShownRunParts) {
    this.#parts = parts;
  }

  /** The worker's name of it; -1 before there is one. */
  get id(): RunId {
    return this.#id;
  }

  /** The worker has another run now, or the same one under other settings. */
  take({ runId, effect, data, thumbnails, network, engine, outcome }: Configured): void {
    const { state, engines, viewers, onChange } = this.#parts;
    batch(() => {
      const isSameNetwork = JSON.stringify(network) === JSON.stringify(state.network.value);
      if (!isSameNetwork) engines.forgetMeasurements();
      engines.report.value = engine;
      this.#id = runId;
      if (thumbnails !== null) state.thumbnails.value = thumbnails;
      if (data !== null) this.takeData(data, effect !== 'live');
      // Of a training that is followed the one before is shown until it is done; of one that is lost there is nothing to see.
      const isLost = outcome?.status === 'diverged' && outcome.view === null;
      const staysInSight = isSameNetwork && state.viewSettings.value.follow && !isLost;
      const isAnew = effect !== 'live' && !staysInSight;
      if (isAnew) this.#showNothing();
      // What is drawn of the network stands as it is.
      if (!staysInSight) state.network.value = network;
      viewers.setRun(runId, network, isAnew);
    });
    onChange(effect !== 'live', outcome);
  }

  takeData(data: DataPicture, isAnew: boolean): void {
    const { state, viewers, drawing } = this.#parts;
    state.data.value = drawing.upToDate(data);
    viewers.setData(data, isAnew);
  }

  /** The same run from its beginning, under another name. */
  beginAnew(runId: RunId): void {
    this.#showNothing();
    this.#id = runId;
    this.#parts.viewers.setRun(runId, this.#parts.state.network.value, true);
  }

  /** What is new of it. */
  receive(snapshot: Snapshot): void {
    const { state, doctor, plots, engines, viewers } = this.#parts;
    const { status, view, history, trainingMs, samplesPerSecond, clockStepMs } = snapshot;
    state.followed.value = snapshot.followed ?? null;
    state.status.value = status;
    if (view !== null) state.view.value = view;
    if (history !== null) state.history.value = history;
    const before = doctor.sample.peek();
    doctor.receive(snapshot);
    const sample = doctor.sample.peek();
    // Its forward pass and its gradient are what there is to see.
    if (sample !== before && sample !== null) viewers.points.choose({ split: 'train', index: sample.index });
    plots.receive(snapshot);
    state.progress.value = { trainingMs, samplesPerSecond, clockStepMs };
    engines.receive(snapshot);
  }

  /** Until the new run's first view arrives; old figures must not stand beside a new network. */
  #showNothing(): void {
    const { state, doctor, viewers } = this.#parts;
    state.view.value = null;
    state.history.value = null;
    doctor.forget();
    viewers.forget();
  }
}
