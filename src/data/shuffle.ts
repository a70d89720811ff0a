/** 2^-26 and 2^-53: of two draws, 26 bits and 27 make a uniform number of 53. */
const high = 2 ** -26;
const low = 2 ** -53;

/**
 * Fills `order` with 0…length-1 in a uniformly random order, and returns the state of the generator after it: to the bit
 * what Fisher and Yates make of xoroshiro128+ (Blackman and Vigna, 2018) and its uniform doubles of 53 bits. A small
 * network's epoch is not much longer than its shuffle; so the state stays in local variables here, four words of 32 bits.
 */
export function shuffle(order: Uint32Array, state: readonly number[]): readonly number[] {
  let [s01, s00, s11, s10] = state;
  for (let i = 0; i < order.length; i++) order[i] = i;
  for (let i = order.length - 1; i > 0; i--) {
    const first = (s00 + s10) & 0x3ffffff;
    let a0 = s10 ^ s00;
    let a1 = s11 ^ s01;
    let before = s00;
    s00 = (s00 << 24) ^ (s01 >>> 8) ^ a0 ^ (a0 << 16);
    s01 = (s01 << 24) ^ (before >>> 8) ^ a1 ^ ((a1 << 16) | (a0 >>> 16));
    s10 = (a1 << 5) ^ (a0 >>> 27);
    s11 = (a0 << 5) ^ (a1 >>> 27);
    const second = (s00 + s10) & 0x7ffffff;
    a0 = s10 ^ s00;
    a1 = s11 ^ s01;
    before = s00;
    s00 = (s00 << 24) ^ (s01 >>> 8) ^ a0 ^ (a0 << 16);
    s01 = (s01 << 24) ^ (before >>> 8) ^ a1 ^ ((a1 << 16) | (a0 >>> 16));
    s10 = (a1 << 5) ^ (a0 >>> 27);
    s11 = (a0 << 5) ^ (a1 >>> 27);
    const j = Math.floor((i + 1) * (first * high + second * low));
    const swapped = order[i];
    order[i] = order[j];
    order[j] = swapped;
  }
  return [s01, s00, s11, s10];
}
