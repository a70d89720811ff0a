/** What the benchmark uses of convnetjs 0.3.0, which has no declarations of its own. */
declare module 'convnetjs' {
  class Vol {
    constructor(values: readonly number[]);
    w: Float64Array;
  }

  class Net {
    makeLayers(definitions: readonly Readonly<Record<string, string | number>>[]): void;
    layers: readonly FullyConnectedLayer[];
  }

  interface FullyConnectedLayer {
    readonly layer_type: string;
    readonly filters: readonly Vol[];
    readonly biases: Vol;
  }

  class Trainer {
    constructor(net: Net, options: { method: 'sgd'; learning_rate: number; momentum: number; batch_size: number });
    train(input: Vol, target: readonly number[]): unknown;
  }

  const convnetjs: { Vol: typeof Vol; Net: typeof Net; Trainer: typeof Trainer };
  export default convnetjs;
}
