import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mostSteps, type Course } from '../../../src/experiment/course.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import type { Checkpoint, ConfigureRequest } from '../../../src/protocol/messages.ts';
import type { Reply } from '../../../src/protocol/reply.ts';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { Run } from '../../../src/training/run.ts';
import { createEngines } from '../../../workers/engines.ts';
import { ReplayService } from '../../../workers/replay-service.ts';
import type { TrainingService } from '../../../workers/training-service.ts';
import { createService, nextTask, snapshotWhere, unwrap } from './harness.ts';

const experiment: Experiment = {
  ...defaultExperiment,
  points: 60,
  hidden: [4, 3],
  optimizer: 'adam',
  learningRate: 0.01,
};

const replayer = (): ReplayService =>
  new ReplayService({
    engines: createEngines(() => performance.now()),
    now: () => performance.now(),
    nextTask,
    loadFile: () => Promise.reject(new Error('no files')),
  });

type Command = 'step' | 'step-batch';

async function step(service: TrainingService, command: Command, times: number): Promise<void> {
  for (let k = 0; k < times; k++) {
    const before = unwrap(await service.checkpoint())!;
    unwrap(await service.command(command));
    await snapshotWhere(service, ({ status }) => status !== 'running');
    const after = unwrap(await service.checkpoint())!;
    expect([after.epoch, after.position]).not.toEqual([before.epoch, before.position]);
  }
}

async function change(
  service: TrainingService,
  patch: Partial<Experiment>,
  more: Partial<ConfigureRequest> = {},
): Promise<Experiment> {
  const { runId } = unwrap(await service.snapshot({ viewVersion: 0, historyVersion: 0 }));
  const next = { ...unwrap(await service.takeAway()).state.experiment, ...patch };
  const edits = more.edits === undefined ? {} : { edits: { ...more.edits, run: runId } };
  unwrap(await service.configure({ experiment: next, ...more, ...edits }));
  return next;
}

/** Everything that is to be the same, to the bit. */
function exactly({ history, moments: _moments, trainingMs: _, ...state }: Checkpoint) {
  return { ...state, measured: [...history.epoch].filter((epoch) => Number.isInteger(epoch)) };
}

async function replayed(state: Checkpoint): Promise<Reply<Checkpoint>> {
  const { course, epoch, position } = JSON.parse(JSON.stringify(state)) as Checkpoint;
  return replayer().replay({ course: course as Course, to: { epoch, position }, table: null });
}

describe('a course that is trained again', () => {
  it.each(['interpreter', 'wasm-f64', 'wasm-f32'] as const)(
    'comes to the same bits over every kind of change: %s',
    async (engine) => {
      const { service, crashes } = createService();
      unwrap(await service.configure({ experiment: { ...experiment, engine } }));
      await step(service, 'step', 2);
      await step(service, 'step-batch', 2);
      await change(service, { learningRate: 0.05 });
      await change(service, { learningRate: 0.02 });
      await step(service, 'step-batch', 1);
      await change(service, { batchSize: 7, dropout: [0.25, 0] });
      await step(service, 'step', 2);
      await change(service, { optimizer: 'momentum', l1: 0.001 });
      await step(service, 'step', 1);
      await change(
        service,
        {},
        {
          edits: {
            run: 0,
            values: [
              [3, -0.5],
              [1, 0.25],
            ],
          },
        },
      );
      await change(service, { cut: '1.1.1', frozen: '1.2' });
      await step(service, 'step', 2);
      await change(service, { hidden: [4, 4] });
      await step(service, 'step', 1);
      await change(service, { cut: '', schedule: 'exponential', clipGradients: 1 });
      await step(service, 'step-batch', 1);
      const state = unwrap(await service.checkpoint())!;
      const { steps } = state.course as Course;
      expect(steps.map((one) => [one.epoch, one.position, Object.keys(one.settings).join()])).toEqual([
        [2, 20, 'learningRate'],
        [3, 0, 'dropout,batchSize'],
        [5, 0, 'optimizer,l1'],
        [6, 0, ''],
        [6, 0, 'frozen,cut'],
        [8, 0, 'hidden'],
        [9, 0, 'clipGradients,schedule,cut'],
      ]);
      expect(state.position).toBe(7);
      expect(exactly(unwrap(await replayed(state)))).toEqual(exactly(state));
      expect(crashes).toEqual([]);
    },
  );

  it('stops where the training has stopped by itself, and goes on as that did', async () => {
    const { service } = createService();
    const stop = { stopWhen: 'validation', stopPatience: 2, learningRate: 0.1 } as const;
    unwrap(await service.configure({ experiment: { ...experiment, ...stop } }));
    unwrap(await service.setSpeed('full'));
    unwrap(await service.command('play'));
    await snapshotWhere(service, ({ stopped }) => stopped !== undefined);
    await step(service, 'step', 2);
    await change(service, { learningRate: 0.02 });
    await step(service, 'step', 2);
    const state = unwrap(await service.checkpoint())!;
    expect(exactly(unwrap(await replayed(state)))).toEqual(exactly(state));
  });

  it('is that of the moment that is shown, also of one after which everything was otherwise', async () => {
    const { service } = createService();
    unwrap(await service.configure({ experiment }));
    await step(service, 'step', 3);
    const third = unwrap(await service.checkpoint())!;
    await change(service, { learningRate: 0.1 });
    await step(service, 'step', 3);
    unwrap(await service.travel({ to: 3 }));
    await snapshotWhere(service, ({ view, viewPending }) => view?.epoch === 3 && !viewPending);
    const { state } = unwrap(await service.takeAway());
    expect(state.epoch).toBe(3);
    expect((state.course as Course).steps).toHaveLength(1);
    expect(exactly(unwrap(await replayed(state)))).toEqual(exactly(state));
    // Gone on from there with another change, nothing of the first one is left.
    unwrap(await service.travel({ to: 2 }));
    await snapshotWhere(service, ({ view, viewPending }) => view?.epoch === 2 && !viewPending);
    await change(service, { l2: 0.01 });
    await step(service, 'step', 2);
    const other = unwrap(await service.checkpoint())!;
    expect((other.course as Course).steps).toEqual([{ epoch: 2, position: 0, settings: { l2: 0.01 } }]);
    expect(exactly(unwrap(await replayed(other)))).toEqual(exactly(other));
    // An undo brings the run back with its own.
    unwrap(await service.configure({ experiment: third.experiment, restore: third }));
    await step(service, 'step', 1);
    const undone = unwrap(await service.checkpoint())!;
    expect((undone.course as Course).steps).toEqual([]);
    expect(exactly(unwrap(await replayed(undone)))).toEqual(exactly(undone));
  });

  it('is not claimed of weights that come from elsewhere, nor of too many changes', async () => {
    const { service } = createService();
    unwrap(await service.configure({ experiment }));
    const { parameters } = unwrap(await service.checkpoint())!;
    unwrap(await service.configure({ experiment, weights: parameters.map((weight) => weight / 2) }));
    await change(service, { learningRate: 0.2 });
    await step(service, 'step', 1);
    expect(unwrap(await service.checkpoint())!.course).toBeUndefined();

    const often = createService().service;
    unwrap(await often.configure({ experiment: { ...experiment, engine: 'interpreter', points: 20 } }));
    await step(often, 'step', 1);
    for (let k = 0; k <= mostSteps; k++) await change(often, { stopEpoch: 1000 + k });
    expect(unwrap(await often.checkpoint())!.course).toBe('too-much');
  });

  it.each([
    [{ batchSize: 3 }, 25],
    [{ dropout: [0.5, 0.1] }, 25],
    [{ inputNoise: 0.5 }, 25],
    [{ replacement: true }, 5],
  ] satisfies [Partial<Experiment>, number][])(
    'counts %j from the first sample of a batch that is open',
    (patch, samples) => {
      const begin = { ...experiment, batchSize: 20, dropout: [0.25, 0.25], inputNoise: 0.1 };
      const live = new Run(begin, interpreter, () => 0);
      live.advance(Infinity, 0, samples);
      const state = live.state();
      // The clock stands still, and so it went no further than it was asked to.
      expect(state.position).toBe(samples - 5);
      const again = new Run(begin, interpreter, () => 0);
      again.restore(state);
      for (const run of [live, again]) {
        run.applySettings({ ...begin, ...patch });
        run.advance(Infinity, 3);
      }
      expect(live.parameters()).toEqual(again.parameters());
      expect(live.course).toEqual(again.course);
    },
  );
});

describe('a course that someone has made up', () => {
  const course: Course = { begin: experiment, steps: [] };
  const refusal = async (given: unknown, to = { epoch: 2, position: 0 }): Promise<string> => {
    const reply = await replayer().replay({ course: given as Course, to, table: null });
    return reply.ok ? '' : reply.message;
  };

  it('is refused with what is wrong in it', async () => {
    expect(await refusal(course)).toBe('');
    const at = (settings: object, epoch = 1, position = 0): unknown => ({
      ...course,
      steps: [{ epoch, position, settings }],
    });
    expect(await refusal(at({ learningRate: 0.2 }))).toBe('');
    expect(await refusal(at({ learningRate: -1 }))).toContain('Learning rate: -1 is not');
    expect(await refusal(at({ velocity: 1 }))).toContain('no setting “velocity”');
    expect(await refusal(at({ dataSet: 'spiral' }))).toContain('epoch 1 begins another training');
    expect(await refusal(at({ seed: 9 }))).toContain('epoch 1 begins another training');
    expect(await refusal(at({ activation: 'relu' }))).toContain('epoch 1 begins another training');
    expect(await refusal(at({ learningRate: 0.2 }, 5))).toContain('after the moment itself');
    expect(await refusal(at({ learningRate: 0.2 }, 1, 5))).toContain('no batch of this training ends');
    expect(await refusal(course, { epoch: 1, position: 1e9 })).toContain('no batch of this training ends');
    expect(
      await refusal({ ...course, steps: [{ epoch: 1, position: 0, settings: {}, weights: [[999, 1]] }] }),
    ).toContain('a weight is set that the network does not have');
    expect(
      await refusal(
        {
          begin: {
            ...experiment,
            dataSet: 'plane',
            learningRate: 100,
            optimizer: 'sgd',
            activation: 'linear',
          },
          steps: [],
        },
        { epoch: 50, position: 0 },
      ),
    ).toContain('diverges in epoch');
    const steps = [2, 1].map((epoch) => ({ epoch, position: 0, settings: {} }));
    expect(await refusal({ ...course, steps })).toContain('change 2 of 2: it is before');
    expect(await refusal({ ...course, steps: Array(mostSteps + 1).fill({}) })).toContain('at most 2000');
    expect(await refusal({ ...course, begin: { ...experiment, dataSet: 'file', file: null } })).toContain(
      'file',
    );
  });

  it('never brings it down, whatever it is', async () => {
    const settings = fc.oneof(
      fc.anything(),
      fc.dictionary(
        fc.constantFrom('learningRate', 'hidden', 'optimizer', 'batchSize', 'cut', '__proto__'),
        fc.anything(),
      ),
    );
    const one = fc.oneof(
      fc.anything(),
      fc.record({
        epoch: fc.oneof(fc.nat(3), fc.anything()),
        position: fc.oneof(fc.constant(0), fc.anything()),
        settings,
        weights: fc.oneof(fc.constant(undefined), fc.anything(), fc.array(fc.tuple(fc.nat(40), fc.double()))),
      }),
    );
    const small = { ...experiment, points: 20, engine: 'interpreter' as const };
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.anything(),
          fc.record({
            begin: fc.oneof(fc.constant(small), fc.anything()),
            steps: fc.oneof(fc.array(one, { maxLength: 4 }), fc.anything()),
          }),
        ),
        async (given) => {
          const reply = await replayer().replay({
            course: given as Course,
            to: { epoch: 3, position: 0 },
            table: null,
          });
          if (!reply.ok) expect(reply.message).not.toBe('');
          else expect(reply.value.epoch).toBe(3);
        },
      ),
      { numRuns: 300 },
    );
  });
});
