/** From here on not every whole number has a double of its own (IEEE 754, 53 bits). */
const exactBelow = 2 ** 53;
/** Numbers as large as that are measures, with a power of ten; what has digits only is a mark for something. */
const measuresFrom = 1e21;

/** Says of a column whose whole numbers are too long to be kept digit by digit that they are rounded; else null. */
export function sayLongNumbers(name: string, values: Float64Array): string | null {
  for (const value of values) {
    const size = Math.abs(value);
    if (size >= exactBelow && size < measuresFrom)
      return `“${name}” has whole numbers of more than 15 digits, of which the last are rounded: two of them may have become one.`;
  }
  return null;
}
