import { minus, mn, mo, row, superscript, type MathNode, type Sign } from './math-node.ts';

/** Six digits are enough to follow a computation. */
const digits = 6;

/** No two numbers of double precision have the same so many. */
const mostDigits = 17;

interface Parts {
  readonly isNegative: boolean;
  readonly mantissa: string;
  /** Of ten; empty where the number is written without. */
  readonly exponent: string;
}

function partsOf(value: number, precision: number): Parts {
  const isNegative = value < 0;
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return { isNegative, mantissa: size === Infinity ? '∞' : 'NaN', exponent: '' };
  const [mantissa, exponent = ''] = String(Number(size.toPrecision(precision))).split('e');
  if (exponent !== '' || size === 0) return { isNegative, mantissa, exponent: exponent.replace('+', '') };
  // What String writes as 0.0000123 is easier to grasp as 1.23e-5, and 12345678 is not known to its last digit.
  if (size >= 1e-4 && size < 10 ** Math.max(precision, 6)) return { isNegative, mantissa, exponent };
  const [short, power] = size.toExponential(precision - 1).split('e');
  return { isNegative, mantissa: String(Number(short)), exponent: power.replace('+', '') };
}

/** A number in short form with a true minus sign: '−0.333333', '2.3e−17'. */
export function shortText(value: number, precision = digits): string {
  const { isNegative, mantissa, exponent } = partsOf(value, precision);
  const power = exponent === '' ? '' : `e${exponent.replace('-', minus)}`;
  return `${isNegative ? minus : ''}${mantissa}${power}`;
}

/** Two numbers in short form, with so many digits more that they do not look the same unless they are. */
export function apartTexts(first: number, second: number, precision = digits): readonly [string, string] {
  const textsOf = (places: number): [string, string] => [shortText(first, places), shortText(second, places)];
  for (let places = precision; places < mostDigits; places++) {
    const [one, other] = textsOf(places);
    if (one !== other) return [one, other];
  }
  return textsOf(mostDigits);
}

const raised = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** A short form as a book writes it, beside formulas that do: '7.4×10⁻⁶' for '7.4e−6'. */
export function bookText(text: string): string {
  return text.replace(/e(−?)(\d+)$/, (_, sign: string, power: string) => {
    const up = Array.from(power, (digit) => raised[Number(digit)]).join('');
    return `×10${sign === '' ? '' : '⁻'}${up}`;
  });
}

/** The same with a plus sign where it is positive: a gradient's direction is what matters. */
export function signedText(value: number, precision = digits): string {
  return `${value > 0 ? '+' : ''}${shortText(value, precision)}`;
}

export function toneOf(value: number): Sign | undefined {
  if (value > 0) return 'positive';
  return value < 0 ? 'negative' : undefined;
}

/** A number in short form: −0.333333, or 2.3 × 10⁻¹⁷. */
export function mathNumber(value: number): MathNode {
  const { isNegative, mantissa, exponent } = partsOf(value, digits);
  const number = exponent === '' ? [mn(mantissa)] : [mn(mantissa), mo('×'), powerOfTen(exponent)];
  return row(...(isNegative ? [mo(minus)] : []), ...number);
}

function powerOfTen(exponent: string): MathNode {
  const size = mn(exponent.replace('-', ''));
  return superscript(mn('10'), exponent.startsWith('-') ? row(mo(minus), size) : size);
}

/** How tightly a written number holds together, on the scale of formula-math.ts. */
export function isPowerOfTen(value: number): boolean {
  return partsOf(value, digits).exponent !== '';
}
