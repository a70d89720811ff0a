import { createStore, delMany, getMany, get, keys, promisifyRequest, setMany } from 'idb-keyval';
import * as v from 'valibot';
import { parseExperiment, type Experiment } from '../experiment/schema.ts';
import type { TrialResult } from '../protocol/compare-messages.ts';

/** What is known of a comparison that the browser keeps, without its results. */
export interface KeptComparison {
  readonly id: string;
  /** By the clock of the machine, in ms since 1970. */
  readonly savedAt: number;
  /** The user's own words for it, or what it is. */
  readonly name: string;
  /** What was asked, as a link has it. */
  readonly ask: string;
  /** The set-up that it was started from. */
  readonly experiment: Experiment;
  readonly phase: 'done' | 'cancelled' | 'failed';
  /** Runs that are settled, of so many. */
  readonly done: number;
  readonly total: number;
  readonly elapsedMs: number;
  /** About so much room its results take. */
  readonly bytes: number;
}

/** By the places of what was asked: a result, why there is none, or null for what was never trained. */
export type KeptResults = readonly (TrialResult | string | null)[];

/** Where comparisons outlast the page. Each call may reject: storage can be denied, or full. */
export interface ComparisonShelf {
  /** What can be read of all that is there; what an older page has left in another form is not. */
  all(): Promise<readonly KeptComparison[]>;
  /** null where they are not there, or cannot be read. */
  results(id: string): Promise<KeptResults | null>;
  set(about: KeptComparison, results: KeptResults): Promise<void>;
  /** Other words about one that is there. */
  change(about: KeptComparison): Promise<void>;
  delete(id: string): Promise<void>;
}

/** Counts the forms that a kept comparison has had; one of another form is not read. */
const format = 1;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const aboutShape = v.object({
  format: v.literal(format),
  savedAt: v.number(),
  name: v.string(),
  ask: v.string(),
  experiment: v.unknown(),
  phase: v.picklist(['done', 'cancelled', 'failed']),
  done: count,
  total: count,
  elapsedMs: v.number(),
  bytes: v.number(),
});

const float64 = v.instance(Float64Array);
const figures = v.object({
  trainLoss: v.number(),
  testLoss: v.number(),
  trainAccuracy: v.nullable(v.number()),
  testAccuracy: v.nullable(v.number()),
});
const resultShape = v.object({
  epochs: count,
  diverged: v.boolean(),
  final: figures,
  best: figures,
  reachedAt: v.nullable(count),
  curve: v.object({ epoch: float64, trainLoss: float64, testLoss: float64, trainingMs: float64 }),
  trainingMs: v.number(),
  parameters: float64,
  picture: v.nullable(v.instance(Float32Array)),
  outputCount: count,
  state: v.null(),
});
const resultsShape = v.array(v.nullable(v.union([v.string(), resultShape])));

const aboutKey = (id: string): string => `about ${id}`;
const resultsKey = (id: string): string => `results ${id}`;

/** IndexedDB, opened when it is first needed. What a list needs lies beside the results, which are many times as large. */
export function browserComparisonShelf(): ComparisonShelf {
  let store: ReturnType<typeof createStore> | null = null;
  const opened = (): ReturnType<typeof createStore> =>
    (store ??= createStore('chainrule-comparisons', 'comparisons'));
  return {
    async all() {
      const prefix = aboutKey('');
      const names = (await keys<string>(opened())).filter((key) => key.startsWith(prefix));
      const found = await getMany<unknown>(names, opened());
      return found.flatMap((entry, at) => readAbout(names[at].slice(prefix.length), entry));
    },
    async results(id) {
      const read = v.safeParse(resultsShape, await get<unknown>(resultsKey(id), opened()));
      return read.success ? read.output : null;
    },
    set: (about, results) =>
      setMany(
        [
          [aboutKey(about.id), { format, ...about }],
          [resultsKey(about.id), results],
        ],
        opened(),
      ),
    change: (about) =>
      opened()('readwrite', (entries) => {
        const key = aboutKey(about.id);
        const present = entries.getKey(key);
        present.onsuccess = () => {
          // Another tab may have forgotten it: it is not to come back without its results.
          if (present.result !== undefined) entries.put({ format, ...about }, key);
        };
        return promisifyRequest(entries.transaction);
      }),
    delete: (id) => delMany([aboutKey(id), resultsKey(id)], opened()),
  };
}

function readAbout(id: string, entry: unknown): KeptComparison[] {
  const read = v.safeParse(aboutShape, entry);
  if (!read.success) return [];
  const { name, ask, savedAt, phase, done, total, elapsedMs, bytes } = read.output;
  // Settings that have come since then are as they are by default.
  const experiment = parseExperiment(read.output.experiment);
  if (!experiment.ok) return [];
  return [{ id, name, ask, savedAt, phase, done, total, elapsedMs, bytes, experiment: experiment.value }];
}
