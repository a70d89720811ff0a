import type { EngineName } from '../../../experiment/names.ts';

/** With all its digits, and no more: of a number of 32 bits those that tell it from every other such number. */
export function weightText(value: number, engine: EngineName): string {
  if (engine !== 'wasm-f32' || Math.fround(value) !== value) return String(value);
  for (let digits = 1; digits < 9; digits++) {
    const text = Number(value.toPrecision(digits));
    if (Math.fround(text) === value) return String(text);
  }
  return String(Number(value.toPrecision(9)));
}

/** What was typed as a weight; null where it is no number, or larger than 32 bits can hold. */
export function weightOf(text: string): number | null {
  const value = text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(Math.fround(value)) ? value : null;
}
