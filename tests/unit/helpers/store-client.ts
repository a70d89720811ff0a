import type { StoreClient } from '../../../src/ui/playground/compose.ts';
import type { TrainingService } from '../../../workers/training-service.ts';

/** What the store needs of the bridge, by a service without a worker between. */
export function storeClientOf(service: TrainingService): StoreClient {
  return {
    configure: (request) => service.configure(request),
    command: (command) => service.command(command),
    evaluateOn: (request) => service.evaluateOn(request),
    setSpeed: (speed) => service.setSpeed(speed),
    measureEngines: () => service.measureEngines(),
    measureEvaluation: (resolution) => service.measureEvaluation(resolution),
    landscape: (request) => service.landscape(request),
    hiddenSpace: (request) => service.hiddenSpace(request),
    ask: (request) => service.ask(request),
    travel: (request) => service.travel(request),
    takeAway: () => service.takeAway(),
    retry: () => Promise.resolve(true),
  };
}
