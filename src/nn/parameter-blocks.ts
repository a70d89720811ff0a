/** Where a network's parameters stand: the only place that computes it. */

/** A matrix of parameters, row by row, in the flat array of all that a network has. */
export interface ParameterBlock {
  readonly name: string;
  /** What they belong to: a neuron each. */
  readonly rows: readonly string[];
  /** What they are multiplied with. */
  readonly columns: readonly string[];
  /** Of the first. */
  readonly offset: number;
  /** Whether L2 and weight decay apply to them. */
  readonly decays: boolean;
}

/** One after another, from 0 on. */
export function placeBlocks(blocks: readonly Omit<ParameterBlock, 'offset'>[]): ParameterBlock[] {
  let offset = 0;
  return blocks.map((block) => {
    const placed = { ...block, offset };
    offset = endOf(placed);
    return placed;
  });
}

/** Behind the last parameter of a block. */
export function endOf({ offset, rows, columns }: ParameterBlock): number {
  return offset + rows.length * columns.length;
}

/** Of a parameter in the flat array of all, by its row and column in the block. */
export function placeAt({ offset, columns }: ParameterBlock, row: number, column: number): number {
  return offset + row * columns.length + column;
}

/** Where in a block a parameter of the flat array is, both from 0; null where it is in another block. */
export function placeIn(
  block: ParameterBlock,
  parameter: number,
): { readonly row: number; readonly column: number } | null {
  if (parameter < block.offset || parameter >= endOf(block)) return null;
  const place = parameter - block.offset;
  const width = block.columns.length;
  return { row: Math.floor(place / width), column: place % width };
}

/** Where the parameters of a layer of neurons stand, each of which reads all inputs of the layer. */
export interface LayerLayout {
  readonly inputCount: number;
  readonly width: number;
  /** Of the first weight; weights are `[neuron][input]`, row-major. */
  readonly weightOffset: number;
  readonly biasOffset: number;
}

export function weightAt({ weightOffset, inputCount }: LayerLayout, neuron: number, input: number): number {
  return weightOffset + neuron * inputCount + input;
}

export function biasAt({ biasOffset }: LayerLayout, neuron: number): number {
  return biasOffset + neuron;
}

/** The weights of all neurons of a layer, one neuron's after the other's. */
export function allWeightsOf(all: Float64Array, layer: LayerLayout): Float64Array {
  return all.subarray(weightAt(layer, 0, 0), weightAt(layer, layer.width, 0));
}

/** A neuron's weights, of something that is there for each parameter; what is written to them is written to it. */
export function weightsOf(all: Float64Array, layer: LayerLayout, neuron: number): Float64Array {
  return all.subarray(weightAt(layer, neuron, 0), weightAt(layer, neuron + 1, 0));
}
