import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NamedGraph } from '../../src/autograd/expression.ts';
import { functionNames } from '../../src/autograd/expression/functions.ts';
import { activationNames, lossNames } from '../../src/experiment/names.ts';
import { exportDot } from '../../src/lab/export-dot.ts';
import { exportMicrograd } from '../../src/lab/export-micrograd.ts';
import { exportPytorch } from '../../src/lab/export-pytorch.ts';
import { labGraph } from '../../src/lab/graph.ts';
import { Stepper } from '../../src/lab/stepper.ts';
import { graphOf, tameSource } from '../unit/helpers/expression-sources.ts';
import { pythonNames } from '../unit/helpers/python-names.ts';
import { difference } from '../unit/helpers/closeness.ts';
import {
  expectedNumbers,
  exportedGraphs,
  exportFile,
  networkGraph,
  readExport,
  readPrinted,
} from '../unit/helpers/exported-graphs.ts';

/**
 * Needs the system's Python with PyTorch: `apt-get install python3-torch`. With RECORD=1 it first writes the
 * committed exports and what they print anew.
 */
const python = '/usr/bin/python3';
const kinds = { micrograd: exportMicrograd, pytorch: exportPytorch } as const;
const tolerance = 1e-12;

const expressions = fc.sample(tameSource, { numRuns: 50, seed: Date.now() }).map((source) => graphOf(source));
const networks = Array.from({ length: 10 }, (_, i) =>
  networkGraph({
    inputCount: 1 + (i % 3),
    widths: [[1], [4, 1], [3, 2, 1], [8, 8, 1], [4, 4, 4, 1]][i % 5],
    activation: activationNames[i % activationNames.length],
    loss: lossNames[i % lossNames.length],
    seed: i,
  }),
);

function runPython(paths: readonly string[]): Record<string, string> {
  const runner = fileURLToPath(new URL('run_files.py', import.meta.url));
  const env = { ...process.env, PYTHONIOENCODING: 'utf-8' };
  const output = execFileSync(python, [runner, ...paths], { encoding: 'utf8', env, maxBuffer: 1 << 28 });
  return JSON.parse(output) as Record<string, string>;
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'chainrule-exports-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function compare(graph: NamedGraph, printed: string, origin: string): number {
  const expected = expectedNumbers(graph);
  const lines = readPrinted(printed);
  for (const [name, ...numbers] of lines) {
    const wanted = expected.get(name);
    // Names that are the export's own: of lines without one.
    if (wanted === undefined) continue;
    numbers.forEach((number, i) =>
      expect(difference(number, wanted[i], 1), `${name} in\n${origin}`).toBeLessThanOrEqual(tolerance),
    );
  }
  return lines.filter(([name]) => expected.has(name)).length;
}

function record(): void {
  for (const [name, make] of exportedGraphs) {
    for (const [kind, write] of Object.entries(kinds))
      writeFileSync(exportFile(`${name}.${kind}.py`), write(make()));
    const stepper = new Stepper(labGraph(make()));
    stepper.seek(stepper.length);
    writeFileSync(exportFile(`${name}.dot`), exportDot(stepper.graph, stepper));
  }
  const paths = [...exportedGraphs.keys()].flatMap((name) =>
    Object.keys(kinds).map((kind) => `${name}.${kind}`),
  );
  const printed = runPython(paths.map((path) => fileURLToPath(exportFile(`${path}.py`))));
  for (const path of paths) {
    writeFileSync(exportFile(`${path}.txt`), printed[fileURLToPath(exportFile(`${path}.py`))]);
  }
}

if (process.env['RECORD'] === '1') record();

describe.each(Object.keys(kinds) as (keyof typeof kinds)[])('fresh exports as %s', (kind) => {
  it.each([
    ['random expressions', 50, expressions],
    ['networks', 10, networks],
  ] as const)('of %s print the data and gradients of the lab', (what, count, graphs) => {
    const files = graphs.map((graph, i) => {
      const path = join(folder, `${what.split(' ')[0]}-${i}-${kind}.py`);
      writeFileSync(path, kinds[kind](graph));
      return { graph, path };
    });
    expect(files).toHaveLength(count);
    const printed = runPython(files.map(({ path }) => path));
    for (const { graph, path } of files) {
      expect(compare(graph, printed[path], kinds[kind](graph))).toBe(graph.named.size);
    }
  });
});

describe.each(Object.keys(kinds) as (keyof typeof kinds)[])('an export as %s', (kind) => {
  const printedBy = (source: string): { graph: NamedGraph; printed: string; text: string } => {
    const graph = graphOf(source);
    const text = kinds[kind](graph);
    const path = join(folder, `single-${kind}.py`);
    writeFileSync(path, text);
    return { graph, text, printed: execFileSync(python, [path], { encoding: 'utf8', maxBuffer: 1 << 26 }) };
  };

  it('runs whatever the names of its leaves mean to Python', () => {
    // Functions of ours too, and so no names.
    const free = pythonNames.filter((name) => !functionNames.has(name));
    const names = free.map((name, i) => `${name} = ${i / 100}`).join('\n');
    const sum = free.join(' + ');
    const { graph, printed } = printedBy(
      `${names}\nf = (${sum}) / 100\ng = relu(f) * sqrt(f) + log(f) + step(f) - exp(-f) + 2 / f + tanh(f) ** 2`,
    );
    const last = readPrinted(printed).at(-1)!;
    expect(difference(last[1], graph.root.data, 1)).toBeLessThanOrEqual(tolerance);
  });

  /** Every number of the lab is printed: those of a tolerance, and the same infinity or none where it is no number. */
  const expectAsInLab = (source: string): void => {
    const { graph, printed } = printedBy(source);
    const wanted = expectedNumbers(graph);
    const lines = readPrinted(printed).filter(([name]) => wanted.has(name));
    expect(lines).toHaveLength(wanted.size);
    for (const [name, ...numbers] of lines) {
      numbers.forEach((number, i) => {
        const expected = wanted.get(name)?.[i] ?? NaN;
        const what = `${['data', 'gradient'][i]} of ${name} in ${source}`;
        if (Number.isFinite(expected)) expect(difference(number, expected, 0), what).toBeLessThan(tolerance);
        else expect(number, what).toBe(expected);
      });
    }
  };

  it.each([
    'x = 1\ny = max(x, 0)',
    'x = 1\ny = min(2, x)',
    'x = 1\ny = max(1, 2) + min(1, 2) * x',
    'x = 0\ny = 3 * max(0, x) + min(x, 0)',
    'x = 0.3\ny = max(x, max(0.1, min(x, 7))) ** 2',
  ])('takes numbers in max and min, and shares the gradient between equal ones: %j', expectAsInLab);

  it.each([
    'x = 0\ny = 1 / max(0, -x)',
    'x = 0\ny = 1 / max(-x, 0)',
    'x = 0\nz = -0\ny = 1 / max(z, -x)',
    'x = 0\nz = -0\ny = 1 / min(z, x)',
    'x = 0\nz = -0\ny = 1 / min(x, z)',
    'x = 0\ny = 1 / min(x, 0)',
    'x = 0\nz = -0\nm = max(x, z)\ny = 3 * m + 2 * min(x, z)',
  ])('has the sign of a zero that is the larger or the smaller one: %j', (source) => {
    const { graph, printed } = printedBy(source);
    const y = graph.named.get('y')?.data ?? NaN;
    expect(readPrinted(printed).find(([name]) => name === 'y')?.[1]).toBe(y);
    if (source.includes('m = ')) expectAsInLab(source);
  });

  it.each([
    'x = -101.9\ny = log(softplus(x))',
    'x = -40\ny = softplus(x)',
    'x = 0\ny = softplus(x)',
    'x = 101.9\ny = softplus(x)',
    'x = -800\ny = softplus(x)',
    'x = 800\ny = softplus(x)',
  ])('knows a softplus to its last digits, however small: %j', expectAsInLab);

  it('takes relu of minus zero for zero', () => {
    const { printed } = printedBy('x = 0\nr = relu(-x)\ny = 1 / r');
    expect(readPrinted(printed).find(([name]) => name === 'y')?.[1]).toBe(Infinity);
  });
});

describe('an export as micrograd', () => {
  it.each([
    // 0 · ∞ is no number in the lab's chain rule of a computed exponent, and 0 in that of a constant one.
    ['x = 1e300\nn = 0\ny = x*x*(x**n)', 'x'],
    ['x = 0\nn = 2\ny = (x**n)/(x*x)', 'n'],
    ['x = 1e300\ny = x*x*(x**0)', 'x'],
    ['x = 0\nn = 2\ny = x**n', 'n'],
    ['x = 0\nn = -2\ny = x**n', 'n'],
    ['x = 0\nn = 0\ny = x**n', 'x'],
    ['x = 3\nn = 0\ny = x**n', 'x'],
    ['x = -2\nn = 3\ny = x**n', 'n'],
    ['n = 3\ny = 2**n', 'n'],
  ])('has the gradient of a power that the lab has: %j by %s', (source, name) => {
    const graph = graphOf(source);
    const path = join(folder, 'power.py');
    writeFileSync(path, exportMicrograd(graph));
    const printed = readPrinted(execFileSync(python, [path], { encoding: 'utf8' }));
    const [data, gradient] = expectedNumbers(graph).get(name) ?? [];
    const line = printed.find(([other]) => other === name);
    expect(line?.slice(0, 2)).toEqual([name, data]);
    if (gradient !== undefined && Number.isFinite(gradient)) expect(line?.[2]).toBeCloseTo(gradient, 12);
    else expect(line?.[2]).toBe(gradient);
  });
});

describe('the committed exports', () => {
  it('still print what was recorded', () => {
    const names = [...exportedGraphs.keys()].flatMap((name) =>
      Object.keys(kinds).map((kind) => `${name}.${kind}`),
    );
    const paths = names.map((name) => fileURLToPath(exportFile(`${name}.py`)));
    const printed = runPython(paths);
    names.forEach((name, i) => {
      const now = readPrinted(printed[paths[i]]);
      const then = readPrinted(readExport(`${name}.txt`));
      expect(now.map(([line]) => line)).toEqual(then.map(([line]) => line));
      now.forEach(([line, ...numbers], k) =>
        numbers.forEach((number, j) =>
          expect(difference(number, then[k][j + 1] as number, 1), `${name} ${line}`).toBeLessThanOrEqual(
            tolerance,
          ),
        ),
      );
    });
  });

  it('can be run one by one, as a person does', () => {
    const output = execFileSync(python, [fileURLToPath(exportFile('neuron.pytorch.py'))], {
      encoding: 'utf8',
    });
    expect(readPrinted(output).find(([name]) => name === 'x1')).toEqual(['x1', 2, expect.closeTo(-1.5, 12)]);
  });

  it('would be found out if a number were off', () => {
    const graph = expressions[0];
    const path = join(folder, 'control.py');
    writeFileSync(path, exportPytorch(graph).replace('a = leaf(', 'a = 1e-9 + leaf('));
    expect(() => compare(graph, runPython([path])[path], 'the control')).toThrow();
  });
});
