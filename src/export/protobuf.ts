/** The wire format of protocol buffers, as far as ONNX needs it: https://protobuf.dev/programming-guides/encoding. */

/** A field of a message, by its number. */
export type Field = Uint8Array;
/** A message, or what one is made of, one after the other. */
export type Message = Uint8Array;

const [varintType, bytesType, fixed32Type] = [0, 2, 5];

export function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Seven bits a byte, the lowest first; a negative number as its 64 bits. */
function varint(value: number | bigint): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return bytes;
}

const tag = (number: number, type: number): number[] => varint(number * 8 + type);

export function integer(number: number, value: number | bigint): Field {
  return Uint8Array.from([...tag(number, varintType), ...varint(value)]);
}

/** One field of packed integers. */
export function integers(number: number, values: readonly (number | bigint)[]): Field {
  return bytes(number, Uint8Array.from(values.flatMap(varint)));
}

export function float(number: number, value: number): Field {
  const four = new Uint8Array(4);
  new DataView(four.buffer).setFloat32(0, value, true);
  return Uint8Array.from([...tag(number, fixed32Type), ...four]);
}

export function bytes(number: number, value: Uint8Array): Field {
  return concat([Uint8Array.from([...tag(number, bytesType), ...varint(value.length)]), value]);
}

export function text(number: number, value: string): Field {
  return bytes(number, new TextEncoder().encode(value));
}

export function message(number: number, fields: readonly Field[]): Field {
  return bytes(number, concat(fields));
}
