import { describe, expect, it } from 'vitest';
import { finish, type Steps } from '../../../src/autograd/steps.ts';
import type { Backend, ForwardExecutor } from '../../../src/backends/executor.ts';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import { Run } from '../../../src/training/run.ts';
import { Answerer } from '../../../workers/answerer.ts';
import { SampleInspector } from '../../../workers/sample-inspector.ts';

/** The interpreter, with a list of its forward executors that nobody has disposed of. */
function countingBackend(): { backend: Backend; kept: Set<ForwardExecutor> } {
  const kept = new Set<ForwardExecutor>();
  const counted = (executor: ForwardExecutor): ForwardExecutor => {
    const dispose = executor.dispose.bind(executor);
    executor.dispose = () => {
      if (!kept.delete(executor)) throw new Error('disposed of twice');
      dispose();
    };
    kept.add(executor);
    return executor;
  };
  const backend: Backend = {
    ...interpreter,
    *forwardSteps(tape) {
      return counted(yield* interpreter.forwardSteps(tape));
    },
    createForward: (tape) => counted(interpreter.createForward(tape)),
  };
  return { backend, kept };
}

interface Asker {
  readonly keepFor: (run: Run) => void;
  readonly ask: (run: Run) => Steps<{ readonly ok: boolean }>;
}

const sample = { kind: 'sample', split: 'train', index: 0 } as const;
const askers: Record<string, () => Asker> = {
  answerer: () => {
    const answerer = new Answerer();
    return {
      keepFor: (run) => answerer.keepFor(run),
      ask: (run) => answerer.answer(run, 0, sample),
    };
  },
  'sample inspector': () => {
    const inspector = new SampleInspector();
    return {
      keepFor: (run) => inspector.keepFor(run),
      ask: (run) => inspector.inspect(run, 0, { sample, root: { kind: 'output', output: 0 } }),
    };
  },
};

describe.each(Object.entries(askers))('the %s', (_name, create) => {
  const runOf = (backend: Backend, settings: Partial<Experiment> = {}): Run =>
    new Run({ ...defaultExperiment, points: 20, engine: 'interpreter', ...settings }, backend, () => 0);

  it('keeps what it has compiled while the network stays, and lets go of it with the network', () => {
    const { backend, kept } = countingBackend();
    const { keepFor, ask } = create();
    const run = runOf(backend);
    keepFor(run);
    expect(finish(ask(run)).ok).toBe(true);
    const first = [...kept];
    expect(first.length).toBeGreaterThan(0);
    keepFor(run);
    expect(finish(ask(run)).ok).toBe(true);
    expect([...kept]).toEqual(first);
    keepFor(runOf(backend, { hidden: [3] }));
    expect(kept.size).toBe(0);
  });

  it('lets go of what is compiled only after the network has gone, once it has answered', () => {
    const { backend, kept } = countingBackend();
    const { keepFor, ask } = create();
    const run = runOf(backend);
    keepFor(run);
    const steps = ask(run);
    steps.next();
    keepFor(runOf(backend, { hidden: [3] }));
    expect(finish(steps).ok).toBe(true);
    expect(kept.size).toBe(0);
  });
});
