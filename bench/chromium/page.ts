import { wrap, type Remote } from 'comlink';
import type { FirstStep, FirstStepRequest } from '../compile-time/first-step.ts';
import type { ForwardName } from '../forward/workloads.ts';
import type { RowName } from '../rows/workloads.ts';
import type { Stage } from '../stage.ts';

/** What the runner calls in the page. */
interface PageApi {
  readonly training: Stage;
  readonly forward: Stage<ForwardName>;
  readonly rows: Stage<RowName>;
  measureFirstStep(request: FirstStepRequest): Promise<FirstStep>;
}

export interface FirstStepApi {
  measureFirstStep(request: FirstStepRequest): FirstStep;
}

declare global {
  interface Window {
    bench: PageApi;
  }
}

/** Fails every call, instead of leaving it open, once the worker could not start or threw outside a call. */
function failureOf(worker: Worker): Promise<never> {
  return new Promise((_, reject) => {
    worker.addEventListener('error', (event) => reject(new Error(`the worker failed: ${event.message}`)));
  });
}

function stageIn<Name extends string>(worker: Worker): Stage<Name> {
  const failure = failureOf(worker);
  const stage: Remote<Stage> = wrap<Stage>(worker);
  // Comlink's mapped type loses the parameter's name, not its value.
  const open = stage.open as unknown as Stage<Name>['open'];
  return {
    open: (engine, workload) => Promise.race([open(engine, workload), failure]),
    secondsFor: (engine, steps) => Promise.race([stage.secondsFor(engine, steps), failure]),
    numbers: (engine) => Promise.race([stage.numbers(engine), failure]),
    close: (engine) => Promise.race([stage.close(engine), failure]),
  };
}

async function measureFirstStep(request: FirstStepRequest): Promise<FirstStep> {
  const worker = new Worker(new URL('./first-step.worker.ts', import.meta.url), { type: 'module' });
  try {
    return await Promise.race([wrap<FirstStepApi>(worker).measureFirstStep(request), failureOf(worker)]);
  } finally {
    worker.terminate();
  }
}

window.bench = {
  training: stageIn(new Worker(new URL('./stage.worker.ts', import.meta.url), { type: 'module' })),
  forward: stageIn(new Worker(new URL('./forward.worker.ts', import.meta.url), { type: 'module' })),
  rows: stageIn(new Worker(new URL('./rows.worker.ts', import.meta.url), { type: 'module' })),
  measureFirstStep,
};
