import { describe, expect, it } from 'vitest';
import { labGraph } from '../../../src/lab/graph.ts';
import { dataOrigins, gradientOrigins } from '../../../src/lab/non-finite.ts';
import { Stepper } from '../../../src/lab/stepper.ts';
import { graphOf } from '../helpers/expression-sources.ts';

function origins(source: string): { data: string[]; gradients: string[] } {
  const stepper = new Stepper(labGraph(graphOf(source)));
  stepper.seek(stepper.length);
  const { graph, data, steps } = stepper;
  const written = ({ node, reason }: { node: number; reason: string }): string =>
    `${graph.names[node]}: ${reason}`;
  return {
    data: dataOrigins(graph, data).map(written),
    gradients: gradientOrigins(graph, data, steps).map(written),
  };
}

describe('the origin of a number that is not finite', () => {
  it('is where finite numbers stop giving finite ones', () => {
    const cases: [string, string][] = [
      ['a = -1\nb = log(a)\nc = b * 2', 'b: the logarithm of a negative number'],
      ['a = 0\nb = log(a)\nc = b + 1', 'b: the logarithm of 0'],
      ['a = 0\nb = 1 / a\nc = b + b', 'b: a division by zero'],
      ['a = 0\nb = a / a', 'b: 0 divided by 0'],
      ['a = -2\nb = sqrt(a)', 'b: the square root of a negative number'],
      ['a = 0\nb = a ** -1', 'b: zero to a negative power'],
      ['a = -8\nb = a ** 0.5', 'b: a negative number to a power that is not whole'],
      ['a = 1000\nb = exp(a)\nc = -b', 'b: exp of these numbers is larger than a number can be'],
    ];
    for (const [source, expected] of cases) expect(origins(source).data).toEqual([expected]);
    expect(origins('a = 2\nb = log(a)')).toEqual({ data: [], gradients: [] });
  });

  it('can be a derivative alone', () => {
    expect(origins('a = 0\nb = sqrt(a)')).toEqual({
      data: [],
      gradients: ['a: sqrt has no finite derivative at 0'],
    });
  });
});
