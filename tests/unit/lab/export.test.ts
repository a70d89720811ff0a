import { describe, expect, it } from 'vitest';
import { exportDot } from '../../../src/lab/export-dot.ts';
import { exportMicrograd } from '../../../src/lab/export-micrograd.ts';
import { exportPytorch } from '../../../src/lab/export-pytorch.ts';
import { labGraph, namedGraphOf } from '../../../src/lab/graph.ts';
import { Stepper } from '../../../src/lab/stepper.ts';
import { Value } from '../../../src/autograd/value.ts';
import { expectClose } from '../helpers/closeness.ts';
import { expectedNumbers, exportedGraphs, readExport, readPrinted } from '../helpers/exported-graphs.ts';
import { graphOf } from '../helpers/expression-sources.ts';
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

  it('escapes what has a meaning in a record', () => {
    expect(exportDot(labGraph(namedGraphOf(new Value(1, 'a|"{b}<c>\\'))))).toContain(
      'a\\|\\"\\{b\\}\\<c\\>\\\\',
    );
  });
});
