import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FunctionBody } from '../../../src/backends/wasm/encoding/function-body.ts';
import {
  readSigned,
  readUnsigned,
  writeSigned,
  writeUnsigned,
} from '../../../src/backends/wasm/encoding/leb128.ts';
import { ModuleBuilder } from '../../../src/backends/wasm/encoding/module-builder.ts';

function bytesOf(write: (value: number, put: (byte: number) => void) => void, value: number): Uint8Array {
  const bytes: number[] = [];
  write(value, (byte) => bytes.push(byte));
  return Uint8Array.from(bytes);
}

const powers = Array.from({ length: 32 }, (_, k) => 2 ** k);
const unsignedEdges = [0, 2 ** 32 - 1, ...powers.flatMap((power) => [power - 1, power, power + 1])];
const signedEdges = [0, ...powers.flatMap((power) => [power - 1, -power, -power - 1, -power + 1])].filter(
  (value) => value === (value | 0),
);

describe('LEB128', () => {
  it('writes the bytes of the examples in its definition', () => {
    expect([...bytesOf(writeUnsigned, 624485)]).toEqual([0xe5, 0x8e, 0x26]);
    expect([...bytesOf(writeSigned, -123456)]).toEqual([0xc0, 0xbb, 0x78]);
  });

  it('changes length where seven bits are full', () => {
    expect(bytesOf(writeUnsigned, 127)).toHaveLength(1);
    expect(bytesOf(writeUnsigned, 128)).toHaveLength(2);
    expect(bytesOf(writeSigned, 63)).toHaveLength(1);
    expect(bytesOf(writeSigned, 64)).toHaveLength(2);
    expect(bytesOf(writeSigned, -64)).toHaveLength(1);
    expect(bytesOf(writeSigned, -65)).toHaveLength(2);
  });

  it('reads what it wrote around every power of 2', () => {
    for (const value of unsignedEdges) {
      const bytes = bytesOf(writeUnsigned, value);
      expect(readUnsigned(bytes)).toEqual({ value, next: bytes.length });
    }
    for (const value of signedEdges) {
      const bytes = bytesOf(writeSigned, value);
      expect(readSigned(bytes)).toEqual({ value, next: bytes.length });
    }
  });

  it('reads whatever it wrote', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(0xffffffff), (signed, unsigned) => {
        expect(readSigned(bytesOf(writeSigned, signed)).value).toBe(signed);
        expect(readUnsigned(bytesOf(writeUnsigned, unsigned)).value).toBe(unsigned);
      }),
    );
  });

  it('refuses numbers that do not fit and bytes that do not end', () => {
    for (const value of [-1, 2 ** 32, 0.5, NaN])
      expect(() => bytesOf(writeUnsigned, value)).toThrow(RangeError);
    for (const value of [2 ** 31, -(2 ** 31) - 1, 0.5])
      expect(() => bytesOf(writeSigned, value)).toThrow(RangeError);
    expect(() => readUnsigned(new Uint8Array(6).fill(0x80))).toThrow(RangeError);
    expect(() => readSigned(new Uint8Array(6).fill(0x80))).toThrow(RangeError);
  });
});

/** A module whose function `name` returns the number. */
function moduleReturning(value: number, name: string): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder();
  const body = new FunctionBody({ parameters: [], results: ['i32'] });
  body.i32(value);
  module.exportFunction(name, module.add(body));
  return module.build();
}

type Exported = () => unknown;

function run(bytes: Uint8Array<ArrayBuffer>, name: string): unknown {
  const exported = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports[name];
  const isFunction = (value: unknown): value is Exported => typeof value === 'function';
  return isFunction(exported) ? exported() : exported;
}

describe('a module', () => {
  it.each([0, 63, 64, -64, -65, 127, 128, -128, 2 ** 31 - 1, -(2 ** 31)])(
    'returns the constant %i',
    (value) => {
      expect(run(moduleReturning(value, 'f'), 'f')).toBe(value);
    },
  );

  it.each([1, 127, 128, 129, 20_000])('exports a name of %i characters', (length) => {
    const name = 'n'.repeat(length);
    expect(run(moduleReturning(7, name), name)).toBe(7);
  });

  it.each([127, 128, 300])('calls the last of %i functions, each of its own type', (count) => {
    const module = new ModuleBuilder();
    const functions = Array.from({ length: count }, (_, k) => {
      const body = new FunctionBody({
        parameters: Array.from({ length: k }, () => 'i32' as const),
        results: ['i32'],
      });
      body.i32(k);
      return module.add(body);
    });
    const caller = new FunctionBody({ parameters: [], results: ['i32'] });
    for (let k = 0; k < count - 1; k++) caller.i32(0);
    caller.call(functions[count - 1]);
    module.exportFunction('f', module.add(caller));
    expect(run(module.build(), 'f')).toBe(count - 1);
  });

  it.each([1, 128, 1000])('reads back the last of %i locals', (count) => {
    const body = new FunctionBody({ parameters: [], results: ['i32'] });
    const locals = Array.from({ length: count }, (_, k) => body.local(k % 2 === 0 ? 'i32' : 'v128'));
    const last = locals.findLast(({ type }) => type === 'i32')!;
    body.i32(41);
    body.set(last);
    body.get(last);
    body.i32(1);
    body.op('i32.add');
    const module = new ModuleBuilder();
    module.exportFunction('f', module.add(body));
    expect(run(module.build(), 'f')).toBe(42);
  });

  it('refuses a function that was declared and not defined, and an import after a function', () => {
    const module = new ModuleBuilder();
    module.declare({ parameters: [], results: [] });
    expect(() => module.build()).toThrow(/not defined/);
    expect(() => module.importFunction('m', 'f', { parameters: [], results: [] })).toThrow(
      /after a function/,
    );
  });
});

describe('a function body', () => {
  const body = (): FunctionBody => new FunctionBody({ parameters: ['i32', 'v128'], results: ['v128'] });

  it('refuses an operand of another type at the instruction that takes it', () => {
    const f = body();
    f.get(f.parameters[0]);
    f.get(f.parameters[1]);
    expect(() => f.op('f32x4.add')).toThrow('f32x4.add takes v128, got i32');
  });

  it('refuses to take from an empty stack', () => {
    expect(() => body().op('i32.add')).toThrow('i32.add takes i32, got an empty stack');
  });

  it('refuses to set a local of another type', () => {
    const f = body();
    f.i32(1);
    expect(() => f.set(f.parameters[1])).toThrow('local.set takes v128, got i32');
  });

  it('refuses to end with too little or too much on the stack', () => {
    expect(() => body().finish()).toThrow(/ends with \[\]/);
    const f = body();
    f.get(f.parameters[1]);
    f.get(f.parameters[1]);
    expect(() => f.finish()).toThrow(/ends with \[v128,v128\]/);
  });

  it('refuses blocks that leave something behind', () => {
    const f = body();
    expect(() => f.block(() => f.i32(1))).toThrow(/changes the stack by 1/);
  });

  it('accepts what fits', () => {
    const f = body();
    f.get(f.parameters[1]);
    f.get(f.parameters[1]);
    f.op('f32x4.add');
    const module = new ModuleBuilder();
    module.add(f);
    expect(WebAssembly.validate(module.build())).toBe(true);
  });
});
