import fc from 'fast-check';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { expect, test } from 'vitest';
import { shuffle } from '../../../src/data/shuffle.ts';

/** As it is written down, by the library's own generator. */
function plainly(count: number, generator: ReturnType<typeof xoroshiro128plus>): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor((i + 1) * uniformFloat64(generator));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

test('a shuffle and the state after it are those of Fisher and Yates with the library, to the bit', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 0, max: 300 }), fc.nat(50), (seed, count, drawn) => {
      const generator = xoroshiro128plus(seed);
      for (let i = 0; i < drawn; i++) generator.next();
      const order = new Uint32Array(count);
      const after = shuffle(order, generator.getState());
      expect(order).toEqual(plainly(count, generator));
      expect(after).toEqual(generator.getState());
    }),
    { numRuns: 500 },
  );
});

test('a long one, whose places need all of the 53 bits least', () => {
  const order = new Uint32Array(1_000_000);
  shuffle(order, xoroshiro128plus(7).getState());
  expect(
    Buffer.compare(Buffer.from(order.buffer), Buffer.from(plainly(1_000_000, xoroshiro128plus(7)).buffer)),
  ).toBe(0);
});
