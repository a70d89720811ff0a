import type { LossName } from '../experiment/names.ts';
import { headLines } from './model-words.ts';
import { begun, doubles, join, printConstants, settingsSections, trainFunctions } from './pytorch-run.ts';
import {
  afterwards,
  dataFunctions,
  mainFunction,
  rowsClass,
  sharedStep,
  torchOrderClass,
} from './pytorch-big-run-parts.ts';
import { trainingSections } from './pytorch-training.ts';
import { doublesFunction, measuredFunctions, orderClass } from './pytorch-run-parts.ts';
import { pytorchSections } from './pytorch.ts';
import { pythonNumber } from './python-parts.ts';
import { pytorchScopes } from './pytorch-scopes.ts';
import { commentText, quotePython } from './quote.ts';
import { fileName, fileStem, type TrainedModel } from './trained-model.ts';
import type { RunData, WholeRun } from './whole-run.ts';

/** A run as a program for torchrun: every process computes a share of every batch, read from files on disk. */
export function exportBigRun(
  model: TrainedModel,
  run: WholeRun,
  name = fileName(model, pytorchScopes.torchrun.ending),
): string {
  return join([
    printHead(model, commentText(name, 200)),
    ...pytorchSections(begun(model, run)),
    doublesFunction,
    printConstants(run),
    `FOLDER = ${quotePython(`${fileStem(model)}-data`)}\nTARGET = ${quotePython(model.target.column)}`,
    ...settingsSections(run),
    printEmbedded(run.data),
    printTargets(model),
    rowsClass,
    dataFunctions,
    orderClass,
    torchOrderClass,
    ...trainingSections(model, run),
    sharedStep,
    ...trainFunctions(run),
    measuredFunctions,
    mainFunction,
    afterwards,
  ]);
}

function printHead(model: TrainedModel, name: string): string {
  return `"""${headLines(model).join('\n')}

One big run: trains it anew from its initial weights, in as many processes as torchrun starts. Each reads its share of
every batch from files on disk; gradients are summed and divided by the samples of the whole batch, so that any number
of processes comes to the same, but for rounding.

    python3 ${name}                                       one process
    torchrun --standalone --nproc_per_node=2 ${name}      two
    torchrun --nnodes=4 --nproc_per_node=8 --rdzv_backend=c10d --rdzv_endpoint=HOST:29500 ${name} --backend nccl

Rows of your own take the place of those in the file, from CSV files with a line of names:

    python3 ${name} --prepare train.csv --prepare-test test.csv --data big
    torchrun --standalone --nproc_per_node=2 ${name} --data big --order torch --epochs 20

Needs PyTorch and NumPy.
"""

import argparse
import base64
import copy
import csv
import math
import os
import struct
import sys

import numpy as np
import torch
import torch.distributed as dist
import torch.nn.functional as F
from torch import nn`;
}

function printEmbedded(data: RunData | null): string {
  const head = 'def embedded():\n    """The rows that it was trained on, by the names of their files."""\n';
  if (data === null) return `${head}    return {}`;
  const { train, test, noisyTargets } = data;
  const files = [
    ['train_inputs', train.inputs, train.count],
    ['train_targets', train.targets, train.count],
    ...(noisyTargets === null ? [] : [['trained_targets', noisyTargets, train.count] as const]),
    ['test_inputs', test.inputs, test.count],
    ['test_targets', test.targets, test.count],
  ] as const;
  const lines = files.map(([name, columns, count]) => `        "${name}": ${doubles(columns, count)},`);
  return `${head}    return {\n${lines.join('\n')}\n    }`;
}

/** Of the place of a class, what outputs are compared with. */
const targetsOfClass: Readonly<Record<LossName, string | null>> = {
  'squared-error': null,
  'half-squared-error': null,
  absolute: null,
  huber: null,
  hinge: null,
  'squared-hinge': null,
  'binary-cross-entropy': '[float(place > 0)]',
  'cross-entropy': '[float(place == k) for k in range(len(CLASSES))]',
};

function printTargets({ target, loss, outputNames }: TrainedModel): string {
  const head =
    'def targets_of(cell):\n    """What the outputs are compared with, of a cell of the target."""\n';
  if (target.kind === 'number') {
    const { shift = 0, scale = 1 } = target;
    return `${head}    return [(float(cell) - ${pythonNumber(shift)}) / ${pythonNumber(scale)}]`;
  }
  const signed =
    outputNames.length === 1
      ? '[1.0 if place > 0 else -1.0]'
      : '[1.0 if place == k else -1.0 for k in range(len(CLASSES))]';
  return `${head}    if cell not in CLASSES:
        raise ValueError(f"{cell!r} is no class: expected one of {CLASSES}")
    place = CLASSES.index(cell)
    return ${targetsOfClass[loss] ?? signed}`;
}
