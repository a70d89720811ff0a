import { describe, expect, it } from 'vitest';
import { opNames } from '../../src/autograd/ops.ts';
import { TapeBuilder } from '../../src/autograd/tape-builder.ts';
import { ChunkSizer } from '../../src/backends/webgpu/chunk-sizer.ts';
import { loopShader, straightLineShader } from '../../src/backends/webgpu/evaluation-shader.ts';
import { outputCount } from '../../src/backends/webgpu/network-plan.ts';
import { literal, opEmitters } from '../../src/backends/webgpu/op-emitters.ts';
import { spotCheck, spotCheckSteps } from '../../src/backends/webgpu/spot-check.ts';
import { emitTape } from '../../src/backends/webgpu/straight-line.ts';
import { functionSources } from '../../src/backends/webgpu/wgsl-functions.ts';
import { planeTable } from '../../src/data/plane-table.ts';
import { encodeFeatures, factorOf } from '../../src/data/encoding.ts';
import { features } from '../../src/data/features.ts';
import { allRows } from '../../src/data/table.ts';
import type { NetworkShape } from '../../src/nn/network.ts';
import { featureNames } from '../../src/experiment/names.ts';
import { boundAt } from '../../src/backends/webgpu/error-bound.ts';
import { randomNetwork, seededRandom } from '../e2e/webgpu/random-networks.ts';

describe('writing a tape as WGSL', () => {
  it('has one statement an instruction, and reads weights in fours just before they are needed', () => {
    const builder = new TapeBuilder({ inputCount: 1, targetCount: 1, parameterCount: 5 });
    const x = builder.leaf('input', 0);
    const y = builder.leaf('target', 0);
    const sum = builder.add(builder.mul(builder.leaf('parameter', 4), x), builder.leaf('parameter', 1));
    const tape = builder.build([builder.sub(builder.tanh(sum), builder.mul(y, builder.constant(-2)))]);
    const { lines, outputs, calls } = emitTape(tape, {
      input: (slot) => `input(${slot}u, sample)`,
      target: (slot) => `target(${slot}u)`,
    });
    const written = lines.join('\n');
    expect(written).toContain('= input(0u, sample);');
    expect(written).toContain('let w1 = weights[firstWeight + 1u];\nlet v');
    expect(written).toContain('= w1.x * ');
    expect(written).toContain('+ w0.y;');
    expect(written).toContain('= tanhOf(');
    expect(written).toContain('* (-2.0);');
    expect(lines.filter((line) => line.startsWith('let w'))).toHaveLength(2);
    expect(outputs).toEqual([lines.at(-1)!.split(' ')[1]]);
    expect([...calls]).toEqual(['tanhOf']);
  });

  it('knows every op of the table', () => {
    expect(Object.keys(opEmitters).sort()).toEqual([...opNames].sort());
  });

  it.each([
    [2, 'x * x'],
    [-3, '1.0 / (x * x * x)'],
    [0.5, 'powOf(x, 0.5)'],
    [9, 'sign(x) * powOf(x, 9.0)'],
    [10, 'powOf(x, 10.0)'],
  ])('writes x to the power of %d as %s', (exponent, expected) => {
    expect(opEmitters.pow.write('x', '', exponent)).toBe(expected);
  });

  it.each([
    [2, '2.0'],
    [-0.5, '(-0.5)'],
    [0.1, '0.10000000149011612'],
    [1e-7, '1.0000000116860974e-7'],
    [-0, '(0.0)'],
  ])('writes the constant %d so that it is read back as the same f32', (value, expected) => {
    expect(literal(value)).toBe(expected);
    expect(Math.fround(Number(literal(value).replace(/[()]/g, '')))).toBeCloseTo(value, 6);
  });

  it('refuses constants that f32 does not hold', () => {
    expect(() => literal(1e39)).toThrow('1e+39 is no finite 32-bit number');
    expect(() => literal(NaN)).toThrow('NaN');
  });

  it('brings each function once, with what it needs before it, and names those on fours apart', () => {
    const source = functionSources(['softplusOf', 'tanhOf'], 'vec4f');
    expect(source.match(/^fn (\w+)/gm)).toEqual([
      'fn decayOf4',
      'fn log1pOf4',
      'fn softplusOf4',
      'fn tanhOf4',
    ]);
    expect(source).toContain('log1pOf4(decayOf4(x))');
    expect(functionSources(['tanhOf'], 'f32')).toContain('fn tanhOf(x: f32) -> f32');
  });
});

describe('writing a network of several outputs', () => {
  const { program } = randomNetwork(threeOutputs, 'usual', 1, seededRandom(4));

  it('takes the predictions from the tape and their softmax from the largest down', () => {
    const { source } = straightLineShader(program);
    expect(source).toContain('alias Prediction = array<f32, 3>;');
    expect(source).toMatch(/let displayed = softmaxOf\(Prediction\(v\d+, v\d+, v\d+\)\);/);
    for (const row of [0, 1, 2]) {
      expect(source).toContain(`record(${row}u, sample, displayed[${row}]);`);
      expect(source).toMatch(new RegExp(`record\\(${3 + row}u, sample, v\\d+\\);`));
    }
    // Nothing of the tape's own softmax is left.
    expect(source).not.toContain('softplus');
  });

  it('has one shader for every width, made for the number of outputs', () => {
    const several = loopShader(16, 6).source;
    expect(several).toContain('alias Prediction = array<f32, 6>;');
    expect(several).toContain('signals[source].w, signals[source + 1].x, signals[source + 1].y);');
    expect(several).toContain('record(11u, sample, prediction[5]);');
    const single = loopShader(16).source;
    expect(single).toContain('alias Prediction = f32;');
    expect(single).toContain('return Prediction(signals[source].x);');
    expect(single).not.toContain('softmaxOf');
  });
});

describe('the factors of the features', () => {
  it.each(featureNames)('give %s to the bit', (name) => {
    const [x1, x2] = [Float64Array.of(0.3, -6), Float64Array.of(-5.7, 1e-3)];
    const table = planeTable({ x1, x2, label: Float64Array.of(1, 1) }, ['-1', '+1']);
    const [whole] = encodeFeatures([features[name]], table, allRows(table));
    const [ofX1, ofX2] = ['x1', 'x2'].map((column) => factorOf(features[name], column));
    expect(x1.map((value, i) => ofX1(value) * ofX2(x2[i]))).toEqual(whole);
  });
});

describe('the size of chunks', () => {
  it('begins small, grows while there is time, and shrinks when there is none', () => {
    const sizer = new ChunkSizer(1000, 2 ** 20);
    expect(sizer.next).toBe(4);
    sizer.took(4, 1);
    expect(sizer.next).toBe(16);
    sizer.took(16, 100);
    expect(sizer.next).toBe(8);
    for (let i = 0; i < 20; i++) sizer.took(sizer.next, 0.01);
    expect(sizer.next).toBe(1000);
  });

  it('is never less than one', () => {
    const sizer = new ChunkSizer(0.5, 2 ** 40);
    expect(sizer.next).toBe(1);
    sizer.took(1, 1e6);
    expect(sizer.next).toBe(1);
  });
});

const oneOutput = {
  inputCount: 2,
  hidden: [3],
  activation: 'tanh',
  loss: 'squared-error',
  task: 'classification',
} as const;
const threeOutputs = { ...oneOutput, loss: 'cross-entropy', classCount: 3 } as const;

/** A batch of the displayed outputs over a grid and the values that f64 gives for it. */
function checkedBatch(shape: NetworkShape = oneOutput) {
  const { program, parameters, grid } = randomNetwork(shape, 'usual', 400, seededRandom(4));
  const { resolution } = grid;
  const rows = outputCount(program.plan);
  const points = Array.from({ length: resolution ** 2 }, (_, sample) => {
    const [column, row] = [sample % resolution, Math.floor(sample / resolution)];
    const inputs = grid.columns.map((factors, i) => factors[column] * grid.rows[i][row]);
    return boundAt(program.plan, parameters, inputs).values;
  });
  const values = Float32Array.from(
    Array.from({ length: rows }, (_, row) => points.map((point) => point[row])).flat(),
  );
  return { batch: { program, parameters, parts: [{ samples: grid, rows }] }, values };
}

describe('the spot check', () => {
  it('takes its share of the points, as the generator draws them, and finds nothing where all is right', () => {
    const { batch, values } = checkedBatch();
    const steps = spotCheckSteps(batch, [values], 0.01, seededRandom(1));
    let yields = 0;
    let step = steps.next();
    for (; !step.done; step = steps.next()) yields++;
    expect(yields).toBe(4);
    const check = step.value;
    expect(check).toMatchObject({ points: 4, outside: undefined });
    expect(check.largestDifference).toBeGreaterThan(0);
    expect(check.largestDifference).toBeLessThan(check.boundThere);
  });

  it('control: finds a value that rounding does not explain, and says where', () => {
    const { batch, values } = checkedBatch();
    values[17] += 1e-4;
    const { outside, points, largestDifference } = spotCheck(batch, [values]);
    expect(points).toBe(400);
    expect(outside).toMatch(/^row 0 at point 17: expected /);
    expect(largestDifference).toBeGreaterThan(0.9e-4);
  });

  it('looks at every displayed output, and tells of the one that is off most', () => {
    const right = checkedBatch(threeOutputs);
    const { largestDifference, boundThere, outside } = spotCheck(right.batch, [right.values]);
    expect(outside).toBeUndefined();
    expect(largestDifference).toBeLessThan(boundThere);
    for (const output of [0, 1, 2]) {
      const values = right.values.slice();
      values[400 * output + 17] += 1e-4;
      const check = spotCheck(right.batch, [values]);
      expect(check.outside).toContain(`row ${output} at point 17: expected `);
      expect(check.largestDifference).toBeGreaterThan(0.9e-4);
    }
  });

  it('takes NaN for wrong', () => {
    const { batch, values } = checkedBatch();
    values[3] = NaN;
    expect(spotCheck(batch, [values]).outside).toContain('point 3');
  });
});
