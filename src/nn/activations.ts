import type { Value } from '../autograd/value.ts';
import type { ActivationName } from '../experiment/names.ts';

/** What a neuron does with Σ wᵢxᵢ + b. Named as in torch.nn.functional. */
export const activations: Readonly<Record<ActivationName, (z: Value) => Value>> = {
  tanh: (z) => z.tanh(),
  relu: (z) => z.relu(),
  sigmoid: (z) => z.sigmoid(),
  linear: (z) => z,
};
