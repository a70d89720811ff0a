import { parseExperiment, type Experiment, type Parsed } from './schema.ts';

/** A place in a training: so many epochs completed, and so many samples of the next one in closed batches. */
interface Place {
  readonly epoch: number;
  readonly position: number;
}

/** What was changed at one place of a training. */
export interface CourseStep extends Place {
  /** Those that changed, as they are from then on. */
  readonly settings: Partial<Experiment>;
  /** Weights and biases set by hand after that, by their places in the flat array of all; left out where none were. */
  readonly weights?: readonly (readonly [place: number, value: number])[];
}

/**
 * All that a training follows from, to the bit: the settings that it began with, from their initial weights, and what was
 * changed on the way, in its order. It is never changed itself.
 */
export interface Course {
  readonly begin: Experiment;
  readonly steps: readonly CourseStep[];
}

/** What was changed more often is no longer told: see `CourseOf`. */
export const mostSteps = 2000;

/** Why nobody can tell how a run came about: its weights come from elsewhere, or too much was changed on the way. */
export type Untold = 'elsewhere' | 'too-much';

/** How a run came about, as far as that is known. */
export type CourseOf = Course | Untold;

export function freshCourse(begin: Experiment): Course {
  return { begin, steps: [] };
}

/** Of what is dragged while nothing is trained, only where it comes to rest counts: what is between changes no bit. */
const draggable: ReadonlySet<string> = new Set<keyof Experiment>(['learningRate', 'l2', 'batchSize']);

/** The course with a change of settings; the same one where none differs. */
export function withSettings(
  course: CourseOf,
  before: Experiment,
  after: Experiment,
  { epoch, position }: Place,
): CourseOf {
  if (typeof course === 'string') return course;
  const settings = patchBetween(before, after);
  const names = Object.keys(settings);
  if (names.length === 0) return course;
  const last = course.steps.at(-1);
  const isDrag =
    last !== undefined &&
    isAt(last, { epoch, position }) &&
    last.weights === undefined &&
    names.every((name) => draggable.has(name)) &&
    Object.keys(last.settings).join() === names.join();
  return withStep(isDrag ? withoutLast(course) : course, { epoch, position, settings });
}

/** The course with weights that were set by hand. */
export function withWeights(
  course: CourseOf,
  values: readonly (readonly [place: number, value: number])[],
  { epoch, position }: Place,
): CourseOf {
  if (typeof course === 'string' || values.length === 0) return course;
  const last = course.steps.at(-1);
  const isSame = last !== undefined && isAt(last, { epoch, position });
  const weights = [...new Map([...((isSame ? last.weights : undefined) ?? []), ...values])];
  const settings = isSame ? last.settings : {};
  return withStep(isSame ? withoutLast(course) : course, { epoch, position, settings, weights });
}

function withStep(course: Course, step: CourseStep): CourseOf {
  if (course.steps.length >= mostSteps) return 'too-much';
  return { ...course, steps: [...course.steps, step] };
}

function withoutLast(course: Course): Course {
  return { ...course, steps: course.steps.slice(0, -1) };
}

function isAt(step: Place, { epoch, position }: Place): boolean {
  return step.epoch === epoch && step.position === position;
}

/** Every setting that differs, as it is after. */
export function patchBetween(before: Experiment, after: Experiment): Partial<Experiment> {
  const names = Object.keys(after) as (keyof Experiment)[];
  const changed = names.filter(
    (name) => before[name] !== after[name] && JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  return Object.fromEntries(changed.map((name) => [name, after[name]]));
}

const texts = new WeakMap<CourseStep, string>();

function textOf(step: CourseStep): string {
  let text = texts.get(step);
  if (text === undefined) texts.set(step, (text = JSON.stringify(step)));
  return text;
}

/** Whether a training that has come about like `earlier` comes about like `later` by what is changed after it alone. */
export function isBeginningOf(earlier: Course, later: Course): boolean {
  if (earlier === later) return true;
  if (earlier.steps.length > later.steps.length) return false;
  const isSame = earlier.steps.every((step, k) => {
    const other = later.steps[k];
    return step === other || textOf(step) === textOf(other);
  });
  return isSame && JSON.stringify(earlier.begin) === JSON.stringify(later.begin);
}

/** Longer ones are no way that somebody has gone. */
const mostWeights = 100_000;

/** A course that may come from anyone; the message names what is wrong in it and what was expected. */
export function parseCourse(value: unknown): Parsed<Course> {
  if (!isRecord(value) || !Array.isArray(value['steps'])) return refused('it is no course of a training');
  const begin = parseExperiment(value['begin']);
  if (!begin.ok) return begin;
  const given: readonly unknown[] = value['steps'];
  if (given.length > mostSteps)
    return refused(`it has ${given.length} changes, expected at most ${mostSteps}`);
  const steps: CourseStep[] = [];
  let experiment: Experiment = begin.value;
  let weightCount = 0;
  for (const [i, one] of given.entries()) {
    const step = stepOf(one, experiment, steps.at(-1) ?? { epoch: 0, position: 0 });
    if (!step.ok) return refused(`change ${i + 1} of ${given.length}: ${step.message}`);
    experiment = step.value.experiment;
    weightCount += step.value.step.weights?.length ?? 0;
    if (weightCount > mostWeights)
      return refused(`it sets more than ${mostWeights.toLocaleString('en')} weights by hand`);
    steps.push(step.value.step);
  }
  return { ok: true, value: { begin: begin.value, steps } };
}

function stepOf(
  value: unknown,
  before: Experiment,
  last: Place,
): Parsed<{ readonly step: CourseStep; readonly experiment: Experiment }> {
  if (!isRecord(value)) return refused('expected an epoch, a position and settings');
  const { epoch, position, settings = {}, weights } = value;
  if (!isCount(epoch) || !isCount(position))
    return refused('its epoch and position are not two whole numbers from 0 on');
  if (epoch < last.epoch || (epoch === last.epoch && position < last.position))
    return refused('it is before the one that it comes after');
  if (!isRecord(settings)) return refused('its settings are none');
  const unknown = Object.keys(settings).find((name) => !Object.hasOwn(before, name));
  if (unknown !== undefined) return refused(`there is no setting “${unknown.slice(0, 40)}”`);
  const after = parseExperiment({ ...before, ...settings });
  if (!after.ok) return after;
  const place = { epoch, position };
  const step = { ...place, settings: patchBetween(before, after.value) };
  if (weights === undefined) return { ok: true, value: { step, experiment: after.value } };
  if (!Array.isArray(weights) || !weights.every(isWeight))
    return refused('its weights are not pairs of a place and a number');
  return { ok: true, value: { step: { ...step, weights }, experiment: after.value } };
}

function isWeight(value: unknown): value is readonly [place: number, value: number] {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [place, weight] = value as unknown[];
  return isCount(place) && typeof weight === 'number' && Number.isFinite(Math.fround(weight));
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refused(message: string): { readonly ok: false; readonly message: string } {
  return { ok: false, message };
}
