import type { Hand, Hire } from './hand.ts';
import { Order, type OrderOutcome, type OrderParts, type OrderProgress } from './order.ts';

export interface PoolParts<Job, Result> {
  readonly hire: Hire<Job, Result>;
  /** Milliseconds, of the clock on the wall. */
  readonly now: () => number;
}

/** An order under way. */
export interface RunningOrder {
  /** Never rejects. */
  readonly outcome: Promise<OrderOutcome>;
  readonly progress: OrderProgress;
  /** What is known stays; nothing more comes. */
  cancel(): void;
}

interface Batch<Job, Result> {
  readonly order: Order<Job, Result>;
  readonly places: readonly number[];
  /** When it was given, or when the one before it was done. */
  startedAt: number;
}

/** About so long a hand is busy with what it is given at once: few messages, and yet the work is shared evenly. */
const batchMs = 40;
/** So many hands in a row that die without a result: another one would die too. */
const mostDeathsInARow = 6;
/** The most hands that are of any use. */
export const mostHands = 16;

/** How many hands a computer with so many cores has for this: all, or all but one while something else computes. */
export function handsFor(cores: number, isElsewhereBusy: boolean): number {
  const free = Math.floor(Number.isFinite(cores) ? cores : 1) - (isElsewhereBusy ? 1 : 0);
  return Math.min(mostHands, Math.max(1, free));
}

/**
 * The one owner of the hands. It shares orders out among them, urgent ones first and then in the order in which they
 * came; a hand that dies is replaced, and what it was at is done again. Hands stay between orders; `dispose` ends them.
 */
export class Pool<Job, Result> {
  readonly #parts: PoolParts<Job, Result>;
  readonly #orders = new Set<Order<Job, Result>>();
  /** What each hand was given: it is at the first one, and what is next is there already. */
  readonly #busy = new Map<Hand<Job, Result>, Batch<Job, Result>[]>();
  #idle: Hand<Job, Result>[] = [];
  #size: number;
  #msPerCost: number | null = null;
  #deathsInARow = 0;
  #isDisposed = false;

  constructor(parts: PoolParts<Job, Result>, size: number) {
    this.#parts = parts;
    this.#size = size;
  }

  get size(): number {
    return this.#size;
  }

  /** Of fewer hands, those that are at work finish what they have. */
  set size(size: number) {
    if (!Number.isInteger(size) || size < 1)
      throw new RangeError(`a pool needs at least 1 hand, got ${size}`);
    this.#size = size;
    this.#share();
  }

  run(parts: OrderParts<Job, Result>): RunningOrder {
    const order = new Order(parts, this.#parts.now);
    this.#deathsInARow = 0;
    if (!order.isOver) this.#orders.add(order);
    this.#share();
    return {
      outcome: order.outcome,
      get progress() {
        return order.progress;
      },
      cancel: () => {
        this.#close(order, { kind: 'cancelled' });
      },
    };
  }

  #close(order: Order<Job, Result>, outcome: OrderOutcome): void {
    if (order.isOver) return;
    order.close(outcome);
    this.#orders.delete(order);
    for (const [hand, batches] of this.#busy) if (batches.some((batch) => batch.order === order)) hand.stop();
  }

  #share(): void {
    this.#letGo();
    while (this.#busy.size < this.#size) {
      const order = this.#next();
      if (order === null) return;
      const hand = this.#idle.pop() ?? this.#hire(order);
      if (hand === null) return;
      this.#give(hand, order);
    }
    this.#giveAhead();
  }

  /**
   * Between two batches a hand would wait for a message to come and another one to go, and for whatever else this thread
   * is at. Not towards the end, where one hand would have more to do than the others.
   */
  #giveAhead(): void {
    for (const [hand, batches] of this.#busy) {
      const order = this.#next();
      if (order === null || this.#msPerCost === null) return;
      const cost = batchMs / this.#msPerCost;
      if (batches.length === 1 && order.waitingCost > 2 * this.#size * cost) this.#give(hand, order);
    }
  }

  #give(hand: Hand<Job, Result>, order: Order<Job, Result>): void {
    const batch = { order, places: order.take(this.#batchCost(order)), startedAt: this.#parts.now() };
    this.#busy.set(hand, [...(this.#busy.get(hand) ?? []), batch]);
    void this.#work(hand, batch);
  }

  #letGo(): void {
    const kept = Math.max(0, this.#size - this.#busy.size);
    for (const hand of this.#idle.splice(kept)) hand.end();
  }

  #next(): Order<Job, Result> | null {
    const orders = [...this.#orders].filter(({ hasWork }) => hasWork);
    return orders.find(({ isUrgent }) => isUrgent) ?? orders.at(0) ?? null;
  }

  #hire(order: Order<Job, Result>): Hand<Job, Result> | null {
    try {
      return this.#parts.hire();
    } catch (error) {
      this.#close(order, { kind: 'failed', reason: said(error) });
      return null;
    }
  }

  /** One job before anything is known; towards the end less, so that all hands end together. */
  #batchCost(order: Order<Job, Result>): number {
    if (this.#msPerCost === null) return 0;
    const share = order.waitingCost / (2 * this.#size);
    return Math.min(share, batchMs / this.#msPerCost);
  }

  async #work(hand: Hand<Job, Result>, batch: Batch<Job, Result>): Promise<void> {
    const told = await hand.work(batch.order.jobsAt(batch.places)).then(
      (results) => ({ results }),
      (error: unknown) => ({ reason: said(error) }),
    );
    if ('results' in told) this.#take(hand, batch, told.results);
    else this.#bury(hand, told.reason);
    this.#share();
  }

  #take(hand: Hand<Job, Result>, batch: Batch<Job, Result>, results: readonly Result[]): void {
    const { order, places, startedAt } = batch;
    const now = this.#parts.now();
    if (results.length > 0) this.#deathsInARow = 0;
    this.#learn(order.costOf(places.slice(0, results.length)), now - startedAt);
    const left = (this.#busy.get(hand) ?? []).filter((one) => one !== batch);
    for (const next of left.slice(0, 1)) next.startedAt = now;
    if (left.length > 0) this.#busy.set(hand, left);
    else {
      this.#busy.delete(hand);
      if (this.#isDisposed) hand.end();
      else this.#idle.push(hand);
    }
    order.settle(places, results);
    if (order.isOver) this.#orders.delete(order);
  }

  /** It died at the first of what it was given, if at anything: the rest is told of no death. */
  #bury(hand: Hand<Job, Result>, reason: string): void {
    const batches = this.#busy.get(hand);
    // Its other batch has told of it.
    if (batches === undefined) return;
    this.#busy.delete(hand);
    hand.end();
    this.#deathsInARow++;
    const [{ order, places }, ...others] = batches;
    for (const other of others) other.order.giveBack(other.places);
    order.bury(places, reason);
    if (this.#deathsInARow >= mostDeathsInARow) this.#close(order, { kind: 'failed', reason });
    if (order.isOver) this.#orders.delete(order);
  }

  #learn(cost: number, ms: number): void {
    if (cost === 0 || ms <= 0) return;
    const msPerCost = ms / cost;
    this.#msPerCost = this.#msPerCost === null ? msPerCost : (this.#msPerCost + msPerCost) / 2;
  }

  /** Ends all hands; orders that are under way end as cancelled. */
  dispose(): void {
    this.#isDisposed = true;
    for (const order of [...this.#orders]) this.#close(order, { kind: 'cancelled' });
    for (const hand of [...this.#idle, ...this.#busy.keys()]) hand.end();
    this.#idle = [];
    this.#busy.clear();
  }
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
