import { describe, expect, it } from 'vitest';
import { writeDrawing } from '../../../../src/experiment/drawing.ts';
import { defaultExperiment, type Experiment } from '../../../../src/experiment/schema.ts';
import { meanWords, unitWords } from '../../../../src/ui/compare/ensemble-words.ts';

const of = (rest: Partial<Experiment>): Experiment => ({ ...defaultExperiment, ...rest });
const points = [{ x1: 1, x2: 2, place: 0, value: 0.5, side: 'train' as const }];
const drawn = (target: { shift?: number; scale?: number }): Experiment =>
  of({ dataSet: 'draw', drawn: writeDrawing(points, 'number', { target: { name: 'y', ...target } }) });

describe('pictures of many networks together', () => {
  it('are of certainty where there are classes, and else of numbers', () => {
    expect(meanWords(of({}))).toBe('The fainter the colour, the less sure they are together.');
    expect(meanWords(of({ dataSet: 'plane' }))).toBe(
      'Blue is above 0, orange below it: the fainter the colour, the closer.',
    );
    expect(meanWords(of({ dataSet: 'cars' }))).toMatch(
      /^Blue is above the middle of the numbers, orange below it/,
    );
  });

  it.each<[string, Experiment, boolean]>([
    ['classes', of({ dataSet: 'iris' }), false],
    ['numbers of the plane', of({ dataSet: 'multi-gaussian' }), false],
    ['a curve', of({ dataSet: 'x-sin-x' }), true],
    ['real numbers', of({ dataSet: 'cars' }), true],
    ['a formula', of({ dataSet: 'formula', formula: 'x1 * 2' }), true],
    ['drawn numbers', drawn({}), false],
    ['drawn numbers in units', drawn({ shift: 20, scale: 5 }), true],
  ])('say whether they are of scaled numbers: %s', (_, experiment, isScaled) => {
    expect(unitWords(experiment)).toBe(isScaled ? ' in the scaled units of the network' : '');
  });
});
