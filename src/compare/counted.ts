/** Made once, as that takes long. */
const counts = new Intl.NumberFormat('en');

/** As axes and readouts have it: '3,000'. */
export function written(count: number): string {
  return counts.format(Math.round(count));
}

/** '1 epoch', '3,000 epochs'. */
export function counted(count: number, what: string): string {
  return `${written(count)} ${what}${count === 1 ? '' : 's'}`;
}
