import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { gradientSteps } from '../../../src/autograd/differentiate.ts';
import { finish } from '../../../src/autograd/steps.ts';
import { TapeBuilder } from '../../../src/autograd/tape-builder.ts';
import type { Tape } from '../../../src/autograd/tape.ts';
import { record } from '../../../src/autograd/trace.ts';
import { Value } from '../../../src/autograd/value.ts';
import type { Backend } from '../../../src/backends/executor.ts';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { activationNames } from '../../../src/experiment/names.ts';
import type { Activation } from '../../../src/experiment/activation-formula.ts';
import { activate } from '../../../src/nn/activations.ts';
import { fitBatches } from '../../../src/training/fit-batches.ts';
import { uniformOf } from '../helpers/problems.ts';
import { wasmBackend } from '../wasm/backends.ts';
import { inMass } from '../../mass.ts';

/** Described in tests/golden/make_activation_goldens.py. */
const numberList = v.array(v.number());
const golden = v.parse(
  v.array(
    v.object({ name: v.picklist(activationNames), at: numberList, values: numberList, slopes: numberList }),
  ),
  JSON.parse(readFileSync(new URL('../../golden/activations.json', import.meta.url), 'utf8')),
);

/** `[value, slope]` of one input. */
function tapeOf(name: Activation): Tape {
  const builder = new TapeBuilder({ inputCount: 0, targetCount: 0, parameterCount: 1 }, 64);
  const z = builder.leaf('parameter', 0);
  const leaf = new Value(0);
  const [value] = record(builder, [leaf], [z], [activate(name, leaf)]);
  const [slope] = finish(gradientSteps(builder, value, 'parameter'));
  return builder.build([value, slope]);
}

function evaluated(backend: Backend, name: Activation, at: readonly number[]): [number[], number[]] {
  const executor = finish(backend.forwardSteps(tapeOf(name)));
  const both = at.map((z) => {
    const outputs = [new Float64Array(1), new Float64Array(1)];
    executor.setParameters(Float64Array.of(z));
    executor.run({ count: 1, inputs: [], targets: [] }, 0, 1, outputs);
    return outputs.map(([number]) => number);
  });
  executor.dispose();
  return [both.map(([value]) => value), both.map(([, slope]) => slope)];
}

/** Relative to what is expected, or to a scale of 1 if not said otherwise, where that is more. */
function furthest(
  found: readonly number[],
  expected: readonly number[],
  scales: readonly number[] = found.map(() => 1),
): number {
  return Math.max(
    ...found.map((value, i) => Math.abs(value - expected[i]) / Math.max(scales[i], Math.abs(expected[i]))),
  );
}

describe('activations', () => {
  it('are compared with PyTorch, all but the step that it has not', () => {
    expect(golden.map(({ name }) => name)).toEqual(activationNames.filter((name) => name !== 'step'));
  });

  it.each(golden)('$name has the values and slopes of PyTorch', ({ name, at, values, slopes }) => {
    const backends = [
      [interpreter, 1e-10],
      [wasmBackend('f64', 'straight'), 1e-10],
      [wasmBackend('f32', 'straight'), 2e-6],
    ] as const;
    for (const [backend, tolerance] of backends) {
      const [value, slope] = evaluated(backend, name, at);
      // In single precision tanh ends 3e-7 below 1, and what is multiplied with z makes as much more of it.
      const scales = at.map((z) => (tolerance > 1e-10 ? Math.max(1, Math.abs(z)) : 1));
      expect(furthest(value, values, scales)).toBeLessThan(tolerance);
      expect(furthest(slope, slopes, scales)).toBeLessThan(tolerance);
    }
    // Control: half of the slope is far away.
    const halved = evaluated(interpreter, name, at)[1].map((slope) => slope / 2);
    expect(furthest(halved, slopes)).toBeGreaterThan(0.1);
  });

  it('elu keeps its digits near 0 and has a number at either end', () => {
    for (const [backend, tolerance] of [
      [interpreter, 4e-16],
      [wasmBackend('f64', 'straight'), 2e-15],
      [wasmBackend('f32', 'straight'), 1e-6],
    ] as const) {
      const at = [-1e-30, -1e-8, -1e-3, -0.5];
      const [values] = evaluated(backend, 'elu', at);
      const off = values.map((value, i) => Math.abs(value / Math.expm1(at[i]) - 1));
      expect(Math.max(...off)).toBeLessThan(tolerance);
      expect(evaluated(backend, 'elu', [-Infinity, Infinity])).toEqual([
        [-1, Infinity],
        [0, 1],
      ]);
      expect(evaluated(backend, 'elu', [0, -0])[1]).toEqual([1, 1]);
    }
    // Control: without expm1 half of the digits are gone.
    expect(Math.abs((Math.exp(-1e-8) - 1) / Math.expm1(-1e-8) - 1)).toBeGreaterThan(1e-9);
  });

  it('a formula is computed as what it says', () => {
    const at = [-1000, -3, -0.5, -0, 0, 0.5, 3, 1000];
    const same = [
      ['=z * sigmoid(z)', 'silu'],
      ['=max(z, 0.01 * z)', null],
      ['=z * 0.5 * (1 + erf(z / 2 ** 0.5))', 'gelu'],
      ['=max(z, 0) + expm1(min(z, 0))', 'elu'],
      ['=tanh(z)', 'tanh'],
      ['=z', 'linear'],
    ] as const;
    for (const [formula, name] of same) {
      for (const backend of [interpreter, wasmBackend('f64', 'straight'), wasmBackend('f32', 'straight')]) {
        const [values, slopes] = evaluated(backend, formula, at);
        const expected =
          name === null
            ? [at.map((z) => Math.max(z, 0.01 * z)), at.map((z) => (z === 0 ? 0.505 : z > 0 ? 1 : 0.01))]
            : evaluated(backend, name, at);
        expect(furthest(values, expected[0]), formula).toBeLessThan(1e-6);
        expect(furthest(slopes, expected[1]), formula).toBeLessThan(1e-6);
      }
    }
    expect(evaluated(interpreter, '=pi * z + e', [1])).toEqual([[Math.PI + Math.E], [Math.PI]]);
    expect(evaluated(interpreter, '=(z * z) ** pi', [2])[0][0]).toBeCloseTo(4 ** Math.PI, 10);
    expect(() => activate('=y', new Value(1))).toThrow('is no formula of z');
  });

  it('a step is 1 above 0 and flat everywhere', () => {
    expect(evaluated(interpreter, 'step', [-1000, -0, 0, 1e-300, 1000])).toEqual([
      [0, 0, 0, 1, 1],
      [0, 0, 0, 0, 0],
    ]);
  });
});

const typed = [
  '=z * sigmoid(1.702 * z)',
  '=max(z, z / 10) - min(z, 2)',
  '=erf(z) + abs(z) / e',
  '=expm1(sin(pi * z) / 2)',
] as const;
const mixed: readonly Activation[] = [...activationNames, ...typed];
const kinked: ReadonlySet<Activation> = new Set(['relu', 'leaky-relu', 'step', 'elu', typed[1], typed[2]]);

describe('networks that mix activations by layer', () => {
  const count = inMass(2000, 150);

  it(`train alike in every engine, and as central differences say, ${count} of them`, () => {
    let passedOver = 0;
    for (let seed = 1; seed <= count; seed++) {
      const uniform = uniformOf(seed);
      const whole = (from: number, to: number): number => from + Math.floor((to + 1 - from) * uniform());
      const hidden = Array.from({ length: whole(1, 4) }, () => whole(1, 5));
      const sizes = [whole(1, 3), ...hidden, whole(1, 2)];
      const names = hidden.map(() => mixed[whole(0, mixed.length - 1)]);
      const parameterCount = sizes.slice(1).reduce((sum, width, i) => sum + width * (sizes[i] + 1), 0);
      const parameters = Array.from({ length: parameterCount }, () => 1.5 * (uniform() - 0.5));
      const rows = Array.from({ length: 4 }, () =>
        sizes.slice(0, 1).flatMap((k) => Array.from({ length: k }, () => 4 * uniform() - 2)),
      );
      const targets = rows.map(() =>
        Array.from({ length: sizes[sizes.length - 1] }, () => 2 * uniform() - 1),
      );
      const fit = (start: readonly number[], engine: 'interpreter' | 'wasm-f64' | 'wasm-f32', batches = 1) =>
        fitBatches({
          ...{ sizes, activations: names, loss: 'squared-error', optimizer: 'sgd', engine },
          hyper: { learningRate: 1 },
          ...{ parameters: start, inputs: rows, targets },
          batches: Array.from({ length: batches }, () => [0, 1, 2, 3]),
        });
      const message = `seed ${seed}: ${sizes.join('-')} ${names.join(', ')}`;
      const exact = fit(parameters, 'interpreter');
      const gradient = exact.parameters.map((after, i) => parameters[i] - after);
      for (const [engine, tolerance] of [
        ['wasm-f64', 1e-10],
        ['wasm-f32', 1e-4],
      ] as const)
        expect(furthest(fit(parameters, engine).parameters, exact.parameters), message).toBeLessThan(
          tolerance,
        );
      const p = whole(0, parameterCount - 1);
      const h = 1e-5;
      const [above, here, below] = [h, 0, -h].map((step) => {
        const moved = parameters.map((value, i) => (i === p ? value + step : value));
        return fit(moved, 'interpreter').losses[0];
      });
      // A kink or a jump in between, of which the differences see both sides.
      if (Math.abs(above - 2 * here + below) > 1e-3 * h * Math.max(1, Math.abs(gradient[p]))) {
        const isSmooth = names.every((name) => !kinked.has(name));
        expect(isSmooth, message).toBe(false);
        passedOver++;
        continue;
      }
      expect(Math.abs((above - below) / (2 * h) - gradient[p]), message).toBeLessThan(
        1e-6 * Math.max(1, Math.abs(gradient[p])),
      );
    }
    expect(passedOver).toBeLessThan(0.05 * count);
  }, 240_000);
});
