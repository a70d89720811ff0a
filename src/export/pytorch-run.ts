import { base64OfDoubles } from './base64-doubles.ts';
import { headLines } from './model-words.ts';
import { printRateFormula } from './pytorch-rates.ts';
import { doublesFunction, measuredFunctions, orderClass } from './pytorch-run-parts.ts';
import { trainingSections } from './pytorch-training.ts';
import { pytorchSections } from './pytorch.ts';
import { importLines, pythonNumber } from './python-parts.ts';
import { pytorchScopes } from './pytorch-scopes.ts';
import { commentText } from './quote.ts';
import { formulaName, phasesOf, printSettings, rateFormulasOf } from './run-settings.ts';
import { epochText, fileName, type TrainedModel } from './trained-model.ts';
import type { PlainSamples, RunData, WholeRun } from './whole-run.ts';

/** The whole run as a Python file for PyTorch: from the initial weights to the present ones, in float64. */
export function exportPytorchRun(
  model: TrainedModel,
  run: WholeRun,
  data: RunData,
  name = fileName(model, pytorchScopes.run.ending),
): string {
  return join([
    printHead(model, run, name),
    ...pytorchSections(begun(model, run)),
    doublesFunction,
    printConstants(run),
    ...settingsSections(run),
    printData(data),
    orderClass,
    ...trainingSections(model, run),
    stepFunction,
    ...trainFunctions(run),
    measuredFunctions,
    printComparison(run),
    mainLines,
  ]);
}

export const join = (sections: readonly string[]): string => sections.join('\n\n\n').concat('\n');

/** The network with the weights that it began with. */
export function begun(model: TrainedModel, { initial }: WholeRun): TrainedModel {
  let at = 0;
  const next = (count: number): Float64Array => initial.slice(at, (at += count));
  const layers = model.layers.map((layer) => ({
    ...layer,
    weights: next(layer.width * layer.inputCount),
    biases: next(layer.width),
  }));
  return { ...model, parameters: initial, layers };
}

function printHead(model: TrainedModel, { epoch, position, settings }: WholeRun, name: string): string {
  const [first, ...more] = headLines(model);
  const file = commentText(name, 200);
  const single = settings.engine === 'wasm-f32';
  return `"""${first}
${more.join('\n')}

The whole run, from its initial weights to those: run as a program, it trains anew in double precision and prints the
losses after every epoch, and in the end how far they are from those that were measured then.${
    single ? '\nIt was trained in single precision, which explains a difference that grows.' : ''
  }

    python3 ${file}            ${epochText(epoch + (position > 0 ? 1 : 0))} epochs, as it was
    python3 ${file} 1000       So many

Needs PyTorch. As a module it has train(), and after that predict(rows): rows are lists in the order of COLUMNS, or
dictionaries by their names.

${importLines(name, ['predict', 'train']).join('\n')}
"""

import base64
import copy
import math
import struct
import sys

import torch
import torch.nn.functional as F
from torch import nn`;
}

/** The settings, with the rates that were typed before them. */
export function settingsSections(run: WholeRun): string[] {
  const formulas = rateFormulasOf(run).map((formula, i) => printRateFormula(formulaName(i), formula));
  return [...formulas, printSettings(run)];
}

export function printConstants({ epoch, position, measured, generator, settings }: WholeRun): string {
  return `# Epochs completed, and samples of the next one's order.
EPOCHS = ${epoch}
POSITION = ${position}
SEED = ${settings.seed}
# The generator before the first order.
GENERATOR = (${generator.join(', ')})
# Losses are of the first so many rows.
MEASURED_TRAIN = ${measured.train}
MEASURED_TEST = ${measured.test}`;
}

/** Numbers row by row, as base64. */
export function doubles(columns: readonly Float64Array[], count: number): string {
  const values = new Float64Array(count * columns.length);
  columns.forEach((column, k) => {
    for (let row = 0; row < count; row++) values[row * columns.length + k] = column[row];
  });
  return `_doubles("""\n${base64OfDoubles(values)}\n""", ${count}, ${columns.length})`;
}

function printData({ train, test, noisyTargets }: RunData): string {
  const both = (name: string, { count, inputs, targets }: PlainSamples): string =>
    `${name}_INPUTS = ${doubles(inputs, count)}\n${name}_TARGETS = ${doubles(targets, count)}`;
  return [
    '# What the network reads of each row, and what its outputs are compared with: [row, number].',
    both('TRAIN', train),
    '# With the labels that are trained on.',
    `TRAINED_TARGETS = ${noisyTargets === null ? 'TRAIN_TARGETS' : doubles(noisyTargets, train.count)}`,
    both('TEST', test),
  ].join('\n');
}

const stepFunction = `def step(optimizer, s, epoch, places, rows):
    """One step by the mean gradient of a batch: the samples \`rows\`, at these places of the epoch's order."""
    optimizer.zero_grad()
    costs = losses(trained(TRAIN_INPUTS[rows], epoch, places), TRAINED_TARGETS[rows], s)
    (costs.sum() / len(rows)).backward()
    finish_gradients(s)
    take_step(optimizer)`;

const restingStep = `@torch.no_grad()
def take_step(optimizer):
    kept = [p.clone() for p in model.parameters()]
    optimizer.step()
    for p, rests, was in zip(model.parameters(), RESTS, kept):
        p[rests] = was[rests]`;

/** The loop over epochs and batches; `TRAIN_INPUTS` and `TRAIN_TARGETS` are what it is over. */
export function trainFunctions(run: WholeRun): string[] {
  const judges = phasesOf(run).some(({ schedule }) => schedule === 'plateau');
  const takeStep = run.resting.includes(1) ? restingStep : 'def take_step(optimizer):\n    optimizer.step()';
  return [takeStep, trainFunction(judges)];
}

/** `judges`: whether rates are reduced on plateaus. */
function trainFunction(judges: boolean): string {
  return `_initial = copy.deepcopy(model.state_dict())


def train(on_epoch=None, epochs=EPOCHS, position=POSITION, order=None):
    """Trains from the initial weights; on_epoch(epoch, settings) is told of each epoch that is over, and of 0. True ends it."""
    model.load_state_dict(_initial)
    s, changes, order = SETTINGS, list(CHANGES), order or Order(GENERATOR)
    optimizer = make_optimizer(s)${judges ? '\n    plateau = Plateau()' : ''}
    if on_epoch and on_epoch(0, s):
        return
    for epoch in range(epochs + 1):
        at, rows = 0, None
        end = len(TRAIN_INPUTS) if epoch < epochs else position
        while at < end:
            while changes and changes[0][:2] <= (epoch, at):
                was, s = s, changes.pop(0)[2]
                if s["optimizer"] != was["optimizer"]:
                    optimizer = make_optimizer(s)${
                      judges
                        ? `
                if s["schedule"] != "plateau":
                    plateau = Plateau()`
                        : ''
                    }
            if rows is None:
                rows = torch.as_tensor((order.drawn if s["replacement"] else order.shuffled)(len(TRAIN_INPUTS)))
            tell(optimizer, s, learning_rate(s, epoch${judges ? ', plateau.reductions' : ''}))
            places = torch.arange(at, min(at + s["batch_size"], len(rows)))
            step(optimizer, s, epoch, places, rows[places])
            at += len(places)
        if epoch < epochs:${
          judges
            ? `
            if s["schedule"] == "plateau" and epoch + 1 > s["warm_up"]:
                plateau.judge(mean_loss(TRAIN_INPUTS[:PLATEAU_ROWS], TRAIN_TARGETS[:PLATEAU_ROWS], s), s)`
            : ''
        }
            if on_epoch and on_epoch(epoch + 1, s):
                return`;
}

function printComparison({ recorded, final }: WholeRun): string {
  const lines = recorded.map(
    ({ epoch, trainLoss, testLoss }) =>
      `    ${epoch}: (${pythonNumber(trainLoss)}, ${pythonNumber(testLoss)}),`,
  );
  return `# Losses that were measured then, of the train and the test rows.
RECORDED = {
${lines.join('\n')}
}
# All weights and biases as they were in the end.
FINAL = _doubles("""
${base64OfDoubles(final)}
""", -1)`;
}

const mainLines = `class Report:
    def __init__(self):
        self.off, self.compared = 0.0, 0

    def __call__(self, epoch, s):
        now = measured(s)
        print(f"epoch {epoch}: train loss {now[0]!r}, test loss {now[1]!r}")
        for mine, theirs in zip(now, RECORDED.get(epoch, ())):
            if mine == mine and theirs == theirs:
                self.off, self.compared = max(self.off, abs(mine - theirs)), self.compared + 1


if __name__ == "__main__":
    report = Report()
    if len(sys.argv) > 1:
        train(report, int(sys.argv[1]), 0)
    else:
        train(report)
        weights = torch.cat([p.detach().flatten() for p in model.parameters()])
        print(f"{report.compared} losses differ by at most {report.off:.3g} from those that were measured then,")
        print(f"and {len(weights)} weights by at most {(weights - FINAL).abs().max().item():.3g}.")`;
