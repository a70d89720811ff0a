import { writeSigned, writeUnsigned } from './leb128.ts';

/** A byte array that grows as it is written. */
export class ByteWriter {
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** A copy of what was written. */
  toBytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  readonly byte = (value: number): void => {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  };

  bytes(values: ArrayLike<number>): void {
    this.#reserve(values.length);
    this.#bytes.set(values, this.#length);
    this.#length += values.length;
  }

  unsigned(value: number): void {
    if (value >= 0 && value < 0x80) this.byte(value);
    else writeUnsigned(value, this.byte);
  }

  signed(value: number): void {
    writeSigned(value, this.byte);
  }

  f32(value: number): void {
    this.#reserve(4);
    this.#view.setFloat32(this.#length, value, true);
    this.#length += 4;
  }

  f64(value: number): void {
    this.#reserve(8);
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  /** The contents preceded by their length, as names, sections and function bodies are. */
  sized(contents: ArrayLike<number>): void {
    this.unsigned(contents.length);
    this.bytes(contents);
  }

  /** A name in ASCII, which is all that the compiler's names are made of. */
  name(text: string): void {
    this.sized(Array.from(text, (character) => character.charCodeAt(0)));
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}
