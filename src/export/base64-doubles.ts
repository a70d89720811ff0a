const signs = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** The code of “=”. */
const padding = 0x3d;
/** A multiple of 4, so that no group is cut. */
const lineLength = 120;

/** Doubles as the base64 of their bytes, the lowest first, in lines. */
export function base64OfDoubles(values: Float64Array): string {
  const view = new DataView(new ArrayBuffer(values.length * 8));
  values.forEach((value, i) => {
    view.setFloat64(8 * i, value, true);
  });
  return wrapped(base64Of(new Uint8Array(view.buffer)));
}

/** RFC 4648, with padding. */
export function base64Of(bytes: Uint8Array): string {
  // A table has megabytes: their codes are put down one by one, and made a text at once.
  const codes = new Uint8Array(Math.ceil(bytes.length / 3) * 4);
  for (let from = 0, to = 0; from < bytes.length; from += 3, to += 4) {
    const bits = (bytes[from] << 16) | ((bytes[from + 1] ?? 0) << 8) | (bytes[from + 2] ?? 0);
    for (let place = 0; place < 4; place++)
      codes[to + place] = signs.charCodeAt((bits >> (18 - 6 * place)) & 63);
  }
  const missing = (3 - (bytes.length % 3)) % 3;
  codes.fill(padding, codes.length - missing);
  return new TextDecoder().decode(codes);
}

export function wrapped(text: string): string {
  return text.replaceAll(new RegExp(`.{${lineLength}}(?=.)`, 'g'), '$&\n');
}
