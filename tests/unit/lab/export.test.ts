import { describe, expect, it } from 'vitest';
import { functionNames } from '../../../src/autograd/expression/functions.ts';
import { exportDot } from '../../../src/lab/export-dot.ts';
import { exportMicrograd } from '../../../src/lab/export-micrograd.ts';
import { exportPytorch } from '../../../src/lab/export-pytorch.ts';
import { labGraph, namedGraphOf } from '../../../src/lab/graph.ts';
import { Stepper } from '../../../src/lab/stepper.ts';
import { Value } from '../../../src/autograd/value.ts';
import { expectClose } from '../helpers/closeness.ts';
import { expectedNumbers, exportedGraphs, readExport, readPrinted } from '../helpers/exported-graphs.ts';
import { graphOf } from '../helpers/expression-sources.ts';
import { pythonKeywords, pythonNames } from '../helpers/python-names.ts';
import { rounding } from '../tolerances.ts';

const files = [...exportedGraphs].map(([name, make]) => ({ name, make }));

describe.each(files)('the exports of $name', ({ name, make }) => {
  it('are the committed texts', () => {
    const graph = make();
    const stepper = new Stepper(labGraph(graph));
    stepper.seek(stepper.length);
    expect(exportMicrograd(graph)).toBe(readExport(`${name}.micrograd.py`));
    expect(exportPytorch(graph)).toBe(readExport(`${name}.pytorch.py`));
    expect(exportDot(stepper.graph, stepper)).toBe(readExport(`${name}.dot`));
  });

  it.each(['micrograd', 'pytorch'])('printed the data and gradients that the lab shows: %s', (kind) => {
    const expected = expectedNumbers(make());
    const printed = readPrinted(readExport(`${name}.${kind}.txt`));
    let compared = 0;
    for (const [line, data, gradient] of printed) {
      const numbers = expected.get(line);
      if (numbers === undefined) continue;
      expectClose([data, gradient], numbers, rounding);
      compared++;
    }
    // Names that Python reserves are printed under another.
    expect(compared).toBeGreaterThanOrEqual(expected.size - 2);
  });
});

describe('an export to Python', () => {
  it('brings the ops that the graph uses and no others', () => {
    const text = exportMicrograd(graphOf('a * b'));
    expect(text).toContain('__mul__');
    for (const other of ['__add__', 'def tanh', 'def divide', 'def power']) expect(text).not.toContain(other);
    expect(exportPytorch(graphOf('a * b'))).not.toContain('Step');
  });

  it('renames what Python would take for something else', () => {
    const text = exportPytorch(
      graphOf('lambda = 2\nprint = 3\ntorch = 4\nﬁ = 5\nlambda * print * torch * ﬁ'),
    );
    for (const line of [
      'lambda_2 = leaf(2.0)',
      'print_2 = leaf(3.0)',
      'torch_2 = leaf(4.0)',
      'fi = leaf(5.0)',
    ]) {
      expect(text).toContain(`\n${line}\n`);
    }
  });

  it('defines no name that means something to Python or to the file itself', () => {
    // Functions of ours too, and so no names.
    const free = pythonNames.filter((name) => !functionNames.has(name));
    const source = [
      ...free.map((name, i) => `${name} = ${i}`),
      `f = ${free.join(' + ')}`,
      'g = relu(-f) / (1 + f ** 2)',
      'h = sqrt(g) + log(f) + exp(-f) + sin(f) + cos(f) + tanh(f) + sigmoid(f) + softplus(f) + step(f)',
    ].join('\n');
    for (const text of [exportMicrograd(graphOf(source)), exportPytorch(graphOf(source))]) {
      const defined = [...text.matchAll(/^(\w+) = (?!\{)/gm)].map(([, name]) => name);
      expect(defined.length).toBeGreaterThan(free.length);
      const own = text
        .replaceAll(/^\w+ = .*$|^ {4}"\w+": \w+,$/gm, '')
        .replaceAll(/"(?:""[^]*?""|[^"\n]*)"/g, '');
      const used = new Set([...own.matchAll(/(?<!\.)\b[A-Za-z_]\w*/g)].map(([word]) => word));
      const builtins = pythonNames.filter((name) => used.has(name));
      expect(builtins).toEqual(expect.arrayContaining(['print', 'def', 'for', 'in']));
      const taken = new Set([...builtins, ...pythonKeywords, '__debug__', '__builtins__']);
      expect(defined.filter((name) => taken.has(name))).toEqual([]);
    }
  });

  it('gives relu of minus zero as zero, so that 1 / relu(-x) is infinite at 0, here as there', () => {
    const graph = graphOf('x = 0\ny = 1 / relu(-x)');
    expect(graph.root.data).toBe(Infinity);
    expect(exportMicrograd(graph)).toContain('a.data if a.data > 0 or math.isnan(a.data) else 0.0');
    expect(exportPytorch(graph)).toContain('torch.relu(a) + 0.0');
  });

  it('breaks what Python could not parse into lines', () => {
    const lines = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));
    expect(lines(exportMicrograd(graphOf(`a${' + a'.repeat(20_000)}`)))).toBeLessThan(300);
  });

  it('writes labels that occur twice apart', () => {
    const text = exportPytorch(namedGraphOf(new Value(1, 'w').mul(new Value(2, 'w'))));
    expect(text).toContain('w = leaf(1.0)\nw_2 = leaf(2.0)\nresult = w * w_2');
  });
});

describe('an export to DOT', () => {
  it('draws a record for every node and a circle for every op', () => {
    const text = exportDot(labGraph(graphOf('d = a * b ** 2')));
    expect(text.match(/shape=record/g)).toHaveLength(4);
    expect(text.match(/shape=circle/g)).toHaveLength(2);
    expect(text.match(/->/g)).toHaveLength(5);
    expect(text).not.toContain('grad');
  });

  it('shows small numbers as they are', () => {
    const text = exportDot(labGraph(graphOf('a = 1e-5')), { data: [1e-5], gradients: [-0.00012345] });
    expect(text).toContain('data 0.00001 | grad -0.0001234');
    expect(exportDot(labGraph(graphOf('a = 1')), { data: [1e-7], gradients: [0] })).toContain(
      'data 1e-7 | grad 0.0000',
    );
    expect(exportDot(labGraph(graphOf('a = 1')), { data: [1e300], gradients: [-0.7] })).toContain(
      'data 1e+300 | grad -0.7000',
    );
  });

  it('escapes what has a meaning in a record', () => {
    expect(exportDot(labGraph(namedGraphOf(new Value(1, 'a|"{b}<c>\\'))))).toContain(
      'a\\|\\"\\{b\\}\\<c\\>\\\\',
    );
  });
});
