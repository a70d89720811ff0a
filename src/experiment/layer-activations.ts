import type { Activation } from './activation-formula.ts';
import type { Experiment } from './schema.ts';

type Layers = Pick<Experiment, 'hidden' | 'activation'> & Partial<Pick<Experiment, 'activations'>>;

/** Of each hidden layer, first to last. */
export function layerActivations({ hidden, activation, activations = [] }: Layers): Activation[] {
  return hidden.map((_, layer) => activations[layer] ?? activation);
}

/** That of all hidden layers; null where they differ. */
export function commonActivation(layers: Layers): Activation | null {
  const [first = layers.activation, ...others] = layerActivations(layers);
  return others.every((activation) => activation === first) ? first : null;
}

/** The settings by which the layers have these activations: one for all where they are alike. */
export function activationSettings(
  layers: readonly Activation[],
  { activation }: Pick<Experiment, 'activation'>,
): Pick<Experiment, 'activation' | 'activations'> {
  const [first = activation] = layers;
  const areAlike = layers.every((name) => name === first);
  return areAlike ? { activation: first, activations: [] } : { activation, activations: [...layers] };
}

/** What becomes of them where layers come or go at the end: a new one takes after the one before it. */
export function activationsFor(
  hidden: readonly number[],
  before: Layers,
): Pick<Experiment, 'activation' | 'activations'> {
  const known = layerActivations(before);
  const last = known.at(-1) ?? before.activation;
  return activationSettings(
    hidden.map((_, layer) => known[layer] ?? last),
    before,
  );
}
