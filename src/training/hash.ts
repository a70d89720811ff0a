import { log } from '../elementary/logarithm.ts';

/**
 * 32 bits that look random, the same for the same bits: a bijection by Chris Wellons (hash-prospector, bias 0.1 of what
 * is possible). The result is signed.
 */
export function mixed(bits: number): number {
  let x = bits ^ (bits >>> 16);
  x = Math.imul(x, 0x21f0aaad);
  x ^= x >>> 15;
  x = Math.imul(x, 0x735a2d97);
  return x ^ (x >>> 15);
}

/** Of several whole numbers, in their order. */
export function hashOf(...numbers: readonly number[]): number {
  return numbers.reduce((hash, number) => mixed((hash + 0x9e3779b9) ^ number), 0);
}

/** From 32 bits to the middle of one of as many equal parts of the interval from 0 to 1. */
export function uniformOf(bits: number): number {
  return ((bits >>> 0) + 0.5) / 2 ** 32;
}

/** The number below which a standard normal one lies with this probability: Wichura's PPND7 (AS 241), 7 digits. */
export function normalAt(probability: number): number {
  const q = probability - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (
      (q * (((59.10937472 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179)) /
      (((67.1875636 * r + 78.757757664) * r + 17.895169469) * r + 1)
    );
  }
  const tail = Math.sqrt(-log(q < 0 ? probability : 1 - probability));
  const r = tail <= 5 ? tail - 1.6 : tail - 5;
  const value =
    tail <= 5
      ? (((0.17023821103 * r + 1.3067284816) * r + 2.75681539) * r + 1.4234372777) /
        ((0.12021132975 * r + 0.7370016425) * r + 1)
      : (((0.017337203997 * r + 0.42868294337) * r + 3.081226386) * r + 6.657905115) /
        ((0.012258202635 * r + 0.24197894225) * r + 1);
  return q < 0 ? -value : value;
}
