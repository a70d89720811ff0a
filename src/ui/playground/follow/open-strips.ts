import type { TableLibrary } from '../../../client/table-library.ts';
import { handsFor } from '../../../compare/pool.ts';
import { StripDesk, type StripDeskParts } from './strip-desk.ts';
import './strip-view.ts';

/** The parts of the page that strips have to do with. */
export interface StripSurroundings extends Pick<StripDeskParts, 'hire' | 'wait'> {
  readonly playground: Pick<StripDeskParts, 'experiment' | 'viewSettings' | 'strip'>;
  readonly library: Pick<TableLibrary, 'find'>;
}

/** Outcomes along the sliders of the page's playground, for as long as the page lives. */
export function openStrips({ playground, library, hire, wait }: StripSurroundings): StripDesk {
  const { experiment, viewSettings, strip } = playground;
  return new StripDesk({
    ...{ experiment, viewSettings, strip, hire, wait },
    hands: handsFor(navigator.hardwareConcurrency, true),
    now: () => performance.now(),
    tableOf: ({ dataSet, file }) =>
      dataSet === 'file' && file !== null ? library.find(file.id) : Promise.resolve(null),
  });
}
