import { describe, expect, it } from 'vitest';
import type { Tape } from '../../../src/autograd/tape.ts';
import { trace } from '../../../src/autograd/trace.ts';
import { Value } from '../../../src/autograd/value.ts';
import type { Backend, ForwardExecutor, Samples } from '../../../src/backends/executor.ts';
import type { BackendTolerance } from '../tolerances.ts';
import { expectClose } from './closeness.ts';

/** outputs: [p·tanh(x₁) - x₂, p] */
function smallTape(): Tape {
  const inputs = [new Value(0), new Value(0)];
  const p = new Value(0);
  return trace({ inputs, parameters: [p], outputs: [p.mul(inputs[0].tanh()).sub(inputs[1]), p] });
}

const rows = 11;

function smallSamples(): Samples {
  const column = (f: (row: number) => number): Float64Array =>
    Float64Array.from({ length: rows }, (_, row) => f(row));
  return { count: rows, inputs: [column((row) => row / 4 - 1), column((row) => 3 - row)], targets: [] };
}

const expectedRow = (p: number, row: number): number => p * Math.tanh(row / 4 - 1) - (3 - row);

function withForward(backend: Backend, body: (executor: ForwardExecutor) => void): void {
  const executor = backend.createForward(smallTape());
  try {
    body(executor);
  } finally {
    executor.dispose();
  }
}

const column = (fill = 0): Float64Array => new Float64Array(rows).fill(fill);

export function describeForward(backend: Backend, { reordered }: BackendTolerance): void {
  describe('forward', () => {
    it('computes every output for every sample', () => {
      withForward(backend, (executor) => {
        const outputs = [column(), column()];
        executor.setParameters(Float64Array.of(2.5));
        executor.run(smallSamples(), 0, rows, outputs);
        expectClose(
          outputs[0],
          Array.from({ length: rows }, (_, row) => expectedRow(2.5, row)),
          reordered,
        );
        expectClose(outputs[1], new Array<number>(rows).fill(2.5), reordered);
        expect(new Set(outputs[0]).size).toBe(rows);
      });
    });

    it('writes only the rows it was asked for', () => {
      withForward(backend, (executor) => {
        const outputs = [column(99), column(99)];
        executor.setParameters(Float64Array.of(2.5));
        executor.run(smallSamples(), 3, 8, outputs);
        const untouched = Array.from(outputs[0].keys()).filter((row) => outputs[0][row] === 99);
        expect(untouched).toEqual([0, 1, 2, 8, 9, 10]);
        expectClose(
          outputs[0].slice(3, 8),
          [3, 4, 5, 6, 7].map((row) => expectedRow(2.5, row)),
          reordered,
        );
      });
    });

    it('copies the parameters it is given', () => {
      withForward(backend, (executor) => {
        const parameters = Float64Array.of(2.5);
        const outputs = [column(), column()];
        executor.setParameters(parameters);
        parameters[0] = 100;
        executor.run(smallSamples(), 0, rows, outputs);
        expect(outputs[1][0]).toBe(2.5);
        executor.setParameters(parameters);
        executor.run(smallSamples(), 0, rows, outputs);
        expect(outputs[1][0]).toBe(100);
      });
    });

    it('writes to single-precision columns as well', () => {
      withForward(backend, (executor) => {
        const outputs = [new Float32Array(rows), new Float32Array(rows)];
        executor.setParameters(Float64Array.of(2.5));
        executor.run(smallSamples(), 0, rows, outputs);
        const single = { relative: 1e-6, floor: 1 };
        expectClose(
          outputs[0],
          Array.from({ length: rows }, (_, row) => expectedRow(2.5, row)),
          single,
        );
      });
    });
  });
}
