import type { Presentation } from '../backends/executor.ts';
import { EpochPresentation } from './presented.ts';

/**
 * What hidden layers drop while they are trained: each output of a layer is 0 with its share p as probability, and else
 * 1/(1-p) times what it was, as in torch.nn.Dropout. Presentations of samples are counted through all batches, from 0.
 */
export interface FitDropout {
  /** p of each hidden layer, first to last: at least 0 and less than 1. A layer with 0 drops nothing. */
  readonly shares: readonly number[];
  /**
   * A whole number: the masks are those with which an experiment of this seed trains in its first epoch, where the
   * batches have its order.
   */
  readonly seed?: number;
  /** In place of a seed: `[presentation][neuron]`, 0 for dropped and 1 for kept, of the layers that drop, one after another. */
  readonly masks?: readonly ArrayLike<number>[];
}

/**
 * What samples of the batches are presented with; null where nothing drops. Throws a RangeError where it does not fit
 * a network of these hidden layers and so many presentations.
 */
export function fitPresentation(
  { shares, seed, masks }: FitDropout,
  hidden: readonly number[],
  presentations: number,
): Presentation | null {
  if (shares.length !== hidden.length)
    throw new RangeError(`there are ${shares.length} shares of dropout, expected ${hidden.length}`);
  const wrong = shares.find((share) => !(share >= 0 && share < 1));
  if (wrong !== undefined)
    throw new RangeError(`a share of dropout is ${wrong}, expected at least 0 and less than 1`);
  if (!shares.some((share) => share > 0)) return null;
  if ((seed === undefined) === (masks === undefined))
    throw new RangeError('dropout needs either a seed or masks');
  if (masks !== undefined) return givenMasks(masks, shares, hidden, presentations);
  if (!Number.isInteger(seed))
    throw new RangeError(`the seed of dropout is ${seed}, expected a whole number`);
  const settings = { seed: seed ?? 0, hidden: [...hidden], dropout: [...shares], inputNoise: 0 };
  return new EpochPresentation(settings, 0, 0);
}

function givenMasks(
  masks: readonly ArrayLike<number>[],
  shares: readonly number[],
  hidden: readonly number[],
  presentations: number,
): Presentation {
  const scales = hidden.flatMap((width, layer) =>
    shares[layer] > 0 ? new Array<number>(width).fill(1 / (1 - shares[layer])) : [],
  );
  if (masks.length < presentations)
    throw new RangeError(`there are masks of ${masks.length} presentations, expected ${presentations}`);
  const short = masks.findIndex(({ length }) => length !== scales.length);
  if (short >= 0)
    throw new RangeError(
      `the mask of presentation ${short} is of ${masks[short].length} neurons, expected ${scales.length}`,
    );
  return {
    fill: (from, to, into) => {
      for (let place = from; place < to; place++)
        for (let k = 0; k < scales.length; k++)
          into[(place - from) * scales.length + k] = masks[place][k] * scales[k];
    },
  };
}

/** The same from a later presentation on, which is counted as the first. */
export function presentationFrom(presentation: Presentation | null, first: number): Presentation | null {
  return (
    presentation && {
      fill: (from, to, into) => {
        presentation.fill(first + from, first + to, into);
      },
    }
  );
}
