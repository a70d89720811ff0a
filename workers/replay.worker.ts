import { expose } from 'comlink';
import type { ReplayApi } from '../src/protocol/replay-messages.ts';
import { createEngines } from './engines.ts';
import { createTaskYield } from './next-task.ts';
import { ReplayService } from './replay-service.ts';
import { loadBesidePage } from './table-store.ts';

const service = new ReplayService({
  engines: createEngines(() => performance.now()),
  now: () => performance.now(),
  nextTask: createTaskYield(),
  loadFile: loadBesidePage,
});

expose({
  replay: (request) => service.replay(request),
  progress: () => service.progress(),
} satisfies ReplayApi);
