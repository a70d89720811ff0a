import { readArguments, type Arguments } from '../../../src/cli/arguments.ts';
import { commands } from '../../../src/cli/commands.ts';
import type { CompareWorld } from '../../../src/cli/world.ts';
import type { Experiment } from '../../../src/experiment/schema.ts';
import { FigureReader } from '../../../src/training/drive.ts';
import { engineNamed } from '../../../src/training/engine.ts';
import { Run } from '../../../src/training/run.ts';

export interface Ran {
  readonly code: number;
  readonly printed: string;
  /** What a terminal was shown. */
  readonly shown: string;
}

export type Circumstances = Partial<CompareWorld> & { readonly isTTY?: boolean; readonly columns?: number };

/** A command as the command line runs it, in a world of its own. */
export async function runCommand(
  words: readonly string[],
  { isTTY = false, columns = 60, ...world }: Circumstances = {},
): Promise<Ran> {
  const given = readArguments(words) as Arguments;
  let [printed, shown, now] = ['', '', 0];
  const code = await commands[given.command](given, {
    print: (line) => void (printed += `${line}\n`),
    terminal: { isTTY, columns, write: (text) => void (shown += text) },
    // A clock that goes on with every look at it.
    now: () => (now += 50),
    nextTask: () => Promise.resolve(),
    isInterrupted: () => false,
    interruption: new AbortController().signal,
    cores: 2,
    hire: () => {
      throw new Error('there are no threads in this world');
    },
    ...world,
  });
  return { code, printed, shown };
}

/** Figures after Reset and Play to that epoch. */
export function playedFigures(experiment: Experiment, epochs: number) {
  const { backend } = engineNamed(experiment.engine, experiment.fused);
  const page = new Run(experiment, backend, () => performance.now());
  while (page.epoch < epochs) page.advance(Infinity, page.epoch + 1);
  const reader = new FigureReader(page);
  const { train, test } = reader.read();
  reader.dispose();
  page.dispose();
  return {
    trainLoss: train.loss,
    testLoss: test.loss,
    trainAccuracy: train.accuracy,
    testAccuracy: test.accuracy,
  };
}
