/** A thread of Node's that trains what a comparison asks for. */
import { parentPort } from 'node:worker_threads';
import type { TrialJob } from '../../src/protocol/compare-messages.ts';
import { trialBuffers } from '../../src/training/trials/trial-buffers.ts';
import { CompareService } from '../../workers/compare-service.ts';
import { createEngines } from '../../workers/engines.ts';
import { createTaskYield } from '../../workers/next-task.ts';

const now = (): number => performance.now();
const service = new CompareService({
  engines: createEngines(now),
  now,
  nextTask: createTaskYield(),
  loadFile: () => Promise.reject(new Error('no files are needed here')),
});

parentPort?.on('message', ({ jobs }: { readonly jobs: readonly TrialJob[] | null }) => {
  if (jobs === null) void service.stop();
  else
    void service.work(jobs).then((replies) => {
      parentPort?.postMessage(replies, replies.flatMap(trialBuffers));
    });
});
