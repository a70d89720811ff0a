import { wrapped } from './base64-doubles.ts';
import { fleetFunctions, resultFunctions, torchFunctions, workFunctions } from './dask-program-parts.ts';
import { commentText, numberPython, quotePython } from './quote.ts';

/** Many runs, as a cluster is asked for them. */
export interface DaskRuns {
  /** 'a swarm of 100 runs of “spiral”'. */
  readonly title: string;
  readonly epochs: number;
  /** What `chainrule --goal` reads, and the same in parts; null where nothing is to be reached. */
  readonly goal: { readonly measure: string; readonly value: number } | null;
  /** Of the page's table of results. */
  readonly columns: readonly string[];
  /** The settings of each run as a link has them, its seeds, and what stands in the columns `set …`. */
  readonly runs: readonly {
    readonly link: string;
    readonly seed: number;
    readonly dataSeed: number;
    readonly values: readonly string[];
  }[];
  /** The user's own table, as the page keeps it. */
  readonly table: { readonly id: string; readonly packed: string } | null;
  /** Of each run its PyTorch program: base64 of a deflated list in JSON; or why there are none. */
  readonly torch:
    { readonly packed: string; readonly measured: readonly number[] } | { readonly problem: string };
}

/** A Python program that trains on a Dask cluster what a swarm or a sweep asks for, and writes the page's table. */
export function exportDask(runs: DaskRuns): string {
  return [
    printHead(runs),
    printConstants(runs),
    workFunctions,
    torchFunctions,
    resultFunctions,
    fleetFunctions,
  ]
    .join('\n\n\n')
    .concat('\n');
}

function printHead({ title, torch }: DaskRuns): string {
  const fallback =
    'problem' in torch
      ? 'There is no --engine torch for these runs.'
      : '--engine torch needs PyTorch on the workers and no Node: double precision, to a billionth of wasm-f64.';
  return `"""${commentText(title, 200)}, from Chainrule.

    python3 THIS.py                                    on the cores of this machine
    python3 THIS.py --scheduler tcp://HOST:8786        on a cluster of Dask
    python3 THIS.py --chainrule "npx chainrule"        how workers call the command line

Workers call the command line of chainrule, so that every number is the page's. Results go to results.csv, or --out, as
they come; started again, it goes on from there. What a worker that dies was at is done again.
${fallback}

Needs Dask's distributed here, and chainrule on every worker.
"""

import argparse
import base64
import csv
import json
import math
import os
import shlex
import subprocess
import sys
import tempfile
import types
import zlib

from distributed import Client, LocalCluster, as_completed`;
}

function printConstants({ epochs, goal, columns, runs, table, torch }: DaskRuns): string {
  const said = goal === null ? 'None' : `(${quotePython(goal.measure)}, ${numberPython(goal.value)})`;
  const rows = runs.map(
    ({ link, seed, dataSeed, values }) =>
      `    (${quotePython(link)}, ${seed}, ${dataSeed}, [${values.map(quotePython).join(', ')}]),`,
  );
  const own =
    table === null
      ? 'None'
      : `{"id": ${quotePython(table.id)}, "packed": """\n${wrapped(table.packed)}\n""".replace("\\n", "")}`;
  return [
    `EPOCHS = ${epochs}`,
    `GOAL = ${said}`,
    `COLUMNS = [${columns.map(quotePython).join(', ')}]`,
    '# Of each run its settings as a link, the seeds of its weights and of its data, and what was set.',
    `RUNS = [\n${rows.join('\n')}\n]`,
    `TABLE = ${own}`,
    ...('problem' in torch
      ? ['PROGRAMS = None', `TORCH_PROBLEM = ${quotePython(torch.problem)}`, 'MEASURED = []']
      : [
          '# Of each run a program of PyTorch.',
          `PROGRAMS = """\n${wrapped(torch.packed)}\n"""`,
          'TORCH_PROBLEM = None',
          `MEASURED = [${torch.measured.join(', ')}]`,
        ]),
  ].join('\n');
}
