import type { TrainedModel } from '../../../export/trained-model.ts';
import type { OpenedModel } from '../../../protocol/model-messages.ts';
import { formatBytes } from '../../controls/format.ts';
import type { Departures } from './departures.ts';

/** Larger files are no run that was made here. */
const mostOpened = 50 * 2 ** 20;

/** Where what is opened goes to, and what is there now; null while it is not known. */
export interface Opening {
  readonly departures: Pick<Departures, 'open' | 'bringIn'>;
  readonly present: TrainedModel | null;
}

/** Why a file is not even read; '' where it is. */
export function sizeProblem({ name, size }: File): string {
  return size > mostOpened
    ? `“${name}” has ${formatBytes(size)}: files of at most ${formatBytes(mostOpened)} can be opened.`
    : '';
}

/** Puts what was read in the place of what is there; '' or why that cannot be, and then nothing changes. */
export function takeModel(opened: OpenedModel, { departures, present }: Opening): string {
  if (!opened.ok) return opened.message;
  if (opened.kind === 'network')
    return present === null
      ? 'The present network is not known yet: try again in a moment.'
      : departures.bringIn(opened.network, present);
  departures.open(opened.state, opened.table);
  return '';
}
