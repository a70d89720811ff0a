import type { Snapshot, SnapshotRequest } from '../src/protocol/snapshot-messages.ts';
import { stepOf } from '../src/timing/clock.ts';
import { dropped } from '../src/training/batches.ts';
import type { Run } from '../src/training/run.ts';
import type { Clock } from '../src/training/trainer.ts';
import type { DoctorDesk } from './doctor-desk.ts';
import type { EvaluationDesk } from './evaluation-desk.ts';
import type { NamedRun } from './named-runs.ts';
import type { RunStage } from './run-stage.ts';
import type { TravelDesk } from './travel-desk.ts';

export interface SnapshotDeskParts {
  readonly stage: RunStage;
  readonly evaluation: EvaluationDesk;
  readonly doctor: DoctorDesk;
  readonly travels: Pick<TravelDesk, 'past'>;
  readonly now: Clock;
}

/** All that the page shows of the present run at a moment, as far as it does not have it yet. */
export class SnapshotDesk {
  readonly #parts: SnapshotDeskParts;
  readonly #stage: RunStage;
  /** What was asked for last. */
  #request: SnapshotRequest = { viewVersion: 0, historyVersion: 0 };

  constructor(parts: SnapshotDeskParts) {
    this.#parts = parts;
    this.#stage = parts.stage;
  }

  /** Of a run of which the page has nothing yet, what it wants to see of any; the record of it can wait. */
  outcome(run: NamedRun): Snapshot {
    const { vitals = false, momentsVersion } = this.#request;
    const record = momentsVersion === undefined ? {} : { momentsVersion: -1 };
    return this.snapshot({ viewVersion: 0, historyVersion: 0, vitals, ...record }, run);
  }

  snapshot(request: SnapshotRequest, { run, runId }: NamedRun): Snapshot {
    const { viewVersion, historyVersion, frames, vitals = false, momentsVersion } = request;
    this.#request = request;
    const { now } = this.#parts;
    const isUrgent = this.#parts.doctor.wantsVitals(run);
    this.#stage.views.request(viewVersion, vitals, momentsVersion !== undefined, isUrgent);
    run.watchesUpdates = this.#stage.views.watchesUpdates;
    this.#stage.loop.wake();
    const { history, moments } = run;
    const hasNewMoments =
      momentsVersion !== undefined && momentsVersion >= 0 && moments.version !== momentsVersion;
    const hasNewHistory = historyVersion >= 0 && history.version !== historyVersion;
    const view = this.#stage.views.take(viewVersion);
    this.#stage.loop.paint(run, frames ?? 1);
    const diagnosis = this.#parts.doctor.news(run, this.#stage.loop.status === 'running', viewVersion === 0);
    return {
      runId,
      status: this.#stage.loop.status,
      trainingMs: run.trainingMs,
      samplesPerSecond: this.#stage.loop.throughput.perSecond(now(), stepOf(now)),
      clockStepMs: stepOf(now),
      divergedInEpoch: this.#stage.loop.divergedInEpoch,
      ...(run.stateOverflowed ? { stateOverflowed: true } : {}),
      ...(this.#stage.loop.stopped === null ? {} : { stopped: this.#stage.loop.stopped }),
      canGoBack: this.#stage.keeper.lastFinite !== null,
      ...this.#parts.travels.past(run),
      ...(this.#stage.loop.followed === null ? {} : { followed: this.#stage.loop.followed }),
      ...(this.#stage.loop.sample === null ? {} : { sample: this.#stage.loop.sample }),
      ...this.#dropped(run),
      ...(run.reductions > 0 ? { reductions: run.reductions } : {}),
      view,
      viewPending: this.#viewIsPending(run),
      history: hasNewHistory ? { ...history.columns(), version: history.version } : null,
      ...(hasNewMoments ? { moments: { ...moments.columns(), version: moments.version } } : {}),
      ...(diagnosis === null ? {} : { diagnosis }),
      evaluation: this.#parts.evaluation.state(run),
      engine: this.#stage.engineReport(run),
    };
  }

  #dropped(run: Run): Pick<Snapshot, 'dropped'> {
    const { isSlow, sample } = this.#stage.loop;
    const shares = isSlow ? dropped(run, sample?.pending ?? null) : null;
    return shares === null ? {} : { dropped: shares };
  }

  #viewIsPending(run: Run): boolean {
    return (
      !run.isReady ||
      this.#stage.views.hasWork(this.#stage.loop.status === 'running') ||
      this.#stage.views.waitingFor !== null
    );
  }
}
