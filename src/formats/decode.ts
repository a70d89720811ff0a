/** Names as TextDecoder takes them. */
export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof encodings)[number];

/** By how the encoding was found. */
export type EncodingReason = 'mark' | 'choice' | 'guess';

/**
 * Bytes to text, piece by piece. A byte order mark decides; without one it is the chosen encoding, and without a choice
 * UTF-8, or Windows-1252 from the first bytes on that cannot be UTF-8. Line ends come out as `\n`.
 */
export class Decoder {
  encoding: Encoding;
  reason: EncodingReason;
  #decoder: TextDecoder | null = null;
  #held = new Uint8Array();
  /** All so far, so that a change to another encoding changes nothing of it. */
  #isAscii = true;
  #endsWithReturn = false;

  constructor(chosen?: Encoding) {
    this.encoding = chosen ?? 'utf-8';
    this.reason = chosen === undefined ? 'guess' : 'choice';
  }

  push(bytes: Uint8Array): string {
    return this.#push(bytes, false);
  }

  end(): string {
    return this.#push(new Uint8Array(), true);
  }

  #push(bytes: Uint8Array, isLast: boolean): string {
    const all = this.#held.length === 0 ? bytes : joined(this.#held, bytes);
    if (this.#decoder === null) {
      // A mark is of up to three bytes.
      if (all.length < 4 && !isLast) {
        this.#held = all.slice();
        return '';
      }
      this.#choose(all);
    }
    const cut = isLast ? all.length : endOfWhole(all);
    this.#held = all.slice(cut);
    return this.#lines(this.#decode(all.subarray(0, cut), isLast), isLast);
  }

  #choose(start: Uint8Array): void {
    const marked = encodingByMark(start);
    if (marked !== null) {
      this.encoding = marked;
      this.reason = 'mark';
    } else if (this.reason === 'guess') this.encoding = utf16WithoutMark(start) ?? 'utf-8';
    this.#decoder = new TextDecoder(this.encoding);
  }

  #decode(bytes: Uint8Array, isLast: boolean): string {
    const text = this.#run(bytes, isLast);
    if (this.encoding !== 'utf-8' || this.reason !== 'guess') return text;
    if (this.#isAscii && text.includes(replacement) && isMostlyBroken(text)) {
      this.encoding = 'windows-1252';
      this.#decoder = new TextDecoder(this.encoding);
      return this.#run(bytes, isLast);
    }
    this.#isAscii &&= text.length === bytes.length;
    return text;
  }

  #run(bytes: Uint8Array, isLast: boolean): string {
    if (this.#decoder === null) throw new Error('decoded before an encoding was chosen');
    // Always as a stream, then flushed: without that, some versions of Node read Windows-1252 as Latin-1.
    const text = this.#decoder.decode(bytes, { stream: true });
    return isLast ? text + this.#decoder.decode() : text;
  }

  #lines(text: string, isLast: boolean): string {
    const whole = this.#endsWithReturn ? `\r${text}` : text;
    this.#endsWithReturn = !isLast && whole.endsWith('\r');
    return withLineFeeds(this.#endsWithReturn ? whole.slice(0, -1) : whole);
  }
}

/** With `\n` for every line end, whether it was CR LF, CR or LF. */
export function withLineFeeds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

/** What a decoder writes for bytes that it cannot read. */
export const replacement = '\uFFFD';

/** Where bytes that may go on in the next piece begin: at most the last three. */
function endOfWhole(bytes: Uint8Array): number {
  let end = bytes.length;
  while (end > 0 && bytes.length - end < 3 && bytes[end - 1] >= 0x80) end--;
  return end;
}

function encodingByMark(bytes: Uint8Array): Encoding | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return null;
}

/** Every other byte of what is mostly Latin letters in UTF-16 is zero. */
function utf16WithoutMark(bytes: Uint8Array): Encoding | null {
  const zeros = [0, 0];
  const length = Math.min(bytes.length, 1024) & ~1;
  for (let i = 0; i < length; i++) if (bytes[i] === 0) zeros[i & 1]++;
  const [even, odd] = zeros.map((count) => count / (length / 2));
  if (odd > 0.6 && even < 0.1) return 'utf-16le';
  return even > 0.6 && odd < 0.1 ? 'utf-16be' : null;
}

/** Whether what is no UTF-8 outweighs the letters beyond ASCII that are. */
function isMostlyBroken(text: string): boolean {
  let broken = 0;
  let letters = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0xfffd) broken++;
    else if (code > 127) letters++;
  }
  return broken > letters;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
