/** What the narrator says: `short` where there is room for few words. */
export interface Line {
  /** Of what it is about: only another one is worth being read aloud. */
  readonly kind: string;
  readonly text: string;
  readonly short: string;
  /** The losses that it says so of, lowest and highest, where it names them. */
  readonly within?: readonly [number, number];
}

/** In the notation of the readouts, but no longer than it takes: '0.312', '2.1e7', '0'. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (isTinyOrHuge(size)) return inDigits(value, 2);
  return size >= 100 ? String(Math.round(value)) : inDigits(value, 3);
}

/** More than these tell no difference that matters. */
const mostDigits = 6;

/** Two numbers that are compared: with more digits than `shortNumber` has where that would write them alike. */
export function apart(one: number, other: number): readonly [string, string] {
  const short = [shortNumber(one), shortNumber(other)] as const;
  if (short[0] !== short[1]) return short;
  for (let digits = 3; digits <= mostDigits; digits++) {
    const longer = [inDigits(one, digits), inDigits(other, digits)] as const;
    if (longer[0] !== longer[1]) return longer;
  }
  return short;
}

function isTinyOrHuge(size: number): boolean {
  return size !== 0 && (size < 1e-3 || size >= 1e5);
}

function inDigits(value: number, digits: number): string {
  const rounded = Number(value.toPrecision(digits));
  const text = isTinyOrHuge(Math.abs(value)) ? rounded.toExponential() : String(rounded);
  return text.replace('e+', 'e').replaceAll('-', '−');
}

/** 'for 1 epoch', 'for 400 epochs', without the number's 's' in the way. */
export function epochsOf(epochs: number): string {
  const whole = Math.max(1, Math.round(epochs));
  return whole === 1 ? '1 epoch' : `${whole.toLocaleString('en')} epochs`;
}
