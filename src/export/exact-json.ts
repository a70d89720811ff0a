/**
 * JSON in which every double survives: -0, NaN and the infinities, which JSON has no signs for, are `{"$number": "NaN"}`,
 * or texts within the list of a typed array, `{"$float64": [0.5, "-0"]}`. All other numbers are the shortest decimals that
 * read back to the same bits.
 */

const arrays = {
  $float64: Float64Array,
  $float32: Float32Array,
  $int32: Int32Array,
  $uint32: Uint32Array,
  $uint16: Uint16Array,
  $uint8: Uint8Array,
} as const;

type ArrayTag = keyof typeof arrays;
const tags = Object.keys(arrays) as ArrayTag[];

const special: Readonly<Record<string, number>> = { '-0': -0, NaN, Infinity, '-Infinity': -Infinity };

export function writeExactJson(value: unknown, space = 0): string {
  return JSON.stringify(written(value), null, space);
}

function writtenNumber(value: number): number | string {
  if (Object.is(value, -0)) return '-0';
  return Number.isFinite(value) ? value : String(value);
}

function written(value: unknown): unknown {
  if (typeof value === 'number') {
    const text = writtenNumber(value);
    return typeof text === 'number' ? text : { $number: text };
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(written);
  const tag = tags.find((name) => value instanceof arrays[name]);
  if (tag !== undefined) return { [tag]: Array.from(value as Float64Array, writtenNumber) };
  // What begins as ours does has one sign more.
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.startsWith('$') ? `$${key}` : key, written(inner)]),
  );
}

/** Throws a SyntaxError for what is no JSON, a RangeError for what `writeExactJson` has not written. */
export function readExactJson(text: string): unknown {
  return read(JSON.parse(text));
}

function readNumber(value: unknown, where: string): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && Object.hasOwn(special, value)) return special[value];
  throw new RangeError(`${where} holds ${JSON.stringify(value)?.slice(0, 40)}, expected numbers`);
}

function read(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(read);
  const entries = Object.entries(value);
  const [first] = entries;
  if (entries.length === 1 && first[0].startsWith('$') && !first[0].startsWith('$$'))
    return readTagged(...first);
  // As own properties, whatever they are called.
  return Object.fromEntries(
    entries.map(([key, inner]) => [key.startsWith('$') ? key.slice(1) : key, read(inner)]),
  );
}

function readTagged(key: string, inner: unknown): unknown {
  if (key === '$number') return readNumber(inner, key);
  const tag = tags.find((name) => name === key);
  if (tag === undefined) throw new RangeError(`“${key.slice(0, 40)}” is none of ${tags.join(', ')}, $number`);
  if (!Array.isArray(inner)) throw new RangeError(`“${key}” holds no list of numbers`);
  return arrays[tag].from(inner.map((one) => readNumber(one, key)));
}
