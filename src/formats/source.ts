import { Decoder, withLineFeeds, type Encoding, type EncodingReason } from './decode.ts';
import { Refusal } from './refusal.ts';

/** What is read; a File is a Blob. A stream can be read once, the others again with another dialect. */
export type Source = string | Blob | ReadableStream<Uint8Array>;

/** Of a source, in its order. */
export interface Piece {
  /** With `\n` as its line ends and without a byte order mark. */
  readonly text: string;
  /** Read up to its end; of a string, its characters. */
  readonly bytes: number;
  readonly isLast: boolean;
  /** By which it was decoded, and why. A string has none, and says UTF-8. */
  readonly encoding: Encoding;
  readonly reason: EncodingReason;
}

/** Small enough for a step of some milliseconds, large enough that a step's own cost does not count. */
export const pieceLength = 1 << 16;

/** The size of a source in the units of `Piece.bytes`; null of a stream, which does not tell. */
export function sizeOf(source: Source): number | null {
  if (typeof source === 'string') return source.length;
  return source instanceof Blob ? source.size : null;
}

/**
 * Decodes a source piece by piece; the last one is told. Rejects with the signal's reason once that is aborted, with a
 * Refusal where a file is no longer what it was when it was chosen, and with a stream's own error.
 */
export async function* piecesOf(
  source: Source,
  encoding: Encoding | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<Piece, undefined> {
  if (typeof source === 'string') {
    yield* piecesOfText(source, signal);
    return;
  }
  const decoder = new Decoder(encoding);
  const reader = (source instanceof Blob ? source.stream() : source).getReader();
  const piece = (text: string, bytes: number, isLast: boolean): Piece => {
    return { text, bytes, isLast, encoding: decoder.encoding, reason: decoder.reason };
  };
  let bytes = 0;
  try {
    for (;;) {
      signal?.throwIfAborted();
      const { done, value } = await reader.read().catch((error: unknown) => {
        if (!(source instanceof Blob)) throw error;
        throw new Refusal(
          'The file can no longer be read: it has changed or is gone since it was opened. Open it again.',
        );
      });
      signal?.throwIfAborted();
      if (done) break;
      for (let at = 0; at < value.length; at += pieceLength) {
        const part = value.subarray(at, at + pieceLength);
        bytes += part.length;
        yield piece(decoder.push(part), bytes, false);
        signal?.throwIfAborted();
      }
    }
    yield piece(decoder.end(), bytes, true);
  } finally {
    // Without effect where all has been read.
    await reader.cancel().catch(() => undefined);
  }
}

async function* piecesOfText(
  text: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Piece, undefined> {
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  for (let at = start; ; at += pieceLength) {
    signal?.throwIfAborted();
    let part = text.slice(at, at + pieceLength);
    // A CR LF that is cut in two is told by its second half.
    if (part.startsWith('\n') && at > start && text[at - 1] === '\r') part = part.slice(1);
    const bytes = Math.min(text.length, at + pieceLength);
    const isLast = bytes === text.length;
    yield { text: withLineFeeds(part), bytes, isLast, encoding: 'utf-8', reason: 'guess' };
    if (isLast) return;
  }
}
