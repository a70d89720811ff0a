import { Unavailable } from '../../engines/engine.ts';
import { startPytorch } from '../../engines/pytorch.ts';
import type { ForwardEngine } from '../evaluation.ts';

/** PyTorch eager on the grids: batches of 4096, one thread. */
export const pytorchForward: ForwardEngine = {
  name: 'pytorch',
  async create({ kind, widths, parameters, inputs }) {
    if (kind !== 'grid') throw new Unavailable('is measured on the grids only');
    return startPytorch({
      widths,
      initialParameters: [...parameters],
      points: inputs.map((column) => [...column]),
    });
  },
};
