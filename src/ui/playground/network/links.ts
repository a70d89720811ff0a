import { weightAt } from '../../../nn/parameter-blocks.ts';
import type { NetworkPicture } from '../../../protocol/picture-messages.ts';
import { mostShown } from './layout.ts';

/** A drawn weight: from neuron `from` of column `column` to neuron `to` of the next. */
export interface Link {
  readonly column: number;
  readonly from: number;
  readonly to: number;
  /** Or what is drawn of it. */
  readonly weight: number;
}

/** What the lines show instead of the weights. */
export interface LinkMeasure {
  /** By parameter; null while it is not known. */
  readonly values: Float64Array | null;
  /** How strongly a value shows, 0…1. */
  readonly strengthOf: (value: number) => number;
}

/** More lines than this are a blur to the eye and a burden to the frame. */
export const mostLinks = 600;

/** The strongest links between shown neurons by their weights, or what else is there by parameter, weakest first, so that the strong ones are painted on top. */
export function strongestLinks(network: NetworkPicture, parameters: Float64Array, limit = mostLinks): Link[] {
  const links: Link[] = [];
  network.layers.forEach((layer, column) => {
    // The weights of a picture are pictures themselves.
    if (column === 0 && network.inputPicture !== null) return;
    const sources = Math.min(layer.inputCount, mostShown);
    const targets = Math.min(layer.width, mostShown);
    for (let to = 0; to < targets; to++) {
      for (let from = 0; from < sources; from++) {
        const weight = parameters[weightAt(layer, to, from)];
        if (Number.isFinite(weight)) links.push({ column, from, to, weight });
      }
    }
  });
  links.sort((a, b) => Math.abs(a.weight) - Math.abs(b.weight));
  return links.length > limit ? links.slice(links.length - limit) : links;
}

/** How strongly a weight shows, 0…1: proportional where it is small, never more than full where it is large. */
export function strengthOf(weight: number): number {
  const size = Math.abs(weight);
  return size / (2 + size);
}
