import type { BroughtInput, BroughtTarget } from '../../../src/export/said-of-network.ts';
import type { TrainedModel } from '../../../src/export/trained-model.ts';

/** What a file says of a model beside its activations and its weights: the shape, and what it reads and predicts. */
export function describedNetwork({ inputNames, layers, outputNames, loss, features, target }: TrainedModel) {
  return {
    inputCount: inputNames.length,
    hidden: layers.slice(0, -1).map(({ width }) => width),
    outputCount: outputNames.length,
    loss,
    inputs: features.map((feature, i): BroughtInput => ({
      name: inputNames[i],
      shift: (feature.as === 'value' ? feature.shift : undefined) ?? 0,
      scale: (feature.as === 'value' ? feature.scale : undefined) ?? 1,
    })),
    target: ((): BroughtTarget =>
      target.kind === 'class'
        ? { kind: 'class', classes: target.classes }
        : { kind: 'number', shift: target.shift ?? 0, scale: target.scale ?? 1 })(),
  };
}
