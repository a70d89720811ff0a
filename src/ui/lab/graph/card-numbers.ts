import type { CardNumber } from './cards.ts';
import type { GraphColours } from './colours.ts';

/** What is written on a card, in at most seven characters; what is no number stays as it is. */
export function briefText(text: string): string {
  const value = Number(text.replaceAll('−', '-'));
  if (text === '' || !Number.isFinite(value)) return text;
  const size = Math.abs(value);
  const sign = value < 0 ? '−' : '';
  if (size !== 0 && (size < 0.00095 || size >= 9999.5)) {
    return sign + size.toExponential(0).replace('e+', 'e').replace('e-', 'e−');
  }
  return sign + (size < 0.1 ? String(Number(size.toPrecision(2))) : String(Number(size.toPrecision(3))));
}

export function toneColour({ tone }: CardNumber, colours: GraphColours): string {
  switch (tone) {
    case 'positive':
      return colours.positive;
    case 'negative':
      return colours.negative;
    case 'odd':
      return colours.danger;
    case 'zero':
      return colours.ink;
    case 'none':
      return colours.muted;
  }
}
