import { expose, transfer } from 'comlink';
import { interpreter } from '../src/backends/interpreter/interpreter.ts';
import type { SnapshotRequest, TrainingApi } from '../src/protocol/messages.ts';
import { createTaskYield } from './next-task.ts';
import { TrainingService } from './training-service.ts';
import { snapshotBuffers } from './transferables.ts';

const service = new TrainingService({
  backend: interpreter,
  gpu: navigator.gpu,
  now: () => performance.now(),
  nextTask: createTaskYield(),
  onCrash: reportError,
});

// A rejection nobody handles does not reach the page's error listener by itself.
addEventListener('unhandledrejection', ({ reason }) => {
  reportError(reason);
});

expose({
  hello: () => service.hello(),
  configure: (request) => service.configure(request),
  command: (command) => service.command(command),
  checkpoint: () => service.checkpoint(),
  evaluateOn: (request) => service.evaluateOn(request),
  async snapshot(request: SnapshotRequest) {
    const reply = await service.snapshot(request);
    return transfer(reply, snapshotBuffers(reply));
  },
} satisfies TrainingApi);
