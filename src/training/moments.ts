import { isMeasured } from './history.ts';
import { withChanges, type SettingChange } from '../experiment/setting-changes.ts';
import type { LayerVitals } from './vitals.ts';

/** What was measured of a run at one moment of its training. */
export interface Moment {
  /** Epochs completed, with the fraction of the running one that the weights have seen. */
  readonly epoch: number;
  /** Mean loss over the train set, without the penalty. */
  readonly trainLoss: number;
  readonly testLoss: number;
  /** Share of points whose class is right, 0…1; null for regression. */
  readonly trainAccuracy: number | null;
  readonly testAccuracy: number | null;
  /** That the next batch is trained with. */
  readonly learningRate: number;
  /** Hidden layers first to last, then the output layer; null where they were not measured at this moment. */
  readonly layers: readonly LayerVitals[] | null;
}

type Figure = Exclude<keyof Moment, 'layers'>;

export type LayerColumns = Readonly<Record<keyof LayerVitals, Float64Array>>;

/** Moments as columns of equal length, in the order of their epochs. What was not measured is NaN. */
export interface MomentColumns extends Readonly<Record<Figure, Float64Array>> {
  /** Hidden layers first to last, then the output layer; none where no moment has any. */
  readonly layers: readonly LayerColumns[];
  /** Of the moments that are thinned out, each stands for so many measurements. */
  readonly perBucket: number;
  /** Settings that were changed on the way, in their order. */
  readonly changes: readonly SettingChange[];
}

/** The last so many moments are all there: what the training does just now is seen as finely as it is measured. */
export const recentMoments = 64;

/**
 * The moments of a run of any length in bounded memory. Those of epochs that are measured at every speed are kept, and
 * so are the last ones. The others share the rest: once that is full, one of every two goes, and from then on one of
 * twice as many is taken. Whatever is there was measured at its epoch: nothing is a mean of several.
 */
export class Moments {
  readonly #capacity: Readonly<Record<'kept' | 'thinned', number>>;
  #kept: Moment[] = [];
  #thinned: Moment[] = [];
  #recent: Moment[] = [];
  #perBucket = 1;
  /** Measurements that the last thinned moment stands for. */
  #inLast = 0;
  #changes: readonly SettingChange[] = [];
  version = 0;

  /** Of all but the last ones. */
  constructor(capacity = 704) {
    if (capacity < 4) throw new RangeError(`moments need a capacity of at least 4, got ${capacity}`);
    const kept = Math.floor(capacity * keptShare);
    this.#capacity = { kept, thinned: capacity - kept };
  }

  /** Epoch of the last moment, -1 before the first. */
  get lastEpoch(): number {
    return this.#recent.at(-1)?.epoch ?? -1;
  }

  /**
   * Takes a moment after all that were taken before; one that comes late is left out. Measured again at the same epoch
   * it takes the earlier one's place, if that has no layers.
   */
  push(moment: Moment): void {
    const { lastEpoch } = this;
    if (moment.epoch < lastEpoch) return;
    if (moment.epoch > lastEpoch) this.#append(moment);
    else if (!this.#detail(moment)) return;
    this.version++;
  }

  #append(moment: Moment): void {
    this.#recent.push(moment);
    if (this.#recent.length > recentMoments) this.#recent.shift();
    if (isMeasured(moment.epoch) && this.#kept.length < this.#capacity.kept) this.#kept.push(moment);
    else this.#thin(moment);
  }

  #thin(moment: Moment): void {
    if (this.#inLast > 0 && this.#inLast < this.#perBucket) {
      this.#thinned.push(richer(this.#thinned.splice(-1)[0], moment));
      this.#inLast++;
      return;
    }
    if (this.#thinned.length === this.#capacity.thinned) this.#halve();
    this.#thinned.push(moment);
    this.#inLast = 1;
  }

  #halve(): void {
    const all = this.#thinned;
    this.#thinned = Array.from({ length: Math.ceil(all.length / 2) }, (_, i) =>
      richer(all[2 * i], all[Math.min(2 * i + 1, all.length - 1)]),
    );
    this.#perBucket *= 2;
  }

  #detail(moment: Moment): boolean {
    const last = this.#recent.at(-1);
    if (last === undefined || last.layers !== null || moment.layers === null) return false;
    for (const moments of [this.#recent, this.#kept, this.#thinned])
      if (moments.at(-1) === last) moments[moments.length - 1] = moment;
    return true;
  }

  /** Takes settings that were changed, as `changesBetween` tells them. */
  change(changes: readonly SettingChange[]): void {
    if (changes.length === 0) return;
    this.#changes = withChanges(this.#changes, changes);
    this.version++;
  }

  columns(): MomentColumns {
    const moments = this.inOrder();
    const layerCount = Math.max(0, ...moments.map(({ layers }) => layers?.length ?? 0));
    const column = (of: (moment: Moment) => number | null | undefined): Float64Array =>
      Float64Array.from(moments, (moment) => of(moment) ?? NaN);
    return {
      epoch: column(({ epoch }) => epoch),
      trainLoss: column(({ trainLoss }) => trainLoss),
      testLoss: column(({ testLoss }) => testLoss),
      trainAccuracy: column(({ trainAccuracy }) => trainAccuracy),
      testAccuracy: column(({ testAccuracy }) => testAccuracy),
      learningRate: column(({ learningRate }) => learningRate),
      layers: Array.from({ length: layerCount }, (_, layer) => ({
        gradientNorm: column(({ layers }) => layers?.[layer]?.gradientNorm),
        updateRatio: column(({ layers }) => layers?.[layer]?.updateRatio),
        saturated: column(({ layers }) => layers?.[layer]?.saturated),
        dead: column(({ layers }) => layers?.[layer]?.dead),
      })),
      perBucket: this.#perBucket,
      changes: this.#changes,
    };
  }

  /** All that are kept, in the order of their epochs. */
  inOrder(): Moment[] {
    const all = new Set([...this.#kept, ...this.#thinned, ...this.#recent]);
    return [...all].sort((a, b) => a.epoch - b.epoch);
  }

  get changes(): readonly SettingChange[] {
    return this.#changes;
  }

  /** Goes on from columns taken before. */
  restore(columns: MomentColumns): void {
    [this.#kept, this.#thinned, this.#recent] = [[], [], []];
    this.#perBucket = 1;
    const moments = momentsOf(columns);
    for (const moment of moments) {
      const isKept = isMeasured(moment.epoch) && this.#kept.length < this.#capacity.kept;
      (isKept ? this.#kept : this.#thinned).push(moment);
    }
    while (this.#thinned.length > this.#capacity.thinned) this.#halve();
    this.#recent = moments.slice(-recentMoments);
    this.#perBucket = Math.max(this.#perBucket, columns.perBucket);
    this.#inLast = this.#perBucket;
    this.#changes = columns.changes;
    this.version++;
  }
}

/** Of what was measured and changed up to a moment. */
export function momentsUntil(columns: MomentColumns, progress: number): MomentColumns {
  const count = columns.epoch.findLastIndex((epoch) => epoch <= progress) + 1;
  const cut = <Columns extends object>(of: Columns): Columns =>
    Object.fromEntries(
      Object.entries(of).map(([key, value]) => [
        key,
        value instanceof Float64Array ? value.slice(0, count) : (value as unknown),
      ]),
    ) as Columns;
  return {
    ...cut(columns),
    layers: columns.layers.map(cut),
    changes: columns.changes.filter(({ epoch }) => epoch <= progress),
  };
}

/** The first epochs and thirty doublings of them fit into this share of the usual capacity. */
const keptShare = 6 / 11;

/** Of two moments the one with layers, or else the first. */
function richer(first: Moment, second: Moment): Moment {
  return first.layers === null && second.layers !== null ? second : first;
}

/** The moments that columns are of, in the order of their epochs. */
export function momentsOf(columns: MomentColumns): Moment[] {
  return Array.from(columns.epoch, (_, i) => momentAt(columns, i));
}

/** One of them; a RangeError where there is none. */
export function momentAt(columns: MomentColumns, i: number): Moment {
  if (!(i in columns.epoch)) throw new RangeError(`there are ${columns.epoch.length} moments, none at ${i}`);
  const layers = columns.layers.map((layer) => ({
    gradientNorm: layer.gradientNorm[i],
    updateRatio: orNull(layer.updateRatio[i]),
    saturated: orNull(layer.saturated[i]),
    dead: orNull(layer.dead[i]),
  }));
  return {
    epoch: columns.epoch[i],
    trainLoss: columns.trainLoss[i],
    testLoss: columns.testLoss[i],
    trainAccuracy: orNull(columns.trainAccuracy[i]),
    testAccuracy: orNull(columns.testAccuracy[i]),
    learningRate: columns.learningRate[i],
    layers: layers.some(({ gradientNorm }) => !Number.isNaN(gradientNorm)) ? layers : null,
  };
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
