/** Columns of equal length, one entry a bucket. */
export interface HistoryColumns {
  /** First epoch of the bucket. */
  readonly epoch: Float64Array;
  readonly trainMin: Float64Array;
  readonly trainMax: Float64Array;
  readonly testMin: Float64Array;
  readonly testMax: Float64Array;
  /** Measurements that each bucket takes. */
  readonly perBucket: number;
  /** Epoch of the last measurement, which the last bucket may not begin with. */
  readonly lastEpoch: number;
}

const keys = ['epoch', 'trainMin', 'trainMax', 'testMin', 'testMax'] as const;

/**
 * Loss curves of any length in bounded memory: once the buckets are full, neighbours are merged in pairs and
 * each bucket from then on takes twice as many measurements. A bucket keeps the extremes, so spikes survive.
 */
export class LossHistory {
  readonly #capacity: number;
  #columns: Record<(typeof keys)[number], number[]> = empty();
  /** Measurements a bucket takes, and those that the last one has. */
  #perBucket = 1;
  #inLast = 0;
  #lastEpoch = -1;
  version = 0;

  constructor(capacity = 1024) {
    if (capacity < 2) throw new RangeError(`a history needs at least 2 buckets, got ${capacity}`);
    this.#capacity = capacity;
  }

  get length(): number {
    return this.#columns.epoch.length;
  }

  /** Epoch of the last measurement, -1 before the first. */
  get lastEpoch(): number {
    return this.#lastEpoch;
  }

  push(epoch: number, trainLoss: number, testLoss: number): void {
    const { trainMin, trainMax, testMin, testMax } = this.#columns;
    if (this.#inLast > 0 && this.#inLast < this.#perBucket) {
      const last = this.length - 1;
      trainMin[last] = Math.min(trainMin[last], trainLoss);
      trainMax[last] = Math.max(trainMax[last], trainLoss);
      testMin[last] = Math.min(testMin[last], testLoss);
      testMax[last] = Math.max(testMax[last], testLoss);
      this.#inLast++;
    } else {
      if (this.length === this.#capacity) this.#merge();
      const bucket = {
        epoch,
        trainMin: trainLoss,
        trainMax: trainLoss,
        testMin: testLoss,
        testMax: testLoss,
      };
      for (const key of keys) this.#columns[key].push(bucket[key]);
      this.#inLast = 1;
    }
    this.#lastEpoch = epoch;
    this.version++;
  }

  #merge(): void {
    const { epoch, trainMin, trainMax, testMin, testMax } = this.#columns;
    const pairs = <T>(column: readonly number[], pick: (a: number, b: number) => T): T[] =>
      Array.from({ length: Math.ceil(column.length / 2) }, (_, i) =>
        pick(column[2 * i], column[Math.min(2 * i + 1, column.length - 1)]),
      );
    this.#columns = {
      epoch: pairs(epoch, (a) => a),
      trainMin: pairs(trainMin, Math.min),
      trainMax: pairs(trainMax, Math.max),
      testMin: pairs(testMin, Math.min),
      testMax: pairs(testMax, Math.max),
    };
    this.#perBucket *= 2;
  }

  columns(): HistoryColumns {
    const copy = (key: (typeof keys)[number]): Float64Array => Float64Array.from(this.#columns[key]);
    return {
      epoch: copy('epoch'),
      trainMin: copy('trainMin'),
      trainMax: copy('trainMax'),
      testMin: copy('testMin'),
      testMax: copy('testMax'),
      perBucket: this.#perBucket,
      lastEpoch: this.#lastEpoch,
    };
  }

  /** Goes on from columns taken before; the next measurement opens a bucket of its own. */
  restore(columns: HistoryColumns): void {
    this.#columns = empty();
    for (const key of keys) this.#columns[key].push(...columns[key]);
    this.#perBucket = columns.perBucket;
    this.#inLast = this.#perBucket;
    this.#lastEpoch = columns.lastEpoch;
    this.version++;
  }
}

function empty(): Record<(typeof keys)[number], number[]> {
  return { epoch: [], trainMin: [], trainMax: [], testMin: [], testMax: [] };
}
