import { expose, transfer } from 'comlink';
import type { CompareApi, TrialJob } from '../src/protocol/compare-messages.ts';
import { trialBuffers } from '../src/training/trials/trial-buffers.ts';
import { CompareService } from './compare-service.ts';
import { createEngines } from './engines.ts';
import { holdLifeLock } from './life-lock.ts';
import { createTaskYield } from './next-task.ts';
import { loadBesidePage } from './table-store.ts';

const service = new CompareService({
  engines: createEngines(() => performance.now()),
  now: () => performance.now(),
  nextTask: createTaskYield(),
  loadFile: loadBesidePage,
});

// A rejection nobody handles does not reach the page's error listener by itself.
addEventListener('unhandledrejection', ({ reason }) => {
  reportError(reason);
});

// Not there in a context that is not secure, whatever the types say.
const { locks }: { readonly locks?: LockManager } = navigator;
const lifeLock = holdLifeLock(locks, `compare worker ${crypto.getRandomValues(new Uint32Array(2)).join()}`);

expose({
  hello: () => lifeLock,
  stop: () => service.stop(),
  async work(jobs: readonly TrialJob[]) {
    const replies = await service.work(jobs);
    return transfer(replies, replies.flatMap(trialBuffers));
  },
} satisfies CompareApi);
