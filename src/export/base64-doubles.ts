const signs = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
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
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const bits = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const group = [18, 12, 6, 0].map((shift) => signs[(bits >> shift) & 63]).join('');
    parts.push(left >= 3 ? group : `${group.slice(0, left + 1)}${'='.repeat(3 - left)}`);
  }
  return parts.join('');
}

export function wrapped(text: string): string {
  return text.replaceAll(new RegExp(`.{${lineLength}}(?=.)`, 'g'), '$&\n');
}
