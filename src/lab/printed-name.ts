/** Letters, then numbers that count something: x1, w2_3_1; not what follows a digit, as the e of 1e5 does. */
const counted =
  /(?<![\p{L}\p{M}\p{Nd}_.])((?:\p{L}\p{M}*)+)_?(\p{Nd}+(?:_\p{Nd}+)*)(?![\p{L}\p{M}\p{Nd}_(])/gu;

/** A name as it is printed: x1 is x₁, w2_3_1 is w₂,₃,₁; what an expression computes with them likewise. */
export function withIndices(name: string): string {
  return name.replace(counted, (_, letters: string, indices: string) => {
    return letters + indices.split('_').map(below).join(',');
  });
}

/** What a node is called, as it is printed: `w1_2 * x2 ** 2` is w₁,₂ × x₂². */
export function printedName(name: string): string {
  return withIndices(inPrint(name));
}

/** `a * b ** 2` as a × b². */
export function inPrint(expression: string): string {
  return expression
    .replace(/ \*\* (-?\d+)(?![\d.e])/g, (_, exponent: string) => superscript(exponent))
    .replaceAll(' * ', ' × ')
    .replaceAll(' / ', ' ÷ ')
    .replaceAll('-', '−');
}

export function superscript(integer: string): string {
  return integer.replace(/./g, (digit) => (digit === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]));
}

function below(digits: string): string {
  return digits.replace(/[0-9]/g, (digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)]);
}
