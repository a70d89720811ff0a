import { describe, expect, it } from 'vitest';
import {
  activationNames,
  dataSetNames,
  initializationNames,
  lossNames,
  optimizerNames,
} from '../../../src/experiment/names.ts';
import { namesFrom, shownName } from '../../../src/experiment/shown-names.ts';

describe('a list of names that somebody writes', () => {
  it.each([
    ['activation', activationNames],
    ['dataSet', dataSetNames],
    ['initialization', initializationNames],
    ['loss', lossNames],
    ['optimizer', optimizerNames],
  ] as const)('of %s may have them as they are shown or as they are in a link', (setting, names) => {
    const shown = names.map((name) => shownName(setting, name));
    expect(namesFrom(setting, shown.join(', '))).toEqual(names);
    expect(namesFrom(setting, shown.join(';').toUpperCase())).toEqual(names);
    expect(namesFrom(setting, names.join(' '))).toEqual(names);
  });

  it('is divided elsewhere too, and keeps what is no name', () => {
    expect(namesFrom('activation', ' leaky ReLU, tanh relu ,, GELU ≈')).toEqual([
      'leaky-relu',
      'tanh',
      'relu',
      'gelu-tanh',
    ]);
    expect(namesFrom('activation', 'leaky, tanhh')).toEqual(['leaky', 'tanhh']);
    expect(namesFrom('learningRate', '0.1; 1e-3\t2')).toEqual(['0.1', '1e-3', '2']);
    expect(namesFrom('l2', '')).toEqual([]);
  });
});
