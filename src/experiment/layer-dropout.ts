import type { Experiment } from './schema.ts';

type Layers = Pick<Experiment, 'hidden' | 'dropout'>;

/** Of each hidden layer, first to last, the share of outputs that training drops. */
export function layerDropout({ hidden, dropout }: Layers): number[] {
  return hidden.map((_, layer) => dropout[layer] ?? 0);
}

/** As the setting says it: nothing where no layer drops, and no more shares than there are layers. */
export function dropoutSetting(layers: Layers): number[] {
  const shares = layerDropout(layers);
  return shares.some((share) => share > 0) ? shares : [];
}
