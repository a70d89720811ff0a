/** Columns of equal length, one entry a bucket, in the order of their epochs. */
export interface HistoryColumns {
  /** First epoch of the bucket, with the fraction of it that was over. */
  readonly epoch: Float64Array;
  readonly trainMin: Float64Array;
  readonly trainMax: Float64Array;
  readonly testMin: Float64Array;
  readonly testMax: Float64Array;
  /** Measurements that each bucket takes; those of epochs that are measured at every speed have one of their own. */
  readonly perBucket: number;
  /** Epoch of the last measurement, which the last bucket may not begin with. */
  readonly lastEpoch: number;
}

/** Each of the first epochs is measured, and then so many for every doubling. */
export const firstEpochs = 256;
const perDoubling = 4;

/**
 * The first epoch after `epoch` that is measured at every speed: the curve does not depend on who looks and when. Each of
 * the `first` is, by which any power of 2 up to `firstEpochs` can be: then fewer are, and none that would not be.
 */
export function nextMeasured(epoch: number, first = firstEpochs): number {
  const whole = Math.floor(epoch);
  if (whole < first) return whole + 1;
  for (let k = Math.floor(perDoubling * Math.log2(whole / first)); ; k++) {
    const measured = Math.round(first * 2 ** (k / perDoubling));
    if (measured > whole) return measured;
  }
}

/** Whether an epoch is one of those. */
export function isMeasured(epoch: number, first = firstEpochs): boolean {
  return epoch === 0 || (Number.isInteger(epoch) && nextMeasured(epoch - 1, first) === epoch);
}

const keys = ['epoch', 'trainMin', 'trainMax', 'testMin', 'testMax'] as const;

type Columns = Record<(typeof keys)[number], number[]>;

/**
 * Loss curves of any length in bounded memory. The epochs that are measured at every speed keep a bucket of their own
 * each. The other measurements share the rest: once that is full, neighbours are merged in pairs and each bucket from
 * then on takes twice as many measurements. A bucket keeps the extremes, so spikes survive.
 */
export class LossHistory {
  readonly #capacity: Readonly<Record<'kept' | 'merged', number>>;
  /** Of the epochs that are measured at every speed. */
  #kept = empty();
  /** Of all other measurements. */
  #merged = empty();
  /** Measurements a merged bucket takes, and those that the last one has. */
  #perBucket = 1;
  #inLast = 0;
  #lastEpoch = -1;
  #lastTrainLoss = Infinity;
  #lowestTrainLoss = Infinity;
  version = 0;

  constructor(capacity = 1024) {
    if (capacity < 2) throw new RangeError(`a history needs at least 2 buckets, got ${capacity}`);
    const kept = Math.floor(capacity * keptShare);
    this.#capacity = { kept, merged: capacity - kept };
  }

  get length(): number {
    return this.#kept.epoch.length + this.#merged.epoch.length;
  }

  /** Epoch of the last measurement, -1 before the first. */
  get lastEpoch(): number {
    return this.#lastEpoch;
  }

  /** Whether the last measurement of the training loss is the lowest of all; false before the first. */
  get isAtLowest(): boolean {
    return this.#lastEpoch >= 0 && this.#lastTrainLoss <= this.#lowestTrainLoss;
  }

  /**
   * Takes a measurement at an epoch, or at a fraction of one, after all that were taken before. A loss that there was
   * nothing to measure on is NaN, and a gap in its curve.
   */
  push(epoch: number, trainLoss: number, testLoss: number): void {
    if (isMeasured(epoch) && this.#kept.epoch.length < this.#capacity.kept)
      append(this.#kept, epoch, trainLoss, testLoss);
    else this.#pushMerged(epoch, trainLoss, testLoss);
    this.#lastEpoch = epoch;
    this.#lastTrainLoss = trainLoss;
    this.#lowestTrainLoss = lower(this.#lowestTrainLoss, trainLoss);
    this.version++;
  }

  #pushMerged(epoch: number, trainLoss: number, testLoss: number): void {
    if (this.#inLast > 0 && this.#inLast < this.#perBucket) {
      const { trainMin, trainMax, testMin, testMax } = this.#merged;
      const last = trainMin.length - 1;
      trainMin[last] = lower(trainMin[last], trainLoss);
      trainMax[last] = higher(trainMax[last], trainLoss);
      testMin[last] = lower(testMin[last], testLoss);
      testMax[last] = higher(testMax[last], testLoss);
      this.#inLast++;
      return;
    }
    if (this.#merged.epoch.length === this.#capacity.merged) this.#merge();
    append(this.#merged, epoch, trainLoss, testLoss);
    this.#inLast = 1;
  }

  #merge(): void {
    const { epoch, trainMin, trainMax, testMin, testMax } = this.#merged;
    const pairs = <T>(column: readonly number[], pick: (a: number, b: number) => T): T[] =>
      Array.from({ length: Math.ceil(column.length / 2) }, (_, i) =>
        pick(column[2 * i], column[Math.min(2 * i + 1, column.length - 1)]),
      );
    this.#merged = {
      epoch: pairs(epoch, (a) => a),
      trainMin: pairs(trainMin, lower),
      trainMax: pairs(trainMax, higher),
      testMin: pairs(testMin, lower),
      testMax: pairs(testMax, higher),
    };
    this.#perBucket *= 2;
  }

  columns(): HistoryColumns {
    const [kept, merged] = [this.#kept, this.#merged];
    const order = orderOf(kept.epoch, merged.epoch);
    const column = (key: (typeof keys)[number]): Float64Array => {
      const [own, others] = [kept[key], merged[key]];
      return Float64Array.from(order, (i) => (i < own.length ? own[i] : others[i - own.length]));
    };
    return {
      epoch: column('epoch'),
      trainMin: column('trainMin'),
      trainMax: column('trainMax'),
      testMin: column('testMin'),
      testMax: column('testMax'),
      perBucket: this.#perBucket,
      lastEpoch: this.#lastEpoch,
    };
  }

  /** Goes on from columns taken before; the next measurement opens a bucket of its own. */
  restore(columns: HistoryColumns): void {
    this.#kept = empty();
    this.#merged = empty();
    columns.epoch.forEach((epoch, i) => {
      const isKept = isMeasured(epoch) && this.#kept.epoch.length < this.#capacity.kept;
      const to = isKept ? this.#kept : this.#merged;
      for (const key of keys) to[key].push(columns[key][i]);
    });
    this.#perBucket = columns.perBucket;
    this.#inLast = this.#perBucket;
    this.#lastEpoch = columns.lastEpoch;
    this.#lastTrainLoss = columns.trainMax.at(-1) ?? Infinity;
    this.#lowestTrainLoss = columns.trainMin.reduce(lower, Infinity);
    this.version++;
  }
}

/** Of what was measured up to a moment. */
export function historyUntil(columns: HistoryColumns, progress: number): HistoryColumns {
  const count = columns.epoch.findLastIndex((epoch) => epoch <= progress) + 1;
  const cut = (key: (typeof keys)[number]): Float64Array => columns[key].slice(0, count);
  return {
    epoch: cut('epoch'),
    trainMin: cut('trainMin'),
    trainMax: cut('trainMax'),
    testMin: cut('testMin'),
    testMax: cut('testMax'),
    perBucket: columns.perBucket,
    lastEpoch: columns.epoch[count - 1] ?? -1,
  };
}

/** Of those that were measured. */
function lower(a: number, b: number): number {
  return Number.isNaN(a) || b < a ? b : a;
}

function higher(a: number, b: number): number {
  return Number.isNaN(a) || b > a ? b : a;
}

/** The first epochs and thirty doublings of them fit into this share of the usual capacity. */
const keptShare = 3 / 8;

function empty(): Columns {
  return { epoch: [], trainMin: [], trainMax: [], testMin: [], testMax: [] };
}

function append(to: Columns, epoch: number, trainLoss: number, testLoss: number): void {
  const values = {
    epoch,
    trainMin: trainLoss,
    trainMax: trainLoss,
    testMin: testLoss,
    testMax: testLoss,
  };
  for (const key of keys) to[key].push(values[key]);
}

/** How two ascending lists, the one after the other, are put into one order. */
function orderOf(first: readonly number[], second: readonly number[]): Uint32Array {
  const order = new Uint32Array(first.length + second.length);
  let [i, j] = [0, 0];
  for (let k = 0; k < order.length; k++) {
    const takesFirst = j === second.length || (i < first.length && first[i] <= second[j]);
    order[k] = takesFirst ? i++ : first.length + j++;
  }
  return order;
}
