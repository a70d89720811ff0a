import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataSetNames, taskOf } from '../../../src/experiment/names.ts';
import { drawingOf, packDrawing, writeDrawing } from '../../../src/experiment/drawing.ts';
import { defaultPoints, parseExperiment } from '../../../src/experiment/schema.ts';
import {
  decodeSettings,
  defaultSettings,
  encodeSettings,
  heldSettings,
  longestInAddress,
} from '../../../src/experiment/url.ts';
import { anySettings } from '../helpers/any-settings.ts';

describe('settings in a link', () => {
  it('come back as they were, whatever they are', () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        expect(decodeSettings(`#${encodeSettings(settings)}`)).toEqual({ settings, problems: [] });
      }),
    );
  });

  it('keep the commas of a formula, and are refused with what was expected', () => {
    const rateFormula = 'lr * exp(-e / 9)  # slowly, and, so, on';
    const experiment = { ...defaultSettings.experiment, schedule: 'formula', rateFormula } as const;
    const address = encodeSettings({ ...defaultSettings, experiment });
    expect(address).toContain('slowly,+and,+so,+on');
    expect(decodeSettings(address).settings.experiment).toEqual(experiment);
    const wrong = decodeSettings('schedule=formula&rateFormula=lr*x&momentum=2&warmUp=-1&beta1=none');
    expect(wrong.settings.experiment.rateFormula).toBe('lr / (1 + e / 20)');
    expect(wrong.problems.join('; ')).toContain('“x” is not known: there are e, the epoch, and lr');
    for (const setting of ['momentum', 'warmUp', 'beta1'])
      expect(wrong.problems.some((problem) => problem.startsWith(setting))).toBe(true);
  });

  it('are left out where they are the defaults', () => {
    expect(encodeSettings(defaultSettings)).toBe('');
    const { experiment, view } = defaultSettings;
    expect(encodeSettings({ view, experiment: { ...experiment, dataSet: 'spiral', hidden: [8, 8] } })).toBe(
      'dataSet=spiral&hidden=8,8',
    );
  });

  it('start a regression data set with its own number of points', () => {
    expect(decodeSettings('#dataSet=plane').settings.experiment.points).toBe(defaultPoints('plane'));
  });

  it('never throw and always fit, however damaged the link is', () => {
    const key = fc.oneof(
      fc.constantFrom('hidden', 'seed', 'loss', 'features', '__proto__', 'toString'),
      fc.string(),
    );
    const pair = fc.tuple(
      key,
      fc.oneof(fc.string(), fc.constantFrom('NaN', '1e999', '-1', '', '[]', '%', '8,,8')),
    );
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.array(pair).map(asFragment)), (fragment) => {
        const { settings } = decodeSettings(fragment);
        expect(parseExperiment(settings.experiment).ok).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['learningRate=abc', 'learningRate', 'a number from 0 to 100'],
    ['learningRate=Infinity', 'learningRate', 'a number from 0 to 100'],
    ['hidden=8,129', 'hidden', 'a whole number from 1 to 128'],
    ['hidden=1,1,1,1,1,1,1,1,1', 'hidden', 'at most 8 hidden layers'],
    ['features=', 'features', 'at least one feature'],
    ['dataSet=<script>', 'dataSet', 'one of circle'],
    ['dataSet=plane&loss=binary-cross-entropy', 'loss', 'needs classes'],
    ['nonsense=1', 'nonsense', 'unknown setting'],
    ['seed=1&seed=2', 'seed', 'twice'],
  ])('%s: the message names %s and says what was expected', (fragment, name, expected) => {
    const { problems } = decodeSettings(fragment);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(name);
    expect(problems[0]).toContain(expected);
  });

  it('keep what is right beside what is wrong', () => {
    const { settings } = decodeSettings('dataSet=moons&learningRate=-1');
    expect(settings.experiment.dataSet).toBe('moons');
    expect(settings.experiment.learningRate).toBe(defaultSettings.experiment.learningRate);
  });
});

describe('settings that are too long for an address', () => {
  const drawn = writeDrawing(
    Array.from({ length: 200 }, (_, i) => ({
      x1: i / 100,
      x2: -i / 100,
      place: i % 3,
      side: 'train' as const,
    })),
  );
  const settings = {
    ...defaultSettings,
    experiment: { ...defaultSettings.experiment, dataSet: 'draw' as const, drawn },
  };

  it('are held beside it, and come back with it', () => {
    const fragment = encodeSettings(settings, longestInAddress);
    expect(fragment).toBe('dataSet=draw&held=drawn');
    const held = heldSettings(settings);
    expect(decodeSettings(fragment, held ?? {})).toEqual({ settings, problems: [] });
    // A short one stays in the address.
    const short = { ...settings, experiment: { ...settings.experiment, drawn: '1,2,1_3,4,2,t' } };
    expect(encodeSettings(short, longestInAddress)).toBe('dataSet=draw&drawn=1,2,1_3,4,2,t');
    expect(heldSettings(short)).toBe(null);
  });

  it('are packed in a link that has them', () => {
    const link = encodeSettings(settings);
    expect(link).toBe(`dataSet=draw&drawn=${packDrawing(drawingOf(drawn))}`);
    expect(link.length).toBeLessThan(0.5 * drawn.length);
    expect(decodeSettings(link)).toEqual({ settings, problems: [] });
  });

  it('are missed where nothing was held, whatever is', () => {
    for (const held of [{}, { drawn: 3 }, { lab: 'a' }, Object.create({ drawn: '1,2,1' }) as object]) {
      const { settings: opened, problems } = decodeSettings('dataSet=draw&held=drawn', { ...held });
      expect(opened.experiment).toMatchObject({ dataSet: 'draw', drawn: '' });
      expect(problems).toEqual(['drawn: too long for this address; “Copy link” makes a link that has it']);
    }
    expect(decodeSettings('held=constructor', {}).problems).toEqual(['unknown setting “constructor”']);
    expect(decodeSettings('held=drawn', { drawn: '1,2,9' }).problems[0]).toContain('point 1 is “1,2,9”');
  });
});

describe('the task of a data set', () => {
  it('is known for every data set', () => {
    expect(Object.keys(taskOf).sort()).toEqual([...dataSetNames].sort());
  });
});

function asFragment(pairs: [string, string][]): string {
  return `#${pairs.map(([key, value]) => `${key}=${value}`).join('&')}`;
}

describe('a link from before', () => {
  it.each([
    ['real-time', 'film'],
    ['fast-forward', '100x'],
    ['epoch-a-second', 'epoch-a-second'],
    ['film', 'film'],
    ['full', 'full'],
  ])('names the speed %s: it is %s', (former, speed) => {
    const { settings, problems } = decodeSettings(`speed=${former}`);
    expect(settings.view.speed).toBe(speed);
    expect(problems).toEqual([]);
  });

  it('names a speed that never was: that is said', () => {
    const { settings, problems } = decodeSettings('speed=warp');
    expect(settings.view.speed).toBe('film');
    expect(problems.join()).toContain(
      'sample-a-second, batch-a-second, ten-batches-a-second, epoch-a-second, film, 10x, 100x, full',
    );
  });
});
