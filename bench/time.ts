/**
 * How soon a moment of a run's past is shown, in Node, without a worker between: epochs of a run of 10,000 at random
 * (goal: 60 ms for 95 %), and a time line that is dragged to and fro (goal: 30 pictures a second). The past that it goes
 * back over has a change of the learning rate in its middle.
 *
 *     npm run bench:time
 */
import { defaultExperiment, type Experiment } from '../src/experiment/schema.ts';
import type { Checkpoint } from '../src/protocol/messages.ts';
import type { Reply } from '../src/protocol/reply.ts';
import { createEngines } from '../workers/engines.ts';
import { TrainingService } from '../workers/training-service.ts';
import { generator } from './workloads.ts';

const now = (): number => performance.now();

function unwrap<T>(reply: Reply<T>): T {
  if (!reply.ok) throw new Error(reply.message);
  return reply.value;
}

/** Of sorted numbers, that below which such a share of them is. */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

class TrainedRun {
  readonly #service = new TrainingService({
    engines: createEngines(now),
    gpu: undefined,
    now,
    nextTask: () => new Promise((resolve) => setImmediate(resolve)),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    onCrash: (error) => {
      throw error;
    },
  });

  /** Trained to this epoch, with another learning rate from its middle on. */
  async train(experiment: Experiment, epochs: number): Promise<void> {
    unwrap(await this.#service.setSpeed('full'));
    for (const [learningRate, stopEpoch] of [
      [experiment.learningRate, epochs / 2],
      [experiment.learningRate / 2, epochs],
    ]) {
      unwrap(await this.#service.configure({ experiment: { ...experiment, learningRate, stopEpoch } }));
      unwrap(await this.#service.command('play'));
      await this.#until(stopEpoch);
    }
  }

  /** Until a picture of this epoch is there; returns how long that took from the call on, in milliseconds. */
  async travel(to: number): Promise<number> {
    const start = now();
    unwrap(await this.#service.travel({ to }));
    await this.#until(to);
    return now() - start;
  }

  async #until(epoch: number): Promise<void> {
    let viewVersion = 0;
    for (;;) {
      const { view } = unwrap(await this.#service.snapshot({ viewVersion, historyVersion: -1 }));
      if (view?.epoch === epoch) return;
      if (view !== null) viewVersion = view.version;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async weights(): Promise<readonly number[]> {
    const checkpoint = unwrap<Checkpoint | null>(await this.#service.checkpoint());
    return [...(checkpoint?.parameters ?? [])];
  }
}

async function measure(title: string, experiment: Experiment, epochs: number): Promise<void> {
  const run = new TrainedRun();
  const start = now();
  await run.train(experiment, epochs);
  const trainedMs = now() - start;
  const [end, draw] = [await run.weights(), generator(3)];
  const times: number[] = [];
  for (let k = 0; k < 200; k++) times.push(await run.travel(Math.floor(draw() * (epochs + 1))));
  times.sort((a, b) => a - b);
  const scrubbed: number[] = [];
  // A hand that drags the time line over a width of 300 pixels, and back.
  for (let k = 0; k < 300; k++)
    scrubbed.push(await run.travel(Math.round((epochs * Math.abs(150 - k)) / 150)));
  const seconds = scrubbed.reduce((sum, ms) => sum + ms, 0) / 1000;
  await run.travel(epochs);
  const afterwards = await run.weights();
  const isSame = end.every((weight, k) => Object.is(weight, afterwards[k]));
  console.log(
    [
      `${title}, ${epochs.toLocaleString('en')} epochs, trained in ${(trainedMs / 1000).toFixed(1)} s:`,
      `  any epoch: median ${quantile(times, 0.5).toFixed(1)} ms, 95 % within ${quantile(times, 0.95).toFixed(1)} ms, longest ${times[times.length - 1].toFixed(1)} ms (goal: 95 % within 60)`,
      `  dragged to and fro: ${(scrubbed.length / seconds).toFixed(0)} pictures a second (goal: 30)`,
      `  back at the end: ${isSame ? 'the same weights, to the bit' : 'OTHER WEIGHTS'}`,
    ].join('\n'),
  );
}

await measure('2-16-16-1, circle', { ...defaultExperiment, dataSet: 'circle', hidden: [16, 16] }, 10_000);
await measure('2-8-8-1, spiral', { ...defaultExperiment, dataSet: 'spiral', hidden: [8, 8] }, 3000);
