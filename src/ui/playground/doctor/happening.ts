import type { History, SampleStep, View } from '../../../protocol/snapshot-messages.ts';
import { formatEpoch, formatLoss, formatShare } from '../../controls/format.ts';
import type { PageStatus } from '../page-status.ts';
import { apart, epochsOf, shortNumber as n, type Line } from './line.ts';

export interface Happening {
  readonly status: PageStatus;
  readonly view: Pick<View, 'epoch' | 'trainLoss' | 'testLoss' | 'testAccuracy'> | null;
  readonly history: History | null;
  /** The last one, where training goes sample by sample. */
  readonly sample?: SampleStep | null;
  /** Why nothing can be learned from what is drawn, and what to do. */
  readonly shortfall?: string | null;
  /** It was said to be solved a moment ago. */
  readonly wasSolved?: boolean;
}

/** Kinds between which a training that is well may go to and fro: each stands long enough to be read. */
const passingKinds: ReadonlySet<string> = new Set(['falls', 'rises', 'level', 'jumps', 'solved']);
/** A line can be read in this time. */
const readMs = 2500;
/** What was said of a loss is no longer so where that has changed by more than this share. */
const otherShare = 0.2;

/** A line with when it was first said, and the train loss that it was last said of. */
export interface SaidLine {
  readonly line: Line | null;
  readonly sinceMs: number;
  readonly trainLoss: number;
}

/**
 * What is said now, after what was: of kinds that come and go none gives way to another before it could be read, unless
 * it is no longer true.
 */
export function settledLine(
  said: SaidLine,
  line: Line | null,
  { trainLoss, nowMs }: { readonly trainLoss: number; readonly nowMs: number },
): SaidLine {
  const kind = said.line?.kind ?? '';
  const isAnother = line?.kind !== kind;
  const isPassing = line !== null && isAnother && passingKinds.has(line.kind) && passingKinds.has(kind);
  // Its share of the points stands beside that of now.
  const isOfNow = kind === 'solved';
  const about = otherShare * Math.abs(said.trainLoss);
  const [low, high] = said.line?.within ?? [said.trainLoss - about, said.trainLoss + about];
  const isTrue = low <= trainLoss && trainLoss <= high;
  if (isPassing && !isOfNow && isTrue && nowMs < said.sinceMs + readMs) return said;
  return { line, sinceMs: isAnother ? nowMs : said.sinceMs, trainLoss };
}

/** Of these many epochs the change is told, or of half of those that there are. */
const toldEpochs = 50;
/** A loss that changed by less than this share of itself is level. */
const levelShare = 0.03;
/** One that is so much off what it was around is a leap. */
const jumpShare = 0.2;
/** Share of the test points from which on a problem is said to be solved. */
const solvedShare = 0.99;
/** One that was is still solved from there on: a share goes to and fro by some points. */
const stillSolvedShare = 0.97;

/** What goes on where nothing is wrong; null where there is nothing to say. */
export function happeningLine({
  status,
  view,
  history,
  sample = null,
  shortfall = null,
  wasSolved = false,
}: Happening): Line | null {
  if (status === 'loading' || status === 'error' || view === null) return null;
  if (status === 'diverged')
    return {
      kind: 'diverged',
      text: 'It has diverged: a loss or a weight is no longer a finite number. Usually the rate is too high.',
      short: 'Diverged: the rate is too high.',
    };
  if (sample !== null) return sampleLine(sample);
  if (view.epoch === 0 && (shortfall !== null || Number.isNaN(view.trainLoss)))
    return {
      kind: 'no points',
      text:
        shortfall === null
          ? 'There is nothing to learn from yet: no row is kept for training.'
          : `There is nothing to learn from yet. ${shortfall}`,
      short: 'There is nothing to learn from yet.',
    };
  if (view.epoch === 0)
    return status === 'running'
      ? {
          kind: 'begins',
          text: 'The training begins: the weights are still random.',
          short: 'The training begins.',
        }
      : {
          kind: 'untrained',
          text: 'Untrained: the weights are random. Press Play.',
          short: 'Untrained: random weights. Press Play.',
        };
  if (Number.isNaN(view.trainLoss)) return null;
  if (status !== 'running') return paused(view);
  return history === null ? null : (solved(view, wasSolved) ?? trend(view, history));
}

/** Each is worth being read aloud to whoever steps from one to the next. */
function sampleLine({ index, pending, batchSize }: SampleStep): Line {
  const kind = `sample ${index} ${pending}`;
  if (pending === 0)
    return {
      kind,
      text: 'That was the last sample of its batch: the weights have moved by the mean of its gradients.',
      short: 'The batch is full: the weights have moved.',
    };
  return {
    kind,
    text: `Sample ${pending} of ${batchSize} of its batch: its gradient is added up. The weights move with the last.`,
    short: `Sample ${pending} of ${batchSize}: its gradient is added up.`,
  };
}

/** Its numbers are those of the readouts, which stand beside it and stay. */
function paused({ epoch, trainLoss, testLoss }: NonNullable<Happening['view']>): Line {
  const test = Number.isNaN(testLoss) ? '' : `, test loss ${formatLoss(testLoss)}`;
  return {
    kind: 'paused',
    text: `Paused at epoch ${formatEpoch(epoch)}: train loss ${formatLoss(trainLoss)}${test}.`,
    short: `Paused: train ${formatLoss(trainLoss)}${test.replace(' loss', '')}.`,
  };
}

function solved({ testAccuracy }: NonNullable<Happening['view']>, wasSolved: boolean): Line | null {
  if (testAccuracy === null || testAccuracy < (wasSolved ? stillSolvedShare : solvedShare)) return null;
  return {
    kind: 'solved',
    text: `It has learned it: ${formatShare(testAccuracy)} of the test points are right.`,
    short: `Learned: ${formatShare(testAccuracy)} of the test right.`,
  };
}

/**
 * The train loss now beside that of some epochs ago: of both several measurements, for one batch can be lucky. What is
 * said of them is said in the numbers that it is judged by.
 */
function trend({ epoch, trainLoss }: NonNullable<Happening['view']>, history: History): Line | null {
  const span = Math.min(toldEpochs, epoch / 2);
  const place = history.epoch.findLastIndex((at) => at <= epoch - span);
  if (place < 0) return null;
  const end = history.epoch.length - 1;
  // Neither reaches into the other: of one that falls all the time both would have the same median.
  const reach = Math.min(2, (end - place) >> 1);
  const before = median(lossesOf(history, place - reach, place + reach));
  if (span < 1) {
    const change = apart(before, trainLoss).join(' → ');
    return {
      kind: 'begins',
      text: `The training begins: train loss ${change}.`,
      short: `It begins: loss ${change}.`,
    };
  }
  const last = lossesOf(history, end - 2 * Math.min(1, reach), end);
  const now = median(last);
  const change = apart(before, now).join(' → ');
  const lately = `in the last ${epochsOf(epoch - history.epoch[place]).replace(/^1 /, '')}`;
  const [hasFallen, hasRisen] = [now < before * (1 - levelShare), now > before * (1 + levelShare)];
  if (hasFallen && trainLoss < before)
    return {
      kind: 'falls',
      text: `Train loss falls: ${change} ${lately}.`,
      short: `Train loss falls: ${change}.`,
    };
  if (hasRisen && trainLoss > before)
    return {
      kind: 'rises',
      text: `Train loss has risen: ${change} ${lately}.`,
      short: `Train loss rises: ${change}.`,
    };
  if (hasFallen || hasRisen || Math.abs(trainLoss - now) > jumpShare * now)
    return jumps([...last, trainLoss]);
  return {
    kind: 'level',
    text: `Train loss is about level: ${change} ${lately}.`,
    short: `Train loss is level: ${n(now)}.`,
  };
}

function jumps(losses: readonly number[]): Line {
  const within = [Math.min(...losses), Math.max(...losses)] as const;
  const [low, high] = within.map(n);
  return {
    kind: 'jumps',
    text: `Train loss jumps about: between ${low} and ${high} at the last looks.`,
    short: `Train loss jumps: ${low} to ${high}.`,
    within,
  };
}

/** Those of the measurements from one place to another that there are. */
function lossesOf({ trainMin, trainMax }: History, from: number, to: number): readonly number[] {
  const first = Math.max(0, from);
  return Array.from(trainMin.subarray(first, to + 1), (low, i) => (low + trainMax[first + i]) / 2);
}

function median(losses: readonly number[]): number {
  return losses.toSorted((a, b) => a - b)[losses.length >> 1];
}
