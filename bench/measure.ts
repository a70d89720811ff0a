import type { Engine, Training } from './engines/engine.ts';
import type { Workload } from './workloads.ts';

export interface Measurement {
  readonly engine: string;
  /** Median over the rounds. */
  readonly stepsPerSecond: number;
}

export interface Effort {
  readonly rounds: number;
  /** How long an engine trains in a round. */
  readonly roundMs: number;
}

/**
 * Trains the workload with every engine in turn, round after round, so that whatever else the machine is doing meets
 * all of them alike.
 */
export async function measure(
  workload: Workload,
  engines: readonly Engine[],
  { rounds, roundMs }: Effort,
): Promise<Measurement[]> {
  const contestants = [];
  try {
    for (const engine of engines) {
      const training = await engine.create(workload);
      contestants.push({ engine: engine.name, training, rates: [] as number[], stepsPerRound: 1 });
    }
    for (const contestant of contestants) {
      contestant.stepsPerRound = Math.ceil((await warmUp(contestant.training, roundMs)) * (roundMs / 1000));
    }
    for (let round = 0; round < rounds; round++) {
      for (const { training, rates, stepsPerRound } of contestants) {
        rates.push(stepsPerRound / (await secondsFor(training, stepsPerRound)));
      }
    }
    for (const { engine, training } of contestants) expectFinite(engine, training);
    return contestants.map(({ engine, rates }) => ({ engine, stepsPerSecond: median(rates) }));
  } finally {
    for (const { training } of contestants) training.dispose();
  }
}

/** Trains until the code is compiled and a call takes half a round; returns steps a second. */
async function warmUp(training: Training, roundMs: number): Promise<number> {
  for (let count = 1; ; count *= 2) {
    const seconds = await secondsFor(training, count);
    if (seconds * 1000 >= roundMs / 2) return count / seconds;
  }
}

async function secondsFor(training: Training, count: number): Promise<number> {
  const start = performance.now();
  await training.steps(count);
  return (performance.now() - start) / 1000;
}

/** Arithmetic on NaN can be faster or slower than on numbers: such a figure means nothing. */
function expectFinite(engine: string, training: Training): void {
  if (!training.parameters().every(Number.isFinite))
    throw new Error(`${engine} diverged while it was measured`);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
