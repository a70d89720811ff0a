import { drawParameters, generator } from '../workloads.ts';

/**
 * One evaluation: a tanh network with a linear output, over the cells of a grid (its output, or every hidden neuron),
 * or over points of a plane of weights (the mean squared error on a set of samples).
 */
export interface ForwardWorkload {
  readonly name: string;
  readonly kind: 'grid' | 'maps' | 'landscape';
  readonly widths: readonly number[];
  /** Layer after layer: the weights [output][input], row-major, then the biases. */
  readonly parameters: Float64Array;
  /** Cells along each side, of the grid or of the plane. */
  readonly side: number;
  /** Columns: the cells of the grid, row by row, or the samples. */
  readonly inputs: readonly Float64Array[];
  /** Of the samples of a landscape. */
  readonly targets: Float64Array;
  /** The plane's two directions, as long as the parameters. */
  readonly directions: readonly [Float64Array, Float64Array];
}

const narrow = [2, 8, 8, 1];
const wide = [2, 64, 64, 1];

const shapes = {
  'W2-256': { kind: 'grid', widths: narrow, side: 256 },
  'W2-1024': { kind: 'grid', widths: narrow, side: 1024 },
  'W4-256': { kind: 'grid', widths: wide, side: 256 },
  'W4-1024': { kind: 'grid', widths: wide, side: 1024 },
  'W2-maps': { kind: 'maps', widths: narrow, side: 256 },
  'W4-maps': { kind: 'maps', widths: wide, side: 256 },
  'W2-landscape': { kind: 'landscape', widths: narrow, side: 128 },
  'W4-landscape': { kind: 'landscape', widths: wide, side: 128 },
} as const;

export type ForwardName = keyof typeof shapes;
export const forwardNames = Object.keys(shapes) as readonly ForwardName[];

export const landscapeSamples = 250;

/** The same workload, to the bit, on every call. */
export function createForwardWorkload(name: ForwardName): ForwardWorkload {
  const { kind, widths, side } = shapes[name];
  const random = generator(12345);
  const parameters = drawParameters(widths, random);
  const direction = (): Float64Array => parameters.map(() => random() - 0.5);
  const inputs = kind === 'landscape' ? drawSamples(random) : gridColumns(side);
  return {
    name,
    kind,
    widths,
    parameters,
    side,
    inputs,
    targets: inputs[0].map((x, i) => (x * inputs[1][i] < 0 ? -1 : 1)),
    directions: [direction(), direction()],
  };
}

/** Times that the network is evaluated on one point. */
export function evaluationsOf({ kind, side }: ForwardWorkload): number {
  return side * side * (kind === 'landscape' ? landscapeSamples : 1);
}

export function describeForward({ name, kind, widths, side }: ForwardWorkload): string {
  const what = {
    grid: `output on ${side}² points`,
    maps: `every hidden neuron on ${side}² points`,
    landscape: `mean loss of ${landscapeSamples} samples at ${side}² points of a plane of weights`,
  } as const;
  return `${name}: ${widths.join('-')}, ${what[kind]}`;
}

/** -1…1 over a side of the plane. */
export function planeSteps({ side }: ForwardWorkload): Float64Array {
  return Float64Array.from({ length: side }, (_, i) => (2 * i) / (side - 1) - 1);
}

function drawSamples(random: () => number): Float64Array[] {
  return Array.from({ length: 2 }, () =>
    Float64Array.from({ length: landscapeSamples }, () => 2 * random() - 1),
  );
}

/** The centres of the cells of [-1, 1]². */
function gridColumns(side: number): Float64Array[] {
  const centre = (i: number): number => (2 * (i + 0.5)) / side - 1;
  return [
    Float64Array.from({ length: side * side }, (_, i) => centre(i % side)),
    Float64Array.from({ length: side * side }, (_, i) => centre(Math.floor(i / side))),
  ];
}
