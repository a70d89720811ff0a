/** LEB128, WebAssembly's variable-length integers: seven bits a byte, least significant first. */

/** Appends 0 ≤ value < 2³². */
export function writeUnsigned(value: number, put: (byte: number) => void): void {
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) {
    throw new RangeError(`unsigned LEB128 takes an integer in [0, 2^32), got ${value}`);
  }
  let rest = value;
  while (rest >= 0x80) {
    put((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  put(rest);
}

/** Appends -2³¹ ≤ value < 2³¹. */
export function writeSigned(value: number, put: (byte: number) => void): void {
  if (value !== (value | 0))
    throw new RangeError(`signed LEB128 takes an integer in [-2^31, 2^31), got ${value}`);
  let rest = value;
  // Done when what is left is only copies of the sign bit of the byte just written.
  while (rest < -0x40 || rest > 0x3f) {
    put((rest & 0x7f) | 0x80);
    rest >>= 7;
  }
  put(rest & 0x7f);
}

export interface Decoded {
  readonly value: number;
  /** Where the next item begins. */
  readonly next: number;
}

export function readUnsigned(bytes: Uint8Array, at = 0): Decoded {
  let value = 0;
  for (let k = 0; k < 5; k++) {
    const byte = bytes[at + k];
    value += (byte & 0x7f) * 2 ** (7 * k);
    if (byte < 0x80) return { value, next: at + k + 1 };
  }
  throw new RangeError(`unsigned LEB128 at ${at} is longer than 5 bytes`);
}

export function readSigned(bytes: Uint8Array, at = 0): Decoded {
  let value = 0;
  for (let k = 0; k < 5; k++) {
    const byte = bytes[at + k];
    value |= (byte & 0x7f) << (7 * k);
    if (byte < 0x80) {
      const unused = 32 - 7 * (k + 1);
      return { value: unused > 0 ? (value << unused) >> unused : value, next: at + k + 1 };
    }
  }
  throw new RangeError(`signed LEB128 at ${at} is longer than 5 bytes`);
}
