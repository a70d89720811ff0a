import { expose, transfer } from 'comlink';
import type { InspectRequest } from '../src/protocol/lab-messages.ts';
import type { LandscapeRequest } from '../src/protocol/landscape-messages.ts';
import type { TrainingApi } from '../src/protocol/messages.ts';
import type { RunId } from '../src/protocol/run-id.ts';
import type { SnapshotRequest } from '../src/protocol/snapshot-messages.ts';
import { createEngines } from './engines.ts';
import { holdLifeLock } from './life-lock.ts';
import { createTaskYield } from './next-task.ts';
import { loadBesidePage } from './table-store.ts';
import { TrainingService } from './training-service.ts';
import { inspectionBuffers, landscapeBuffers, outcomeBuffers, snapshotBuffers } from './transferables.ts';

const service = new TrainingService({
  engines: createEngines(() => performance.now()),
  gpu: navigator.gpu,
  now: () => performance.now(),
  nextTask: createTaskYield(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  loadFile: loadBesidePage,
  onCrash: reportError,
});

// A rejection nobody handles does not reach the page's error listener by itself.
addEventListener('unhandledrejection', ({ reason }) => {
  reportError(reason);
});

// Not there in a context that is not secure, whatever the types say.
const { locks }: { readonly locks?: LockManager } = navigator;
const lifeLock = holdLifeLock(locks, `training worker ${crypto.getRandomValues(new Uint32Array(2)).join()}`);

expose({
  async hello() {
    const [hello, name] = await Promise.all([service.hello(), lifeLock]);
    return name === undefined ? hello : { ...hello, lifeLock: name };
  },
  ping: () => service.ping(),
  configure: async (request) => {
    const reply = await service.configure(request);
    return transfer(reply, outcomeBuffers(reply));
  },
  command: (command, run) => service.command(command, run),
  travel: (request, run) => service.travel(request, run),
  checkpoint: (run) => service.checkpoint(run),
  measureEngines: (run) => service.measureEngines(run),
  measureEvaluation: (resolution, run) => service.measureEvaluation(resolution, run),
  setSpeed: (speed) => service.setSpeed(speed),
  evaluateOn: (request) => service.evaluateOn(request),
  takeAway: (run) => service.takeAway(run),
  hiddenSpace: (request, run) => service.hiddenSpace(request, run),
  ask: (request, run) => service.ask(request, run),
  look: (request, run) => service.look(request, run),
  rows: (request, run) => service.rows(request, run),
  exportRows: (request, run) => service.exportRows(request, run),
  checkGradients: (request, run) => service.checkGradients(request, run),
  async snapshot(request: SnapshotRequest, run: RunId | null) {
    const reply = await service.snapshot(request, run);
    return transfer(reply, snapshotBuffers(reply));
  },
  async inspectSample(request: InspectRequest, run: RunId | null) {
    const reply = await service.inspectSample(request, run);
    return transfer(reply, inspectionBuffers(reply));
  },
  async landscape(request: LandscapeRequest, run: RunId | null) {
    const reply = await service.landscape(request, run);
    return transfer(reply, landscapeBuffers(reply));
  },
} satisfies TrainingApi);
