/** What the narrator says: `short` where there is room for few words. */
export interface Line {
  /** Of what it is about: only another one is worth being read aloud. */
  readonly kind: string;
  readonly text: string;
  readonly short: string;
}

/** In the notation of the readouts, but no longer than it takes: '0.312', '2.1e7', '0'. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e5))
    return Number(value.toPrecision(2)).toExponential().replace('e+', 'e');
  return size >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}

/** 'for 1 epoch', 'for 400 epochs', without the number's 's' in the way. */
export function epochsOf(epochs: number): string {
  const whole = Math.max(1, Math.round(epochs));
  return whole === 1 ? '1 epoch' : `${whole.toLocaleString('en')} epochs`;
}
