import { concat } from '../protobuf.ts';

/**
 * Reads the wire format of protocol buffers, whatever wrote it: https://protobuf.dev/programming-guides/encoding.
 * Nothing is copied; lengths are checked before they are used. Groups, which ONNX does not have, are refused.
 */

/** A whole number, or the bytes of what is no varint. */
export type WireValue = number | Uint8Array;

/** More is no model that can be opened here: it would only fill the memory. */
const mostFields = 2 ** 19;

/** How many fields have been read of a file, in all its messages. */
interface Count {
  fields: number;
}

/** A message by the numbers of its fields, each with all that was said of it. */
export class WireMessage {
  readonly #fields: ReadonlyMap<number, readonly WireValue[]>;
  readonly #count: Count;

  /** Throws a RangeError where the bytes are no message. Its parts count with it. */
  constructor(bytes: Uint8Array, count: Count = { fields: 0 }) {
    this.#count = count;
    this.#fields = fieldsOf(bytes, count);
  }

  has(field: number): boolean {
    return this.#fields.has(field);
  }

  /** Of a field that is said at most once; where it is said more often, the last time counts. */
  integer(field: number, otherwise = 0): number {
    const value = this.#fields.get(field)?.at(-1);
    if (value === undefined) return otherwise;
    if (typeof value !== 'number') throw new RangeError(`field ${field} of a message is no whole number`);
    return value;
  }

  /** Whether each stands by itself or all of them are packed. */
  integers(field: number): number[] {
    return (this.#fields.get(field) ?? []).flatMap((value) =>
      typeof value === 'number' ? [value] : packedIntegers(value),
    );
  }

  /** Of single precision. */
  float(field: number, otherwise: number): number {
    const value = this.bytes(field).at(-1);
    if (value === undefined) return otherwise;
    if (value.length !== 4) throw new RangeError(`field ${field} of a message is no float`);
    return viewOf(value).getFloat32(0, true);
  }

  /** Numbers of four or eight bytes each, one after the other, however many fields they are in. */
  packed(field: number): Uint8Array {
    const parts = this.bytes(field);
    if (parts.length === 1) return parts[0];
    return concat(parts);
  }

  bytes(field: number): Uint8Array[] {
    return (this.#fields.get(field) ?? []).map((value) => {
      if (typeof value === 'number') throw new RangeError(`field ${field} of a message is a number`);
      return value;
    });
  }

  messages(field: number): WireMessage[] {
    return this.bytes(field).map((bytes) => new WireMessage(bytes, this.#count));
  }

  /** null where there is none. */
  message(field: number): WireMessage | null {
    const last = this.bytes(field).at(-1);
    return last === undefined ? null : new WireMessage(last, this.#count);
  }

  texts(field: number): string[] {
    return this.bytes(field).map(textOf);
  }

  text(field: number): string {
    return this.texts(field).at(-1) ?? '';
  }
}

export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new RangeError('a text in it is no UTF-8', { cause: error });
  }
}

export function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

/** A place in bytes. */
interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

const [varintType, fixed64Type, bytesType, fixed32Type] = [0, 1, 2, 5];

function fieldsOf(bytes: Uint8Array, count: Count): Map<number, WireValue[]> {
  const fields = new Map<number, WireValue[]>();
  const cursor = { bytes, at: 0 };
  while (cursor.at < bytes.length) {
    if (++count.fields > mostFields)
      throw new RangeError(`it has more than ${mostFields} fields, expected fewer of a network of layers`);
    const tag = varintAt(cursor);
    const field = Math.floor(tag / 8);
    if (field < 1) throw new RangeError('it is no ONNX: a field has no number');
    const value = valueAt(cursor, tag % 8);
    const known = fields.get(field);
    if (known === undefined) fields.set(field, [value]);
    else known.push(value);
  }
  return fields;
}

function valueAt(cursor: Cursor, type: number): WireValue {
  if (type === varintType) return varintAt(cursor);
  if (type !== bytesType && type !== fixed32Type && type !== fixed64Type)
    throw new RangeError(`it is no ONNX: a field has the unknown type ${type}`);
  const length = type === fixed32Type ? 4 : type === fixed64Type ? 8 : varintAt(cursor);
  const { bytes, at } = cursor;
  if (length < 0 || length > bytes.length - at)
    throw new RangeError(`it is cut short: a part of ${length} bytes is said to be in ${bytes.length - at}`);
  cursor.at += length;
  return bytes.subarray(at, at + length);
}

/** A signed number of 64 bits, rounded where a double cannot hold it. */
function varintAt(cursor: Cursor): number {
  const { bytes } = cursor;
  let [value, factor] = [0, 1];
  const begin = cursor.at;
  for (let i = 0; i < 10; i++) {
    if (cursor.at >= bytes.length) throw new RangeError('it is cut short: a number has no end');
    const byte = bytes[cursor.at++];
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return i < 7 ? value : exactVarint(bytes.subarray(begin, cursor.at));
    factor *= 128;
  }
  throw new RangeError('it is no ONNX: a number has more than ten bytes');
}

function exactVarint(bytes: Uint8Array): number {
  const whole = bytes.reduce((sum, byte, i) => sum | (BigInt(byte & 0x7f) << BigInt(7 * i)), 0n);
  return Number(BigInt.asIntN(64, whole));
}

function packedIntegers(bytes: Uint8Array): number[] {
  if (bytes.length > mostFields) throw new RangeError(`a list in it has more than ${mostFields} bytes`);
  const cursor = { bytes, at: 0 };
  const values: number[] = [];
  while (cursor.at < bytes.length) values.push(varintAt(cursor));
  return values;
}
