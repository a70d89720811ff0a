/** Longer links are cut by mail programs and chats. */
const longestPacked = 1600;

/**
 * Weights as text for an address, bit for bit: an `s` and 4 bytes each where single precision holds them, else a `d`
 * and 8, little-endian, in base64url. null if they are too many.
 */
export function packWeights(weights: Float64Array): string | null {
  const isSingle = weights.every((weight) => Object.is(Math.fround(weight), weight));
  const size = isSingle ? 4 : 8;
  const view = new DataView(new ArrayBuffer(weights.length * size));
  weights.forEach((weight, i) => {
    if (isSingle) view.setFloat32(i * size, weight, true);
    else view.setFloat64(i * size, weight, true);
  });
  if ((view.byteLength * 4) / 3 > longestPacked) return null;
  const bytes = Array.from(new Uint8Array(view.buffer), (byte) => String.fromCharCode(byte)).join('');
  const text = btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  return `${isSingle ? 's' : 'd'}${text}`;
}

/** null if the text is no packed weights, or if one of them is not finite. */
export function unpackWeights(text: string): Float64Array | null {
  const size = text.startsWith('s') ? 4 : text.startsWith('d') ? 8 : 0;
  if (size === 0) return null;
  let bytes: string;
  try {
    bytes = atob(text.slice(1).replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return null;
  }
  if (bytes.length === 0 || bytes.length % size !== 0) return null;
  const view = new DataView(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)).buffer);
  const weights = Float64Array.from({ length: bytes.length / size }, (_, i) =>
    size === 4 ? view.getFloat32(i * size, true) : view.getFloat64(i * size, true),
  );
  return weights.every(Number.isFinite) ? weights : null;
}
