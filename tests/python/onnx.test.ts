import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BroughtNetwork } from '../../src/export/brought-network.ts';
import { exportOnnx } from '../../src/export/onnx.ts';
import { readOnnx } from '../../src/export/read-onnx.ts';
import { broughtForward } from '../unit/helpers/brought-forward.ts';
import { allCases, hostileCase } from '../unit/helpers/exported-models.ts';
import { randomModels } from '../unit/helpers/random-models.ts';

/** Needs the system's Python with onnx and PyTorch: `apt-get install python3-onnx python3-torch`. */
const python = '/usr/bin/python3';
const script = fileURLToPath(new URL('check_onnx.py', import.meta.url));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'chainrule-onnx-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What `onnx.checker` says of files, by their names; '' where nothing is wrong. */
function problemsOf(files: ReadonlyMap<string, Uint8Array>): Map<string, string> {
  const paths = [...files].map(([name, content], i) => {
    const path = join(folder, `${i}.onnx`);
    writeFileSync(path, content);
    return [name, path] as const;
  });
  const output = execFileSync(python, [script, ...paths.map(([, path]) => path)], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const said = JSON.parse(output) as Record<string, string>;
  return new Map(paths.map(([name, path]) => [name, said[path]]));
}

describe('onnx.checker', () => {
  it('finds nothing wrong with what is exported: every activation, feature and outcome, hostile names, and random networks', () => {
    const models = [
      ...[...allCases()].map(([name, { model }]) => [name, model] as const),
      ['hostile', hostileCase().one.model] as const,
      ...fc.sample(randomModels, 50).map(({ model }, i) => [`random ${i}`, model] as const),
    ];
    const problems = problemsOf(new Map(models.map(([name, model]) => [name, exportOnnx(model).bytes])));
    expect(problems.size).toBe(models.length);
    expect([...problems].filter(([, problem]) => problem !== '')).toEqual([]);
  });

  it('would find what is wrong: a node of another name, weights that are not there, a file that is cut', () => {
    const { bytes } = exportOnnx(allCases().get('tanh')!.model);
    const text = Buffer.from(bytes).toString('latin1');
    const changed = (from: string, to: string): Uint8Array => {
      expect(text).toContain(from);
      return Buffer.from(text.replace(from, to), 'latin1');
    };
    const problems = problemsOf(
      new Map([
        ['another name', changed('"\x04Tanh', '"\x04Tonh')],
        ['cut', bytes.slice(0, -200)],
        ['not there', changed('\x080.weight', '\x080.height')],
      ]),
    );
    expect(problems.size).toBe(3);
    for (const [name, problem] of problems) expect(problem, name).toMatch(/Error/);
  });
});

interface Written {
  readonly path: string;
  readonly outputs: readonly (readonly number[])[];
}

/** What each of PyTorch's networks has of its own; the others have the activation that they are called by. */
const named: Readonly<Record<string, Partial<BroughtNetwork>>> = {
  relu: { hidden: [5, 5], activations: ['relu', 'relu'] },
  dropout: { activations: ['tanh'] },
  softmax: { activations: ['tanh'], output: 'probabilities', loss: 'cross-entropy' },
  'one probability': {
    activations: ['tanh'],
    output: 'probabilities',
    loss: 'binary-cross-entropy',
    outputCount: 1,
  },
  'between -1 and 1': { activations: ['tanh'], output: 'tanh', outputCount: 1 },
  'no bias': { activations: ['tanh'], hidden: [4] },
};
const refused: Readonly<Record<string, RegExp>> = {
  'a convolution': /is no part of a network of fully connected layers/,
  'a normalization': /is no part of a network of fully connected layers/,
};

describe('networks that PyTorch wrote as ONNX', () => {
  it.each([11, 13, 17])('say here what they say there, or are refused: opset %i', (opset) => {
    const script = fileURLToPath(new URL('torch_onnx.py', import.meta.url));
    const output = execFileSync(python, [script, folder, String(opset)], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const { rows, said } = JSON.parse(output.slice(output.indexOf('{"rows"'))) as {
      readonly rows: readonly (readonly number[])[];
      readonly said: Readonly<Record<string, Written>>;
    };
    expect(Object.keys(said)).toHaveLength(20);
    for (const [name, { path, outputs }] of Object.entries(said)) {
      const opened = readOnnx(readFileSync(path));
      if (Object.hasOwn(refused, name)) {
        expect(opened.ok ? 'opened' : opened.message, name).toMatch(refused[name]);
        continue;
      }
      if (!opened.ok) throw new Error(`${name}: ${opened.message}`);
      const { network } = opened;
      const expected = { hidden: [5], activations: [name], outputCount: 2, output: 'linear', ...named[name] };
      expect(network, name).toMatchObject(expected);
      const forward = broughtForward(network, rows);
      expect(forward).toHaveLength(outputs.length);
      forward.forEach((row, i) =>
        row.forEach((value, k) => expect(value, name).toBeCloseTo(outputs[i][k], 4)),
      );
    }
  });
});
