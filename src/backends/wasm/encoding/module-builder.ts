import { ByteWriter } from './byte-writer.ts';
import type { FunctionBody, FunctionReference, FunctionType } from './function-body.ts';
import { valueTypeCodes } from './instructions.ts';

const sections = { type: 1, import: 2, function: 3, memory: 5, export: 7, code: 10 } as const;
const magicAndVersion = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const functionTypeForm = 0x60;
const kinds = { function: 0, memory: 2 } as const;

interface Import extends FunctionReference {
  readonly module: string;
  readonly name: string;
}

/** Collects functions and writes the binary format. Imports come first in the index space, so before any `declare`. */
export class ModuleBuilder {
  readonly #types: string[] = [];
  readonly #typeBytes: Uint8Array[] = [];
  readonly #imports: Import[] = [];
  readonly #functions: { readonly typeIndex: number; body: Uint8Array | null }[] = [];
  readonly #exports: { readonly name: string; readonly kind: number; readonly index: number }[] = [];
  #memoryPages: number | null = null;

  importFunction(module: string, name: string, type: FunctionType): FunctionReference {
    if (this.#functions.length > 0) throw new RangeError(`import ${module}.${name} comes after a function`);
    const reference = { ...type, module, name, index: this.#imports.length };
    this.#imports.push(reference);
    return reference;
  }

  /** A function that can be called from now on and whose body is given later. */
  declare(type: FunctionType): FunctionReference {
    this.#functions.push({ typeIndex: this.#typeIndex(type), body: null });
    return { ...type, index: this.#imports.length + this.#functions.length - 1 };
  }

  define(reference: FunctionReference, body: FunctionBody): void {
    this.#functions[reference.index - this.#imports.length].body = body.finish();
  }

  /** Declares and defines in one. */
  add(body: FunctionBody): FunctionReference {
    const reference = this.declare(body.type);
    this.define(reference, body);
    return reference;
  }

  exportFunction(name: string, reference: FunctionReference): void {
    this.#exports.push({ name, kind: kinds.function, index: reference.index });
  }

  /** The module's one memory, in pages of 64 KiB, exported. */
  exportMemory(name: string, initialPages: number): void {
    this.#memoryPages = initialPages;
    this.#exports.push({ name, kind: kinds.memory, index: 0 });
  }

  build(): Uint8Array<ArrayBuffer> {
    const writer = new ByteWriter();
    writer.bytes(magicAndVersion);
    const importTypes = this.#imports.map((reference) => this.#typeIndex(reference));
    this.#section(writer, sections.type, this.#typeBytes, (out, bytes) => out.bytes(bytes));
    this.#section(writer, sections.import, this.#imports, (out, { module, name }, i) => {
      out.name(module);
      out.name(name);
      out.byte(kinds.function);
      out.unsigned(importTypes[i]);
    });
    this.#section(writer, sections.function, this.#functions, (out, { typeIndex }) =>
      out.unsigned(typeIndex),
    );
    const memories = this.#memoryPages === null ? [] : [this.#memoryPages];
    this.#section(writer, sections.memory, memories, (out, pages) => {
      out.byte(0);
      out.unsigned(pages);
    });
    this.#section(writer, sections.export, this.#exports, (out, { name, kind, index }) => {
      out.name(name);
      out.byte(kind);
      out.unsigned(index);
    });
    this.#section(writer, sections.code, this.#functions, (out, { body }, i) => {
      if (body === null)
        throw new TypeError(`function ${i + this.#imports.length} was declared but not defined`);
      out.sized(body);
    });
    return writer.toBytes();
  }

  #section<T>(
    writer: ByteWriter,
    id: number,
    items: readonly T[],
    write: (out: ByteWriter, item: T, index: number) => void,
  ): void {
    if (items.length === 0) return;
    const contents = new ByteWriter();
    contents.unsigned(items.length);
    items.forEach((item, i) => {
      write(contents, item, i);
    });
    writer.byte(id);
    writer.sized(contents.toBytes());
  }

  #typeIndex({ parameters, results }: FunctionType): number {
    const key = `${parameters.join()}>${results.join()}`;
    const known = this.#types.indexOf(key);
    if (known >= 0) return known;
    const writer = new ByteWriter();
    writer.byte(functionTypeForm);
    for (const types of [parameters, results]) {
      writer.unsigned(types.length);
      for (const type of types) writer.byte(valueTypeCodes[type]);
    }
    this.#typeBytes.push(writer.toBytes());
    return this.#types.push(key) - 1;
  }
}
