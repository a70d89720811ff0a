import type { ViewSettings } from '../../experiment/schema.ts';

/** Whether what is shown needs each layer's gradient and update with every view. */
export function wantsVitals({
  links,
  plot,
  secondPlot,
}: Pick<ViewSettings, 'links' | 'plot' | 'secondPlot'>): boolean {
  return links !== 'weight' || [plot, secondPlot].some((name) => name === 'gradient' || name === 'update');
}
