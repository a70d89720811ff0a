/** What the lesson's network starts from, drawn from U(-1, 1): `weights[neuron][input]` and `biases[neuron]`. */
const layers = [
  {
    weights: [
      [-0.5240707458162173, 0.08845845059190371, -0.2600896669038415],
      [0.20784007719238895, 0.25144060821610803, -0.8689422815203738],
      [-0.9736640168902517, 0.67493816419292, -0.4812919713439847],
      [-0.5313380779066073, 0.9912896710209256, -0.05947298495510411],
    ],
    biases: [0.6729229025487775, -0.0472935826013301, 0.2781362810883239, -0.6987671519529521],
  },
  {
    weights: [
      [0.2697213165703769, 0.7360906142865935, 0.046362420766602686, 0.4825037124029805],
      [0.3428229507391851, -0.8719371235460054, 0.5164604925736347, 0.18219916586263518],
      [-0.39746468096857535, -0.9379764970605, 0.7310544739578912, -0.054501822669066335],
      [0.4376478481316062, 0.7576256005109634, 0.4282589672224051, 0.842197335167749],
    ],
    biases: [-0.21007319199851215, 0.6018175419704566, -0.11075788789847874, 0.8711734434090421],
  },
  {
    weights: [[0.7577333206760832, -0.8050913805382456, -0.7280622795986622, -0.5660261175337253]],
    biases: [0.9309602777964059],
  },
] as const;

const rows = [
  [2, 3, -1],
  [3, -1, 0.5],
  [0.5, 1, 1],
  [1, 1, -1],
] as const;
const targets = [1, -1, -1, 1] as const;

/** The names of what a layer's neurons put out for row 1, 2, …: p1_2 is that of the first layer's neuron 2 in row 1. */
const outputNames = ['p', 'q', 'o'] as const;

/**
 * The network 3-[4,4,1] of the lesson with its four rows and the sum of squared errors, as an expression. Its
 * leaves are the 41 parameters and nothing else: w2_3_1 is the weight of layer 2, neuron 3, input 1, and b2_3 its
 * bias. To move them all by -0.1 × gradient is a step of training.
 */
export function lessonNetworkSource(): string {
  const parameters = layers.flatMap(({ weights, biases }, layer) =>
    biases.flatMap((bias, neuron) => [
      ...weights[neuron].map((weight, input) => `w${layer + 1}_${neuron + 1}_${input + 1} = ${weight}`),
      `b${layer + 1}_${neuron + 1} = ${bias}`,
    ]),
  );
  const errors = targets.map((target, row) => `(${outputName(2, row, 0)} - ${target}) ** 2`);
  const loss = `loss = ${errors.join(' + ').replaceAll('- -', '+ ')}`;
  return [...parameters, ...rows.flatMap((row, i) => rowLines(row, i)), loss].join('\n');
}

/** The forward pass of one row, layer by layer. */
function rowLines(inputs: readonly number[], row: number): string[] {
  return layers.flatMap(({ biases }, layer) => {
    const before =
      layer === 0 ? inputs : layers[layer - 1].biases.map((_, neuron) => outputName(layer - 1, row, neuron));
    return biases.map((_, neuron) => {
      const place = `${layer + 1}_${neuron + 1}`;
      const products = before.map((input, i) => `${input}*w${place}_${i + 1}`);
      const sum = [...products, `b${place}`].join(' + ').replaceAll('+ -', '- ');
      return `${outputName(layer, row, neuron)} = tanh(${sum})`;
    });
  });
}

/** There is only one output neuron. */
function outputName(layer: number, row: number, neuron: number): string {
  const name = `${outputNames[layer]}${row + 1}`;
  return layer === layers.length - 1 ? name : `${name}_${neuron + 1}`;
}
