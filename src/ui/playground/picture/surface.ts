import { surfaceNames, type SurfaceName } from '../../../experiment/names.ts';
import type { ViewSettings } from '../../../experiment/schema.ts';

/** What the boundary shows of the outputs. */
export type Surface = SurfaceName | 'discrete';

export const surfaces = [
  surfaceNames[0],
  'discrete',
  ...surfaceNames.slice(1),
] as const satisfies readonly Surface[];

export const surfaceLabels: Readonly<Record<Surface, string>> = {
  continuous: 'Continuous',
  discrete: 'Discrete',
  contours: 'Contour lines',
  certainty: 'Certainty',
};

/** Two settings say it: links from before there were more than two ways know only `discreteOutput`. */
export function surfaceOf({
  surface,
  discreteOutput,
}: Pick<ViewSettings, 'surface' | 'discreteOutput'>): Surface {
  return discreteOutput ? 'discrete' : surface;
}

export function surfaceSettings(surface: Surface): Pick<ViewSettings, 'surface' | 'discreteOutput'> {
  return surface === 'discrete'
    ? { surface: 'continuous', discreteOutput: true }
    : { surface, discreteOutput: false };
}
