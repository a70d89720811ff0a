/** What is far from the slice stays visible: it is a point all the same. */
const faintest = 0.25;

/** How strongly a point is drawn that is so near to the slice, 0…1; fully where nothing is said. */
export function opacityOf(nearness: number | undefined): number {
  return nearness === undefined ? 1 : faintest + (1 - faintest) * nearness;
}
