import { signal } from '@preact/signals-core';
import { describe, expect, it } from 'vitest';
import { finish } from '../../../../src/autograd/steps.ts';
import type { Hand } from '../../../../src/compare/hand.ts';
import { defaultExperiment, defaultView, type Experiment } from '../../../../src/experiment/schema.ts';
import type { TrialJob, TrialReply } from '../../../../src/protocol/compare-messages.ts';
import { bestOf, stripStops, type OutcomeStrip } from '../../../../src/ui/playground/follow/outcome-strip.ts';
import { StripDesk } from '../../../../src/ui/playground/follow/strip-desk.ts';
import { CompareService } from '../../../../workers/compare-service.ts';
import { createEngines } from '../../../../workers/engines.ts';
import { CpuViews } from '../../../../src/training/view.ts';
import { nextTask } from '../../workers/harness.ts';
import { Run } from '../../../../src/training/run.ts';

const base: Experiment = { ...defaultExperiment, points: 60, hidden: [3], engine: 'wasm-f64', batchSize: 10 };
const epochs = 12;

/** The desk with a real service behind it, and a clock that is told when a rest is over. */
function scene(follow = true) {
  const experiment = signal(base);
  const viewSettings = signal({ ...defaultView, follow, followEpochs: epochs });
  const strip = signal<OutcomeStrip | null>(null);
  const jobs: TrialJob[] = [];
  const hands = { begun: 0, ended: 0 };
  const rests: (() => void)[] = [];
  const now = (): number => performance.now();
  const hire = (): Hand<TrialJob, TrialReply> => {
    hands.begun++;
    const service = new CompareService({
      ...{ engines: createEngines(now), now, nextTask },
      loadFile: () => Promise.reject(new Error('there are no files here')),
    });
    return {
      work: (given) => {
        jobs.push(...given);
        return service.work(given);
      },
      stop: () => void service.stop(),
      end: () => {
        hands.ended++;
      },
    };
  };
  const desk = new StripDesk({
    ...{ experiment, viewSettings, strip, hire, now },
    hands: 1,
    wait: () => new Promise((resolve) => rests.push(resolve)),
    tableOf: () => Promise.resolve(null),
  });
  const rest = (): void => {
    for (const end of rests.splice(0)) end();
  };
  const complete = async (): Promise<OutcomeStrip> => {
    rest();
    for (;;) {
      const shown = strip.peek();
      if (shown?.losses.every((loss) => loss !== null) === true) return shown;
      await nextTask();
    }
  };
  return { desk, experiment, viewSettings, strip, jobs, hands, rest, complete };
}

/** What Reset and Play come to. */
function testLossOf(experiment: Experiment): number {
  const { backend } = createEngines(() => 0).choose(experiment.engine);
  const run = new Run(experiment, backend, () => 0);
  run.advance(Infinity, epochs);
  return run.diverged ? Infinity : finish(new CpuViews(run, () => 0).metrics(run.parameters())).testLoss;
}

describe('what comes out along a slider', () => {
  it('is the test loss that training at each of its places comes to, to the bit', async () => {
    const { desk, complete, strip, experiment } = scene();
    expect(strip.peek()).toMatchObject({ setting: 'learningRate', epochs });
    const { stops, losses } = await complete();
    expect(stops).toEqual(stripStops.learningRate);
    expect(losses).toEqual(stops.map((learningRate) => testLossOf({ ...base, learningRate })));
    // Another place of the same slider has the same strip.
    const shown = strip.peek();
    experiment.value = { ...base, learningRate: base.learningRate * 2 };
    expect(strip.peek()).toBe(shown);
    const finite = losses.filter((loss) => Number.isFinite(loss)) as number[];
    expect(bestOf({ stops, losses })!.loss).toBe(Math.min(...finite));
    expect(new Set(finite).size).toBeGreaterThan(5);
    desk.dispose();
  });

  it('is of the slider that was moved last, and remembered for the way back', async () => {
    const { desk, experiment, complete, strip, jobs } = scene();
    const first = await complete();
    experiment.value = { ...base, noise: 15 };
    expect(strip.peek()).toMatchObject({ setting: 'noise', losses: stripStops.noise.map(() => null) });
    await complete();
    const done = jobs.length;
    expect(done).toBe(stripStops.learningRate.length + stripStops.noise.length);
    // Another place of the same slider changes nothing of what is known along it.
    experiment.value = { ...base, noise: 20 };
    expect(strip.peek()!.losses).not.toContain(null);
    experiment.value = { ...base, noise: 0 };
    experiment.value = { ...base, learningRate: 0.1 };
    expect(strip.peek()).toEqual(first);
    expect(jobs).toHaveLength(done);
    desk.dispose();
  });

  it('waits until the hand rests, and is of the settings that it rests at', async () => {
    const { desk, experiment, complete, jobs, rest } = scene();
    for (const seed of [2, 3, 4]) experiment.value = { ...base, seed };
    expect(jobs).toEqual([]);
    await complete();
    expect(new Set(jobs.map(({ trial }) => trial.experiment.seed))).toEqual(new Set([4]));
    rest();
    desk.dispose();
  });

  it('ends with its workers when nothing is followed any more', async () => {
    const { desk, viewSettings, strip, hands, complete } = scene(false);
    expect(strip.peek()).toBeNull();
    viewSettings.value = { ...viewSettings.peek(), follow: true };
    await complete();
    viewSettings.value = { ...viewSettings.peek(), follow: false };
    expect(strip.peek()).toBeNull();
    await nextTask();
    expect(hands).toEqual({ begun: 1, ended: 1 });
    desk.dispose();
  });
});
