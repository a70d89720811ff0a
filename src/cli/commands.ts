import { DataRefused } from '../data/data-refused.ts';
import { drive, FigureReader, type Ended, type Figures } from '../training/drive.ts';
import { engineNamed, type EngineInUse } from '../training/engine.ts';
import { isMeasured } from '../training/history.ts';
import { misfitOf } from '../training/misfit.ts';
import { Run } from '../training/run.ts';
import type { Arguments } from './arguments.ts';
import { checkBatch } from './check-gradients.ts';
import { compare } from './compare/compare-command.ts';
import { trainListed } from './compare/runs-command.ts';
import { formOf, hasCurves, writeOut } from './out.ts';
import { Progress } from './progress.ts';
import { resultOf, short, told } from './result.ts';
import { readSubject, type Subject } from './subject.ts';
import { tablesWith } from './tables.ts';
import { exitCodes, UsageError, type CommandName } from './usage.ts';
import type { CompareWorld, World } from './world.ts';

export const commands = {
  train,
  check,
  export: exportNetwork,
  swarm: (given, world) => compare('swarm', given, world),
  sweep: (given, world) => compare('sweep', given, world),
  runs: trainListed,
} as const satisfies Readonly<
  Record<CommandName, (given: Arguments, world: CompareWorld) => Promise<number>>
>;

/** Without a number and without an end in the settings. */
const usualEpochs = 100;

async function train(given: Arguments, world: World): Promise<number> {
  given.out.forEach(formOf);
  const subject = await readSubject(given);
  const { run, engine } = makeRun(subject, world);
  const { stopEpoch } = subject.experiment;
  const epochs = given.epochs ?? (stopEpoch > 0 ? stopEpoch : usualEpochs);
  try {
    const end = await driven(run, epochs, given, world);
    const result = resultOf(run, engine, end);
    if (!result.diverged) await writeOut(given.out, run, subject);
    world.print(given.json ? JSON.stringify(result) : told(run, result, end, given.out));
    if (result.diverged) return exitCodes.diverged;
    return world.isInterrupted() ? exitCodes.interrupted : exitCodes.done;
  } finally {
    run.dispose();
  }
}

async function exportNetwork(given: Arguments, world: World): Promise<number> {
  if (given.out.length === 0) throw new UsageError('export needs a file to write, expected --out');
  given.out.forEach(formOf);
  const subject = await readSubject(given);
  const { run } = makeRun(subject, world);
  try {
    await writeOut(given.out, run, subject);
    for (const path of given.out) world.print(path);
    return exitCodes.done;
  } finally {
    run.dispose();
  }
}

async function check(given: Arguments, world: World): Promise<number> {
  const subject = await readSubject(given);
  const { run, engine } = makeRun(subject, world);
  try {
    const end = await driven(run, given.epochs ?? 0, given, world);
    const reached = resultOf(run, engine, end);
    if (reached.diverged) {
      world.print(given.json ? JSON.stringify(reached) : told(run, reached, end, []));
      return exitCodes.diverged;
    }
    const summary = await checkBatch(run, new Progress(world.terminal, !given.quiet, world.now), world);
    if (summary === null) return exitCodes.interrupted;
    const { counts, parameterCount, worst, tolerance } = summary;
    const largestError = Math.max(0, ...worst.map(({ error }) => error).filter(Number.isFinite));
    const result = { epoch: run.progress, parameters: parameterCount, ...counts, largestError, tolerance };
    world.print(
      given.json
        ? JSON.stringify(result)
        : `${counts.agrees} of ${parameterCount} gradients agree, ${counts.kink} at a kink, ${counts.unknown} beyond rounding, ` +
            `${counts.differs} differ; largest error ${largestError.toPrecision(2)}`,
    );
    return counts.differs > 0 ? exitCodes.failed : exitCodes.done;
  } finally {
    run.dispose();
  }
}

function makeRun(subject: Subject, { now }: World): { readonly run: Run; readonly engine: EngineInUse } {
  const { experiment, state } = subject;
  const engine = engineNamed(experiment.engine, experiment.fused);
  try {
    const make = (): Run =>
      new Run(experiment, engine.backend, now, null, undefined, tablesWith(subject.table));
    if (state === null) return { run: make(), engine };
    const trial = make();
    const misfit = misfitOf(trial, state);
    trial.dispose();
    if (misfit !== null) throw new UsageError(`the run does not fit its settings: ${misfit}`);
    const run = make();
    run.restore(state);
    return { run, engine };
  } catch (error) {
    if (error instanceof DataRefused) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

async function driven(run: Run, epochs: number, given: Arguments, world: World): Promise<Ended> {
  if (run.shortfall !== null) throw new UsageError(run.shortfall);
  const { now, nextTask, terminal, isInterrupted } = world;
  const progress = new Progress(terminal, !given.quiet, now);
  const reader = new FigureReader(run);
  // The curves of the page, where they are taken away.
  const writesCurves = given.out.some(hasCurves);
  if (writesCurves && run.epoch === 0) writeCurves(run, reader.read());
  try {
    return await drive(run, {
      ...{ epochs, now, nextTask },
      onEpoch: () => {
        if (writesCurves && isMeasured(run.epoch)) writeCurves(run, reader.read());
        return !isInterrupted();
      },
      onTurn: () => {
        progress.show(run.epoch, epochs, () => `epochs   train loss ${short(reader.read().train.loss)}`);
      },
    });
  } finally {
    progress.end();
    reader.dispose();
  }
}

function writeCurves(run: Run, { train, test }: Figures): void {
  const epoch = run.progress;
  if (epoch <= run.history.lastEpoch || !Number.isFinite(train.loss)) return;
  run.history.push(epoch, train.loss, test.loss);
  run.moments.push({
    epoch,
    trainLoss: train.loss,
    testLoss: test.loss,
    trainAccuracy: train.accuracy,
    testAccuracy: test.accuracy,
    learningRate: run.learningRate,
    layers: null,
  });
}
