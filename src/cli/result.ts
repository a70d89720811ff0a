import { FigureReader, type Ended } from '../training/drive.ts';
import type { EngineInUse } from '../training/engine.ts';
import type { Run } from '../training/run.ts';

/** What `--json` prints; figures are null where there are none. */
export interface Result {
  /** Epochs completed. */
  readonly epoch: number;
  readonly trainLoss: number | null;
  readonly testLoss: number | null;
  readonly trainAccuracy: number | null;
  readonly testAccuracy: number | null;
  readonly parameters: number;
  readonly engine: string;
  readonly fused: boolean;
  readonly diverged: boolean;
}

export function resultOf(run: Run, { engine, fused }: EngineInUse, end: Ended): Result {
  const about = { parameters: run.network.parameterCount, engine, fused };
  const none = { trainLoss: null, testLoss: null, trainAccuracy: null, testAccuracy: null };
  const reader = new FigureReader(run);
  const { train, test } = reader.read('all');
  reader.dispose();
  const diverged = end === 'diverged' || !Number.isFinite(train.loss);
  if (diverged) return { epoch: run.epoch, ...none, ...about, diverged };
  return {
    epoch: run.epoch,
    trainLoss: train.loss,
    testLoss: Number.isFinite(test.loss) ? test.loss : null,
    trainAccuracy: train.accuracy,
    testAccuracy: test.accuracy,
    ...about,
    diverged,
  };
}

const endings: Readonly<Record<Ended, string>> = {
  epochs: '',
  epoch: ', where the settings stop it',
  reached: ', where it reached what the settings ask for',
  validation: ': the validation loss fell no more, and the weights are the best ones',
  told: ', where it was interrupted',
  diverged: '',
};

export function told(run: Run, result: Result, end: Ended, out: readonly string[]): string {
  const { trainLoss, testLoss, trainAccuracy, testAccuracy, engine, fused } = result;
  const arithmetic = `${engine}${fused ? ', fused' : ''}`;
  if (result.diverged)
    return `The training diverged in epoch ${result.epoch + 1} (${arithmetic}). Try a lower learning rate than ${run.experiment.learningRate}.`;
  const side = (loss: number | null, accuracy: number | null): string =>
    loss === null
      ? 'nothing to measure'
      : `loss ${short(loss)}${accuracy === null ? '' : `, accuracy ${(100 * accuracy).toFixed(1)} %`}`;
  return [
    `${result.epoch} epochs of ${run.network.parameterCount} parameters (${arithmetic})${endings[end]}`,
    `train  ${side(trainLoss, trainAccuracy)}`,
    `test   ${side(testLoss, testAccuracy)}`,
    ...out.map((path) => `wrote  ${path}`),
  ].join('\n');
}

export function short(value: number): string {
  return String(Number(value.toPrecision(6)));
}
