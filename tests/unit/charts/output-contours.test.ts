import { describe, expect, it } from 'vitest';
import {
  levelsOfLead,
  levelsOfOutput,
  outputContours,
  roundStep,
} from '../../../src/charts/output-contours.ts';

/** A grid of an output over the square from -1 to 1, the first row on top. */
function gridOf(resolution: number, ...outputs: readonly ((x: number, y: number) => number)[]) {
  const values = new Float32Array(outputs.length * resolution ** 2);
  outputs.forEach((output, k) => {
    for (let row = 0; row < resolution; row++)
      for (let column = 0; column < resolution; column++) {
        const [x, y] = [((column + 0.5) / resolution) * 2 - 1, 1 - ((row + 0.5) / resolution) * 2];
        values[k * resolution ** 2 + row * resolution + column] = output(x, y);
      }
  });
  return { resolution, values };
}

describe('contour lines of an output', () => {
  it.each([18, 72, 100, 256])('lie where the output has their level, on a grid of %i', (resolution) => {
    const lines = outputContours(
      gridOf(resolution, (x) => x),
      null,
      levelsOfOutput(null, false),
    );
    expect(lines.map(({ label }) => label)).toEqual([
      '−0.8',
      '−0.6',
      '−0.4',
      '−0.2',
      '0',
      '0.2',
      '0.4',
      '0.6',
      '0.8',
    ]);
    expect(lines.filter(({ isDecision }) => isDecision).map(({ label }) => label)).toEqual(['0']);
    for (const { label, lines: own } of lines) {
      const level = Number(label.replace('−', '-'));
      expect(own.length).toBeGreaterThan(0);
      for (const [x] of own.flat()) expect(Math.abs(2 * x - 1 - level)).toBeLessThan(0.03);
    }
  });

  it('are closed around a hill', () => {
    const [{ lines }] = outputContours(
      gridOf(80, (x, y) => 1 - 2 * Math.hypot(x, y)),
      null,
      [{ level: 0, label: '0', isDecision: true }],
    );
    expect(lines).toHaveLength(1);
    for (const [x, y] of lines[0]) expect(Math.hypot(2 * x - 1, 1 - 2 * y)).toBeCloseTo(0.5, 1);
    expect(lines[0][0]).toEqual(lines[0].at(-1));
  });

  it('of several outputs are of the lead of the largest', () => {
    const grid = gridOf(
      60,
      (x) => (1 + x) / 2,
      (x) => (1 - x) / 2,
    );
    const lines = outputContours(grid, { count: 2, low: 0 }, levelsOfLead(0));
    expect(lines.map(({ label }) => label)).toEqual(['0.2', '0.4', '0.6', '0.8']);
    // The lead is |x|: a line on either side.
    expect(lines[1].lines).toHaveLength(2);
    for (const [x] of lines[1].lines.flat()) expect(Math.abs(Math.abs(2 * x - 1) - 0.4)).toBeLessThan(0.03);
  });

  it('do not go round what is not a number as if it were one', () => {
    const grid = gridOf(40, (x) => (x > 0 ? NaN : -1));
    expect(outputContours(grid, null, levelsOfOutput(null, false)).flatMap(({ lines }) => lines)).toEqual([]);
  });
});

describe('the levels of a number', () => {
  it('are round in its own units, and reach a little beyond the data', () => {
    const levels = levelsOfOutput({ shift: 100, scale: 50 }, true);
    expect(levels[0]).toMatchObject({ level: -1.4, label: '30' });
    expect(levels.map(({ label }) => label)).toContain('100');
    for (const { level, label } of levels)
      expect(100 + 50 * level).toBeCloseTo(Number(label.replace('−', '-')), 9);
  });

  it('are one, two or five apart', () => {
    expect([0.011, 0.02, 0.3, 1, 7, 51].map(roundStep)).toEqual([0.02, 0.02, 0.5, 1, 10, 100]);
  });
});
