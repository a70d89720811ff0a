import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Hand } from '../../../src/compare/hand.ts';
import { handsFor, Pool } from '../../../src/compare/pool.ts';
import type { OrderParts } from '../../../src/compare/order.ts';

/** Squares numbers, and fails as it is told to, each time it is given work. */
class SquareHand implements Hand<number, number> {
  isEnded = false;
  /** Batches that it had at once. */
  mostGiven = 0;
  #stops = 0;
  #last: Promise<unknown> = Promise.resolve();
  readonly #given: number[] = [];
  readonly #next: () => 'works' | 'dies' | 'half';
  readonly #pace: () => Promise<void>;
  readonly #began: (jobs: readonly number[]) => void;

  constructor(
    next: () => 'works' | 'dies' | 'half',
    pace: () => Promise<void>,
    began: (jobs: readonly number[]) => void = () => undefined,
  ) {
    this.#next = next;
    this.#pace = pace;
    this.#began = began;
  }

  work(jobs: readonly number[]): Promise<readonly number[]> {
    const stops = this.#stops;
    this.#given.push(jobs.length);
    this.mostGiven = Math.max(this.mostGiven, this.#given.length);
    const done = this.#last.then(() => this.#work(jobs, stops));
    // Whoever has died does nothing of what was to come.
    this.#last = done;
    done.then(
      () => this.#given.shift(),
      () => undefined,
    );
    return done;
  }

  async #work(jobs: readonly number[], stops: number): Promise<readonly number[]> {
    this.#began(jobs);
    const how = this.#next();
    await this.#pace();
    if (this.isEnded || how === 'dies') throw new Error('it died');
    if (stops !== this.#stops) return [];
    const done = how === 'half' ? jobs.slice(0, Math.ceil(jobs.length / 2)) : jobs;
    return done.map((job) => job * job);
  }

  stop(): void {
    this.#stops++;
  }

  end(): void {
    this.isEnded = true;
  }
}

const soon = (): Promise<void> => Promise.resolve();

function collect(jobs: readonly number[], rest: Partial<OrderParts<number, number>> = {}) {
  const results = new Map<number, number>();
  const givenUp = new Map<number, string>();
  let told = 0;
  const parts: OrderParts<number, number> = {
    jobs,
    onResult: (index, result) => {
      told++;
      results.set(index, result);
    },
    onGivenUp: (index, reason) => {
      told++;
      givenUp.set(index, reason);
    },
    ...rest,
  };
  return { parts, results, givenUp, told: () => told };
}

function clock(): () => number {
  let now = 0;
  return () => (now += 5);
}

describe('the pool of a comparison', () => {
  it('loses no run and counts none twice, whoever dies and however many work', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 1000 }), { maxLength: 60 }),
        fc.integer({ min: 1, max: 5 }),
        fc.infiniteStream(fc.constantFrom('works', 'works', 'half', 'dies' as const)),
        fc.infiniteStream(fc.nat(3)),
        async (jobs, size, fates, delays) => {
          const hands: SquareHand[] = [];
          const next = () => {
            const fate = fates.next();
            return fate.done === true ? 'works' : fate.value;
          };
          const pace = async (): Promise<void> => {
            const delay = delays.next();
            for (let i = delay.done === true ? 0 : delay.value; i > 0; i--) await Promise.resolve();
          };
          const pool = new Pool<number, number>(
            {
              hire: () => {
                const hand = new SquareHand(next, pace);
                hands.push(hand);
                return hand;
              },
              now: clock(),
            },
            size,
          );
          const { parts, results, givenUp, told } = collect(jobs);
          const outcome = await pool.run(parts).outcome;
          expect(told()).toBe(results.size + givenUp.size);
          for (const [index, result] of results) expect(result).toBe(jobs[index] ** 2);
          if (outcome.kind === 'done') expect(told()).toBe(jobs.length);
          else expect(outcome.kind).toBe('failed');
          pool.dispose();
          expect(hands.every(({ isEnded }) => isEnded)).toBe(true);
        },
      ),
    );
  });

  it('goes on after deaths that are not the fault of a run', async () => {
    let count = 0;
    const next = () => (++count % 4 === 0 ? 'dies' : 'works');
    const pool = new Pool({ hire: () => new SquareHand(next, soon), now: clock() }, 2);
    const { parts, results, givenUp } = collect([...Array(50).keys()]);
    expect(await pool.run(parts).outcome).toEqual({ kind: 'done' });
    expect(count).toBeGreaterThan(8);
    expect([results.size, givenUp.size]).toEqual([50, 0]);
  });

  it('gives up the one run that kills every hand, and does all others', async () => {
    const killer = 7;
    let lately: readonly number[] = [];
    const began = (jobs: readonly number[]): void => {
      lately = jobs;
    };
    const next = () => (lately.includes(killer) ? 'dies' : 'works');
    const pool = new Pool({ hire: () => new SquareHand(next, soon, began), now: clock() }, 2);
    const { parts, results, givenUp } = collect([...Array(30).keys()]);
    expect(await pool.run(parts).outcome).toEqual({ kind: 'done' });
    expect([...givenUp]).toEqual([[killer, 'it died']]);
    expect(results.size).toBe(29);
  });

  it('says why where no hand can be had, or every one of them dies', async () => {
    const refusing = new Pool<number, number>(
      {
        hire: () => {
          throw new Error('workers are forbidden here');
        },
        now: clock(),
      },
      2,
    );
    expect(await refusing.run(collect([1, 2]).parts).outcome).toEqual({
      kind: 'failed',
      reason: 'workers are forbidden here',
    });
    const dying = new Pool({ hire: () => new SquareHand(() => 'dies', soon), now: clock() }, 2);
    const { parts, results } = collect([...Array(100).keys()]);
    expect(await dying.run(parts).outcome).toEqual({ kind: 'failed', reason: 'it died' });
    expect(results.size).toBe(0);
  });

  it('tells nothing more after it was cancelled, and serves the next order with the same hands', async () => {
    let hired = 0;
    const pool = new Pool(
      {
        hire: () => {
          hired++;
          return new SquareHand(() => 'works', soon);
        },
        now: clock(),
      },
      2,
    );
    const first = collect([...Array(100).keys()]);
    const order = pool.run({
      ...first.parts,
      onProgress: ({ done }) => {
        if (done >= 3) order.cancel();
      },
    });
    expect(await order.outcome).toEqual({ kind: 'cancelled' });
    const known = first.told();
    const second = collect([2, 3]);
    expect(await pool.run(second.parts).outcome).toEqual({ kind: 'done' });
    expect(first.told()).toBe(known);
    expect(known).toBeLessThan(100);
    expect([...second.results]).toEqual(
      expect.arrayContaining([
        [0, 4],
        [1, 9],
      ]),
    );
    expect(hired).toBe(2);
  });

  it('lets an urgent order go first', async () => {
    const began: number[] = [];
    const pool = new Pool(
      {
        hire: () =>
          new SquareHand(
            () => 'works',
            soon,
            (jobs) => began.push(...jobs),
          ),
        now: clock(),
      },
      1,
    );
    const long = pool.run(collect([...Array(40).keys()]).parts);
    const urgent = collect([99], { isUrgent: true });
    await pool.run(urgent.parts).outcome;
    expect(urgent.results.get(0)).toBe(99 ** 2);
    expect(began.length).toBeLessThan(40);
    expect(await long.outcome).toEqual({ kind: 'done' });
  });

  it('gives hands what is next before they are done, and towards the end no one more than another', async () => {
    const hands: SquareHand[] = [];
    const begun: number[] = [];
    const pool = new Pool(
      {
        hire: () => {
          const hand = new SquareHand(
            () => 'works',
            soon,
            (jobs) => begun.push(...jobs),
          );
          hands.push(hand);
          return hand;
        },
        now: clock(),
      },
      2,
    );
    const { parts, results } = collect([...Array(300).keys()]);
    const outcome = await pool.run(parts).outcome;
    expect(outcome).toEqual({ kind: 'done' });
    expect(results.size).toBe(300);
    expect(begun.toSorted((a, b) => a - b)).toEqual([...Array(300).keys()]);
    expect(hands.map(({ mostGiven }) => mostGiven)).toEqual([2, 2]);
    for (const hand of hands) hand.mostGiven = 0;
    await pool.run(collect([1, 2, 3, 4]).parts).outcome;
    expect(hands.map(({ mostGiven }) => mostGiven)).toEqual([1, 1]);
  });

  it('works with fewer hands when it is told to, and ends those that are too many', async () => {
    const hands: SquareHand[] = [];
    const pool = new Pool(
      {
        hire: () => {
          const hand = new SquareHand(() => 'works', soon);
          hands.push(hand);
          return hand;
        },
        now: clock(),
      },
      4,
    );
    await pool.run(collect([...Array(40).keys()]).parts).outcome;
    expect(hands).toHaveLength(4);
    pool.size = 1;
    expect(hands.filter(({ isEnded }) => !isEnded)).toHaveLength(1);
    const { parts, results } = collect([1, 2, 3]);
    await pool.run(parts).outcome;
    expect(results.size).toBe(3);
    expect(() => (pool.size = 0)).toThrow('a pool needs at least 1 hand, got 0');
  });

  it('knows how much is left, by what runs cost', async () => {
    const lefts: (number | null)[] = [];
    const pool = new Pool({ hire: () => new SquareHand(() => 'works', soon), now: clock() }, 1);
    const { parts } = collect([1, 1, 1, 1, 10], {
      costOf: (job) => job,
      onProgress: ({ leftMs, done }) => {
        lefts.push(leftMs);
        expect(done).toBeGreaterThan(0);
      },
    });
    const order = pool.run(parts);
    expect(order.progress).toMatchObject({ done: 0, total: 5, leftMs: null });
    await order.outcome;
    expect(lefts.at(-1)).toBe(0);
    expect(lefts[0]).toBeGreaterThan(0);
  });

  it.each([
    [8, false, 8],
    [8, true, 7],
    [1, true, 1],
    [64, false, 16],
    [NaN, false, 1],
  ])('has of %d cores, busy elsewhere: %s, %d hands', (cores, busy, hands) => {
    expect(handsFor(cores, busy)).toBe(hands);
  });
});
