import type { Value } from '../autograd/value.ts';

/** What a neuron does with Σ wᵢxᵢ + b. Named as in torch.nn.functional. */
export const activations = {
  tanh: (z: Value) => z.tanh(),
  relu: (z: Value) => z.relu(),
  sigmoid: (z: Value) => z.sigmoid(),
  linear: (z: Value) => z,
} as const satisfies Readonly<Record<string, (z: Value) => Value>>;

export type ActivationName = keyof typeof activations;

export const activationNames = Object.keys(activations) as readonly ActivationName[];
