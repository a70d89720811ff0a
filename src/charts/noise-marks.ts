import type { Chart } from 'chart.js';
import type { Theme } from './colour-scale.ts';
import { isHidden } from './marks-controller.ts';
import { palettes } from './palette.ts';

interface NoisyData {
  readonly train: { readonly x1: Float64Array; readonly x2: Float64Array; readonly label: Float64Array };
  /** As they are trained on; left out where they are the same. */
  readonly trainedLabel?: Float64Array;
}

export interface NoiseState {
  readonly data: (NoisyData & { readonly classNames: readonly string[] }) | null;
  readonly hidden: ReadonlySet<number>;
  readonly theme: Theme;
}

/** Train points that are trained as another class than theirs. */
function noisyPoints({ train: { label }, trainedLabel }: NoisyData): number[] {
  // Other points may have been drawn meanwhile.
  if (trainedLabel?.length !== label.length) return [];
  return [...label.keys()].filter((i) => label[i] !== trainedLabel[i]);
}

/** How many, as part of a sentence. */
export function sayNoise(data: NoisyData): string {
  const { length } = noisyPoints(data);
  return length === 0 ? '' : `, ${length} with another label by noise`;
}

/** From the middle of a point to the bar below it, and half the bar, CSS pixels. */
const bar = { below: 6.5, half: 3.5 } as const;

/** Puts a short bar below points whose label is another one by noise. */
export function drawNoise(
  { ctx, scales }: Pick<Chart, 'ctx' | 'scales'>,
  { data, hidden, theme }: NoiseState,
): void {
  if (data?.trainedLabel === undefined) return;
  const { x1, x2, label } = data.train;
  ctx.beginPath();
  for (const i of noisyPoints(data)) {
    if (isHidden(label[i], data.classNames.length, hidden)) continue;
    const [x, y] = [scales['x'].getPixelForValue(x1[i]), scales['y'].getPixelForValue(x2[i])];
    ctx.moveTo(x - bar.half, y + bar.below);
    ctx.lineTo(x + bar.half, y + bar.below);
  }
  const { ink, halo } = palettes[theme];
  ctx.save();
  for (const [colour, width] of [
    [halo, 3.5],
    [ink, 1.5],
  ] as const) {
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.stroke();
  }
  ctx.restore();
}
