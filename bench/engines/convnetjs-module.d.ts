/** What the benchmark uses of convnetjs 0.3.0, which has no declarations of its own. */
declare module 'convnetjs' {
  interface Vol {
    readonly w: Float64Array;
  }

  interface FullyConnectedLayer {
    readonly layer_type: string;
    readonly filters: readonly Vol[];
    readonly biases: Vol;
  }

  interface Net {
    readonly layers: readonly FullyConnectedLayer[];
    makeLayers(definitions: readonly Readonly<Record<string, string | number>>[]): void;
  }

  interface TrainerOptions {
    readonly method: 'sgd';
    readonly learning_rate: number;
    readonly momentum: number;
    readonly batch_size: number;
  }

  interface Trainer {
    train(input: Vol, target: readonly number[]): unknown;
  }

  const convnetjs: {
    readonly Vol: new (values: readonly number[]) => Vol;
    readonly Net: new () => Net;
    readonly Trainer: new (net: Net, options: TrainerOptions) => Trainer;
  };
  export default convnetjs;
}
