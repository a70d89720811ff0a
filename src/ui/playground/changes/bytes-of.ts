/** The memory that plain data take, about: arrays of numbers by their length, texts by two bytes a letter, each once. */
export function bytesOf(value: unknown, seen = new Set<unknown>()): number {
  if (typeof value === 'string') return 2 * value.length;
  if (typeof value !== 'object' || value === null) return 8;
  if (seen.has(value)) return 0;
  seen.add(value);
  if (ArrayBuffer.isView(value)) {
    const isKnown = seen.has(value.buffer);
    seen.add(value.buffer);
    return isKnown ? 0 : value.buffer.byteLength;
  }
  return Object.values(value).reduce((sum: number, part) => sum + bytesOf(part, seen), 16);
}
