import { Worker } from 'node:worker_threads';
import type { FirstStep, FirstStepRequest } from '../compile-time/first-step.ts';
import type { Engine } from '../engines/engine.ts';
import type { ForwardEngine } from '../forward/evaluation.ts';
import { createForwardWorkload } from '../forward/workloads.ts';
import type { RowEngine } from '../rows/row-engine.ts';
import { createRowWorkload } from '../rows/workloads.ts';
import { LocalStage } from '../stage.ts';
import { createWorkload } from '../workloads.ts';
import type { Runtime } from './runtime.ts';

/** This process. */
export function openNode(
  engines: readonly Engine[],
  forwardEngines: readonly ForwardEngine[],
  rowEngines: readonly RowEngine[],
): Runtime {
  return {
    name: 'node',
    stage: new LocalStage(engines, createWorkload),
    forwardStage: new LocalStage(forwardEngines, createForwardWorkload),
    rowStage: new LocalStage(rowEngines, createRowWorkload),
    measureFirstStep: (request) => inFreshWorker(request),
    async close() {
      // Nothing was opened.
    },
  };
}

function inFreshWorker(request: FirstStepRequest): Promise<FirstStep> {
  // The bundle of compile-time/node-worker.ts lies beside this one.
  const script = new URL('node-worker.js', import.meta.url);
  return new Promise((resolve, reject) => {
    const worker = new Worker(script, { workerData: request });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the worker ended without an answer')));
  });
}
