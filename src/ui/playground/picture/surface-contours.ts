import type { ClassOutputs, GridValues } from '../../../charts/heat-map-painter.ts';
import type { LabelledLines } from '../../../charts/output-contours.ts';
import type { DataPicture } from '../../../protocol/picture-messages.ts';
import { Lazy } from '../../controls/lazy.ts';
import type { Surface } from './surface.ts';

const parts = new Lazy(() => import('../../../charts/output-contours.ts'));

interface Contoured {
  readonly data: Pick<DataPicture, 'task' | 'targetScale' | 'slice'> | null;
  readonly grid: GridValues | null;
  readonly classes: ClassOutputs | null;
  readonly surface: Surface;
}

/** The contour lines of a grid, where they are wanted: computed once for each. What computes them is loaded then. */
export class SurfaceContours {
  readonly #onLoaded: () => void;
  #done: Contoured | null = null;
  #lines: readonly LabelledLines[] = [];

  constructor(onLoaded: () => void) {
    this.#onLoaded = onLoaded;
  }

  of(wanted: Contoured): readonly LabelledLines[] | null {
    const { data, grid, classes, surface } = wanted;
    if (surface !== 'contours' || grid === null || data === null || data.slice?.isLine === true) return null;
    const loaded = parts.value.peek();
    if (loaded === null) {
      // Loaded once, or not: an attempt that failed is not made again with every picture.
      if (parts.failure.peek() === '') void parts.open().then(this.#onLoaded);
      return null;
    }
    const done = this.#done;
    if (done?.grid !== grid || done.classes !== classes || done.data !== data) {
      const { levelsOfLead, levelsOfOutput, outputContours } = loaded;
      const isAlike = grid.values.length === (classes?.count ?? 1) * grid.resolution ** 2;
      const levels =
        classes === null
          ? levelsOfOutput(data.targetScale, data.task === 'regression')
          : levelsOfLead(classes.low);
      // A grid of the run before may have another number of outputs.
      this.#lines = isAlike ? outputContours(grid, classes, levels) : [];
      this.#done = wanted;
    }
    return this.#lines;
  }
}
