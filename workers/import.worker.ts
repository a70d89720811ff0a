import { expose } from 'comlink';
import type { ImportApi } from '../src/protocol/import-messages.ts';
import { ImportDesk } from './import-desk.ts';

const desk = new ImportDesk();

expose({
  read: (request, onProgress) => desk.read(request, onProgress),
  prepare: (request) => desk.prepare(request),
  take: (request) => desk.take(request),
} satisfies ImportApi);
