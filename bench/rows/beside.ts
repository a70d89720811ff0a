import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { LineProcess, startLineTraining, startPytorch } from '../engines/pytorch.ts';
import { Unavailable } from '../engines/engine.ts';
import type { RowEngine } from './row-engine.ts';
import { rowMajor, type RowWorkload } from './workloads.ts';

/** Engines that have a process of their own and read the rows from a file: inputs, then targets, row by row, f32. */

const folder = resolve('.cache/bench');

function writeNumbers(name: string, parts: readonly Float32Array[]): string {
  mkdirSync(folder, { recursive: true });
  const path = resolve(folder, name);
  const bytes = parts.map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength));
  writeFileSync(path, Buffer.concat(bytes));
  return path;
}

function dataFileOf({ name, inputs, targets }: RowWorkload): string {
  return writeNumbers(`${name}.f32`, [rowMajor(inputs), rowMajor(targets)]);
}

/** PyTorch eager, as its tutorials do: a batch is an index into tensors in memory. */
export const rowPytorch: RowEngine = {
  name: 'pytorch',
  create(workload) {
    const { widths, activation, loss, rows, batchSize, learningRate, initialParameters } = workload;
    return startPytorch({
      ...{ widths, activation, loss, rows, batchSize, learningRate, optimizer: 'adam' },
      data: dataFileOf(workload),
      initialParameters: [...initialParameters],
    });
  },
};

/** The same in C++ (Debian's libtorch-dev), which has no Python to wait for. */
export const rowLibtorch: RowEngine = {
  name: 'libtorch',
  create(workload) {
    const { name, widths, activation, loss, rows, batchSize, learningRate, initialParameters } = workload;
    const parameters = writeNumbers(`${name}-parameters.f32`, [Float32Array.from(initialParameters)]);
    const settings = [rows, batchSize, learningRate, activation, loss, widths.join(',')].map(String);
    return startLineTraining(
      new LineProcess(compiledLibtorch(), [...settings, dataFileOf(workload), parameters]),
      {},
    );
  },
};

let compiled: string | null = null;

/** Compiled once a run; its headers take a compiler half a minute and more. */
function compiledLibtorch(): string {
  if (compiled !== null) return compiled;
  const api = ['/usr/include/torch/csrc/api/include', '/usr/include/c++/torch'].find((path) =>
    existsSync(`${path}/torch/torch.h`),
  );
  if (api === undefined)
    throw new Unavailable('not installed (Debian: apt-get install libtorch-dev g++ libopenblas0-pthread)');
  mkdirSync(folder, { recursive: true });
  const program = resolve(folder, 'libtorch');
  const { status, error, stderr } = spawnSync(
    'g++',
    [
      ...['-std=c++17', '-O2', `-I${api}`, resolve('bench/rows/libtorch.cpp'), '-o', program],
      ...['-ltorch', '-ltorch_cpu', '-lc10'],
    ],
    { encoding: 'utf8' },
  );
  if (error !== undefined) throw new Unavailable('there is no C++ compiler (g++)');
  if (status !== 0) throw new Error(`libtorch.cpp does not compile: ${stderr.slice(0, 2000)}`);
  return (compiled = program);
}
