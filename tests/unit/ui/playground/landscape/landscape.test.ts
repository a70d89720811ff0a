import { describe, expect, it } from 'vitest';
import { defaultView } from '../../../../../src/experiment/schema.ts';
import { nextSeed } from '../../../../../src/experiment/seeds.ts';
import type {
  Landscape,
  LandscapeRequest,
  LandscapeSlice,
  PathPoint,
} from '../../../../../src/protocol/landscape-messages.ts';
import {
  centreOf,
  describePath,
  describeSlice,
  formatCoordinate,
  formatPointLoss,
  lowestOf,
  pointOf,
} from '../../../../../src/ui/playground/landscape/describe.ts';
import { LandscapeFeed } from '../../../../../src/ui/playground/landscape/landscape-feed.ts';

function sliceOf(losses: readonly number[], change: Partial<LandscapeSlice> = {}): LandscapeSlice {
  return {
    version: 1,
    epoch: 1200,
    seed: 1,
    extent: 1,
    cells: Math.sqrt(losses.length) - 1,
    losses: Float64Array.from(losses),
    evaluatedOn: 'cpu',
    evaluationsPerSecond: 1e6,
    ...change,
  };
}

const tilted = sliceOf([9, 8, 7, 6, 5, 4, 3, 2, 1]);

describe('a slice in words', () => {
  it('names places as a plot has them: α to the right, β upwards', () => {
    expect(pointOf(tilted, { row: 0, column: 0 })).toEqual({ alpha: -1, beta: 1, loss: 9 });
    expect(pointOf(tilted, lowestOf(tilted))).toEqual({ alpha: 1, beta: -1, loss: 1 });
    expect(pointOf(tilted, centreOf(tilted))).toEqual({ alpha: 0, beta: 0, loss: 5 });
  });

  it('says what the centre is and where the loss is lowest', () => {
    expect(describeSlice(tilted)).toBe('Centre: epoch 1,200, loss 5.0000; lowest 1.0000 at α 1.0, β −1.0.');
    const bowl = sliceOf([9, 8, 7, 6, 0.5, 6, 7, 8, 9]);
    expect(describeSlice(bowl)).toBe('Centre: epoch 1,200, loss 0.5000, the lowest in the slice.');
  });

  it('has the loss of a point in the digits of the sentence beside it', () => {
    const slice = sliceOf([9, 8, 7, 6, 0.01687874, 6, 7, 8, 9]);
    const { loss } = pointOf(slice, centreOf(slice));
    expect(formatPointLoss(loss)).toBe('0.0169');
    expect(describeSlice(slice)).toContain(`loss ${formatPointLoss(loss)}, the lowest`);
  });

  it('takes no loss that is not a number for the lowest', () => {
    const broken = sliceOf([NaN, 8, 7, 6, 5, 4, 3, 2, NaN]);
    expect(pointOf(broken, lowestOf(broken)).loss).toBe(2);
    expect(formatPointLoss(NaN)).toBe('not finite');
  });

  it('has as many digits as tell neighbours apart', () => {
    const fine = sliceOf([0], { cells: 256, extent: 1 });
    expect(formatCoordinate(1 / 128, fine)).not.toBe(formatCoordinate(2 / 128, fine));
    expect(formatCoordinate(-0.5, sliceOf([0], { cells: 64, extent: 10 }))).toBe('−0.50');
  });
});

describe('the path in words', () => {
  const at = (epoch: number, share: number | null): PathPoint => ({ epoch, alpha: 0, beta: 0, share });
  it('says how much of the way lies in the plane', () => {
    expect(describePath([at(0, null), at(70, 0.284)])).toBe(
      '28\u00a0% of the way to epoch 70 lies in this plane.',
    );
    expect(describePath([at(3, 0.0123), at(70, null)])).toBe(
      '1.2\u00a0% of the way from epoch 3 lies in this plane.',
    );
    expect(describePath([at(0, null)])).toBe('');
    expect(describePath([])).toBe('');
  });
});

describe('the next seed', () => {
  it('is one more, and 1 after the largest', () => {
    expect([nextSeed(0), nextSeed(41), nextSeed(2 ** 31 - 1)]).toEqual([1, 42, 1]);
  });
});

interface Bench {
  readonly feed: LandscapeFeed;
  readonly requests: LandscapeRequest[];
  answer: Landscape;
  pending: number;
}

function createFeed(): Bench {
  const bench: Bench = {
    requests: [],
    answer: { runId: 7, slice: tilted, version: 1, path: [], pending: false },
    pending: 0,
    feed: new LandscapeFeed({
      ask: (request) => {
        bench.requests.push(request);
        return Promise.resolve({ ok: true, value: bench.answer });
      },
      onPending: () => bench.pending++,
    }),
  };
  return bench;
}

describe('the feed of the landscape', () => {
  it('asks for the slice of the settings, newer than what it has, one request at a time', async () => {
    const { feed, requests } = createFeed();
    await Promise.all([feed.look(defaultView, 7), feed.look(defaultView, 7)]);
    await feed.look({ ...defaultView, landscapeSeed: 9 }, 7);
    expect(requests).toEqual([
      { settings: { cells: 64, extent: 1, seed: 1, follow: true }, version: 0 },
      { settings: { cells: 64, extent: 1, seed: 9, follow: true }, version: 1 },
    ]);
    expect(feed.shown.value.slice).toBe(tilted);
  });

  it('keeps the slice that is still the newest, and shows nothing of a worker that has none', async () => {
    const bench = createFeed();
    await bench.feed.look(defaultView, 7);
    bench.answer = { ...bench.answer, slice: null, path: [{ epoch: 3, alpha: 1, beta: 0, share: 1 }] };
    await bench.feed.look(defaultView, 7);
    expect(bench.feed.shown.value).toEqual({ slice: tilted, path: bench.answer.path });
    bench.answer = { ...bench.answer, version: 0, path: [] };
    await bench.feed.look(defaultView, 7);
    expect(bench.feed.shown.value).toEqual({ slice: null, path: [] });
  });

  it('changes nothing when nothing is new, so that nothing is drawn again', async () => {
    const bench = createFeed();
    await bench.feed.look(defaultView, 7);
    const before = bench.feed.shown.value;
    bench.answer = { ...bench.answer, slice: null };
    await bench.feed.look(defaultView, 7);
    expect(bench.feed.shown.value).toBe(before);
  });

  it('drops what belongs to another run', async () => {
    const bench = createFeed();
    await bench.feed.look(defaultView, 8);
    expect(bench.feed.shown.value.slice).toBeNull();
    const late = bench.feed.look(defaultView, 7);
    bench.feed.forget();
    await late;
    expect(bench.feed.shown.value.slice).toBeNull();
  });

  it('says that there is more to come', async () => {
    const bench = createFeed();
    await bench.feed.look(defaultView, 7);
    expect(bench.pending).toBe(0);
    bench.answer = { ...bench.answer, pending: true };
    await bench.feed.look(defaultView, 7);
    expect(bench.pending).toBe(1);
  });
});
