import { expose } from 'comlink';
import type { ImportApi } from '../src/protocol/import-messages.ts';
import { ImportDesk } from './import-desk.ts';
import { createTaskYield } from './next-task.ts';

const desk = new ImportDesk(() => performance.now(), { nextTask: createTaskYield() });

expose({
  read: (request, onProgress) => desk.read(request, onProgress),
  prepare: (request) => desk.prepare(request),
  take: (request) => desk.take(request),
  rest: (ms) => desk.rest(ms),
} satisfies ImportApi);
