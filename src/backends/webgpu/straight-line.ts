import { instructionNames, isLeaf, opOf, type LeafRole, type Tape } from '../../autograd/tape.ts';
import { literal, opEmitters } from './op-emitters.ts';
import type { WgslFunctionName } from './wgsl-functions.ts';

/** How the leaves of a tape are read, as expressions, by slot. */
export type LeafReaders = Readonly<
  Record<Exclude<LeafRole, 'constant' | 'parameter'>, (slot: number) => string>
>;

export interface EmittedTape {
  /** Statements, one a line. */
  readonly lines: readonly string[];
  /** Names of the outputs, in the tape's order. */
  readonly outputs: readonly string[];
  readonly calls: ReadonlySet<WgslFunctionName>;
}

/**
 * Writes a tape as straight-line WGSL, one `let` an instruction. Parameters are read four at a time, just before
 * the first is needed, from `weights[firstWeight + …]`, where they lie in the order of their slots.
 */
export function emitTape(tape: Tape, readers: LeafReaders): EmittedTape {
  const lines: string[] = [];
  const calls = new Set<WgslFunctionName>();
  const blocks = new Set<number>();
  const names: string[] = [];

  const parameter = (slot: number): string => {
    const block = slot >> 2;
    if (!blocks.has(block)) {
      blocks.add(block);
      lines.push(`let w${block} = weights[firstWeight + ${block}u];`);
    }
    return `w${block}.${'xyzw'[slot & 3]}`;
  };
  const operand = (i: number): string => (names[i] === '' ? parameter(tape.left[i]) : names[i]);

  for (let i = 0; i < tape.length; i++) {
    const code = tape.codes[i];
    const name = instructionNames[code];
    if (name === 'constant') names.push(literal(tape.immediates[i]));
    // Read where it is used: loaded here, all weights would be held at once.
    else if (name === 'parameter') names.push('');
    else {
      const result = `v${i}`;
      lines.push(
        `let ${result} = ${isLeaf(code) ? readers[name as keyof LeafReaders](tape.left[i]) : written(i)};`,
      );
      names.push(result);
    }
  }
  return { lines, outputs: Array.from(tape.outputs, operand), calls };

  function written(i: number): string {
    const emitter = opEmitters[opOf(tape.codes[i])];
    const a = operand(tape.left[i]);
    const b = tape.right[i] < 0 ? '' : operand(tape.right[i]);
    for (const called of emitter.calls) calls.add(called);
    return emitter.write(a, b, tape.immediates[i]);
  }
}
