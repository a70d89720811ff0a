import type { Steps } from '../src/autograd/steps.ts';
import { DataRefused } from '../src/data/data-refused.ts';
import type { Course, CourseStep } from '../src/experiment/course.ts';
import { effectsOf } from '../src/experiment/effects.ts';
import type { MomentPlace } from '../src/protocol/replay-messages.ts';
import { nextMeasured } from '../src/training/history.ts';
import type { Run, RunState } from '../src/training/run.ts';
import type { Clock } from '../src/training/trainer.ts';
import { CpuViews } from '../src/training/view.ts';
import { CurveWriter } from './curve-writer.ts';
import { EpochMeter } from './epoch-meter.ts';
import type { RunKeeper } from './run-keeper.ts';

/** Between two yields. */
const stepMs = 5;

/** The moment is none of this training; the message is a sentence. */
export class Unreachable extends Error {}

/** One training of a course again, by a keeper of its own, whose run it ends with itself. */
export class Replay {
  readonly #keeper: RunKeeper;
  readonly #now: Clock;
  readonly #meter: EpochMeter;
  #views: { readonly run: Run; readonly cpu: CpuViews } | null = null;

  constructor(keeper: RunKeeper, now: Clock) {
    this.#keeper = keeper;
    this.#now = now;
    const curve = new CurveWriter({
      keeper,
      landscape: { report: () => undefined, standAt: () => undefined },
      onDiverged: (epoch) => {
        throw diverges(epoch);
      },
    });
    this.#meter = new EpochMeter({
      now,
      cpu: () => this.#cpu(),
      onMeasured: (epoch, metrics) => {
        curve.write(epoch, metrics);
      },
    });
  }

  /** Throws an Unreachable, or a DataRefused for what cannot be trained on. */
  *steps({ begin, steps }: Course, to: MomentPlace): Steps<RunState> {
    this.#keeper.adopt(begin, null, yield* this.#keeper.prepare(begin));
    for (const step of steps) {
      if (isAfter(step, to)) throw new Unreachable('a change of it comes after the moment itself');
      yield* this.#trainTo(step);
      this.#change(step);
    }
    yield* this.#trainTo(to);
    return this.#run.state();
  }

  get #run(): Run {
    const { current } = this.#keeper;
    if (current === null) throw new RangeError('nothing was begun');
    return current;
  }

  /** As the same change in the playground. */
  #change(step: CourseStep): void {
    const { experiment } = this.#run;
    const next = { ...experiment, ...step.settings };
    const effects = effectsOf(experiment, next);
    const isAnother = effects.has('table') || effects.has('start');
    if (isAnother || this.#keeper.adopt(next, null).effect === 'restarted')
      throw new Unreachable(`what is changed at ${said(step)} begins another training`);
    const { weights = [] } = step;
    if (weights.some(([place]) => place >= this.#run.network.parameterCount))
      throw new Unreachable(`at ${said(step)} a weight is set that the network does not have`);
    if (weights.length > 0) this.#run.edit(weights);
  }

  /** Trains to a place, and measures on the way what the playground does at every speed. */
  *#trainTo({ epoch, position }: MomentPlace): Steps<void> {
    const run = this.#run;
    yield* run.prepare();
    yield* this.#measure(run);
    while (!run.isAt({ epoch, position })) {
      if (run.shortfall !== null) throw new DataRefused(run.shortfall);
      const measured = nextMeasured(run.epoch);
      if (measured <= epoch) run.advance(this.#now() + stepMs, measured);
      else run.advance(this.#now() + stepMs, epoch, position);
      if (run.diverged) throw diverges(run.epoch + 1);
      yield* this.#measure(run);
      if (run.stop !== null) {
        run.takeStop();
        this.#keeper.timeline.turn(run);
      }
      this.#keeper.timeline.keepIfDue(run);
      yield;
    }
    const { place } = run;
    if (place.epoch !== epoch || place.position !== position)
      throw new Unreachable(`no batch of this training ends at ${said({ epoch, position })}`);
  }

  *#measure(run: Run): Steps<void> {
    while (this.#meter.isDue(run)) {
      this.#meter.advance(run, this.#now() + stepMs);
      yield;
    }
  }

  #cpu(): CpuViews {
    const run = this.#run;
    if (this.#views?.run !== run) {
      const before = this.#views?.cpu ?? null;
      this.#views = { run, cpu: new CpuViews(run, this.#now, before) };
      before?.dispose();
    }
    return this.#views.cpu;
  }

  dispose(): void {
    this.#views?.cpu.dispose();
    this.#keeper.current?.dispose();
  }
}

function diverges(epoch: number): Unreachable {
  return new Unreachable(`the training diverges in epoch ${epoch}`);
}

function isAfter(a: MomentPlace, b: MomentPlace): boolean {
  return a.epoch > b.epoch || (a.epoch === b.epoch && a.position > b.position);
}

/** “epoch 4” or “sample 20 after epoch 4”. */
function said({ epoch, position }: MomentPlace): string {
  return position === 0 ? `epoch ${epoch}` : `sample ${position} after epoch ${epoch}`;
}
