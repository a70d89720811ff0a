import { describe, expect, it } from 'vitest';
import { layerLayouts } from '../../../../src/nn/mlp.ts';
import {
  parametersAt,
  project,
  randomPlane,
  type LossPlane,
} from '../../../../src/training/landscape/plane.ts';
import { uniformOf } from '../../helpers/problems.ts';

const layers = layerLayouts(2, [3, 2, 1]);
const parameterCount = 20;

function randomParameters(seed: number): Float64Array {
  const uniform = uniformOf(seed);
  return Float64Array.from({ length: parameterCount }, () => 4 * uniform() - 2);
}

const norm = (values: Float64Array): number => Math.hypot(...values);

/** The incoming weights of every neuron, as parts of a vector of all parameters. */
function filtersOf(vector: Float64Array): Float64Array[] {
  return layers.flatMap(({ inputCount, width, weightOffset }) =>
    Array.from({ length: width }, (_, neuron) =>
      vector.subarray(weightOffset + neuron * inputCount, weightOffset + (neuron + 1) * inputCount),
    ),
  );
}

function biasesOf(vector: Float64Array): number[] {
  return layers.flatMap(({ width, biasOffset }) => [...vector.subarray(biasOffset, biasOffset + width)]);
}

describe('a random plane', () => {
  const centre = randomParameters(1);
  const plane = randomPlane(centre, layers, 5);

  it('has directions whose filters are as long as those of the weights', () => {
    const expected = filtersOf(centre).map(norm);
    for (const direction of [plane.first, plane.second]) {
      filtersOf(direction).forEach((filter, k) => expect(norm(filter)).toBeCloseTo(expected[k], 12));
    }
    expect(new Set(expected.map((length) => length.toFixed(6))).size).toBe(expected.length);
  });

  it('leaves biases alone, and neurons whose weights are all 0', () => {
    expect(biasesOf(plane.first)).toEqual(Array(6).fill(0));
    expect(biasesOf(centre).every((bias) => bias !== 0)).toBe(true);
    const silent = centre.slice();
    silent.fill(0, 0, 2);
    const [first, ...others] = filtersOf(randomPlane(silent, layers, 5).first);
    expect(norm(first)).toBe(0);
    expect(others.every((filter) => norm(filter) > 0)).toBe(true);
  });

  it('is the same for the same seed and another for the next', () => {
    expect(randomPlane(centre, layers, 5)).toEqual(plane);
    const next = randomPlane(centre, layers, 6);
    expect(next.first).not.toEqual(plane.first);
    expect(next.second).not.toEqual(plane.second);
    expect(plane.second).not.toEqual(plane.first);
  });

  it('is drawn from the same numbers wherever the centre is', () => {
    const doubled = randomPlane(
      centre.map((value) => 2 * value),
      layers,
      5,
    );
    doubled.first.forEach((value, p) => expect(value).toBeCloseTo(2 * plane.first[p], 12));
  });
});

describe('the projection on a plane', () => {
  const plane = randomPlane(randomParameters(1), layers, 5);

  it('finds the coordinates of a point of the plane, though the directions are not orthogonal', () => {
    const cosine = plane.first.reduce((sum, value, p) => sum + value * plane.second[p], 0);
    expect(Math.abs(cosine)).toBeGreaterThan(0.1);
    const parameters = new Float64Array(parameterCount);
    parametersAt(plane, 0.7, -1.3, parameters);
    const { alpha, beta, share } = project(plane, parameters);
    expect(alpha).toBeCloseTo(0.7, 12);
    expect(beta).toBeCloseTo(-1.3, 12);
    expect(share).toBeCloseTo(1, 12);
  });

  it('is nearer to the parameters than the points around it, and says how much of the way it is', () => {
    const parameters = randomParameters(2);
    const { alpha, beta, share } = project(plane, parameters);
    const foot = new Float64Array(parameterCount);
    const distanceAt = (a: number, b: number): number => {
      parametersAt(plane, a, b, foot);
      return norm(foot.map((value, p) => value - parameters[p]));
    };
    const nearest = distanceAt(alpha, beta);
    for (const [da, db] of [
      [0.01, 0],
      [-0.01, 0],
      [0, 0.01],
      [0, -0.01],
    ]) {
      expect(distanceAt(alpha + da, beta + db)).toBeGreaterThan(nearest);
    }
    const whole = distanceAt(0, 0);
    expect(share! ** 2 + (nearest / whole) ** 2).toBeCloseTo(1, 12);
    expect(share).toBeGreaterThan(0.05);
    expect(share).toBeLessThan(0.95);
  });

  it('knows no share where there is no way', () => {
    expect(project(plane, plane.centre)).toEqual({ alpha: 0, beta: 0, share: null });
  });

  it('makes do with one direction where both are the same', () => {
    const single = layerLayouts(1, [1]);
    const line = randomPlane(Float64Array.of(2, 0.5), single, 1);
    const { alpha, beta, share } = project(line, Float64Array.of(3, 0.5));
    expect(line.first[0] * alpha).toBeCloseTo(1, 12);
    expect([beta, share]).toEqual([0, 1]);
  });

  it('stays in the centre where nothing is moved', () => {
    const point: LossPlane = {
      centre: Float64Array.of(1),
      first: Float64Array.of(0),
      second: Float64Array.of(0),
    };
    expect(project(point, Float64Array.of(2))).toEqual({ alpha: 0, beta: 0, share: 0 });
  });
});
