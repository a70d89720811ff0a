/** Off the diagonal of a confusion matrix, the cells with the most samples, the largest first; none that is empty. */
export function mostConfused(
  confusion: Uint32Array,
  most: number,
): { readonly truth: number; readonly predicted: number }[] {
  const size = Math.sqrt(confusion.length);
  return Array.from(confusion, (count, at) => ({ count, truth: Math.floor(at / size), predicted: at % size }))
    .filter(({ count, truth, predicted }) => count > 0 && truth !== predicted)
    .sort((a, b) => b.count - a.count)
    .slice(0, most)
    .map(({ truth, predicted }) => ({ truth, predicted }));
}
