import { layerDropout } from '../experiment/layer-dropout.ts';
import { printLoss } from './pytorch-losses.ts';
import { printOptimizers } from './pytorch-optimizers.ts';
import { printRates } from './pytorch-rates.ts';
import { gradientsFunction, hashFunctions, masksFunction, noiseFunction } from './pytorch-run-parts.ts';
import { pythonNumber } from './python-parts.ts';
import { chunks } from './quote.ts';
import { phasesOf } from './run-settings.ts';
import type { TrainedModel } from './trained-model.ts';
import type { WholeRun } from './whole-run.ts';

/** What every program that trains has: the loss, the optimizers, the rates, what samples are presented with. */
export function trainingSections(model: TrainedModel, run: WholeRun): string[] {
  const phases = phasesOf(run);
  const optimizers = [...new Set(phases.map(({ optimizer }) => optimizer))];
  const schedules = [...new Set(phases.map(({ schedule }) => schedule))];
  return [
    `PREDICTS_CLASSES = ${model.target.kind === 'class' ? 'True' : 'False'}\nPLATEAU_ROWS = ${run.plateauRows}`,
    printLoss(model.loss),
    ...printOptimizers(optimizers),
    ...printRates(schedules),
    printResting(model, run),
    gradientsFunction,
    ...printPresented(model, run),
  ];
}

function printResting({ layers }: TrainedModel, { resting }: WholeRun): string {
  let at = 0;
  const next = (rows: number, columns: number | null): string => {
    const places = resting.subarray(at, (at += rows * (columns ?? 1)));
    const shape = columns === null ? `${rows}` : `${rows}, ${columns}`;
    if (!places.includes(1)) return `    torch.zeros(${shape}, dtype=torch.bool),`;
    const lines = chunks([...places], 40).map((line) => `        ${line.join(', ')},`);
    return `    torch.tensor([\n${lines.join('\n')}\n    ]).bool().reshape(${shape}),`;
  };
  const masks = layers.flatMap(({ width, inputCount }) => [next(width, inputCount), next(width, null)]);
  return `# Parameters that are not trained.\nRESTS = [\n${masks.join('\n')}\n]`;
}

function printPresented({ inputNames }: TrainedModel, { settings }: WholeRun): string[] {
  const { hidden, inputNoise } = settings;
  const dropping = layerDropout(settings).flatMap((share, layer) =>
    share > 0
      ? [
          `    ${layer}: (_keys(1, ${layer}, ${hidden[layer]}, True), ${Math.round(share * 2 ** 16)}, ${pythonNumber(1 / (1 - share))}),`,
        ]
      : [],
  );
  const plain = dropping.length === 0 && inputNoise === 0;
  const body = plain
    ? ['    return model(inputs)']
    : [
        `    h = ${inputNoise > 0 ? '_noisy(inputs, epoch, places)' : 'inputs'}`,
        ...(dropping.length === 0
          ? ['    return model(h)']
          : [
              '    for i, module in enumerate(model):',
              '        h = module(h)',
              '        if i % 2 == 1 and i // 2 in DROPS:',
              '            h = _dropped(h, i // 2, epoch, places)',
              '    return h',
            ]),
      ];
  return [
    ...(plain ? [] : [hashFunctions]),
    ...(inputNoise > 0
      ? [
          `NOISE = ${pythonNumber(inputNoise)}\nNOISE_KEYS = _keys(2, 0, ${inputNames.length}, False)`,
          noiseFunction,
        ]
      : []),
    ...(dropping.length > 0
      ? [
          `# Of hidden layers that drop: a key of each neuron, from which 16 bits on it is kept, and what it is multiplied by then.\nDROPS = {\n${dropping.join('\n')}\n}`,
          masksFunction,
        ]
      : []),
    `def trained(inputs, epoch, places):
    """What the network puts out of samples at these places of the epoch's order, while it is trained."""
${body.join('\n')}`,
  ];
}
