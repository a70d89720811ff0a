import { describe, expect, it } from 'vitest';
import { defaultExperiment, defaultView, type Experiment } from '../../../src/experiment/schema.ts';
import { randomFromState, shuffledOrder } from '../../../src/data/random.ts';
import { speedNames } from '../../../src/experiment/names.ts';
import type { Snapshot } from '../../../src/protocol/snapshot-messages.ts';
import { firstEpochs, isMeasured } from '../../../src/training/history.ts';
import { Run } from '../../../src/training/run.ts';
import { createEngines } from '../../../workers/engines.ts';
import type { TrainingService } from '../../../workers/training-service.ts';
import { createService, nextTask, snapshotWhere, SlowMotion, unwrap } from './harness.ts';

/** 60 train points: 15 batches of 4 an epoch. */
const experiment: Experiment = { ...defaultExperiment, points: 120, hidden: [3], batchSize: 4 };
const perEpoch = 15;

/** A page that paints every picture, and asks for the next one then. */
class Screen {
  readonly service: TrainingService;
  readonly epochs: number[] = [];
  latest: Snapshot | null = null;
  #version = 0;

  constructor(service: TrainingService) {
    this.service = service;
  }

  async paint(frames?: number): Promise<void> {
    const request = {
      viewVersion: this.#version,
      historyVersion: 0,
      ...(frames === undefined ? {} : { frames }),
    };
    this.latest = unwrap(await this.service.snapshot(request));
    const { view } = this.latest;
    if (view === null) return;
    this.#version = view.version;
    if (view.epoch !== this.epochs.at(-1)) this.epochs.push(view.epoch);
  }

  /** Looks until so many more different pictures were painted. */
  async until(pictures: number, frames?: number): Promise<void> {
    const wanted = this.epochs.length + pictures;
    while (this.epochs.length < wanted) {
      await this.paint(frames);
      await nextTask();
    }
  }

  async untilRest(): Promise<void> {
    do {
      await this.paint();
      await nextTask();
    } while (this.latest?.status === 'running' || this.latest?.viewPending === true);
  }
}

async function filming(
  settings: Partial<Experiment> = {},
  parts = {},
  speed = defaultView.speed,
): Promise<Screen> {
  const { service } = createService(undefined, parts);
  unwrap(await service.configure({ experiment: { ...experiment, ...settings } }));
  unwrap(await service.setSpeed(speed));
  const screen = new Screen(service);
  await screen.until(1);
  unwrap(await service.command('play'));
  return screen;
}

function weightsAfter(settings: Partial<Experiment>, epoch: number, position: number): Float64Array {
  const whole = { ...experiment, ...settings };
  const run = new Run(whole, createEngines(() => 0).choose(whole.engine).backend, () => 0);
  run.advance(Infinity, epoch, position);
  return run.parameters();
}

describe('a film', () => {
  it('goes on by four batches for every picture that was painted, through the ends of epochs', async () => {
    const screen = await filming();
    await screen.until(12);
    expect(screen.epochs).toEqual(
      Array.from({ length: 13 }, (_, k) => Math.floor((4 * k) / perEpoch) + (((4 * k) % perEpoch) * 4) / 60),
    );
    const { view } = screen.latest!;
    expect(view!.parameters).toEqual(weightsAfter({}, 3, 3 * 4));
    expect(view!.parameters).not.toEqual(weightsAfter({}, 3, 4 * 4));
  });

  it('stands still as long as nobody looks', async () => {
    const screen = await filming();
    await screen.until(3);
    for (let k = 0; k < 200; k++) await nextTask();
    await screen.until(1);
    expect(screen.epochs.at(-1)).toBeCloseTo((4 * 4) / perEpoch, 12);
  });

  it('goes at most one epoch a picture, where that has fewer batches', async () => {
    for (const batchSize of [20, 60]) {
      const screen = await filming({ batchSize });
      await screen.until(4);
      expect(screen.epochs).toEqual([0, 1, 2, 3, 4]);
    }
  });

  it.each([
    ['10x', 40],
    ['100x', 400],
  ] as const)('goes on by as many times as many batches at %s', async (speed, batches) => {
    // No time passes: no picture takes too long to be finished.
    const screen = await filming({}, { now: () => 0 }, speed);
    await screen.until(3);
    expect(screen.epochs.map((epoch) => Math.round(epoch * perEpoch))).toEqual(
      [0, 1, 2, 3].map((k) => k * batches),
    );
  });

  it('of ten times that is shown as far as it has come where the machine is too slow for it', async () => {
    const motion = new SlowMotion();
    const { service } = createService(undefined, motion.parts);
    unwrap(await service.configure({ experiment }));
    unwrap(await service.setSpeed('10x'));
    const screen = new Screen(service);
    let isPlaying = false;
    while (screen.epochs.length < 4) {
      await screen.paint();
      if (screen.epochs.length === 1 && !isPlaying) {
        isPlaying = true;
        unwrap(await service.command('play'));
      }
      await motion.advance();
    }
    expect(screen.epochs[1]).toBeLessThan(40 / perEpoch);
    const last = screen.epochs.at(-1)!;
    const position = Math.round((last % 1) * 60);
    expect(screen.latest!.view!.parameters).toEqual(weightsAfter({}, Math.floor(last), position));
  });

  it('goes at most ten epochs a picture at ten times its speed, where those have fewer batches', async () => {
    const screen = await filming({ batchSize: 60 }, { now: () => 0 }, '10x');
    await screen.until(3);
    expect(screen.epochs).toEqual([0, 10, 20, 30]);
  });

  it('catches up with the frames in which it was out of sight', async () => {
    const screen = await filming();
    await screen.until(1, 30);
    expect(screen.epochs.at(-1)).toBe(8);
  });

  it('measures the losses of every picture, and of the ends of epochs between them', async () => {
    const screen = await filming();
    await screen.until(8);
    const { epoch, trainMin, trainMax } = screen.latest!.history!;
    expect([...epoch]).toEqual([...new Set([...screen.epochs, 1, 2])].sort((a, b) => a - b));
    expect([...trainMin]).toEqual([...trainMax]);
    expect(screen.latest!.view!.trainLoss).toBe(trainMin[epoch.indexOf(screen.latest!.view!.epoch)]);
  });

  it('comes to the same bits however slow the machine is', async () => {
    const screen = await filming();
    await screen.until(9);
    const motion = new SlowMotion();
    const { service } = createService(undefined, motion.parts);
    unwrap(await service.configure({ experiment }));
    unwrap(await service.setSpeed('film'));
    const slow = new Screen(service);
    let isPlaying = false;
    while (slow.epochs.length < 10) {
      await slow.paint();
      if (slow.epochs.length === 1 && !isPlaying) {
        isPlaying = true;
        unwrap(await service.command('play'));
      }
      await motion.advance();
    }
    expect(slow.epochs).toEqual(screen.epochs);
    expect(slow.latest!.view!.parameters).toEqual(screen.latest!.view!.parameters);
    expect(slow.latest!.history).toEqual({
      ...screen.latest!.history,
      version: slow.latest!.history!.version,
    });
  });

  it('is finished to the end of its epoch by a pause, and steps from there', async () => {
    const screen = await filming();
    await screen.until(2);
    expect(screen.epochs.at(-1)).toBeLessThan(1);
    unwrap(await screen.service.command('pause'));
    await screen.untilRest();
    expect([screen.latest!.status, screen.epochs.at(-1)]).toEqual(['paused', 1]);
    unwrap(await screen.service.command('step'));
    await screen.untilRest();
    expect([screen.latest!.status, screen.epochs.at(-1)]).toEqual(['paused', 2]);
  });

  it('goes on in another worker, with its history and the fraction of its epoch', async () => {
    const screen = await filming();
    await screen.until(5);
    const checkpoint = structuredClone(unwrap(await screen.service.checkpoint())!);
    expect(checkpoint.position).toBeGreaterThan(0);
    const { service } = createService();
    unwrap(await service.configure({ experiment, restore: checkpoint, run: true }));
    unwrap(await service.setSpeed('film'));
    const other = new Screen(service);
    await other.until(1);
    expect(other.epochs[0]).toBe(checkpoint.epoch + checkpoint.position / 60);
    expect(other.latest!.history!.epoch.slice(0, checkpoint.history.epoch.length)).toEqual(
      checkpoint.history.epoch,
    );
    await other.until(3);
    await screen.until(4);
    expect(other.latest!.history!.epoch).toContain(1);
    const last = other.epochs.at(-1)!;
    const position = Math.round((last % 1) * 60);
    expect(other.latest!.view!.parameters).toEqual(weightsAfter({}, Math.floor(last), position));
  });

  it('ends in the epoch in which it diverges, with nothing in its history that is no number', async () => {
    const screen = await filming({ dataSet: 'plane', activation: 'linear', learningRate: 50 });
    while (screen.latest!.status !== 'diverged') {
      await screen.paint();
      await nextTask();
    }
    const { divergedInEpoch, history } = screen.latest!;
    expect(divergedInEpoch).toBe(Math.max(1, Math.ceil(screen.epochs.at(-1)!)));
    expect(history!.trainMax.every(Number.isFinite) && history!.testMax.every(Number.isFinite)).toBe(true);
  });

  it('gives way to another speed at once, and comes back from it', async () => {
    const screen = await filming();
    await screen.until(2);
    unwrap(await screen.service.setSpeed('full'));
    await snapshotWhere(screen.service, ({ view }) => (view?.epoch ?? 0) > 40);
    unwrap(await screen.service.setSpeed('film'));
    await screen.until(3);
    const [before, after] = screen.epochs.slice(-2);
    expect(after - before).toBeCloseTo(4 / perEpoch, 9);
  });
});

describe('a single batch', () => {
  const oneBatch = 1 / perEpoch;

  it('is what a step of a batch trains on, at every speed, and the weights then are those after it', async () => {
    for (const speed of speedNames) {
      const { service } = createService();
      unwrap(await service.configure({ experiment }));
      unwrap(await service.setSpeed(speed));
      const screen = new Screen(service);
      await screen.until(1);
      for (const k of [1, 2]) {
        unwrap(await service.command('step-batch'));
        await screen.untilRest();
        expect([screen.latest!.status, screen.epochs.at(-1)]).toEqual([
          'paused',
          expect.closeTo(k * oneBatch, 12),
        ]);
        expect(screen.latest!.view!.parameters).toEqual(weightsAfter({}, 0, k * 4));
      }
      unwrap(await service.command('step'));
      await screen.untilRest();
      expect(screen.epochs.at(-1)).toBe(1);
    }
  });

  it('crosses the end of its epoch', async () => {
    const screen = await filming({ batchSize: 60 });
    unwrap(await screen.service.command('pause'));
    await screen.untilRest();
    const before = screen.epochs.at(-1)!;
    unwrap(await screen.service.command('step-batch'));
    await screen.untilRest();
    expect(screen.epochs.at(-1)).toBe(before + 1);
  });

  it('is let through once a second, and a pause does not run on to the end of the epoch', async () => {
    let time = 0;
    const sleep = async (ms: number): Promise<void> => {
      time += ms;
      await nextTask();
    };
    const screen = await filming({}, { now: () => time, sleep }, 'batch-a-second');
    await screen.until(4);
    expect(screen.epochs).toEqual([0, 1, 2, 3, 4].map((k) => expect.closeTo(k * oneBatch, 12) as number));
    expect(time).toBeGreaterThanOrEqual(3000);
    unwrap(await screen.service.command('pause'));
    await screen.untilRest();
    expect(screen.latest!.status).toBe('paused');
    expect(screen.latest!.view!.epoch).toBeLessThan(1);
  });
});

describe('batch by batch', () => {
  it('each is measured before the next one, on a machine that takes longer to look than they take', async () => {
    const motion = new SlowMotion();
    const sleep = (): Promise<void> => motion.parts.nextTask();
    const { service } = createService(undefined, { ...motion.parts, sleep });
    unwrap(await service.configure({ experiment }));
    unwrap(await service.setSpeed('ten-batches-a-second'));
    const screen = new Screen(service);
    while (screen.epochs.length < 1) {
      await screen.paint();
      await motion.advance();
    }
    unwrap(await service.command('play'));
    let measured: number[] = [];
    while ((measured.at(-1) ?? 0) < 1.5) {
      await motion.advance();
      measured = [...unwrap(await service.snapshot({ viewVersion: 0, historyVersion: 0 })).history!.epoch];
    }
    const batches = measured.map((epoch) => epoch * perEpoch);
    expect(batches).toEqual(batches.map((_, k) => expect.closeTo(k, 9) as number));
    expect(batches.length).toBeGreaterThan(20);
    unwrap(await service.command('pause'));
  });
});

describe('a single sample', () => {
  /** The train rows in the order of the first epoch. */
  function order(): Uint32Array {
    const run = new Run(experiment, createEngines(() => 0).choose(experiment.engine).backend, () => 0);
    return shuffledOrder(60, randomFromState(run.state().generator));
  }

  it('is what a step of a sample trains on: it is named, and the weights move with the last of its batch', async () => {
    for (const speed of speedNames) {
      const { service } = createService();
      unwrap(await service.configure({ experiment }));
      unwrap(await service.setSpeed(speed));
      const screen = new Screen(service);
      await screen.until(1);
      expect(screen.latest!.sample).toBeUndefined();
      for (let k = 1; k <= 6; k++) {
        unwrap(await service.command('step-sample'));
        await screen.untilRest();
        expect(screen.latest).toMatchObject({
          // Up to then the network is untrained.
          status: k < 4 ? 'ready' : 'paused',
          sample: { index: order()[k - 1], pending: k % 4, batchSize: 4 },
        });
        expect(unwrap(await service.checkpoint())!.parameters).toEqual(weightsAfter({}, 0, k < 4 ? 0 : 4));
      }
      // What is open is closed by the step of a batch, and nothing is left to say of a sample.
      unwrap(await service.command('step-batch'));
      await screen.untilRest();
      expect(screen.latest!.sample).toBeUndefined();
      expect(screen.latest!.view!.parameters).toEqual(weightsAfter({}, 0, 8));
    }
  });

  it('crosses the end of its epoch, and another run forgets it', async () => {
    const { service } = createService();
    unwrap(await service.configure({ experiment: { ...experiment, batchSize: 60 } }));
    const screen = new Screen(service);
    await screen.until(1);
    for (let k = 0; k < 60; k++) unwrap(await stepped(service, screen));
    expect(screen.epochs).toEqual([0, 1]);
    expect(screen.latest!.sample).toMatchObject({ pending: 0 });
    unwrap(await service.command('reset'));
    await screen.untilRest();
    expect(screen.latest!.sample).toBeUndefined();
  });

  async function stepped(service: TrainingService, screen: Screen) {
    const reply = await service.command('step-sample');
    await screen.untilRest();
    return reply;
  }

  it('is let through once a second', async () => {
    let time = 0;
    const sleep = async (ms: number): Promise<void> => {
      time += ms;
      await nextTask();
    };
    const screen = await filming({}, { now: () => time, sleep }, 'sample-a-second');
    const seen: number[] = [];
    while ((seen.at(-1) ?? 0) < 6) {
      await screen.paint();
      await nextTask();
      const { sample } = screen.latest!;
      const place = sample === undefined ? -1 : order().indexOf(sample.index);
      if (place === (seen.at(-1) ?? -1)) continue;
      seen.push(place);
      // The first comes at once.
      expect(place * 1000).toBeLessThanOrEqual(time);
    }
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.length).toBeGreaterThan(2);
  });
});

describe('a speed by the clock', () => {
  it('holds back another network from its first epoch on', async () => {
    let time = 0;
    const sleep = async (ms: number): Promise<void> => {
      time += ms;
      await nextTask();
    };
    const { service } = createService(undefined, { now: () => (time += 0.001), sleep });
    unwrap(await service.configure({ experiment }));
    unwrap(await service.setSpeed('epoch-a-second'));
    unwrap(await service.command('play'));
    await snapshotWhere(service, ({ view }) => (view?.epoch ?? 0) >= 30);
    unwrap(await service.configure({ experiment: { ...experiment, hidden: [4] }, anew: true }));
    const { view } = await snapshotWhere(service, (snapshot) => (snapshot.view?.epoch ?? 0) > 0);
    expect(view!.epoch).toBeLessThan(3);
    unwrap(await service.command('pause'));
  });
});

describe('every epoch up to 256 is measured, and later ones at growing distances,', () => {
  it.each(speedNames.filter((speed) => !speed.endsWith('-a-second')))('at the speed %s', async (speed) => {
    // A clock of its own: an epoch of the pace takes no time.
    let time = 0;
    const sleep = async (ms: number): Promise<void> => {
      time += ms;
      await nextTask();
    };
    const { service } = createService(undefined, { now: () => (time += 0.01), sleep });
    const small = { ...experiment, points: 40, hidden: [2] };
    unwrap(await service.configure({ experiment: small }));
    unwrap(await service.setSpeed(speed));
    const screen = new Screen(service);
    await screen.until(1);
    unwrap(await service.command('play'));
    while ((screen.latest?.history?.lastEpoch ?? 0) <= 700) {
      await screen.paint();
      await nextTask();
    }
    const { epoch, trainMin, trainMax, lastEpoch } = screen.latest!.history!;
    const wanted = Array.from({ length: 700 }, (_, i) => i).filter((epoch) => isMeasured(epoch));
    expect(wanted.slice(0, firstEpochs + 1)).toEqual(Array.from({ length: firstEpochs + 1 }, (_, i) => i));
    expect(wanted.slice(firstEpochs)).toEqual([256, 304, 362, 431, 512, 609]);
    const at = new Map([...epoch].map((e, i) => [e, i]));
    expect(wanted.filter((e) => !at.has(e))).toEqual([]);
    expect(wanted.every((e) => trainMin[at.get(e)!] === trainMax[at.get(e)!])).toBe(true);
    expect([...epoch]).toEqual([...epoch].sort((a, b) => a - b));
    expect(lastEpoch).toBeGreaterThan(700);
  });

  it('to the losses that the weights of that epoch have', async () => {
    const { service } = createService();
    unwrap(await service.configure({ experiment }));
    unwrap(await service.command('play'));
    const { history } = await snapshotWhere(service, (s) => (s.history?.lastEpoch ?? 0) > 40);
    unwrap(await service.command('reset'));
    for (let epoch = 1; epoch <= 20; epoch++) {
      unwrap(await service.command('step'));
      const { view } = await snapshotWhere(service, (s) => s.status === 'paused' && s.view?.epoch === epoch);
      expect(history!.trainMin[history!.epoch.indexOf(epoch)]).toBe(view!.trainLoss);
      expect(history!.testMax[history!.epoch.indexOf(epoch)]).toBe(view!.testLoss);
    }
  });
});
