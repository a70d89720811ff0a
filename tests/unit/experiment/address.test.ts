import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeAddress, encodeAddress, type Address } from '../../../src/experiment/address.ts';
import { labKeys, readLabLink } from '../../../src/experiment/lab-link.ts';
import { encodeMoment, mostEpochs } from '../../../src/experiment/moment-link.ts';
import { defaultExperiment, defaultView } from '../../../src/experiment/schema.ts';
import { defaultSettings } from '../../../src/experiment/url.ts';
import { anySettings } from '../helpers/any-settings.ts';

const settings = {
  experiment: { ...defaultExperiment, hidden: [8, 8], learningRate: 0.1 },
  view: defaultView,
};

describe('the address', () => {
  it('of the playground is its settings alone', () => {
    expect(encodeAddress({ place: { name: 'playground' }, lab: {}, settings })).toBe(
      'hidden=8,8&learningRate=0.1',
    );
  });

  it('comes back as it was from every place', () => {
    const source = 'a = 2\nf = a ** 2 + sin(a) # 100 % & “more”';
    const addresses: Address[] = [
      { place: { name: 'playground' }, lab: {}, settings },
      { place: { name: 'graph' }, lab: {}, settings: defaultSettings },
      { place: { name: 'graph' }, lab: { source, leaves: 'b:-0.5,x1:2', at: '3', node: 'a ** 2' }, settings },
      { place: { name: 'graph' }, lab: { sample: 'train.12', neuron: '1.3' }, settings },
      { place: { name: 'learn', chapter: 'slope' }, lab: {}, settings },
      { place: { name: 'learn', chapter: '' }, lab: {}, settings: defaultSettings },
      { place: { name: 'compare', ask: '' }, lab: {}, settings },
      { place: { name: 'compare', ask: 'kind:sweep,x:l2/list/0/0.1' }, lab: {}, settings },
    ];
    for (const address of addresses) {
      expect(decodeAddress(`#${encodeAddress(address)}`)).toEqual({ ...address, problems: [] });
    }
  });

  it('has any settings in it, from every place', () => {
    const places: Address['place'][] = [
      { name: 'playground' },
      { name: 'graph' },
      { name: 'learn', chapter: 'slope' },
      { name: 'compare', ask: 'kind:sweep' },
    ];
    const anyAddress = fc.record({ place: fc.constantFrom(...places), settings: anySettings });
    fc.assert(
      fc.property(anyAddress, ({ place, settings: any }) => {
        const lab = place.name === 'graph' ? { sample: 'train.3', followTraining: '1' } : {};
        const address: Address = { place, lab, settings: any };
        expect(decodeAddress(encodeAddress(address))).toEqual({ ...address, problems: [] });
      }),
    );
  });

  it('has no word that two of its parts use', () => {
    const words = [...Object.keys(defaultExperiment), ...Object.keys(defaultView), 'ask', 'table', 'epoch'];
    expect(labKeys.filter((key) => words.includes(key))).toEqual([]);
  });

  it('opens a graph that follows the training also from links of before, which said so in another word', () => {
    const { lab, settings: read, problems } = decodeAddress('#/graph?sample=train.3&follow=1&follow=true');
    expect([lab, problems]).toEqual([{ sample: 'train.3', followTraining: '1' }, []]);
    expect(read.view.follow).toBe(true);
    expect(readLabLink({ sample: 'train.3', follow: '1' })).toEqual(lab);
  });

  it('keeps any expression, whatever its characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (source) => {
        const address: Address = { place: { name: 'graph' }, lab: { source }, settings: defaultSettings };
        expect(decodeAddress(encodeAddress(address)).lab.source).toBe(source);
      }),
    );
  });

  it('says what is wrong in it, and keeps the rest', () => {
    const {
      place,
      lab,
      settings: read,
      problems,
    } = decodeAddress('#/graph?preset=<script>&at=soon&mode=overwrite&hidden=3&learningRate=fast');
    expect(place).toEqual({ name: 'graph' });
    expect(lab).toEqual({ mode: 'overwrite' });
    expect(read.experiment.hidden).toEqual([3]);
    expect(problems.map((problem) => problem.split(':')[0])).toEqual(['preset', 'at', 'learningRate']);
  });

  it('never throws, and leads to the playground from nowhere', () => {
    expect(decodeAddress('#/nowhere?hidden=3')).toMatchObject({
      place: { name: 'playground' },
      problems: ['there is no place “nowhere” on this page'],
    });
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => decodeAddress(`#/${text}`)).not.toThrow();
      }),
    );
  });

  it('carries a table as its last part, and settings that look like one stay settings', () => {
    const address = { place: { name: 'playground' }, lab: {}, settings: defaultSettings } as const;
    const text = encodeAddress({ ...address, table: 'AbC-_1' });
    expect(decodeAddress(text)).toMatchObject({ ...address, table: 'AbC-_1', problems: [] });
    expect(decodeAddress(encodeAddress(address)).table).toBeUndefined();
    const graph = encodeAddress({ ...address, place: { name: 'graph' }, table: 'x' });
    expect(decodeAddress(graph)).toMatchObject({ place: { name: 'graph' }, table: 'x', problems: [] });
    const named = { ...defaultSettings, view: { ...defaultSettings.view, sliceX: 'a&table=b' } };
    expect(decodeAddress(encodeAddress({ ...address, settings: named })).settings).toEqual(named);
  });

  it('carries a moment after its settings and before a table, and only in the playground', () => {
    const address = { place: { name: 'playground' }, lab: {}, settings } as const;
    fc.assert(
      fc.property(
        fc.nat(mostEpochs),
        fc.nat(100_000),
        fc.option(fc.base64String()),
        (epoch, position, packed) => {
          const log = packed === null ? null : packed.replaceAll(/[+/=]/g, '-');
          const moment = { epoch, position, log };
          const text = encodeAddress({ ...address, moment: encodeMoment(moment), table: 'AbC' });
          expect(decodeAddress(text)).toEqual({ ...address, moment, table: 'AbC', problems: [] });
        },
      ),
    );
    expect(decodeAddress('epoch=12')).toMatchObject({ moment: { epoch: 12, position: 0, log: null } });
    expect(decodeAddress('/graph?epoch=12').moment).toBeUndefined();
    const named = { ...settings, view: { ...settings.view, sliceX: 'a&epoch=3' } };
    expect(decodeAddress(encodeAddress({ ...address, settings: named }))).toEqual({
      ...address,
      settings: named,
      problems: [],
    });
  });

  it.each([
    'epoch=',
    'epoch=-1',
    'epoch=1.5',
    'epoch=1e3',
    'epoch=1,2,3',
    'epoch=1000001',
    'epoch=3&hidden=4',
  ])('refuses %s as a moment, and keeps the settings before it', (moment) => {
    const { moment: read, settings: kept, problems } = decodeAddress(`hidden=8,8&${moment}`);
    expect(read).toBeUndefined();
    expect(kept.experiment.hidden).toEqual([8, 8]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('is no moment of a training: expected epoch=300');
  });
});
