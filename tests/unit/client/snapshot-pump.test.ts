import { describe, expect, it } from 'vitest';
import { SnapshotPump, type PumpOptions } from '../../../src/client/snapshot-pump.ts';
import type { FailureCode } from '../../../src/protocol/reply.ts';
import type {
  Snapshot,
  SnapshotRequest,
  TrainingStatus,
  View,
} from '../../../src/protocol/snapshot-messages.ts';
import { LossHistory } from '../../../src/training/history.ts';
import { Moments } from '../../../src/training/moments.ts';

/** Frames that a test paints one by one, and what is asked for in them. */
class Display {
  readonly requests: SnapshotRequest[] = [];
  status: TrainingStatus = 'running';
  failsWith: FailureCode | null = null;
  /** Of those that come with the next answers. */
  moments: { readonly version: number } | null = null;
  #frame: (() => void) | null = null;
  readonly pump: SnapshotPump;

  constructor(options: Pick<PumpOptions, 'intervalMs' | 'isInSight' | 'wantsVitals' | 'wantsMoments'>) {
    this.pump = new SnapshotPump({
      ask: (request) => {
        this.requests.push(request);
        const failure = { ok: false, message: '' } as const;
        return Promise.resolve(
          this.failsWith === null
            ? { ok: true, value: this.snapshot() }
            : { ...failure, code: this.failsWith },
        );
      },
      onSnapshot: (snapshot) => this.received.push(snapshot),
      nextFrame: (callback) => {
        this.#frame = callback;
      },
      ...options,
    });
    this.pump.start();
  }

  readonly received: Snapshot[] = [];

  snapshot(): Snapshot {
    return {
      runId: 1,
      status: this.status,
      trainingMs: 0,
      samplesPerSecond: null,
      clockStepMs: 1,
      divergedInEpoch: null,
      canGoBack: false,
      view: null,
      viewPending: true,
      history: null,
      ...(this.moments === null
        ? {}
        : { moments: { ...new Moments().columns(), version: this.moments.version } }),
      evaluation: { evaluator: 'cpu', gpu: { kind: 'probing' }, maxDifference: null, auto: null },
      engine: { name: 'interpreter', fallbackReason: null, compiled: null },
    };
  }

  async paint(frames: number): Promise<void> {
    for (let k = 0; k < frames; k++) {
      const frame = this.#frame;
      this.#frame = null;
      frame?.();
      // The answer, and what is done with it.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

describe('the pump', () => {
  it('asks once a frame that is painted, each standing for itself', async () => {
    const display = new Display({ intervalMs: () => 0 });
    await display.paint(5);
    expect(display.requests.map(({ frames }) => frames)).toEqual([1, 1, 1, 1, 1]);
  });

  it('asks nothing where no frame is painted', async () => {
    const display = new Display({ intervalMs: () => 0 });
    await display.paint(0);
    expect(display.requests).toEqual([]);
  });

  it('keeps a record where one is wanted, and asks for the moments of another run from the first on', async () => {
    const display = new Display({ intervalMs: () => 0, wantsMoments: true });
    await display.paint(2);
    display.moments = { version: 7 };
    await display.paint(1);
    display.moments = null;
    // Just received: nothing newer is wanted for a while, but the record goes on.
    await display.paint(1);
    display.pump.forget();
    await display.paint(1);
    expect(display.requests.map(({ momentsVersion }) => momentsVersion)).toEqual([0, 0, 0, -1, 0]);
    const other = new Display({ intervalMs: () => 0 });
    await other.paint(1);
    expect(other.requests[0]).not.toHaveProperty('momentsVersion');
  });

  it('takes over another run with what there is of it; curves come no faster than ever', async () => {
    const display = new Display({ intervalMs: () => 0 });
    const history = (version: number) => ({ ...new LossHistory().columns(), version });
    const view = (version: number) => ({ version }) as unknown as View;
    await display.paint(1);
    display.pump.replace({ ...display.snapshot(), view: view(5), history: history(3) });
    expect(display.received.at(-1)).toMatchObject({ view: { version: 5 }, history: { version: 3 } });
    await display.paint(1);
    // It was received just now.
    expect(display.requests.at(-1)).toMatchObject({ viewVersion: 5, historyVersion: -1 });
    display.pump.replace({ ...display.snapshot(), view: view(6), history: history(2) });
    expect(display.received.at(-1)).toMatchObject({ view: { version: 6 }, history: null });
    await display.paint(1);
    expect(display.requests.at(-1)).toMatchObject({ viewVersion: 6 });
    await expect
      .poll(async () => {
        await display.paint(1);
        return display.requests.at(-1)?.historyVersion;
      })
      .toBe(0);
  });

  it('asks for vitals as long as they are wanted, and says nothing of them otherwise', async () => {
    let wanted = false;
    const display = new Display({ intervalMs: () => 0, wantsVitals: () => wanted });
    await display.paint(1);
    wanted = true;
    await display.paint(1);
    wanted = false;
    await display.paint(1);
    expect(display.requests.map((request) => request.vitals)).toEqual([undefined, true, undefined]);
    expect(display.requests[0]).not.toHaveProperty('vitals');
  });

  it('counts the frames of other places while it is out of sight, and those left out in sight as one', async () => {
    for (const [isInSight, expected] of [
      [false, [1, 7]],
      [true, [1, 1]],
    ] as const) {
      let waits = false;
      const display = new Display({ intervalMs: () => (waits ? Infinity : 0), isInSight: () => isInSight });
      await display.paint(1);
      waits = true;
      await display.paint(6);
      waits = false;
      await display.paint(1);
      expect(display.requests.map(({ frames }) => frames)).toEqual(expected);
    }
  });

  it('asks at once about the run that has taken the place of another, and takes its time where there is none', async () => {
    for (const [code, expected] of [
      ['superseded', 5],
      ['not-configured', 1],
    ] as const) {
      const display = new Display({ intervalMs: () => 0 });
      display.failsWith = code;
      await display.paint(5);
      expect(display.requests).toHaveLength(expected);
    }
  });

  it('says whether the training runs when it asks how often to look', async () => {
    const asked: boolean[] = [];
    const intervalMs = (isRunning: boolean): number => {
      asked.push(isRunning);
      return 0;
    };
    const display = new Display({ intervalMs });
    await display.paint(2);
    display.status = 'paused';
    await display.paint(2);
    expect(asked).toEqual([false, true, true, false]);
  });
});
