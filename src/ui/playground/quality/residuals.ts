import type { ResidualPoint } from '../../../charts/residual-chart.ts';

/** From what the network says to a number's own units: `value * scale + shift`. */
export interface OwnUnits {
  readonly shift: number;
  readonly scale: number;
}

/** Label minus prediction of each drawn point, over the prediction, in the label's own units. */
export function residualsOf(
  label: Float64Array,
  numbers: Float32Array,
  { shift, scale }: OwnUnits,
): ResidualPoint[] {
  // Points that were drawn since were predicted by nobody.
  const count = Math.min(label.length, numbers.length);
  return Array.from({ length: count }, (_, i) => ({
    x: numbers[i] * scale + shift,
    y: (label[i] - numbers[i]) * scale,
  }));
}
