import type { Backend, ForwardExecutor, TrainingExecutor } from '../../../src/backends/executor.ts';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import type { CoarseMachine } from './coarse-clock.ts';

/** The interpreter on a machine where each sample takes so many ms, however fast this one is. */
export function slowBackend(
  machine: CoarseMachine,
  msPerSample: number,
  onTrain = (): void => undefined,
): Backend {
  const training = (executor: TrainingExecutor): TrainingExecutor => {
    const train: TrainingExecutor['train'] = (samples, order, from, to, batchSize) => {
      const reached = executor.train(samples, order, from, to, batchSize);
      machine.work((reached - from) * msPerSample);
      onTrain();
      return reached;
    };
    return wrapped(executor, { train });
  };
  const forward = (executor: ForwardExecutor): ForwardExecutor => {
    const run: ForwardExecutor['run'] = (samples, from, to, outputs) => {
      executor.run(samples, from, to, outputs);
      machine.work((to - from) * msPerSample);
    };
    return wrapped(executor, { run });
  };
  return {
    ...interpreter,
    *trainingSteps(program) {
      return training(yield* interpreter.trainingSteps(program));
    },
    *forwardSteps(tape) {
      return forward(yield* interpreter.forwardSteps(tape));
    },
    createForward: (tape) => forward(interpreter.createForward(tape)),
  };
}

/** The same object but for some of its methods; what it holds privately stays its own. */
export function wrapped<T extends object>(inner: T, changed: Partial<T>): T {
  return new Proxy(inner, {
    get(target, key) {
      const own: unknown = Reflect.get(changed, key);
      if (own !== undefined) return own;
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      return (...parameters: unknown[]): unknown => Reflect.apply(value, target, parameters);
    },
  });
}
