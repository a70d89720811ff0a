import { formatEpoch, formatLoss } from './loss-format.ts';
import { tooltipOf } from './plot-configuration.ts';

/** In the notation of the readouts. */
export const tooltipCallbacks = tooltipOf({ title: 'epoch', format: formatEpoch }, { format: formatLoss });
