import { createStore, del, entries, set } from 'idb-keyval';
import * as v from 'valibot';
import { parseCourse } from '../experiment/course.ts';
import { parseExperiment } from '../experiment/schema.ts';
import type { Checkpoint } from '../protocol/messages.ts';

/** A run as the browser keeps it. */
export interface KeptRun {
  /** The tab that has trained it. */
  readonly tab: string;
  /** By the clock of the machine, in ms since 1970. */
  readonly savedAt: number;
  readonly checkpoint: Checkpoint;
}

/** Where runs outlast the page, by the tabs that have trained them. Each call may reject: storage can be denied, or full. */
export interface RunShelf {
  /** What can be read of all that is there; what an older page has left in another form is not. */
  all(): Promise<KeptRun[]>;
  set(run: KeptRun): Promise<void>;
  delete(tab: string): Promise<void>;
}

/** Counts the forms that a kept run has had; one of another form is not read. */
const format = 1;

const float64 = v.instance(Float64Array);
const checkpointShape = v.looseObject({
  parameters: float64,
  state: v.array(float64),
  shared: float64,
  epoch: v.pipe(v.number(), v.integer(), v.minValue(0)),
  position: v.pipe(v.number(), v.integer(), v.minValue(0)),
  generator: v.array(v.number()),
  trainingMs: v.number(),
  history: v.looseObject({ epoch: float64, perBucket: v.number(), lastEpoch: v.number() }),
});
const entryShape = v.object({
  format: v.literal(format),
  savedAt: v.number(),
  checkpoint: v.custom<Checkpoint>((value) => v.is(checkpointShape, value)),
});

/** IndexedDB, opened when it is first needed. */
export function browserRunShelf(): RunShelf {
  let store: ReturnType<typeof createStore> | null = null;
  const opened = (): ReturnType<typeof createStore> => (store ??= createStore('chainrule-runs', 'runs'));
  return {
    async all() {
      const found = await entries<string, unknown>(opened());
      return found.flatMap(([tab, entry]) => readEntry(tab, entry));
    },
    set: ({ tab, savedAt, checkpoint }) => set(tab, { format, savedAt, checkpoint }, opened()),
    delete: (tab) => del(tab, opened()),
  };
}

function readEntry(tab: string, entry: unknown): KeptRun[] {
  const read = v.safeParse(entryShape, entry);
  if (!read.success) return [];
  const { savedAt, checkpoint } = read.output;
  // Settings that have come since then are as they are by default.
  const experiment = parseExperiment(checkpoint.experiment);
  if (!experiment.ok) return [];
  const { course: found, ...rest } = checkpoint;
  const course = typeof found === 'object' ? parseCourse(found) : null;
  const known = course?.ok === true ? { course: course.value } : {};
  return [{ tab, savedAt, checkpoint: { ...rest, experiment: experiment.value, ...known } }];
}
