import type { Activation } from '../experiment/activation-formula.ts';
import type { ModuleLayer } from '../nn/module.ts';
import { placeAt } from '../nn/parameter-blocks.ts';
import type { Network } from './network.ts';

/** Whether the layers that have come leave what the network says as it was, or begin like those of a new network. */
export type NewLayers = 'identity' | 'initial';

/** A network of another shape that goes on from one that was trained. */
export interface CarriedNetwork {
  readonly parameters: Float64Array;
  /** As the optimizer's of before, with a place for each parameter of now: 0 where that is new. */
  readonly state: readonly Float64Array[];
  /** null where no layer has come. */
  readonly added: NewLayers | null;
}

/** What these put out is nowhere below 0: a rectifier after them lets it through as it is. */
const nowhereNegative: ReadonlySet<Activation> = new Set(['relu', 'sigmoid', 'softplus']);
const rectifiers: ReadonlySet<Activation> = new Set(['relu', 'leaky-relu', 'elu']);

/**
 * The weights of `before`, and what the optimizer carries for each, where `after` has the same neurons: layers and
 * neurons come and go at the end. A weight that is new is as in `initial`; layers that come before the output are the
 * identity where each is as wide as the one before it and its activation lets that through.
 */
export function carryNetwork(
  before: Network,
  trained: { readonly parameters: Float64Array; readonly state: readonly Float64Array[] },
  after: Network,
  initial: Float64Array,
): CarriedNetwork {
  const parameters = initial.slice();
  const state = trained.state.map(() => new Float64Array(after.parameterCount));
  const [old, now] = [before.module.layers, after.module.layers];
  const copy = (from: ModuleLayer, to: ModuleLayer): void => {
    for (const kind of ['weights', 'biases'] as const) {
      const [source, goal] = [from[kind], to[kind]];
      const rows = Math.min(source.rows.length, goal.rows.length);
      const columns = Math.min(source.columns.length, goal.columns.length);
      for (let row = 0; row < rows; row++) {
        const [at, place] = [placeAt(source, row, 0), placeAt(goal, row, 0)];
        parameters.set(trained.parameters.subarray(at, at + columns), place);
        for (const [k, values] of trained.state.entries())
          state[k].set(values.subarray(at, at + columns), place);
      }
    }
  };
  const kept = Math.min(old.length, now.length) - 1;
  for (let layer = 0; layer < kept; layer++) copy(old[layer], now[layer]);
  copy(old[old.length - 1], now[now.length - 1]);
  const come = now.slice(kept, -1);
  if (come.length === 0) return { parameters, state, added: null };
  const letThrough = come.every((layer, i) => isIdentity(layer, kept + i > 0 ? now[kept + i - 1] : null));
  if (letThrough) for (const layer of come) makeIdentity(layer, parameters);
  return { parameters, state, added: letThrough ? 'identity' : 'initial' };
}

function isIdentity({ weights, activation }: ModuleLayer, reads: ModuleLayer | null): boolean {
  if (weights.rows.length !== weights.columns.length) return false;
  if (activation === 'linear') return true;
  return rectifiers.has(activation) && reads !== null && nowhereNegative.has(reads.activation);
}

function makeIdentity({ weights, biases }: ModuleLayer, parameters: Float64Array): void {
  for (let row = 0; row < weights.rows.length; row++) {
    for (let column = 0; column < weights.columns.length; column++)
      parameters[placeAt(weights, row, column)] = row === column ? 1 : 0;
    parameters[placeAt(biases, row, 0)] = 0;
  }
}
