import type { Reply, Snapshot } from '../../../src/protocol/messages.ts';
import { createEngines } from '../../../workers/engines.ts';
import { TrainingService } from '../../../workers/training-service.ts';

/** Node's message ports starve timers; its immediates let everything in. */
export const nextTask = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export interface Harness {
  readonly service: TrainingService;
  readonly crashes: unknown[];
}

export function createService(gpu?: GPU): Harness {
  const crashes: unknown[] = [];
  const service = new TrainingService({
    engines: createEngines(() => performance.now()),
    gpu,
    now: () => performance.now(),
    nextTask,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    onCrash: (error) => crashes.push(error),
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
