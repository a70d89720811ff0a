import type { Column, Table } from '../data/table.ts';

/** What begins a packed table: its version. */
const magic = 'chainrule table 1\n';
/** Columns begin at multiples of it, so that they can be read where they lie. */
const alignment = 8;

interface PackedColumn {
  readonly name: string;
  readonly kind: Column['kind'];
  readonly categories?: readonly string[];
}

/** A table as one piece that can be kept and sent: a line of JSON, then each column as its bytes. */
export function packTable({ rowCount, columns }: Table): Blob {
  const described = columns.map((column): PackedColumn => {
    const { name, kind } = column;
    return kind === 'number' ? { name, kind } : { name, kind, categories: column.categories };
  });
  const header = new TextEncoder().encode(`${magic}${JSON.stringify({ rowCount, columns: described })}\n`);
  const parts: BlobPart[] = [header, padding(header.length)];
  for (const column of columns) {
    const bytes = bytesOf(column);
    parts.push(bytes, padding(bytes.length));
  }
  return new Blob(parts);
}

/** Throws an Error for what `packTable` has not made. */
export async function unpackTable(packed: Blob): Promise<Table> {
  const buffer = await packed.arrayBuffer();
  const bytes = new Uint8Array(buffer);
  const end = bytes.indexOf(0x0a, magic.length);
  const head = new TextDecoder().decode(bytes.subarray(0, end + 1));
  if (!head.startsWith(magic)) throw new Error('this is no packed table');
  const { rowCount, columns } = JSON.parse(head.slice(magic.length)) as {
    readonly rowCount: number;
    readonly columns: readonly PackedColumn[];
  };
  let at = padded(end + 1);
  return {
    rowCount,
    columns: columns.map(({ name, kind, categories = [] }): Column => {
      const start = at;
      at = padded(start + rowCount * (kind === 'number' ? 8 : 4));
      return kind === 'number'
        ? { name, kind, values: new Float64Array(buffer, start, rowCount) }
        : { name, kind, codes: new Int32Array(buffer, start, rowCount), categories };
    }),
  };
}

/**
 * Tells tables apart by what they hold: 16 hexadecimal digits of two FNV-1a hashes (Fowler, Noll and Vo, 1991) over
 * 32-bit words. For mistakes, not against malice.
 */
export function tableId({ rowCount, columns }: Table): string {
  const hash = new WordHash();
  hash.word(rowCount);
  for (const column of columns) {
    const { name, kind } = column;
    hash.text(JSON.stringify(kind === 'number' ? [name] : [name, column.categories]));
    if (kind === 'category') hash.words(column.codes);
    else hash.words(new Int32Array(column.values.buffer, column.values.byteOffset, 2 * rowCount));
  }
  return hash.digits();
}

class WordHash {
  #a = 0x811c9dc5;
  #b = 0x01000193;

  word(word: number): void {
    this.#a = Math.imul(this.#a ^ word, 0x01000193);
    this.#b = Math.imul(this.#b ^ word, 0x5bd1e995);
    // A multiplication carries upwards only.
    this.#b ^= this.#b >>> 15;
  }

  /** As `word` of each, in variables of its own: a table has millions. */
  words(words: Int32Array): void {
    let [a, b] = [this.#a, this.#b];
    for (let i = 0; i < words.length; i++) {
      a = Math.imul(a ^ words[i], 0x01000193);
      b = Math.imul(b ^ words[i], 0x5bd1e995);
      b ^= b >>> 15;
    }
    this.#a = a;
    this.#b = b;
  }

  text(text: string): void {
    for (let i = 0; i < text.length; i++) this.word(text.charCodeAt(i));
  }

  digits(): string {
    return [this.#a, this.#b].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
  }
}

function bytesOf(column: Column): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = column.kind === 'number' ? column.values : column.codes;
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
}

function padded(length: number): number {
  return Math.ceil(length / alignment) * alignment;
}

function padding(length: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(padded(length) - length);
}
