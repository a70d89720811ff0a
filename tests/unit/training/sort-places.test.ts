import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finish, type Steps } from '../../../src/autograd/steps.ts';
import { ranksOf } from '../../../src/training/rows/rank-categories.ts';
import { rowsPerStep, sortPlaces } from '../../../src/training/rows/sort-places.ts';

/** By comparison: NaN last in both directions, equals in the order given. */
function sortedByHand(keys: readonly number[], descending: boolean): number[] {
  const sign = descending ? -1 : 1;
  return keys
    .map((key, place) => ({ key, place }))
    .sort((a, b) => {
      if (Number.isNaN(a.key) || Number.isNaN(b.key))
        return Number(Number.isNaN(a.key)) - Number(Number.isNaN(b.key));
      return a.key === b.key ? a.place - b.place : sign * (a.key < b.key ? -1 : 1);
    })
    .map(({ place }) => place);
}

function sorted(keys: readonly number[], descending: boolean): number[] {
  const places = Uint32Array.from(keys.keys());
  return [...finish(sortPlaces(places, (place) => keys[place], descending))];
}

const key = fc.oneof(
  fc.double(),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(0, -0, Infinity, -Infinity, NaN, 5e-324, -5e-324, 1, 1 + 2 ** -52),
);

describe('sorting places by a number', () => {
  it('is what comparing comes to: ascending, descending, equals in their order, NaN last', () => {
    fc.assert(
      fc.property(fc.array(key, { maxLength: 60 }), fc.boolean(), (keys, descending) => {
        expect(sorted(keys, descending)).toEqual(sortedByHand(keys, descending));
      }),
      { numRuns: 500, seed: 7 },
    );
    // The control: the one that is compared with does sort.
    expect(sortedByHand([2, NaN, -1, 2, 0], true)).toEqual([0, 3, 4, 2, 1]);
  });

  it('sorts only the places given, and calls them as they are called', () => {
    const places = Uint32Array.of(7, 3, 9);
    expect([...finish(sortPlaces(places, (place) => -place, false))]).toEqual([9, 7, 3]);
    expect([...finish(sortPlaces(new Uint32Array(0), () => 1, false))]).toEqual([]);
  });

  it('reads a bounded number of rows in every step, and of 100,000 takes as many steps as that', () => {
    const count = 100_000;
    let calls = 0;
    const steps: Steps<Uint32Array> = sortPlaces(
      Uint32Array.from({ length: count }, (_, i) => i),
      (place) => {
        calls++;
        return Math.sin(place);
      },
      true,
    );
    let most = 0;
    let taken = 0;
    for (let before = 0; steps.next().done !== true; before = calls) {
      most = Math.max(most, calls - before);
      taken++;
    }
    expect(calls).toBe(count);
    expect(most).toBe(rowsPerStep);
    // Once for the keys, and for each of the digits that tell these numbers apart.
    expect(taken).toBeGreaterThanOrEqual((count / rowsPerStep) * 5);
  });
});

describe('the ranks of texts', () => {
  it('order them as comparing does, alike for the same text', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 3 }), { maxLength: 40 }), (texts) => {
        const ranks = finish(ranksOf(texts));
        const ordered = [...texts].sort((a, b) => (a < b ? -1 : Number(a > b)));
        texts.forEach((text, i) => expect(ranks[i]).toBe(ordered.indexOf(text)));
      }),
      { seed: 3 },
    );
  });

  it('come in steps where there are many, merged from sorted parts', () => {
    const texts = Array.from({ length: 9001 }, (_, i) => `text ${(i * 7919) % 9001}`);
    const steps = ranksOf(texts);
    let taken = 0;
    for (;;) {
      const { done, value } = steps.next();
      if (!done) {
        taken++;
        continue;
      }
      const ordered = [...texts].sort();
      expect([...value]).toEqual(texts.map((text) => ordered.indexOf(text)));
      break;
    }
    expect(taken).toBeGreaterThan(9001 / 2000);
  });
});
