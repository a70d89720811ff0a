import type { Snapshot, SnapshotRequest } from '../protocol/snapshot-messages.ts';
import type { CallResult } from './worker-connection.ts';

export interface PumpOptions {
  readonly ask: (request: SnapshotRequest) => Promise<CallResult<Snapshot>>;
  readonly onSnapshot: (snapshot: Snapshot) => void;
  /** Calls back before the next paint; a hidden page is not called, and so asks nothing. */
  readonly nextFrame: (callback: () => void) => void;
  /** Least time between two requests while there is news, training or not: 0 for every frame. */
  readonly intervalMs: (isRunning: boolean) => number;
  /** False while what is received is not painted: frames that pass without a request count then all the same. */
  readonly isInSight?: () => boolean;
  /** Whether views are to come with vitals. */
  readonly wantsVitals?: () => boolean;
  /** Whether what is measured on the way is to come along. */
  readonly wantsMoments?: boolean;
}

/** Loss curves are redrawn less often than the boundary. */
const historyIntervalMs = 100;
/** What was measured on the way is larger, and what is new of it is little. */
const momentsIntervalMs = 250;
/** With nothing going on, one look now and then is enough. */
const idleIntervalMs = 250;

/**
 * Pulls one snapshot per animation frame, one request in flight. Each request says how many frames it stands for: by
 * them a training that is watched as a film goes on, so that none of its pictures is missed however slow the page is.
 */
export class SnapshotPump {
  readonly #options: PumpOptions;
  #viewVersion = 0;
  #historyVersion = 0;
  #historyAt = -Infinity;
  #momentsVersion = 0;
  #momentsAt = -Infinity;
  #askedAt = -Infinity;
  /** Animation frames since the last request. */
  #frames = 0;
  #isRunning = false;
  #quiet = false;
  #stopped = false;

  constructor(options: PumpOptions) {
    this.#options = options;
  }

  start(): void {
    this.#options.nextFrame(() => {
      void this.#turn();
    });
  }

  /** Something was changed: look at every frame again. */
  wake(): void {
    this.#quiet = false;
    this.#askedAt = -Infinity;
  }

  /** Another run or another worker: whatever was received before is no longer what is shown. */
  forget(): void {
    this.#viewVersion = 0;
    this.#historyVersion = 0;
    this.#historyAt = -Infinity;
    this.#momentsVersion = 0;
    this.#momentsAt = -Infinity;
    this.wake();
  }

  /** Another run, and what there is of it came with it. Its curve keeps the pace of any. */
  replace(snapshot: Snapshot): void {
    const historyAt = this.#historyAt;
    this.forget();
    this.#historyAt = historyAt;
    const now = performance.now();
    const isSoon = now - historyAt < historyIntervalMs;
    this.#take(isSoon ? { ...snapshot, history: null } : snapshot, now);
  }

  stop(): void {
    this.#stopped = true;
  }

  async #turn(): Promise<void> {
    if (this.#stopped) return;
    const now = performance.now();
    this.#frames++;
    const interval = this.#quiet ? idleIntervalMs : this.#options.intervalMs(this.#isRunning);
    if (now - this.#askedAt >= interval) {
      this.#askedAt = now;
      await this.#ask(now);
    }
    this.start();
  }

  async #ask(now: number): Promise<void> {
    const wantsHistory = this.#quiet || now - this.#historyAt >= historyIntervalMs;
    const recordsMoments = this.#options.wantsMoments === true;
    const wantsMoments = this.#quiet || now - this.#momentsAt >= momentsIntervalMs;
    const isPainted = this.#options.isInSight?.() ?? true;
    const frames = isPainted ? 1 : this.#frames;
    this.#frames = 0;
    const reply = await this.#options.ask({
      frames,
      ...(this.#options.wantsVitals?.() === true ? { vitals: true } : {}),
      viewVersion: this.#viewVersion,
      historyVersion: wantsHistory ? this.#historyVersion : -1,
      ...(recordsMoments ? { momentsVersion: wantsMoments ? this.#momentsVersion : -1 } : {}),
    });
    if (this.#stopped) return;
    if (!reply.ok) {
      // Not configured yet, or between two workers: the owner says so; asking again soon is all there is to do. Of a
      // run that has taken another's place there is something to see at once.
      this.#quiet = reply.code !== 'superseded';
      return;
    }
    const hasNews = this.#take(reply.value, now);
    const hasAskedForAll = wantsHistory && (wantsMoments || !recordsMoments);
    this.#quiet = !this.#isRunning && !hasNews && hasAskedForAll;
  }

  /** Notes what the page has now, and hands it on; false where there was nothing new. */
  #take(snapshot: Snapshot, now: number): boolean {
    const { view, viewPending, history, moments, status } = snapshot;
    this.#isRunning = status === 'running';
    if (view !== null) this.#viewVersion = view.version;
    if (history !== null) {
      this.#historyVersion = history.version;
      this.#historyAt = now;
    }
    if (moments !== undefined) {
      this.#momentsVersion = moments.version;
      this.#momentsAt = now;
    }
    this.#options.onSnapshot(snapshot);
    return view !== null || history !== null || moments !== undefined || viewPending;
  }
}
