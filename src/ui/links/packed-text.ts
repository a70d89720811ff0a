/** Text as bytes that a link can carry: UTF-8, deflated, in base64url. */
export function packText(text: string): Promise<string> {
  return packBytes(new TextEncoder().encode(text));
}

/** Bytes as text that a link can carry: deflated, in base64url. */
export async function packBytes(bytes: BlobPart): Promise<string> {
  return toBase64Url(await collect(through(bytes, new CompressionStream('deflate-raw'))));
}

/** null if it is no packed text, or if it is longer than so many characters: a few bytes may unfold to gigabytes. */
export async function unpackText(packed: string, longest: number): Promise<string | null> {
  const bytes = await unpackBytes(packed, 4 * longest);
  if (bytes === null) return null;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.length > longest ? null : text;
  } catch {
    return null;
  }
}

/** null if these are no packed bytes, or if they are more than so many. */
export async function unpackBytes(packed: string, most: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const bytes = fromBase64Url(packed);
  if (bytes === null) return null;
  try {
    return await collect(through(bytes, new DecompressionStream('deflate-raw')), most);
  } catch {
    return null;
  }
}

/** Functions take only so many arguments. */
const atOnce = 8192;

export function toBase64Url(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += atOnce) {
    parts.push(String.fromCharCode(...bytes.subarray(at, at + atOnce)));
  }
  return btoa(parts.join('')).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** null if it is none. */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (byte) =>
      byte.charCodeAt(0),
    );
  } catch {
    return null;
  }
}

function through(
  bytes: BlobPart,
  transform: ReadableWritablePair<Uint8Array<ArrayBuffer>, BufferSource>,
): ReadableStream<Uint8Array> {
  return new Blob([bytes]).stream().pipeThrough(transform);
}

/** Throws a RangeError as soon as there is more than that. */
async function collect(
  stream: ReadableStream<Uint8Array>,
  mostBytes = Infinity,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (const reader = stream.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > mostBytes) {
      await reader.cancel();
      throw new RangeError(`more than ${mostBytes} bytes`);
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
