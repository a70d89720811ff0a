import { sweptAxes, type Ask } from './ask.ts';
import { writeAsk } from './ask-text.ts';
import type { Outcome } from './swarm.ts';
import { sweepableOf } from './sweepable.ts';

/** What is written down of a comparison. */
export interface Exported {
  readonly ask: Ask;
  readonly outcomes: readonly Outcome[];
}

const columns = [
  'run',
  'seed',
  'dataSeed',
  'epochs',
  'diverged',
  'reachedAt',
  'trainLoss',
  'testLoss',
  'trainAccuracy',
  'testAccuracy',
  'bestTrainLoss',
  'bestTestLoss',
  'failure',
] as const;

/** A line for each run in the order in which they were asked for (RFC 4180); what is not known is empty. */
export function toCsv({ ask, outcomes }: Exported): string {
  const swept = sweptSettings(ask);
  const lines = outcomes.map(({ experiment, result, failure }, run) => {
    const settings = swept.map((setting) => sweepableOf(setting)?.of(experiment) ?? '');
    const figures =
      result === null
        ? ['', '', '', '', '', '', '', '', '']
        : [
            ...[result.epochs, result.diverged, result.reachedAt],
            ...[result.final.trainLoss, result.final.testLoss],
            ...[result.final.trainAccuracy, result.final.testAccuracy],
            ...[result.best.trainLoss, result.best.testLoss],
          ];
    const { seed, dataSeed } = experiment;
    return [run + 1, seed, dataSeed, ...figures, failure ?? '', ...settings].map(field).join(',');
  });
  return [[...columns, ...swept.map((setting) => `set ${setting}`)].map(field).join(','), ...lines, ''].join(
    '\r\n',
  );
}

/** The settings that a sweep varies, in the order of its columns; none of anything else. */
export function sweptSettings(ask: Ask): readonly string[] {
  return sweptAxes(ask).map(({ setting }) => setting);
}

/** A formula of a spreadsheet is none when it comes from us: nothing here begins with a sign but numbers. */
function field(value: string | number | boolean | null): string {
  const text = value === null || (typeof value === 'number' && Number.isNaN(value)) ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Everything that is known, with curves and weights; every number as exactly as JSON can, NaN as null. */
export function toJson({ ask, outcomes }: Exported): string {
  return `${JSON.stringify(
    {
      format: 'chainrule comparison 1',
      asked: writeAsk(ask),
      epochs: ask.epochs,
      target: ask.target === 'none' ? null : { measure: ask.target, value: ask.goal },
      runs: outcomes.map(({ experiment, result, failure }, run) => ({
        run: run + 1,
        experiment,
        failure,
        result: result && {
          ...{ epochs: result.epochs, diverged: result.diverged, reachedAt: result.reachedAt },
          ...{ final: result.final, best: result.best, trainingMs: result.trainingMs },
          curve: {
            epoch: [...result.curve.epoch],
            trainLoss: [...result.curve.trainLoss],
            testLoss: [...result.curve.testLoss],
          },
          parameters: result.parameters.length === 0 ? null : [...result.parameters],
        },
      })),
    },
    null,
    1,
  )}\n`;
}
