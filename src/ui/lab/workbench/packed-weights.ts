import { fromBase64Url, toBase64Url } from '../../links/packed-text.ts';

/**
 * Weights as text for a link, bit for bit: an `s` and 4 bytes each where single precision holds them, else a `d` and
 * 8, little-endian, in base64url. They are not deflated: the bits of weights are as good as random.
 */
export function packWeights(weights: Float64Array): string {
  const isSingle = fitsSingle(weights);
  const size = isSingle ? 4 : 8;
  const view = new DataView(new ArrayBuffer(weights.length * size));
  weights.forEach((weight, i) => {
    if (isSingle) view.setFloat32(i * size, weight, true);
    else view.setFloat64(i * size, weight, true);
  });
  return `${isSingle ? 's' : 'd'}${toBase64Url(new Uint8Array(view.buffer))}`;
}

/** How many characters the packed weights have. */
export function packedLength(weights: Float64Array): number {
  return 1 + Math.ceil((weights.length * (fitsSingle(weights) ? 4 : 8) * 4) / 3);
}

function fitsSingle(weights: Float64Array): boolean {
  return weights.every((weight) => Object.is(Math.fround(weight), weight));
}

/** null if the text is no packed weights. */
export function unpackWeights(text: string): Float64Array | null {
  const size = text.startsWith('s') ? 4 : text.startsWith('d') ? 8 : 0;
  const bytes = size === 0 ? null : fromBase64Url(text.slice(1));
  if (bytes === null || bytes.length === 0 || bytes.length % size !== 0) return null;
  const view = new DataView(bytes.buffer);
  return Float64Array.from({ length: bytes.length / size }, (_, i) =>
    size === 4 ? view.getFloat32(i * size, true) : view.getFloat64(i * size, true),
  );
}
