import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  noPlaces,
  placeAt,
  placesAfter,
  readPlaces,
  writePlaces,
} from '../../../src/experiment/parameter-places.ts';

const sizes = [2, 3, 2, 1];

describe('places of parameters', () => {
  it('are said as shortly as can be', () => {
    const frozen = noPlaces(sizes);
    frozen[0].fill(1);
    frozen[1].fill(1, placeAt(3, 1, 0), placeAt(3, 1, null) + 1);
    frozen[1][placeAt(3, 0, 2)] = 1;
    frozen[2][placeAt(2, 0, null)] = 1;
    expect(writePlaces('frozen', frozen, sizes)).toBe('1,2.1.3,2.2,3.1.b');
    const cut = noPlaces(sizes);
    for (const neuron of [0, 1, 2]) cut[0][placeAt(2, neuron, 1)] = 1;
    cut[1][placeAt(3, 1, 0)] = 1;
    cut[2][placeAt(2, 0, 0)] = 1;
    expect(writePlaces('cut', cut, sizes)).toBe('0.2,2.2.1,2.1');
  });

  it.each(['frozen', 'cut'] as const)('come back from their text: %s', (kind) => {
    const network = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(network, fc.infiniteStream(fc.boolean()), (drawn, stream) => {
        const chosen = noPlaces(drawn);
        chosen.forEach((layer, i) =>
          layer.forEach((_, place) => {
            const isBias = place % (drawn[i] + 1) === drawn[i];
            const chooses: unknown = stream.next().value;
            layer[place] = chooses === true && !(kind === 'cut' && isBias) ? 1 : 0;
          }),
        );
        const read = readPlaces(kind, writePlaces(kind, chosen, drawn), drawn);
        expect(read.chosen).toEqual(chosen);
        expect(read.missing).toEqual([]);
      }),
    );
  });

  it('that a network does not have are named, and nothing is chosen by them', () => {
    for (const wrong of ['4', '0', '1.4', '1.1.3', '1.0', '2.1.0', 'b', '..', '1.b', '1.1.1.1', '9.9.b']) {
      const { chosen, missing } = readPlaces('frozen', wrong, sizes);
      expect(missing, wrong).toEqual([wrong]);
      expect(writePlaces('frozen', chosen, sizes), wrong).toBe('');
    }
    for (const wrong of ['1', '3.1', '0.3', '1.1.b', '2.3.1']) {
      const { chosen, missing } = readPlaces('cut', wrong, sizes);
      expect(missing, wrong).toEqual([wrong]);
      expect(writePlaces('cut', chosen, sizes), wrong).toBe('');
    }
    expect(readPlaces('frozen', '1.1,7', sizes).missing).toEqual(['7']);
  });

  it('follow the output where layers come and go before it, and go with those that go', () => {
    expect(placesAfter('frozen', '1,2.1.3,3.1.b,3', 2, 4)).toBe('1,2.1.3,5.1.b,5');
    expect(placesAfter('cut', '0.1,1.2,2.1,3.1.2', 2, 3)).toBe('0.1,1.2,3.1,4.1.2');
    expect(placesAfter('frozen', '1,2.1.3,3.1.b', 2, 1)).toBe('1,2.1.b');
    expect(placesAfter('cut', '0.1,1.2,2.1,2.1.1,3.1.2', 2, 1)).toBe('0.1,1.1,2.1.2');
    expect(placesAfter('cut', '0.2', 0, 1)).toBe('1.2');
    expect(placesAfter('cut', '1.2', 1, 0)).toBe('0.2');
    expect(placesAfter('frozen', '2.1', 1, 1)).toBe('2.1');
  });

  it.each(['frozen', 'cut'] as const)('choose the same parameters of the output as before: %s', (kind) => {
    const widths = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 });
    fc.assert(
      fc.property(widths, widths, fc.infiniteStream(fc.boolean()), (hidden, more, stream) => {
        // As many neurons before the output as there were, whatever comes between.
        const before = [3, ...hidden, 2];
        const after = [3, ...hidden, ...more, hidden.at(-1) ?? 3, 2];
        const chosen = noPlaces(before);
        chosen.forEach((layer, i) =>
          layer.forEach((_, place) => {
            const isBias = place % (before[i] + 1) === before[i];
            const chooses: unknown = stream.next().value;
            layer[place] = chooses === true && !(kind === 'cut' && isBias) ? 1 : 0;
          }),
        );
        const text = writePlaces(kind, chosen, before);
        const moved = placesAfter(kind, text, before.length - 2, after.length - 2);
        const read = readPlaces(kind, moved, after);
        expect(read.missing).toEqual([]);
        expect(read.chosen.at(-1)).toEqual(chosen.at(-1));
        expect(read.chosen.slice(0, hidden.length)).toEqual(chosen.slice(0, -1));
        expect(read.chosen.slice(hidden.length, -1).every((layer) => !layer.includes(1))).toBe(true);
        expect(placesAfter(kind, moved, after.length - 2, before.length - 2)).toBe(text);
      }),
    );
  });
});
