import { onTestFinished } from 'vitest';
import type { Reply } from '../../../src/protocol/reply.ts';
import type { Snapshot } from '../../../src/protocol/snapshot-messages.ts';
import { createEngines } from '../../../workers/engines.ts';
import { TrainingService, type ServiceParts } from '../../../workers/training-service.ts';

/** Node's message ports starve timers; its immediates let everything in. */
export const nextTask = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export interface Harness {
  readonly service: TrainingService;
  readonly crashes: unknown[];
}

/** Ends with the test that it is made in, as a worker does that is terminated: what trains on would slow the others. */
export function createService(gpu?: GPU, parts: Partial<ServiceParts> = {}): Harness {
  const crashes: unknown[] = [];
  let isOver = false;
  onTestFinished(() => void (isOver = true));
  const whileTested =
    <Input extends unknown[]>(wait: (...input: Input) => Promise<unknown>) =>
    async (...input: Input): Promise<void> => {
      await wait(...input);
      if (isOver) await new Promise(() => undefined);
    };
  const service = new TrainingService({
    engines: createEngines(() => performance.now()),
    gpu,
    now: () => performance.now(),
    onCrash: (error) => crashes.push(error),
    ...parts,
    nextTask: whileTested(parts.nextTask ?? nextTask),
    sleep: whileTested(parts.sleep ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)))),
  });
  return { service, crashes };
}

export function unwrap<T>(reply: Reply<T>): T {
  if (!reply.ok) throw new Error(`${reply.code}: ${reply.message}`);
  return reply.value;
}

/** Asks for snapshots until one fits. A test's own time limit ends a wait in vain. */
export async function snapshotWhere(
  service: TrainingService,
  fits: (snapshot: Snapshot) => boolean,
): Promise<Snapshot> {
  for (;;) {
    const snapshot = unwrap(await service.snapshot({ viewVersion: 0, historyVersion: 0 }));
    if (fits(snapshot)) return snapshot;
    await nextTask();
  }
}

/** Lets the service go on one slice at a time, by a clock on which every step of work takes as long as a slice may. */
export class SlowMotion {
  #time = 0;
  readonly #waiting: (() => void)[] = [];
  /** Slices so far. */
  slices = 0;

  readonly parts: Pick<ServiceParts, 'now' | 'nextTask'> = {
    now: () => (this.#time += 10),
    nextTask: () => new Promise((resolve) => this.#waiting.push(resolve)),
  };

  /** One more slice, if there is anything to do. */
  async advance(): Promise<void> {
    if (this.#waiting.length > 0) this.slices++;
    for (const resolve of this.#waiting.splice(0)) resolve();
    await nextTask();
  }
}
